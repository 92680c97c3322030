//! Day counts: how the days between two civil dates become a fraction of a year.
//!
//! Sources: ISDA 2006 Definitions, section 4.16 (b) Actual/Actual, (d) Actual/365 Fixed, (e) Actual/360,
//! (f) 30/360, (g) 30E/360, (h) 30E/360 (ISDA); 30/360 US with the end-of-February rule of the SIA.

use std::{fmt, str::FromStr};

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use crate::YearFraction;

/// How days become a fraction of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema, TS)]
pub enum DayCount {
    /// 30/360, bond basis.
    #[default]
    #[serde(rename = "30/360")]
    Thirty360,
    /// 30/360 US: the last day of February counts as the 30th.
    #[serde(rename = "30/360us")]
    Thirty360Us,
    /// 30E/360, Eurobond basis: a 31st counts as the 30th.
    #[serde(rename = "30E/360")]
    ThirtyE360,
    /// 30E/360 ISDA: a month's last day counts as the 30th, but not a termination date at the end of February.
    #[serde(rename = "30E/360isda")]
    ThirtyE360Isda,
    /// Actual days over 360.
    #[serde(rename = "actual/360")]
    Actual360,
    /// Actual days over 365, in leap years too.
    #[serde(rename = "actual/365")]
    Actual365,
    /// Actual days over the days of the year they lie in.
    #[serde(rename = "actual/actual")]
    ActualActual,
}

/// A name that is no day count.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "{0:?} is not a day count; allowed: 30/360, 30/360us, 30E/360, 30E/360isda, actual/360, actual/365, actual/actual"
)]
pub struct UnknownDayCount(pub String);

impl DayCount {
    /// Every day count.
    pub const ALL: [Self; 7] = [
        Self::Thirty360,
        Self::Thirty360Us,
        Self::ThirtyE360,
        Self::ThirtyE360Isda,
        Self::Actual360,
        Self::Actual365,
        Self::ActualActual,
    ];

    /// The name used on the wire and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Thirty360 => "30/360",
            Self::Thirty360Us => "30/360us",
            Self::ThirtyE360 => "30E/360",
            Self::ThirtyE360Isda => "30E/360isda",
            Self::Actual360 => "actual/360",
            Self::Actual365 => "actual/365",
            Self::ActualActual => "actual/actual",
        }
    }

    /// Whether months count as thirty days each.
    #[must_use]
    pub const fn counts_thirty(self) -> bool {
        matches!(self, Self::Thirty360 | Self::Thirty360Us | Self::ThirtyE360 | Self::ThirtyE360Isda)
    }

    /// Days from one date to another. Only 30E/360 ISDA looks at `termination_on`, the day on which the loan ends.
    ///
    /// Where `to` is the earlier date these are the days from `to` to `from`, negative, so that turning a stretch
    /// round changes nothing but the sign. (The 30/360 definitions treat the two dates unlike and say nothing of
    /// dates in the wrong order.)
    #[must_use]
    pub fn days(self, from: NaiveDate, to: NaiveDate, termination_on: Option<NaiveDate>) -> i64 {
        if !self.counts_thirty() {
            return (to - from).num_days();
        }
        if to < from {
            return -self.days(to, from, termination_on);
        }
        let (first, last) = self.thirty_day_days(from, to, termination_on);
        360 * i64::from(to.year() - from.year())
            + 30 * (i64::from(to.month()) - i64::from(from.month()))
            + (i64::from(last) - i64::from(first))
    }

    /// The days of the month that the two dates count as.
    fn thirty_day_days(
        self,
        from: NaiveDate,
        to: NaiveDate,
        termination_on: Option<NaiveDate>,
    ) -> (u32, u32) {
        let (first, last) = (from.day(), to.day());
        match self {
            Self::ThirtyE360 => (first.min(30), last.min(30)),
            Self::ThirtyE360Isda => {
                let first = if is_month_end(from) { 30 } else { first };
                let is_termination_in_february = termination_on == Some(to) && to.month() == 2;
                let last = if is_month_end(to) && !is_termination_in_february { 30 } else { last };
                (first, last)
            }
            Self::Thirty360Us => {
                let from_is_february_end = from.month() == 2 && is_month_end(from);
                let to_is_february_end = to.month() == 2 && is_month_end(to);
                let last = if from_is_february_end && to_is_february_end { 30 } else { last };
                let first = if from_is_february_end { 30 } else { first };
                bond_basis(first, last)
            }
            _ => bond_basis(first, last),
        }
    }

    /// The exact fraction of a year from one date to another, by the same rules as [`DayCount::days`].
    #[must_use]
    pub fn year_fraction(
        self,
        from: NaiveDate,
        to: NaiveDate,
        termination_on: Option<NaiveDate>,
    ) -> YearFraction {
        match self {
            Self::Actual365 => YearFraction::new(self.days(from, to, None), 365),
            Self::ActualActual => actual_actual(from, to),
            _ => YearFraction::new(self.days(from, to, termination_on), 360),
        }
    }
}

