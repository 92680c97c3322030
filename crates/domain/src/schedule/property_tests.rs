//! What holds of every schedule, over wide ranges of terms.

use chrono::{Days, NaiveDate};
use proptest::{collection::vec, prelude::*, sample::select};

use super::{tests::date, *};
use crate::{AnnualRate, DayCount, Rounding, YearFraction};

fn any_rate() -> impl Strategy<Value = AnnualRate> {
    let micro_percent =
        prop_oneof![Just(0_u32), 0_u32..=60_000_000, (0_u32..=6_000).prop_map(|rate| rate * 10_000)];
    micro_percent.prop_map(|rate| AnnualRate::from_micro_percent(rate).unwrap())
}

fn any_period() -> impl Strategy<Value = PaymentPeriod> {
    prop_oneof![
        select(&Frequency::ALL).prop_map(Frequency::period),
        (1_u32..=12).prop_map(PaymentPeriod::Months),
        (1_u32..=60).prop_map(PaymentPeriod::Days),
    ]
}

/// Terms of 1 cent to 10 billion, 0 to 60 %, 1 to 600 months or 1 to 400 payments, of every kind, all at once.
fn any_terms() -> impl Strategy<Value = ScheduleTerms> {
    let term = prop_oneof![
        (1_u32..=36).prop_map(Term::Months),
        (1_u32..=600).prop_map(Term::Months),
        (1_u32..=400).prop_map(Term::Payments)
    ];
    (
        prop_oneof![1_i64..=100, 1_i64..=100_000_000, 1_i64..=1_000_000_000_000],
        any_rate(),
        term,
        (select(&ScheduleType::ALL), any_period(), 0_u32..6),
        select(&DayCount::ALL),
        0_u64..50_000,
        proptest::option::of(1_u64..100),
        (select(&[Rounding::HalfUp, Rounding::HalfEven]), select(&[MonthEnd::Clamp, MonthEnd::Roll])),
    )
        .prop_map(|(principal, rate, term, kind, day_count, funded, first, (rounding, month_end))| {
            let (schedule_type, period, interest_only_periods) = kind;
            let funded_on = date("1950-01-01") + Days::new(funded);
            let is_balloon = schedule_type == ScheduleType::Balloon;
            let repays = !matches!(schedule_type, ScheduleType::InterestOnly | ScheduleType::AtMaturity);
            ScheduleTerms {
                first_payment_on: first.map(|days| funded_on + Days::new(days)),
                rounding,
                month_end,
                amortization_months: is_balloon.then_some(600),
                interest_only_periods: if repays { interest_only_periods } else { 0 },
                ..ScheduleTerms::new(
                    Money::from_minor_units(principal),
                    rate,
                    term,
                    schedule_type,
                    period,
                    day_count,
                    funded_on,
                )
            }
        })
        .prop_filter("terms that are refused", |terms| Schedule::compute(terms).is_ok())
}

