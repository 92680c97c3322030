//! The account of a loan: what is owed on a day, where payments went, how interest came about.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Accrual, Allocation, Amount, AnnualRate, Currency, DayAccrual, FeeId, FeeKind, FeeState, Ledger,
    LoanAccount, LoanId, LoanStatus, PaymentEffect, PaymentId, PayoffFigures, QuoteId, ReversalEffect,
};
use schemars::JsonSchema;
use serde::Serialize;
use store::{StoreError, Transaction};
use ts_rs::TS;

use crate::{AppError, Result};

/// Decimals of interest before rounding, in the currency's major unit.
pub const EXACT_PLACES: u32 = 8;

/// What is owed of a loan on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "LoanAccount")]
#[schemars(rename = "LoanAccount")]
pub struct AccountView {
    /// The loan.
    pub loan_id: LoanId,
    /// The day; its own interest is not accrued yet.
    pub as_of: NaiveDate,
    /// The rate in force, with default interest.
    pub annual_rate_percent: AnnualRate,
    /// Principal outstanding.
    pub principal: Amount,
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
    /// What pays the loan off on the day: the total less what is held.
    pub payoff: Amount,
    /// Interest of one further day.
    pub per_diem: Amount,
    /// What is open of instalments due before the day.
    pub past_due: Amount,
    /// The due date of the oldest instalment that is not paid.
    pub next_due_on: Option<NaiveDate>,
    /// What is open of it.
    pub next_due: Option<Amount>,
    /// Principal given up as a loss.
    pub charged_off: Amount,
    /// The day on which nothing was owed any more.
    pub settled_on: Option<NaiveDate>,
    /// Each fee, in the order of its day.
    pub fee_list: Vec<FeeView>,
    /// Where each payment went.
    pub allocations: Vec<AllocationView>,
}

/// A fee, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "Fee")]
#[schemars(rename = "Fee")]
pub struct FeeView {
    /// The fee.
    pub fee_id: FeeId,
    /// What it is charged for.
    pub kind: FeeKind,
    /// The day on which it fell due.
    pub assessed_on: NaiveDate,
    /// How much it was.
    pub amount: Amount,
    /// What was paid of it.
    pub paid: Amount,
    /// What was forgiven of it.
    pub waived: Amount,
    /// What is open of it.
    pub unpaid: Amount,
}

/// Where a payment went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "Allocation")]
#[schemars(rename = "Allocation")]
pub struct AllocationView {
    /// The payment.
    pub payment_id: PaymentId,
    /// The day from which it counts.
    pub received_on: NaiveDate,
    /// All of it.
    pub amount: Amount,
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
    pub balance: Amount,
    /// The instalments it covered.
    pub covered: Vec<CoveredView>,
}

/// What a payment covered of an instalment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "CoveredInstalment")]
#[schemars(rename = "CoveredInstalment")]
pub struct CoveredView {
    /// The instalment, by its due date.
    pub due_on: NaiveDate,
    /// The day from which it is covered.
    pub covered_on: NaiveDate,
    /// How much of it.
    pub amount: Amount,
}

impl AccountView {
    /// A ledger, as it is shown.
    #[must_use]
    pub fn of(loan_id: LoanId, ledger: &Ledger, currency: Currency) -> Self {
        let amount = |money| Amount::new(money, currency);
        let figures = PayoffFigures::of(ledger);
        let next = ledger.next_due();
        Self {
            loan_id,
            as_of: ledger.as_of,
            annual_rate_percent: ledger.annual_rate,
            principal: amount(ledger.principal),
            accrued_interest: amount(ledger.accrued_interest),
            fees: amount(ledger.fees),
            late_charges: amount(ledger.late_charges),
            total: amount(ledger.total()),
            held: amount(ledger.held),
            payoff: amount(figures.total),
            per_diem: amount(ledger.per_diem),
            past_due: amount(ledger.past_due()),
            next_due_on: next.map(|row| row.instalment.due_on),
            next_due: next.map(|row| amount(row.unpaid())),
            charged_off: amount(ledger.charged_off),
            settled_on: ledger.settled_on,
            fee_list: ledger.fee_states.iter().map(|fee| FeeView::of(fee, currency)).collect(),
            allocations: ledger.allocations.iter().map(|of| AllocationView::of(of, currency)).collect(),
        }
    }
}

impl FeeView {
    fn of(fee: &FeeState, currency: Currency) -> Self {
        let amount = |money| Amount::new(money, currency);
        Self {
            fee_id: fee.fee_id,
            kind: fee.kind,
            assessed_on: fee.assessed_on,
            amount: amount(fee.amount),
            paid: amount(fee.paid),
            waived: amount(fee.waived),
            unpaid: amount(fee.unpaid()),
        }
    }
}

