//! The end of the hash chain, kept in a file outside the book: a log that was cut off afterwards is found by it.

use std::{fs, io::Write, path::Path};

use chrono::{DateTime, Utc};
use domain::OrganizationId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{StoreError, event_log};
use ts_rs::TS;

use crate::{
    AppError, Book, Result,
    destination::{Destination, Existing},
};

const FORMAT: &str = "lendingos-chain-head";

/// The end of the chain at one moment, as it is written to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(deny_unknown_fields)]
pub struct ChainHead {
    /// `lendingos-chain-head`.
    pub format: String,
    /// Whose book it is.
    pub organization_id: OrganizationId,
    /// The lender's name, for people.
    pub organization: String,
    /// Position of the last event.
    pub position: i64,
    /// Its hash.
    pub hash: String,
    /// When this was written.
    pub written_at: DateTime<Utc>,
}

/// Writes the end of the chain to a file. An earlier end that is there is replaced, whole or not at all.
///
/// # Errors
/// A file that is there and is something else, a folder that cannot be written to, or storage.
pub fn write_head(book: &Book, path: &Path) -> Result<ChainHead> {
    let earlier = Existing::ReplacedIf { is_one: is_head, what: "the kept end of a chain" };
    let destination = Destination::begin(book, ("path", path), earlier)?;
    let organization = book.organization();
    let head = book.read(|transaction| Ok(event_log::head(transaction, organization.id)?))?;
    let head = ChainHead {
        format: FORMAT.to_owned(),
        organization_id: organization.id,
        organization: organization.name.clone(),
        position: head.position,
        hash: head.hash,
        written_at: book.environment().clock.now(),
    };
    let text = serde_json::to_string_pretty(&head)
        .map_err(|error| StoreError::backend("writing the head of the chain", error))?;
    destination.file().write_all(text.as_bytes()).map_err(|error| destination.failed(error))?;
    destination.keep()?;
    Ok(head)
}

/// Reads what [`write_head`] wrote, and refuses that of another book.
///
/// # Errors
/// A file that is missing, is something else, or belongs to another book.
pub fn read_head(book: &Book, path: &Path) -> Result<ChainHead> {
    let wrong = |problem: String| AppError::InvalidInput { field: "head", problem };
    let text = fs::read_to_string(path)
        .map_err(|error| wrong(format!("must be a file that can be read: {}: {error}", path.display())))?;
    let head = parse(&text)
        .ok_or_else(|| wrong(format!("must be a file of a chain's head, and {} is none", path.display())))?;
    if head.organization_id != book.organization().id {
        return Err(wrong(format!("must be the head of this book's chain, not of {}'s", head.organization)));
    }
    Ok(head)
}

/// Whether a file is what [`write_head`] wrote, of whichever book.
fn is_head(path: &Path) -> bool {
    /// A head is a few hundred bytes; what is longer is not read.
    const LONGEST: u64 = 1 << 16;
    let is_short = fs::metadata(path).is_ok_and(|about| about.len() <= LONGEST);
    is_short && fs::read_to_string(path).is_ok_and(|text| parse(&text).is_some())
}

fn parse(text: &str) -> Option<ChainHead> {
    serde_json::from_str(text).ok().filter(|head: &ChainHead| head.format == FORMAT)
}
