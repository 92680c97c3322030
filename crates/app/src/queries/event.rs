//! The history: events, and what their handlers did.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{EventId, LoanId, events::catalogue};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;
use store::{EventStatus, RecordedEvent, StoreError, Transaction, Value, event_log};
use ts_rs::TS;
use uuid::Uuid;

use super::conditions::Conditions;
use crate::{AppError, Result};

/// An event as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, TS)]
pub struct EventView {
    /// Place in the whole log.
    pub position: i64,
    /// Its id.
    pub event_id: EventId,
    /// `Domain.PastTense`.
    pub event_type: String,
    /// Version of its payload.
    pub event_version: u16,
    /// Whether this release knows the type and the version.
    pub known: bool,
    /// Kind of aggregate.
    pub aggregate_type: String,
    /// Whose stream it belongs to.
    pub aggregate_id: Uuid,
    /// Place in its stream.
    pub sequence_number: i64,
    /// The loan it belongs to.
    pub loan_id: Option<LoanId>,
    /// The event that made a handler publish it.
    pub causation_id: Option<EventId>,
    /// The first event of the chain of causes.
    pub correlation_id: EventId,
    /// System time of the recording.
    pub occurred_at: DateTime<Utc>,
    /// Business date.
    pub effective_on: NaiveDate,
    /// Who was signed in.
    pub user_id: String,
    /// Which program.
    pub source: String,
    /// Its payload.
    #[ts(type = "Record<string, unknown>")]
    pub payload: Json,
    /// Its metadata.
    #[ts(type = "Record<string, unknown>")]
    pub metadata: Json,
    /// How far its handlers have come: `pending`, `processing`, `processed` or `failed`.
    #[ts(type = "\"pending\" | \"processing\" | \"processed\" | \"failed\"")]
    pub status: String,
    /// The last handler error.
    pub error: Option<String>,
    /// How often it was tried again.
    pub retry_count: u32,
    /// When it is tried again by itself.
    pub next_retry_at: Option<DateTime<Utc>>,
    /// Whether it failed so often that it waits for a person.
    pub needs_attention: bool,
    /// When its handlers were done.
    pub processed_at: Option<DateTime<Utc>>,
    /// SHA-256 over the previous hash and the event's facts.
    pub hash: String,
    /// Hash of the event before it.
    pub previous_hash: String,
    /// The handlers that ran, in the order of their runs.
    pub handlers: Vec<HandlerRun>,
}

/// One run of a handler.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct HandlerRun {
    /// The handler.
    pub handler: String,
    /// `success`, `failure` or `skipped`.
    #[ts(type = "\"success\" | \"failure\" | \"skipped\"")]
    pub status: String,
    /// Which try it was.
    pub attempt: i64,
    /// How long it took.
    pub execution_micros: i64,
    /// Why it failed.
    pub error: Option<String>,
    /// When it ran.
    pub executed_at: DateTime<Utc>,
}

/// How many ids one query names; far below what any backend takes.
const IDS_IN_ONE_QUERY: usize = 500;

/// Which events a list shows; nothing set shows all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// One event type.
    pub event_type: Option<String>,
    /// One kind of aggregate.
    pub aggregate_type: Option<String>,
    /// One stream.
    pub aggregate_id: Option<Uuid>,
    /// One user.
    pub user: Option<String>,
    /// One status.
    pub status: Option<EventStatus>,
    /// Recorded on this day (UTC) or later.
    pub from: Option<NaiveDate>,
    /// Recorded on this day (UTC) or earlier.
    pub to: Option<NaiveDate>,
    /// Events before this position only.
    pub before_position: Option<i64>,
}

/// The history of one aggregate, in order; with `include_loan`, of everything that belongs to the loan of that id.
///
/// # Errors
/// An unknown aggregate, or storage.
pub fn history(
    transaction: &mut dyn Transaction,
    aggregate_id: Uuid,
    include_loan: bool,
) -> Result<Vec<EventView>> {
    let events = if include_loan {
        event_log::loan_history(transaction, LoanId::from_uuid(aggregate_id))?
    } else {
        event_log::stream(transaction, aggregate_id)?
    };
    if events.is_empty() {
        return Err(AppError::NotFound {
            kind: "aggregate",
            field: "aggregate_id",
            id: aggregate_id.to_string(),
        });
    }
    views(transaction, events)
}

