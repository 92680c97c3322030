//! What the dates of a column mean: `2025-12-31`, `31/12/2025`, `12/31/2025`, `31.12.2025`, `31 Dec 2025`.
//!
//! As with numbers, a column is judged over all of its rows, and `03/04/2025` alone is asked, never guessed.

use chrono::NaiveDate;
use thiserror::Error;

/// What comes first in a date that begins with day and month in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// `31/12/2025`
    DayFirst,
    /// `12/31/2025`
    MonthFirst,
}

/// What a column says of the order of its dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderFound {
    /// Its dates are written in this order.
    Order(DateOrder),
    /// Its dates mean the same in both.
    Same,
    /// Its dates can be read in either and mean other days, or are written in both; some of them.
    Either(Vec<String>),
}

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DateProblem {
    /// Something else than a date.
    #[error("must be a date such as 2025-12-31")]
    NotADate,
    /// A date that is written in the other order than those of its column.
    #[error("must be written as the other dates of its column are")]
    OtherOrder,
    /// A day that the calendar does not have.
    #[error("is a day that the calendar does not have")]
    NoSuchDay,
    /// A year of two digits.
    #[error("has a year of two digits; write all four")]
    ShortYear,
}

/// Reads a date. A time after it is passed over.
///
/// # Errors
/// What is no date, or one in the other order.
pub fn read(text: &str, order: DateOrder) -> Result<NaiveDate, DateProblem> {
    match parts(text)? {
        Parts::Day(day) => Ok(day),
        Parts::Figures { first, second, year } => {
            let in_order = |order| match order {
                DateOrder::DayFirst => NaiveDate::from_ymd_opt(year, second, first),
                DateOrder::MonthFirst => NaiveDate::from_ymd_opt(year, first, second),
            };
            in_order(order).ok_or_else(|| match in_order(order.other()) {
                Some(_) => DateProblem::OtherOrder,
                None => DateProblem::NoSuchDay,
            })
        }
    }
}

/// Judges a column by the values of all its rows. One date that has a day over twelve says it for all of them, but where
/// another says the opposite, nobody but the person who has the file knows what the rest means. Points tell that the day
/// comes first, but only of dates that have them.
pub fn order_of<'t>(values: impl Iterator<Item = &'t str>) -> OrderFound {
    let (mut day_first, mut month_first, mut with_points) = (None, None, None);
    let mut either: Vec<&str> = Vec::new();
    for text in values {
        if !matches!(parts(text), Ok(Parts::Figures { .. })) {
            continue;
        }
        let has_points = text.contains('.');
        match (read(text, DateOrder::DayFirst), read(text, DateOrder::MonthFirst)) {
            (Err(_), Ok(_)) => month_first = month_first.or(Some(text)),
            (Ok(_), _) if has_points => with_points = with_points.or(Some(text)),
            (Ok(_), Err(_)) => day_first = day_first.or(Some(text)),
            (Ok(one), Ok(other)) if one != other && either.len() < 3 && !either.contains(&text) => {
                either.push(text);
            }
            _ => {}
        }
    }
    let in_both = |either: Vec<&str>, others: [Option<&str>; 2]| {
        let examples = either.into_iter().take(2).chain(others.into_iter().flatten());
        OrderFound::Either(examples.map(str::to_owned).collect())
    };
    match (day_first.or(with_points), month_first) {
        (Some(day_first), Some(month_first)) => in_both(either, [Some(day_first), Some(month_first)]),
        (None, Some(_)) => OrderFound::Order(DateOrder::MonthFirst),
        (Some(_), None) if day_first.is_some() || either.is_empty() => OrderFound::Order(DateOrder::DayFirst),
        (Some(with_points), None) => in_both(either, [Some(with_points), None]),
        (None, None) if either.is_empty() => OrderFound::Same,
        (None, None) => OrderFound::Either(either.into_iter().map(str::to_owned).collect()),
    }
}

impl DateOrder {
    const fn other(self) -> Self {
        match self {
            Self::DayFirst => Self::MonthFirst,
            Self::MonthFirst => Self::DayFirst,
        }
    }
}

/// A date that is read, or one whose order is still to be known.
enum Parts {
    Day(NaiveDate),
    Figures { first: u32, second: u32, year: i32 },
}

