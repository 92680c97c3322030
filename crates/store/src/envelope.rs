//! The envelope of an event: everything about it but what its payload means.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{EventId, EventPayload, LoanId, OrganizationId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Result, StoreError, canonical_json};

/// How far the handlers of an event have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventStatus {
    /// Its handlers have not run.
    Pending,
    /// Its handlers are running.
    Processing,
    /// Every enabled handler has succeeded.
    Processed,
    /// A handler failed; it is tried again.
    Failed,
}

impl EventStatus {
    /// The word used in storage and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Processing => "processing",
            Self::Processed => "processed",
            Self::Failed => "failed",
        }
    }

    pub(crate) fn parse(word: &str) -> Result<Self> {
        [Self::Pending, Self::Processing, Self::Processed, Self::Failed]
            .into_iter()
            .find(|status| status.as_str() == word)
            .ok_or_else(|| StoreError::corrupt(format!("unknown event status {word:?}")))
    }
}

/// Who caused an event, and from where. Keys are kept in this order, which is the canonical one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Metadata {
    /// The handler that published the event, where it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handler: Option<String>,
    /// Whose book it is.
    pub organization_id: OrganizationId,
    /// Which program: `window`, `cli`, …
    pub source: String,
    /// Who was signed in.
    pub user_id: String,
}

/// An event that is to be appended.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// Its id.
    pub id: EventId,
    /// `Domain.PastTense`.
    pub event_type: &'static str,
    /// Version of its payload.
    pub event_version: u16,
    /// Kind of aggregate.
    pub aggregate_type: &'static str,
    /// Whose stream it goes to.
    pub aggregate_id: Uuid,
    /// The loan it belongs to, where it belongs to one.
    pub loan_id: Option<LoanId>,
    /// Business date.
    pub effective_on: NaiveDate,
    /// Canonical JSON (RFC 8785).
    pub payload: String,
    /// The sequence number its stream must have reached, where the publisher expects one. 0 begins a stream.
    pub expected_version: Option<i64>,
}

impl NewEvent {
    /// An event of this release.
    ///
    /// # Errors
    /// [`StoreError::Backend`] where the payload cannot be written as JSON, or holds a number that is not whole.
    pub fn of<P: EventPayload>(
        id: EventId,
        aggregate_id: Uuid,
        effective_on: NaiveDate,
        payload: &P,
    ) -> Result<Self> {
        let payload = canonical_json(payload)?;
        Ok(Self {
            id,
            event_type: P::EVENT_TYPE,
            event_version: P::EVENT_VERSION,
            aggregate_type: P::AGGREGATE_TYPE,
            aggregate_id,
            loan_id: None,
            effective_on,
            payload,
            expected_version: None,
        })
    }

    /// Says to which loan it belongs.
    #[must_use]
    pub fn of_loan(mut self, loan_id: LoanId) -> Self {
        self.loan_id = Some(loan_id);
        self
    }

    /// Demands that the stream has reached exactly this sequence number; 0 demands that it does not exist.
    #[must_use]
    pub fn expecting(mut self, version: i64) -> Self {
        self.expected_version = Some(version);
        self
    }
}

/// An event of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedEvent {
    /// Place in the whole log, from 1, without gaps.
    pub position: i64,
    /// Its id.
    pub id: EventId,
    /// Whose book it is.
    pub organization_id: OrganizationId,
    /// `Domain.PastTense`.
    pub event_type: Cow<'static, str>,
    /// Version of its payload as it was written.
    pub event_version: u16,
    /// Kind of aggregate.
    pub aggregate_type: Cow<'static, str>,
    /// Whose stream it belongs to.
    pub aggregate_id: Uuid,
    /// The loan it belongs to.
    pub loan_id: Option<LoanId>,
    /// Place in its stream, from 1, without gaps.
    pub sequence_number: i64,
    /// Canonical JSON, as it was written.
    pub payload: String,
    /// Canonical JSON of [`Metadata`], as it was written.
    pub metadata: String,
    /// The event that made a handler publish this one.
    pub causation_id: Option<EventId>,
    /// The first event of the chain of causes.
    pub correlation_id: EventId,
    /// System time of the recording.
    pub occurred_at: DateTime<Utc>,
    /// Business date.
    pub effective_on: NaiveDate,
    /// Hash of the organization's previous event, lower-case hexadecimal.
    pub previous_hash: String,
    /// SHA-256 over the previous hash and this event's facts, lower-case hexadecimal.
    pub hash: String,
    /// How far its handlers have come.
    pub status: EventStatus,
    /// When its handlers were done.
    pub processed_at: Option<DateTime<Utc>>,
    /// The last handler error.
    pub error: Option<String>,
    /// How often a failed event was tried again.
    pub retry_count: u32,
    /// When a failed event is tried again by itself; none when it waits for a person.
    pub next_retry_at: Option<DateTime<Utc>>,
}

impl RecordedEvent {
    /// The metadata, read.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where it is not what this program writes.
    pub fn read_metadata(&self) -> Result<Metadata> {
        serde_json::from_str(&self.metadata)
            .map_err(|error| StoreError::corrupt(format!("metadata of event {}: {error}", self.id)))
    }
}
