//! What holds of every schedule, over wide ranges of terms.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::{tests::date, *};
use crate::{AnnualRate, DayCount, Rounding};

/// Terms of 1 cent to 10 billion, 0 to 60 %, 1 to 600 months, of every kind.
fn any_terms() -> impl Strategy<Value = ScheduleTerms> {
    const SCHEDULE_TYPES: [ScheduleType; 3] =
        [ScheduleType::Amortized, ScheduleType::InterestOnly, ScheduleType::AtMaturity];
    const FREQUENCIES: [Frequency; 3] = [Frequency::Monthly, Frequency::Quarterly, Frequency::Maturity];
    (
        prop_oneof![1_i64..=100, 1_i64..=100_000_000, 1_i64..=1_000_000_000_000],
        prop_oneof![Just(0_u32), 0_u32..=60_000_000, (0_u32..=6_000).prop_map(|rate| rate * 10_000)],
        prop_oneof![1_u32..=36, 1_u32..=600],
        (proptest::sample::select(&SCHEDULE_TYPES), proptest::sample::select(&FREQUENCIES)),
        proptest::sample::select(&DayCount::ALL),
        0_u64..50_000,
        proptest::option::of(1_u64..100),
        proptest::sample::select(&[Rounding::HalfUp, Rounding::HalfEven]),
    )
        .prop_map(|(principal, rate, term_months, kind, day_count, funded, first, rounding)| {
            let funded_on = date("1950-01-01") + Days::new(funded);
            ScheduleTerms {
                principal: Money::from_minor_units(principal),
                annual_rate: AnnualRate::from_micro_percent(rate).unwrap(),
                term_months,
                schedule_type: kind.0,
                frequency: kind.1,
                day_count,
                funded_on,
                first_payment_on: first.map(|days| funded_on + Days::new(days)),
                rounding,
            }
        })
        .prop_filter("a first payment after the whole term is refused", |terms| terms.check().is_ok())
}

fn number_of_payments(terms: &ScheduleTerms) -> usize {
    let months_between = match (terms.schedule_type, terms.frequency) {
        (ScheduleType::AtMaturity, _) | (_, Frequency::Maturity) => return 1,
        (_, Frequency::Monthly) => 1,
        (_, Frequency::Quarterly) => 3,
    };
    usize::try_from(terms.term_months.div_ceil(months_between)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn principal_adds_up_and_balances_run_down_to_nothing(terms in any_terms()) {
        let schedule = Schedule::compute(&terms).unwrap();
        let mut balance = terms.principal;
        for row in &schedule.instalments {
            prop_assert_eq!(row.interest.checked_add(row.principal), Some(row.payment));
            balance = balance.checked_sub(row.principal).unwrap();
            prop_assert_eq!(row.balance, balance);
            prop_assert!(!row.balance.is_negative());
            prop_assert!(!row.interest.is_negative() && !row.payment.is_negative());
        }
        prop_assert!(balance.is_zero());
        let totals = schedule.totals();
        prop_assert_eq!(totals.principal, terms.principal);
        prop_assert_eq!(totals.interest.checked_add(totals.principal), Some(totals.payment));
    }

    #[test]
    fn rows_are_as_many_as_stated_numbered_and_in_order(terms in any_terms()) {
        let schedule = Schedule::compute(&terms).unwrap();
        prop_assert_eq!(schedule.instalments.len(), number_of_payments(&terms));
        let mut previous: NaiveDate = terms.funded_on;
        for (row, number) in schedule.instalments.iter().zip(1_u32..) {
            prop_assert_eq!(row.number, number);
            prop_assert!(row.due_on > previous);
            prop_assert!(row.days > 0);
            previous = row.due_on;
        }
        prop_assert_eq!(schedule.maturity_on, previous);
        if let Some(first) = terms.first_payment_on {
            prop_assert_eq!(schedule.instalments[0].due_on, first);
        }
    }

    #[test]
    fn payments_before_the_last_are_level(terms in any_terms()) {
        // A first payment that one payment at maturity allows may be too late for this type.
        let terms = ScheduleTerms { schedule_type: ScheduleType::Amortized, ..terms };
        prop_assume!(terms.check().is_ok());
        let schedule = Schedule::compute(&terms).unwrap();
        let level = schedule.instalments[0].payment;
        let (_, before_last) = schedule.instalments.split_last().unwrap();
        for row in before_last {
            // A payment is smaller only where it repays all that is left.
            prop_assert!(row.payment == level || row.payment < level && row.balance.is_zero());
        }
    }

    #[test]
    fn a_zero_rate_bears_no_interest(terms in any_terms()) {
        let terms = ScheduleTerms { annual_rate: AnnualRate::from_micro_percent(0).unwrap(), ..terms };
        prop_assert_eq!(Schedule::compute(&terms).unwrap().totals().interest, Money::ZERO);
    }

    #[test]
    fn actual_days_are_those_of_the_calendar(terms in any_terms()) {
        for day_count in [DayCount::Actual360, DayCount::Actual365, DayCount::ActualActual] {
            let schedule = Schedule::compute(&ScheduleTerms { day_count, ..terms.clone() }).unwrap();
            let days: i64 = schedule.instalments.iter().map(|row| row.days).sum();
            prop_assert_eq!(days, (schedule.maturity_on - terms.funded_on).num_days());
        }
    }
}
