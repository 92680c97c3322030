//! What is kept with a loan beside its money: notes, the people in their roles, and what secures it.

mod collateral;
mod loan_to_value;
mod note;
mod party;
mod property;
#[cfg(test)]
mod tests;
mod words;

use std::borrow::Cow;

use chrono::NaiveDate;
use thiserror::Error;

pub use collateral::{CollateralContent, CollateralState, SecuredBy};
pub use loan_to_value::LoanToValue;
pub use note::{NewNote, NoteContent, NoteState, WrittenOn};
pub use party::{HeldParty, NewParty};
pub use property::{PropertyContent, PropertyState, Valuation};
pub use words::{PartyRole, PropertyKind, ValuationBasis};

use crate::text::TextError;

/// Why something is not kept with a loan: the field at fault, and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field} {problem}")]
pub struct LoanFileRejection {
    /// The input field at fault.
    pub field: &'static str,
    /// What is wrong and what is allowed.
    pub problem: Cow<'static, str>,
}

impl LoanFileRejection {
    fn new(field: &'static str, problem: impl Into<Cow<'static, str>>) -> Self {
        Self { field, problem: problem.into() }
    }
}

impl From<TextError> for LoanFileRejection {
    fn from(error: TextError) -> Self {
        Self::new(error.field, error.problem.to_string())
    }
}

/// The day on which something ends is no day in the future, and none before it began.
fn ending(
    field: &'static str,
    day: NaiveDate,
    began_on: NaiveDate,
    today: NaiveDate,
) -> Result<NaiveDate, LoanFileRejection> {
    past(field, day, today)?;
    if day < began_on {
        return Err(LoanFileRejection::new(field, format!("must not be before {began_on}, when it began")));
    }
    Ok(day)
}

fn past(field: &'static str, day: NaiveDate, today: NaiveDate) -> Result<NaiveDate, LoanFileRejection> {
    if day > today {
        return Err(LoanFileRejection::new(field, format!("must not be after today, {today}")));
    }
    Ok(day)
}
