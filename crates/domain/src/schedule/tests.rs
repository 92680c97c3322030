//! Schedules worked out by hand or known from elsewhere, corners, and what is refused.

use chrono::NaiveDate;

use super::*;
use crate::{AnnualRate, DayCount, Rounding, YearFraction};

pub(super) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn rate(text: &str) -> AnnualRate {
    text.parse().unwrap()
}

/// 100,000.00 at 7.5 % over 12 months.
pub(super) fn example() -> ScheduleTerms {
    ScheduleTerms::new(
        Money::from_minor_units(10_000_000),
        rate("7.5"),
        Term::Months(12),
        ScheduleType::Amortized,
        PaymentPeriod::Months(1),
        DayCount::Thirty360,
        date("2025-01-15"),
    )
}

fn compute(terms: &ScheduleTerms) -> Schedule {
    Schedule::compute(terms).unwrap()
}

fn due_dates(schedule: &Schedule) -> Vec<String> {
    schedule.instalments.iter().map(|row| row.due_on.to_string()).collect()
}

fn minor_units(schedule: &Schedule, part: fn(&Instalment) -> Money) -> Vec<i64> {
    schedule.instalments.iter().map(|row| part(row).minor_units()).collect()
}

#[test]
fn the_worked_example_is_right_to_the_cent() {
    for rounding in [Rounding::HalfUp, Rounding::HalfEven] {
        let schedule = compute(&ScheduleTerms { rounding, ..example() });
        let payments = minor_units(&schedule, |row| row.payment);
        assert_eq!(payments, [&[867_574; 11][..], &[867_577]].concat());
        let first = schedule.instalments[0];
        assert_eq!(
            (first.number, first.due_on, first.days, first.interest, first.principal, first.balance),
            (
                1,
                date("2025-02-15"),
                30,
                Money::from_minor_units(62_500),
                Money::from_minor_units(805_074),
                Money::from_minor_units(9_194_926)
            )
        );
        let totals = schedule.totals();
        assert_eq!(totals.interest, Money::from_minor_units(410_891));
        assert_eq!(totals.principal, Money::from_minor_units(10_000_000));
        assert_eq!(totals.payment, Money::from_minor_units(10_410_891));
        assert_eq!(schedule.maturity_on, date("2026-01-15"));
    }
}

/// Level payments of 100,000.00 by the closed formula, computed with 60 digits elsewhere.
#[test]
fn level_payments_over_thirty_years() {
    for (percent, payment) in
        [("0", 27_778), ("3.5", 44_904), ("6", 59_955), ("7.5", 69_921), ("12", 102_861), ("24", 200_160)]
    {
        let schedule =
            compute(&ScheduleTerms { annual_rate: rate(percent), term: Term::Months(360), ..example() });
        assert_eq!(schedule.instalments.len(), 360);
        assert_eq!(schedule.instalments[0].payment, Money::from_minor_units(payment), "{percent} %");
    }
}

#[test]
fn due_dates_keep_the_day_they_are_anchored_to() {
    let terms = ScheduleTerms { funded_on: date("2024-10-31"), term: Term::Months(5), ..example() };
    let expected = ["2024-11-30", "2024-12-31", "2025-01-31", "2025-02-28", "2025-03-31"];
    assert_eq!(due_dates(&compute(&terms)), expected);
}

#[test]
fn a_term_that_the_quarters_do_not_divide_ends_with_a_short_period() {
    let terms = ScheduleTerms { period: Frequency::Quarterly.period(), term: Term::Months(14), ..example() };
    let schedule = compute(&terms);
    let expected = ["2025-04-15", "2025-07-15", "2025-10-15", "2026-01-15", "2026-03-15"];
    assert_eq!(due_dates(&schedule), expected);
    assert_eq!(schedule.instalments.iter().map(|row| row.days).collect::<Vec<_>>(), [90, 90, 90, 90, 60]);
    let short = compute(&ScheduleTerms { term: Term::Months(2), ..terms });
    assert_eq!(due_dates(&short), ["2025-03-15"]);
}

