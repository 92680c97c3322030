//! The book at one glance: what is out, what comes in, what is late, and what is to be done.

use std::collections::{BTreeMap, HashSet};

use chrono::{Datelike, Days, NaiveDate};
use domain::{
    AgingBucket, Amount, AmountError, AnnualRate, Currency, DrawId, DrawStatus, FilingId, LicenceId, LoanId,
    Money, PropertyId, calendar::months_after, weighted_average_rate,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Row, Transaction};
use ts_rs::TS;

use super::{Word, count, filing, licence, loan::number_text};
use crate::Result;

/// How far ahead "soon" is.
const SOON_DAYS: u64 = 30;
/// How many months ahead are expected and laddered.
const MONTHS: u32 = 12;
/// How many of one kind a to-do list has at most.
const MOST_OF_A_KIND: u32 = 20;

/// A loan whose money is out.
const IS_ACTIVE: &str = "loans.status IN ('funded', 'defaulted')";

/// An event whose handler failed. The first half is the condition of its index.
const IS_FAILED: &str = "processing_status <> 'processed' AND processing_status = 'failed'";

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum TodoKind {
    /// An event whose handler failed.
    FailedEvent,
    /// A loan with instalments past due.
    OverdueLoan,
    /// A draw that waits for an inspection or a decision.
    DrawToDecide,
    /// A draw that is approved and not paid out.
    DrawToDisburse,
    /// A loan that matures soon, or should have.
    MaturingLoan,
    /// Something that is to be filed.
    Filing,
    /// A licence that expires.
    Licence,
    /// The insurance of a property that secures a loan expires.
    Insurance,
}

views! {
    /// The book at one glance.
    Dashboard {
        /// The day that it is for.
        today: NaiveDate,
        /// Loans whose money is out.
        active_loans: i64,
        /// Principal paid out and not repaid.
        outstanding: Amount,
        /// Mean rate of what is outstanding, percent a year; none where nothing is.
        average_rate_percent: Option<AnnualRate>,
        /// What of construction loans has not gone out yet.
        undisbursed: Amount,
        /// What falls due within thirty days, today among them.
        due_soon: Amount,
        /// How many instalments that are.
        due_soon_instalments: i64,
        /// What is past due.
        overdue: Amount,
        /// Loans with something past due.
        overdue_loans: i64,
        /// What is past due by its age.
        aging: Vec<AgingLine>,
        /// Draws that are requested and not paid out.
        draws_waiting: i64,
        /// What they ask for, or are approved for.
        draws_waiting_amount: Amount,
        /// What matures, by month: what should have matured first, and last all that matures later.
        maturities: Vec<MaturityLine>,
        /// What instalments bring in, by month from this one on; what is past due is not among it.
        expected: Vec<ExpectedMonth>,
        /// Events whose handlers failed.
        failed_events: i64,
        /// What is to be done, the most urgent first.
        todo: Vec<TodoItem>,
    }

    /// What is past due of one age.
    AgingLine {
        /// The age.
        bucket: AgingBucket,
        /// What is past due.
        amount: Amount,
        /// How many instalments that are.
        instalments: i64,
        /// Of how many loans.
        loans: i64,
    }

    /// What matures in a month.
    MaturityLine {
        /// Its first day; none of what should have matured, and of what matures after the last month.
        month: Option<NaiveDate>,
        /// Whether it should have matured.
        is_past: bool,
        /// How many loans.
        loans: i64,
        /// What is outstanding of them.
        outstanding: Amount,
    }

    /// What instalments of a month bring in.
    ExpectedMonth {
        /// Its first day.
        month: NaiveDate,
        /// Interest.
        interest: Amount,
        /// Principal.
        principal: Amount,
        /// Both.
        total: Amount,
    }

    /// Something that is to be done.
    TodoItem {
        /// What it is.
        kind: TodoKind,
        /// What it is about: a loan and its borrower, a filing, an address, an event type.
        about: String,
        /// The day by which, or since which.
        on: Option<NaiveDate>,
        /// Days until then; negative once it has passed.
        #[ts(type = "number | null")]
        days_left: Option<i64>,
        /// How much it is about.
        amount: Option<Amount>,
        /// The loan.
        loan_id: Option<LoanId>,
        /// The draw.
        draw_id: Option<DrawId>,
        /// The filing.
        filing_id: Option<FilingId>,
        /// The licence.
        licence_id: Option<LicenceId>,
        /// The property.
        property_id: Option<PropertyId>,
        /// Place of the event in the log.
        position: Option<i64>,
    }
}

