use super::*;
use crate::{AnnualRate, DayCount, Frequency, calendar::months_after};

pub(super) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(super) fn on(day: &str, amount: &str) -> DatedAmount {
    DatedAmount { on: date(day), amount: number(amount) }
}

pub(super) fn once(day: &str, amount: &str) -> PaymentSeries {
    PaymentSeries::once(on(day, amount))
}

pub(super) fn series(day: &str, amount: &str, count: u32, every: PaymentPeriod) -> PaymentSeries {
    PaymentSeries { on: date(day), amount: number(amount), count, every }
}

pub(super) fn terms(advances: &[DatedAmount], payments: &[PaymentSeries]) -> AprTerms {
    AprTerms { advances: advances.to_vec(), payments: payments.to_vec(), unit_period: None }
}

/// The rate with two places, its unit-period, and how many a year has.
fn shown(terms: &AprTerms) -> [String; 3] {
    let rate = terms.actuarial().unwrap();
    [
        rate.rounded(2).unwrap().to_string(),
        rate.unit_period.to_string(),
        rate.unit_periods_per_year.to_string(),
    ]
}

pub(super) const MONTHLY: PaymentPeriod = PaymentPeriod::Months(1);

/// Worked examples of Appendix J, (c), that are not among the golden cases; as restated in the tests of
/// FSharp.Finance.Personal.
#[test]
fn worked_examples_of_the_regulation() {
    let weeks = |weeks: u32| PaymentPeriod::Days(7 * weeks);
    let cases = [
        // (c)(1)(ii): a long first period of one month and 19 days.
        (
            terms(&[on("1978-02-10", "6000")], &[series("1978-04-01", "200", 36, MONTHLY)]),
            ["11.82", "monthly", "12"],
        ),
        // (c)(1)(iv): quarters after 39/90 more.
        (
            terms(&[on("1978-05-23", "10000")], &[series("1978-10-01", "385", 40, PaymentPeriod::Months(3))]),
            ["8.97", "quarterly", "4"],
        ),
        // (c)(2)(ii): every four weeks, the first payment another one.
        (
            terms(
                &[on("1978-03-18", "400")],
                &[once("1978-04-20", "39.50"), series("1978-05-18", "38.31", 11, weeks(4))],
            ),
            ["28.50", "4 weeks", "13"],
        ),
        // (c)(3)(ii): every two weeks after eight days, the last payment another one.
        (
            terms(
                &[on("1978-04-03", "200")],
                &[series("1978-04-11", "9.50", 19, weeks(2)), once("1979-01-02", "30")],
            ),
            ["12.22", "biweekly", "26"],
        ),
        // (c)(4)(ii): every two months after 51 days, first and last payments others.
        (
            terms(
                &[on("1978-01-10", "8000")],
                &[
                    once("1978-03-01", "449.36"),
                    series("1978-05-01", "465", 18, PaymentPeriod::Months(2)),
                    once("1981-05-01", "200"),
                ],
            ),
            ["7.30", "2 months", "6"],
        ),
    ];
    for (terms, expected) in cases {
        assert_eq!(shown(&terms), expected, "{terms:?}");
    }
}

/// Variations of those examples in the same tests, which their author confirmed with a spreadsheet.
#[test]
fn variations_of_the_worked_examples() {
    let cases = [
        ("1978-07-23", "10000", series("1978-10-01", "385", 40, PaymentPeriod::Months(3)), "9.32"),
        ("2023-10-26", "1000", series("2023-11-30", "220", 5, PaymentPeriod::Days(1)), "94.15"),
        ("2023-11-23", "1000", series("2023-11-30", "250", 5, PaymentPeriod::Days(7)), "412.40"),
        ("2023-10-26", "1000", series("2023-11-30", "500", 5, PaymentPeriod::Months(12)), "78.34"),
    ];
    for (advanced, amount, payments, expected) in cases {
        let terms = terms(&[on(advanced, amount)], &[payments]);
        assert_eq!(shown(&terms)[0], expected, "{payments:?}");
    }
}

