//! What the numbers of a column mean: `1,234.50`, `1.234,50`, `1 234,50`, `(1,234.50)`, `$1,234.50`.
//!
//! A column is judged over all of its rows. Where every value could be read with either decimal mark and the readings
//! differ, nobody but the person who has the file knows; that is said, not guessed.

use thiserror::Error;

/// What separates whole units from their decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalMark {
    /// `1,234.50`
    Point,
    /// `1.234,50`
    Comma,
}

/// What a column says of its decimal mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkFound {
    /// Its values can be read with this one, or mean the same with both.
    Mark(DecimalMark),
    /// Its values can be read with either and mean something else; some of them.
    Either(Vec<String>),
}

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NumberProblem {
    /// Something else than a number.
    #[error("must be a number")]
    NotANumber,
    /// A number that is written with the other decimal mark than its column.
    #[error("must be written as the other numbers of its column are")]
    OtherMark,
    /// More digits than a spreadsheet keeps exactly.
    #[error("has more than 15 digits, which a spreadsheet does not keep exactly; round it")]
    TooManyDigits,
}

/// A spreadsheet keeps so many digits of a number.
const EXACT_DIGITS: usize = 15;

/// A number of a workbook's cell, which has a decimal point and no separators.
///
/// # Errors
/// More digits than a spreadsheet keeps, or what is no decimal number.
pub fn of_cell(number: &str) -> Result<String, NumberProblem> {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let zeros = number.trim_start_matches('-').bytes().take_while(|byte| matches!(byte, b'0' | b'.'));
    let leading = zeros.filter(|byte| *byte == b'0').count();
    if !number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.')) {
        return Err(NumberProblem::NotANumber);
    }
    if digits - leading > EXACT_DIGITS { Err(NumberProblem::TooManyDigits) } else { Ok(number.to_owned()) }
}

/// Reads a number as digits with a decimal point: `-1234.50`. Separators of thousands stand where they belong;
/// parentheses and a minus before or after mean less than nothing. A currency and a percent sign are passed over here;
/// [`signs_of`] says what they are, since not every column may have them.
///
/// # Errors
/// What is no number, or one with the other decimal mark.
pub fn read(text: &str, mark: DecimalMark) -> Result<String, NumberProblem> {
    let Bare { negative, digits, .. } = bare(text).ok_or(NumberProblem::NotANumber)?;
    match with_mark(&digits, mark) {
        Some(number) if negative && number.bytes().any(|byte| matches!(byte, b'1'..=b'9')) => {
            Ok(format!("-{number}"))
        }
        Some(number) => Ok(number),
        None if with_mark(&digits, mark.other()).is_some() => Err(NumberProblem::OtherMark),
        None => Err(NumberProblem::NotANumber),
    }
}

/// Judges a column by the values of all its rows. `is_possible` refuses a reading that the column cannot mean, such as
/// a rate over a hundred percent.
pub fn mark_of<'t>(values: impl Iterator<Item = &'t str>, is_possible: impl Fn(&str) -> bool) -> MarkFound {
    let (mut points, mut commas) = (0_usize, 0_usize);
    let mut either = Vec::new();
    for text in values {
        let possible = |mark| read(text, mark).ok().filter(|number| is_possible(number));
        match (possible(DecimalMark::Point), possible(DecimalMark::Comma)) {
            (Some(_), None) => points += 1,
            (None, Some(_)) => commas += 1,
            (Some(point), Some(comma))
                if !is_same(&point, &comma)
                    && either.len() < 3
                    && !either.iter().any(|known| known == text) =>
            {
                either.push(text.to_owned());
            }
            _ => {}
        }
    }
    match points.cmp(&commas) {
        std::cmp::Ordering::Greater => MarkFound::Mark(DecimalMark::Point),
        std::cmp::Ordering::Less => MarkFound::Mark(DecimalMark::Comma),
        std::cmp::Ordering::Equal if either.is_empty() => MarkFound::Mark(DecimalMark::Point),
        std::cmp::Ordering::Equal => MarkFound::Either(either),
    }
}

fn is_same(one: &str, other: &str) -> bool {
    let plain = |number: &str| match number.contains('.') {
        true => number.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => number.to_owned(),
    };
    plain(one) == plain(other)
}

impl DecimalMark {
    const fn other(self) -> Self {
        match self {
            Self::Point => Self::Comma,
            Self::Comma => Self::Point,
        }
    }
}

/// What stands beside the digits of a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signs {
    /// A sign of a currency or three capital letters.
    pub currency: Option<String>,
    /// Whether it is in percent.
    pub is_percent: bool,
}

