//! Payment schedules of a loan: the one in force, those that it replaced, and how their interest came about.

use domain::ScheduleId;
use store::Transaction;

use super::{
    Field::{self, Amount as Figure, Date, Moment, Percent, Sum, Text, Whole},
    Scope,
    rows::{Rows, word},
};
use crate::{
    Result, accounts,
    queries::{account, schedule},
};

type Columns = &'static [(&'static str, Field)];

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
    let schedule = schedule::get(
        transaction,
        scope.loan_id()?,
        scope.filters.schedule_id,
        scope.book.organization().currency,
    )?;
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

pub const VERSIONS: Columns = &[
    ("Version", Whole),
    ("Made at (UTC)", Moment),
    ("Reason", Text),
    ("Replaces from", Date),
    ("Number", Whole),
    ("Due on", Date),
    ("Days", Whole),
    ("Payment", Figure),
    ("Interest", Figure),
    ("Principal", Figure),
    ("Balance", Figure),
    ("Status", Text),
    ("Paid", Figure),
    ("Paid on", Date),
    ("Schedule ID", Text),
];

/// Each schedule that was made, the first one first. No sums: an instalment that was replaced is paid by no one.
pub fn versions(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    let (loan_id, currency) = (scope.loan_id()?, scope.book.organization().currency);
    let versions = schedule::list(transaction, loan_id, currency)?;
    rows.announce(versions.iter().map(|version| i64::from(version.number_of_payments)).sum());
    for (number, version) in (1_u32..).zip(versions.into_iter().rev()) {
        let made: ScheduleId = version.schedule_id;
        for payment in schedule::get(transaction, loan_id, Some(made), currency)?.payments {
            let row = payment.row;
            rows.made([
                number.into(),
                version.created_at.into(),
                word(version.reason),
                version.replaces_from.into(),
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
                made.to_string().into(),
            ])?;
        }
    }
    Ok(())
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
