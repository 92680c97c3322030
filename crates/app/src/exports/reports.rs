//! Reports that are worked out rather than read: what is owed, what is late, a loan's account, the log; and what runs
//! in the book.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::{Amount, Currency, LoanId, Money};
use store::{EventStatus, Metadata, RecordedEvent, StoreError, Transaction, event_log};

use super::{
    Field::{self, Amount as Figure, Date, Flag, Moment, Sum, Text, Whole},
    Scope, no_status,
    rows::{Made, Rows, word},
};
use crate::{
    Result, accounts, commands, integrity,
    queries::{
        account::AccountView,
        as_of::{self, AsOf},
        document, handler, payment,
    },
};

/// Instalments read at a time.
const PAGE: u32 = 1_000;

type Columns = &'static [(&'static str, Field)];

pub const BALANCES: Columns = &[
    ("Loan", Text),
    ("External reference", Text),
    ("Borrower", Text),
    ("Status", Text),
    ("Funded on", Date),
    ("Principal", Sum),
    ("Outstanding", Sum),
    ("Accrued interest", Sum),
    ("Fees", Sum),
    ("Late charges", Sum),
    ("Total owed", Sum),
    ("Held", Sum),
    ("Per diem", Sum),
    ("Past due", Sum),
];

pub fn balances(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    let filters = scope.filters;
    let as_of = AsOf {
        known_at: filters.known_at,
        // Without a day nothing accrues: that of today is meant, unless it is asked what was known.
        effective_on: filters.as_of.or(filters.known_at.is_none().then_some(scope.today)),
    };
    let balances = as_of::balances(scope.book, transaction, filters.loan_id, as_of)?;
    let references = external_references(transaction)?;
    rows.announce(i64::try_from(balances.loans.len()).unwrap_or(0));
    for loan in balances.loans {
        let owed = loan.owed.as_ref();
        rows.made([
            loan.number.into(),
            references.get(&loan.loan_id).cloned().into(),
            loan.borrower_name.into(),
            word(loan.status),
            loan.funded_on.into(),
            loan.principal.into(),
            loan.outstanding.into(),
            owed.map(|owed| owed.accrued_interest).into(),
            owed.map(|owed| owed.fees).into(),
            owed.map(|owed| owed.late_charges).into(),
            owed.map(|owed| owed.total).into(),
            owed.map(|owed| owed.held).into(),
            owed.map(|owed| owed.per_diem).into(),
            owed.map(|owed| owed.past_due).into(),
        ])?;
    }
    Ok(())
}

/// What loans are called elsewhere. It is stated when a loan is written down, and so holds at any other time.
fn external_references(transaction: &mut dyn Transaction) -> Result<HashMap<LoanId, String>> {
    let rows = transaction
        .query("SELECT id, external_reference FROM loans WHERE external_reference IS NOT NULL", &[])?;
    rows.into_iter()
        .map(|row| {
            let mut row = row.reader();
            Ok((row.take()?, row.take()?))
        })
        .collect()
}

pub const DUE: Columns = &[
    ("Loan", Text),
    ("Borrower", Text),
    ("Number", Whole),
    ("Due on", Date),
    ("Payment", Sum),
    ("Paid", Sum),
    ("Unpaid", Sum),
    ("Days past due", Whole),
    ("Grace until", Date),
    ("Late on", Date),
];