fn parts(text: &str) -> Result<Parts, DateProblem> {
    let date = without_time(text.trim());
    let pieces: Vec<&str> = date.split(['/', '-', '.', ' ', ',']).filter(|piece| !piece.is_empty()).collect();
    let [one, two, three] = pieces.as_slice() else { return Err(DateProblem::NotADate) };
    let day = |year: Option<i32>, month: Option<u32>, day: Option<u32>| match (year, month, day) {
        (Some(year), Some(month), Some(day)) => {
            NaiveDate::from_ymd_opt(year, month, day).map(Parts::Day).ok_or(DateProblem::NoSuchDay)
        }
        _ => Err(DateProblem::NotADate),
    };
    if let (Some(month), false) = (month_named(two), is_figure(two)) {
        return if one.len() == 4 {
            day(figure(one), Some(month), figure(three))
        } else {
            day(year(three)?, Some(month), figure(one))
        };
    }
    if let Some(month) = month_named(one) {
        return day(year(three)?, Some(month), figure(two));
    }
    if ![one, two, three].iter().all(|piece| is_figure(piece)) {
        return Err(DateProblem::NotADate);
    }
    if one.len() == 4 {
        return day(figure(one), figure(two), figure(three));
    }
    let Some(year) = year(three)? else { return Err(DateProblem::NotADate) };
    let (Some(first), Some(second)) = (figure(one), figure(two)) else { return Err(DateProblem::NotADate) };
    Ok(Parts::Figures { first, second, year })
}

fn without_time(text: &str) -> &str {
    match text.split_once(['T', ' ']) {
        Some((date, time)) if is_time(time) => date,
        _ => text,
    }
}

/// Whether a text is a time that clocks have: `13:45`, `1:45:30 PM`, `13:45:30.250Z`.
fn is_time(text: &str) -> bool {
    let clock = without_zone(text.trim());
    let (clock, hours) = match without_half_of_day(clock) {
        Some(clock) => (clock, 0..=12),
        None => (clock, 0..=23),
    };
    let pieces: Vec<&str> = clock.split(':').collect();
    let (hour, minute, second) = match pieces.as_slice() {
        [hour, minute] => (hour, minute, "0"),
        [hour, minute, second] => (hour, minute, *second),
        _ => return false,
    };
    let (second, fraction) = second.split_once('.').unwrap_or((second, "0"));
    let is_up_to = |piece: &str, most: u32| figure::<u32>(piece).is_some_and(|number| number <= most);
    figure::<u32>(hour).is_some_and(|hour| hours.contains(&hour))
        && is_up_to(minute, 59)
        && is_up_to(second, 59)
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

/// A time without `Z`, `UTC`, `+02:00` or `-0500` after it.
fn without_zone(text: &str) -> &str {
    if let Some(time) = ["Z", "UTC", "GMT"].into_iter().find_map(|zone| text.strip_suffix(zone)) {
        return time.trim_end();
    }
    match text.rsplit_once(['+', '-']) {
        Some((time, zone)) if zone.bytes().all(|byte| byte.is_ascii_digit() || byte == b':') => {
            time.trim_end()
        }
        _ => text,
    }
}

/// A time without `AM` or `p.m.` after it; none where it has neither.
fn without_half_of_day(text: &str) -> Option<&str> {
    let without = |half: &str| {
        let (time, end) = text.split_at_checked(text.len().checked_sub(half.len())?)?;
        end.eq_ignore_ascii_case(half).then(|| time.trim_end())
    };
    ["am", "pm", "a.m.", "p.m."].into_iter().find_map(without)
}

fn is_figure(piece: &str) -> bool {
    !piece.is_empty() && piece.len() <= 4 && piece.bytes().all(|byte| byte.is_ascii_digit())
}

fn figure<T: std::str::FromStr>(piece: &str) -> Option<T> {
    is_figure(piece).then(|| piece.parse().ok()).flatten()
}

fn year(piece: &str) -> Result<Option<i32>, DateProblem> {
    match (is_figure(piece), piece.len()) {
        (true, 4) => Ok(figure(piece)),
        (true, 2) => Err(DateProblem::ShortYear),
        _ => Ok(None),
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The month of a name, or of its first three letters.
fn month_named(piece: &str) -> Option<u32> {
    let name = piece.to_ascii_lowercase();
    let found = MONTHS.iter().zip(1..).find(|(month, _)| {
        **month == name
            || name.len() == 3 && month.starts_with(&name)
            || name == "sept" && **month == "september"
    });
    found.map(|(_, number)| number)
}
