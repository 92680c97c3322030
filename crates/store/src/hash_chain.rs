//! The hash chain: every event carries the hash of the one before it, so that none can be changed, dropped or
//! slipped in unseen.
//!
//! `hash = SHA-256(previous hash, as 32 bytes ‖ facts, as UTF-8)`, the first previous hash being 32 zero bytes.
//! The facts are one JSON object in canonical form (RFC 8785: keys sorted, no white space) with the keys of
//! [`Facts`]. Anyone can recompute it: sorted keys, `","` and `":"` as separators, no escaping beyond what JSON
//! demands.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{EventId, LoanId, OrganizationId};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{EventStatus, RecordedEvent, Result, StoreError, value::timestamp_text};

/// The hash before an organization's first event: 32 zero bytes.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What of an event is hashed. The fields stand in the canonical order of their keys.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Facts<'a> {
    pub aggregate_id: Uuid,
    pub aggregate_type: &'a str,
    pub causation_id: Option<EventId>,
    pub correlation_id: EventId,
    pub effective_on: NaiveDate,
    pub event_id: EventId,
    pub event_type: &'a str,
    pub event_version: u16,
    pub loan_id: Option<LoanId>,
    #[serde(borrow)]
    pub metadata: &'a RawValue,
    #[serde(serialize_with = "as_timestamp_text")]
    pub occurred_at: DateTime<Utc>,
    pub organization_id: OrganizationId,
    #[serde(borrow)]
    pub payload: &'a RawValue,
    pub sequence_number: i64,
}

fn as_timestamp_text<S: serde::Serializer>(
    moment: &DateTime<Utc>,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_str(&timestamp_text(*moment))
}

/// JSON text as it stands; white space around it is not part of it and counts as damage.
pub(crate) fn raw(json: &str) -> Result<&RawValue> {
    match serde_json::from_str::<&RawValue>(json) {
        Ok(raw) if raw.get().len() == json.len() => Ok(raw),
        Ok(_) => Err(StoreError::corrupt("JSON with white space around it")),
        Err(error) => Err(StoreError::corrupt(format!("not JSON: {error}"))),
    }
}

impl<'a> Facts<'a> {
    /// The facts of an event that was recorded.
    pub(crate) fn of(event: &'a RecordedEvent) -> Result<Self> {
        Ok(Self {
            aggregate_id: event.aggregate_id,
            aggregate_type: &event.aggregate_type,
            causation_id: event.causation_id,
            correlation_id: event.correlation_id,
            effective_on: event.effective_on,
            event_id: event.id,
            event_type: &event.event_type,
            event_version: event.event_version,
            loan_id: event.loan_id,
            metadata: raw(&event.metadata)?,
            occurred_at: event.occurred_at,
            organization_id: event.organization_id,
            payload: raw(&event.payload)?,
            sequence_number: event.sequence_number,
        })
    }

    /// The hash of these facts after `previous_hash`.
    pub(crate) fn hash_after(&self, previous_hash: &str) -> Result<String> {
        hash_after(previous_hash, &self.canonical()?)
    }

    /// The event that the facts are of, with its place and hashes; what became of its handlers is not known yet.
    pub(crate) fn into_event(self, position: i64, previous_hash: String, hash: String) -> RecordedEvent {
        RecordedEvent {
            position,
            id: self.event_id,
            organization_id: self.organization_id,
            event_type: Cow::Owned(self.event_type.to_owned()),
            event_version: self.event_version,
            aggregate_type: Cow::Owned(self.aggregate_type.to_owned()),
            aggregate_id: self.aggregate_id,
            loan_id: self.loan_id,
            sequence_number: self.sequence_number,
            payload: self.payload.get().to_owned(),
            metadata: self.metadata.get().to_owned(),
            causation_id: self.causation_id,
            correlation_id: self.correlation_id,
            occurred_at: self.occurred_at,
            effective_on: self.effective_on,
            previous_hash,
            hash,
            status: EventStatus::Pending,
            processed_at: None,
            error: None,
            retry_count: 0,
            next_retry_at: None,
        }
    }

    pub(crate) fn canonical(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(self).map_err(|error| StoreError::backend("writing the facts of an event", error))
    }
}

/// The hash of facts in canonical form after `previous_hash`.
///
/// # Errors
/// [`StoreError::Corrupt`] where the previous hash is none.
pub fn hash_after(previous_hash: &str, facts: &[u8]) -> Result<String> {
    let mut previous = [0_u8; 32];
    hex::decode_to_slice(previous_hash, &mut previous)
        .map_err(|error| StoreError::corrupt(format!("not a hash: {previous_hash:?}: {error}")))?;
    let mut hasher = Sha256::new();
    hasher.update(previous);
    hasher.update(facts);
    Ok(hex::encode(hasher.finalize()))
}

/// Recomputes the hash of a recorded event from its facts. Payload and metadata are taken as they stand: a backend
/// gives JSON back in the canonical form in which it was written.
///
/// # Errors
/// [`StoreError::Corrupt`] where the payload or the metadata is no JSON, or the previous hash is none.
pub fn recompute(event: &RecordedEvent) -> Result<String> {
    Facts::of(event)?.hash_after(&event.previous_hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts<'a>(payload: &'a RawValue, metadata: &'a RawValue) -> Facts<'a> {
        let id = EventId::from_uuid(Uuid::from_u128(7));
        Facts {
            aggregate_id: Uuid::from_u128(1),
            aggregate_type: "loan",
            causation_id: None,
            correlation_id: id,
            effective_on: NaiveDate::from_ymd_opt(2025, 1, 15).unwrap(),
            event_id: id,
            event_type: "Loan.Funded",
            event_version: 1,
            loan_id: None,
            metadata,
            occurred_at: DateTime::from_timestamp(1_736_935_200, 1_000).unwrap(),
            organization_id: OrganizationId::from_uuid(Uuid::from_u128(2)),
            payload,
            sequence_number: 8,
        }
    }

    #[test]
    fn facts_are_written_in_canonical_form() {
        let (payload, metadata) =
            (raw(r#"{"a":"é\n","b":[1,null]}"#).unwrap(), raw(r#"{"source":"cli"}"#).unwrap());
        let written = String::from_utf8(facts(payload, metadata).canonical().unwrap()).unwrap();
        let parsed: serde_json::Value = serde_json::from_str(&written).unwrap();
        assert_eq!(written, serde_json_canonicalizer::to_string(&parsed).unwrap());
        assert!(written.contains(r#""occurredAt":"2025-01-15T10:00:00.000001Z""#), "{written}");
    }

    /// Worked out with Python: `hashlib.sha256(bytes(32) + facts.encode()).hexdigest()`.
    #[test]
    fn agrees_with_an_independent_computation() {
        let (payload, metadata) = (raw(r#"{"amount":"1.00"}"#).unwrap(), raw(r#"{"source":"cli"}"#).unwrap());
        let hash = facts(payload, metadata).hash_after(GENESIS).unwrap();
        assert_eq!(hash, "62f3ab857c4b7a33b53260872576da2c37cfb02e10487f99c36f15a867315b00");
    }
}
