//! Reading events of old releases: each upcaster turns one version of a payload into the next.
//!
//! What is stored is never rewritten. A payload of a newer release than this one is kept and passed over.

use std::collections::HashMap;

use domain::EventPayload;
use serde_json::Value;

use crate::{RecordedEvent, Result, StoreError};

/// Turns the payload of one version into that of the next.
pub type Upcaster = fn(Value) -> Value;

/// The upcasters of this release.
#[derive(Debug, Default)]
pub struct Upcasters(HashMap<(&'static str, u16), Upcaster>);

/// An event's payload, as this release understands it.
#[derive(Debug, PartialEq, Eq)]
pub enum Decoded<P> {
    /// Understood, upcast where it was old.
    Payload(P),
    /// Of a version newer than this release: kept, and passed over.
    FromNewerRelease,
}

impl Upcasters {
    /// Adds the step from `version` of `event_type` to the next one.
    #[must_use]
    pub fn with(mut self, event_type: &'static str, version: u16, upcaster: Upcaster) -> Self {
        self.0.insert((event_type, version), upcaster);
        self
    }

    /// Reads the payload of an event as `P`.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where the payload does not have the fields of its version, or a step is missing.
    pub fn decode<P: EventPayload>(&self, event: &RecordedEvent) -> Result<Decoded<P>> {
        if event.event_version > P::EVENT_VERSION {
            return Ok(Decoded::FromNewerRelease);
        }
        let damaged = |error: serde_json::Error| {
            StoreError::corrupt(format!(
                "payload of {} at position {}: {error}",
                event.event_type, event.position
            ))
        };
        if event.event_version == P::EVENT_VERSION {
            return serde_json::from_str(&event.payload).map(Decoded::Payload).map_err(damaged);
        }
        let mut payload: Value = serde_json::from_str(&event.payload).map_err(damaged)?;
        for version in event.event_version..P::EVENT_VERSION {
            let upcaster = self.0.get(&(P::EVENT_TYPE, version)).ok_or_else(|| {
                StoreError::corrupt(format!(
                    "no step from version {version} of {} to the next",
                    P::EVENT_TYPE
                ))
            })?;
            payload = upcaster(payload);
        }
        serde_json::from_value(payload).map(Decoded::Payload).map_err(damaged)
    }
}
