//! The daily run: finds instalments that are late, charges for each once, and puts money that was held to what has
//! fallen due. It looks at all days that have passed, so that a day on which the program did not run is made up for,
//! and a second run on a day finds nothing.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{Amount, FeeId, LoanId, Money, OpenInstalment, Percent, ServicingTerms};
use schemars::JsonSchema;
use serde::Serialize;
use store::{NewEvent, Row, StoreError, Transaction, Value};
use ts_rs::TS;

use crate::{Result, bus::UnitOfWork, commands, environment::derived_id};

/// What a daily run recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct DayReport {
    /// The day as of which it looked.
    pub as_of: NaiveDate,
    /// Instalments found to be late.
    pub late_instalments: i64,
    /// Late charges assessed.
    pub fees_assessed: i64,
    /// Their sum.
    pub fees_total: Amount,
    /// Loans of which something else followed: money held that was applied, a payment after the charge.
    pub loans_reconciled: i64,
}

/// Instalments whose grace is over and of which it is not known whether they were late. One that took the place of an
/// instalment of the same day that was late is not late again.
const MAY_BE_LATE: &str = "FROM instalments JOIN loans ON loans.id = instalments.loan_id \
     WHERE may_be_late = 1 AND grace_until < $1 AND loans.status IN ('funded', 'defaulted') \
     AND NOT EXISTS (SELECT 1 FROM instalments AS others WHERE others.loan_id = instalments.loan_id \
         AND others.due_on = instalments.due_on AND others.late_on IS NOT NULL)";

/// Loans that hold money while an instalment is due.
const HOLDING: &str = "FROM loans WHERE held_minor > 0 AND status IN ('funded', 'defaulted') AND EXISTS \
     (SELECT 1 FROM instalments WHERE instalments.loan_id = loans.id AND is_open = 1 AND due_on <= $1)";

/// Loans whose interest reserve has not paid an instalment that is due.
const IN_RESERVE: &str = "FROM loans WHERE reserve_minor > 0 AND reserve_minor > reserve_used_minor \
     AND disbursed_minor < principal_minor AND status IN ('funded', 'defaulted') AND EXISTS \
     (SELECT 1 FROM instalments WHERE instalments.loan_id = loans.id AND is_open = 1 AND due_on <= $1 \
      AND (reserve_applied_on IS NULL OR due_on > reserve_applied_on))";

/// Loans whose other terms have begun to hold, while something that fell due before was not paid: it is due with the
/// first instalment of those terms now.
const AMENDED: &str = "FROM loans WHERE amended_on <= $1 AND status IN ('funded', 'defaulted') AND EXISTS \
     (SELECT 1 FROM instalments WHERE instalments.loan_id = loans.id AND is_open = 1 AND due_on <= amended_on)";

