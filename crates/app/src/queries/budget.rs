//! The budget of a loan: its lines, what is drawn of them, and whether the loan is in balance.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    Amount, BudgetEffect, BudgetId, BudgetLineKind, Currency, Draw, DrawBalances, DrawId, DrawStatus,
    LineFigures, LoanAccount, LoanId, Money, Percent, ReallocatedLine, ReallocationEffect,
};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Transaction, event_log, upcast::Upcasters};
use ts_rs::TS;

use crate::{Result, accounts};

/// A budget with its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "Budget")]
#[schemars(rename = "Budget")]
pub struct BudgetView {
    /// The budget.
    pub budget_id: BudgetId,
    /// The loan it belongs to.
    pub loan_id: LoanId,
    /// Events in its stream; send it back as `expected_version` to be told of another's change.
    pub version: i64,
    /// The part of each draw that is held back.
    pub retainage_percent: Percent,
    /// Its lines; contingency and interest reserve last.
    pub lines: Vec<BudgetLineView>,
    /// Sum of the lines.
    pub budget: Amount,
    /// Sum of what is requested and not decided.
    pub requested: Amount,
    /// Sum of what is approved and not paid out.
    pub approved: Amount,
    /// Sum of what is drawn.
    pub drawn: Amount,
    /// Sum of what remains: budget less drawn.
    pub remaining: Amount,
    /// What of the loan is where.
    pub balances: DrawBalancesView,
    /// What the rest of the building costs: what remains of the budget, and the retainage that is held.
    pub cost_to_complete: Amount,
    /// What the loan still has: its amount less what is disbursed.
    pub undisbursed: Amount,
    /// Whether the loan still has what the rest costs.
    pub in_balance: bool,
    /// What the rest costs more than the loan still has.
    pub out_of_balance_by: Amount,
    /// When the borrower plans to draw how much.
    pub plan: Vec<PlannedDrawView>,
    /// What was planned and what went out, added up day by day.
    pub draw_schedule: Vec<DrawScheduleDay>,
    /// Its draws by number, each where it stands on the budget.
    pub timeline: Vec<DrawOnBudget>,
}

/// A line of a budget with its figures. `drawn + remaining = budget`, always.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "BudgetLine")]
#[schemars(rename = "BudgetLine")]
pub struct BudgetLineView {
    /// Its code.
    pub code: String,
    /// What it is for.
    pub description: String,
    /// What kind of line.
    pub kind: BudgetLineKind,
    /// How much it is, with what was reallocated.
    pub budget: Amount,
    /// Requested and not decided.
    pub requested: Amount,
    /// Approved and not paid out.
    pub approved: Amount,
    /// Paid out, with what was held back of it. Of the interest reserve, what it paid.
    pub drawn: Amount,
    /// What of the drawn is held back.
    pub retainage_held: Amount,
    /// Budget less drawn.
    pub remaining: Amount,
    /// What may still be requested.
    pub available: Amount,
    /// How far its work had come at the last inspection.
    pub percent_complete: Option<Percent>,
    /// Drawn, of the budget.
    pub percent_drawn: Percent,
    /// Approved, of the budget.
    pub percent_approved: Percent,
    /// Requested, of the budget.
    pub percent_requested: Percent,
}

/// What of a loan's amount is where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "DrawBalances")]
#[schemars(rename = "DrawBalances")]
pub struct DrawBalancesView {
    /// The loan's amount.
    pub commitment: Amount,
    /// Paid out, with the retainage released and what the reserve paid.
    pub disbursed: Amount,
    /// Approved and not yet disbursed, retainage included.
    pub approved_not_disbursed: Amount,
    /// Held back of draws that were paid out.
    pub retainage_held: Amount,
    /// Neither approved nor disbursed.
    pub available_to_draw: Amount,
    /// Requested and not decided; part of what is available.
    pub requested: Amount,
}

/// A draw that is planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "PlannedDraw")]
#[schemars(rename = "PlannedDraw")]
pub struct PlannedDrawView {
    /// The day.
    pub on: NaiveDate,
    /// How much.
    pub amount: Amount,
}

/// What was planned to be drawn until a day, and what was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct DrawScheduleDay {
    /// The day.
    pub on: NaiveDate,
    /// Planned until then.
    pub planned: Amount,
    /// Drawn until then: draws with their retainage, and what the reserve paid; none of days to come.
    pub actual: Option<Amount>,
    /// Planned until then, of the budget.
    pub percent_planned: Percent,
    /// Drawn until then, of the budget.
    pub percent_actual: Option<Percent>,
}