/// Solved by hand: 1 + f × i and (1 + i)^t with one payment.
#[test]
fn single_payments() {
    let cases = [
        // Two years exactly: √1.21 = 1.1.
        ("2025-01-17", "2027-01-17", "1210", ["10.00", "annual", "1"]),
        // A year and three months: (1 + i)(1 + i/4) = 1.1275 at 0.1.
        ("2025-01-17", "2026-04-17", "1127.5", ["10.00", "annual", "1"]),
        // A year and 73 days, a fifth of 365: 1.1 × 1.02.
        ("2025-01-17", "2026-03-31", "1122", ["10.00", "annual", "1"]),
        ("2025-01-17", "2026-01-17", "1100", ["10.00", "annual", "1"]),
        // Whole months count months: 2 × 4.4 %, and 12 × 1 % for one of 31 days.
        ("1978-07-15", "1979-01-15", "1044", ["8.80", "semiannual", "2"]),
        ("2025-01-17", "2025-02-17", "1010", ["12.00", "monthly", "12"]),
        // The last day of a month to that of a shorter one is a month.
        ("2025-01-31", "2025-02-28", "1010", ["12.00", "monthly", "12"]),
        ("2025-01-17", "2025-02-16", "1010", ["12.17", "30 days", "73/6"]),
        // Leap years have 365 days here: 1 % × 365/360.
        ("2024-01-17", "2025-01-11", "1010", ["1.01", "360 days", "73/72"]),
        ("2025-01-17", "2025-01-18", "1001", ["36.50", "daily", "365"]),
    ];
    for (advanced, paid, amount, expected) in cases {
        let terms = terms(&[on(advanced, "1000")], &[once(paid, amount)]);
        assert_eq!(shown(&terms), expected, "{advanced} {paid}");
    }
}

#[test]
fn unit_periods_follow_the_most_frequent_interval() {
    let half = PaymentPeriod::HalfMonth;
    // The 1st and the 15th: two weeks and what is left of the month.
    let first_and_fifteenth: Vec<PaymentSeries> = (2..=7)
        .flat_map(|month| ["01", "15"].map(|day| once(&format!("2025-0{month}-{day}"), "90")))
        .collect();
    let cases: [(&str, &[PaymentSeries], &str); 13] = [
        ("2025-01-15", &first_and_fifteenth, "semimonthly"),
        ("2025-01-15", &[series("2025-02-15", "90", 12, MONTHLY)], "monthly"),
        ("2025-01-31", &[series("2025-02-28", "90", 12, MONTHLY)], "monthly"),
        ("2025-01-15", &[series("2025-02-01", "90", 24, half)], "semimonthly"),
        ("2025-01-15", &[series("2025-01-31", "90", 24, half)], "semimonthly"),
        ("2025-01-15", &[series("2025-01-22", "90", 24, PaymentPeriod::Days(7))], "weekly"),
        ("2025-01-15", &[series("2025-02-12", "90", 24, PaymentPeriod::Days(28))], "4 weeks"),
        ("2025-01-15", &[series("2025-01-25", "90", 24, PaymentPeriod::Days(10))], "10 days"),
        ("2023-10-26", &[series("2023-11-30", "220", 5, PaymentPeriod::Days(1))], "daily"),
        ("2025-01-15", &[series("2025-12-15", "300", 5, PaymentPeriod::Months(12))], "annual"),
        // Longer than a year counts as a year.
        ("2025-01-15", &[series("2027-01-15", "700", 3, PaymentPeriod::Months(24))], "annual"),
        // Two months twice and one month twice: the smaller.
        (
            "2025-01-15",
            &[
                once("2025-03-15", "500"),
                once("2025-04-15", "300"),
                once("2025-06-15", "300"),
                once("2025-07-15", "300"),
            ],
            "monthly",
        ),
        // Nothing twice: 31 and 59 days are 45 on average, equally near to six weeks and to 48 as to nothing else.
        ("2025-01-15", &[once("2025-02-15", "600"), once("2025-04-15", "600")], "6 weeks"),
    ];
    for (advanced, payments, expected) in cases {
        let terms = terms(&[on(advanced, "1000")], payments);
        assert_eq!(terms.actuarial().unwrap().unit_period.to_string(), expected, "{payments:?}");
    }
}

#[test]
fn a_stated_unit_period_is_taken() {
    let monthly = terms(&[on("2025-01-15", "1000")], &[series("2025-02-15", "90", 12, MONTHLY)]);
    let yearly = AprTerms { unit_period: Some(UnitPeriod::YEAR), ..monthly.clone() };
    assert_eq!(yearly.actuarial().unwrap().unit_period, UnitPeriod::YEAR);
    assert!(yearly.actuarial().unwrap().percent > monthly.actuarial().unwrap().percent);
    // The same loan of 184 days by days instead of months.
    let single = terms(&[on("1978-07-15", "1000")], &[once("1979-01-15", "1044")]);
    let by_days = AprTerms { unit_period: Some(UnitPeriod::Days(184)), ..single };
    assert_eq!(shown(&by_days), ["8.73", "184 days", "365/184"]);
}