impl AllocationView {
    /// An allocation, as it is shown.
    #[must_use]
    pub fn of(of: &Allocation, currency: Currency) -> Self {
        let amount = |money| Amount::new(money, currency);
        let covered = |part: &domain::Covered| CoveredView {
            due_on: part.due_on,
            covered_on: part.covered_on,
            amount: amount(part.amount),
        };
        Self {
            payment_id: of.payment_id,
            received_on: of.effective_on,
            amount: amount(of.amount),
            fees: amount(of.fees),
            late_charges: amount(of.late_charges),
            interest: amount(of.interest),
            principal: amount(of.principal),
            prepaid: amount(of.prepaid),
            held: amount(of.held),
            balance: amount(of.balance),
            covered: of.covered.iter().map(covered).collect(),
        }
    }
}

/// What recording a payment would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct PaymentPreview {
    /// Where it would go.
    pub allocation: AllocationView,
    /// What is owed on the payment's day without it.
    pub before: AccountView,
    /// What is owed on that day with it.
    pub after: AccountView,
    /// What is more than all that is owed; it would be held.
    pub excess: Amount,
    /// Whether a payment like it is recorded already.
    pub is_duplicate: bool,
    /// Payments recorded before that would be put to what is owed anew.
    pub moves: Vec<PaymentId>,
    /// Whether the instalments to come would change.
    pub changes_schedule: bool,
}

impl PaymentPreview {
    /// An effect, as it is shown.
    ///
    /// # Errors
    /// A payment that the ledger does not have.
    pub fn of(account: &LoanAccount, payment_id: PaymentId, effect: &PaymentEffect) -> Result<Self> {
        let currency = account.currency;
        let allocation = effect.after.allocations.iter().find(|of| of.payment_id == payment_id);
        let allocation = allocation.ok_or_else(|| StoreError::corrupt("the ledger lost a payment"))?;
        let loan_id = account.loan.loan_id;
        Ok(Self {
            allocation: AllocationView::of(allocation, currency),
            before: AccountView::of(loan_id, &effect.before, currency),
            after: AccountView::of(loan_id, &effect.after, currency),
            excess: Amount::new(effect.excess, currency),
            is_duplicate: effect.is_duplicate,
            moves: effect.moves.clone(),
            changes_schedule: effect.changes_schedule,
        })
    }
}

/// What reversing a payment would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct ReversalPreview {
    /// What is owed today while the payment counts.
    pub before: AccountView,
    /// What is owed today without it.
    pub after: AccountView,
    /// What the bank's return of it costs; included in what is owed.
    pub fee: Amount,
    /// Payments recorded before that would be put to what is owed anew.
    pub moves: Vec<PaymentId>,
    /// Whether the instalments to come would change.
    pub changes_schedule: bool,
    /// Where the loan would stand.
    pub status: LoanStatus,
}

impl ReversalPreview {
    /// An effect, as it is shown.
    #[must_use]
    pub fn of(account: &LoanAccount, effect: &ReversalEffect) -> Self {
        let (loan_id, currency) = (account.loan.loan_id, account.currency);
        Self {
            before: AccountView::of(loan_id, &effect.before, currency),
            after: AccountView::of(loan_id, &effect.after, currency),
            fee: Amount::new(effect.fee, currency),
            moves: effect.moves.clone(),
            changes_schedule: effect.changes_schedule,
            status: effect.status,
        }
    }
}

/// A stretch of time in which neither the balance nor the rate changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "Accrual")]
#[schemars(rename = "Accrual")]
pub struct AccrualView {
    /// Its first day.
    pub from: NaiveDate,
    /// The day after its last.
    pub to: NaiveDate,
    /// Days it lasts.
    pub days: i64,
    /// The part of a year that it is, ten decimals.
    pub year_fraction: String,
    /// The rate in force.
    pub annual_rate_percent: AnnualRate,
    /// Principal outstanding.
    pub balance: Amount,
    /// Balance × rate × part of a year, before rounding.
    pub interest: String,
}

impl AccrualView {
    /// A stretch, as it is shown.
    #[must_use]
    pub fn of(accrual: &Accrual, currency: Currency) -> Self {
        Self {
            from: accrual.from,
            to: accrual.to,
            days: accrual.days(),
            year_fraction: accrual.fraction.to_ten_places(),
            annual_rate_percent: accrual.annual_rate,
            balance: Amount::new(accrual.balance, currency),
            interest: accrual.interest.to_text(currency.minor_digits(), EXACT_PLACES).unwrap_or_default(),
        }
    }
}

/// The interest of one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "DayAccrual")]
#[schemars(rename = "DayAccrual")]
pub struct DayAccrualView {
    /// The day.
    pub on: NaiveDate,
    /// Principal outstanding.
    pub balance: Amount,
    /// The rate in force.
    pub annual_rate_percent: AnnualRate,
    /// Interest of the day, before rounding.
    pub interest: String,
    /// Interest of all days shown up to it, before rounding.
    pub sum: String,
}

