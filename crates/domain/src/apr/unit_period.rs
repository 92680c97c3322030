//! Unit-periods: what they are, how many a year has, and how many lie between two days.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::{
    Frequency, PaymentPeriod,
    calendar::{MonthsAndDays, due_months_before},
};

/// Days of a year in Appendix J.
const DAYS_PER_YEAR: u32 = 365;

/// The period over which the actuarial method compounds; at most a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnitPeriod {
    /// So many days, 1 to 366.
    Days(u32),
    /// So many weeks, 1 to 52.
    Weeks(u32),
    /// Half a month.
    HalfMonth,
    /// So many months, 1 to 12.
    Months(u32),
}

/// How many unit-periods a year has, in lowest terms: 12/1, 365/255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PerYear {
    /// Upper part.
    pub numerator: u32,
    /// Lower part, not zero.
    pub denominator: u32,
}

/// Unit-periods between two days: whole ones, and odd days (or months of a year) over those of a unit-period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitPeriods {
    /// Whole unit-periods, counted back from the later day.
    pub whole: u32,
    /// What is left before them.
    pub odd: u32,
    /// What of it makes a unit-period: 30 for a month, 7 for a week, 365 or 12 for a year.
    pub of: u32,
}

impl UnitPeriod {
    /// A year, the longest.
    pub const YEAR: Self = Self::Months(12);

    /// The unit-period of a time between payments; whole weeks are weeks. None for a single payment, whose
    /// unit-period is its term, and where it is nothing or over a year.
    #[must_use]
    pub fn of(period: PaymentPeriod) -> Option<Self> {
        let unit_period = match period {
            PaymentPeriod::Months(months) => Self::Months(months),
            PaymentPeriod::Days(days) if days > 0 && days.is_multiple_of(7) => Self::Weeks(days / 7),
            PaymentPeriod::Days(days) => Self::Days(days),
            PaymentPeriod::HalfMonth => Self::HalfMonth,
            PaymentPeriod::Term => return None,
        };
        unit_period.is_within_a_year().then_some(unit_period)
    }

    /// Whether it is at least a day, and at most a year.
    #[must_use]
    pub const fn is_within_a_year(self) -> bool {
        match self {
            Self::Days(days) => 1 <= days && days <= DAYS_PER_YEAR + 1,
            Self::Weeks(weeks) => 1 <= weeks && weeks <= 52,
            Self::HalfMonth => true,
            Self::Months(months) => 1 <= months && months <= 12,
        }
    }

    /// How many a year has (Appendix J, (b)(5)): 12 months, 24 half months, 52 weeks, 365 days.
    #[must_use]
    pub const fn per_year(self) -> PerYear {
        match self {
            Self::Days(days) => PerYear::of(DAYS_PER_YEAR, days),
            Self::Weeks(weeks) => PerYear::of(52, weeks),
            Self::HalfMonth => PerYear::of(24, 1),
            Self::Months(months) => PerYear::of(12, months),
        }
    }

    /// How many lie between two days, by (b)(5)(ii) to (v) of Appendix J.
    ///
    /// Months are measured back from the later day, and what is left is days over 30 for each month; a year's rest
    /// is months over 12 where it is whole months, else days over 365. Other unit-periods count days. None where
    /// the later day comes first, or the unit-period is nothing.
    #[must_use]
    pub fn between(self, start: NaiveDate, end: NaiveDate) -> Option<UnitPeriods> {
        self.counted(start, end, end.day(), MonthsAndDays::between(start, end))
    }

    /// The same to a payment of a series whose due day its month may lack: month ends are all counted back to month
    /// ends, so that the odd days are the same for each.
    #[must_use]
    pub fn between_due(self, start: NaiveDate, end: NaiveDate, due_day: u32) -> Option<UnitPeriods> {
        self.counted(start, end, due_day, MonthsAndDays::between_due(start, end, due_day))
    }

    fn counted(
        self,
        start: NaiveDate,
        end: NaiveDate,
        due_day: u32,
        months: Option<MonthsAndDays>,
    ) -> Option<UnitPeriods> {
        let days = || u32::try_from((end - start).num_days()).ok();
        let thirties =
            || months.and_then(|counted| counted.months.checked_mul(30)?.checked_add(counted.days));
        match self {
            Self::Days(step) => UnitPeriods::divided(days()?, step),
            Self::Weeks(step) => UnitPeriods::divided(days()?, step.checked_mul(7)?),
            Self::HalfMonth => UnitPeriods::divided(thirties()?, 15),
            // A month is not its thirty days: odd days are counted over 30, but there may be thirty of them.
            Self::Months(1) => months.map(|counted| UnitPeriods::new(counted.months, counted.days, 30)),
            Self::Months(12) => Self::years(start, end, due_day, months?),
            Self::Months(step) => UnitPeriods::divided(thirties()?, step.checked_mul(30)?),
        }
    }

