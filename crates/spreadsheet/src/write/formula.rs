//! Text that a spreadsheet would run as a formula (OWASP, *CSV Injection*).
//!
//! CSV has no types: a program that opens it takes a field that begins with one of these characters for a formula,
//! quoted or not. An apostrophe before it makes it text; it is the one character that every spreadsheet reads so. A
//! workbook has types, and its text needs nothing.

/// What a formula begins with, in the full-width form as well, which some programs fold into the other.
const BEGINS_A_FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// What stands before text to keep it from running.
pub const APOSTROPHE: char = '\'';

/// Whether a spreadsheet may take the text for a formula: by its first character, or by the first one behind spaces,
/// quotes and what is not seen, since programs differ in what they strip.
#[must_use]
pub fn may_run(text: &str) -> bool {
    if text.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    let is_stripped = |character: char| {
        character.is_whitespace()
            || character.is_control()
            || matches!(character, '"' | '\'' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    text.trim_start_matches(is_stripped).starts_with(BEGINS_A_FORMULA)
}

/// The text as it goes into a field of CSV.
#[must_use]
pub fn as_text(text: &str) -> std::borrow::Cow<'_, str> {
    if may_run(text) { format!("{APOSTROPHE}{text}").into() } else { text.into() }
}

/// The text that a field of CSV has: what [`as_text`] put before it is taken away.
#[must_use]
pub fn of_field(field: &str) -> &str {
    field.strip_prefix(APOSTROPHE).filter(|text| may_run(text)).unwrap_or(field)
}