/// Whole months within a longer period are twelfths: 100,000.00 at 7.5 % bear 625.00 a month, whatever its days.
#[test]
fn a_part_of_a_longer_period_counts_its_months() {
    let at_maturity = ScheduleTerms { schedule_type: ScheduleType::AtMaturity, ..example() };
    let every = |months| ScheduleTerms { period: PaymentPeriod::Months(months), ..example() };
    let month_ends = ScheduleTerms { funded_on: date("2025-01-31"), ..every(3) };
    let fraction = |terms: &ScheduleTerms, from: &str, to: &str| {
        let calendar = AccrualCalendar::of(terms).unwrap();
        let whole = calendar.year_fraction(date(from), date(to)).unwrap();
        // However it is split.
        for day in date(from).iter_days().take_while(|day| *day < date(to)) {
            let before = calendar.year_fraction(date(from), day).unwrap();
            assert_eq!(before.checked_add(calendar.year_fraction(day, date(to)).unwrap()), Some(whole));
        }
        (whole.numerator(), whole.denominator())
    };
    for (terms, from, to, expected) in [
        (&at_maturity, "2025-01-15", "2025-07-15", (1, 2)),
        // Six months, and 16 of the 31 days from 15 July to 15 August.
        (&at_maturity, "2025-01-15", "2025-07-31", (6 * 31 + 16, 12 * 31)),
        (&every(3), "2025-01-15", "2025-02-15", (1, 12)),
        (&every(3), "2025-02-15", "2025-04-15", (1, 6)),
        (&every(6), "2025-02-15", "2025-07-15", (5, 12)),
        (&every(12), "2025-12-15", "2026-01-15", (1, 12)),
        // From 31 January: 28 February, 31 March.
        (&month_ends, "2025-02-28", "2025-03-31", (1, 12)),
        // After maturity too.
        (&every(3), "2026-02-15", "2026-03-15", (1, 12)),
    ] {
        let divisor = |(a, b): (i64, i64)| YearFraction::new(a, b);
        let (numerator, denominator) = fraction(terms, from, to);
        assert_eq!(divisor((numerator, denominator)), divisor(expected), "{from} {to}");
    }
    // Counted back from its due date: 17 of 31 days, then a month.
    let odd = ScheduleTerms { first_payment_on: Some(date("2025-03-01")), ..example() };
    assert_eq!(fraction(&odd, "2025-02-01", "2025-03-01"), (1, 12));
}

#[test]
fn an_odd_first_period_accrues_by_days_and_moves_maturity() {
    let terms = ScheduleTerms { first_payment_on: Some(date("2025-02-01")), ..example() };
    let schedule = compute(&terms);
    assert_eq!(schedule.instalments.len(), 12);
    assert_eq!(schedule.maturity_on, date("2026-01-01"));
    // 17 of the 31 days before 1 February, as a part of a twelfth of a year.
    assert_eq!(schedule.instalments[0].days, 17);
    assert_eq!(schedule.instalments[0].interest, Money::from_minor_units(34_274));
    assert_eq!(schedule.instalments[1].days, 30);

    let long = compute(&ScheduleTerms { first_payment_on: Some(date("2025-03-01")), ..example() });
    assert_eq!(long.instalments[0].days, 47);
    assert_eq!(long.instalments[0].interest, Money::from_minor_units(62_500 + 34_274));
    assert_eq!(long.maturity_on, date("2026-02-01"));
}

#[test]
fn a_first_payment_date_that_would_come_anyway_changes_nothing() {
    for day_count in DayCount::ALL {
        let usual = ScheduleTerms { funded_on: date("2025-01-31"), day_count, ..example() };
        let stated = ScheduleTerms { first_payment_on: Some(date("2025-02-28")), ..usual.clone() };
        assert_eq!(compute(&stated), compute(&usual));
    }
}

#[test]
fn actual_counts_bear_interest_for_the_days_there_are() {
    let interest = |day_count| {
        let terms = ScheduleTerms { day_count, funded_on: date("2023-12-15"), ..example() };
        let row = compute(&terms).instalments[0];
        (row.days, row.interest.minor_units())
    };
    // 100,000.00 × 7.5 % × 31/360, 31/365, and 17/365 + 14/366.
    assert_eq!(interest(DayCount::Actual360), (31, 64_583));
    assert_eq!(interest(DayCount::Actual365), (31, 63_699));
    assert_eq!(interest(DayCount::ActualActual), (31, 63_620));
}

