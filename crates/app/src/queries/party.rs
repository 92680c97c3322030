//! The people in their roles on loans; a loan's borrower and lender are among them by themselves.

use chrono::NaiveDate;
use domain::{HeldParty, LoanId, PartyId, PartyRole, PersonId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Row, Transaction, Value};
use ts_rs::TS;

use super::{Word, loan::number_text};
use crate::{AppError, Result};

const COLUMNS: &str = "parties.id, parties.loan_id, parties.role, parties.since_on, parties.note, parties.added_by, \
     parties.removed_on, parties.removal_reason, loans.number, borrowers.name, people.id, people.name, people.email, \
     people.phone, people.address";

views! {
    /// A person in a role on a loan.
    Party {
        /// The party; none of the borrower and the lender whom the loan itself names.
        party_id: Option<PartyId>,
        /// The loan.
        loan_id: LoanId,
        /// The loan's number.
        loan_number: String,
        /// Who borrows.
        borrower_name: String,
        /// In which role.
        role: PartyRole,
        /// Who it is.
        person_id: PersonId,
        /// Their name.
        name: String,
        /// Their e-mail address.
        email: Option<String>,
        /// Their telephone number.
        phone: Option<String>,
        /// Their postal address.
        address: Option<String>,
        /// The day from which they have the role.
        since_on: Option<NaiveDate>,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who added them.
        added_by: Option<String>,
        /// The day from which they do not have it any more.
        removed_on: Option<NaiveDate>,
        /// Why they were removed.
        removal_reason: Option<String>,
    }
}

/// Whose roles.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    /// All of a loan.
    Loan(LoanId),
    /// All that a person has.
    Person(PersonId),
}

/// The parties of a loan, or the roles of a person: borrowers and lenders first, then in the order in which they began.
///
/// # Errors
/// An unknown loan or person, or storage.
pub fn list(transaction: &mut dyn Transaction, of: Of, with_removed: bool) -> Result<Vec<Party>> {
    let (named, added, id): (_, _, Value<'_>) = match of {
        Of::Loan(loan_id) => {
            super::loan::require(transaction, loan_id)?;
            ("loans.id = $1", "parties.loan_id = $1", loan_id.into())
        }
        Of::Person(person_id) => {
            super::person::require(transaction, person_id)?;
            ("people.id = $1", "parties.person_id = $1", person_id.into())
        }
    };
    let mut parties = Vec::new();
    for (role, column) in [(PartyRole::Borrower, "borrower_id"), (PartyRole::Lender, "lender_id")] {
        let sql = format!(
            "SELECT loans.id, loans.number, borrowers.name, people.id, people.name, people.email, people.phone, \
             people.address FROM loans JOIN people ON people.id = loans.{column} \
             JOIN people AS borrowers ON borrowers.id = loans.borrower_id WHERE {named} ORDER BY loans.number"
        );
        for row in transaction.query(&sql, std::slice::from_ref(&id))? {
            parties.push(read_named(row, role)?);
        }
    }
    let held = if with_removed { "" } else { "AND parties.removed_on IS NULL " };
    let sql = format!(
        "SELECT {COLUMNS} FROM parties JOIN people ON people.id = parties.person_id \
         JOIN loans ON loans.id = parties.loan_id JOIN people AS borrowers ON borrowers.id = loans.borrower_id \
         WHERE {added} {held}ORDER BY parties.since_on, parties.id"
    );
    for row in transaction.query(&sql, &[id])? {
        parties.push(read(row)?);
    }
    Ok(parties)
}

fn read_named(row: Row, role: PartyRole) -> Result<Party> {
    let mut row = row.reader();
    Ok(Party {
        party_id: None,
        role,
        loan_id: row.take()?,
        loan_number: number_text(row.take()?),
        borrower_name: row.take()?,
        person_id: row.take()?,
        name: row.take()?,
        email: row.take()?,
        phone: row.take()?,
        address: row.take()?,
        since_on: None,
        note: None,
        added_by: None,
        removed_on: None,
        removal_reason: None,
    })
}

fn read(row: Row) -> Result<Party> {
    let mut row = row.reader();
    Ok(Party {
        party_id: Some(row.take()?),
        loan_id: row.take()?,
        role: row.take::<Word<_>>()?.0,
        since_on: row.take()?,
        note: row.take()?,
        added_by: row.take()?,
        removed_on: row.take()?,
        removal_reason: row.take()?,
        loan_number: number_text(row.take()?),
        borrower_name: row.take()?,
        person_id: row.take()?,
        name: row.take()?,
        email: row.take()?,
        phone: row.take()?,
        address: row.take()?,
    })
}

const HELD: &str = "id, loan_id, person_id, role, since_on, removed_on";

/// One role on a loan.
///
/// # Errors
/// An unknown party, or storage.
pub(crate) fn held(transaction: &mut dyn Transaction, party_id: PartyId) -> Result<HeldParty> {
    let row = transaction
        .query_optional(&format!("SELECT {HELD} FROM parties WHERE id = $1"), &[party_id.into()])?
        .ok_or_else(|| AppError::NotFound { kind: "party", field: "party_id", id: party_id.to_string() })?;
    read_held(row)
}

/// All roles on a loan, those that ended as well.
pub(crate) fn held_on(transaction: &mut dyn Transaction, loan_id: LoanId) -> Result<Vec<HeldParty>> {
    let sql = format!("SELECT {HELD} FROM parties WHERE loan_id = $1");
    transaction.query(&sql, &[loan_id.into()])?.into_iter().map(read_held).collect()
}

/// Who borrows by a loan.
pub(crate) fn borrower(transaction: &mut dyn Transaction, loan_id: LoanId) -> Result<PersonId> {
    let sql = "SELECT borrower_id FROM loans WHERE id = $1";
    let found = transaction.query_optional(sql, &[loan_id.into()])?.map(Row::single).transpose()?;
    found.ok_or_else(|| AppError::NotFound { kind: "loan", field: "loan_id", id: loan_id.to_string() })
}

fn read_held(row: Row) -> Result<HeldParty> {
    let mut row = row.reader();
    Ok(HeldParty {
        party_id: row.take()?,
        loan_id: row.take()?,
        person_id: row.take()?,
        role: row.take::<Word<_>>()?.0,
        since_on: row.take()?,
        removed_on: row.take()?,
    })
}