/// A 31st at the start counts as the 30th; one at the end does where the start is the 30th.
fn bond_basis(first: u32, last: u32) -> (u32, u32) {
    let first = first.min(30);
    (first, if first == 30 { last.min(30) } else { last })
}

fn is_month_end(date: NaiveDate) -> bool {
    date.succ_opt().is_none_or(|next| next.day() == 1)
}

/// Days in leap years over 366 and the others over 365, on the common denominator. A day belongs to the year in
/// which it begins: the first day counts, the last does not.
fn actual_actual(from: NaiveDate, to: NaiveDate) -> YearFraction {
    if to < from {
        return actual_actual(to, from).reversed();
    }
    let (mut leap, mut common) = (0, 0);
    let mut start = from;
    while start < to {
        let next_year = NaiveDate::from_ymd_opt(start.year() + 1, 1, 1).unwrap_or(to);
        let end = next_year.min(to);
        let days = (end - start).num_days();
        if start.leap_year() {
            leap += days;
        } else {
            common += days;
        }
        start = end;
    }
    YearFraction::new(leap * 365 + common * 366, 365 * 366)
}

impl fmt::Display for DayCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DayCount {
    type Err = UnknownDayCount;

    fn from_str(name: &str) -> Result<Self, UnknownDayCount> {
        Self::ALL
            .into_iter()
            .find(|day_count| day_count.as_str() == name)
            .ok_or_else(|| UnknownDayCount(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Month ends, February and leap years under every convention; worked out by hand from the definitions.
    #[test]
    fn counts_days_at_month_ends() {
        let cases = [
            // from, to, bond, us, euro, isda, actual
            ("2024-01-31", "2024-03-01", 31, 31, 31, 31, 30),
            ("2025-01-15", "2025-02-15", 30, 30, 30, 30, 31),
            ("2025-01-31", "2025-02-28", 28, 28, 28, 30, 28),
            ("2025-02-28", "2025-03-31", 33, 30, 32, 30, 31),
            ("2024-02-29", "2024-03-31", 32, 30, 31, 30, 31),
            ("2024-02-29", "2025-02-28", 359, 360, 359, 360, 365),
            ("2025-01-30", "2025-03-31", 60, 60, 60, 60, 60),
            ("2025-01-29", "2025-03-31", 62, 62, 61, 61, 61),
            ("2025-03-31", "2025-03-31", 0, 0, 0, 0, 0),
        ];
        for (from, to, bond, us, euro, isda, actual) in cases {
            let days = |day_count: DayCount| day_count.days(date(from), date(to), None);
            assert_eq!(days(DayCount::Thirty360), bond, "bond {from} {to}");
            assert_eq!(days(DayCount::Thirty360Us), us, "us {from} {to}");
            assert_eq!(days(DayCount::ThirtyE360), euro, "euro {from} {to}");
            assert_eq!(days(DayCount::ThirtyE360Isda), isda, "isda {from} {to}");
            for day_count in [DayCount::Actual360, DayCount::Actual365, DayCount::ActualActual] {
                assert_eq!(days(day_count), actual, "{day_count} {from} {to}");
            }
        }
    }

    #[test]
    fn a_termination_at_the_end_of_february_counts_as_it_is() {
        let (from, to) = (date("2024-08-31"), date("2025-02-28"));
        assert_eq!(DayCount::ThirtyE360Isda.days(from, to, None), 180);
        assert_eq!(DayCount::ThirtyE360Isda.days(from, to, Some(to)), 178);
        // A 31st counts as the 30th on the termination date too.
        let (from, to) = (date("2025-02-28"), date("2025-08-31"));
        assert_eq!(DayCount::ThirtyE360Isda.days(from, to, Some(to)), 180);
    }

    #[test]
    fn fractions_are_exact_and_shown_with_ten_places() {
        let fraction = |day_count: DayCount, from, to| {
            day_count.year_fraction(date(from), date(to), None).to_ten_places()
        };
        assert_eq!(fraction(DayCount::Thirty360, "2024-01-31", "2024-03-01"), "0.0861111111");
        assert_eq!(fraction(DayCount::ActualActual, "2003-11-01", "2004-05-01"), "0.4977243806");
        assert_eq!(fraction(DayCount::Actual365, "2024-01-01", "2025-01-01"), "1.0027397260");
        assert_eq!(fraction(DayCount::Actual360, "2025-01-01", "2025-01-01"), "0.0000000000");
        assert_eq!(fraction(DayCount::ActualActual, "2004-05-01", "2003-11-01"), "-0.4977243806");
    }

    #[test]
    fn names_are_the_same_on_the_wire_and_in_storage() {
        for day_count in DayCount::ALL {
            assert_eq!(serde_json::to_value(day_count).unwrap(), day_count.as_str());
            assert_eq!(day_count.as_str().parse(), Ok(day_count));
        }
    }

    #[test]
    fn a_wrong_name_is_answered_with_the_right_ones() {
        for day_count in DayCount::ALL {
            let by_text = "30/365".parse::<DayCount>().unwrap_err().to_string();
            let by_json = serde_json::from_str::<DayCount>(r#""30/365""#).unwrap_err().to_string();
            assert!(by_text.contains(day_count.as_str()), "{by_text}");
            assert!(by_json.contains(day_count.as_str()), "{by_json}");
        }
    }

    proptest! {
        #[test]
        fn turning_a_stretch_round_changes_the_sign_only(from in 0_u64..109_000, to in 0_u64..109_000) {
            let day = |days| date("1900-01-01") + chrono::Days::new(days);
            let (from, to) = (day(from), day(to));
            for day_count in DayCount::ALL {
                prop_assert_eq!(day_count.days(from, to, None), -day_count.days(to, from, None));
                let there = day_count.year_fraction(from, to, None);
                let back = day_count.year_fraction(to, from, None);
                prop_assert_eq!(there.checked_add(back), Some(YearFraction::ZERO));
            }
        }

        #[test]
        fn actual_days_add_up_wherever_a_stretch_is_cut(
            from in 0_u64..80_000, first in 0_u64..5_000, second in 0_u64..5_000,
        ) {
            let from = date("1900-01-01") + chrono::Days::new(from);
            let cut = from + chrono::Days::new(first);
            let to = cut + chrono::Days::new(second);
            for day_count in [DayCount::Actual360, DayCount::Actual365, DayCount::ActualActual] {
                let parts = day_count
                    .year_fraction(from, cut, None)
                    .checked_add(day_count.year_fraction(cut, to, None));
                prop_assert_eq!(parts, Some(day_count.year_fraction(from, to, None)));
            }
        }
    }
}
