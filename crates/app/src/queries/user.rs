//! Who works in the book.

use chrono::{DateTime, Utc};
use domain::{UserId, UserRole};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Row, Transaction};
use ts_rs::TS;

use super::Word;
use crate::{AppError, Result};

const COLUMNS: &str = "id, name, role, is_active, added_at";

/// Someone who works in the book, or did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct User {
    /// The user.
    pub user_id: UserId,
    /// Name, as it was added.
    pub name: String,
    /// What the user may do.
    pub role: UserRole,
    /// Whether the user may work in the book at all.
    pub is_active: bool,
    /// Since when the user is one.
    pub added_at: DateTime<Utc>,
}

impl User {
    /// What decisions see.
    pub(crate) fn state(&self) -> domain::User {
        domain::User {
            user_id: self.user_id,
            name: self.name.clone(),
            role: self.role,
            is_active: self.is_active,
        }
    }
}

/// One user.
///
/// # Errors
/// An unknown user, or storage.
pub fn get(transaction: &mut dyn Transaction, user_id: UserId) -> Result<User> {
    let row = transaction
        .query_optional(&format!("SELECT {COLUMNS} FROM users WHERE id = $1"), &[user_id.into()])?
        .ok_or_else(|| AppError::NotFound { kind: "user", field: "user_id", id: user_id.to_string() })?;
    read(row)
}

/// Everyone in the order in which they were added: the owner first, and those who were deactivated among them.
///
/// # Errors
/// Storage.
pub fn list(transaction: &mut dyn Transaction) -> Result<Vec<User>> {
    let sql = format!("SELECT {COLUMNS} FROM users ORDER BY added_at, id");
    transaction.query(&sql, &[])?.into_iter().map(read).collect()
}

/// The user of a name, as people type it. Compared here, since no two databases fold the same letters.
///
/// # Errors
/// Storage.
pub fn find(transaction: &mut dyn Transaction, name: &str) -> Result<Option<User>> {
    Ok(list(transaction)?.into_iter().find(|user| user.state().is_named(name)))
}

fn read(row: Row) -> Result<User> {
    let mut row = row.reader();
    Ok(User {
        user_id: row.take()?,
        name: row.take()?,
        role: row.take::<Word<_>>()?.0,
        is_active: row.take()?,
        added_at: row.take()?,
    })
}
