//! Texts that people type: trimmed, of bounded length, without control characters.

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
    /// Nothing but white space.
    #[error("must not be empty")]
    Empty,
    /// More characters than are kept.
    #[error("must have at most {0} characters")]
    TooLong(usize),
    /// A character that no screen or paper shows.
    #[error("must not contain control characters")]
    ControlCharacter,
}

/// A text that must be there, trimmed.
///
/// # Errors
/// Empty, over `most` characters, or with control characters other than line breaks and tabs.
pub fn required(field: &'static str, typed: &str, most: usize) -> Result<String, TextError> {
    let trimmed = typed.trim();
    let problem = if trimmed.is_empty() {
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

/// A text that may be left out; white space alone counts as left out.
///
/// # Errors
/// As [`required`], but for an empty text.
pub fn optional(
    field: &'static str,
    typed: Option<String>,
    most: usize,
) -> Result<Option<String>, TextError> {
    match typed {
        Some(text) if !text.trim().is_empty() => required(field, &text, most).map(Some),
        _ => Ok(None),
    }
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
}
