//! The book as a whole.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Transaction, event_log::FAILED};
use ts_rs::TS;

use super::{count, organization};
use crate::{Book, Result, permission};

/// What is said of an open book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "Book")]
#[schemars(rename = "Book")]
pub struct BookView {
    /// The lender's id.
    pub organization_id: domain::OrganizationId,
    /// The lender's name.
    pub organization: String,
    /// Currency code.
    pub currency: String,
    /// Decimals of the currency.
    pub minor_digits: u32,
    /// Who owns the book.
    pub owner: String,
    /// Who is signed in.
    pub user: String,
    /// Their id.
    pub user_id: domain::UserId,
    /// What they may do.
    pub role: domain::UserRole,
    /// Whether whoever requested a draw may approve it as well.
    pub one_person_lender: bool,
    /// Where it is.
    pub address: String,
    /// What keeps it: `sqlite`.
    pub backend: String,
    /// Whether its bytes on disk are encrypted.
    pub encrypted: bool,
    /// Newest migration applied.
    pub schema_version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Events in its log.
    pub events: i64,
    /// Loans in it.
    pub loans: i64,
    /// Events of which a handler failed.
    pub failed_events: i64,
}

/// The open book.
///
/// # Errors
/// Someone signed in who was deactivated since, or storage.
pub fn get(book: &Book, transaction: &mut dyn Transaction) -> Result<BookView> {
    let of_book = book.organization();
    let role = permission::role(book, transaction)?;
    let created = transaction
        .query_optional("SELECT created_at FROM organizations WHERE id = $1", &[of_book.id.into()])?
        .map(store::Row::single)
        .transpose()?
        .unwrap_or_default();
    Ok(BookView {
        organization_id: of_book.id,
        organization: of_book.name.clone(),
        currency: of_book.currency.code().to_owned(),
        minor_digits: of_book.currency.minor_digits(),
        owner: of_book.owner.clone(),
        user: book.user().name.clone(),
        user_id: book.user().user_id,
        role,
        one_person_lender: organization::settings(transaction)?.one_person_lender,
        address: book.store().address().to_owned(),
        backend: book.store().backend().to_owned(),
        encrypted: book.store().is_encrypted(),
        schema_version: book.store().schema_version(),
        created_at: created,
        events: count(transaction, "SELECT COALESCE(MAX(position), 0) FROM domain_events", &[])?,
        loans: count(transaction, "SELECT COUNT(*) FROM loans", &[])?,
        failed_events: count(
            transaction,
            &format!("SELECT COUNT(*) FROM domain_events WHERE {FAILED}"),
            &[],
        )?,
    })
}
