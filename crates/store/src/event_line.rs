//! An event as JSON on one line, with everything that the log has of it: its facts exactly as they were hashed, its
//! hashes, its place, and what became of its handlers.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{
    EventStatus, RecordedEvent, Result, StoreError,
    hash_chain::{Facts, raw},
};

/// The line. It borrows from the text that it was read from.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EventLine<'a> {
    position: i64,
    previous_hash: Cow<'a, str>,
    hash: Cow<'a, str>,
    status: Cow<'a, str>,
    processed_at: Option<DateTime<Utc>>,
    next_retry_at: Option<DateTime<Utc>>,
    retry_count: u32,
    error: Option<Cow<'a, str>>,
    facts: Box<RawValue>,
}

impl<'a> EventLine<'a> {
    /// The line of an event.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where its payload or metadata is no JSON.
    pub fn of(event: &'a RecordedEvent) -> Result<Self> {
        let facts = String::from_utf8(Facts::of(event)?.canonical()?)
            .map_err(|error| StoreError::backend("writing the facts of an event", error))?;
        let facts = RawValue::from_string(facts)
            .map_err(|error| StoreError::backend("writing the facts of an event", error))?;
        Ok(Self {
            position: event.position,
            previous_hash: Cow::Borrowed(&event.previous_hash),
            hash: Cow::Borrowed(&event.hash),
            status: Cow::Borrowed(event.status.as_str()),
            processed_at: event.processed_at,
            next_retry_at: event.next_retry_at,
            retry_count: event.retry_count,
            error: event.error.as_deref().map(Cow::Borrowed),
            facts,
        })
    }

    /// The event of the line. Its hash is recomputed over the facts as they stand there: where that is not the hash that
    /// the line says, or the facts are not in canonical form, it is not the event that was recorded.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`].
    pub fn event(&self) -> Result<RecordedEvent> {
        let text = self.facts.get();
        let facts: Facts<'_> = serde_json::from_str(text)
            .map_err(|error| StoreError::corrupt(format!("the facts are not those of an event: {error}")))?;
        let is_changed = raw(text)?.get().as_bytes() != facts.canonical()?.as_slice()
            || facts.hash_after(&self.previous_hash)? != self.hash;
        if is_changed {
            let changed = format!("the event at position {} is not as it was recorded", self.position);
            return Err(StoreError::corrupt(changed));
        }
        Ok(RecordedEvent {
            status: EventStatus::parse(&self.status)?,
            processed_at: self.processed_at,
            next_retry_at: self.next_retry_at,
            retry_count: self.retry_count,
            error: self.error.as_deref().map(str::to_owned),
            ..facts.into_event(self.position, self.previous_hash.to_string(), self.hash.to_string())
        })
    }
}