#[test]
fn interest_only_repays_the_principal_with_the_last_payment() {
    let schedule = compute(&ScheduleTerms { schedule_type: ScheduleType::InterestOnly, ..example() });
    assert_eq!(minor_units(&schedule, |row| row.interest), [62_500; 12]);
    assert_eq!(minor_units(&schedule, |row| row.principal), [&[0; 11][..], &[10_000_000]].concat());
}

#[test]
fn one_payment_at_maturity_bears_the_interest_of_the_whole_term() {
    let at_maturity =
        ScheduleTerms { schedule_type: ScheduleType::AtMaturity, term: Term::Months(18), ..example() };
    for schedule_type in [ScheduleType::Amortized, ScheduleType::InterestOnly, ScheduleType::AtMaturity] {
        for frequency in [Frequency::Monthly, Frequency::Quarterly, Frequency::Maturity] {
            let terms = ScheduleTerms { schedule_type, period: frequency.period(), ..at_maturity.clone() };
            if schedule_type != ScheduleType::AtMaturity && frequency != Frequency::Maturity {
                continue;
            }
            let schedule = compute(&terms);
            assert_eq!(due_dates(&schedule), ["2026-07-15"]);
            assert_eq!(minor_units(&schedule, |row| row.interest), [1_125_000]);
            assert_eq!(schedule.instalments[0].days, 540);
        }
    }
}

#[test]
fn a_zero_rate_repays_equal_parts_and_the_rest_last() {
    let terms = ScheduleTerms {
        annual_rate: rate("0"),
        principal: Money::from_minor_units(10_000),
        term: Term::Months(3),
        ..example()
    };
    assert_eq!(minor_units(&compute(&terms), |row| row.payment), [3_333, 3_333, 3_334]);
}

/// 1.00 over 8 months is 12.5 cents, an exact tie; half up leaves less for the last payment.
#[test]
fn an_exact_tie_is_rounded_as_named() {
    let terms = ScheduleTerms {
        annual_rate: rate("0"),
        principal: Money::from_minor_units(100),
        term: Term::Months(8),
        ..example()
    };
    assert_eq!(minor_units(&compute(&terms), |row| row.payment), [13, 13, 13, 13, 13, 13, 13, 9]);
    let half_even = ScheduleTerms { rounding: Rounding::HalfEven, ..terms };
    assert_eq!(minor_units(&compute(&half_even), |row| row.payment), [12, 12, 12, 12, 12, 12, 12, 16]);

    // 8.98 at 25 % a quarter over 152 quarters is 2.245 and 4·10⁻¹⁵ of a unit more: no tie, though it looks like one.
    let near = ScheduleTerms {
        annual_rate: rate("100"),
        principal: Money::from_minor_units(898),
        period: Frequency::Quarterly.period(),
        term: Term::Months(455),
        rounding: Rounding::HalfEven,
        ..example()
    };
    assert_eq!(compute(&near).instalments[0].payment, Money::from_minor_units(225));

    // 100.50 at 12 % is 1.005 a month: a tie in a row's interest.
    let row = ScheduleTerms {
        annual_rate: rate("12"),
        principal: Money::from_minor_units(10_050),
        schedule_type: ScheduleType::InterestOnly,
        term: Term::Months(1),
        ..example()
    };
    assert_eq!(minor_units(&compute(&row), |row| row.interest), [101]);
    let half_even = ScheduleTerms { rounding: Rounding::HalfEven, ..row };
    assert_eq!(minor_units(&compute(&half_even), |row| row.interest), [100]);
}

#[test]
fn a_long_first_period_may_add_to_the_balance() {
    let terms = ScheduleTerms {
        principal: Money::from_minor_units(20_000_000),
        annual_rate: rate("6"),
        term: Term::Months(240),
        funded_on: date("2012-03-12"),
        first_payment_on: Some(date("2012-05-01")),
        ..example()
    };
    let schedule = compute(&terms);
    assert!(schedule.instalments[0].principal.is_negative());
    assert!(schedule.instalments[0].balance > terms.principal);
    assert_eq!(schedule.totals().principal, terms.principal);
}