#[test]
fn rates_are_exact_to_far_more_digits_than_are_shown() {
    // 100 a month for ever less principal: interest of 1 % a month, then all at the end.
    let interest_only = terms(
        &[on("2025-01-15", "1000")],
        &[series("2025-02-15", "10", 360, MONTHLY), once("2055-01-15", "1000")],
    );
    assert_eq!(interest_only.actuarial().unwrap().percent, number("12"));
    let effective = interest_only.effective().unwrap().percent;
    assert!(
        (effective - number("12.6825030131969720661201")).abs() < number("0.0000000000000001"),
        "{effective}"
    );
    // 520 weeks at 8.351… % a week, 434.3 % a year, from the level payment of that rate.
    let rate = number("4.343") / number("52");
    let level =
        crate::time_value::LevelPayments { rate, count: 520, due: crate::time_value::PaymentDue::AtTheEnd };
    let payment = -level.payment(number("1000000"), Decimal::ZERO).unwrap();
    let weekly = series("2025-01-08", "1", 520, PaymentPeriod::Days(7));
    let weekly = terms(&[on("2025-01-01", "1000000")], &[PaymentSeries { amount: payment, ..weekly }]);
    let percent = weekly.actuarial().unwrap().percent;
    assert!((percent - number("434.3")).abs() < number("0.000000000001"), "{percent}");
}

#[test]
fn no_interest_and_less_than_none() {
    let free = terms(&[on("2025-01-15", "1200")], &[series("2025-02-20", "100", 12, MONTHLY)]);
    assert_eq!(free.actuarial().unwrap().rounded(2).unwrap().to_string(), "0.00");
    assert_eq!(free.effective().unwrap().percent, Decimal::ZERO);
    for (count, amount, every) in [(360, "99.9", MONTHLY), (3_000, "99.99", PaymentPeriod::Days(1))] {
        let advanced = DatedAmount { on: date("2025-01-15"), amount: Decimal::from(100 * count) };
        let given = terms(&[advanced], &[series("2025-02-15", amount, count, every)]);
        let percent = given.actuarial().unwrap().percent;
        assert!(percent < Decimal::ZERO && percent > number("-1"), "{percent}");
    }
    let barely = terms(&[on("2025-01-01", "1000000")], &[once("2026-01-01", "999999")]);
    assert_eq!(barely.actuarial().unwrap().rounded(2).unwrap().to_string(), "0.00");
    assert_eq!(barely.actuarial().unwrap().rounded(4).unwrap().to_string(), "-0.0001");
    let half = terms(&[on("2025-01-01", "1000")], &[once("2026-01-01", "500")]);
    assert_eq!(half.actuarial().unwrap().rounded(2).unwrap().to_string(), "-50.00");
}

#[test]
fn very_high_rates() {
    for (amount, percent) in [("2000", "36500"), ("11000", "365000"), ("1001000", "36500000")] {
        let overnight = terms(&[on("2025-01-01", "1000")], &[once("2025-01-02", amount)]);
        assert_eq!(overnight.actuarial().unwrap().percent, number(percent));
    }
}

/// Month ends are counted back to month ends, so that each payment of a series has the same odd days: ten, from
/// 21 to 31 January. By hand: 300 × Σ (1 + i)^−k for k from 0 to 39 is 10,000 × (1 + 10/30 × i).
#[test]
fn a_series_keeps_its_due_day_where_months_lack_it() {
    let month_ends: Vec<_> = (0..40)
        .map(|month| once(&months_after(date("2025-01-31"), month).unwrap().to_string(), "300.00"))
        .collect();
    let rate = terms(&[on("2025-01-21", "10000.00")], &month_ends).actuarial().unwrap();
    assert_eq!(rate.rounded(4).unwrap(), number("11.4478"));

    let due = |first: &str, started: &str| {
        let payments: Vec<_> = (1..=6)
            .map(|month| once(&months_after(date(first), month).unwrap().to_string(), "180.00"))
            .collect();
        let flows = Flows::of(&terms(&[on(started, "1000.00")], &payments)).unwrap();
        let odd = flows.timed(UnitPeriod::Months(1)).unwrap().into_iter().map(|timed| timed.odd);
        odd.skip(1).map(|odd| (odd * number("30")).round()).collect::<Vec<_>>()
    };
    for (first, started, odd) in [
        ("2025-01-30", "2025-01-21", "9"),
        ("2025-01-31", "2025-01-30", "1"),
        ("2025-01-30", "2025-01-30", "0"),
        ("2025-01-28", "2025-01-21", "7"),
    ] {
        assert_eq!(due(first, started), vec![number(odd); 6], "{first} from {started}");
    }
}

