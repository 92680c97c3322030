//! Loans: one, and many.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    AllocationOrder, Amount, AnnualRate, Bucket, Currency, DayCount, ExcessRule, Frequency, FundId, Ledger,
    LoanId, LoanStatus, Money, Percent, PersonId, Rounding, ScheduleId, ScheduleType,
};
use schemars::JsonSchema;
use serde::Serialize;
use store::{FromValue, Row, RowReader, StoreError, Transaction, Value, event_log::FAILED};
use ts_rs::TS;

use super::{Word, conditions::Conditions, contains_pattern, count, person, schedule::NEWEST_FIRST};
use crate::{AppError, Result};

/// A loan as a row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct LoanSummary {
    /// The loan.
    pub loan_id: LoanId,
    /// Its number in the book, such as `L-00001`.
    pub number: String,
    /// Where it stands in its life.
    pub status: LoanStatus,
    /// Who borrows.
    pub borrower_name: String,
    /// Amount lent.
    pub principal: Amount,
    /// Nominal rate, percent a year, as it is in force.
    pub annual_rate_percent: AnnualRate,
    /// Whole months from the funding to maturity.
    pub term_months: u32,
    /// How principal and interest are repaid, as it is in force.
    #[serde(rename = "type")]
    pub schedule_type: ScheduleType,
    /// How often a payment is due, as it is in force.
    pub frequency: Frequency,
    /// The day from which other terms hold than those that were agreed first, where it was modified or extended.
    pub amended_on: Option<NaiveDate>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// Day from which interest accrues.
    pub funded_on: Option<NaiveDate>,
    /// Day of the last payment.
    pub maturity_on: Option<NaiveDate>,
    /// Day of the next instalment that is not paid.
    pub next_due_on: Option<NaiveDate>,
    /// Principal outstanding.
    pub outstanding: Amount,
    /// Whether it goes out in draws, against a budget.
    pub is_construction: bool,
}

/// A loan with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Loan {
    /// What a list shows of it.
    #[serde(flatten)]
    pub summary: LoanSummary,
    /// Who borrows.
    pub borrower: person::Person,
    /// Who lends, where it is not the organization itself.
    pub lender: Option<person::Person>,
    /// The fund whose capital it is paid out of; none, where it is the lender's own money.
    pub funding_fund_id: Option<FundId>,
    /// Its number elsewhere: with the lender's other system, or the lender that it was taken over from.
    pub external_reference: Option<String>,
    /// The day of the balance with which it was taken over from elsewhere; none of a loan that began in this book.
    pub carried_over_on: Option<NaiveDate>,
    /// What the money is for.
    pub purpose: Option<String>,
    /// How days become a fraction of a year.
    pub day_count: DayCount,
    /// How a fraction of the smallest unit is rounded.
    pub rounding: Rounding,
    /// What was agreed first, where the loan was modified or extended since.
    pub agreed: Option<FirstTerms>,
    /// First due date, where it is not one period after the funding; of a loan that was modified or extended, the first
    /// on those terms.
    pub first_payment_on: Option<NaiveDate>,
    /// Of a balloon loan: months over which the level payment would repay it.
    pub amortization_months: Option<u32>,
    /// Periods of interest only, before principal is repaid, from the day on which the terms hold.
    pub interest_only_periods: u32,
    /// In which order a payment goes to what is owed.
    pub allocation_order: AllocationOrder,
    /// What becomes of money beyond what has fallen due.
    pub excess_rule: ExcessRule,
    /// Days after the due date on which a payment is still in time.
    pub grace_days: u32,
    /// A late charge in percent of the instalment; zero for none.
    pub late_fee_percent: Percent,
    /// A late charge is at most so much; none for no limit.
    pub late_fee_at_most: Option<Amount>,
    /// Added to the annual rate while the loan is in default.
    pub default_margin_percent: AnnualRate,
    /// Charged for a payment that the bank returns; zero for none.
    pub returned_payment_fee: Amount,
    /// Money received that nothing is owed for yet.
    pub held: Amount,
    /// How it is drawn, and what of it is; none where all goes out at the funding.
    pub construction: Option<ConstructionView>,
    /// When it came to its status.
    pub status_changed_at: DateTime<Utc>,
    /// Events in its own stream; send it back as `expected_version` to be told of another's change.
    pub version: i64,
    /// The statuses that may follow.
    pub allowed_transitions: Vec<LoanStatus>,
    /// Its payment schedule, once funded.
    pub schedule: Option<ScheduleSummary>,
    /// Events of the loan of which a handler failed.
    pub failed_events: i64,
}

