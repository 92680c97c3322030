//! Interest by the passing of days: the stretches in which nothing changed, and their days.

use chrono::NaiveDate;

use crate::{AnnualRate, ExactInterest, Money, YearFraction};

/// A stretch of time in which neither the balance nor the rate changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accrual {
    /// Its first day.
    pub from: NaiveDate,
    /// The day after its last.
    pub to: NaiveDate,
    /// The part of a year that it is.
    pub fraction: YearFraction,
    /// Principal outstanding.
    pub balance: Money,
    /// The rate in force, with default interest.
    pub annual_rate: AnnualRate,
    /// Balance × rate × fraction, exactly.
    pub interest: ExactInterest,
}

/// The interest of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayAccrual {
    /// The day.
    pub on: NaiveDate,
    /// Principal outstanding.
    pub balance: Money,
    /// The rate in force, with default interest.
    pub annual_rate: AnnualRate,
    /// Interest of the day, exactly.
    pub interest: ExactInterest,
    /// Interest of all days shown up to it, exactly.
    pub sum: ExactInterest,
}

impl Accrual {
    /// Days it lasts.
    #[must_use]
    pub fn days(&self) -> i64 {
        (self.to - self.from).num_days()
    }

    /// The stretches as one where a day bears the same in both: what only interrupts the reckoning, such as a fee, is
    /// no change. Not for stretches of several periods.
    #[must_use]
    pub fn joined(accruals: &[Self]) -> Vec<Self> {
        let mut joined: Vec<Self> = Vec::with_capacity(accruals.len());
        for accrual in accruals {
            match joined.last().and_then(|last| last.continued(accrual)) {
                Some(longer) => {
                    joined.pop();
                    joined.push(longer);
                }
                None => joined.push(*accrual),
            }
        }
        joined
    }

    /// Both in one, where the next one follows it and nothing changes between them.
    fn continued(&self, next: &Self) -> Option<Self> {
        let unchanged = self.to == next.from
            && (self.balance, self.annual_rate) == (next.balance, next.annual_rate)
            && self.interest.divided(self.days())? == next.interest.divided(next.days())?;
        unchanged.then_some(())?;
        Some(Self {
            to: next.to,
            fraction: self.fraction.checked_add(next.fraction)?,
            interest: self.interest.checked_add(next.interest)?,
            ..*self
        })
    }

    /// The days of stretches that follow each other, from one day until before another. The days of a stretch bear
    /// the same interest each: no stretch reaches over the end of a period, nor of a year where that matters. None
    /// where the sum leaves 128 bits.
    #[must_use]
    pub fn by_day(accruals: &[Self], from: NaiveDate, to: NaiveDate) -> Option<Vec<DayAccrual>> {
        let mut days = Vec::new();
        let mut sum = ExactInterest::ZERO;
        for accrual in accruals.iter().filter(|accrual| accrual.from < to && from < accrual.to) {
            let interest = accrual.interest.divided(accrual.days())?;
            let of_stretch = accrual.from.iter_days().take_while(|day| *day < accrual.to);
            for on in of_stretch.filter(|day| (from..to).contains(day)) {
                sum = sum.checked_add(interest)?;
                let (balance, annual_rate) = (accrual.balance, accrual.annual_rate);
                days.push(DayAccrual { on, balance, annual_rate, interest, sum });
            }
        }
        Some(days)
    }
}
