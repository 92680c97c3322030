//! Texts that people type: trimmed, of bounded length, without control characters.

use std::ops::RangeInclusive;

use thiserror::Error;

/// A text that cannot be kept as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field} {problem}")]
pub struct TextError {
    /// The input field at fault.
    pub field: &'static str,
    /// What is wrong and what is allowed.
    pub problem: TextProblem,
}

/// What is wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TextProblem {
    /// Nothing that can be seen.
    #[error("must not be empty")]
    Empty,
    /// More characters than are kept.
    #[error("must have at most {0} characters")]
    TooLong(usize),
    /// A character that no screen or paper shows.
    #[error("must not contain control characters")]
    ControlCharacter,
    /// A line break, or another control character, in what stands on one line.
    #[error("must be on one line, without line breaks, tabs or other control characters")]
    SeveralLines,
}

/// Characters that nobody sees, though they are no white space: joiners, marks of direction, fillers, selectors.
const INVISIBLE: [RangeInclusive<char>; 16] = [
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{61c}'..='\u{61c}',
    '\u{115f}'..='\u{1160}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180b}'..='\u{180f}',
    '\u{200b}'..='\u{200f}',
    '\u{202a}'..='\u{202e}',
    '\u{2060}'..='\u{206f}',
    '\u{2800}'..='\u{2800}',
    '\u{3164}'..='\u{3164}',
    '\u{fe00}'..='\u{fe0f}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff9}'..='\u{fffb}',
    '\u{e0000}'..='\u{e0fff}',
];

/// Whether nothing of a text can be seen: white space and invisible characters alone.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    let is_invisible = |c: char| INVISIBLE.iter().any(|range| range.contains(&c));
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// Takes away what nobody sees at the ends. Of invisible characters only those that never change how the others look;
/// within a text some scripts need them.
fn trim(typed: &str) -> &str {
    typed.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
    })
}

/// A name, or a number that stands for one: a text that must be there, on one line.
///
/// # Errors
/// Empty, over `most` characters, or with control characters, line breaks and tabs among them.
pub fn line(field: &'static str, typed: &str, most: usize) -> Result<String, TextError> {
    let problem = match required(field, typed, most) {
        Ok(line) if !line.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) => {
            return Ok(line);
        }
        Ok(_) | Err(TextError { problem: TextProblem::ControlCharacter, .. }) => TextProblem::SeveralLines,
        Err(error) => return Err(error),
    };
    Err(TextError { field, problem })
}

/// A name that may be left out; what cannot be seen counts as left out.
///
/// # Errors
/// As [`line`], but for an empty text.
pub fn optional_line(
    field: &'static str,
    typed: Option<String>,
    most: usize,
) -> Result<Option<String>, TextError> {
    typed.filter(|text| !is_blank(text)).map(|text| line(field, &text, most)).transpose()
}

/// A text that must be there, trimmed.
///
/// # Errors
/// Empty, over `most` characters, or with control characters other than line breaks and tabs.
pub fn required(field: &'static str, typed: &str, most: usize) -> Result<String, TextError> {
    let trimmed = trim(typed);
    let problem = if is_blank(trimmed) {
        TextProblem::Empty
    } else if trimmed.chars().count() > most {
        TextProblem::TooLong(most)
    } else if trimmed.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        TextProblem::ControlCharacter
    } else {
        return Ok(trimmed.to_owned());
    };
    Err(TextError { field, problem })
}

/// A text that may be left out; what cannot be seen counts as left out.
///
/// # Errors
/// As [`required`], but for an empty text.
pub fn optional(
    field: &'static str,
    typed: Option<String>,
    most: usize,
) -> Result<Option<String>, TextError> {
    typed.filter(|text| !is_blank(text)).map(|text| required(field, &text, most)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_and_names_the_field_at_fault() {
        assert_eq!(required("name", "  Ada  ", 10).unwrap(), "Ada");
        assert_eq!(optional("phone", Some("  ".into()), 10).unwrap(), None);
        let cases = [("", "name must not be empty"), ("abcdef", "name must have at most 5 characters")];
        for (typed, message) in cases {
            assert_eq!(required("name", typed, 5).unwrap_err().to_string(), message);
        }
        assert_eq!(required("name", "a\u{7}b", 5).unwrap_err().problem, TextProblem::ControlCharacter);
    }

    #[test]
    fn what_cannot_be_seen_is_empty_and_left_off_at_the_ends() {
        for typed in ["\u{200b}", "\u{feff} \u{ad}", "\u{200d}\u{202e}", "\u{3164}", "\u{e0041}"] {
            assert_eq!(required("name", typed, 10).unwrap_err().problem, TextProblem::Empty, "{typed:?}");
            assert_eq!(optional("phone", Some(typed.into()), 10).unwrap(), None, "{typed:?}");
            assert_eq!(optional_line("phone", Some(typed.into()), 10).unwrap(), None, "{typed:?}");
        }
        assert_eq!(line("name", "\u{feff} Ada\u{200b}", 3).unwrap(), "Ada");
        // Persian writes with joiners that are not seen.
        assert_eq!(line("name", "می\u{200c}خواهم", 10).unwrap(), "می\u{200c}خواهم");
    }

    #[test]
    fn a_name_stands_on_one_line() {
        for typed in ["Ada\nPark", "Ada\r\nPark", "Ada\tPark", "Ada\u{85}Park", "Ada\u{2028}Park"] {
            assert_eq!(line("name", typed, 20).unwrap_err().problem, TextProblem::SeveralLines, "{typed:?}");
            assert_eq!(required("note", typed, 20).is_ok(), !typed.contains('\u{85}'), "{typed:?}");
        }
        let message = "name must be on one line, without line breaks, tabs or other control characters";
        assert_eq!(line("name", "a\nb", 20).unwrap_err().to_string(), message);
    }
}