/// What stands beside the digits of a number; nothing where it is none.
#[must_use]
pub fn signs_of(text: &str) -> Signs {
    bare(text).map(|bare| bare.signs).unwrap_or_default()
}

/// A decimal number with its point two places further on: what a part of one is in percent.
#[must_use]
pub fn times_a_hundred(number: &str) -> String {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let padded = format!("{fraction:0<2}");
    let (moved, rest) = padded.split_at(2);
    let whole = format!("{whole}{moved}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let rest = rest.trim_end_matches('0');
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// Signs of currencies that may stand before or after an amount, as may the three letters of a code.
const CURRENCY_SIGNS: [&str; 5] = ["US$", "$", "€", "£", "¥"];

/// Whether a text stands for a currency: a sign of one, or three capital letters.
#[must_use]
pub fn is_currency(text: &str) -> bool {
    let mut characters = text.chars();
    let is_sign = matches!((characters.next(), characters.next()), (Some('\u{20a0}'..='\u{20cf}'), None));
    is_sign || CURRENCY_SIGNS.contains(&text) || text.len() == 3 && is_code(text)
}

fn is_code(code: &str) -> bool {
    code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// A number without what stands beside its digits.
struct Bare {
    negative: bool,
    /// The digits with their separators.
    digits: String,
    signs: Signs,
}

fn bare(text: &str) -> Option<Bare> {
    let mut rest = text.trim();
    let mut negative = false;
    let mut signs = Signs::default();
    if let Some(inside) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (negative, rest) = (true, inside.trim());
    }
    // A sign may stand before the currency or after it.
    for _ in 0..2 {
        if let Some(after) = rest.strip_prefix(['-', '\u{2212}']).or_else(|| rest.strip_suffix('-')) {
            if negative {
                return None;
            }
            (negative, rest) = (true, after.trim());
        } else if let Some(after) = rest.strip_prefix('+') {
            rest = after.trim();
        }
        if signs.currency.is_none()
            && let Some((currency, after)) = without_currency(rest)
        {
            signs.currency = Some(currency.to_owned());
            rest = after.trim();
        }
    }
    if let Some(before) = rest.strip_suffix('%') {
        signs.is_percent = true;
        rest = before.trim_end();
    }
    let allowed = |character: char| character.is_ascii_digit() || SEPARATORS.contains(&character);
    let has_digit = rest.bytes().any(|byte| byte.is_ascii_digit());
    let digits = rest.to_owned();
    (has_digit && rest.chars().all(allowed)).then_some(Bare { negative, digits, signs })
}

/// The currency before or after an amount, and the rest.
fn without_currency(text: &str) -> Option<(&str, &str)> {
    let signed = CURRENCY_SIGNS.iter().find_map(|sign| {
        let rest = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign))?;
        Some((*sign, rest))
    });
    signed.or_else(|| text.split_at_checked(3).filter(|(code, _)| is_code(code))).or_else(|| {
        let (rest, code) = text.split_at_checked(text.len().checked_sub(3)?)?;
        is_code(code).then_some((code, rest))
    })
}

/// What may stand between groups of digits, besides the other mark: spaces and apostrophes.
const SEPARATORS: [char; 8] = ['.', ',', ' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '\u{2019}'];

/// Reads digits with a decimal mark. Groups are separated by one and the same character, three digits each but the
/// first.
fn with_mark(digits: &str, mark: DecimalMark) -> Option<String> {
    let (decimal, thousands) = match mark {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
    };
    let (whole, fraction) = match digits.split_once(decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if fraction.is_some_and(|fraction| !is_digits(fraction)) {
        return None;
    }
    let separator = whole.chars().find(|character| !character.is_ascii_digit());
    let is_separator = |character: char| character == thousands || !matches!(character, '.' | ',');
    let joined = match separator {
        None => whole.to_owned(),
        Some(separator) if is_separator(separator) => {
            let groups: Vec<&str> = whole.split(separator).collect();
            let (first, others) = groups.split_first()?;
            let fits = (1..=3).contains(&first.len())
                && !first.starts_with('0')
                && others.iter().all(|group| group.len() == 3 && is_digits(group));
            if !fits {
                return None;
            }
            groups.concat()
        }
        Some(_) => return None,
    };
    // `.50` is half a unit.
    let whole = if joined.is_empty() && fraction.is_some() { "0" } else { joined.as_str() };
    if !is_digits(whole) {
        return None;
    }
    let trimmed = whole.trim_start_matches('0');
    let whole = if trimmed.is_empty() { "0" } else { trimmed };
    Some(fraction.map_or_else(|| whole.to_owned(), |fraction| format!("{whole}.{fraction}")))
}