/// A page of the whole book's events, newest first.
///
/// # Errors
/// Storage.
pub fn list(transaction: &mut dyn Transaction, filter: &Filter, limit: u32) -> Result<Vec<EventView>> {
    let (condition, parameters) = conditions(filter).into_parts();
    let events = event_log::newest(transaction, &condition, parameters, limit)?;
    views(transaction, events)
}

fn conditions(filter: &Filter) -> Conditions {
    let mut conditions = Conditions::new();
    let end_of = |day: &NaiveDate| day.succ_opt().unwrap_or(*day).and_time(chrono::NaiveTime::MIN).and_utc();
    let start_of = |day: &NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc();
    conditions.with("event_type = ?", filter.event_type.clone());
    conditions.with("aggregate_type = ?", filter.aggregate_type.clone());
    conditions.with("aggregate_id = ?", filter.aggregate_id);
    conditions.with("user_id = ?", filter.user.clone());
    conditions.with("processing_status = ?", filter.status.map(EventStatus::as_str));
    conditions.with("occurred_at >= ?", filter.from.as_ref().map(start_of));
    conditions.with("occurred_at < ?", filter.to.as_ref().map(end_of));
    conditions.with("position < ?", filter.before_position);
    if filter.status.is_some_and(|status| status != EventStatus::Processed) {
        // The condition of the index over what is not processed.
        conditions.and("processing_status <> 'processed'");
    }
    conditions
}

fn views(transaction: &mut dyn Transaction, events: Vec<RecordedEvent>) -> Result<Vec<EventView>> {
    let mut runs = runs(transaction, &events)?;
    events
        .into_iter()
        .map(|event| {
            let handlers = runs.remove(&event.id).unwrap_or_default();
            view(event, handlers)
        })
        .collect()
}

/// The handler runs of the events, by event. Most events have none, so the log is read from the runs' side.
fn runs(
    transaction: &mut dyn Transaction,
    events: &[RecordedEvent],
) -> Result<HashMap<EventId, Vec<HandlerRun>>> {
    let mut runs: HashMap<EventId, Vec<HandlerRun>> = HashMap::new();
    for page in events.chunks(IDS_IN_ONE_QUERY) {
        let ids: Vec<Value<'_>> = page.iter().map(|event| event.id.into()).collect();
        let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
        let sql = format!(
            "SELECT event_id, handler, status, attempt, execution_micros, error, executed_at \
             FROM event_processing_log WHERE event_id IN ({}) ORDER BY id",
            places.join(", ")
        );
        for row in transaction.query(&sql, &ids)? {
            let mut row = row.reader();
            let event_id = row.take()?;
            runs.entry(event_id).or_default().push(HandlerRun {
                handler: row.take()?,
                status: row.take()?,
                attempt: row.take()?,
                execution_micros: row.take()?,
                error: row.take()?,
                executed_at: row.take()?,
            });
        }
    }
    Ok(runs)
}

fn view(event: RecordedEvent, handlers: Vec<HandlerRun>) -> Result<EventView> {
    let json = |text: &str| -> Result<Json> {
        Ok(serde_json::from_str(text).map_err(|error| {
            StoreError::corrupt(format!("the event at position {} holds no JSON: {error}", event.position))
        })?)
    };
    let metadata = event.read_metadata()?;
    Ok(EventView {
        known: is_known(&event),
        payload: json(&event.payload)?,
        metadata: json(&event.metadata)?,
        position: event.position,
        event_id: event.id,
        event_type: event.event_type.into_owned(),
        event_version: event.event_version,
        aggregate_type: event.aggregate_type.into_owned(),
        aggregate_id: event.aggregate_id,
        sequence_number: event.sequence_number,
        loan_id: event.loan_id,
        causation_id: event.causation_id,
        correlation_id: event.correlation_id,
        occurred_at: event.occurred_at,
        effective_on: event.effective_on,
        user_id: metadata.user_id,
        source: metadata.source,
        status: event.status.as_str().to_owned(),
        needs_attention: event.status == EventStatus::Failed && event.next_retry_at.is_none(),
        error: event.error,
        retry_count: event.retry_count,
        next_retry_at: event.next_retry_at,
        processed_at: event.processed_at,
        hash: event.hash,
        previous_hash: event.previous_hash,
        handlers,
    })
}

fn is_known(event: &RecordedEvent) -> bool {
    catalogue()
        .any(|known| known.event_type == event.event_type && known.event_version >= event.event_version)
}