#[test]
fn the_extremes_stay_exact() {
    let one_cent =
        ScheduleTerms { principal: Money::from_minor_units(1), term: Term::Months(600), ..example() };
    let largest = ScheduleTerms { principal: LARGEST_PRINCIPAL, term: Term::Months(1), ..example() };
    let mut cases = vec![one_cent, largest];
    for principal in [1, 99, 10_000_000, 10_000_004, 853_771_031, LARGEST_PRINCIPAL.minor_units()] {
        for day_count in DayCount::ALL {
            for frequency in [Frequency::Monthly, Frequency::Quarterly, Frequency::Maturity] {
                let principal = Money::from_minor_units(principal);
                let terms = ScheduleTerms { principal, day_count, period: frequency.period(), ..example() };
                cases.push(ScheduleTerms {
                    annual_rate: rate("100"),
                    term: Term::Months(1_200),
                    ..terms.clone()
                });
                cases.push(ScheduleTerms {
                    annual_rate: rate("0.000001"),
                    term: Term::Months(1_200),
                    ..terms
                });
            }
        }
    }
    for terms in cases {
        let schedule = compute(&terms);
        assert_eq!(schedule.totals().principal, terms.principal, "{terms:?}");
        let last = schedule.instalments.last().unwrap();
        assert_eq!(last.balance, Money::ZERO);
        for row in &schedule.instalments {
            assert!(!row.balance.is_negative() && !row.payment.is_negative(), "{terms:?} {row:?}");
            if terms.period != PaymentPeriod::Term {
                let twice = 2 * terms.principal.minor_units() + 100;
                assert!(row.balance.minor_units() <= twice, "{terms:?} {row:?}");
            }
        }
    }
}

#[test]
fn says_which_field_is_at_fault_and_what_is_allowed() {
    let first = |text| ScheduleTerms { first_payment_on: Some(date(text)), ..example() };
    let over = LARGEST_PRINCIPAL.checked_add(Money::from_minor_units(1)).unwrap();
    let cases = [
        (ScheduleTerms { principal: Money::ZERO, ..example() }, "principal", "more than zero"),
        (ScheduleTerms { principal: over, ..example() }, "principal", "larger than the largest"),
        (ScheduleTerms { term: Term::Months(0), ..example() }, "term_months", "from 1 to 1200"),
        (ScheduleTerms { term: Term::Months(1_201), ..example() }, "term_months", "from 1 to 1200"),
        (ScheduleTerms { funded_on: date("1899-12-31"), ..example() }, "funded_on", "1900 to 2200"),
        (ScheduleTerms { funded_on: date("2201-01-01"), ..example() }, "funded_on", "1900 to 2200"),
        (ScheduleTerms { funded_on: NaiveDate::MAX, ..example() }, "funded_on", "1900 to 2200"),
        (ScheduleTerms { funded_on: date("2200-06-01"), ..example() }, "term_months", "2200 or before"),
        (
            ScheduleTerms { term: Term::Payments(1_201), ..example() },
            "number_of_payments",
            "within 1200 months",
        ),
        (
            ScheduleTerms { term: Term::Payments(5_219), period: PaymentPeriod::Days(7), ..example() },
            "number_of_payments",
            "within 1200 months",
        ),
        (
            ScheduleTerms { term: Term::Payments(13), funded_on: date("2200-01-01"), ..example() },
            "number_of_payments",
            "2200 or before",
        ),
        (first("2025-01-15"), "first_payment_on", "after the day of funding, 2025-01-15"),
        (first("2024-12-31"), "first_payment_on", "after the day of funding, 2025-01-15"),
        (first("2026-02-16"), "first_payment_on", "at the latest on 2026-02-15"),
    ];
    for (terms, field, allowed) in cases {
        let error = Schedule::compute(&terms).unwrap_err();
        assert_eq!(error.field(), field, "{error}");
        assert!(error.to_string().contains(allowed), "{error}");
    }
    assert!(Schedule::compute(&first("2026-02-15")).is_ok());
}