/// What was agreed of a loan that runs on other terms now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct FirstTerms {
    /// Nominal rate, percent a year.
    pub annual_rate_percent: AnnualRate,
    /// Months from the funding to maturity.
    pub term_months: u32,
    /// How principal and interest are repaid.
    #[serde(rename = "type")]
    pub schedule_type: ScheduleType,
    /// How often a payment is due.
    pub frequency: Frequency,
    /// Of a balloon loan: months over which the level payment would repay it.
    pub amortization_months: Option<u32>,
    /// Periods of interest only, before principal is repaid.
    pub interest_only_periods: u32,
}

/// How a loan is drawn, and what of it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "Construction")]
#[schemars(rename = "Construction")]
pub struct ConstructionView {
    /// What goes out at the funding, without a draw.
    pub initial_advance: Amount,
    /// Whether a draw needs an inspection before it is approved.
    pub inspection_required: bool,
    /// Whether a draw needs its contractors' lien waivers before it is paid out.
    pub waivers_required: bool,
    /// All that went out.
    pub disbursed: Amount,
    /// Approved and not yet disbursed, retainage included.
    pub approved_not_disbursed: Amount,
    /// Held back of draws that were paid out.
    pub retainage_held: Amount,
    /// Neither approved nor disbursed.
    pub available_to_draw: Amount,
}

/// A schedule in few figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct ScheduleSummary {
    /// The schedule.
    pub schedule_id: ScheduleId,
    /// How many payments it has.
    pub payment_count: u32,
    /// Its first payment; a level schedule's are all alike but the last.
    pub level_payment: Amount,
    /// All payments.
    pub total_payment: Amount,
    /// All interest.
    pub total_interest: Amount,
    /// Day of the first payment.
    pub first_due_on: NaiveDate,
    /// Day of the last payment.
    pub maturity_on: NaiveDate,
}

/// Which loans a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Statuses; empty for all.
    pub statuses: Vec<LoanStatus>,
    /// Text in the borrower's name, the number, the number elsewhere or the purpose.
    pub search: Option<String>,
}

const SUMMARY: &str = "SELECT loans.id, loans.number, loans.status, people.name, loans.principal_minor, \
     COALESCE(amended_rate_micro_percent, loans.annual_rate_micro_percent), loans.term_months, \
     COALESCE(amended_schedule_type, loans.schedule_type), COALESCE(amended_frequency, loans.frequency), \
     amended_on, loans.created_at, \
     loans.funded_on, loans.maturity_on, \
     (SELECT MIN(due_on) FROM instalments WHERE instalments.loan_id = loans.id AND is_open = 1 \
     AND loans.status IN ('funded', 'defaulted')), loans.outstanding_minor, \
     CASE WHEN initial_advance_minor IS NULL THEN 0 ELSE 1 END";

const FROM: &str = "FROM loans JOIN people ON people.id = loans.borrower_id";

/// Loans in the order of their numbers, newest first, and how many there are in all.
///
/// # Errors
/// Storage.
pub fn list(
    transaction: &mut dyn Transaction,
    filter: &Filter,
    limit: u32,
    offset: u32,
    currency: Currency,
) -> Result<(Vec<LoanSummary>, i64)> {
    let mut conditions = conditions(filter);
    // People are looked up only where their names are searched.
    let counted = if filter.search.is_some() { FROM } else { "FROM loans" };
    let counted = format!("SELECT COUNT(*) {counted} WHERE {}", conditions.text());
    let total = count(transaction, &counted, conditions.parameters())?;
    let (limit, offset) = (conditions.place(limit.into()), conditions.place(offset.into()));
    let (condition, parameters) = conditions.into_parts();
    let sql = format!(
        "{SUMMARY} {FROM} WHERE {condition} ORDER BY loans.number DESC LIMIT {limit} OFFSET {offset}"
    );
    let rows = transaction.query(&sql, &parameters)?;
    let loans =
        rows.into_iter().map(|row| read_summary(&mut row.reader(), currency)).collect::<Result<_>>()?;
    Ok((loans, total))
}

