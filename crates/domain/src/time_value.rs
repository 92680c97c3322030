//! The value of money in time: level payments, their worth at the beginning and at the end, their number, and the
//! rate that flows of money imply.
//!
//! Numbers are decimals of 28 digits, rates parts of one (0.01 for a percent) and not rounded. The sign says who
//! pays: what is received is positive, what is paid negative, as in spreadsheets. A function gives none where no
//! such number exists or where it leaves the 28 digits.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::discounting::{TimedAmount, balancing_growth, power, present_value};

/// Days of the year over which dated flows are discounted.
const DAYS_PER_YEAR: u32 = 365;

/// Bits of the part of a period that [`number_of_periods`] finds: 2⁻⁴⁰ is about 10⁻¹².
const FRACTION_BITS: u32 = 40;

/// Decimals that those bits give.
const FRACTION_DECIMALS: u32 = 11;

/// When in a period a payment is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PaymentDue {
    /// At its end, as payments of loans are.
    #[default]
    AtTheEnd,
    /// At its beginning, as rent is.
    AtTheBeginning,
}

/// Level payments: how many, at what rate a period, and when.
///
/// They satisfy present × (1 + i)^n + payment × (1 + i × d) × ((1 + i)^n − 1) ÷ i + future = 0, d being 1 at the
/// beginning of a period and 0 at its end; at no interest, present + payment × n + future = 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LevelPayments {
    /// Rate a period, over −1.
    pub rate: Decimal,
    /// How many.
    pub count: u32,
    /// When in a period.
    pub due: PaymentDue,
}

impl LevelPayments {
    /// The payment that turns a present value into a future one.
    #[must_use]
    pub fn payment(&self, present: Decimal, future: Decimal) -> Option<Decimal> {
        let owed = present.checked_mul(self.growth()?)?.checked_add(future)?;
        Some(-owed.checked_div(self.worth_at_the_end()?)?)
    }

    /// What payments and a future value are worth at the beginning.
    #[must_use]
    pub fn present_value(&self, payment: Decimal, future: Decimal) -> Option<Decimal> {
        let at_the_end = payment.checked_mul(self.worth_at_the_end()?)?.checked_add(future)?;
        Some(-at_the_end.checked_div(self.growth()?)?)
    }

    /// What is left at the end of a present value and payments.
    #[must_use]
    pub fn future_value(&self, payment: Decimal, present: Decimal) -> Option<Decimal> {
        let paid = payment.checked_mul(self.worth_at_the_end()?)?;
        Some(-present.checked_mul(self.growth()?)?.checked_add(paid)?)
    }

    /// What one becomes over all periods.
    fn growth(&self) -> Option<Decimal> {
        power(positive_growth(self.rate)?, self.count)
    }

    /// What payments of one each are worth at the end.
    fn worth_at_the_end(&self) -> Option<Decimal> {
        if self.rate.is_zero() {
            return Some(self.count.into());
        }
        let sum = self.growth()?.checked_sub(Decimal::ONE)?.checked_div(self.rate)?;
        sum.checked_mul(self.due.growth(self.rate)?)
    }
}

impl PaymentDue {
    /// What a payment grows by to the end of its period.
    fn growth(self, rate: Decimal) -> Option<Decimal> {
        match self {
            Self::AtTheEnd => Some(Decimal::ONE),
            Self::AtTheBeginning => Decimal::ONE.checked_add(rate),
        }
    }
}

/// How many periods payments take from a present value to a future one; a part of a period with some eleven exact
/// decimals. None where they never get there, or would have had to begin before.
#[must_use]
pub fn number_of_periods(
    rate: Decimal,
    due: PaymentDue,
    payment: Decimal,
    present: Decimal,
    future: Decimal,
) -> Option<Decimal> {
    let periods = if rate.is_zero() {
        -present.checked_add(future)?.checked_div(payment)?
    } else {
        // (1 + i)^n = (payment × (1 + i × d) − future × i) ÷ (payment × (1 + i × d) + present × i).
        let payment = payment.checked_mul(due.growth(rate)?)?;
        let upper = payment.checked_sub(future.checked_mul(rate)?)?;
        let lower = payment.checked_add(present.checked_mul(rate)?)?;
        let (growth, total) = (positive_growth(rate)?, upper.checked_div(lower)?);
        if rate.is_sign_negative() {
            // Both logarithms change their sign.
            logarithm(Decimal::ONE.checked_div(growth)?, Decimal::ONE.checked_div(total)?)?
        } else {
            logarithm(growth, total)?
        }
    };
    (periods >= Decimal::ZERO).then_some(periods)
}

