//! Payment schedules: of a loan, and tried out without one.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Amount, Currency, EventId, Instalment, LoanId, Money, PaymentId, Schedule, ScheduleId, ScheduleTotals,
    YearTotals,
};
use schemars::JsonSchema;
use serde::Serialize;
use store::Transaction;
use ts_rs::TS;

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
}

/// What became of a scheduled payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// It is due on its day; nothing has been received.
    Scheduled,
}

/// One payment of a loan's schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct ScheduledPayment {
    /// The payment, an aggregate of its own.
    pub payment_id: PaymentId,
    /// What became of it.
    pub status: PaymentStatus,
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
    }
}

/// The schedule of a loan.
///
/// # Errors
/// A loan that is unknown or has no schedule yet, or storage.
pub fn get(transaction: &mut dyn Transaction, loan_id: LoanId, currency: Currency) -> Result<LoanSchedule> {
    let Some(found) = transaction.query_optional(
        "SELECT id, number_of_payments, maturity_on, created_at, event_id, total_payment_minor, \
         total_interest_minor, total_principal_minor FROM payment_schedules WHERE loan_id = $1 \
         ORDER BY created_at DESC LIMIT 1",
        &[loan_id.into()],
    )?
    else {
        super::loan::require(transaction, loan_id)?;
        return Err(AppError::NoSchedule(loan_id));
    };
    let mut found = found.reader();
    let schedule_id: ScheduleId = found.take()?;
    let (ids, instalments): (Vec<PaymentId>, Vec<Instalment>) =
        payments(transaction, schedule_id)?.into_iter().unzip();
    let scheduled = |(payment_id, instalment): (PaymentId, &Instalment)| ScheduledPayment {
        payment_id,
        status: PaymentStatus::Scheduled,
        row: schedule_row(instalment, currency),
    };
    Ok(LoanSchedule {
        schedule_id,
        loan_id,
        number_of_payments: found.take()?,
        maturity_on: found.take()?,
        created_at: found.take()?,
        created_by_event: found.take()?,
        totals: Totals::of(
            ScheduleTotals { payment: found.take()?, interest: found.take()?, principal: found.take()? },
            currency,
        ),
        years: years(&instalments, currency),
        payments: ids.into_iter().zip(&instalments).map(scheduled).collect(),
    })
}

fn payments(
    transaction: &mut dyn Transaction,
    schedule_id: ScheduleId,
) -> Result<Vec<(PaymentId, Instalment)>> {
    let rows = transaction.query(
        "SELECT id, number, due_on, days, payment_minor, interest_minor, principal_minor, balance_minor \
         FROM payments WHERE schedule_id = $1 ORDER BY number",
        &[schedule_id.into()],
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
        Ok((payment_id, instalment))
    };
    rows.into_iter().map(read).collect()
}
