//! Payment schedules: of a loan, and tried out without one.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Amount, Currency, EventId, Instalment, LoanId, Money, PaymentId, Rounding, Schedule, ScheduleId,
    ScheduleReason, ScheduleTotals, YearTotals,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{StoreError, Transaction, Value};
use ts_rs::TS;

use super::{Word, account::AccrualView};
use crate::{AppError, Result};

/// One payment of a schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct ScheduleRow {
    /// Place in the schedule, from 1.
    pub number: u32,
    /// Day on which it is due.
    pub due_on: NaiveDate,
    /// Days of interest, by the day count.
    pub days: i64,
    /// Amount due.
    pub payment: Amount,
    /// Its interest part.
    pub interest: Amount,
    /// Its principal part.
    pub principal: Amount,
    /// Principal outstanding after it.
    pub balance: Amount,
    /// Where it was asked for: by which days, rate and fraction of a year the interest came about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub accruals: Option<Vec<AccrualView>>,
}

/// Sums over all payments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "ScheduleTotals")]
#[schemars(rename = "ScheduleTotals")]
pub struct Totals {
    /// All payments.
    pub payment: Amount,
    /// All interest.
    pub interest: Amount,
    /// All principal: the amount lent.
    pub principal: Amount,
}

/// Sums over the payments of one calendar year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct ScheduleYear {
    /// The year in which they are due.
    pub year: i32,
    /// How many they are.
    pub number_of_payments: usize,
    /// All payments.
    pub payment: Amount,
    /// All interest.
    pub interest: Amount,
    /// All principal.
    pub principal: Amount,
    /// Principal outstanding after the last of them.
    pub balance: Amount,
}

/// A schedule computed from terms, without a loan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct SchedulePreview {
    /// The payments, in order.
    pub payments: Vec<ScheduleRow>,
    /// Sums by calendar year.
    pub years: Vec<ScheduleYear>,
    /// Sums over all payments.
    pub totals: Totals,
    /// Day of the last payment.
    pub maturity_on: NaiveDate,
    /// Where it was asked for: how the interest of each row was rounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub rounding: Option<Rounding>,
}

/// What became of an instalment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// It is due on its day; nothing has been received.
    Scheduled,
    /// A part of it has been received.
    PartlyPaid,
    /// All of it has been received.
    Paid,
    /// Another schedule has taken its place.
    Superseded,
}

/// One payment of a loan's schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct ScheduledPayment {
    /// The payment, an aggregate of its own.
    pub payment_id: PaymentId,
    /// What became of it.
    pub status: PaymentStatus,
    /// What was paid of it.
    pub paid: Amount,
    /// The day on which the last of it was paid.
    pub paid_on: Option<NaiveDate>,
    /// The last day of its grace.
    pub grace_until: NaiveDate,
    /// The first day after its grace, where it was found to be late.
    pub late_on: Option<NaiveDate>,
    /// Principal repaid before it was due, from the due date before this one on: the balance is less by so much.
    pub prepaid: Amount,
    /// The figures.
    #[serde(flatten)]
    pub row: ScheduleRow,
}

/// The schedule of a loan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct LoanSchedule {
    /// The schedule.
    pub schedule_id: ScheduleId,
    /// The loan.
    pub loan_id: LoanId,
    /// How many payments it has.
    pub number_of_payments: u32,
    /// Day of the last payment.
    pub maturity_on: NaiveDate,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The event that made it.
    pub created_by_event: EventId,
    /// Why it was made.
    pub reason: ScheduleReason,
    /// The payments, in order.
    pub payments: Vec<ScheduledPayment>,
    /// Sums by calendar year.
    pub years: Vec<ScheduleYear>,
    /// Sums over all payments.
    pub totals: Totals,
}

impl SchedulePreview {
    /// A computed schedule, as it is shown.
    #[must_use]
    pub fn of(schedule: &Schedule, currency: Currency) -> Self {
        Self {
            payments: schedule
                .instalments
                .iter()
                .map(|instalment| schedule_row(instalment, currency))
                .collect(),
            years: years(&schedule.instalments, currency),
            totals: Totals::of(schedule.totals(), currency),
            maturity_on: schedule.maturity_on,
            rounding: None,
        }
    }
}

