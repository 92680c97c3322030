//! What the book said at another time: as it was known at a past moment, as it was effective at a past date, or both.
//!
//! An event was *known* from the moment of its recording; it is *effective* from its business date. What was recorded
//! late is therefore effective before it was known.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Amount, DrawDrafted, EventPayload, InspectionScheduled, LoanAccount, LoanCreated, LoanId, LoanStatus,
    LoanStatusChanged, Money, PersonId,
};
use schemars::JsonSchema;
use serde::Serialize;
use store::{RecordedEvent, StoreError, Transaction, event_log, upcast::Upcasters};
use ts_rs::TS;
use uuid::Uuid;

use super::{
    account::AccountView,
    loan::{self, Loan, LoanBalance, Owed},
    person,
    schedule::{self, LoanSchedule},
};
use crate::{AppError, Book, Result, accounts, bus::project, upcasters::payload_of};

/// Another time; what is left out is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AsOf {
    /// Only what was recorded until this moment.
    pub known_at: Option<DateTime<Utc>>,
    /// Only what was effective on this date.
    pub effective_on: Option<NaiveDate>,
}

impl AsOf {
    fn knows(&self, event: &RecordedEvent) -> bool {
        self.known_at.is_none_or(|moment| event.occurred_at <= moment)
    }

    /// The day as of which is reckoned: that asked for, that of the moment, or today.
    fn day(&self, book: &Book) -> NaiveDate {
        let today = book.environment().clock.today();
        let known_on = self.known_at.map(|moment| moment.date_naive().min(today));
        self.effective_on.or(known_on).unwrap_or(today)
    }

    fn is_effective(&self, event: &RecordedEvent) -> bool {
        self.effective_on.is_none_or(|date| event.effective_on <= date)
    }
}

/// A loan as it was.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, TS)]
pub struct LoanAsOf {
    /// The loan.
    pub loan: Loan,
    /// Its schedule, where it had one.
    pub schedule: Option<LoanSchedule>,
    /// What was owed of it, where it was funded.
    pub account: Option<AccountView>,
    /// How many events of the loan it stands on.
    pub events: i64,
    /// The last of them, by its position.
    pub last_position: i64,
}

/// A loan as it was at another time, folded anew from those of its events that count.
///
/// # Errors
/// An unknown loan, a time before it was there, or storage.
pub fn loan(book: &Book, loan_id: LoanId, as_of: AsOf) -> Result<LoanAsOf> {
    let upcasters = book.bus().upcasters();
    let (around, history) = book.read(|transaction| {
        let history = event_log::loan_history(transaction, loan_id)?;
        let parties = parties(&history, upcasters)?.ok_or_else(|| AppError::NotFound {
            kind: "loan",
            field: "loan_id",
            id: loan_id.to_string(),
        })?;
        let mut around = event_log::stream(transaction, book.organization().id.as_uuid())?;
        for person_id in parties {
            // A person is there with their loan, but what was changed of them holds from its time.
            let events = event_log::stream(transaction, person_id.as_uuid())?.into_iter();
            around.extend(events.filter(|event| {
                event.sequence_number == 1 || (as_of.knows(event) && as_of.is_effective(event))
            }));
        }
        Ok((around, history))
    })?;
    let counting = counting(history, as_of, upcasters)?;
    let Some(last) = counting.last() else {
        let (field, problem) = match as_of.known_at {
            Some(moment) => ("known_at", format!("must not be before the loan was recorded: {moment}")),
            None => ("effective_on", "must not be before the loan was effective".to_owned()),
        };
        return Err(AppError::InvalidInput { field, problem });
    };
    let last_position = last.position;
    let events = i64::try_from(counting.len()).unwrap_or(i64::MAX);
    let day = as_of.day(book);
    let currency = book.organization().currency;
    let account = match accounts::fold(&counting, upcasters)? {
        Some(account) => account.ledger(day)?.map(|ledger| AccountView::of(loan_id, &ledger, currency)),
        None => None,
    };
    let scratch = book.store().scratch()?;
    let mut folded = scratch.write()?;
    for events in [around, counting] {
        project(&mut *folded, book.bus().projections(), upcasters, &events)?;
    }
    let loan = loan::get(&mut *folded, loan_id, currency)?;
    let schedule = match &loan.schedule {
        Some(_) => Some(schedule::get(&mut *folded, loan_id, None, currency)?),
        None => None,
    };
    Ok(LoanAsOf { loan, schedule, account, events, last_position })
}