/// Thirty and fifteen days from one payment to the next are days and no months: 365/30 and 365/15 of them a year.
#[test]
fn a_series_of_days_is_counted_in_days() {
    for (days, per_year) in [(30, "73/6"), (15, "73/3"), (45, "73/9")] {
        let series = series("2025-01-31", "300.00", 12, PaymentPeriod::Days(days));
        let rate = terms(&[on("2025-01-01", "3000.00")], &[series]).actuarial().unwrap();
        assert_eq!(
            (rate.unit_period, rate.unit_periods_per_year.to_string()),
            (UnitPeriod::Days(days), per_year.to_owned()),
        );
    }
}

#[test]
fn several_advances_count_from_the_first() {
    // 1,000 on 1 January and 1,000 a month later at 1 % a month: 1020.10 and 1010 after two months.
    let terms = terms(
        &[on("2025-01-01", "1000"), on("2025-02-01", "1000")],
        &[once("2025-03-01", "1000"), once("2025-04-01", "1040.4010")],
    );
    let rate = terms.actuarial().unwrap();
    assert_eq!(rate.unit_period, UnitPeriod::Months(1));
    assert_eq!(rate.percent, number("12"));
}

/// A fee of 100 a month ahead of the advance, and twelve payments from a month after it on. At 1 % a month
/// (1,000 ÷ 1.01 − 100) × 1.01 = 899 is what they are worth: 899 ÷ 11.25507747 = 79.8751 each.
#[test]
fn a_payment_may_come_before_the_first_advance() {
    let ahead = terms(
        &[on("2025-02-15", "1000")],
        &[once("2025-01-15", "100"), series("2025-03-15", "79.8751", 12, MONTHLY)],
    );
    assert_eq!(shown(&ahead), ["12.00", "monthly", "12"]);
    // 1.01 to the power of 12 is 1.12682503; the day of the fee and that of the advance are whole months apart.
    assert_eq!(ahead.effective().unwrap().rounded(2).unwrap().to_string(), "12.68");
}

#[test]
fn rounding_is_half_up_away_from_zero() {
    let single = |amount: &str| terms(&[on("2025-01-01", "100000")], &[once("2026-01-01", amount)]);
    let cases =
        [("110005", 2, "10.01"), ("110015", 2, "10.02"), ("99995", 2, "-0.01"), ("110005", 3, "10.005")];
    for (amount, places, expected) in cases {
        let rate = single(amount).actuarial().unwrap();
        assert_eq!(rate.rounded(places).unwrap().to_string(), expected, "{amount}");
    }
    let rate = single("110000").actuarial().unwrap();
    assert_eq!(rate.rounded(0).unwrap().to_string(), "10");
    assert_eq!(rate.rounded(12).unwrap().to_string(), "10.000000000000");
    assert_eq!(rate.rounded(13), Err(AprError::TooManyPlaces));
}