/// The same, advanced in parts and with other rates on the way.
fn any_course() -> impl Strategy<Value = ScheduleTerms> {
    (any_terms(), vec((0_u32..1_000, 1_i64..50_000_000), 0..4), vec((0_u32..1_000, any_rate()), 0..4))
        .prop_map(|(terms, parts, rates)| {
            let maturity_on = Schedule::compute(&terms).unwrap().maturity_on;
            let length = u64::try_from((maturity_on - terms.funded_on).num_days()).unwrap();
            let on = |permille: u32| terms.funded_on + Days::new(length * u64::from(permille) / 1_000);
            let part = |(permille, amount)| Disbursement {
                on: on(permille),
                amount: Money::from_minor_units(amount),
            };
            let mut disbursements: Vec<Disbursement> = parts.into_iter().map(part).collect();
            disbursements.sort_by_key(|disbursement| disbursement.on);
            let change = |(permille, annual_rate)| RateChange { on: on(permille), annual_rate };
            let mut rate_changes: Vec<RateChange> = rates.into_iter().map(change).collect();
            rate_changes.sort_by_key(|change| change.on);
            rate_changes.dedup_by_key(|change| change.on);
            let advanced =
                disbursements.iter().map(|disbursement| disbursement.amount.minor_units()).sum::<i64>();
            let principal = terms.principal.max(Money::from_minor_units(advanced));
            ScheduleTerms { principal, disbursements, rate_changes, ..terms }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn principal_adds_up_and_balances_run_down_to_nothing(terms in any_course()) {
        let schedule = Schedule::compute(&terms).unwrap();
        let advanced: i64 = terms.advances().map(|advance| advance.amount.minor_units()).sum();
        prop_assert_eq!(schedule.totals().principal.minor_units(), advanced);
        let mut balance = 0;
        let mut start = terms.funded_on;
        for row in &schedule.instalments {
            let within = |advance: &Disbursement| (start..row.due_on).contains(&advance.on);
            balance += terms.advances().filter(within).map(|advance| advance.amount.minor_units()).sum::<i64>();
            prop_assert_eq!(row.interest.checked_add(row.principal), Some(row.payment));
            balance -= row.principal.minor_units();
            prop_assert_eq!(row.balance.minor_units(), balance);
            prop_assert!(!row.balance.is_negative());
            prop_assert!(!row.interest.is_negative() && !row.payment.is_negative());
            start = row.due_on;
        }
        prop_assert_eq!(balance, 0);
        let totals = schedule.totals();
        prop_assert_eq!(totals.interest.checked_add(totals.principal), Some(totals.payment));
    }

    #[test]
    fn rows_are_numbered_and_in_order(terms in any_terms()) {
        let schedule = Schedule::compute(&terms).unwrap();
        if let Term::Payments(payments) = terms.term {
            prop_assert_eq!(schedule.instalments.len(), usize::try_from(payments).unwrap());
        }
        let mut previous: NaiveDate = terms.funded_on;
        for (row, number) in schedule.instalments.iter().zip(1_u32..) {
            prop_assert_eq!(row.number, number);
            prop_assert!(row.due_on > previous, "{:?}", row);
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
        let terms = ScheduleTerms {
            schedule_type: ScheduleType::Amortized, amortization_months: None, interest_only_periods: 0, ..terms
        };
        let Ok(schedule) = Schedule::compute(&terms) else { return Ok(()) };
        let level = schedule.instalments[0].payment;
        let (_, before_last) = schedule.instalments.split_last().unwrap();
        for row in before_last {
            // A payment is smaller only where it repays all that is left.
            prop_assert!(row.payment == level || row.payment < level && row.balance.is_zero());
        }
    }

    #[test]
    fn a_zero_rate_bears_no_interest(terms in any_course()) {
        let terms = ScheduleTerms { annual_rate: AnnualRate::ZERO, rate_changes: Vec::new(), ..terms };
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

    #[test]
    fn the_interest_of_a_row_is_that_of_its_stretches_rounded_once(terms in any_course()) {
        let schedule = Schedule::compute(&terms).unwrap();
        let explained = schedule.explain(&terms).unwrap();
        prop_assert_eq!(explained.len(), schedule.instalments.len());
        for (row, stretches) in schedule.instalments.iter().zip(explained) {
            let sum = stretches.iter().fold(ExactInterest::ZERO, |sum, stretch| {
                sum.checked_add(stretch.interest).unwrap()
            });
            prop_assert_eq!(sum.rounded(terms.rounding), Some(row.interest));
            prop_assert_eq!(stretches.last().unwrap().to, row.due_on);
        }
    }

    /// Wherever a stretch is cut, its parts make the whole, also after maturity.
    #[test]
    fn year_fractions_add_up(terms in any_terms(), from in 0_u64..3_000, first in 0_u64..800, second in 0_u64..800) {
        let calendar = AccrualCalendar::of(&terms).unwrap();
        let from = terms.funded_on + Days::new(from);
        let (cut, to) = (from + Days::new(first), from + Days::new(first + second));
        let fraction = |from, to| calendar.year_fraction(from, to).unwrap();
        prop_assert_eq!(fraction(from, cut).checked_add(fraction(cut, to)), Some(fraction(from, to)));
        prop_assert_eq!(fraction(from, from), YearFraction::ZERO);
    }

    #[test]
    fn a_period_is_found_by_any_of_its_days(terms in any_terms()) {
        let calendar = AccrualCalendar::of(&terms).unwrap();
        for period in calendar.periods() {
            prop_assert_eq!(calendar.period_at(period.start).unwrap(), *period);
            prop_assert_eq!(calendar.period_at(period.due_on.pred_opt().unwrap()).unwrap(), *period);
            prop_assert_eq!(calendar.year_fraction(period.start, period.due_on).unwrap(), period.fraction);
        }
        let maturity_on = calendar.periods().last().unwrap().due_on;
        prop_assume!(maturity_on < date("2170-01-01"));
        let after = calendar.period_at(maturity_on).unwrap();
        prop_assert_eq!(after.start, maturity_on);
        let next = calendar.period_at(after.due_on).unwrap();
        prop_assert_eq!(next.start, after.due_on);
    }
}