/// The daily accrual behind an instalment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct InstalmentAccruals {
    /// The first day of its period.
    pub from: NaiveDate,
    /// Its due date; the days end before it.
    pub to: NaiveDate,
    /// The stretches of its period.
    pub stretches: Vec<AccrualView>,
    /// The days of its period that have passed.
    pub days: Vec<DayAccrualView>,
    /// Interest of the period until then, rounded once.
    pub interest: Amount,
    /// How it is rounded.
    pub rounding: domain::Rounding,
}

/// The accrual by days within the period of an instalment, as the loan's payments made it, through `today` or its
/// due date.
///
/// # Errors
/// A loan that was not funded, an instalment that it does not have, or amounts that leave 64 bits.
pub fn accruals(account: &LoanAccount, due_on: NaiveDate) -> Result<InstalmentAccruals> {
    let not_funded = || AppError::NoSchedule(account.loan.loan_id);
    let ledger = account.ledger(due_on)?.ok_or_else(not_funded)?;
    let rows = &ledger.instalments;
    let place = rows.iter().position(|row| row.instalment.due_on == due_on).ok_or_else(|| {
        AppError::InvalidInput {
            field: "due_on",
            problem: "must be the due date of an instalment".to_owned(),
        }
    })?;
    let begins_on = account.ledger_terms().ok_or_else(not_funded)?.begins_on();
    let before = place.checked_sub(1).and_then(|before| rows.get(before));
    let from = before.map_or(begins_on, |row| row.instalment.due_on);
    let too_large = || StoreError::corrupt("interest adds up to more than can be kept");
    let days = Accrual::by_day(&ledger.accruals, from, due_on).ok_or_else(too_large)?;
    let currency = account.currency;
    let rounding = account.loan.terms.rounding;
    let sum = days.last().map_or(domain::ExactInterest::ZERO, |last| last.sum);
    let within = |accrual: &&Accrual| accrual.from >= from && accrual.to <= due_on;
    let stretches: Vec<Accrual> = ledger.accruals.iter().filter(within).copied().collect();
    let text = |interest: domain::ExactInterest| {
        interest.to_text(currency.minor_digits(), EXACT_PLACES).unwrap_or_default()
    };
    let day = |day: &DayAccrual| DayAccrualView {
        on: day.on,
        balance: Amount::new(day.balance, currency),
        annual_rate_percent: day.annual_rate,
        interest: text(day.interest),
        sum: text(day.sum),
    };
    Ok(InstalmentAccruals {
        from,
        to: due_on,
        stretches: Accrual::joined(&stretches).iter().map(|of| AccrualView::of(of, currency)).collect(),
        days: days.iter().map(day).collect(),
        interest: Amount::new(sum.rounded(rounding).ok_or_else(too_large)?, currency),
        rounding,
    })
}

/// A payoff quote as the borrower was told it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct PayoffQuote {
    /// The quote.
    pub quote_id: QuoteId,
    /// The loan.
    pub loan_id: LoanId,
    /// The day of the quote.
    pub quoted_on: NaiveDate,
    /// When it was recorded.
    pub quoted_at: DateTime<Utc>,
    /// Who quoted it.
    pub quoted_by: String,
    /// The day through which interest is reckoned; the quote expires after it.
    pub good_through: NaiveDate,
    /// Principal outstanding.
    pub principal: Amount,
    /// Interest unpaid, accrued through the day.
    pub interest: Amount,
    /// Fees unpaid.
    pub fees: Amount,
    /// Late charges unpaid.
    pub late_charges: Amount,
    /// Money held, which is taken off.
    pub held: Amount,
    /// What pays the loan off.
    pub total: Amount,
    /// What each further day adds.
    pub per_diem: Amount,
}

/// The payoff quotes of a loan, newest first.
///
/// # Errors
/// An unknown loan, or storage.
pub fn quotes(
    transaction: &mut dyn Transaction,
    loan_id: LoanId,
    currency: Currency,
) -> Result<Vec<PayoffQuote>> {
    super::loan::require(transaction, loan_id)?;
    let rows = transaction.query(
        "SELECT id, loan_id, quoted_on, quoted_at, quoted_by, good_through, principal_minor, interest_minor, \
         fees_minor, late_charges_minor, held_minor, total_minor, per_diem_minor FROM payoff_quotes \
         WHERE loan_id = $1 ORDER BY quoted_at DESC, id DESC",
        &[loan_id.into()],
    )?;
    let amount = |money| Amount::new(money, currency);
    let read = |row: store::Row| {
        let mut row = row.reader();
        Ok(PayoffQuote {
            quote_id: row.take()?,
            loan_id: row.take()?,
            quoted_on: row.take()?,
            quoted_at: row.take()?,
            quoted_by: row.take()?,
            good_through: row.take()?,
            principal: amount(row.take()?),
            interest: amount(row.take()?),
            fees: amount(row.take()?),
            late_charges: amount(row.take()?),
            held: amount(row.take()?),
            total: amount(row.take()?),
            per_diem: amount(row.take()?),
        })
    };
    rows.into_iter().map(read).collect()
}