#[test]
fn refusals_name_the_field() {
    let advance = [on("2025-01-15", "1000")];
    let payment = [once("2025-02-15", "1010")];
    let daily = |count| [series("2025-02-15", "1", count, PaymentPeriod::Days(1))];
    let cases = [
        (terms(&[], &payment), AprError::NothingAdvanced, "advances"),
        (terms(&advance, &[]), AprError::NothingPaid, "payments"),
        (terms(&[on("2025-01-15", "0")], &payment), AprError::AmountNotPositive("advances"), "advances"),
        (terms(&advance, &[once("2025-02-15", "-1")]), AprError::AmountNotPositive("payments"), "payments"),
        (terms(&advance, &[once("2025-01-14", "1")]), AprError::PaymentBeforeFirstAdvance, "payments"),
        (terms(&advance, &[once("2201-01-01", "1")]), AprError::DateOutOfRange("payments"), "payments"),
        (terms(&[on("1899-12-31", "1")], &payment), AprError::DateOutOfRange("advances"), "advances"),
        (terms(&advance, &daily(10_000)), AprError::TooManyFlows, "payments"),
        (terms(&advance, &daily(u32::MAX)), AprError::TooManyFlows, "payments"),
        (terms(&advance, &daily(0)), AprError::SeriesWithoutInterval, "payments"),
        (
            terms(&advance, &[series("2025-02-15", "1", 2, PaymentPeriod::Term)]),
            AprError::SeriesWithoutInterval,
            "payments",
        ),
        (terms(&advance, &[once("2025-01-15", "1010")]), AprError::NoRate, "payments"),
        (
            terms(&[on("2025-01-15", "1000000000000000")], &payment),
            AprError::AmountTooLarge("advances"),
            "advances",
        ),
    ];
    for (terms, error, field) in cases {
        assert_eq!(terms.actuarial(), Err(error), "{terms:?}");
        assert_eq!(terms.effective(), Err(error), "{terms:?}");
        assert_eq!(error.field(), field);
        assert!(error.to_string().starts_with(field), "{error}");
    }
    for unit_period in
        [UnitPeriod::Months(13), UnitPeriod::Weeks(53), UnitPeriod::Days(367), UnitPeriod::Days(0)]
    {
        let terms = AprTerms { unit_period: Some(unit_period), ..terms(&advance, &payment) };
        assert_eq!(terms.actuarial(), Err(AprError::UnitPeriodOutOfRange));
    }
    // More paid back on the first day than is advanced.
    let upside_down = terms(&advance, &[once("2025-01-15", "1001"), once("2025-02-15", "5")]);
    assert_eq!(upside_down.actuarial(), Err(AprError::NoRate));
}

#[test]
fn the_most_flows_are_solved() {
    let daily =
        terms(&[on("2025-01-15", "100000")], &[series("2025-01-16", "11", 9_999, PaymentPeriod::Days(1))]);
    assert!(daily.actuarial().unwrap().percent > Decimal::ZERO);
    assert!(daily.effective().unwrap().percent > Decimal::ZERO);
}

#[test]
fn effective_rates_measure_time_in_years() {
    let single =
        |advanced: &str, paid: &str, amount: &str| terms(&[on(advanced, "1000")], &[once(paid, amount)]);
    let effective = |terms: &AprTerms| terms.effective().unwrap().rounded(6).unwrap().to_string();
    // 1.1^(1/12) a month, whatever its days.
    assert_eq!(effective(&single("2025-01-31", "2027-01-31", "1210")), "10.000000");
    assert_eq!(effective(&single("2025-01-31", "2025-02-28", "1007.974140428904")), "10.000000");
    // Half a year of weeks: 1.05² = 1.1025.
    let weeks =
        AprTerms { unit_period: Some(UnitPeriod::Weeks(1)), ..single("2025-01-01", "2025-07-02", "1050") };
    assert_eq!(effective(&weeks), "10.250000");
    // 73 days of 365, a fifth of a year: 1.02⁵; 73 days of 366 are less of a year, so the rate is higher.
    let days =
        AprTerms { unit_period: Some(UnitPeriod::Days(1)), ..single("2025-01-17", "2025-03-31", "1020") };
    assert_eq!(effective(&days), "10.408080");
    let leap =
        AprTerms { unit_period: Some(UnitPeriod::Days(1)), ..single("2024-01-17", "2024-03-30", "1020") };
    assert_eq!(effective(&leap), "10.438035");
    // A payment every four weeks is measured in weeks, and so is its odd first period.
    let weekly =
        terms(&[on("2025-01-01", "1000")], &[series("2025-01-29", "1000", 2, PaymentPeriod::Days(28))]);
    assert_eq!(weekly.effective().unwrap().unit_period, UnitPeriod::Weeks(1));
}

#[test]
fn a_schedule_and_what_is_prepaid() {
    let schedule_terms = ScheduleTerms::new(
        Money::from_minor_units(1_000_000),
        "7.5".parse::<AnnualRate>().unwrap(),
        crate::Term::Months(12),
        crate::ScheduleType::Amortized,
        Frequency::Monthly.period(),
        DayCount::Thirty360,
        date("2025-01-15"),
    );
    let schedule = Schedule::compute(&schedule_terms).unwrap();
    let rate = |prepaid: i64| {
        let terms = AprTerms::of_schedule(&schedule_terms, &schedule, Money::from_minor_units(prepaid));
        Ok(terms?.actuarial()?.rounded(2)?.to_string())
    };
    assert_eq!(rate(0).as_deref(), Ok("7.50"));
    assert_eq!(rate(10_000).as_deref(), Ok("9.39"));
    for prepaid in [-1, 1_000_000] {
        assert_eq!(rate(prepaid), Err(AprError::PrepaidChargeOutOfRange));
    }
}
