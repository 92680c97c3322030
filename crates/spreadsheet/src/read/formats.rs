//! What the number format of a workbook's cell shows beside the digits, and how many digits it shows.

use super::{
    Cell,
    numbers::{is_currency, times_a_hundred},
};

/// How a number is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// In its digits, or in fewer of them.
    AsItIs,
    /// In percent: `0.00%`, but not `0.00 "%"`, which only writes the sign.
    InPercent,
    /// With a currency: `"€"#,##0.00`, `#,##0.00 [$€-407]`.
    InCurrency(String),
    /// With zeros before it: `00000`, `000-00-0000`.
    ByZeros(String),
}

impl Shown {
    /// How a format shows a number.
    pub fn by(format: &str) -> Self {
        let pieces = pieces(format);
        if pieces.contains(&Piece::Code('%')) {
            return Self::InPercent;
        }
        if let Some(currency) = pieces.iter().find_map(Piece::currency) {
            return Self::InCurrency(currency);
        }
        let zero_or_dash = |piece: &Piece| match piece {
            Piece::Code(code @ ('0' | '-')) => Some(*code),
            Piece::Literal(literal) if literal == "-" => Some('-'),
            _ => None,
        };
        match pieces.iter().map(zero_or_dash).collect::<Option<String>>() {
            Some(pattern) if zeros_of(&pattern) > 1 => Self::ByZeros(pattern),
            _ => Self::AsItIs,
        }
    }

    /// The cell of a number that is shown so. One that zeros are put before is a text to whoever sees it: a number of a
    /// loan, a postal code. As a figure it is the same.
    pub fn cell(&self, number: String) -> Cell {
        match self {
            Self::AsItIs => Cell::Number(number),
            Self::InPercent => Cell::Percent(times_a_hundred(&number)),
            Self::InCurrency(currency) => Cell::InCurrency { number, currency: currency.clone() },
            Self::ByZeros(pattern) => match filled(pattern, &number) {
                Some(text) => Cell::Text(text),
                None => Cell::Number(number),
            },
        }
    }
}

fn zeros_of(pattern: &str) -> usize {
    pattern.matches('0').count()
}

/// A whole number in the places of a pattern's zeros; none where it has as many digits or more, or others.
fn filled(pattern: &str, number: &str) -> Option<String> {
    let missing = zeros_of(pattern).checked_sub(number.len()).filter(|missing| *missing > 0)?;
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut digits = std::iter::repeat_n('0', missing).chain(number.chars());
    pattern.chars().map(|place| if place == '0' { digits.next() } else { Some(place) }).collect()
}

/// A part of a format.
#[derive(Debug, PartialEq, Eq)]
enum Piece {
    /// What stands for digits, or is shown as it stands.
    Code(char),
    /// What is shown as it stands, in quotes or after a backslash.
    Literal(String),
    /// A currency in brackets.
    Currency(String),
}

impl Piece {
    fn currency(&self) -> Option<String> {
        match self {
            Self::Currency(currency) => Some(currency.clone()),
            Self::Literal(literal) => Some(literal.trim().to_owned()).filter(|text| is_currency(text)),
            Self::Code(code) => Some(code.to_string()).filter(|text| is_currency(text)),
        }
    }
}

/// The parts of a format, of its first section: the others are for numbers below zero and for text.
fn pieces(format: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = format.chars();
    while let Some(character) = rest.next() {
        match character {
            ';' => break,
            '"' => add_literal(&mut pieces, rest.by_ref().take_while(|next| *next != '"').collect()),
            '\\' => add_literal(&mut pieces, rest.next().into_iter().collect()),
            // A space as wide as the next character, and what fills the cell.
            '_' | '*' => {
                rest.next();
            }
            '[' => {
                let inside: String = rest.by_ref().take_while(|next| *next != ']').collect();
                pieces.extend(currency_of(&inside).map(Piece::Currency));
            }
            code => pieces.push(Piece::Code(code)),
        }
    }
    pieces
}

/// Literals beside each other are one: `\C\H\F`.
fn add_literal(pieces: &mut Vec<Piece>, literal: String) {
    match pieces.last_mut() {
        Some(Piece::Literal(before)) => before.push_str(&literal),
        _ => pieces.push(Piece::Literal(literal)),
    }
}

/// The currency of what stands in brackets: `$€-407` has one, `$-409` says a language alone, `Red` a colour.
fn currency_of(inside: &str) -> Option<String> {
    let named = inside.strip_prefix('$')?;
    let currency = named.rsplit_once('-').map_or(named, |(currency, _)| currency).trim();
    (!currency.is_empty()).then(|| currency.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_says_how_a_number_is_shown() {
        let currency = |text: &str| Shown::InCurrency(text.to_owned());
        let zeros = |text: &str| Shown::ByZeros(text.to_owned());
        let cases = [
            ("General", Shown::AsItIs),
            ("#,##0.00", Shown::AsItIs),
            ("0", Shown::AsItIs),
            ("0.00", Shown::AsItIs),
            ("0.00%", Shown::InPercent),
            ("[Red]0.0%;0.0", Shown::InPercent),
            ("0.00 \"%\"", Shown::AsItIs),
            ("0.00\\%", Shown::AsItIs),
            ("#,##0.00 [$€-407]", currency("€")),
            ("_-* #,##0.00\\ [$€-407]_-;-* #,##0.00\\ [$€-407]_-", currency("€")),
            ("[$£-809]#,##0.00", currency("£")),
            ("[$EUR ]#,##0.00_-", currency("EUR")),
            ("\"€\"#,##0.00", currency("€")),
            ("#,##0.00\\ \\€", currency("€")),
            ("#,##0.00 \"CHF\"", currency("CHF")),
            ("\\C\\H\\F #,##0.00", currency("CHF")),
            ("_(\"$\"* #,##0.00_);_(\"$\"* (#,##0.00)", currency("$")),
            ("$#,##0.00", currency("$")),
            ("[$-409]#,##0.00", Shown::AsItIs),
            ("#,##0.00_€", Shown::AsItIs),
            ("0 \"months\"", Shown::AsItIs),
            ("00000", zeros("00000")),
            ("000\\-00\\-0000", zeros("000-00-0000")),
            ("000-00-0000", zeros("000-00-0000")),
            ("00.00", Shown::AsItIs),
        ];
        for (format, expected) in cases {
            assert_eq!(Shown::by(format), expected, "{format}");
        }
    }

    #[test]
    fn zeros_are_put_before_whole_numbers_that_are_too_short() {
        let cases = [
            ("00000", "42", Cell::Text("00042".to_owned())),
            ("00000", "123456", Cell::Number("123456".to_owned())),
            ("00000", "12345", Cell::Number("12345".to_owned())),
            ("00000", "4.5", Cell::Number("4.5".to_owned())),
            ("00000", "-42", Cell::Number("-42".to_owned())),
            ("000-00-0000", "12345678", Cell::Text("012-34-5678".to_owned())),
        ];
        for (format, number, expected) in cases {
            assert_eq!(Shown::by(format).cell(number.to_owned()), expected, "{format}: {number}");
        }
    }
}