/// A draw, and what of the budget it is: drawn, approved or asked for; nothing of one that did not go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct DrawOnBudget {
    /// The draw.
    pub draw_id: DrawId,
    /// Its number on the loan, from 1.
    pub number: u32,
    /// Where it stands.
    pub status: DrawStatus,
    /// The last day that is known of it: paid out, approved, requested, or its end.
    pub on: Option<NaiveDate>,
    /// What it asks for.
    pub requested: Amount,
    /// What of the budget it takes: what is approved, or what is asked for while it is not decided.
    pub amount: Amount,
    /// What the draws up to it take.
    pub total: Amount,
    /// What the draws before it take, of the budget.
    pub percent_before: Percent,
    /// What it takes, of the budget.
    pub percent: Percent,
}

/// What setting a budget would come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct BudgetPreview {
    /// Sum of the lines, with contingency and interest reserve.
    pub total: Amount,
    /// Sum of the draws that are planned.
    pub planned: Amount,
    /// The loan's amount.
    pub commitment: Amount,
    /// The loan's amount less the budget; negative where the budget is larger, so that the loan is out of balance.
    pub left: Amount,
    /// Why it would be refused, though a reason is given.
    pub problem: Option<String>,
}

/// What moving money between lines would do to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct ReallocationPreview {
    /// The line that gives.
    pub from: ReallocatedLinePreview,
    /// The line that receives.
    pub to: ReallocatedLinePreview,
    /// Why it would be refused, though a reason is given.
    pub problem: Option<String>,
}

/// A line before and after money is moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct ReallocatedLinePreview {
    /// The line.
    pub code: String,
    /// Its budget before.
    pub budget_before: Amount,
    /// Its budget after.
    pub budget_after: Amount,
    /// What could be requested of it before.
    pub available_before: Amount,
    /// What could be requested of it after; negative where too much is moved.
    pub available_after: Amount,
}

impl BudgetPreview {
    /// An effect, as it is shown.
    #[must_use]
    pub fn of(effect: &BudgetEffect, currency: Currency) -> Self {
        let amount = |money| Amount::new(money, currency);
        Self {
            total: amount(effect.total),
            planned: amount(effect.planned),
            commitment: amount(effect.commitment),
            left: amount(effect.left),
            problem: effect.problem.as_ref().map(ToString::to_string),
        }
    }
}

impl ReallocationPreview {
    /// An effect, as it is shown.
    #[must_use]
    pub fn of(effect: &ReallocationEffect, currency: Currency) -> Self {
        let amount = |money| Amount::new(money, currency);
        let line = |line: &ReallocatedLine| ReallocatedLinePreview {
            code: line.code.clone(),
            budget_before: amount(line.budget_before),
            budget_after: amount(line.budget_after),
            available_before: amount(line.available_before),
            available_after: amount(line.available_after),
        };
        Self {
            from: line(&effect.from),
            to: line(&effect.to),
            problem: effect.problem.as_ref().map(ToString::to_string),
        }
    }
}

impl DrawBalancesView {
    /// Balances, as they are shown.
    #[must_use]
    pub fn of(balances: &DrawBalances, currency: Currency) -> Self {
        let amount = |money| Amount::new(money, currency);
        Self {
            commitment: amount(balances.commitment),
            disbursed: amount(balances.disbursed),
            approved_not_disbursed: amount(balances.approved_undisbursed),
            retainage_held: amount(balances.retainage_held),
            available_to_draw: amount(balances.available),
            requested: amount(balances.requested),
        }
    }
}

impl BudgetLineView {
    /// A line, as it is shown.
    #[must_use]
    pub fn of(line: &LineFigures, currency: Currency) -> Self {
        let amount = |money| Amount::new(money, currency);
        Self {
            code: line.code.clone(),
            description: line.description.clone(),
            kind: line.kind,
            budget: amount(line.budget),
            requested: amount(line.requested),
            approved: amount(line.approved),
            drawn: amount(line.drawn),
            retainage_held: amount(line.retainage_held),
            remaining: amount(line.remaining),
            available: amount(line.available()),
            percent_complete: line.percent_complete,
            percent_drawn: Percent::ratio(line.drawn, line.budget),
            percent_approved: Percent::ratio(line.approved, line.budget),
            percent_requested: Percent::ratio(line.requested, line.budget),
        }
    }
}

/// The budget of a loan.
///
/// # Errors
/// An unknown loan, one without a budget, or storage.
pub fn get(
    (transaction, upcasters): (&mut dyn Transaction, &Upcasters),
    loan_id: LoanId,
    today: NaiveDate,
) -> Result<BudgetView> {
    let account = accounts::load((&mut *transaction, upcasters), loan_id)?;
    let budget_id = match (&account.construction.budget, account.loan.terms.construction) {
        (Some(budget), _) => budget.budget_id,
        (None, Some(_)) => return Err(domain::DrawRejection::NoBudget.into()),
        (None, None) => return Err(domain::DrawRejection::NotConstruction.into()),
    };
    let version = event_log::stream_version(transaction, budget_id.as_uuid())?;
    Ok(BudgetView::of(&account, budget_id, version, today))
}

