//! The budget: what is to be built for how much, and moving money between its lines.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{BudgetLineKind, Construction, DrawRejection, ReserveStep};
use crate::{
    Amount, AmountError, BudgetId, BudgetLineAmount, BudgetReallocated, BudgetSet, DecisionContext,
    LARGEST_PRINCIPAL, LoanAccount, Money, Percent, PlannedDraw, servicing::not_in_the_future, text,
};

/// Code of the line that is set aside for what nobody foresaw.
pub const CONTINGENCY: &str = "contingency";
/// Code of the line that pays the loan's own interest.
pub const INTEREST_RESERVE: &str = "interest_reserve";
/// Lines of a budget, at most.
pub const MOST_LINES: usize = 500;
/// Planned draws of a budget, at most.
pub const MOST_PLANNED: usize = 500;

/// A budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// The budget.
    pub budget_id: BudgetId,
    /// Its lines, in the order in which they were given; contingency and interest reserve last.
    pub lines: Vec<BudgetLine>,
    /// The part of each draw that is held back.
    pub retainage_percent: Percent,
    /// When the borrower plans to draw how much, in the order of the days.
    pub plan: Vec<Planned>,
}

/// A line of a budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetLine {
    /// Its code, one in a budget.
    pub code: String,
    /// What it is for.
    pub description: String,
    /// What kind of line.
    pub kind: BudgetLineKind,
    /// How much, with what was reallocated.
    pub amount: Money,
}

/// A draw that is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planned {
    /// The day.
    pub on: NaiveDate,
    /// How much.
    pub amount: Money,
}

/// A wish to set a budget.
#[derive(Debug, Clone)]
pub struct NewBudget {
    /// The budget: the same each time it is set anew.
    pub budget_id: BudgetId,
    /// What is to be built.
    pub lines: Vec<NewBudgetLine>,
    /// Set aside for what nobody foresaw.
    pub contingency: Option<Money>,
    /// Set aside to pay the loan's own interest.
    pub interest_reserve: Option<Money>,
    /// The part of each draw that is held back.
    pub retainage_percent: Percent,
    /// When the borrower plans to draw how much.
    pub plan: Vec<Planned>,
    /// The day from which it holds.
    pub set_on: NaiveDate,
    /// Why, where it takes the place of another.
    pub reason: Option<String>,
}

/// A line as it is entered.
#[derive(Debug, Clone)]
pub struct NewBudgetLine {
    /// Its code.
    pub code: String,
    /// What it is for.
    pub description: String,
    /// How much.
    pub amount: Money,
}

/// A wish to move money between lines.
#[derive(Debug, Clone)]
pub struct Reallocation {
    /// The line that gives.
    pub from: String,
    /// The line that receives.
    pub to: String,
    /// How much.
    pub amount: Money,
    /// The day from which it holds.
    pub reallocated_on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// What setting a budget would come to, while it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetEffect {
    /// Sum of the lines, with contingency and interest reserve.
    pub total: Money,
    /// Sum of the draws that are planned.
    pub planned: Money,
    /// The loan's amount.
    pub commitment: Money,
    /// The loan's amount less the budget; less than nothing where the budget is larger.
    pub left: Money,
    /// Why it would be refused.
    pub problem: Option<DrawRejection>,
}

/// What moving money between lines would do to them, while it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReallocationEffect {
    /// The line that gives.
    pub from: ReallocatedLine,
    /// The line that receives.
    pub to: ReallocatedLine,
    /// Why it would be refused.
    pub problem: Option<DrawRejection>,
}

/// A line before and after money was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReallocatedLine {
    /// The line.
    pub code: String,
    /// Its budget before.
    pub budget_before: Money,
    /// Its budget after.
    pub budget_after: Money,
    /// What could be requested of it before.
    pub available_before: Money,
    /// What could be requested of it after; less than nothing where too much is moved.
    pub available_after: Money,
}

impl Budget {
    /// A line by its code.
    #[must_use]
    pub fn line(&self, code: &str) -> Option<&BudgetLine> {
        self.lines.iter().find(|line| line.code == code)
    }

