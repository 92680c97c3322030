//! The people of the book.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{PersonId, PersonKind};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Row, Transaction, Value};
use ts_rs::TS;

use super::{Word, contains_pattern};
use crate::{AppError, Result};

const COLUMNS: &str = "id, kind, name, email, phone, address, tax_id, created_at";

/// A person of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct Person {
    /// The person.
    pub person_id: PersonId,
    /// What they are: a borrower, a lender, an investor, or any other contact.
    pub kind: PersonKind,
    /// Name of the person or company.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Tax identification number.
    pub tax_id: Option<String>,
    /// When the person was entered.
    pub created_at: DateTime<Utc>,
}

/// One person.
///
/// # Errors
/// An unknown person, or storage.
pub fn get(transaction: &mut dyn Transaction, person_id: PersonId) -> Result<Person> {
    let row = transaction
        .query_optional(&format!("SELECT {COLUMNS} FROM people WHERE id = $1"), &[person_id.into()])?
        .ok_or_else(|| AppError::NotFound {
            kind: "person",
            field: "person_id",
            id: person_id.to_string(),
        })?;
    read(row)
}

/// The name of everyone in the book.
///
/// # Errors
/// Storage.
pub fn names(transaction: &mut dyn Transaction) -> Result<HashMap<PersonId, String>> {
    let read = |row: Row| {
        let mut row = row.reader();
        Ok((row.take()?, row.take()?))
    };
    transaction.query("SELECT id, name FROM people", &[])?.into_iter().map(read).collect()
}

/// People by name, of one kind or of both, whose name or e-mail address has `search` in it.
///
/// # Errors
/// Storage.
pub fn list(
    transaction: &mut dyn Transaction,
    kind: Option<PersonKind>,
    search: Option<&str>,
) -> Result<Vec<Person>> {
    let kind = kind.map_or(Value::Null, |kind| kind.as_str().into());
    let pattern = contains_pattern(search.unwrap_or_default());
    let sql = format!(
        "SELECT {COLUMNS} FROM people WHERE (CAST($1 AS TEXT) IS NULL OR kind = $1) \
         AND (LOWER(name) LIKE $2 ESCAPE '!' OR LOWER(COALESCE(email, '')) LIKE $2 ESCAPE '!') ORDER BY name, id"
    );
    transaction.query(&sql, &[kind, pattern.into()])?.into_iter().map(read).collect()
}

fn read(row: Row) -> Result<Person> {
    let mut row = row.reader();
    Ok(Person {
        person_id: row.take()?,
        kind: row.take::<Word<_>>()?.0,
        name: row.take()?,
        email: row.take()?,
        phone: row.take()?,
        address: row.take()?,
        tax_id: row.take()?,
        created_at: row.take()?,
    })
}