impl Totals {
    fn of(totals: ScheduleTotals, currency: Currency) -> Self {
        let amount = |money| Amount::new(money, currency);
        Self {
            payment: amount(totals.payment),
            interest: amount(totals.interest),
            principal: amount(totals.principal),
        }
    }
}

fn years(instalments: &[Instalment], currency: Currency) -> Vec<ScheduleYear> {
    let amount = |money| Amount::new(money, currency);
    let view = |year: YearTotals| ScheduleYear {
        year: year.year,
        number_of_payments: year.number_of_payments,
        payment: amount(year.totals.payment),
        interest: amount(year.totals.interest),
        principal: amount(year.totals.principal),
        balance: amount(year.balance),
    };
    domain::totals_by_year(instalments).into_iter().map(view).collect()
}

fn schedule_row(instalment: &Instalment, currency: Currency) -> ScheduleRow {
    let amount = |money: Money| Amount::new(money, currency);
    ScheduleRow {
        number: instalment.number,
        due_on: instalment.due_on,
        days: instalment.days,
        payment: amount(instalment.payment),
        interest: amount(instalment.interest),
        principal: amount(instalment.principal),
        balance: amount(instalment.balance),
        accruals: None,
    }
}

/// The order of a loan's schedules. Each replaces the rest of the one before, so that the last instalment in force is
/// the newest's, whatever the clock said when it was made.
pub(super) const NEWEST_FIRST: &str = "CASE WHEN payment_schedules.id = (SELECT schedule_id FROM instalments \
    WHERE loan_id = $1 AND status <> 'superseded' ORDER BY due_on DESC, number DESC LIMIT 1) THEN 0 ELSE 1 END, \
    payment_schedules.created_at DESC, payment_schedules.id DESC";

const IN_FORCE: &str = "loan_id = $1 AND status <> 'superseded'";

/// The schedule of a loan: the instalments in force, or those of one schedule that may have been replaced since.
///
/// # Errors
/// A loan that is unknown or has no schedule yet, a schedule that is not the loan's, or storage.
pub fn get(
    transaction: &mut dyn Transaction,
    loan_id: LoanId,
    schedule_id: Option<ScheduleId>,
    currency: Currency,
) -> Result<LoanSchedule> {
    let schedules = list(transaction, loan_id, currency)?;
    let newest = schedules.first().ok_or(AppError::NoSchedule(loan_id))?;
    let wanted = schedule_id.unwrap_or(newest.schedule_id);
    let shown = schedules.iter().find(|schedule| schedule.schedule_id == wanted);
    let shown = shown.ok_or_else(|| AppError::NotFound {
        kind: "schedule",
        field: "schedule_id",
        id: wanted.to_string(),
    })?;
    let rows = match schedule_id {
        Some(schedule_id) => rows(transaction, "schedule_id = $1", schedule_id.into(), currency)?,
        None => rows(transaction, IN_FORCE, loan_id.into(), currency)?,
    };
    let (mut payments, instalments): (Vec<ScheduledPayment>, Vec<Instalment>) = rows.into_iter().unzip();
    if schedule_id.is_none() {
        show_prepaid(transaction, loan_id, &mut payments, currency)?;
    }
    Ok(LoanSchedule {
        schedule_id: shown.schedule_id,
        loan_id,
        number_of_payments: u32::try_from(payments.len()).unwrap_or(u32::MAX),
        maturity_on: shown.maturity_on,
        created_at: shown.created_at,
        created_by_event: shown.created_by_event,
        reason: shown.reason,
        totals: Totals::of(ScheduleTotals::of(&instalments), currency),
        years: years(&instalments, currency),
        payments,
    })
}

/// The instalments in force of a loan, in their order.
///
/// # Errors
/// Storage.
pub fn in_force(
    transaction: &mut dyn Transaction,
    loan_id: LoanId,
    currency: Currency,
) -> Result<Vec<Instalment>> {
    let rows = rows(transaction, IN_FORCE, loan_id.into(), currency)?;
    Ok(rows.into_iter().map(|(_, instalment)| instalment).collect())
}