    /// Sum of the lines.
    #[must_use]
    pub fn total(&self) -> Money {
        self.lines.iter().fold(Money::ZERO, |sum, line| sum.plus(line.amount))
    }

    /// The line of a code that was named in a field.
    pub(super) fn named(&self, field: &'static str, code: &str) -> Result<&BudgetLine, DrawRejection> {
        self.line(code.trim()).ok_or_else(|| DrawRejection::UnknownLine {
            field,
            code: code.to_owned(),
            lines: self.lines.iter().map(|line| line.code.as_str()).collect::<Vec<_>>().join(", "),
        })
    }
}

impl LoanAccount {
    /// Decides a budget: the first of the loan, or one in its place.
    ///
    /// # Errors
    /// A loan that is not drawn or over, lines that are none, too many, alike or not positive, a day in the future; of one
    /// that takes another's place also lines that keep less than is requested or drawn of them, or a missing reason.
    pub fn set_budget(&self, new: NewBudget, context: &DecisionContext) -> Result<BudgetSet, DrawRejection> {
        self.drawn()?;
        if !(self.loan.status.is_before_funding() || self.must_be_funded().is_ok()) {
            return Err(DrawRejection::LoanNotFunded { status: self.loan.status });
        }
        not_in_the_future("set_on", new.set_on, context.today)?;
        let reason = text::optional("reason", new.reason.clone(), 500)?;
        let lines = new.checked_lines()?;
        let total = lines.iter().fold(Money::ZERO, |sum, line| sum.plus(line.amount));
        if total > LARGEST_PRINCIPAL {
            return Err(DrawRejection::TooLarge { field: "lines" });
        }
        self.keeps_what_is_committed(&lines)?;
        if !self.construction.draws.is_empty() && reason.is_none() {
            return Err(DrawRejection::ReasonMissing);
        }
        let amount = |money| Amount::new(money, self.currency);
        Ok(BudgetSet {
            budget_id: new.budget_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            currency: self.currency,
            total: amount(total),
            lines: lines
                .into_iter()
                .map(|line| BudgetLineAmount {
                    code: line.code,
                    description: line.description,
                    kind: line.kind,
                    amount: amount(line.amount),
                })
                .collect(),
            retainage_percent: new.retainage_percent,
            plan: checked_plan(new.plan)?
                .into_iter()
                .map(|planned| PlannedDraw { on: planned.on, amount: amount(planned.amount) })
                .collect(),
            set_on: new.set_on,
            reason,
            set_by: context.user.clone(),
        })
    }

    /// What setting a budget would come to, for showing it while it is typed.
    #[must_use]
    pub fn budget_effect(&self, new: NewBudget, context: &DecisionContext) -> BudgetEffect {
        let commitment = self.draw_balances().commitment;
        let set_aside = [new.contingency, new.interest_reserve].into_iter().flatten();
        let amounts = new.lines.iter().map(|line| line.amount).chain(set_aside);
        let total = amounts.fold(Money::ZERO, Money::plus);
        let planned = new.plan.iter().map(|planned| planned.amount).fold(Money::ZERO, Money::plus);
        BudgetEffect {
            total,
            planned,
            commitment,
            left: commitment.less(total),
            problem: self.set_budget(new, context).err(),
        }
    }

    /// Refuses lines that leave a request or a draw without its budget.
    fn keeps_what_is_committed(&self, lines: &[BudgetLine]) -> Result<(), DrawRejection> {
        for figures in self.budget_figures().lines {
            let committed = figures.committed();
            let keeps =
                lines.iter().find(|line| line.code == figures.code).map_or(Money::ZERO, |line| line.amount);
            if committed > keeps {
                return Err(DrawRejection::LineBelowCommitted {
                    code: figures.code,
                    committed: Amount::new(committed, self.currency),
                });
            }
        }
        Ok(())
    }