/// A sum of money that says so where it is too large.
#[derive(Clone, Copy, Default)]
struct Sum(Money);

impl Sum {
    fn add(&mut self, money: Money) -> Result<()> {
        self.0 = self.0.checked_add(money).ok_or(AmountError::OutOfRange)?;
        Ok(())
    }
}

/// The book at one glance, on a day.
///
/// # Errors
/// Sums too large to be kept, or storage.
pub fn get(transaction: &mut dyn Transaction, today: NaiveDate, currency: Currency) -> Result<Dashboard> {
    let loans = active_loans(transaction)?;
    let (mut outstanding, mut undisbursed) = (Sum::default(), Sum::default());
    for loan in &loans {
        outstanding.add(loan.outstanding)?;
        undisbursed.add(loan.undisbursed)?;
    }
    let instalments = Instalments::of(transaction, today, currency)?;
    let (draws_waiting, draws_waiting_amount) = draws_waiting(transaction)?;
    let failed_events =
        count(transaction, &format!("SELECT COUNT(*) FROM domain_events WHERE {IS_FAILED}"), &[])?;
    Ok(Dashboard {
        today,
        active_loans: i64::try_from(loans.len()).unwrap_or(i64::MAX),
        outstanding: Amount::new(outstanding.0, currency),
        average_rate_percent: weighted_average_rate(loans.iter().map(|loan| (loan.outstanding, loan.rate))),
        undisbursed: Amount::new(undisbursed.0, currency),
        due_soon: instalments.due_soon,
        due_soon_instalments: instalments.due_soon_instalments,
        overdue: instalments.overdue,
        overdue_loans: instalments.overdue_loans,
        aging: instalments.aging,
        draws_waiting,
        draws_waiting_amount: Amount::new(draws_waiting_amount, currency),
        maturities: maturities(&loans, today, currency)?,
        expected: instalments.expected,
        failed_events,
        todo: todo(transaction, today, currency)?,
    })
}

struct ActiveLoan {
    outstanding: Money,
    undisbursed: Money,
    rate: AnnualRate,
    maturity_on: Option<NaiveDate>,
}

fn active_loans(transaction: &mut dyn Transaction) -> Result<Vec<ActiveLoan>> {
    let rows = transaction.query(
        &format!(
            "SELECT outstanding_minor, CASE WHEN initial_advance_minor IS NULL THEN 0 \
             ELSE principal_minor - disbursed_minor END, \
             COALESCE(amended_rate_micro_percent, annual_rate_micro_percent), maturity_on \
             FROM loans WHERE {IS_ACTIVE}"
        ),
        &[],
    )?;
    let read = |row: Row| {
        let mut row = row.reader();
        let (outstanding, undisbursed) = (row.take()?, row.take()?);
        let rate = AnnualRate::from_micro_percent(row.take()?)
            .map_err(|error| store::StoreError::corrupt(format!("the rate of a loan: {error}")))?;
        Ok(ActiveLoan { outstanding, undisbursed, rate, maturity_on: row.take()? })
    };
    rows.into_iter().map(read).collect()
}

/// The first day of the month of a day.
fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The months from that of a day on, each by its first day.
fn months_from(today: NaiveDate) -> Vec<NaiveDate> {
    let first = month_of(today);
    (0..MONTHS).filter_map(|months| months_after(first, months).ok()).collect()
}

fn maturities(loans: &[ActiveLoan], today: NaiveDate, currency: Currency) -> Result<Vec<MaturityLine>> {
    let months = months_from(today);
    let Some(end) = months.last().copied() else { return Ok(Vec::new()) };
    let (mut past, mut later) = ((0, Sum::default()), (0, Sum::default()));
    let mut by_month: BTreeMap<NaiveDate, (i64, Sum)> =
        months.into_iter().map(|month| (month, (0, Sum::default()))).collect();
    for loan in loans {
        let Some(maturity_on) = loan.maturity_on else { continue };
        let line = if maturity_on < today {
            &mut past
        } else {
            by_month
                .get_mut(&month_of(maturity_on))
                .filter(|_| month_of(maturity_on) <= end)
                .unwrap_or(&mut later)
        };
        line.0 += 1;
        line.1.add(loan.outstanding)?;
    }
    let line = |month, is_past, (loans, outstanding): (i64, Sum)| MaturityLine {
        month,
        is_past,
        loans,
        outstanding: Amount::new(outstanding.0, currency),
    };
    let mut lines = vec![line(None, true, past)];
    lines.extend(by_month.into_iter().map(|(month, sums)| line(Some(month), false, sums)));
    lines.push(line(None, false, later));
    Ok(lines)
}

