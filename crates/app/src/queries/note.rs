//! Notes on loans and people.

use chrono::{DateTime, Utc};
use domain::{LoanId, NoteContent, NoteId, NoteState, PersonId, WrittenOn};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Row, Transaction};
use ts_rs::TS;

use crate::{AppError, Result};

const COLUMNS: &str = "id, loan_id, person_id, text, is_pinned, added_by, added_at, amended_by, amended_at, \
                       withdrawn_by, withdrawn_at, withdrawal_reason";

views! {
    /// A note.
    Note {
        /// The note.
        note_id: NoteId,
        /// The loan it is on.
        loan_id: Option<LoanId>,
        /// The person it is on.
        person_id: Option<PersonId>,
        /// What it says.
        text: String,
        /// Whether it stands above the others.
        is_pinned: bool,
        /// Who wrote it.
        added_by: String,
        /// When it was written.
        added_at: DateTime<Utc>,
        /// Who amended it last.
        amended_by: Option<String>,
        /// When it was amended last.
        amended_at: Option<DateTime<Utc>>,
        /// Who withdrew it.
        withdrawn_by: Option<String>,
        /// When it was withdrawn.
        withdrawn_at: Option<DateTime<Utc>>,
        /// Why it was withdrawn.
        withdrawal_reason: Option<String>,
    }
}

impl Note {
    pub(crate) fn state(self) -> NoteState {
        NoteState {
            note_id: self.note_id,
            content: NoteContent { text: self.text, is_pinned: self.is_pinned },
            is_withdrawn: self.withdrawn_at.is_some(),
        }
    }
}

/// One note.
///
/// # Errors
/// An unknown note, or storage.
pub fn get(transaction: &mut dyn Transaction, note_id: NoteId) -> Result<Note> {
    let row = transaction
        .query_optional(&format!("SELECT {COLUMNS} FROM notes WHERE id = $1"), &[note_id.into()])?
        .ok_or_else(|| AppError::NotFound { kind: "note", field: "note_id", id: note_id.to_string() })?;
    read(row)
}

/// The notes on a loan or on a person: pinned ones first, then the newest first.
///
/// # Errors
/// An unknown loan or person, or storage.
pub fn list(transaction: &mut dyn Transaction, on: WrittenOn, with_withdrawn: bool) -> Result<Vec<Note>> {
    let (column, id) = match on {
        WrittenOn::Loan(loan_id) => {
            super::loan::require(transaction, loan_id)?;
            ("loan_id", loan_id.into())
        }
        WrittenOn::Person(person_id) => {
            super::person::require(transaction, person_id)?;
            ("person_id", person_id.into())
        }
    };
    let held = if with_withdrawn { "" } else { "AND withdrawn_at IS NULL " };
    let sql = format!(
        "SELECT {COLUMNS} FROM notes WHERE {column} = $1 {held}ORDER BY is_pinned DESC, added_at DESC, id DESC"
    );
    transaction.query(&sql, &[id])?.into_iter().map(read).collect()
}

fn read(row: Row) -> Result<Note> {
    let mut row = row.reader();
    Ok(Note {
        note_id: row.take()?,
        loan_id: row.take()?,
        person_id: row.take()?,
        text: row.take()?,
        is_pinned: row.take::<i64>()? == 1,
        added_by: row.take()?,
        added_at: row.take()?,
        amended_by: row.take()?,
        amended_at: row.take()?,
        withdrawn_by: row.take()?,
        withdrawn_at: row.take()?,
        withdrawal_reason: row.take()?,
    })
}
