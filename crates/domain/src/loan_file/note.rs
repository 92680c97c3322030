//! Notes: written on a loan or on a person, corrected by a further event, never overwritten.

use super::LoanFileRejection;
use crate::{DecisionContext, LoanId, NoteAdded, NoteAmended, NoteId, NoteWithdrawn, PersonId, text};

/// The longest note, in characters.
const LONGEST_NOTE: usize = 10_000;

/// What a note is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenOn {
    /// A loan.
    Loan(LoanId),
    /// A person.
    Person(PersonId),
}

impl WrittenOn {
    /// The one of the two that is named.
    ///
    /// # Errors
    /// Neither or both.
    pub fn one_of(loan_id: Option<LoanId>, person_id: Option<PersonId>) -> Result<Self, LoanFileRejection> {
        match (loan_id, person_id) {
            (Some(loan_id), None) => Ok(Self::Loan(loan_id)),
            (None, Some(person_id)) => Ok(Self::Person(person_id)),
            _ => Err(LoanFileRejection::new("loan_id", "or person_id must be given, and not both")),
        }
    }
}

/// What a note says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteContent {
    /// Its text.
    pub text: String,
    /// Whether it stands above the others.
    pub is_pinned: bool,
}

/// A wish to write a note.
#[derive(Debug, Clone)]
pub struct NewNote {
    /// Id of the new note.
    pub note_id: NoteId,
    /// What it is on.
    pub on: WrittenOn,
    /// What it says.
    pub content: NoteContent,
}

impl NewNote {
    /// Decides that it is written.
    ///
    /// # Errors
    /// A text that is empty or too long.
    pub fn write_down(self, context: &DecisionContext) -> Result<NoteAdded, LoanFileRejection> {
        let (loan_id, person_id) = match self.on {
            WrittenOn::Loan(loan_id) => (Some(loan_id), None),
            WrittenOn::Person(person_id) => (None, Some(person_id)),
        };
        Ok(NoteAdded {
            note_id: self.note_id,
            loan_id,
            person_id,
            organization_id: context.organization_id,
            text: text::required("text", &self.content.text, LONGEST_NOTE)?,
            is_pinned: self.content.is_pinned,
            added_by: context.user.clone(),
        })
    }
}

/// A note as it stands.
#[derive(Debug, Clone)]
pub struct NoteState {
    /// The note.
    pub note_id: NoteId,
    /// What it says.
    pub content: NoteContent,
    /// Whether it was withdrawn.
    pub is_withdrawn: bool,
}

impl NoteState {
    fn must_hold(&self) -> Result<(), LoanFileRejection> {
        if self.is_withdrawn {
            let problem = "names a note that was withdrawn: write a new one";
            return Err(LoanFileRejection::new("note_id", problem));
        }
        Ok(())
    }

    /// Decides that it says something else; none where it says that already.
    ///
    /// # Errors
    /// A note that was withdrawn, or a text that is empty or too long.
    pub fn amend(
        &self,
        content: &NoteContent,
        context: &DecisionContext,
    ) -> Result<Option<NoteAmended>, LoanFileRejection> {
        self.must_hold()?;
        let text = text::required("text", &content.text, LONGEST_NOTE)?;
        if text == self.content.text && content.is_pinned == self.content.is_pinned {
            return Ok(None);
        }
        Ok(Some(NoteAmended {
            note_id: self.note_id,
            organization_id: context.organization_id,
            text,
            is_pinned: content.is_pinned,
            amended_by: context.user.clone(),
        }))
    }

    /// Decides that it does not hold any more.
    ///
    /// # Errors
    /// A note that was withdrawn, or no reason.
    pub fn withdraw(
        &self,
        reason: &str,
        context: &DecisionContext,
    ) -> Result<NoteWithdrawn, LoanFileRejection> {
        self.must_hold()?;
        Ok(NoteWithdrawn {
            note_id: self.note_id,
            organization_id: context.organization_id,
            reason: text::required("reason", reason, 500)?,
            withdrawn_by: context.user.clone(),
        })
    }
}