/// What the open instalments say.
struct Instalments {
    due_soon: Amount,
    due_soon_instalments: i64,
    overdue: Amount,
    overdue_loans: i64,
    aging: Vec<AgingLine>,
    expected: Vec<ExpectedMonth>,
}

impl Instalments {
    fn of(transaction: &mut dyn Transaction, today: NaiveDate, currency: Currency) -> Result<Self> {
        let aging = aging(transaction, today, currency)?;
        let months = months_from(today);
        let end = months.last().and_then(|month| months_after(*month, 1).ok()).unwrap_or(today);
        // What was paid of an instalment went to its interest first.
        let rows = transaction.query(
            &format!(
                "SELECT due_on, COUNT(*), CAST(SUM(payment_minor - paid_minor) AS BIGINT), \
                 CAST(SUM(CASE WHEN interest_minor > paid_minor THEN interest_minor - paid_minor ELSE 0 END) AS BIGINT) \
                 FROM instalments JOIN loans ON loans.id = instalments.loan_id \
                 WHERE is_open = 1 AND due_on >= $1 AND due_on < $2 AND {IS_ACTIVE} GROUP BY due_on"
            ),
            &[today.into(), end.into()],
        )?;
        let soon = today.checked_add_days(Days::new(SOON_DAYS)).unwrap_or(today);
        let (mut due_soon, mut due_soon_instalments) = (Sum::default(), 0);
        let mut by_month: BTreeMap<NaiveDate, (Sum, Sum)> =
            months.into_iter().map(|month| (month, Default::default())).collect();
        for row in rows {
            let mut row = row.reader();
            let (due_on, instalments): (NaiveDate, i64) = (row.take()?, row.take()?);
            let (unpaid, interest): (Money, Money) = (row.take()?, row.take()?);
            if due_on <= soon {
                due_soon.add(unpaid)?;
                due_soon_instalments += instalments;
            }
            if let Some((of_interest, of_principal)) = by_month.get_mut(&month_of(due_on)) {
                of_interest.add(interest)?;
                of_principal.add(unpaid.checked_sub(interest).ok_or(AmountError::OutOfRange)?)?;
            }
        }
        let expected = by_month
            .into_iter()
            .map(|(month, (interest, principal))| {
                let mut total = interest;
                total.add(principal.0)?;
                Ok(ExpectedMonth {
                    month,
                    interest: Amount::new(interest.0, currency),
                    principal: Amount::new(principal.0, currency),
                    total: Amount::new(total.0, currency),
                })
            })
            .collect::<Result<_>>()?;
        let Aging { lines, total, loans } = aging;
        Ok(Self {
            due_soon: Amount::new(due_soon.0, currency),
            due_soon_instalments,
            overdue: Amount::new(total.0, currency),
            overdue_loans: loans,
            aging: lines,
            expected,
        })
    }
}

struct Aging {
    lines: Vec<AgingLine>,
    total: Sum,
    loans: i64,
}

fn aging(transaction: &mut dyn Transaction, today: NaiveDate, currency: Currency) -> Result<Aging> {
    let rows = transaction.query(
        &format!(
            "SELECT due_on, loan_id, payment_minor - paid_minor FROM instalments \
             JOIN loans ON loans.id = instalments.loan_id WHERE is_open = 1 AND due_on < $1 AND {IS_ACTIVE}"
        ),
        &[today.into()],
    )?;
    let (mut total, mut loans): (Sum, HashSet<LoanId>) = Default::default();
    let mut by_age: BTreeMap<AgingBucket, (Sum, i64, HashSet<LoanId>)> =
        AgingBucket::ALL.into_iter().map(|bucket| (bucket, Default::default())).collect();
    for row in rows {
        let mut row = row.reader();
        let (due_on, loan_id, unpaid): (NaiveDate, LoanId, Money) = (row.take()?, row.take()?, row.take()?);
        let Some(bucket) = AgingBucket::of((today - due_on).num_days()) else { continue };
        let (amount, instalments, of_loans) = by_age.entry(bucket).or_default();
        amount.add(unpaid)?;
        *instalments += 1;
        of_loans.insert(loan_id);
        total.add(unpaid)?;
        loans.insert(loan_id);
    }
    let lines = by_age
        .into_iter()
        .map(|(bucket, (amount, instalments, of_loans))| AgingLine {
            bucket,
            amount: Amount::new(amount.0, currency),
            instalments,
            loans: i64::try_from(of_loans.len()).unwrap_or(i64::MAX),
        })
        .collect();
    Ok(Aging { lines, total, loans: i64::try_from(loans.len()).unwrap_or(i64::MAX) })
}

