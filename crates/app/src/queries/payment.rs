//! Payments that came in, and instalments that are to be paid, across loans.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Amount, Currency, LoanId, Money, PaymentId, PaymentMethod};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Row, Transaction};
use ts_rs::TS;

use super::{Word, conditions::Conditions, count, loan::number_text};
use crate::Result;

/// A payment that came in, and where it went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Payment {
    /// The payment.
    pub payment_id: PaymentId,
    /// The loan it is for.
    pub loan_id: LoanId,
    /// The loan's number in the book.
    pub loan_number: String,
    /// Who borrows.
    pub borrower_name: String,
    /// The day from which it counts.
    pub received_on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it.
    pub received_by: String,
    /// How much came in.
    pub amount: Amount,
    /// How it came.
    pub method: PaymentMethod,
    /// A cheque's or a transfer's number.
    pub reference: Option<String>,
    /// What is to be remembered of it.
    pub note: Option<String>,
    /// To fees.
    pub fees: Amount,
    /// To late charges.
    pub late_charges: Amount,
    /// To interest.
    pub interest: Amount,
    /// To principal.
    pub principal: Amount,
    /// What of the principal was not due yet.
    pub prepaid: Amount,
    /// What is held, since nothing was owed for it.
    pub held: Amount,
    /// Principal outstanding after it.
    pub balance: Option<Amount>,
    /// How often it was put to what is owed.
    pub revision: u32,
    /// The day of its reversal.
    pub reversed_on: Option<NaiveDate>,
    /// Why it was reversed.
    pub reversal_reason: Option<String>,
    /// Whether the bank returned it.
    pub is_returned: bool,
}

/// Which payments a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of one loan.
    pub loan_id: Option<LoanId>,
    /// One payment.
    pub payment_id: Option<PaymentId>,
    /// From this day on.
    pub from: Option<NaiveDate>,
    /// Until this day.
    pub to: Option<NaiveDate>,
}

/// Payments, newest day first, and how many there are in all.
///
/// # Errors
/// Storage.
pub fn list(
    transaction: &mut dyn Transaction,
    filter: &Filter,
    limit: u32,
    offset: u32,
    currency: Currency,
) -> Result<(Vec<Payment>, i64)> {
    let mut conditions = conditions(filter);
    let counted = format!("SELECT COUNT(*) FROM payments WHERE {}", conditions.text());
    let total = count(transaction, &counted, conditions.parameters())?;
    let (limit, offset) = (conditions.place(limit.into()), conditions.place(offset.into()));
    let (condition, parameters) = conditions.into_parts();
    let sql = format!(
        "SELECT payments.id, payments.loan_id, loans.number, people.name, received_on, recorded_at, received_by, \
         amount_minor, method, reference, note, fees_minor, late_charges_minor, interest_minor, \
         payments.principal_minor, prepaid_minor, payments.held_minor, balance_minor, revision, reversed_on, \
         reversal_reason, is_returned FROM payments JOIN loans ON loans.id = payments.loan_id \
         JOIN people ON people.id = loans.borrower_id WHERE {condition} \
         ORDER BY received_on DESC, recorded_at DESC, payments.id DESC LIMIT {limit} OFFSET {offset}"
    );
    let rows = transaction.query(&sql, &parameters)?;
    let payments = rows.into_iter().map(|row| read(row, currency)).collect::<Result<_>>()?;
    Ok((payments, total))
}

fn conditions(filter: &Filter) -> Conditions {
    let mut conditions = Conditions::new();
    conditions.with("payments.loan_id = ?", filter.loan_id);
    conditions.with("payments.id = ?", filter.payment_id);
    conditions.with("received_on >= ?", filter.from);
    conditions.with("received_on <= ?", filter.to);
    conditions
}

