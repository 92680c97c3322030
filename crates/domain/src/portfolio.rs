//! Figures of all loans together.

use crate::{AnnualRate, Money, words::words};

words! {
    /// How long something has been overdue.
    AgingBucket {
        /// Up to thirty days.
        Thirty = "thirty",
        /// 31 to 60 days.
        Sixty = "sixty",
        /// 61 to 90 days.
        Ninety = "ninety",
        /// More than ninety days.
        Older = "older",
    }
}

impl AgingBucket {
    /// Every one, the youngest first.
    pub const ALL: [Self; 4] = [Self::Thirty, Self::Sixty, Self::Ninety, Self::Older];

    /// Where so many days after the due date belong; none until the day after it.
    #[must_use]
    pub const fn of(days_overdue: i64) -> Option<Self> {
        match days_overdue {
            ..=0 => None,
            1..=30 => Some(Self::Thirty),
            31..=60 => Some(Self::Sixty),
            61..=90 => Some(Self::Ninety),
            _ => Some(Self::Older),
        }
    }
}

/// The mean of annual rates, each weighted by what is outstanding at it: Σ(outstanding × rate) / Σ outstanding, rounded
/// half up to a millionth of a percent. None where nothing is outstanding.
#[must_use]
pub fn weighted_average_rate(loans: impl IntoIterator<Item = (Money, AnnualRate)>) -> Option<AnnualRate> {
    let (mut outstanding, mut weighted) = (0_i128, 0_i128);
    for (principal, rate) in loans {
        outstanding += i128::from(principal.minor_units());
        weighted += i128::from(principal.minor_units()) * i128::from(rate.micro_percent());
    }
    if outstanding <= 0 {
        return None;
    }
    let mean = (weighted * 2 + outstanding) / (outstanding * 2);
    AnnualRate::from_micro_percent(u32::try_from(mean).ok()?).ok()
}

#[cfg(test)]
mod figures {
    use super::*;

    fn rate(percent: &str) -> AnnualRate {
        percent.parse().unwrap()
    }

    #[test]
    fn overdue_begins_the_day_after_the_due_date() {
        let of =
            [-1, 0, 1, 30, 31, 60, 61, 90, 91].map(|days| AgingBucket::of(days).map(AgingBucket::as_str));
        assert_eq!(
            of,
            [
                None,
                None,
                Some("thirty"),
                Some("thirty"),
                Some("sixty"),
                Some("sixty"),
                Some("ninety"),
                Some("ninety"),
                Some("older"),
            ]
        );
    }

    #[test]
    fn a_mean_rate_is_weighted_by_what_is_outstanding() {
        let money = Money::from_minor_units;
        // (100,000 × 7.5 + 300,000 × 12) / 400,000
        let loans = [(money(10_000_000), rate("7.5")), (money(30_000_000), rate("12"))];
        assert_eq!(weighted_average_rate(loans), Some(rate("10.875")));
        // (1 × 10 + 2 × 11) / 3 = 10.666666…
        let thirds = [(money(1), rate("10")), (money(2), rate("11"))];
        assert_eq!(weighted_average_rate(thirds), Some(rate("10.666667")));
        assert_eq!(weighted_average_rate([(Money::ZERO, rate("10"))]), None);
        // Ten thousand loans of the largest principal do not overflow.
        let most = std::iter::repeat_n((money(9_000_000_000_000_000), rate("99")), 10_000);
        assert_eq!(weighted_average_rate(most), Some(rate("99")));
    }
}