    fn years(start: NaiveDate, end: NaiveDate, due_day: u32, counted: MonthsAndDays) -> Option<UnitPeriods> {
        let whole = counted.months / 12;
        if counted.days == 0 {
            return Some(UnitPeriods::new(whole, counted.months % 12, 12));
        }
        let first = due_months_before(end, 12 * whole, due_day)?;
        let odd = u32::try_from((first - start).num_days()).ok()?;
        Some(UnitPeriods::new(whole, odd, DAYS_PER_YEAR))
    }

    /// The word of a payment frequency of the same length, if there is one.
    #[must_use]
    pub fn word(self) -> Option<&'static str> {
        let is_same = |frequency: &Frequency| Self::of(frequency.period()) == Some(self);
        Frequency::ALL.into_iter().find(is_same).map(Frequency::as_str)
    }
}

impl fmt::Display for UnitPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.word(), *self) {
            (Some(word), _) => f.write_str(word),
            (None, Self::Days(1)) => f.write_str("daily"),
            (None, Self::Days(days)) => write!(f, "{days} days"),
            (None, Self::Weeks(weeks)) => write!(f, "{weeks} weeks"),
            (None, Self::HalfMonth) => f.write_str("semimonthly"),
            (None, Self::Months(months)) => write!(f, "{months} months"),
        }
    }
}

impl PerYear {
    const fn of(numerator: u32, denominator: u32) -> Self {
        let (mut larger, mut smaller) = (numerator, denominator);
        while smaller != 0 {
            (larger, smaller) = (smaller, larger % smaller);
        }
        Self { numerator: numerator / larger, denominator: denominator / larger }
    }
}

impl fmt::Display for PerYear {
    /// A whole number, or a ratio such as `365/42`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.denominator {
            1 => write!(f, "{}", self.numerator),
            denominator => write!(f, "{}/{denominator}", self.numerator),
        }
    }
}

impl UnitPeriods {
    const fn new(whole: u32, odd: u32, of: u32) -> Self {
        Self { whole, odd, of }
    }

    fn divided(days: u32, of: u32) -> Option<Self> {
        Some(Self::new(days.checked_div(of)?, days.checked_rem(of)?, of))
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::date, *};

    #[test]
    fn odd_days_of_every_unit_period() {
        let cases = [
            (UnitPeriod::Months(1), "2026-01-10", "2026-02-15", (1, 5, 30)),
            (UnitPeriod::Months(1), "2026-01-01", "2026-01-31", (0, 30, 30)),
            (UnitPeriod::Months(2), "1978-01-10", "1978-03-01", (0, 52, 60)),
            (UnitPeriod::Months(11), "2026-01-10", "2027-01-15", (1, 35, 330)),
            (UnitPeriod::HalfMonth, "1978-02-23", "1978-03-16", (1, 6, 15)),
            (UnitPeriod::HalfMonth, "1978-02-23", "1978-04-01", (2, 6, 15)),
            (UnitPeriod::Weeks(2), "1978-04-03", "1978-04-11", (0, 8, 14)),
            (UnitPeriod::Days(10), "2025-01-01", "2025-01-26", (2, 5, 10)),
            (UnitPeriod::YEAR, "2025-01-17", "2026-04-17", (1, 3, 12)),
            (UnitPeriod::YEAR, "2025-01-17", "2026-04-18", (1, 91, 365)),
            (UnitPeriod::YEAR, "2024-02-29", "2025-02-28", (1, 0, 12)),
        ];
        for (unit_period, start, end, (whole, odd, of)) in cases {
            let counted = unit_period.between(date(start), date(end));
            assert_eq!(counted, Some(UnitPeriods { whole, odd, of }), "{unit_period:?} {start} {end}");
        }
        assert_eq!(UnitPeriod::Weeks(1).between(date("2025-01-02"), date("2025-01-01")), None);
        assert_eq!(UnitPeriod::Weeks(0).between(date("2025-01-01"), date("2025-01-02")), None);
    }

    #[test]
    fn names_and_numbers_a_year() {
        let cases = [
            (UnitPeriod::Months(1), "monthly", "12"),
            (UnitPeriod::Months(5), "5 months", "12/5"),
            (UnitPeriod::HalfMonth, "semimonthly", "24"),
            (UnitPeriod::Weeks(2), "biweekly", "26"),
            (UnitPeriod::Weeks(6), "6 weeks", "26/3"),
            (UnitPeriod::Days(1), "daily", "365"),
            (UnitPeriod::Days(42), "42 days", "365/42"),
            (UnitPeriod::YEAR, "annual", "1"),
        ];
        for (unit_period, name, per_year) in cases {
            assert_eq!(
                (unit_period.to_string(), unit_period.per_year().to_string()),
                (name.into(), per_year.into())
            );
        }
        assert_eq!(UnitPeriod::of(PaymentPeriod::Days(28)), Some(UnitPeriod::Weeks(4)));
        assert_eq!(UnitPeriod::of(PaymentPeriod::Days(30)), Some(UnitPeriod::Days(30)));
        for none in [PaymentPeriod::Term, PaymentPeriod::Days(0), PaymentPeriod::Months(13)] {
            assert_eq!(UnitPeriod::of(none), None);
        }
    }
}
