//! Reports that are worked out rather than read: what is owed, what is late, a loan's account, a budget, the log.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Amount, Currency, LoanId, Money};
use store::{RecordedEvent, StoreError, Transaction, event_log};

use super::{
    Field::{self, Amount as Figure, Date, Moment, Percent, Sum, Text, Whole},
    Scope,
    rows::{Made, Rows, word},
};
use crate::{
    Result, accounts, commands, integrity,
    queries::{
        account::{self, AccountView},
        as_of::{self, AsOf},
        budget, payment, schedule,
    },
};

/// Instalments read at a time.
const PAGE: u32 = 1_000;

type Columns = &'static [(&'static str, Field)];

pub const BALANCES: Columns = &[
    ("Loan", Text),
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
    rows.announce(i64::try_from(balances.loans.len()).unwrap_or(0));
    for loan in balances.loans {
        let owed = loan.owed.as_ref();
        rows.made([
            loan.number.into(),
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

/// Visits what is due until the day, page by page.
fn visit_due(
    scope: &Scope<'_>,
    transaction: &mut dyn Transaction,
    rows: &mut Rows<'_>,
    mut visit: impl FnMut(&mut Rows<'_>, payment::DueInstalment) -> Result<()>,
) -> Result<()> {
    let day = scope.filters.as_of.unwrap_or(scope.today);
    let currency = scope.book.organization().currency;
    for page in 0_u32.. {
        let (due, total) = payment::due(transaction, day, day, (PAGE, page.saturating_mul(PAGE)), currency)?;
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

pub fn due(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    visit_due(scope, transaction, rows, |rows, due| {
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
    })
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

pub const SCHEDULE: Columns = &[
    ("Number", Whole),
    ("Due on", Date),
    ("Days", Whole),
    ("Payment", Sum),
    ("Interest", Sum),
    ("Principal", Sum),
    ("Balance", Figure),
    ("Status", Text),
    ("Paid", Sum),
    ("Paid on", Date),
    ("Late on", Date),
    ("Prepaid after", Figure),
];

pub fn schedule(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    let schedule = schedule::get(transaction, scope.loan_id()?, None, scope.book.organization().currency)?;
    rows.announce(schedule.number_of_payments.into());
    for payment in schedule.payments {
        let row = payment.row;
        rows.made([
            row.number.into(),
            row.due_on.into(),
            row.days.into(),
            row.payment.into(),
            row.interest.into(),
            row.principal.into(),
            row.balance.into(),
            word(payment.status),
            payment.paid.into(),
            payment.paid_on.into(),
            payment.late_on.into(),
            payment.prepaid.into(),
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

pub const ACCRUALS: Columns = &[
    ("Instalment due on", Date),
    ("From", Date),
    ("To", Date),
    ("Days", Whole),
    ("Year fraction", Text),
    ("Annual rate %", Percent),
    ("Balance", Figure),
    ("Exact interest", Text),
    ("Interest of the instalment", Figure),
];

pub fn accruals(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    let (loan_id, currency) = (scope.loan_id()?, scope.book.organization().currency);
    let schedule = schedule::get(transaction, loan_id, None, currency)?;
    let folded = accounts::load((transaction, scope.book.bus().upcasters()), loan_id)?;
    rows.announce(schedule.number_of_payments.into());
    for payment in schedule.payments {
        let due_on = payment.row.due_on;
        let accruals = account::accruals(&folded, due_on)?;
        let last = accruals.stretches.len();
        for (place, stretch) in (1..).zip(accruals.stretches) {
            rows.made([
                due_on.into(),
                stretch.from.into(),
                stretch.to.into(),
                stretch.days.into(),
                stretch.year_fraction.into(),
                stretch.annual_rate_percent.into(),
                stretch.balance.into(),
                stretch.interest.into(),
                (place == last).then_some(accruals.interest).into(),
            ])?;
        }
    }
    Ok(())
}

pub const BUDGET: Columns = &[
    ("Line", Text),
    ("Description", Text),
    ("Kind", Text),
    ("Budget", Sum),
    ("Requested", Sum),
    ("Approved", Sum),
    ("Drawn", Sum),
    ("Retainage held", Sum),
    ("Remaining", Sum),
    ("Available", Sum),
    ("Complete %", Percent),
    ("Drawn %", Percent),
];

pub fn budget(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    let upcasters = scope.book.bus().upcasters();
    let budget = budget::get((transaction, upcasters), scope.loan_id()?, scope.today)?;
    for line in budget.lines {
        rows.made([
            line.code.into(),
            line.description.into(),
            word(line.kind),
            line.budget.into(),
            line.requested.into(),
            line.approved.into(),
            line.drawn.into(),
            line.retainage_held.into(),
            line.remaining.into(),
            line.available.into(),
            line.percent_complete.into(),
            line.percent_drawn.into(),
        ])?;
    }
    Ok(())
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

pub fn events(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    let filters = scope.filters;
    let is_wanted = |at: DateTime<Utc>| {
        let day = at.date_naive();
        filters.from.is_none_or(|from| day >= from) && filters.to.is_none_or(|to| day <= to)
    };
    let write = |rows: &mut Rows<'_>, events: Vec<RecordedEvent>| -> Result<()> {
        let mut wanted = events.into_iter().filter(|event| is_wanted(event.occurred_at));
        wanted.try_for_each(|event| write_event(rows, event))
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

fn write_event(rows: &mut Rows<'_>, event: RecordedEvent) -> Result<()> {
    let metadata = event.read_metadata()?;
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