impl BudgetView {
    fn of(account: &LoanAccount, budget_id: BudgetId, version: i64, today: NaiveDate) -> Self {
        let figures = account.budget_figures();
        let currency = account.currency;
        let amount = |money| Amount::new(money, currency);
        let sum = |part: fn(&LineFigures) -> Money| {
            figures.lines.iter().map(part).fold(Money::ZERO, |sum, part| sum.checked_add(part).unwrap_or(sum))
        };
        let budget = account.construction.budget.as_ref();
        Self {
            budget_id,
            loan_id: account.loan.loan_id,
            version,
            retainage_percent: budget.map_or(Percent::ZERO, |budget| budget.retainage_percent),
            budget: amount(figures.budget),
            requested: amount(sum(|line| line.requested)),
            approved: amount(sum(|line| line.approved)),
            drawn: amount(figures.drawn),
            remaining: amount(sum(|line| line.remaining)),
            balances: DrawBalancesView::of(&account.draw_balances(), currency),
            cost_to_complete: amount(figures.cost_to_complete),
            undisbursed: amount(figures.undisbursed),
            in_balance: figures.out_of_balance_by.is_zero(),
            out_of_balance_by: amount(figures.out_of_balance_by),
            plan: budget.map_or_else(Vec::new, |budget| {
                let plan = budget.plan.iter();
                plan.map(|planned| PlannedDrawView { on: planned.on, amount: amount(planned.amount) })
                    .collect()
            }),
            draw_schedule: draw_schedule(account, figures.budget, today),
            timeline: timeline(account, figures.budget),
            lines: figures.lines.iter().map(|line| BudgetLineView::of(line, currency)).collect(),
        }
    }
}

/// What was planned and what was drawn, on each day on which either changed.
fn draw_schedule(account: &LoanAccount, budget: Money, today: NaiveDate) -> Vec<DrawScheduleDay> {
    let construction = &account.construction;
    let planned: Vec<(NaiveDate, Money)> = construction
        .budget
        .iter()
        .flat_map(|budget| budget.plan.iter().map(|planned| (planned.on, planned.amount)))
        .collect();
    let draws = construction.draws.iter().filter_map(|draw| {
        let disbursement = draw.disbursement.as_ref()?;
        Some((disbursement.on, draw.approved()))
    });
    let reserve = construction.reserve_applied.iter().map(|(on, applied)| (*on, applied.amount));
    let actual: Vec<(NaiveDate, Money)> = draws.chain(reserve).collect();
    let days: BTreeSet<NaiveDate> = planned.iter().chain(&actual).map(|(on, _)| *on).collect();
    let until = |flows: &[(NaiveDate, Money)], day: NaiveDate| {
        let flows = flows.iter().filter(|(on, _)| *on <= day);
        flows.fold(Money::ZERO, |sum, (_, amount)| sum.checked_add(*amount).unwrap_or(sum))
    };
    let amount = |money| Amount::new(money, account.currency);
    days.into_iter()
        .map(|on| {
            let (planned, actual) = (until(&planned, on), (on <= today).then(|| until(&actual, on)));
            DrawScheduleDay {
                on,
                planned: amount(planned),
                actual: actual.map(amount),
                percent_planned: Percent::ratio(planned, budget),
                percent_actual: actual.map(|actual| Percent::ratio(actual, budget)),
            }
        })
        .collect()
}

/// The draws by number, each behind what those before it take of the budget.
fn timeline(account: &LoanAccount, budget: Money) -> Vec<DrawOnBudget> {
    let amount = |money| Amount::new(money, account.currency);
    let mut before = Money::ZERO;
    let mut draws = Vec::with_capacity(account.construction.draws.len());
    for draw in &account.construction.draws {
        let taken = match draw.status {
            DrawStatus::Approved | DrawStatus::Disbursed => draw.approved(),
            DrawStatus::Rejected | DrawStatus::Cancelled => Money::ZERO,
            _ => draw.requested(),
        };
        let total = before.checked_add(taken).unwrap_or(before);
        draws.push(DrawOnBudget {
            draw_id: draw.draw_id,
            number: draw.number,
            status: draw.status,
            on: last_day(draw),
            requested: amount(draw.requested()),
            amount: amount(taken),
            total: amount(total),
            percent_before: Percent::ratio(before, budget),
            percent: Percent::ratio(taken, budget),
        });
        before = total;
    }
    draws
}

/// The day of the last step of a draw.
fn last_day(draw: &Draw) -> Option<NaiveDate> {
    let disbursed = draw.disbursement.as_ref().map(|paid| paid.on);
    let ended = draw.end.as_ref().map(|end| end.on);
    let approved = draw.approval.as_ref().map(|approval| approval.on);
    disbursed.or(ended).or(approved).or(draw.requested_on)
}