fn draws_waiting(transaction: &mut dyn Transaction) -> Result<(i64, Money)> {
    let rows = transaction.query(
        "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN status = 'approved' THEN approved_minor - retainage_minor \
         ELSE requested_minor END), 0) AS BIGINT) FROM draws WHERE status IN ('requested', 'inspected', 'approved')",
        &[],
    )?;
    let Some(row) = rows.into_iter().next() else { return Ok((0, Money::ZERO)) };
    let mut row = row.reader();
    Ok((row.take()?, row.take()?))
}

impl TodoItem {
    fn new(kind: TodoKind, about: String) -> Self {
        Self {
            kind,
            about,
            on: None,
            days_left: None,
            amount: None,
            loan_id: None,
            draw_id: None,
            filing_id: None,
            licence_id: None,
            property_id: None,
            position: None,
        }
    }

    fn on(mut self, day: Option<NaiveDate>, today: NaiveDate) -> Self {
        self.on = day;
        self.days_left = day.map(|day| (day - today).num_days());
        self
    }
}

fn loan_and_borrower(number: i64, borrower: &str) -> String {
    format!("{} · {borrower}", number_text(number))
}

fn todo(transaction: &mut dyn Transaction, today: NaiveDate, currency: Currency) -> Result<Vec<TodoItem>> {
    let mut items = failed_events(transaction)?;
    items.extend(overdue_loans(transaction, today, currency)?);
    items.extend(draws_to_do(transaction, today, currency)?);
    items.extend(maturing_loans(transaction, today, currency)?);
    items.extend(filing::reminders(transaction, today)?.into_iter().map(|filing| TodoItem {
        filing_id: Some(filing.filing_id),
        ..TodoItem::new(TodoKind::Filing, filing.name).on(Some(filing.due_on), today)
    }));
    items.extend(licence::reminders(transaction, today)?.into_iter().map(|licence| TodoItem {
        licence_id: Some(licence.licence_id),
        ..TodoItem::new(TodoKind::Licence, licence.name).on(Some(licence.expires_on), today)
    }));
    items.extend(expiring_insurance(transaction, today)?);
    // What has no day, or the nearest one, comes first.
    items.sort_by_key(|item| (item.on.is_some(), item.on, item.kind));
    Ok(items)
}

fn failed_events(transaction: &mut dyn Transaction) -> Result<Vec<TodoItem>> {
    let sql = format!(
        "SELECT position, event_type, loan_id FROM domain_events WHERE {IS_FAILED} \
         ORDER BY position DESC LIMIT {MOST_OF_A_KIND}"
    );
    let read = |row: Row| {
        let mut row = row.reader();
        let position = Some(row.take()?);
        let item = TodoItem::new(TodoKind::FailedEvent, row.take()?);
        Ok(TodoItem { position, loan_id: row.take()?, ..item })
    };
    transaction.query(&sql, &[])?.into_iter().map(read).collect()
}

fn overdue_loans(
    transaction: &mut dyn Transaction,
    today: NaiveDate,
    currency: Currency,
) -> Result<Vec<TodoItem>> {
    let sql = format!(
        "SELECT loans.id, loans.number, people.name, MIN(due_on), CAST(SUM(payment_minor - paid_minor) AS BIGINT) \
         FROM instalments JOIN loans ON loans.id = instalments.loan_id JOIN people ON people.id = loans.borrower_id \
         WHERE is_open = 1 AND due_on < $1 AND {IS_ACTIVE} GROUP BY loans.id, loans.number, people.name \
         ORDER BY MIN(due_on), loans.number LIMIT {MOST_OF_A_KIND}"
    );
    let read = |row: Row| {
        let mut row = row.reader();
        let loan_id = Some(row.take()?);
        let (number, borrower): (i64, String) = (row.take()?, row.take()?);
        let item = TodoItem::new(TodoKind::OverdueLoan, loan_and_borrower(number, &borrower));
        let item = item.on(Some(row.take()?), today);
        Ok(TodoItem { loan_id, amount: Some(Amount::new(row.take()?, currency)), ..item })
    };
    transaction.query(&sql, &[today.into()])?.into_iter().map(read).collect()
}