fn parties(history: &[RecordedEvent], upcasters: &Upcasters) -> Result<Option<Vec<PersonId>>> {
    for event in history {
        if let Some(created) = payload_of::<LoanCreated>(event, upcasters)? {
            return Ok(Some(std::iter::once(created.borrower_id).chain(created.lender_id).collect()));
        }
    }
    Ok(None)
}

/// The events of a loan that count at another time, in their order.
///
/// An event that is not effective yet counts all the same where an effective one stands on it: what a handler
/// published because of an effective event, the loan's way to its funding, which may be recorded weeks after the
/// day on which the money was paid out, and what came before of a draw or an inspection, which may be written down
/// after the day for which it is requested, approved or done.
fn counting(history: Vec<RecordedEvent>, as_of: AsOf, upcasters: &Upcasters) -> Result<Vec<RecordedEvent>> {
    let known: Vec<RecordedEvent> = history.into_iter().filter(|event| as_of.knows(event)).collect();
    let last_effective =
        known.iter().filter(|event| as_of.is_effective(event)).map(|event| event.position).max();
    let Some(last_effective) = last_effective else { return Ok(Vec::new()) };
    let in_steps = |event: &&RecordedEvent| STEP_BY_STEP.contains(&event.aggregate_type.as_ref());
    let mut last_steps: HashMap<Uuid, i64> = HashMap::new();
    for event in known.iter().filter(in_steps).filter(|event| as_of.is_effective(event)) {
        last_steps.insert(event.aggregate_id, event.sequence_number);
    }
    let mut counted = HashSet::new();
    let mut counting = Vec::new();
    for event in known {
        let caused = event.causation_id.is_some_and(|cause| counted.contains(&cause));
        let last_step = last_steps.get(&event.aggregate_id);
        let counts = as_of.is_effective(&event)
            || caused
            || last_step.is_some_and(|last_step| event.sequence_number < *last_step)
            || (event.position < last_effective && leads_to_funding(&event, upcasters)?);
        if counts {
            counted.insert(event.id);
            counting.push(event);
        }
    }
    Ok(counting)
}

/// What goes through its life step by step, each on the one before.
const STEP_BY_STEP: [&str; 2] = [DrawDrafted::AGGREGATE_TYPE, InspectionScheduled::AGGREGATE_TYPE];

fn leads_to_funding(event: &RecordedEvent, upcasters: &Upcasters) -> Result<bool> {
    if event.event_type == LoanCreated::EVENT_TYPE {
        return Ok(true);
    }
    Ok(payload_of::<LoanStatusChanged>(event, upcasters)?
        .is_some_and(|changed| changed.to.is_before_funding()))
}

/// The balances of all loans at another time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Balances {
    /// Only what was recorded until this moment; none for now.
    pub known_at: Option<DateTime<Utc>>,
    /// Only what was effective on this date; none for now.
    pub effective_on: Option<NaiveDate>,
    /// The loans that were there, by number.
    pub loans: Vec<LoanBalance>,
    /// Principal paid out and not repaid, over all loans.
    pub total_outstanding: Amount,
}

/// What is known of a loan while its events are read, type by type.
struct Folded {
    created: LoanCreated,
    /// Its changes of status, in order.
    changes: Vec<Change>,
    /// Position of the last effective event; none where the loan was not there yet.
    last_effective: Option<i64>,
}

struct Change {
    position: i64,
    is_effective: bool,
    to: LoanStatus,
}

impl Folded {
    /// By the same rule as [`counting`].
    fn status(&self) -> LoanStatus {
        let counts = |change: &&Change| {
            change.is_effective
                || (change.to.is_before_funding() && Some(change.position) < self.last_effective)
        };
        self.changes.iter().rfind(counts).map_or(LoanStatus::Draft, |change| change.to)
    }
}

/// The balances of all loans, or of one. Those of all loans now come from their projection, without what accrues;
/// any others are folded, with all that is owed.
///
/// # Errors
/// An unknown loan, a sum beyond what an amount can hold, or storage.
pub fn balances(
    book: &Book,
    transaction: &mut dyn Transaction,
    loan_id: Option<LoanId>,
    as_of: AsOf,
) -> Result<Balances> {
    let currency = book.organization().currency;
    let loans = match loan_id {
        None if as_of == AsOf::default() => loan::balances(transaction, currency)?,
        None => balances_then(book, transaction, as_of)?,
        Some(loan_id) => {
            let mut balance = balance_of(book, transaction, loan_id, as_of)?;
            if as_of == AsOf::default() {
                balance.draws = loan::draws_now(transaction, loan_id, currency)?;
            }
            vec![balance]
        }
    };
    let mut total = Money::from_minor_units(0);
    for loan in &loans {
        total = total
            .checked_add(loan.outstanding.money(currency)?)
            .ok_or_else(|| StoreError::corrupt("the balances add up to more than an amount can hold"))?;
    }
    Ok(Balances {
        known_at: as_of.known_at,
        effective_on: as_of.effective_on,
        loans,
        total_outstanding: Amount::new(total, currency),
    })
}

