//! A fund on a day. What is recorded counts from its own day, which may lie before that of what was recorded earlier: so
//! a figure is asked of the day, and of every later one on which it is another.

use chrono::NaiveDate;

use super::{FundAccount, InvestorFigures};
use crate::Money;

impl FundAccount {
    /// The fund at the end of a day, without what counts from later ones.
    #[must_use]
    pub fn until(&self, day: NaiveDate) -> Self {
        let entries = self.entries.iter().filter(|entry| entry.on <= day).cloned().collect();
        Self { entries, ..self.without_entries() }
    }

    fn without_entries(&self) -> Self {
        Self { name: self.name.clone(), strategy: self.strategy.clone(), entries: Vec::new(), ..*self }
    }

    /// The first day, not before another, from which on the fund always has an amount available.
    #[must_use]
    pub fn available_from(&self, amount: Money, from: NaiveDate) -> Option<NaiveDate> {
        let is_there = |day: &NaiveDate| self.least_from(*day, |fund| fund.figures().available()) >= amount;
        self.days_from(from).into_iter().find(is_there)
    }

    /// A day, and the later ones from which something counts.
    pub(super) fn days_from(&self, day: NaiveDate) -> Vec<NaiveDate> {
        let later = self.live_entries().map(|entry| entry.on).filter(|on| *on > day);
        let mut days: Vec<NaiveDate> = std::iter::once(day).chain(later).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The least of a figure on a day and on all later ones.
    pub(super) fn least_from(&self, day: NaiveDate, figure: impl Fn(&Self) -> Money) -> Money {
        let days = self.days_from(day).into_iter().map(|day| figure(&self.until(day)));
        days.min().unwrap_or(Money::ZERO)
    }

    /// Each investor of a day as they stood then, and the least of a figure of theirs then and later.
    pub(super) fn investors_from(
        &self,
        day: NaiveDate,
        figure: fn(&InvestorFigures) -> Money,
    ) -> Vec<(InvestorFigures, Money)> {
        let days: Vec<Vec<InvestorFigures>> =
            self.days_from(day).into_iter().map(|day| self.until(day).investors()).collect();
        let Some(then) = days.first() else { return Vec::new() };
        let least = |investor: &InvestorFigures| {
            let of_them = days.iter().flatten().filter(|other| other.investor_id == investor.investor_id);
            of_them.map(figure).min().unwrap_or(Money::ZERO).max(Money::ZERO)
        };
        then.iter().map(|investor| (*investor, least(investor))).collect()
    }
}
