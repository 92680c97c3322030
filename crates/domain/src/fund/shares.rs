//! How an amount is divided between investors.

use chrono::NaiveDate;

use super::{FundAccount, InvestorFigures, InvestorPart};
use crate::{Money, split};

/// Splits a total in proportion to weights, no part over its limit. What would be over someone's limit is asked of the
/// others, in the same proportion. Each split is by the largest remainder, so that the parts add up.
///
/// The total must not be more than the limits together; a weight is zero only where the limit is.
#[must_use]
pub fn split_within(total: Money, weights: &[Money], limits: &[Money]) -> Vec<Money> {
    let mut parts = vec![Money::ZERO; weights.len()];
    let mut at_limit = vec![false; weights.len()];
    loop {
        let fixed = parts.iter().zip(&at_limit).filter(|(_, fixed)| **fixed);
        let rest = total.less(fixed.fold(Money::ZERO, |sum, (part, _)| sum.plus(*part)));
        let open: Vec<Money> = weights
            .iter()
            .zip(&at_limit)
            .map(|(weight, fixed)| if *fixed { Money::ZERO } else { *weight })
            .collect();
        let mut is_within = true;
        for (((part, share), limit), fixed) in
            parts.iter_mut().zip(split(rest, &open)).zip(limits).zip(&mut at_limit)
        {
            if *fixed {
                continue;
            }
            *part = share;
            if share > *limit {
                *part = *limit;
                *fixed = true;
                is_within = false;
            }
        }
        // Each round takes at least one investor out, so there are at most as many rounds as investors.
        if is_within {
            return parts;
        }
    }
}

impl FundAccount {
    /// What a call of an amount asks of each investor of its day: in proportion to commitments, and of nobody more than
    /// is uncalled of theirs, then and later.
    #[must_use]
    pub fn call_parts(&self, amount: Money, on: NaiveDate) -> Vec<InvestorPart> {
        let (investors, limits): (Vec<InvestorFigures>, Vec<Money>) =
            self.investors_from(on, InvestorFigures::uncalled).into_iter().unzip();
        // Whoever has nothing left to call is no part of the proportion.
        let weight = |(investor, limit): (&InvestorFigures, &Money)| {
            if limit.is_zero() { Money::ZERO } else { investor.committed }
        };
        let weights: Vec<Money> = investors.iter().zip(&limits).map(weight).collect();
        of_investors(&investors, split_within(amount, &weights, &limits))
    }

    /// What a distribution of an amount gives each investor of its day: in proportion to the capital that each has in
    /// the fund; where all of it went back, to what each paid in.
    #[must_use]
    pub fn distribution_parts(&self, amount: Money, on: NaiveDate) -> Vec<InvestorPart> {
        let investors = self.until(on).investors();
        let capital: Vec<Money> = investors.iter().map(InvestorFigures::capital).collect();
        let weights = if capital.iter().any(|money| money.is_positive()) {
            capital
        } else {
            investors.iter().map(|investor| investor.contributed).collect()
        };
        of_investors(&investors, split(amount, &weights))
    }

    /// What a return of capital gives each investor of its day: in proportion to the capital that each has in the fund,
    /// and to nobody more than they have, then and later.
    #[must_use]
    pub fn return_parts(&self, amount: Money, on: NaiveDate) -> Vec<InvestorPart> {
        let (investors, limits): (Vec<InvestorFigures>, Vec<Money>) =
            self.investors_from(on, InvestorFigures::capital).into_iter().unzip();
        let weights: Vec<Money> = investors.iter().map(InvestorFigures::capital).collect();
        of_investors(&investors, split_within(amount, &weights, &limits))
    }
}

/// The parts that are something.
fn of_investors(investors: &[InvestorFigures], parts: Vec<Money>) -> Vec<InvestorPart> {
    let part = |(investor, amount): (&InvestorFigures, Money)| InvestorPart {
        investor_id: investor.investor_id,
        amount,
    };
    investors.iter().zip(parts).map(part).filter(|part| part.amount.is_positive()).collect()
}
