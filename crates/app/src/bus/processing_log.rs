//! What handlers did: one line for each run, and the figures of each handler.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{EventId, OrganizationId};
use store::{Insert, RecordedEvent, Row, Transaction, Value};

use super::handler::EventHandler;
use crate::Result;

static INSERT_RUN: Insert = Insert::new(
    "event_processing_log",
    &[
        "organization_id",
        "event_id",
        "handler",
        "status",
        "attempt",
        "execution_micros",
        "error",
        "executed_at",
    ],
);

static INSERT_HANDLER: Insert = Insert::new(
    "event_handlers",
    &["organization_id", "name", "event_type", "enabled", "priority", "created_at", "updated_at"],
);

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunStatus {
    /// The handler did its work.
    Success,
    /// It failed; its writes were undone.
    Failure,
    /// It had succeeded before and was not run.
    Skipped,
    /// It runs after the commit. The log has a line of it when it has run.
    Queued,
}

impl RunStatus {
    /// The word used in storage and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Skipped => "skipped",
            Self::Queued => "queued",
        }
    }
}

/// One run of a handler on an event.
pub struct Run<'a> {
    pub event: &'a RecordedEvent,
    pub handler: &'static str,
    pub status: RunStatus,
    pub attempt: i64,
    pub execution_micros: i64,
    pub error: Option<&'a str>,
    pub executed_at: DateTime<Utc>,
}

impl Run<'_> {
    fn row(&self) -> Vec<Value<'_>> {
        vec![
            self.event.organization_id.into(),
            self.event.id.into(),
            self.handler.into(),
            self.status.as_str().into(),
            self.attempt.into(),
            self.execution_micros.into(),
            self.error.into(),
            self.executed_at.into(),
        ]
    }
}

/// Writes a run down and counts it.
pub fn write(transaction: &mut dyn Transaction, run: &Run<'_>) -> Result<()> {
    transaction.insert(&INSERT_RUN, &[run.row()])?;
    count(transaction, run)
}

fn count(transaction: &mut dyn Transaction, run: &Run<'_>) -> Result<()> {
    let counted = match run.status {
        RunStatus::Success => (1_i64, 0_i64),
        RunStatus::Failure => (0, 1),
        RunStatus::Skipped | RunStatus::Queued => return Ok(()),
    };
    transaction.execute(
        "UPDATE event_handlers SET success_count = success_count + $1, failure_count = failure_count + $2, \
         total_execution_micros = total_execution_micros + $3, last_executed_at = $4 \
         WHERE organization_id = $5 AND name = $6 AND event_type = $7",
        &[
            counted.0.into(),
            counted.1.into(),
            run.execution_micros.into(),
            run.executed_at.into(),
            run.event.organization_id.into(),
            run.handler.into(),
            run.event.event_type.as_ref().into(),
        ],
    )?;
    Ok(())
}

/// Writes down that a handler has done its work on events of a time before it.
pub fn count_as_handled(
    transaction: &mut dyn Transaction,
    handler: &'static str,
    events: &[&RecordedEvent],
    now: DateTime<Utc>,
) -> Result<()> {
    let runs: Vec<Run<'_>> = events
        .iter()
        .map(|event| Run {
            event,
            handler,
            status: RunStatus::Success,
            attempt: 1,
            execution_micros: 0,
            error: None,
            executed_at: now,
        })
        .collect();
    transaction.insert(&INSERT_RUN, &runs.iter().map(Run::row).collect::<Vec<_>>())?;
    runs.iter().try_for_each(|run| count(transaction, run))
}

/// What has happened to one (event, handler) pair so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct Past {
    pub attempts: i64,
    pub succeeded: bool,
}

/// What has happened to an event, by handler.
pub fn past(transaction: &mut dyn Transaction, event_id: EventId) -> Result<HashMap<String, Past>> {
    let rows = transaction.query(
        "SELECT handler, status FROM event_processing_log WHERE event_id = $1 AND status <> 'skipped'",
        &[event_id.into()],
    )?;
    let mut past: HashMap<String, Past> = HashMap::new();
    for row in rows {
        let mut row = row.reader();
        let entry = past.entry(row.take()?).or_default();
        entry.attempts += 1;
        entry.succeeded |= row.take::<String>()? == RunStatus::Success.as_str();
    }
    Ok(past)
}

/// Which handlers are enabled for which event types, and in which order they run.
#[derive(Debug, Clone, Default)]
pub struct Registry(HashMap<(String, String), Registration>);

#[derive(Debug, Clone, Copy)]
struct Registration {
    enabled: bool,
    priority: i32,
}

impl Registry {
    /// Reads the registry, which survives restarts and which another process may have changed.
    pub fn read(transaction: &mut dyn Transaction, organization_id: OrganizationId) -> Result<Self> {
        let rows = transaction.query(
            "SELECT name, event_type, enabled, priority FROM event_handlers WHERE organization_id = $1",
            &[organization_id.into()],
        )?;
        let read = |row: Row| {
            let mut row = row.reader();
            Ok(((row.take()?, row.take()?), Registration { enabled: row.take()?, priority: row.take()? }))
        };
        rows.into_iter().map(read).collect::<Result<HashMap<_, _>>>().map(Self)
    }

    /// Whether the registry has every event type of the handler.
    pub fn knows(&self, handler: &dyn EventHandler) -> bool {
        handler.event_types().iter().all(|event_type| self.find(handler.name(), event_type).is_some())
    }

    /// Whether a run is wanted, and its place among the others. A handler that is not registered yet runs with its
    /// defaults.
    pub fn priority_if_enabled(&self, handler: &dyn EventHandler, event_type: &str) -> Option<i32> {
        match self.find(handler.name(), event_type) {
            Some(registration) => registration.enabled.then_some(registration.priority),
            None => Some(handler.priority()),
        }
    }

    fn find(&self, name: &str, event_type: &str) -> Option<&Registration> {
        self.0.get(&(name.to_owned(), event_type.to_owned()))
    }
}

/// Registers a handler for each of its event types, enabled, unless the registry has it already.
pub fn register(
    transaction: &mut dyn Transaction,
    registry: &Registry,
    handler: &dyn EventHandler,
    organization_id: OrganizationId,
    now: DateTime<Utc>,
) -> Result<()> {
    for event_type in handler.event_types().iter().copied() {
        if registry.find(handler.name(), event_type).is_none() {
            transaction.insert(
                &INSERT_HANDLER,
                &[vec![
                    organization_id.into(),
                    handler.name().into(),
                    event_type.into(),
                    true.into(),
                    handler.priority().into(),
                    now.into(),
                    now.into(),
                ]],
            )?;
        }
    }
    Ok(())
}

/// Enables or disables a handler for all its event types and says whether the registry has it.
pub fn set_enabled(
    transaction: &mut dyn Transaction,
    organization_id: OrganizationId,
    name: &str,
    enabled: bool,
    now: DateTime<Utc>,
) -> Result<bool> {
    let changed = transaction.execute(
        "UPDATE event_handlers SET enabled = $1, updated_at = $2 WHERE organization_id = $3 AND name = $4",
        &[enabled.into(), now.into(), organization_id.into(), name.into()],
    )?;
    Ok(changed > 0)
}
