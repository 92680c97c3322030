//! The rule that chooses the unit-period of a transaction: Appendix J, (b)(3) and (b)(4).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::UnitPeriod;
use crate::calendar::{MonthsAndDays, months_after};

/// Parts of a day in which every standard interval is a whole number, a month being a twelfth of 365 days.
const PARTS_PER_DAY: u32 = 24;

/// The unit-period of a transaction whose advances and payments fall on these days; each list in order, each day
/// once, the term beginning with the first of all of them.
///
/// * One advance and one payment: the term itself, at most a year. A term of whole months counts months, where
///   (b)(5)(vi) leaves the choice of months or days; any other counts days, (b)(5)(vii).
/// * Otherwise the period that occurs most often, at most a year; of two equally frequent the smaller. A period is
///   the time between two advances, between two payments, or from the beginning to the first payment.
/// * No period occurring twice: the standard interval nearest to their average; of two equally near the smaller.
pub(super) fn unit_period(advances: &[NaiveDate], payments: &[NaiveDate]) -> Option<UnitPeriod> {
    let start = *advances.first()?.min(payments.first()?);
    let later = |days: &[NaiveDate]| days.iter().copied().filter(|day| *day > start).collect::<Vec<_>>();
    let (advanced, paid) = (later(advances), later(payments));
    if let ([], [end]) = (advanced.as_slice(), paid.as_slice()) {
        return term(start, *end);
    }
    let from_start = |later: Vec<NaiveDate>| [start].into_iter().chain(later).collect::<Vec<_>>();
    let (advanced, paid) = (from_start(advanced), from_start(paid));
    let lists = [advanced.as_slice(), paid.as_slice()];
    common(&lists).or_else(|| average(&lists))
}

/// The unit-period of a single payment.
fn term(start: NaiveDate, end: NaiveDate) -> Option<UnitPeriod> {
    if end >= months_after(start, 12).ok()? {
        return Some(UnitPeriod::YEAR);
    }
    let counted = MonthsAndDays::between(start, end)?;
    let days = u32::try_from((end - start).num_days()).ok()?;
    Some(if counted.days == 0 { UnitPeriod::Months(counted.months) } else { UnitPeriod::Days(days) })
}

/// The period that occurs most often, and more than once.
fn common(lists: &[&[NaiveDate]]) -> Option<UnitPeriod> {
    let mut occurs: BTreeMap<(u32, UnitPeriodOrder), (u32, UnitPeriod)> = BTreeMap::new();
    for list in lists {
        let step = step_in_days(list);
        for place in 1..list.len() {
            for period in lengths(list, place, step) {
                let period = if parts(period) > parts(UnitPeriod::YEAR) { UnitPeriod::YEAR } else { period };
                occurs.entry((parts(period), order(period))).or_insert((0, period)).0 += 1;
            }
        }
    }
    // In the order of their length, so that the first of the most frequent is the smallest.
    let most = occurs.values().map(|(count, _)| *count).max().filter(|count| *count > 1)?;
    occurs.values().find(|(count, _)| *count == most).map(|(_, period)| *period)
}

type UnitPeriodOrder = u8;

/// Tells periods of one length apart: a standard interval before a number of days.
const fn order(period: UnitPeriod) -> UnitPeriodOrder {
    match period {
        UnitPeriod::Months(_) => 0,
        UnitPeriod::HalfMonth => 1,
        UnitPeriod::Weeks(_) => 2,
        UnitPeriod::Days(_) => 3,
    }
}

/// The days from each day of a list to the next, but for the first, where they are always the same and yet no
/// calendar period: each thirtieth day is once in a while a month after the one before it.
fn step_in_days(list: &[NaiveDate]) -> Option<u32> {
    let gaps: Vec<u32> = (2..list.len()).filter_map(|place| days_before(list, place)).collect();
    let step = *gaps.first().filter(|step| gaps.iter().all(|gap| gap == *step))?;
    let names = || (2..list.len()).map(|place| lengths(list, place, None));
    let is_same = |period: &UnitPeriod| names().all(|names| names.contains(period));
    (!names().next()?.iter().any(is_same)).then_some(step)
}