    /// Decides a move of money between lines. The sum of the budget stays.
    ///
    /// # Errors
    /// A loan without a budget or over, unknown or equal lines, an amount of nothing or of more than the line has left,
    /// a day in the future, a reason that is empty or too long.
    pub fn reallocate(
        &self,
        wish: Reallocation,
        context: &DecisionContext,
    ) -> Result<BudgetReallocated, DrawRejection> {
        let budget = self.budgeted()?;
        if !(self.loan.status.is_before_funding() || self.must_be_funded().is_ok()) {
            return Err(DrawRejection::LoanNotFunded { status: self.loan.status });
        }
        let (from, to) = (budget.named("from", &wish.from)?, budget.named("to", &wish.to)?);
        if from.code == to.code {
            return Err(DrawRejection::SameLine);
        }
        if !wish.amount.is_positive() {
            return Err(DrawRejection::NotPositive { field: "amount", code: None });
        }
        not_in_the_future("reallocated_on", wish.reallocated_on, context.today)?;
        let available = self.budget_figures().available(&from.code);
        if wish.amount > available {
            return Err(DrawRejection::OverLineReallocated {
                code: from.code.clone(),
                available: Amount::new(available, self.currency),
            });
        }
        Ok(BudgetReallocated {
            budget_id: budget.budget_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            currency: self.currency,
            from_code: from.code.clone(),
            to_code: to.code.clone(),
            amount: Amount::new(wish.amount, self.currency),
            reallocated_on: wish.reallocated_on,
            reason: text::required("reason", &wish.reason, 500)?,
            reallocated_by: context.user.clone(),
        })
    }

    /// What moving money between lines would do to them, for showing it while it is typed.
    ///
    /// # Errors
    /// A loan without a budget, or lines that it does not have.
    pub fn reallocation_effect(
        &self,
        wish: Reallocation,
        context: &DecisionContext,
    ) -> Result<ReallocationEffect, DrawRejection> {
        let budget = self.budgeted()?;
        let (from, to) = (budget.named("from", &wish.from)?, budget.named("to", &wish.to)?);
        let figures = self.budget_figures();
        let line = |line: &BudgetLine, budget_after: Money, available_after: fn(Money, Money) -> Money| {
            let available_before = figures.available(&line.code);
            ReallocatedLine {
                code: line.code.clone(),
                budget_before: line.amount,
                budget_after,
                available_before,
                available_after: available_after(available_before, wish.amount),
            }
        };
        Ok(ReallocationEffect {
            from: line(from, from.amount.less(wish.amount), Money::less),
            to: line(to, to.amount.plus(wish.amount), Money::plus),
            problem: self.reallocate(wish.clone(), context).err(),
        })
    }
}

impl NewBudgetLine {
    /// All that is wrong with the line by itself, whatever the others of its budget are.
    #[must_use]
    pub fn faults(&self) -> Vec<DrawRejection> {
        let faults =
            [self.checked_code().err(), self.checked_amount().err(), self.checked_description().err()];
        faults.into_iter().flatten().collect()
    }

    fn checked_code(&self) -> Result<String, DrawRejection> {
        let code = text::line("code", &self.code, 40)?;
        let reserved = [CONTINGENCY, INTEREST_RESERVE];
        match reserved.into_iter().find(|reserved| *reserved == code.to_lowercase()) {
            Some(reserved) => Err(DrawRejection::ReservedCode { code: reserved.to_owned() }),
            None => Ok(code),
        }
    }

    fn checked_amount(&self) -> Result<Money, DrawRejection> {
        positive("lines", Some(self.code.trim()), self.amount)
    }

    fn checked_description(&self) -> Result<String, DrawRejection> {
        Ok(text::required("description", &self.description, 200)?)
    }
}

