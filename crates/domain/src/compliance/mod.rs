//! What a lender answers for: which events the compliance log holds, what is to be filed, and what licences run out.

mod deadline;
mod filing;
mod licence;
mod matters;
#[cfg(test)]
mod tests;
mod words;

use std::borrow::Cow;

use chrono::NaiveDate;
use thiserror::Error;

pub use deadline::Deadline;
pub use filing::{Completion, FilingContent, FilingState};
pub use licence::{LicenceContent, LicenceState, Renewal};
pub use matters::{MATTERS, Matter, matter};
pub use words::{ComplianceArea, DeadlineStanding, FilingFrequency};

use crate::text::TextError;

/// Why a filing or a licence is not kept so: the field at fault, and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field} {problem}")]
pub struct ComplianceRejection {
    /// The input field at fault.
    pub field: &'static str,
    /// What is wrong and what is allowed.
    pub problem: Cow<'static, str>,
}

impl ComplianceRejection {
    fn new(field: &'static str, problem: impl Into<Cow<'static, str>>) -> Self {
        Self { field, problem: problem.into() }
    }
}

impl From<TextError> for ComplianceRejection {
    fn from(error: TextError) -> Self {
        Self::new(error.field, error.problem.to_string())
    }
}

/// What was done was not done in the future.
fn past(field: &'static str, day: NaiveDate, today: NaiveDate) -> Result<NaiveDate, ComplianceRejection> {
    if day > today {
        return Err(ComplianceRejection::new(field, format!("must not be after today, {today}")));
    }
    Ok(day)
}