/// Visits what is due until a day, page by page; how late it is, is said of the day that is asked for, or of today.
fn visit_due(
    scope: &Scope<'_>,
    transaction: &mut dyn Transaction,
    rows: &mut Rows<'_>,
    mut visit: impl FnMut(&mut Rows<'_>, payment::DueInstalment) -> Result<()>,
) -> Result<()> {
    let day = scope.filters.as_of.unwrap_or(scope.today);
    let until = scope.filters.to.unwrap_or(day);
    let currency = scope.book.organization().currency;
    for page in 0_u32.. {
        let (due, total) =
            payment::due(transaction, until, day, (PAGE, page.saturating_mul(PAGE)), currency)?;
        rows.announce(total);
        if due.is_empty() {
            break;
        }
        for instalment in due {
            visit(rows, instalment)?;
        }
    }
    Ok(())
}

/// What is open from one day to another, or until today.
pub fn due(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    let from = scope.filters.from;
    visit_due(scope, transaction, rows, |rows, due| {
        if from.is_some_and(|from| due.due_on < from) { Ok(()) } else { write_due(rows, due) }
    })
}

/// What is past due.
pub fn late(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    visit_due(
        scope,
        transaction,
        rows,
        |rows, due| {
            if due.days_past_due < 1 { Ok(()) } else { write_due(rows, due) }
        },
    )
}

fn write_due(rows: &mut Rows<'_>, due: payment::DueInstalment) -> Result<()> {
    rows.made([
        due.loan_number.into(),
        due.borrower_name.into(),
        due.number.into(),
        due.due_on.into(),
        due.payment.into(),
        due.paid.into(),
        due.unpaid.into(),
        due.days_past_due.max(0).into(),
        due.grace_until.into(),
        due.late_on.into(),
    ])
}

pub const AGING: Columns = &[
    ("Loan", Text),
    ("Borrower", Text),
    ("Oldest due on", Date),
    ("Days past due", Whole),
    ("Instalments", Whole),
    ("1–30 days", Sum),
    ("31–60 days", Sum),
    ("61–90 days", Sum),
    ("More than 90 days", Sum),
    ("Past due", Sum),
];

/// What of one loan is past due, by how long.
struct Late {
    borrower_name: String,
    oldest_due_on: NaiveDate,
    days_past_due: i64,
    instalments: u32,
    /// 1–30, 31–60, 61–90 and more than 90 days.
    by_age: [Money; 4],
    total: Money,
}

impl Late {
    fn add(&mut self, days: i64, unpaid: Money) -> Option<()> {
        let age = match days {
            ..=30 => 0,
            31..=60 => 1,
            61..=90 => 2,
            _ => 3,
        };
        let of_age = self.by_age.get_mut(age)?;
        *of_age = of_age.checked_add(unpaid)?;
        self.total = self.total.checked_add(unpaid)?;
        self.instalments += 1;
        Some(())
    }
}

pub fn aging(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    let currency = scope.book.organization().currency;
    let mut loans: BTreeMap<String, Late> = BTreeMap::new();
    visit_due(scope, transaction, rows, |_, due| {
        if due.days_past_due < 1 {
            return Ok(());
        }
        // The oldest comes first.
        let late = loans.entry(due.loan_number).or_insert_with(|| Late {
            borrower_name: due.borrower_name,
            oldest_due_on: due.due_on,
            days_past_due: due.days_past_due,
            instalments: 0,
            by_age: [Money::ZERO; 4],
            total: Money::ZERO,
        });
        let too_much = || StoreError::corrupt("what is past due is more than an amount can hold");
        Ok(late.add(due.days_past_due, due.unpaid.money(currency)?).ok_or_else(too_much)?)
    })?;
    for (number, late) in loans {
        let amount = |money| Made::from(Amount::new(money, currency));
        let [to_30, to_60, to_90, beyond] = late.by_age;
        rows.made([
            number.into(),
            late.borrower_name.into(),
            late.oldest_due_on.into(),
            late.days_past_due.into(),
            late.instalments.into(),
            amount(to_30),
            amount(to_60),
            amount(to_90),
            amount(beyond),
            amount(late.total),
        ])?;
    }
    Ok(())
}

pub const ACCOUNT: Columns = &[
    ("On", Date),
    ("Entry", Text),
    ("Amount", Figure),
    ("Fees", Figure),
    ("Late charges", Figure),
    ("Interest", Figure),
    ("Principal", Figure),
    ("Held", Figure),
    ("Waived", Figure),
    ("Unpaid", Figure),
    ("Balance", Figure),
];

/// Payments with where they went and fees with what is unpaid of them, by day; at the end what is owed.
pub fn account(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    let (loan_id, currency) = (scope.loan_id()?, scope.book.organization().currency);
    let day = scope.filters.as_of.unwrap_or(scope.today);
    let view = account_on(scope, transaction, loan_id, day, currency)?;
    let nothing = || Made::from(None::<Amount>);
    let mut entries: Vec<(NaiveDate, [Made; 11])> = Vec::new();
    for of in view.allocations {
        let entry = [
            of.received_on.into(),
            "payment".into(),
            of.amount.into(),
            of.fees.into(),
            of.late_charges.into(),
            of.interest.into(),
            of.principal.into(),
            of.held.into(),
            nothing(),
            nothing(),
            of.balance.into(),
        ];
        entries.push((of.received_on, entry));
    }
    for fee in view.fee_list {
        let entry = [
            fee.assessed_on.into(),
            word(fee.kind),
            fee.amount.into(),
            nothing(),
            nothing(),
            nothing(),
            nothing(),
            nothing(),
            fee.waived.into(),
            fee.unpaid.into(),
            nothing(),
        ];
        entries.push((fee.assessed_on, entry));
    }
    entries.sort_by_key(|(on, _)| *on);
    rows.announce(i64::try_from(entries.len()).unwrap_or(0) + 1);
    for (_, entry) in entries {
        rows.made(entry)?;
    }
    rows.made([
        view.as_of.into(),
        "owed".into(),
        view.total.into(),
        view.fees.into(),
        view.late_charges.into(),
        view.accrued_interest.into(),
        view.principal.into(),
        view.held.into(),
        nothing(),
        view.past_due.into(),
        view.principal.into(),
    ])
}

fn account_on(
    scope: &Scope<'_>,
    transaction: &mut dyn Transaction,
    loan_id: LoanId,
    day: NaiveDate,
    currency: Currency,
) -> Result<AccountView> {
    let account = accounts::load((transaction, scope.book.bus().upcasters()), loan_id)?;
    Ok(AccountView::of(loan_id, &commands::servicing::ledger(&account, day)?, currency))
}

pub const EVENTS: Columns = &[
    ("Position", Whole),
    ("Event", Text),
    ("Version", Whole),
    ("Recorded at (UTC)", Moment),
    ("Effective on", Date),
    ("User", Text),
    ("Source", Text),
    ("Aggregate", Text),
    ("Aggregate ID", Text),
    ("Sequence number", Whole),
    ("Loan ID", Text),
    ("Status", Text),
    ("Event ID", Text),
    ("Cause", Text),
    ("Payload", Text),
    ("Hash", Text),
];

/// The words for how far the handlers of an event have come.
const EVENT_STATUSES: [&str; 4] = [
    EventStatus::Pending.as_str(),
    EventStatus::Processing.as_str(),
    EventStatus::Processed.as_str(),
    EventStatus::Failed.as_str(),
];

pub fn events(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    let filters = scope.filters;
    let status = filters.status.as_deref();
    if let Some(unknown) = status.filter(|word| !EVENT_STATUSES.contains(word)) {
        return Err(no_status(unknown));
    }
    let is_wanted = |event: &RecordedEvent, user: &str| {
        let day = event.occurred_at.date_naive();
        filters.from.is_none_or(|from| day >= from)
            && filters.to.is_none_or(|to| day <= to)
            && status.is_none_or(|status| event.status.as_str() == status)
            && filters.event_type.as_deref().is_none_or(|wanted| wanted == event.event_type)
            && filters.who.as_deref().is_none_or(|who| who == user)
    };
    let write = |rows: &mut Rows<'_>, events: Vec<RecordedEvent>| -> Result<()> {
        for event in events {
            let metadata = event.read_metadata()?;
            if is_wanted(&event, &metadata.user_id) {
                write_event(rows, event, metadata)?;
            }
        }
        Ok(())
    };
    if let Some(loan_id) = filters.loan_id {
        let history = event_log::loan_history(transaction, loan_id)?;
        rows.announce(i64::try_from(history.len()).unwrap_or(0));
        return write(rows, history);
    }
    integrity::walk(transaction, &|_, _| true, |_, events| {
        write(rows, events)?;
        rows.go_on()
    })?;
    Ok(())
}