/// The exponent, not negative, to which a base over 1 gives a number.
fn logarithm(base: Decimal, number: Decimal) -> Option<Decimal> {
    if base <= Decimal::ONE || number < Decimal::ONE {
        return None;
    }
    // Powers of the base by squares, so that the whole part is found from its highest bit down.
    let mut squares = vec![base];
    while let Some(square) =
        squares.last().and_then(|last| last.checked_mul(*last)).filter(|last| *last <= number)
    {
        squares.push(square);
    }
    let (mut rest, mut exponent) = (number, Decimal::ZERO);
    for (bit, square) in squares.iter().enumerate().rev() {
        if rest >= *square {
            rest = rest.checked_div(*square)?;
            exponent += power(Decimal::TWO, u32::try_from(bit).ok()?)?;
        }
    }
    let mut part = Decimal::ONE;
    for _ in 0..FRACTION_BITS {
        rest = rest.checked_mul(rest)?;
        part /= Decimal::TWO;
        if rest >= base {
            rest = rest.checked_div(base)?;
            exponent += part;
        }
    }
    // The bits end at some 10⁻¹²; what they leave short of a whole period is no part of one.
    Some(exponent.round_dp(FRACTION_DECIMALS))
}

/// The rate a period at which flows, one a period from the beginning on, are worth nothing together; the one nearest
/// to none where there are several. Exact to some twenty decimals.
#[must_use]
pub fn internal_rate(flows: &[Decimal]) -> Option<Decimal> {
    let amounts = flows.iter().zip(0..).map(|(amount, whole)| at(*amount, whole)).collect::<Vec<_>>();
    rate_of(&amounts)
}

/// The effective yearly rate at which dated flows are worth nothing together, actual days over 365; the one nearest
/// to none where there are several. Exact to some twenty decimals.
#[must_use]
pub fn dated_rate(flows: &[(NaiveDate, Decimal)]) -> Option<Decimal> {
    let daily = rate_of(&by_days(flows)?)?;
    power(Decimal::ONE.checked_add(daily)?, DAYS_PER_YEAR)?.checked_sub(Decimal::ONE)
}

/// What dated flows are worth on the earliest of their days at an effective yearly rate, actual days over 365.
#[must_use]
pub fn dated_present_value(yearly_rate: Decimal, flows: &[(NaiveDate, Decimal)]) -> Option<Decimal> {
    let yearly = positive_growth(yearly_rate)?;
    // The growth of a day is that at which a loan of one is repaid with the growth of a year.
    let daily = balancing_growth(&[at(-Decimal::ONE, 0), at(yearly, DAYS_PER_YEAR)])?;
    present_value(&by_days(flows)?, daily)
}

/// The effective yearly rate of a nominal one that compounds so many times a year.
#[must_use]
pub fn effective_rate(nominal: Decimal, periods_per_year: u32) -> Option<Decimal> {
    let rate = nominal.checked_div(periods_per_year.into())?;
    power(positive_growth(rate)?, periods_per_year)?.checked_sub(Decimal::ONE)
}

fn positive_growth(rate: Decimal) -> Option<Decimal> {
    Decimal::ONE.checked_add(rate).filter(|growth| *growth > Decimal::ZERO)
}

const fn at(amount: Decimal, whole: u32) -> TimedAmount {
    TimedAmount { amount, whole, odd: Decimal::ZERO }
}

fn rate_of(amounts: &[TimedAmount]) -> Option<Decimal> {
    let is_later = |timed: &TimedAmount| timed.whole > 0 && !timed.amount.is_zero();
    if !amounts.iter().any(is_later) {
        return None;
    }
    balancing_growth(amounts)?.checked_sub(Decimal::ONE)
}

