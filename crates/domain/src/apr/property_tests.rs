//! What holds of every annual percentage rate, over wide ranges of loans.

use chrono::Days;
use proptest::{collection::vec, prelude::*, sample::select};

use super::{tests::date, *};
use crate::{
    AnnualRate, DayCount, ScheduleType, Term,
    discounting::{power, present_value},
};

fn any_interval() -> impl Strategy<Value = PaymentPeriod> {
    prop_oneof![
        (1_u32..=12).prop_map(PaymentPeriod::Months),
        (1_u32..=60).prop_map(PaymentPeriod::Days),
        Just(PaymentPeriod::HalfMonth),
    ]
}

/// One to four advances, and level payments with others in between and a balloon, that begin after the last advance
/// and pay back 0.9 to 3 times what was advanced.
fn any_loan() -> impl Strategy<Value = AprTerms> {
    let advances = vec((0_u64..200, 1_i64..100_000_000), 1..=4);
    let series = (1_u64..120, 1_u32..=120, any_interval());
    let others = vec((1_u64..2_000, 1_u32..1_000), 0..4);
    (0_u64..20_000, advances, series, others, 900_i64..3_000).prop_map(
        |(start, advances, (odd, count, every), others, permille)| {
            let start = date("1990-01-01") + Days::new(start);
            let on = |days: u64| start + Days::new(days);
            let advanced: i64 = advances.iter().map(|(_, cents)| cents).sum();
            let last = advances.iter().map(|(days, _)| *days).max().unwrap();
            let to_pay = Decimal::from(advanced) * Decimal::new(permille, 3);
            let parts = Decimal::from(count)
                + others.iter().map(|(_, part)| Decimal::new((*part).into(), 2)).sum::<Decimal>();
            let level = to_pay / parts;
            let mut payments = vec![PaymentSeries { on: on(last + odd), amount: level, count, every }];
            payments.extend(others.iter().map(|(days, part)| {
                let amount = level * Decimal::new((*part).into(), 2);
                PaymentSeries::once(DatedAmount { on: on(last + days), amount })
            }));
            let advance = |(days, cents): &(u64, i64)| DatedAmount { on: on(*days), amount: (*cents).into() };
            AprTerms { advances: advances.iter().map(advance).collect(), payments, unit_period: None }
        },
    )
}

const KINDS: [ScheduleType; 3] =
    [ScheduleType::Amortized, ScheduleType::InterestOnly, ScheduleType::EqualPrincipal];

fn any_monthly() -> impl Strategy<Value = ScheduleTerms> {
    (100_000_000_i64..10_000_000_000, 1_u32..=30_000_000, 2_u32..=360, select(&KINDS), 0_u64..20_000)
        .prop_map(|(principal, micro_percent, months, kind, funded)| {
            ScheduleTerms::new(
                Money::from_minor_units(principal),
                AnnualRate::from_micro_percent(micro_percent).unwrap(),
                Term::Months(months),
                kind,
                PaymentPeriod::Months(1),
                DayCount::Thirty360,
                date("1990-01-01") + Days::new(funded),
            )
        })
}

/// All amounts at the rate that was found, as a part of what is advanced.
fn left_over(terms: &AprTerms, rate: &AnnualPercentageRate) -> Decimal {
    let flows = Flows::of(terms).unwrap();
    let mut amounts = flows.timed(rate.unit_period).unwrap();
    amounts.sort_by_key(|timed| timed.whole);
    let PerYear { numerator, denominator } = rate.unit_periods_per_year;
    let growth = Decimal::ONE + rate.percent * Decimal::from(denominator) / Decimal::from(100 * numerator);
    let advanced: Decimal = terms.advances.iter().map(|advance| advance.amount).sum();
    present_value(&amounts, growth).unwrap() / advanced
}