fn conditions(filter: &Filter) -> Conditions {
    let mut conditions = Conditions::new();
    conditions.with(
        "(LOWER(people.name) LIKE ? ESCAPE '!' OR LOWER(COALESCE(loans.purpose, '')) LIKE ? ESCAPE '!' \
         OR LOWER(COALESCE(loans.external_reference, '')) LIKE ? ESCAPE '!' \
         OR 'l-' || substr(CAST(100000 + loans.number AS TEXT), 2) LIKE ? ESCAPE '!')",
        filter.search.as_deref().map(contains_pattern),
    );
    conditions.one_of("loans.status", filter.statuses.iter().map(|status| status.as_str()));
    conditions
}

/// Refuses an unknown loan.
///
/// # Errors
/// An unknown loan, or storage.
pub fn require(transaction: &mut dyn Transaction, loan_id: LoanId) -> Result<()> {
    match transaction.query_optional("SELECT 1 FROM loans WHERE id = $1", &[loan_id.into()])? {
        Some(_) => Ok(()),
        None => Err(not_found(loan_id)),
    }
}

fn not_found(loan_id: LoanId) -> AppError {
    AppError::NotFound { kind: "loan", field: "loan_id", id: loan_id.to_string() }
}

/// One loan.
///
/// # Errors
/// An unknown loan, or storage.
pub fn get(transaction: &mut dyn Transaction, loan_id: LoanId, currency: Currency) -> Result<Loan> {
    let sql = format!(
        "{SUMMARY}, loans.borrower_id, loans.lender_id, loans.external_reference, loans.carried_over_on, loans.purpose, loans.day_count, loans.rounding, \
         loans.annual_rate_micro_percent, loans.term_months, loans.schedule_type, loans.frequency, \
         amortization_months, interest_only_periods, COALESCE(amended_first_payment_on, loans.first_payment_on), \
         CASE WHEN amended_on IS NULL THEN amortization_months ELSE amended_amortization_months END, \
         COALESCE(amended_interest_only_periods, interest_only_periods), allocation_order, excess_rule, \
         grace_days, late_fee_micro_percent, late_fee_at_most_minor, default_margin_micro_percent, \
         returned_payment_fee_minor, held_minor, initial_advance_minor, inspection_required, waivers_required, \
         disbursed_minor, approved_undisbursed_minor, loans.retainage_minor, available_minor, \
         loans.status_changed_at, loans.version, funding_fund_id {FROM} WHERE loans.id = $1"
    );
    let row = transaction.query_optional(&sql, &[loan_id.into()])?.ok_or_else(|| not_found(loan_id))?;
    let mut row = row.reader();
    let summary = read_summary(&mut row, currency)?;
    let (borrower_id, lender_id): (PersonId, Option<PersonId>) = (row.take()?, row.take()?);
    let allowed_transitions = summary.status.next().to_vec();
    let is_amended = summary.amended_on.is_some();
    Ok(Loan {
        summary,
        borrower: person::get(transaction, borrower_id)?,
        lender: lender_id.map(|lender_id| person::get(transaction, lender_id)).transpose()?,
        external_reference: row.take()?,
        carried_over_on: row.take()?,
        purpose: row.take()?,
        day_count: row.take::<Word<_>>()?.0,
        rounding: row.take::<Word<_>>()?.0,
        agreed: Some(first_terms(&mut row)?).filter(|_| is_amended),
        first_payment_on: row.take()?,
        amortization_months: row.take()?,
        interest_only_periods: row.take()?,
        allocation_order: row.take::<StoredOrder>()?.0,
        excess_rule: row.take::<Word<_>>()?.0,
        grace_days: row.take()?,
        late_fee_percent: row.take::<StoredPercent>()?.0,
        late_fee_at_most: row.take::<Option<Money>>()?.map(|limit| Amount::new(limit, currency)),
        default_margin_percent: row.take::<StoredRate>()?.0,
        returned_payment_fee: Amount::new(row.take()?, currency),
        held: Amount::new(row.take()?, currency),
        construction: construction(&mut row, currency)?,
        status_changed_at: row.take()?,
        version: row.take()?,
        funding_fund_id: row.take()?,
        allowed_transitions,
        schedule: schedule_summary(transaction, loan_id, currency)?,
        failed_events: count(
            transaction,
            &format!("SELECT COUNT(*) FROM domain_events WHERE loan_id = $1 AND {FAILED}"),
            &[loan_id.into()],
        )?,
    })
}

