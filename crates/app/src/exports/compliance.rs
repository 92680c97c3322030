//! Reports of what a lender answers for: filings and licences, with how near they are today.

use store::Transaction;

use super::{
    Field::{self, Date, Moment, Text, Whole},
    Scope,
    rows::{Rows, word},
};
use crate::{
    Result,
    queries::{filing, licence},
};

type Columns = &'static [(&'static str, Field)];

pub const FILINGS: Columns = &[
    ("Filing", Text),
    ("Authority", Text),
    ("Due on", Date),
    ("Days left", Whole),
    ("Standing", Text),
    ("Due again", Text),
    ("Reminder in days before", Whole),
    ("Last filed on", Date),
    ("Last reference", Text),
    ("Note", Text),
    ("Removed at (UTC)", Moment),
    ("Removal reason", Text),
];

/// Those that are done or were removed are among them.
pub fn filings(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    for filing in filing::list(transaction, true, scope.today)? {
        let last = filing.completions.iter().find(|completion| completion.reopen_reason.is_none());
        rows.made([
            filing.name.into(),
            filing.authority.into(),
            filing.due_on.into(),
            filing.days_left.into(),
            word(filing.standing),
            word(filing.frequency),
            filing.remind_days.into(),
            last.map(|last| last.filed_on).into(),
            last.and_then(|last| last.reference.clone()).into(),
            filing.note.into(),
            filing.removed_at.into(),
            filing.removal_reason.into(),
        ])?;
    }
    Ok(())
}

pub const LICENCES: Columns = &[
    ("Licence", Text),
    ("Authority", Text),
    ("Number", Text),
    ("Issued on", Date),
    ("Expires on", Date),
    ("Days left", Whole),
    ("Standing", Text),
    ("Reminder in days before", Whole),
    ("Renewed on", Date),
    ("Note", Text),
    ("Ended on", Date),
    ("End reason", Text),
];

/// Those that have ended are among them.
pub fn licences(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    for licence in licence::list(transaction, true, scope.today)? {
        rows.made([
            licence.name.into(),
            licence.authority.into(),
            licence.number.into(),
            licence.issued_on.into(),
            licence.expires_on.into(),
            licence.days_left.into(),
            word(licence.standing),
            licence.remind_days.into(),
            licence.renewed_on.into(),
            licence.note.into(),
            licence.ended_on.into(),
            licence.end_reason.into(),
        ])?;
    }
    Ok(())
}
