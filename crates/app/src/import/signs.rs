//! What may stand beside a number: a percent sign, and the currency of the book.

use domain::Currency;
use spreadsheet::read::{
    Cell,
    numbers::{self, Signs},
};

use super::fields::FieldKind;

/// Currencies for which a `$` stands in their own country.
const WITH_DOLLAR_SIGN: &[&str] = &[
    "USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU", "DOP", "BSD", "BBD",
    "BMD",
];

/// The currencies for which a sign stands, besides those that it names by their codes.
const SIGNS: &[(&str, &[&str])] = &[
    ("$", WITH_DOLLAR_SIGN),
    ("US$", &["USD"]),
    ("C$", &["CAD"]),
    ("CA$", &["CAD"]),
    ("A$", &["AUD"]),
    ("NZ$", &["NZD"]),
    ("HK$", &["HKD"]),
    ("S$", &["SGD"]),
    ("R$", &["BRL"]),
    ("€", &["EUR"]),
    ("£", &["GBP", "FKP", "GIP", "SHP"]),
    ("¥", &["JPY", "CNY"]),
    ("￥", &["JPY", "CNY"]),
    ("Fr.", &["CHF"]),
    ("SFr.", &["CHF"]),
    ("kr", &["SEK", "NOK", "DKK", "ISK"]),
    ("kr.", &["SEK", "NOK", "DKK", "ISK"]),
    ("zł", &["PLN"]),
    ("Kč", &["CZK"]),
    ("Ft", &["HUF"]),
    ("lei", &["RON"]),
    ("₺", &["TRY"]),
    ("₽", &["RUB"]),
    ("₴", &["UAH"]),
    ("₪", &["ILS"]),
    ("₹", &["INR"]),
    ("₩", &["KRW"]),
    ("฿", &["THB"]),
    ("₫", &["VND"]),
    ("₱", &["PHP"]),
    ("₦", &["NGN"]),
    ("R", &["ZAR"]),
    ("RM", &["MYR"]),
    ("Rp", &["IDR"]),
];

fn is_of(sign: &str, currency: Currency) -> bool {
    let code = currency.code();
    sign == code || SIGNS.iter().any(|(known, codes)| *known == sign && codes.contains(&code))
}

fn signs_of(cell: &Cell) -> Signs {
    match cell {
        Cell::Text(text) => numbers::signs_of(text),
        Cell::Percent(_) => Signs { currency: None, is_percent: true },
        Cell::InCurrency { currency, .. } => {
            Signs { currency: Some(currency.clone()).filter(|sign| !is_a_word(sign)), is_percent: false }
        }
        _ => Signs::default(),
    }
}

/// Whether three letters of a number format are no currency: `0 "MOS"` shows a term.
fn is_a_word(sign: &str) -> bool {
    let has_letters = sign.len() == 3 && sign.bytes().all(|byte| byte.is_ascii_uppercase());
    has_letters && Currency::from_code(sign).is_err()
}

/// Whether a number is in percent as it stands there.
pub fn is_in_percent(cell: &Cell) -> bool {
    signs_of(cell).is_percent
}

/// What is wrong with a sign that stands beside a number: another currency than the book's, a currency or a percent
/// sign where there can be none.
pub fn foreign_sign(kind: FieldKind, cell: &Cell, currency: Currency) -> Option<String> {
    let signs = signs_of(cell);
    match kind {
        FieldKind::Amount if signs.is_percent => Some("must be an amount, not a percentage".to_owned()),
        FieldKind::Amount => signs.currency.filter(|sign| !is_of(sign, currency)).map(|sign| {
            format!("is in {sign}, but the book is kept in {currency}; amounts in another currency are not converted")
        }),
        _ if signs.currency.is_some() && kind == FieldKind::Rate => {
            Some("must be a percentage, not an amount".to_owned())
        }
        FieldKind::Rate => None,
        _ if signs.currency.is_some() => Some("must be a whole number, not an amount".to_owned()),
        _ if signs.is_percent => Some("must be a whole number, not a percentage".to_owned()),
        _ => None,
    }
}