/// Whether a run would find something.
///
/// # Errors
/// Storage.
pub fn is_needed(transaction: &mut dyn Transaction, today: NaiveDate) -> Result<bool> {
    for of in [MAY_BE_LATE, HOLDING, IN_RESERVE, AMENDED] {
        let sql = format!("SELECT 1 {of} LIMIT 1");
        if transaction.query_optional(&sql, &[today.into()])?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Runs the day: all that was missed until today.
///
/// # Errors
/// Storage.
pub fn run(work: &mut UnitOfWork<'_>) -> Result<DayReport> {
    run_of(work, None)
}

/// The part of a run that is one loan's, before something that depends on it.
///
/// # Errors
/// Storage.
pub fn run_for(work: &mut UnitOfWork<'_>, loan_id: LoanId) -> Result<DayReport> {
    run_of(work, Some(loan_id))
}

fn run_of(work: &mut UnitOfWork<'_>, only: Option<LoanId>) -> Result<DayReport> {
    let decision = &work.context().decision;
    let today = decision.today;
    let mut report = DayReport {
        as_of: today,
        late_instalments: 0,
        fees_assessed: 0,
        fees_total: Amount::new(Money::ZERO, decision.currency),
        loans_reconciled: 0,
    };
    // What the reserve pays is not late.
    for loan_id in loans(work.transaction(), IN_RESERVE, today, only)? {
        report.loans_reconciled += i64::from(commands::servicing::reconcile(work, loan_id)?);
    }
    let mut to_reconcile = loans(work.transaction(), HOLDING, today, only)?;
    to_reconcile.extend(loans(work.transaction(), AMENDED, today, only)?);
    let mut events = Vec::new();
    let mut total = Money::ZERO;
    for Candidate { terms, open, was_paid_since } in may_be_late(work, today, only)? {
        let charged = charge(work, &terms, &open, &mut events)?;
        let Some(fee) = charged else { continue };
        report.late_instalments += 1;
        if fee.is_positive() {
            report.fees_assessed += 1;
            total = total
                .checked_add(fee)
                .ok_or_else(|| StoreError::corrupt("late charges add up to more than an amount can hold"))?;
            // A charge of that day comes before what was paid since.
            if was_paid_since {
                to_reconcile.insert(open.loan_id);
            }
        }
    }
    work.publish(events)?;
    for loan_id in to_reconcile {
        report.loans_reconciled += i64::from(commands::servicing::reconcile(work, loan_id)?);
    }
    report.fees_total = Amount::new(total, decision.currency);
    Ok(report)
}

/// The events of an instalment that is late, and what it costs; none where it is not.
pub(crate) fn charge(
    work: &UnitOfWork<'_>,
    terms: &ServicingTerms,
    open: &OpenInstalment,
    events: &mut Vec<NewEvent>,
) -> Result<Option<Money>> {
    let decision = &work.context().decision;
    // The same instalment cannot be charged for twice, not even by two programs at once.
    let names = ["late charge".to_owned(), open.loan_id.to_string(), open.due_on.to_string()];
    let fee_id = FeeId::from_uuid(derived_id(&names));
    let found = terms.find_late(open, decision.today, decision.organization_id, decision.currency, fee_id);
    let Some(found) = found else { return Ok(None) };
    let on = found.late.late_on;
    let late = commands::event(work, open.payment_id.as_uuid(), on, &found.late)?;
    events.push(late.of_loan(open.loan_id));
    let Some(fee) = found.fee else { return Ok(Some(Money::ZERO)) };
    let assessed = commands::event(work, fee_id.as_uuid(), on, &fee)?;
    events.push(assessed.of_loan(open.loan_id).expecting(0));
    Ok(Some(fee.amount.money(decision.currency)?))
}

/// An instalment that may be late.
struct Candidate {
    terms: ServicingTerms,
    open: OpenInstalment,
    /// Whether a payment of the loan counts from a day after the grace.
    was_paid_since: bool,
}

fn may_be_late(work: &mut UnitOfWork<'_>, today: NaiveDate, only: Option<LoanId>) -> Result<Vec<Candidate>> {
    let (only_these, parameters) = of_loan(today, only);
    let sql = format!(
        "SELECT instalments.id, loan_id, instalments.number, due_on, payment_minor, paid_on, grace_days, \
         late_fee_micro_percent, late_fee_at_most_minor, \
         (SELECT MAX(received_on) FROM payments WHERE payments.loan_id = loans.id AND received_on > grace_until \
          AND reversed_on IS NULL) {MAY_BE_LATE}{only_these} ORDER BY due_on, loan_id"
    );
    let currency = work.context().decision.currency;
    let read = |row: Row| {
        let mut row = row.reader();
        let open = OpenInstalment {
            payment_id: row.take()?,
            loan_id: row.take()?,
            number: row.take()?,
            due_on: row.take()?,
            payment: row.take()?,
            paid_on: row.take()?,
        };
        let grace_days = row.take()?;
        let late_fee_percent = Percent::from_micro_percent(row.take()?)
            .map_err(|error| StoreError::corrupt(format!("a late fee {error}")))?;
        let late_fee_at_most = row.take()?;
        let was_paid_since = row.take::<Option<NaiveDate>>()?.is_some();
        let usual = ServicingTerms::usual(currency);
        let terms = ServicingTerms { grace_days, late_fee_percent, late_fee_at_most, ..usual };
        Ok(Candidate { terms, open, was_paid_since })
    };
    work.transaction().query(&sql, &parameters)?.into_iter().map(read).collect()
}

/// The condition that it is one loan's, and the parameters with it.
fn of_loan(today: NaiveDate, only: Option<LoanId>) -> (&'static str, Vec<Value<'static>>) {
    let condition = if only.is_some() { " AND loans.id = $2" } else { "" };
    (condition, std::iter::once(today.into()).chain(only.map(Value::from)).collect())
}

fn loans(
    transaction: &mut dyn Transaction,
    which: &'static str,
    today: NaiveDate,
    only: Option<LoanId>,
) -> Result<BTreeSet<LoanId>> {
    let (only_these, parameters) = of_loan(today, only);
    let sql = format!("SELECT loans.id {which}{only_these}");
    transaction.query(&sql, &parameters)?.into_iter().map(|row| Ok(row.single()?)).collect()
}