/// The days before a day of a list, from the one before it.
fn days_before(list: &[NaiveDate], place: usize) -> Option<u32> {
    let (from, to) = (list.get(place.checked_sub(1)?)?, list.get(place)?);
    u32::try_from((*to - *from).num_days()).ok()
}

/// What the time before a day of a list may be called: four weeks in February are also a month. Of a list that goes
/// on in steps of days, that step is nothing else.
fn lengths(list: &[NaiveDate], place: usize, step: Option<u32>) -> Vec<UnitPeriod> {
    let (Some(from), Some(to)) = (list.get(place.wrapping_sub(1)), list.get(place)) else {
        return Vec::new();
    };
    let days = days_before(list, place).unwrap_or(0);
    if step == Some(days) {
        return vec![UnitPeriod::Days(days)];
    }
    let mut names = Vec::new();
    match MonthsAndDays::between(*from, *to) {
        Some(MonthsAndDays { months, days: 0, .. }) if months > 0 => names.push(UnitPeriod::Months(months)),
        _ if is_half_month(list, place) => names.push(UnitPeriod::HalfMonth),
        _ => {}
    }
    if days > 0 && days.is_multiple_of(7) {
        names.push(UnitPeriod::Weeks(days / 7));
    }
    // Days only where nothing else fits: thirty days from one 10th to the next are a month.
    if names.is_empty() {
        names.push(UnitPeriod::Days(days));
    }
    names
}

/// Whether the time before a day is about half of a month that begins or ends with it.
fn is_half_month(list: &[NaiveDate], place: usize) -> bool {
    let day = |place: Option<usize>| place.and_then(|place| list.get(place)).copied();
    let (before, from, to, after) =
        (place.checked_sub(2), place.checked_sub(1), Some(place), place.checked_add(1));
    let is_month = |from: Option<NaiveDate>, to: Option<NaiveDate>| match (from, to) {
        (Some(from), Some(to)) => {
            MonthsAndDays::between(from, to).is_some_and(|counted| (counted.months, counted.days) == (1, 0))
        }
        _ => false,
    };
    let days = match (day(from), day(to)) {
        (Some(from), Some(to)) => (to - from).num_days(),
        _ => 0,
    };
    (13..=18).contains(&days) && (is_month(day(before), day(to)) || is_month(day(from), day(after)))
}

/// The standard interval (a day, weeks, half a month, months, up to a year) nearest to the average period.
fn average(lists: &[&[NaiveDate]]) -> Option<UnitPeriod> {
    let periods = lists.iter().flat_map(|list| list.windows(2)).filter_map(|pair| match pair {
        [from, to] => u32::try_from((*to - *from).num_days()).ok(),
        _ => None,
    });
    let (count, days) = periods.fold((0_u64, 0_u64), |(count, sum), days| (count + 1, sum + u64::from(days)));
    if count == 0 {
        return None;
    }
    // Compared times the number of periods, so that the average is a whole number.
    let total = days * u64::from(PARTS_PER_DAY);
    standard_intervals().min_by_key(|period| {
        let length = u64::from(parts(*period)) * count;
        (length.abs_diff(total), parts(*period))
    })
}

fn standard_intervals() -> impl Iterator<Item = UnitPeriod> {
    let weeks = (1..=52).map(UnitPeriod::Weeks);
    let months = (1..=12).map(UnitPeriod::Months);
    [UnitPeriod::Days(1), UnitPeriod::HalfMonth].into_iter().chain(months).chain(weeks)
}

/// The length of a period in parts of a day.
fn parts(period: UnitPeriod) -> u32 {
    match period {
        UnitPeriod::Days(days) => days.saturating_mul(PARTS_PER_DAY),
        UnitPeriod::Weeks(weeks) => weeks.saturating_mul(7 * PARTS_PER_DAY),
        UnitPeriod::HalfMonth => 365,
        UnitPeriod::Months(months) => months.saturating_mul(2 * 365),
    }
}