/// The balances of all loans at another time. Reads only the events that move money or a status, by their index; the
/// instalments, which are most of a log, are not read.
fn balances_then(book: &Book, transaction: &mut dyn Transaction, as_of: AsOf) -> Result<Vec<LoanBalance>> {
    let mut loans = Loans {
        as_of,
        upcasters: book.bus().upcasters(),
        statuses: HashMap::new(),
        accounts: HashMap::new(),
    };
    event_log::visit_types(transaction, accounts::MOVING, |event| loans.follow(&event))?;
    loans.balances(book, transaction)
}

/// The balance of one loan.
fn balance_of(
    book: &Book,
    transaction: &mut dyn Transaction,
    loan_id: LoanId,
    as_of: AsOf,
) -> Result<LoanBalance> {
    let mut loans = Loans {
        as_of,
        upcasters: book.bus().upcasters(),
        statuses: HashMap::new(),
        accounts: HashMap::new(),
    };
    for event in event_log::loan_history(transaction, loan_id)? {
        if accounts::MOVING.contains(&event.event_type.as_ref()) {
            loans.follow(&event)?;
        }
    }
    let balance = loans.balances(book, transaction)?.pop();
    balance.ok_or_else(|| AppError::NotFound { kind: "loan", field: "loan_id", id: loan_id.to_string() })
}

/// Loans while their events are read.
struct Loans<'book> {
    as_of: AsOf,
    upcasters: &'book Upcasters,
    statuses: HashMap<LoanId, Folded>,
    accounts: HashMap<LoanId, Option<LoanAccount>>,
}

impl Loans<'_> {
    fn follow(&mut self, event: &RecordedEvent) -> Result<()> {
        if !self.as_of.knows(event) {
            return Ok(());
        }
        accounts::follow_one(&mut self.accounts, event, self.upcasters)?;
        let is_effective = self.as_of.is_effective(event);
        let effective = is_effective.then_some(event.position);
        if let Some(created) = payload_of::<LoanCreated>(event, self.upcasters)? {
            let loan = Folded { created, changes: Vec::new(), last_effective: effective };
            self.statuses.insert(loan.created.loan_id, loan);
            return Ok(());
        }
        let Some(loan) = event.loan_id.and_then(|loan_id| self.statuses.get_mut(&loan_id)) else {
            return Ok(());
        };
        loan.last_effective = loan.last_effective.max(effective);
        if let Some(changed) = payload_of::<LoanStatusChanged>(event, self.upcasters)? {
            loan.changes.push(Change { position: event.position, is_effective, to: changed.to });
        }
        Ok(())
    }

    fn balances(mut self, book: &Book, transaction: &mut dyn Transaction) -> Result<Vec<LoanBalance>> {
        self.statuses.retain(|_, loan| loan.last_effective.is_some());
        let (currency, names) = (book.organization().currency, person::names(transaction)?);
        let mut loans: Vec<Folded> = self.statuses.into_values().collect();
        loans.sort_by_key(|loan| loan.created.number);
        let day = self.as_of.day(book);
        let balance = |loan: Folded| {
            let account = self.accounts.get(&loan.created.loan_id).and_then(Option::as_ref);
            let ledger = account.map(|account| account.ledger(day)).transpose()?.flatten();
            let outstanding = ledger.as_ref().map_or(Money::ZERO, |ledger| ledger.principal);
            Ok(LoanBalance {
                loan_id: loan.created.loan_id,
                number: loan::number_text(loan.created.number),
                borrower_name: names.get(&loan.created.borrower_id).cloned().unwrap_or_default(),
                status: loan.status(),
                outstanding: Amount::new(outstanding, currency),
                owed: ledger.as_ref().map(|ledger| Owed::of(ledger, currency)),
                funded_on: account
                    .and_then(|account| account.loan.funded_on)
                    .filter(|funded_on| *funded_on <= day),
                principal: loan.created.terms.principal,
                draws: None,
            })
        };
        loans.into_iter().map(balance).collect()
    }
}