fn first_terms(row: &mut RowReader) -> Result<FirstTerms> {
    Ok(FirstTerms {
        annual_rate_percent: row.take::<StoredRate>()?.0,
        term_months: row.take()?,
        schedule_type: row.take::<Word<_>>()?.0,
        frequency: row.take::<Word<_>>()?.0,
        amortization_months: row.take()?,
        interest_only_periods: row.take()?,
    })
}

fn construction(row: &mut RowReader, currency: Currency) -> Result<Option<ConstructionView>> {
    let amount = |money: Money| Amount::new(money, currency);
    let initial_advance: Option<Money> = row.take()?;
    let view = ConstructionView {
        initial_advance: amount(initial_advance.unwrap_or(Money::ZERO)),
        inspection_required: row.take()?,
        waivers_required: row.take()?,
        disbursed: amount(row.take()?),
        approved_not_disbursed: amount(row.take()?),
        retainage_held: amount(row.take()?),
        available_to_draw: amount(row.take()?),
    };
    Ok(initial_advance.is_some().then_some(view))
}

fn schedule_summary(
    transaction: &mut dyn Transaction,
    loan_id: LoanId,
    currency: Currency,
) -> Result<Option<ScheduleSummary>> {
    let amount = |money: Money| Amount::new(money, currency);
    let row = transaction.query_optional(
        &format!(
            "SELECT payment_schedules.id, number_of_payments, instalments.payment_minor, total_payment_minor, \
             total_interest_minor, first_due_on, maturity_on FROM payment_schedules \
             JOIN instalments ON instalments.schedule_id = payment_schedules.id AND instalments.due_on = first_due_on \
             WHERE payment_schedules.loan_id = $1 ORDER BY {NEWEST_FIRST} LIMIT 1"
        ),
        &[loan_id.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let mut row = row.reader();
    Ok(Some(ScheduleSummary {
        schedule_id: row.take()?,
        payment_count: row.take()?,
        level_payment: amount(row.take()?),
        total_payment: amount(row.take()?),
        total_interest: amount(row.take()?),
        first_due_on: row.take()?,
        maturity_on: row.take()?,
    }))
}

fn read_summary(row: &mut RowReader, currency: Currency) -> Result<LoanSummary> {
    let mut summary = LoanSummary {
        loan_id: row.take()?,
        number: number_text(row.take()?),
        status: row.take::<Word<LoanStatus>>()?.0,
        borrower_name: row.take()?,
        principal: Amount::new(row.take()?, currency),
        annual_rate_percent: row.take::<StoredRate>()?.0,
        term_months: row.take()?,
        schedule_type: row.take::<Word<_>>()?.0,
        frequency: row.take::<Word<_>>()?.0,
        amended_on: row.take()?,
        created_at: row.take()?,
        funded_on: row.take()?,
        maturity_on: row.take()?,
        next_due_on: row.take()?,
        outstanding: Amount::new(row.take()?, currency),
        is_construction: row.take()?,
    };
    if let (Some(_), Some(funded_on), Some(maturity_on)) =
        (summary.amended_on, summary.funded_on, summary.maturity_on)
    {
        summary.term_months = Frequency::Monthly.periods_between(funded_on, maturity_on);
    }
    Ok(summary)
}

/// The balance of one loan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct LoanBalance {
    /// The loan.
    pub loan_id: LoanId,
    /// Its number in the book, such as `L-00001`.
    pub number: String,
    /// Who borrows.
    pub borrower_name: String,
    /// Where it stands in its life.
    pub status: LoanStatus,
    /// Amount agreed.
    pub principal: Amount,
    /// Day from which interest accrues, where the money was paid out.
    pub funded_on: Option<NaiveDate>,
    /// Principal paid out and not repaid.
    pub outstanding: Amount,
    /// What else is owed; none of loans that owe nothing, and of all loans where no day is asked for.
    pub owed: Option<Owed>,
    /// What of a construction loan is approved, held back and still to be drawn; none of any other, and at another time.
    pub draws: Option<LoanDraws>,
}

/// What of a construction loan's amount is not paid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct LoanDraws {
    /// Approved and not yet disbursed, retainage included.
    pub approved_not_disbursed: Amount,
    /// Neither approved nor disbursed.
    pub available_to_draw: Amount,
    /// Held back of draws that were paid out.
    pub retainage_held: Amount,
}

/// The columns of what is not paid out of a construction loan.
const DRAWS: &str =
    "initial_advance_minor, approved_undisbursed_minor, available_minor, loans.retainage_minor";

