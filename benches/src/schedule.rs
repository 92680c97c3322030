//! A schedule of 360 rows, against the same arithmetic on plain 128-bit integers with a payment that is known.

use chrono::{Months, NaiveDate};
use domain::{AnnualRate, DayCount, Money, PaymentPeriod, Schedule, ScheduleTerms, ScheduleType, Term};

use crate::measure::{Report, Samples};

const RUNS: usize = 2_000;

pub fn run(report: &mut Report) {
    let terms = ScheduleTerms::new(
        Money::from_minor_units(10_000_000),
        "7.5".parse::<AnnualRate>().unwrap(),
        Term::Months(360),
        ScheduleType::Amortized,
        PaymentPeriod::Months(1),
        DayCount::Thirty360,
        NaiveDate::from_ymd_opt(2025, 1, 15).unwrap(),
    );
    let (mut ours, mut bare) = (Samples::default(), Samples::default());
    for _ in 0..RUNS {
        let schedule = ours.time(|| Schedule::compute(std::hint::black_box(&terms)).unwrap());
        let payment = schedule.instalments[0].payment.minor_units();
        let rows = bare.time(|| plain(10_000_000, 7_500_000, payment.into(), terms.funded_on));
        assert_eq!(rows.last().unwrap().4, 0);
        assert_eq!(rows.len(), schedule.instalments.len());
    }
    report.line("schedule of 360 rows (bare: payment known)", &ours, &bare);
}

/// Due date, payment, interest, principal and balance of each row.
fn plain(
    principal: i128,
    micro_percent: i128,
    payment: i128,
    funded_on: NaiveDate,
) -> Vec<(NaiveDate, i128, i128, i128, i128)> {
    let mut balance = std::hint::black_box(principal);
    let mut rows = Vec::with_capacity(360);
    for month in 1..=360 {
        let denominator = 1_200_000_000_i128;
        let interest = (balance * micro_percent * 2 + denominator) / (denominator * 2);
        let repaid = if month == 360 { balance } else { payment - interest };
        balance -= repaid;
        rows.push((funded_on + Months::new(month), interest + repaid, interest, repaid, balance));
    }
    rows
}