fn scaled(terms: &AprTerms, by: Decimal) -> AprTerms {
    let mut scaled = terms.clone();
    scaled.advances.iter_mut().for_each(|advance| advance.amount *= by);
    scaled.payments.iter_mut().for_each(|payment| payment.amount *= by);
    scaled
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn the_rate_zeroes_the_equation(terms in any_loan()) {
        let rate = terms.actuarial().unwrap();
        let left = left_over(&terms, &rate);
        prop_assert!(left.abs() < Decimal::new(1, 13), "{left} is left at {rate:?}");
    }

    #[test]
    fn stating_the_unit_period_that_the_rule_chooses_changes_nothing(terms in any_loan()) {
        let rate = terms.actuarial().unwrap();
        let stated = AprTerms { unit_period: Some(rate.unit_period), ..terms };
        prop_assert_eq!(stated.actuarial(), Ok(rate));
    }

    #[test]
    fn the_unit_of_money_does_not_matter(terms in any_loan(), by in select(&["0.01", "3", "1000"])) {
        let by: Decimal = by.parse().unwrap();
        let (rate, other) = (terms.actuarial().unwrap(), scaled(&terms, by).actuarial().unwrap());
        prop_assert!((rate.percent - other.percent).abs() < Decimal::new(1, 12), "{rate:?} {other:?}");
        prop_assert_eq!(rate.unit_period, other.unit_period);
        let (rate, other) = (terms.effective().unwrap(), scaled(&terms, by).effective().unwrap());
        prop_assert!((rate.percent - other.percent).abs() < Decimal::new(1, 9), "{rate:?} {other:?}");
    }

    #[test]
    fn paying_more_than_was_advanced_costs(terms in any_loan()) {
        let rate = terms.actuarial().unwrap().percent;
        let effective = terms.effective().unwrap().percent;
        prop_assert_eq!(rate.is_sign_negative() && !rate.is_zero(), effective.is_sign_negative() && !effective.is_zero());
    }

    #[test]
    fn the_order_of_the_flows_does_not_matter(terms in any_loan()) {
        let mut turned = terms.clone();
        turned.advances.reverse();
        turned.payments.reverse();
        prop_assert_eq!(terms.actuarial(), turned.actuarial());
        prop_assert_eq!(terms.effective(), turned.effective());
    }

    #[test]
    fn a_monthly_loan_without_charges_costs_its_rate(terms in any_monthly()) {
        let schedule = Schedule::compute(&terms).unwrap();
        let apr = AprTerms::of_schedule(&terms, &schedule, Money::ZERO).unwrap();
        let rate = apr.actuarial().unwrap();
        let nominal = Decimal::new(terms.annual_rate.micro_percent().into(), 6);
        // A second payment in February, twenty-eight days after the first, does not make it a loan of weeks.
        prop_assert_eq!(rate.unit_period, UnitPeriod::Months(1));
        prop_assert!((rate.percent - nominal).abs() < Decimal::new(5, 3), "{} for {nominal}", rate.percent);
        // The effective rate is what the nominal one compounds to.
        let monthly = Decimal::ONE + rate.percent / Decimal::from(1_200);
        let compounded = (power(monthly, 12).unwrap() - Decimal::ONE) * Decimal::ONE_HUNDRED;
        let effective = apr.effective().unwrap().percent;
        prop_assert!((effective - compounded).abs() < Decimal::new(1, 10), "{effective} {compounded}");
    }

    #[test]
    fn a_prepaid_charge_raises_the_rate(terms in any_monthly(), basis_points in 1_i64..1_000) {
        let schedule = Schedule::compute(&terms).unwrap();
        let charge = Money::from_minor_units(terms.principal.minor_units() / 10_000 * basis_points);
        let rate = |charge| {
            let apr = AprTerms::of_schedule(&terms, &schedule, charge).unwrap();
            (apr.actuarial().unwrap().percent, apr.effective().unwrap().percent)
        };
        let (without, with) = (rate(Money::ZERO), rate(charge));
        prop_assert!(with.0 > without.0 && with.1 > without.1);
    }

    #[test]
    fn whole_unit_periods_and_odd_days_make_up_the_time(
        start in 0_u64..60_000, length in 0_u64..4_000,
        period in prop_oneof![
            (1_u32..=12).prop_map(UnitPeriod::Months), (1_u32..=52).prop_map(UnitPeriod::Weeks),
            (1_u32..=365).prop_map(UnitPeriod::Days), Just(UnitPeriod::HalfMonth)
        ],
    ) {
        let start = date("1950-01-01") + Days::new(start);
        let counted = period.between(start, start + Days::new(length)).unwrap();
        prop_assert!(counted.odd <= counted.of);
        let per_year = period.per_year();
        let periods = Decimal::from(counted.whole) + Decimal::from(counted.odd) / Decimal::from(counted.of);
        let years = periods * Decimal::from(per_year.denominator) / Decimal::from(per_year.numerator);
        let apart = years - Decimal::from(length) / Decimal::from(365);
        // Leap days, 52 weeks of 364 days, and months of thirty days.
        prop_assert!(apart.abs() < Decimal::new(5, 2) + years * Decimal::new(4, 3), "{years} years, {length} days");
    }
}