/// Puts principal that was repaid early beside the instalment that comes after it.
fn show_prepaid(
    transaction: &mut dyn Transaction,
    loan_id: LoanId,
    payments: &mut [ScheduledPayment],
    currency: Currency,
) -> Result<()> {
    let rows = transaction.query(
        "SELECT received_on, prepaid_minor FROM payments \
         WHERE loan_id = $1 AND reversed_on IS NULL AND prepaid_minor > 0",
        &[loan_id.into()],
    )?;
    let mut sums = vec![Money::ZERO; payments.len()];
    for row in rows {
        let mut row = row.reader();
        let (received_on, prepaid): (NaiveDate, Money) = (row.take()?, row.take()?);
        // One that was paid early is as it was; what is prepaid comes after it.
        let is_done = |payment: &ScheduledPayment| {
            payment.row.due_on <= received_on || payment.paid_on.is_some_and(|paid_on| paid_on <= received_on)
        };
        let place = payments.iter().take_while(|payment| is_done(payment)).count();
        if let Some(sum) = sums.get_mut(place) {
            let more = || StoreError::corrupt("prepaid principal adds up to more than an amount can hold");
            *sum = sum.checked_add(prepaid).ok_or_else(more)?;
        }
    }
    for (payment, sum) in payments.iter_mut().zip(sums) {
        payment.prepaid = Amount::new(sum, currency);
    }
    Ok(())
}

/// A schedule in few figures, as a row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct ScheduleVersion {
    /// The schedule.
    pub schedule_id: ScheduleId,
    /// Why it was made.
    pub reason: ScheduleReason,
    /// Instalments due on this day and later gave way to it; none for the first schedule.
    pub replaces_from: Option<NaiveDate>,
    /// How many payments it has.
    pub number_of_payments: u32,
    /// Day of its first payment.
    pub first_due_on: NaiveDate,
    /// Day of its last payment.
    pub maturity_on: NaiveDate,
    /// Sums over its payments.
    pub totals: Totals,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The event that made it.
    pub created_by_event: EventId,
}

/// The schedules of a loan, newest first.
///
/// # Errors
/// An unknown loan, or storage.
pub fn list(
    transaction: &mut dyn Transaction,
    loan_id: LoanId,
    currency: Currency,
) -> Result<Vec<ScheduleVersion>> {
    let found = transaction.query(
        &format!(
            "SELECT id, reason, replaces_from, number_of_payments, first_due_on, maturity_on, total_payment_minor, \
             total_interest_minor, total_principal_minor, created_at, event_id FROM payment_schedules \
             WHERE loan_id = $1 ORDER BY {NEWEST_FIRST}"
        ),
        &[loan_id.into()],
    )?;
    if found.is_empty() {
        super::loan::require(transaction, loan_id)?;
    }
    let read = |row: store::Row| {
        let mut row = row.reader();
        Ok(ScheduleVersion {
            schedule_id: row.take()?,
            reason: row.take::<Word<_>>()?.0,
            replaces_from: row.take()?,
            number_of_payments: row.take()?,
            first_due_on: row.take()?,
            maturity_on: row.take()?,
            totals: Totals::of(
                ScheduleTotals { payment: row.take()?, interest: row.take()?, principal: row.take()? },
                currency,
            ),
            created_at: row.take()?,
            created_by_event: row.take()?,
        })
    };
    found.into_iter().map(read).collect()
}

fn rows(
    transaction: &mut dyn Transaction,
    condition: &str,
    parameter: Value<'_>,
    currency: Currency,
) -> Result<Vec<(ScheduledPayment, Instalment)>> {
    let rows = transaction.query(
        &format!(
            "SELECT id, number, due_on, days, payment_minor, interest_minor, principal_minor, balance_minor, status, \
             paid_minor, paid_on, grace_until, late_on FROM instalments WHERE {condition} ORDER BY due_on, number"
        ),
        &[parameter],
    )?;
    let read = |row: store::Row| {
        let mut row = row.reader();
        let payment_id = row.take()?;
        let instalment = Instalment {
            number: row.take()?,
            due_on: row.take()?,
            days: row.take()?,
            payment: row.take()?,
            interest: row.take()?,
            principal: row.take()?,
            balance: row.take()?,
        };
        let scheduled = ScheduledPayment {
            payment_id,
            status: row.take::<Word<_>>()?.0,
            paid: Amount::new(row.take()?, currency),
            paid_on: row.take()?,
            grace_until: row.take()?,
            late_on: row.take()?,
            prepaid: Amount::new(Money::ZERO, currency),
            row: schedule_row(&instalment, currency),
        };
        Ok((scheduled, instalment))
    };
    rows.into_iter().map(read).collect()
}
