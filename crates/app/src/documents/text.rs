//! How amounts, dates and rates are written on paper.

use chrono::NaiveDate;
use domain::{Amount, Currency, Money};

/// `8,675.74`; a negative amount in parentheses.
#[must_use]
pub fn money(money: Money, currency: Currency) -> String {
    amount(Amount::new(money, currency))
}

/// `8,675.74`; a negative amount in parentheses.
#[must_use]
pub fn amount(amount: Amount) -> String {
    let text = amount.to_string();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.as_str()),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let mut grouped = String::with_capacity(text.len() + 8);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !decimals.is_empty() {
        grouped.push('.');
        grouped.push_str(decimals);
    }
    if negative { format!("({grouped})") } else { grouped }
}

/// An amount that is taken off a sum: `(8,675.74)`, and one that is added to it after all without parentheses.
#[must_use]
pub fn taken_off(taken: Money, currency: Currency) -> String {
    let text = money(taken, currency);
    match text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        Some(added) => added.to_owned(),
        None if taken.is_zero() => text,
        None => format!("({text})"),
    }
}

/// `January 15, 2025`: no reader takes it for another day.
#[must_use]
pub fn date(date: NaiveDate) -> String {
    date.format("%B %-d, %Y").to_string()
}

/// `Jan 15, 2025`, for tables.
#[must_use]
pub fn short_date(date: NaiveDate) -> String {
    date.format("%b %-d, %Y").to_string()
}

/// A name that any system can give to a file.
#[must_use]
pub fn file_name(title: &str, about: &str, dated_on: NaiveDate) -> String {
    let clean = |text: &str| -> String {
        let kept = text.chars().map(|c| if c.is_alphanumeric() || "-.# ".contains(c) { c } else { ' ' });
        kept.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let parts = [clean(about), clean(title), dated_on.to_string()];
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    format!("{}.pdf", parts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_off_stands_in_parentheses() {
        let usd = Currency::from_code("USD").unwrap();
        for (minor, text) in [(0, "0.00"), (867_574, "(8,675.74)"), (-5, "0.05")] {
            assert_eq!(taken_off(Money::from_minor_units(minor), usd), text);
        }
    }

    #[test]
    fn amounts_are_grouped_and_dates_are_spelled_out() {
        let usd = Currency::from_code("USD").unwrap();
        for (minor, text) in [
            (0, "0.00"),
            (5, "0.05"),
            (99_999, "999.99"),
            (867_574, "8,675.74"),
            (10_000_000, "100,000.00"),
            (-123_456_789, "(1,234,567.89)"),
        ] {
            assert_eq!(money(Money::from_minor_units(minor), usd), text);
        }
        let yen = Currency::from_code("JPY").unwrap();
        assert_eq!(money(Money::from_minor_units(1_234_567), yen), "1,234,567");
        let day = NaiveDate::from_ymd_opt(2025, 1, 5).unwrap();
        assert_eq!(date(day), "January 5, 2025");
        assert_eq!(file_name("Payoff letter", "L-00001", day), "L-00001 Payoff letter 2025-01-05.pdf");
        assert_eq!(file_name("A/B: \"x\"", "", day), "A B x 2025-01-05.pdf");
    }
}