#[test]
fn unknown_names_are_answered_with_the_allowed_ones() {
    let error = serde_json::from_str::<ScheduleType>(r#""graduated""#).unwrap_err().to_string();
    for schedule_type in ScheduleType::ALL {
        assert!(error.contains(schedule_type.as_str()), "{error}");
        assert_eq!(serde_json::to_value(schedule_type).unwrap(), schedule_type.as_str());
    }
    let error = serde_json::from_str::<Frequency>(r#""daily""#).unwrap_err().to_string();
    for frequency in Frequency::ALL {
        assert!(error.contains(frequency.as_str()), "{error}");
        assert_eq!(serde_json::to_value(frequency).unwrap(), frequency.as_str());
    }
}

#[test]
fn the_sums_of_the_years_are_those_of_the_whole() {
    let schedule = compute(&ScheduleTerms { term: Term::Months(360), ..example() });
    let years = totals_by_year(&schedule.instalments);
    assert_eq!((years[0].year, years[0].number_of_payments, years[30].number_of_payments), (2025, 11, 1));
    assert_eq!(years.len(), 31);
    let sum = |part: fn(&ScheduleTotals) -> Money| {
        years.iter().map(|year| part(&year.totals).minor_units()).sum::<i64>()
    };
    assert_eq!(sum(|totals| totals.payment), schedule.totals().payment.minor_units());
    assert_eq!(sum(|totals| totals.interest), schedule.totals().interest.minor_units());
    assert_eq!(sum(|totals| totals.principal), 10_000_000);
    // The worked example pays 11 times in its first year: 11 × 8,675.74.
    let first = totals_by_year(&compute(&example()).instalments)[0];
    assert_eq!(first.totals.payment, Money::from_minor_units(9_543_314));
    assert_eq!(first.balance, Money::from_minor_units(862_188));
}

/// A loan that is not paid at maturity goes on in periods of its own due day.
#[test]
fn periods_after_maturity_keep_the_due_day() {
    let cases = [
        // Funded on 31 August: due on the 31st, or the last day of a month that has none.
        (
            Term::Months(6),
            PaymentPeriod::Months(1),
            MonthEnd::Clamp,
            ["2025-02-28", "2025-03-31", "2025-04-30"],
        ),
        (Term::Months(6), PaymentPeriod::Term, MonthEnd::Clamp, ["2025-02-28", "2025-03-31", "2025-04-30"]),
        (
            Term::Months(6),
            PaymentPeriod::Months(4),
            MonthEnd::Clamp,
            ["2025-02-28", "2025-06-30", "2025-10-31"],
        ),
        (
            Term::Months(6),
            PaymentPeriod::Months(1),
            MonthEnd::Roll,
            ["2025-03-01", "2025-03-31", "2025-05-01"],
        ),
        (
            Term::Months(6),
            PaymentPeriod::Months(4),
            MonthEnd::Roll,
            ["2025-03-01", "2025-07-01", "2025-10-31"],
        ),
        (
            Term::Months(6),
            PaymentPeriod::HalfMonth,
            MonthEnd::Clamp,
            ["2025-02-28", "2025-03-15", "2025-03-31"],
        ),
        (
            Term::Payments(3),
            PaymentPeriod::Days(30),
            MonthEnd::Clamp,
            ["2024-11-29", "2024-12-29", "2025-01-28"],
        ),
    ];
    for (term, period, month_end, [maturity, next, then]) in cases {
        let terms = ScheduleTerms { term, period, month_end, funded_on: date("2024-08-31"), ..example() };
        let calendar = AccrualCalendar::of(&terms).unwrap();
        let first = calendar.period_at(date(maturity)).unwrap();
        assert_eq!((first.start, first.due_on), (date(maturity), date(next)), "{terms:?}");
        assert_eq!(calendar.period_at(date(next)).unwrap().due_on, date(then), "{terms:?}");
    }
}

/// Of half a month after the 15th, February lacks the day: it comes on 1 March where due days roll over.
#[test]
fn half_months_roll_over_too() {
    for (month_end, due) in [(MonthEnd::Clamp, "2025-02-28"), (MonthEnd::Roll, "2025-03-01")] {
        let terms = ScheduleTerms {
            term: Term::Payments(4),
            period: PaymentPeriod::HalfMonth,
            month_end,
            ..example()
        };
        let days: Vec<_> = compute(&terms).instalments.iter().map(|row| row.due_on).collect();
        assert_eq!(days, [date("2025-01-30"), date("2025-02-15"), date(due), date("2025-03-15")]);
    }
}