fn draws_to_do(
    transaction: &mut dyn Transaction,
    today: NaiveDate,
    currency: Currency,
) -> Result<Vec<TodoItem>> {
    let sql = format!(
        "SELECT draws.id, draws.loan_id, loans.number, people.name, draws.status, \
         COALESCE(approved_on, requested_on), CASE WHEN draws.status = 'approved' \
         THEN approved_minor - draws.retainage_minor ELSE requested_minor END \
         FROM draws JOIN loans ON loans.id = draws.loan_id JOIN people ON people.id = loans.borrower_id \
         WHERE draws.status IN ('requested', 'inspected', 'approved') \
         ORDER BY requested_on, draws.id LIMIT {MOST_OF_A_KIND}"
    );
    let read = |row: Row| {
        let mut row = row.reader();
        let (draw_id, loan_id) = (Some(row.take()?), Some(row.take()?));
        let (number, borrower): (i64, String) = (row.take()?, row.take()?);
        let Word(status) = row.take()?;
        let kind = match status {
            DrawStatus::Approved => TodoKind::DrawToDisburse,
            _ => TodoKind::DrawToDecide,
        };
        let item = TodoItem::new(kind, loan_and_borrower(number, &borrower)).on(row.take()?, today);
        Ok(TodoItem { draw_id, loan_id, amount: Some(Amount::new(row.take()?, currency)), ..item })
    };
    transaction.query(&sql, &[])?.into_iter().map(read).collect()
}

fn maturing_loans(
    transaction: &mut dyn Transaction,
    today: NaiveDate,
    currency: Currency,
) -> Result<Vec<TodoItem>> {
    let soon = today.checked_add_days(Days::new(SOON_DAYS)).unwrap_or(today);
    let sql = format!(
        "SELECT loans.id, loans.number, people.name, maturity_on, outstanding_minor FROM loans \
         JOIN people ON people.id = loans.borrower_id WHERE {IS_ACTIVE} AND maturity_on <= $1 \
         ORDER BY maturity_on, loans.number LIMIT {MOST_OF_A_KIND}"
    );
    let read = |row: Row| {
        let mut row = row.reader();
        let loan_id = Some(row.take()?);
        let (number, borrower): (i64, String) = (row.take()?, row.take()?);
        let item = TodoItem::new(TodoKind::MaturingLoan, loan_and_borrower(number, &borrower));
        let item = item.on(row.take()?, today);
        Ok(TodoItem { loan_id, amount: Some(Amount::new(row.take()?, currency)), ..item })
    };
    transaction.query(&sql, &[soon.into()])?.into_iter().map(read).collect()
}

fn expiring_insurance(transaction: &mut dyn Transaction, today: NaiveDate) -> Result<Vec<TodoItem>> {
    let soon = today.checked_add_days(Days::new(SOON_DAYS)).unwrap_or(today);
    let sql = format!(
        "SELECT properties.id, address, insurance_expires_on FROM properties \
         JOIN collateral ON collateral.property_id = properties.id AND released_on IS NULL \
         JOIN loans ON loans.id = collateral.loan_id \
         WHERE removed_at IS NULL AND insurance_expires_on <= $1 AND {IS_ACTIVE} \
         GROUP BY properties.id, address, insurance_expires_on ORDER BY insurance_expires_on, address \
         LIMIT {MOST_OF_A_KIND}"
    );
    let read = |row: Row| {
        let mut row = row.reader();
        let property_id = Some(row.take()?);
        let item = TodoItem::new(TodoKind::Insurance, row.take()?).on(row.take()?, today);
        Ok(TodoItem { property_id, ..item })
    };
    let mut items: Vec<TodoItem> =
        transaction.query(&sql, &[soon.into()])?.into_iter().map(read).collect::<Result<_>>()?;
    for item in &mut items {
        // The address leads to a loan that it secures, where the insurance is entered.
        let loan = transaction.query_optional(
            "SELECT loan_id FROM collateral WHERE property_id = $1 AND released_on IS NULL ORDER BY pledged_on LIMIT 1",
            &[item.property_id.into()],
        )?;
        item.loan_id = loan.map(Row::single).transpose()?;
    }
    Ok(items)
}
