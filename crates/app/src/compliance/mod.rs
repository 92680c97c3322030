//! The compliance log: an entry for every event that matters ([`domain::MATTERS`]), in a hash chain of its own, so that it
//! can be handed out and checked without the book. docs/AUDIT.md says how.
//!
//! `ComplianceRecorder` writes an entry in the transaction of its event. The table is no projection: nothing changes or
//! rebuilds it, and [`check`] holds it against the events that it tells of.

mod check;
mod export;
mod fill;

pub use export::{ComplianceExport, export};
pub use fill::{catch_up, missing};

pub(crate) use check::{check_end, check_page};
pub(crate) use fill::fill_if_missing;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{EventId, LoanId, Matter};
use serde::Serialize;
use serde_json::Value as Json;
use store::{
    Insert, RecordedEvent, Row, StoreError, Transaction, Value, canonical_json, hash_chain, timestamp_text,
};
use uuid::Uuid;

use crate::Result;

/// The handler that writes the log.
pub const RECORDER: &str = "ComplianceRecorder";

/// How an entry is kept.
pub(crate) const fn insert() -> Insert {
    Insert::new("compliance_log", &COLUMNS)
}

pub(crate) static INSERT: Insert = insert();

const COLUMNS: [&str; 17] = [
    "number",
    "organization_id",
    "position",
    "event_id",
    "event_type",
    "event_hash",
    "area",
    "what",
    "amount",
    "reason",
    "who",
    "occurred_at",
    "effective_on",
    "aggregate_type",
    "aggregate_id",
    "loan_id",
    "hash",
];

/// What an entry says, and what of it is hashed. The fields stand in the canonical order of their keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    aggregate_id: Uuid,
    aggregate_type: String,
    amount: Option<String>,
    area: String,
    effective_on: NaiveDate,
    event_hash: String,
    event_id: EventId,
    event_type: String,
    loan_id: Option<LoanId>,
    pub(crate) number: i64,
    #[serde(serialize_with = "as_timestamp_text")]
    occurred_at: DateTime<Utc>,
    reason: Option<String>,
    what: String,
    who: String,
}

fn as_timestamp_text<S: serde::Serializer>(
    moment: &DateTime<Utc>,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_str(&timestamp_text(*moment))
}

impl Entry {
    /// What the log says of an event. All of it follows from the event.
    fn of(event: &RecordedEvent, matter: &Matter, number: i64) -> Result<Self> {
        let payload: Json = serde_json::from_str(&event.payload)
            .map_err(|error| StoreError::corrupt(format!("payload of event {}: {error}", event.id)))?;
        let text = |key: &str| payload.get(key).and_then(Json::as_str).map(ToOwned::to_owned);
        Ok(Self {
            aggregate_id: event.aggregate_id,
            aggregate_type: event.aggregate_type.to_string(),
            amount: matter.amount_key.and_then(text),
            area: matter.area.as_str().to_owned(),
            effective_on: event.effective_on,
            event_hash: event.hash.clone(),
            event_id: event.id,
            event_type: event.event_type.to_string(),
            loan_id: event.loan_id,
            number,
            occurred_at: event.occurred_at,
            reason: text("reason"),
            what: matter.what.to_owned(),
            who: event.read_metadata()?.user_id,
        })
    }

    /// Its hash after that of the entry before it.
    fn hash_after(&self, previous: &str) -> Result<String> {
        Ok(hash_chain::hash_after(previous, canonical_json(self)?.as_bytes())?)
    }
}

/// An entry as it is kept.
pub(crate) struct Kept {
    pub(crate) entry: Entry,
    /// Place in the log of its event.
    pub(crate) position: i64,
    /// Its hash.
    pub(crate) hash: String,
}

/// The columns that [`read`] reads.
fn columns() -> String {
    COLUMNS.join(", ")
}

fn read(row: Row) -> store::Result<Kept> {
    let mut row = row.reader();
    let number = row.take()?;
    let _organization: Uuid = row.take()?;
    let position = row.take()?;
    let (event_id, event_type, event_hash) = (row.take()?, row.take()?, row.take()?);
    let (area, what, amount, reason, who) = (row.take()?, row.take()?, row.take()?, row.take()?, row.take()?);
    let (occurred_at, effective_on) = (row.take()?, row.take()?);
    let (aggregate_type, aggregate_id, loan_id) = (row.take()?, row.take()?, row.take()?);
    let entry = Entry {
        aggregate_id,
        aggregate_type,
        amount,
        area,
        effective_on,
        event_hash,
        event_id,
        event_type,
        loan_id,
        number,
        occurred_at,
        reason,
        what,
        who,
    };
    Ok(Kept { entry, position, hash: row.take()? })
}

/// A page of entries in the order of their numbers.
fn page(transaction: &mut dyn Transaction, after: i64, limit: i64) -> Result<Vec<Kept>> {
    let sql =
        format!("SELECT {} FROM compliance_log WHERE number > $1 ORDER BY number LIMIT {limit}", columns());
    let rows = transaction.query(&sql, &[after.into()])?;
    let entries = rows.into_iter().map(read).collect::<store::Result<Vec<_>>>()?;
    // A damaged index may lead back to where it has been, for ever.
    if entries.last().is_some_and(|last| last.entry.number <= after) {
        return Err(StoreError::corrupt("the entries of the compliance log are out of order").into());
    }
    Ok(entries)
}

/// Whether the log tells of an event.
pub(crate) fn has_entry(transaction: &mut dyn Transaction, event_id: EventId) -> Result<bool> {
    let sql = "SELECT 1 FROM compliance_log WHERE event_id = $1";
    Ok(transaction.query_optional(sql, &[event_id.into()])?.is_some())
}

/// The end of the log, which new entries follow.
pub(crate) struct End {
    /// Number of the last entry; 0 of an empty log.
    pub(crate) number: i64,
    /// Its hash.
    pub(crate) hash: String,
}

/// Where the log ends.
pub(crate) fn end(transaction: &mut dyn Transaction) -> Result<End> {
    let sql = "SELECT number, hash FROM compliance_log ORDER BY number DESC LIMIT 1";
    let Some(row) = transaction.query_optional(sql, &[])? else {
        return Ok(End { number: 0, hash: hash_chain::GENESIS.to_owned() });
    };
    let mut row = row.reader();
    Ok(End { number: row.take()?, hash: row.take()? })
}

impl End {
    /// The row of an event's entry behind this end, which then is the end.
    pub(crate) fn follow(&mut self, event: &RecordedEvent, matter: &Matter) -> Result<Vec<Value<'static>>> {
        let entry = Entry::of(event, matter, self.number + 1)?;
        self.hash = entry.hash_after(&self.hash)?;
        self.number = entry.number;
        Ok(vec![
            entry.number.into(),
            event.organization_id.into(),
            event.position.into(),
            entry.event_id.into(),
            entry.event_type.into(),
            entry.event_hash.into(),
            entry.area.into(),
            entry.what.into(),
            entry.amount.into(),
            entry.reason.into(),
            entry.who.into(),
            entry.occurred_at.into(),
            entry.effective_on.into(),
            entry.aggregate_type.into(),
            entry.aggregate_id.into(),
            entry.loan_id.into(),
            self.hash.clone().into(),
        ])
    }
}