fn by_days(flows: &[(NaiveDate, Decimal)]) -> Option<Vec<TimedAmount>> {
    let first = flows.iter().map(|(on, _)| *on).min()?;
    let after = |on: NaiveDate| u32::try_from((on - first).num_days()).ok();
    let mut amounts =
        flows.iter().map(|(on, amount)| Some(at(*amount, after(*on)?))).collect::<Option<Vec<_>>>()?;
    amounts.sort_by_key(|timed| timed.whole);
    Some(amounts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn near(computed: Option<Decimal>, expected: &str) {
        let computed = computed.unwrap();
        assert!((computed - number(expected)).abs() < number("0.00000000001"), "{computed}, not {expected}");
    }

    const TWO_AT_TEN_PERCENT: LevelPayments =
        LevelPayments { rate: Decimal::from_parts(1, 0, 0, false, 1), count: 2, due: PaymentDue::AtTheEnd };

    #[test]
    fn two_payments_by_hand() {
        let at_the_end = TWO_AT_TEN_PERCENT;
        // 121 and 121: (121 + 10) / 1.1 … 210 grows to 254.1 = 121 × 1.1 + 121.
        near(at_the_end.payment(number("210"), Decimal::ZERO), "-121");
        near(at_the_end.present_value(number("-121"), Decimal::ZERO), "210");
        near(at_the_end.future_value(number("-121"), number("210")), "0");
        near(at_the_end.future_value(number("-100"), Decimal::ZERO), "210");
        near(at_the_end.payment(Decimal::ZERO, number("210")), "-100");
        // A period earlier they are each worth a tenth more.
        let at_the_beginning = LevelPayments { due: PaymentDue::AtTheBeginning, ..at_the_end };
        near(at_the_beginning.payment(number("231"), Decimal::ZERO), "-121");
        near(at_the_beginning.future_value(number("-100"), Decimal::ZERO), "231");
        let free = LevelPayments { rate: Decimal::ZERO, ..at_the_end };
        near(free.payment(number("210"), number("-10")), "-100");
        assert_eq!(LevelPayments { count: 0, ..free }.payment(Decimal::ONE, Decimal::ZERO), None);
        assert_eq!(LevelPayments { rate: number("-1"), ..free }.payment(Decimal::ONE, Decimal::ZERO), None);
    }

    #[test]
    fn numbers_of_periods_by_hand() {
        let end = PaymentDue::AtTheEnd;
        let periods = |rate: &str, payment: &str, present: &str, future: &str| {
            number_of_periods(number(rate), end, number(payment), number(present), number(future))
        };
        near(periods("0.1", "-121", "210", "0"), "2");
        near(periods("0", "-100", "250", "0"), "2.5");
        // Money that doubles at 100 % a period, and √2 of it in half of one.
        near(periods("1", "0", "-1", "1024"), "10");
        near(periods("1", "0", "-1", "1.4142135623730950488"), "0.5");
        near(periods("-0.5", "0", "-1", "0.25"), "2");
        // A payment that does not cover the interest, and nothing to pay from.
        assert_eq!(periods("0.1", "-10", "210", "0"), None);
        assert_eq!(periods("0", "0", "210", "0"), None);
        assert_eq!(periods("1", "0", "-1", "0.5"), None);
    }

    #[test]
    fn rates_by_hand() {
        near(internal_rate(&[number("-210"), number("121"), number("121")]), "0.1");
        near(internal_rate(&[number("-100"), number("50"), number("50")]), "0");
        assert_eq!(internal_rate(&[number("-100")]), None);
        assert_eq!(internal_rate(&[]), None);
        assert_eq!(internal_rate(&[number("100"), number("50")]), None);
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        // A year of 365 days, and 73 of them: 1.02 to the fifth.
        let flows = [(day("2026-01-01"), number("110")), (day("2025-01-01"), number("-100"))];
        near(dated_rate(&flows), "0.1");
        near(dated_present_value(number("0.1"), &flows), "0");
        near(
            dated_rate(&[(day("2025-01-01"), number("-100")), (day("2025-03-15"), number("102"))]),
            "0.1040808032",
        );
        near(effective_rate(number("0.12"), 12), "0.126825030131969720661201");
        assert_eq!(effective_rate(number("0.12"), 0), None);
    }

    proptest! {
        #[test]
        fn the_functions_undo_each_other(
            rate in -5_000_i64..100_000, count in 1_u32..400, present in 1_i64..1_000_000_000,
            future in -1_000_000_i64..1_000_000, begins in any::<bool>(),
        ) {
            let due = if begins { PaymentDue::AtTheBeginning } else { PaymentDue::AtTheEnd };
            let level = LevelPayments { rate: Decimal::new(rate, 6), count, due };
            let (present, future) = (Decimal::from(present), Decimal::from(future));
            let Some(payment) = level.payment(present, future) else { return Ok(()) };
            let small = Decimal::new(1, 6);
            // Growth of a long term at a high rate leaves the future few decimals.
            let worth = level.present_value(payment, future).unwrap();
            prop_assert!((worth - present).abs() < small, "{worth} {present}");
            let mut flows = vec![-payment; usize::try_from(count).unwrap() + 1];
            flows[if begins { usize::try_from(count).unwrap() } else { 0 }] = Decimal::ZERO;
            flows[0] -= present;
            flows[usize::try_from(count).unwrap()] -= future;
            let growth = Decimal::ONE + level.rate;
            let timed: Vec<_> = flows.iter().zip(0..).map(|(amount, whole)| at(*amount, whole)).collect();
            let left = present_value(&timed, growth).unwrap();
            prop_assert!(left.abs() < small, "{left} is left");
        }

        #[test]
        fn logarithms_are_exponents(base in 1_000_001_i64..5_000_000, exponent in 0_u32..60) {
            let base = Decimal::new(base, 6);
            let Some(number) = power(base, exponent) else { return Ok(()) };
            prop_assume!(number < Decimal::from(1_000_000_000_000_i64));
            let Some(found) = logarithm(base, number) else { return Ok(()) };
            // A base that grows by a millionth needs a million periods to show a digit.
            let apart = (found - Decimal::from(exponent)).abs() * (base - Decimal::ONE);
            prop_assert!(apart < Decimal::new(1, 11), "{found} for {exponent}");
        }
    }
}