fn draws(row: &mut RowReader, currency: Currency) -> Result<Option<LoanDraws>> {
    let initial_advance: Option<Money> = row.take()?;
    let draws = LoanDraws {
        approved_not_disbursed: Amount::new(row.take()?, currency),
        available_to_draw: Amount::new(row.take()?, currency),
        retainage_held: Amount::new(row.take()?, currency),
    };
    Ok(initial_advance.is_some().then_some(draws))
}

/// What of a loan is approved, held back and still to be drawn now; none where it is not drawn.
///
/// # Errors
/// Storage.
pub fn draws_now(
    transaction: &mut dyn Transaction,
    loan_id: LoanId,
    currency: Currency,
) -> Result<Option<LoanDraws>> {
    let sql = format!("SELECT {DRAWS} FROM loans WHERE id = $1");
    let row = transaction.query_optional(&sql, &[loan_id.into()])?;
    row.map_or(Ok(None), |row| draws(&mut row.reader(), currency))
}

/// What is owed beside the principal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Owed {
    /// Interest accrued and not paid.
    pub accrued_interest: Amount,
    /// Fees unpaid, without late charges.
    pub fees: Amount,
    /// Late charges unpaid.
    pub late_charges: Amount,
    /// Principal, interest, fees and late charges.
    pub total: Amount,
    /// Money received that nothing is owed for yet.
    pub held: Amount,
    /// Interest of one further day.
    pub per_diem: Amount,
    /// What is open of instalments due before the day.
    pub past_due: Amount,
}

impl Owed {
    /// What a ledger says.
    #[must_use]
    pub fn of(ledger: &Ledger, currency: Currency) -> Self {
        let amount = |money| Amount::new(money, currency);
        Self {
            accrued_interest: amount(ledger.accrued_interest),
            fees: amount(ledger.fees),
            late_charges: amount(ledger.late_charges),
            total: amount(ledger.total()),
            held: amount(ledger.held),
            per_diem: amount(ledger.per_diem),
            past_due: amount(ledger.past_due()),
        }
    }
}

/// The balances of all loans now, by number.
///
/// # Errors
/// Storage.
pub fn balances(transaction: &mut dyn Transaction, currency: Currency) -> Result<Vec<LoanBalance>> {
    let sql = format!(
        "SELECT loans.id, loans.number, people.name, loans.status, loans.principal_minor, loans.funded_on, \
         loans.outstanding_minor, {DRAWS} {FROM} ORDER BY loans.number"
    );
    let read = |row: Row| {
        let mut row = row.reader();
        let (loan_id, number, borrower_name) = (row.take()?, row.take()?, row.take()?);
        let status = row.take::<Word<LoanStatus>>()?.0;
        Ok(LoanBalance {
            loan_id,
            number: number_text(number),
            borrower_name,
            status,
            principal: Amount::new(row.take()?, currency),
            funded_on: row.take()?,
            outstanding: Amount::new(row.take()?, currency),
            owed: None,
            draws: draws(&mut row, currency)?,
        })
    };
    transaction.query(&sql, &[])?.into_iter().map(read).collect()
}

/// A loan's number as it is shown.
#[must_use]
pub fn number_text(number: i64) -> String {
    format!("L-{number:05}")
}

struct StoredRate(AnnualRate);

impl FromValue for StoredRate {
    fn from_value(value: Value<'static>) -> store::Result<Self> {
        AnnualRate::from_micro_percent(u32::from_value(value)?)
            .map(Self)
            .map_err(|error| StoreError::corrupt(format!("a rate {error}")))
    }
}

struct StoredPercent(Percent);

impl FromValue for StoredPercent {
    fn from_value(value: Value<'static>) -> store::Result<Self> {
        Percent::from_micro_percent(u32::from_value(value)?)
            .map(Self)
            .map_err(|error| StoreError::corrupt(format!("a percentage {error}")))
    }
}

struct StoredOrder(AllocationOrder);

impl FromValue for StoredOrder {
    fn from_value(value: Value<'static>) -> store::Result<Self> {
        let text = String::from_value(value)?;
        let buckets: Vec<Bucket> = text.split(',').filter_map(Bucket::from_word).collect();
        let order = <[Bucket; 4]>::try_from(buckets).ok().and_then(AllocationOrder::new);
        order.map(Self).ok_or_else(|| StoreError::corrupt(format!("{text:?} is no allocation order")))
    }
}
