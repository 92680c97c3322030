//! What of a budget and a loan is asked for, approved, paid out, held back and left.

use std::collections::HashMap;

use super::{BudgetLineKind, DrawStatus};
use crate::{LoanAccount, Money, split::split};

/// The figures of one line of a budget. `drawn + remaining = budget`, always.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFigures {
    /// Its code.
    pub code: String,
    /// What it is for.
    pub description: String,
    /// What kind of line.
    pub kind: BudgetLineKind,
    /// How much it is, with what was reallocated.
    pub budget: Money,
    /// Requested and not decided.
    pub requested: Money,
    /// Approved and not paid out.
    pub approved: Money,
    /// Drawn: paid out, with what was held back of it. Of the interest reserve, what it paid.
    pub drawn: Money,
    /// What of the drawn is held back.
    pub retainage_held: Money,
    /// Budget less drawn.
    pub remaining: Money,
    /// How far its work had come at the last inspection.
    pub percent_complete: Option<crate::Percent>,
}

impl LineFigures {
    /// What is requested, approved or drawn of it.
    #[must_use]
    pub fn committed(&self) -> Money {
        self.requested.plus(self.approved).plus(self.drawn)
    }

    /// What may still be requested.
    #[must_use]
    pub fn available(&self) -> Money {
        self.budget.less(self.committed()).max(Money::ZERO)
    }
}

/// The figures of a budget, and whether the loan is in balance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BudgetFigures {
    /// Line by line.
    pub lines: Vec<LineFigures>,
    /// Sum of the budget.
    pub budget: Money,
    /// Sum of what is drawn.
    pub drawn: Money,
    /// What the rest of the building costs: what remains of the budget, and the retainage that is held.
    pub cost_to_complete: Money,
    /// What the loan still has: its amount less what is disbursed.
    pub undisbursed: Money,
    /// What the rest costs more than the loan still has; zero where the loan is in balance.
    pub out_of_balance_by: Money,
}

impl BudgetFigures {
    /// What may still be requested of a line.
    #[must_use]
    pub fn available(&self, code: &str) -> Money {
        self.lines.iter().find(|line| line.code == code).map_or(Money::ZERO, LineFigures::available)
    }
}

/// What of a loan's amount is where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DrawBalances {
    /// The loan's amount.
    pub commitment: Money,
    /// Paid out: the initial advance, draws without their retainage, retainage released, and what the reserve paid.
    pub disbursed: Money,
    /// Approved and not yet disbursed, retainage included.
    pub approved_undisbursed: Money,
    /// Held back of draws that were paid out.
    pub retainage_held: Money,
    /// Available to draw: the rest.
    pub available: Money,
    /// Requested and not decided; part of what is available.
    pub requested: Money,
}

impl LoanAccount {
    /// The figures of the budget as it stands; of no lines where there is none.
    #[must_use]
    pub fn budget_figures(&self) -> BudgetFigures {
        let Some(budget) = &self.construction.budget else { return BudgetFigures::default() };
        let mut lines: Vec<LineFigures> = budget
            .lines
            .iter()
            .map(|line| LineFigures {
                code: line.code.clone(),
                description: line.description.clone(),
                kind: line.kind,
                budget: line.amount,
                requested: Money::ZERO,
                approved: Money::ZERO,
                drawn: Money::ZERO,
                retainage_held: Money::ZERO,
                remaining: line.amount,
                percent_complete: self.construction.percent_complete(&line.code),
            })
            .collect();
        self.count_draws(&mut lines);
        let used = self.construction.reserve_used();
        for line in lines.iter_mut().filter(|line| line.kind == BudgetLineKind::InterestReserve) {
            line.drawn = line.drawn.plus(used);
        }
        for line in &mut lines {
            line.remaining = line.budget.less(line.drawn);
        }
        let sum = |part: fn(&LineFigures) -> Money| {
            lines.iter().fold(Money::ZERO, |sum, line| sum.plus(part(line)))
        };
        let (budget, drawn, held) =
            (sum(|line| line.budget), sum(|line| line.drawn), sum(|line| line.retainage_held));
        let balances = self.draw_balances();
        let cost_to_complete = budget.less(drawn).plus(held);
        let undisbursed = balances.commitment.less(balances.disbursed);
        BudgetFigures {
            lines,
            budget,
            drawn,
            cost_to_complete,
            undisbursed,
            out_of_balance_by: cost_to_complete.less(undisbursed).max(Money::ZERO),
        }
    }

    fn count_draws(&self, lines: &mut [LineFigures]) {
        let places: HashMap<String, usize> =
            lines.iter().enumerate().map(|(place, line)| (line.code.clone(), place)).collect();
        for draw in &self.construction.draws {
            // What was released of a draw is released of its lines in proportion to what they held back.
            let retainage: Vec<Money> = draw.lines.iter().map(|line| line.retainage).collect();
            let released = split(draw.released, &retainage);
            for (of_draw, released) in draw.lines.iter().zip(released) {
                let Some(line) = places.get(&of_draw.code).and_then(|place| lines.get_mut(*place)) else {
                    continue;
                };
                match draw.status {
                    DrawStatus::Requested | DrawStatus::Inspected => {
                        line.requested = line.requested.plus(of_draw.requested);
                    }
                    DrawStatus::Approved => line.approved = line.approved.plus(of_draw.approved),
                    DrawStatus::Disbursed => {
                        line.drawn = line.drawn.plus(of_draw.approved);
                        line.retainage_held = line.retainage_held.plus(of_draw.retainage.less(released));
                    }
                    DrawStatus::Draft
                    | DrawStatus::Rejected
                    | DrawStatus::SentBack
                    | DrawStatus::Cancelled => {}
                }
            }
        }
    }

    /// What of the loan's amount is disbursed, approved, held back and left; of a loan that is not drawn, all is
    /// disbursed at its funding.
    #[must_use]
    pub fn draw_balances(&self) -> DrawBalances {
        let commitment = self.loan.terms.principal;
        let advanced = match (self.loan.funded_on, self.loan.terms.construction) {
            (None, _) => Money::ZERO,
            (Some(_), None) => commitment,
            (Some(_), Some(terms)) => terms.initial_advance,
        };
        let construction = &self.construction;
        let mut balances = DrawBalances {
            commitment,
            disbursed: advanced.plus(construction.reserve_used()),
            ..DrawBalances::default()
        };
        for draw in &construction.draws {
            match draw.status {
                DrawStatus::Requested | DrawStatus::Inspected => {
                    balances.requested = balances.requested.plus(draw.requested());
                }
                DrawStatus::Approved => {
                    balances.approved_undisbursed = balances.approved_undisbursed.plus(draw.approved());
                }
                DrawStatus::Disbursed => {
                    balances.disbursed = balances.disbursed.plus(draw.to_disburse()).plus(draw.released);
                    balances.retainage_held = balances.retainage_held.plus(draw.retainage_held());
                }
                DrawStatus::Draft | DrawStatus::Rejected | DrawStatus::SentBack | DrawStatus::Cancelled => {}
            }
        }
        balances.available = commitment
            .less(balances.disbursed)
            .less(balances.approved_undisbursed)
            .less(balances.retainage_held);
        balances
    }
}