impl NewBudget {
    fn checked_lines(&self) -> Result<Vec<BudgetLine>, DrawRejection> {
        if self.lines.is_empty() {
            return Err(DrawRejection::NoLines);
        }
        if self.lines.len() > MOST_LINES {
            return Err(DrawRejection::TooMany { field: "lines", most: MOST_LINES });
        }
        let mut codes = BTreeSet::new();
        let mut lines = Vec::with_capacity(self.lines.len() + 2);
        for line in &self.lines {
            let code = line.checked_code()?;
            if !codes.insert(code.to_lowercase()) {
                return Err(DrawRejection::DuplicateLine { code });
            }
            let amount = line.checked_amount()?;
            let description = line.checked_description()?;
            lines.push(BudgetLine { code, description, kind: BudgetLineKind::Cost, amount });
        }
        let set_aside = [
            (self.contingency, "contingency", CONTINGENCY, "Contingency", BudgetLineKind::Contingency),
            (
                self.interest_reserve,
                "interest_reserve",
                INTEREST_RESERVE,
                "Interest reserve",
                BudgetLineKind::InterestReserve,
            ),
        ];
        for (amount, field, code, description, kind) in set_aside {
            // A set-aside of zero may be filled by a reallocation later.
            let Some(amount) = amount else { continue };
            if amount.is_negative() {
                return Err(DrawRejection::NotPositive { field, code: None });
            }
            let amount = limited(field, amount)?;
            lines.push(BudgetLine {
                code: code.to_owned(),
                description: description.to_owned(),
                kind,
                amount,
            });
        }
        Ok(lines)
    }
}

fn checked_plan(mut plan: Vec<Planned>) -> Result<Vec<Planned>, DrawRejection> {
    if plan.len() > MOST_PLANNED {
        return Err(DrawRejection::TooMany { field: "plan", most: MOST_PLANNED });
    }
    for planned in &plan {
        positive("plan", None, planned.amount)?;
    }
    plan.sort_by_key(|planned| planned.on);
    Ok(plan)
}

/// An amount of more than nothing and no more than a loan may be.
pub(super) fn positive(
    field: &'static str,
    code: Option<&str>,
    amount: Money,
) -> Result<Money, DrawRejection> {
    if !amount.is_positive() {
        return Err(DrawRejection::NotPositive { field, code: code.map(ToOwned::to_owned) });
    }
    limited(field, amount)
}

fn limited(field: &'static str, amount: Money) -> Result<Money, DrawRejection> {
    if amount > LARGEST_PRINCIPAL { Err(DrawRejection::TooLarge { field }) } else { Ok(amount) }
}

impl Construction {
    pub(super) fn set_budget(&mut self, set: BudgetSet) -> Result<(), AmountError> {
        let mut lines = Vec::with_capacity(set.lines.len());
        for line in set.lines {
            let BudgetLineAmount { code, description, kind, amount } = line;
            lines.push(BudgetLine { code, description, kind, amount: amount.money(set.currency)? });
        }
        let mut plan = Vec::with_capacity(set.plan.len());
        for planned in set.plan {
            plan.push(Planned { on: planned.on, amount: planned.amount.money(set.currency)? });
        }
        let budget =
            Budget { budget_id: set.budget_id, lines, retainage_percent: set.retainage_percent, plan };
        self.note_reserve(&budget, set.set_on);
        self.budget = Some(budget);
        Ok(())
    }

    pub(super) fn reallocate(&mut self, moved: &BudgetReallocated) -> Result<(), AmountError> {
        let amount = moved.amount.money(moved.currency)?;
        let Some(mut budget) = self.budget.take() else { return Ok(()) };
        for line in &mut budget.lines {
            if line.code == moved.from_code {
                line.amount = line.amount.less(amount);
            } else if line.code == moved.to_code {
                line.amount = line.amount.plus(amount);
            }
        }
        self.note_reserve(&budget, moved.reallocated_on);
        self.budget = Some(budget);
        Ok(())
    }

    /// Keeps how large the reserve is from a day on. A later recording for an earlier day holds from that day too.
    fn note_reserve(&mut self, budget: &Budget, from: NaiveDate) {
        let amount = budget.line(INTEREST_RESERVE).map_or(Money::ZERO, |line| line.amount);
        let before = self.reserve.last().map_or(Money::ZERO, |step| step.amount);
        if amount != before {
            self.reserve.retain(|step| step.from < from);
            self.reserve.push(ReserveStep { from, amount });
        }
    }
}