fn read(row: Row, currency: Currency) -> Result<Payment> {
    let amount = |money| Amount::new(money, currency);
    let mut row = row.reader();
    Ok(Payment {
        payment_id: row.take()?,
        loan_id: row.take()?,
        loan_number: number_text(row.take()?),
        borrower_name: row.take()?,
        received_on: row.take()?,
        recorded_at: row.take()?,
        received_by: row.take()?,
        amount: amount(row.take()?),
        method: row.take::<Word<_>>()?.0,
        reference: row.take()?,
        note: row.take()?,
        fees: amount(row.take()?),
        late_charges: amount(row.take()?),
        interest: amount(row.take()?),
        principal: amount(row.take()?),
        prepaid: amount(row.take()?),
        held: amount(row.take()?),
        balance: row.take::<Option<Money>>()?.map(amount),
        revision: row.take()?,
        reversed_on: row.take()?,
        reversal_reason: row.take()?,
        is_returned: row.take::<i64>()? != 0,
    })
}

/// An instalment that is to be paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct DueInstalment {
    /// The instalment.
    pub payment_id: PaymentId,
    /// The loan it belongs to.
    pub loan_id: LoanId,
    /// The loan's number in the book.
    pub loan_number: String,
    /// Who borrows.
    pub borrower_name: String,
    /// Place in the schedule, from 1.
    pub number: u32,
    /// Day on which it is due.
    pub due_on: NaiveDate,
    /// Amount due.
    pub payment: Amount,
    /// What was paid of it.
    pub paid: Amount,
    /// What is open of it.
    pub unpaid: Amount,
    /// Days since the due date; less than nothing before it.
    pub days_past_due: i64,
    /// The last day of its grace.
    pub grace_until: NaiveDate,
    /// The first day after its grace, where it was found to be late.
    pub late_on: Option<NaiveDate>,
    /// What is open of all instalments of the loan that are past due.
    pub loan_past_due: Amount,
}

/// Instalments of loans whose money is out that are open and due until a day, oldest first, and how many there are.
///
/// # Errors
/// Storage.
pub fn due(
    transaction: &mut dyn Transaction,
    until: NaiveDate,
    today: NaiveDate,
    (limit, offset): (u32, u32),
    currency: Currency,
) -> Result<(Vec<DueInstalment>, i64)> {
    const FROM: &str = "FROM instalments JOIN loans ON loans.id = instalments.loan_id \
         WHERE is_open = 1 AND due_on <= $1 AND loans.status IN ('funded', 'defaulted')";
    let total = count(transaction, &format!("SELECT COUNT(*) {FROM}"), &[until.into()])?;
    let rows = transaction.query(
        &format!(
            "SELECT due.*, people.name, \
             (SELECT CAST(COALESCE(SUM(of_loan.payment_minor - of_loan.paid_minor), 0) AS BIGINT) \
              FROM instalments AS of_loan WHERE of_loan.loan_id = due.loan_id AND of_loan.is_open = 1 \
              AND of_loan.due_on < $4) FROM (SELECT instalments.id, instalments.loan_id, loans.number AS loan_number, \
             instalments.number, due_on, payment_minor, paid_minor, grace_until, late_on, borrower_id {FROM} \
             ORDER BY due_on, loans.number LIMIT $2 OFFSET $3) AS due JOIN people ON people.id = due.borrower_id \
             ORDER BY due_on, loan_number"
        ),
        &[until.into(), limit.into(), offset.into(), today.into()],
    )?;
    let read = |row: Row| {
        let mut row = row.reader();
        let (payment_id, loan_id, loan_number) = (row.take()?, row.take()?, number_text(row.take()?));
        let (number, due_on): (u32, NaiveDate) = (row.take()?, row.take()?);
        let (payment, paid): (Money, Money) = (row.take()?, row.take()?);
        let (grace_until, late_on) = (row.take()?, row.take()?);
        let _: domain::PersonId = row.take()?;
        let unpaid = payment.checked_sub(paid).unwrap_or(Money::ZERO);
        Ok(DueInstalment {
            payment_id,
            loan_id,
            loan_number,
            borrower_name: row.take()?,
            number,
            due_on,
            payment: Amount::new(payment, currency),
            paid: Amount::new(paid, currency),
            unpaid: Amount::new(unpaid, currency),
            days_past_due: (today - due_on).num_days(),
            grace_until,
            late_on,
            loan_past_due: Amount::new(row.take()?, currency),
        })
    };
    let due = rows.into_iter().map(read).collect::<Result<_>>()?;
    Ok((due, total))
}