fn write_event(rows: &mut Rows<'_>, event: RecordedEvent, metadata: Metadata) -> Result<()> {
    let id = |id: &dyn std::fmt::Display| Made::from(id.to_string());
    rows.made([
        event.position.into(),
        event.event_type.as_ref().into(),
        u32::from(event.event_version).into(),
        event.occurred_at.into(),
        event.effective_on.into(),
        metadata.user_id.into(),
        metadata.source.into(),
        event.aggregate_type.as_ref().into(),
        id(&event.aggregate_id),
        event.sequence_number.into(),
        event.loan_id.map(|id| id.to_string()).into(),
        event.status.as_str().into(),
        id(&event.id),
        event.causation_id.map(|id| id.to_string()).into(),
        event.payload.into(),
        event.hash.into(),
    ])
}

pub const HANDLERS: Columns = &[
    ("Handler", Text),
    ("Event", Text),
    ("Runs", Flag),
    ("Priority", Whole),
    ("Succeeded", Whole),
    ("Failed", Whole),
    ("Last run at (UTC)", Moment),
    ("Mean run in µs", Whole),
    ("Registered at (UTC)", Moment),
    ("Changed at (UTC)", Moment),
];

pub fn handlers(_: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    for handler in handler::list(transaction)? {
        rows.made([
            handler.name.into(),
            handler.event_type.into(),
            handler.enabled.into(),
            handler.priority.into(),
            handler.success_count.into(),
            handler.failure_count.into(),
            handler.last_executed_at.into(),
            handler.mean_execution_micros.into(),
            handler.created_at.into(),
            handler.updated_at.into(),
        ])?;
    }
    Ok(())
}

pub const TEMPLATES: Columns = &[
    ("Document", Text),
    ("Kind", Text),
    ("The lender's own", Flag),
    ("Changed by", Text),
    ("Changed at (UTC)", Moment),
];

/// Their sources are no cells of a table.
pub fn templates(_: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    for template in document::template_list(transaction)? {
        rows.made([
            template.title.into(),
            word(template.kind),
            template.changed_by.is_some().into(),
            template.changed_by.into(),
            template.changed_at.into(),
        ])?;
    }
    Ok(())
}
