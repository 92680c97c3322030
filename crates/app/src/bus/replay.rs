//! Running handlers again: for recovery what has not succeeded, for debugging everything.

use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::EventId;
use store::{EventStatus, NewEvent, RecordedEvent, event_log};
use uuid::Uuid;

use super::{
    handler::{EventHandler, HandlerContext},
    processing_log,
    unit_of_work::{PairOutcome, UnitOfWork, panic_text},
};
use crate::{AppError, Result};

/// What became of the handlers of one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventOutcome {
    /// The event.
    pub event_id: EventId,
    /// Its place in the log.
    pub position: i64,
    /// Its type.
    pub event_type: String,
    /// The handlers, in the order in which they ran.
    pub pairs: Vec<PairOutcome>,
}

/// What a handler would do today, beside what it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DryRunOutcome {
    /// The event.
    pub event_id: EventId,
    /// Its place in the log.
    pub position: i64,
    /// Its type.
    pub event_type: String,
    /// The handler.
    pub handler: &'static str,
    /// Whether it has succeeded before.
    pub succeeded_before: bool,
    /// Why it would fail.
    pub error: Option<String>,
    /// Where what it would publish differs from what it has published.
    pub differences: Vec<String>,
}

impl UnitOfWork<'_> {
    /// Runs again, for each event of a stream, the enabled handlers that have not succeeded on it. Those that have
    /// are written down as `skipped`.
    ///
    /// # Errors
    /// A stream that does not exist, a projection that cannot follow, or storage.
    pub fn replay(&mut self, aggregate_id: Uuid) -> Result<Vec<EventOutcome>> {
        let mut outcomes = Vec::new();
        for event in self.stream(aggregate_id)? {
            if self.recorder.has_handler(&event.event_type) {
                let pairs = self.handle_again(&event, event.status == EventStatus::Failed)?;
                outcomes.push(EventOutcome::of(&event, pairs));
            }
        }
        Ok(outcomes)
    }

    /// Tries a failed event again. An event that another process has healed meanwhile is left as it is.
    ///
    /// # Errors
    /// An event that does not exist, a projection that cannot follow, or storage.
    pub fn retry(&mut self, event_id: EventId) -> Result<Option<EventOutcome>> {
        let Some(event) = event_log::find(self.recorder.transaction, event_id)? else {
            return Err(AppError::NotFound { kind: "event", field: "event_id", id: event_id.to_string() });
        };
        if event.status != EventStatus::Failed {
            return Ok(None);
        }
        let pairs = self.handle_again(&event, true)?;
        Ok(Some(EventOutcome::of(&event, pairs)))
    }

    /// Runs every enabled handler of every event of a stream. The caller rolls the transaction back.
    ///
    /// A handler that has succeeded before only notes what it would publish, and that is compared with what it
    /// published then; one that has not runs for real.
    ///
    /// # Errors
    /// A stream that does not exist, a projection that cannot follow, or storage.
    pub fn dry_run(&mut self, aggregate_id: Uuid) -> Result<Vec<DryRunOutcome>> {
        let mut outcomes = Vec::new();
        for event in self.stream(aggregate_id)? {
            let past = processing_log::past(self.recorder.transaction, event.id)?;
            for handler in self.enabled_handlers(&event)? {
                let succeeded_before = past.get(handler.name()).is_some_and(|past| past.succeeded);
                let (error, differences) =
                    if succeeded_before { self.compare(&event, &*handler)? } else { (None, Vec::new()) };
                outcomes.push(DryRunOutcome {
                    event_id: event.id,
                    position: event.position,
                    event_type: event.event_type.to_string(),
                    handler: handler.name(),
                    succeeded_before,
                    error,
                    differences,
                });
            }
            if outcomes.iter().any(|outcome| outcome.event_id == event.id && !outcome.succeeded_before) {
                for pair in self.handle_again(&event, false)? {
                    let of_pair = |outcome: &&mut DryRunOutcome| {
                        outcome.event_id == event.id
                            && outcome.handler == pair.handler
                            && !outcome.succeeded_before
                    };
                    if let Some(outcome) = outcomes.iter_mut().find(of_pair) {
                        outcome.error = pair.error;
                    }
                }
            }
        }
        Ok(outcomes)
    }

    fn stream(&mut self, aggregate_id: Uuid) -> Result<Vec<RecordedEvent>> {
        let events = event_log::stream(self.recorder.transaction, aggregate_id)?;
        if events.is_empty() {
            return Err(AppError::NotFound {
                kind: "aggregate",
                field: "aggregate_id",
                id: aggregate_id.to_string(),
            });
        }
        Ok(events)
    }

    /// What a handler would publish now, against what it published when it succeeded.
    fn compare(
        &mut self,
        event: &RecordedEvent,
        handler: &dyn EventHandler,
    ) -> Result<(Option<String>, Vec<String>)> {
        self.recorder.transaction.savepoint()?;
        let mut context = HandlerContext::noting(&mut self.recorder, event, handler.name());
        let ended = catch_unwind(AssertUnwindSafe(|| handler.handle(event, &mut context)));
        let noted = context.into_noted();
        self.recorder.transaction.rollback_to_savepoint()?;
        let error = match ended {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(error.to_string()),
            Err(panic) => Some(format!("panicked: {}", panic_text(&*panic))),
        };
        if error.is_some() {
            return Ok((error, Vec::new()));
        }
        let caused = event_log::caused_by(self.recorder.transaction, event.id)?;
        let mut published = Vec::new();
        for caused in caused {
            if caused.read_metadata()?.handler.as_deref() == Some(handler.name()) {
                published.push(caused);
            }
        }
        Ok((None, differences(&published, &noted)))
    }
}

impl EventOutcome {
    fn of(event: &RecordedEvent, pairs: Vec<PairOutcome>) -> Self {
        Self { event_id: event.id, position: event.position, event_type: event.event_type.to_string(), pairs }
    }
}

/// Says in words where two lists of events differ. Payloads are compared as JSON, since a backend may give their
/// keys back in another order.
fn differences(before: &[RecordedEvent], now: &[NewEvent]) -> Vec<String> {
    let mut found = Vec::new();
    if before.len() != now.len() {
        found.push(format!("published {} events, would publish {}", before.len(), now.len()));
    }
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
    for (before, now) in before.iter().zip(now) {
        if before.event_type != now.event_type || before.aggregate_id != now.aggregate_id {
            found.push(format!(
                "position {}: {} of {}, would be {} of {}",
                before.position, before.event_type, before.aggregate_id, now.event_type, now.aggregate_id
            ));
        } else if json(&before.payload) != json(&now.payload) {
            found.push(format!("position {}: {}, would be {}", before.position, before.payload, now.payload));
        }
    }
    found
}
