//! Appending to the log and reading it, on any backend, and through to its archives.

pub mod archived;

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use chrono::{DateTime, Utc};
use domain::{EventId, LoanId, OrganizationId};
use uuid::Uuid;

use crate::{
    EventStatus, Insert, Metadata, NewEvent, RecordedEvent, Result, Row, StoreError, Transaction, Value,
    hash_chain::{Facts, GENESIS, raw},
};

/// The columns of an event, in the order in which [`read_event`] reads them.
pub const COLUMNS: &str = "position, id, organization_id, event_type, event_version, aggregate_type, aggregate_id, \
     loan_id, sequence_number, payload, metadata, causation_id, correlation_id, occurred_at, effective_on, \
     previous_hash, hash, processing_status, processed_at, processing_error, retry_count, next_retry_at";

/// The condition that picks failed events. Its second half says what the first implies, because that is the condition
/// of the index over what is not processed: without it an engine may read the whole log.
pub const FAILED: &str = "processing_status = 'failed' AND processing_status <> 'processed'";

static INSERT_EVENT: Insert = Insert::new(
    "domain_events",
    &[
        "position",
        "id",
        "organization_id",
        "event_type",
        "event_version",
        "aggregate_type",
        "aggregate_id",
        "loan_id",
        "sequence_number",
        "payload",
        "metadata",
        "causation_id",
        "correlation_id",
        "occurred_at",
        "effective_on",
        "previous_hash",
        "hash",
        "processing_status",
        "processed_at",
        "processing_error",
        "retry_count",
        "next_retry_at",
    ],
);

/// Events read at a time where many are visited.
const PAGE: i64 = 1_000;

/// The end of the log: where the next event goes and what it chains to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Position of the last event, 0 in an empty log.
    pub position: i64,
    /// Hash of the organization's last event.
    pub hash: String,
}

/// What the events of one append have in common.
#[derive(Debug, Clone)]
pub struct AppendContext<'a> {
    /// Whose book it is.
    pub organization_id: OrganizationId,
    /// System time.
    pub occurred_at: DateTime<Utc>,
    /// Who and from where.
    pub metadata: &'a Metadata,
    /// The event whose handler publishes, and the first event of its chain of causes.
    pub cause: Option<(EventId, EventId)>,
}

/// Reads the end of the log. Call it after [`Transaction::lock_for_append`].
///
/// # Errors
/// As the backend reports.
pub fn head(transaction: &mut dyn Transaction, organization_id: OrganizationId) -> Result<Head> {
    // One question, since each costs a way to the server and back.
    let found = transaction.query_optional(
        "SELECT (SELECT MAX(position) FROM domain_events), \
         (SELECT hash FROM domain_events WHERE organization_id = $1 ORDER BY position DESC LIMIT 1)",
        &[organization_id.into()],
    )?;
    let (position, hash): (Option<i64>, Option<String>) = match found {
        Some(row) => {
            let mut row = row.reader();
            (row.take()?, row.take()?)
        }
        None => (None, None),
    };
    Ok(Head { position: position.unwrap_or(0), hash: hash.unwrap_or_else(|| GENESIS.to_owned()) })
}

/// Appends events and moves the head past them. `needs_handling` says which wait for a handler; the others are
/// `processed` from the start.
///
/// # Errors
/// [`StoreError::Conflict`] where a stream is not at the version its publisher expects.
pub fn append(
    transaction: &mut dyn Transaction,
    head: &mut Head,
    events: Vec<NewEvent>,
    context: &AppendContext<'_>,
    needs_handling: &dyn Fn(&str) -> bool,
) -> Result<Vec<RecordedEvent>> {
    let metadata = serde_json::to_string(context.metadata)
        .map_err(|error| StoreError::backend("writing the metadata of an event", error))?;
    let mut versions = versions_of(transaction, &events)?;
    let mut recorded = Vec::with_capacity(events.len());
    let mut end = head.clone();
    for event in events {
        let sequence_number = next_sequence_number(transaction, &mut versions, &event)?;
        let event = chain(event, sequence_number, &end, &metadata, context, needs_handling)?;
        end = Head { position: event.position, hash: event.hash.clone() };
        recorded.push(event);
    }
    restore(transaction, &recorded)?;
    *head = end;
    Ok(recorded)
}

/// Writes events into the log as they are, such as those of another book.
///
/// # Errors
/// [`StoreError::Conflict`] where the log has them already, otherwise as the backend reports.
pub fn restore(transaction: &mut dyn Transaction, events: &[RecordedEvent]) -> Result<()> {
    let rows: Vec<Vec<Value<'_>>> = events.iter().map(row_of).collect();
    transaction.insert(&INSERT_EVENT, &rows)
}

/// Streams asked for in one question.
const STREAMS_AT_ONCE: usize = 500;

/// The versions of the streams that many events go on, asked for together: each question costs a way to the server
/// and back. A stream that is not found in the live log is asked for by itself.
fn versions_of(transaction: &mut dyn Transaction, events: &[NewEvent]) -> Result<HashMap<Uuid, i64>> {
    let going_on = events.iter().filter(|event| event.expected_version != Some(0));
    let streams: HashSet<Uuid> = going_on.map(|event| event.aggregate_id).collect();
    let mut versions = HashMap::new();
    if streams.len() < 2 {
        return Ok(versions);
    }
    let streams: Vec<Uuid> = streams.into_iter().collect();
    for some in streams.chunks(STREAMS_AT_ONCE) {
        let places: Vec<String> = (1..=some.len()).map(|place| format!("${place}")).collect();
        let sql = format!(
            "SELECT aggregate_id, MAX(sequence_number) FROM domain_events WHERE aggregate_id IN ({}) \
             GROUP BY aggregate_id",
            places.join(", ")
        );
        let parameters: Vec<Value<'_>> = some.iter().map(|stream| (*stream).into()).collect();
        for row in transaction.query(&sql, &parameters)? {
            let mut row = row.reader();
            versions.insert(row.take()?, row.take()?);
        }
    }
    // A version that is expected is compared where the event is appended.
    for event in events.iter().filter(|event| event.expected_version.is_some()) {
        versions.remove(&event.aggregate_id);
    }
    Ok(versions)
}

/// The place an event takes in its stream. A stream that is expected not to exist needs no look-up: the unique key
/// refuses a second first event.
fn next_sequence_number(
    transaction: &mut dyn Transaction,
    versions: &mut HashMap<Uuid, i64>,
    event: &NewEvent,
) -> Result<i64> {
    let version = match (versions.get(&event.aggregate_id), event.expected_version) {
        (Some(version), _) => *version,
        (None, Some(0)) => 0,
        (None, expected) => {
            let version = stream_version(transaction, event.aggregate_id)?;
            match expected {
                Some(expected) if expected != version => {
                    return Err(StoreError::Conflict(format!(
                        "{} {} is at version {version}, not {expected}",
                        event.aggregate_type, event.aggregate_id
                    )));
                }
                _ => version,
            }
        }
    };
    versions.insert(event.aggregate_id, version + 1);
    Ok(version + 1)
}

fn chain(
    event: NewEvent,
    sequence_number: i64,
    end: &Head,
    metadata: &str,
    context: &AppendContext<'_>,
    needs_handling: &dyn Fn(&str) -> bool,
) -> Result<RecordedEvent> {
    let (causation_id, correlation_id) = match context.cause {
        Some((cause, correlation)) => (Some(cause), correlation),
        None => (None, event.id),
    };
    let hash = Facts {
        aggregate_id: event.aggregate_id,
        aggregate_type: event.aggregate_type,
        causation_id,
        correlation_id,
        effective_on: event.effective_on,
        event_id: event.id,
        event_type: event.event_type,
        event_version: event.event_version,
        loan_id: event.loan_id,
        metadata: raw(metadata)?,
        occurred_at: context.occurred_at,
        organization_id: context.organization_id,
        payload: raw(&event.payload)?,
        sequence_number,
    }
    .hash_after(&end.hash)?;
    let waits = needs_handling(event.event_type);
    Ok(RecordedEvent {
        position: end.position + 1,
        id: event.id,
        organization_id: context.organization_id,
        event_type: Cow::Borrowed(event.event_type),
        event_version: event.event_version,
        aggregate_type: Cow::Borrowed(event.aggregate_type),
        aggregate_id: event.aggregate_id,
        loan_id: event.loan_id,
        sequence_number,
        payload: event.payload,
        metadata: metadata.to_owned(),
        causation_id,
        correlation_id,
        occurred_at: context.occurred_at,
        effective_on: event.effective_on,
        previous_hash: end.hash.clone(),
        hash,
        status: if waits { EventStatus::Pending } else { EventStatus::Processed },
        processed_at: (!waits).then_some(context.occurred_at),
        error: None,
        retry_count: 0,
        next_retry_at: None,
    })
}

fn row_of(event: &RecordedEvent) -> Vec<Value<'_>> {
    vec![
        event.position.into(),
        event.id.into(),
        event.organization_id.into(),
        Value::from(event.event_type.as_ref()),
        event.event_version.into(),
        Value::from(event.aggregate_type.as_ref()),
        event.aggregate_id.into(),
        event.loan_id.into(),
        event.sequence_number.into(),
        Value::Json(Cow::Borrowed(&event.payload)),
        Value::Json(Cow::Borrowed(&event.metadata)),
        event.causation_id.into(),
        event.correlation_id.into(),
        event.occurred_at.into(),
        event.effective_on.into(),
        Value::from(&event.previous_hash),
        Value::from(&event.hash),
        event.status.as_str().into(),
        event.processed_at.into(),
        event.error.as_deref().into(),
        event.retry_count.into(),
        event.next_retry_at.into(),
    ]
}

/// Reads an event from a row of [`COLUMNS`].
///
/// # Errors
/// [`StoreError::Corrupt`] where a column holds what this program does not write.
fn read_event(row: Row) -> Result<RecordedEvent> {
    let mut row = row.reader();
    Ok(RecordedEvent {
        position: row.take()?,
        id: row.take()?,
        organization_id: row.take()?,
        event_type: Cow::Owned(row.take()?),
        event_version: row.take()?,
        aggregate_type: Cow::Owned(row.take()?),
        aggregate_id: row.take()?,
        loan_id: row.take()?,
        sequence_number: row.take()?,
        payload: row.take()?,
        metadata: row.take()?,
        causation_id: row.take()?,
        correlation_id: row.take()?,
        occurred_at: row.take()?,
        effective_on: row.take()?,
        previous_hash: row.take()?,
        hash: row.take()?,
        status: EventStatus::parse(&row.take::<String>()?)?,
        processed_at: row.take()?,
        error: row.take()?,
        retry_count: row.take()?,
        next_retry_at: row.take()?,
    })
}

/// How many events a stream has; 0 where it does not exist.
///
/// # Errors
/// As the backend reports.
pub fn stream_version(transaction: &mut dyn Transaction, aggregate_id: Uuid) -> Result<i64> {
    let row = transaction.query_optional(
        "SELECT MAX(sequence_number) FROM domain_events WHERE aggregate_id = $1",
        &[aggregate_id.into()],
    )?;
    match row.map(Row::single::<Option<i64>>).transpose()?.flatten() {
        Some(version) => Ok(version),
        None => archived::stream_version(transaction, aggregate_id),
    }
}

/// One aggregate's history, in order.
///
/// # Errors
/// [`StoreError::ArchiveMissing`], or as the backend reports.
pub fn stream(transaction: &mut dyn Transaction, aggregate_id: Uuid) -> Result<Vec<RecordedEvent>> {
    let condition = "WHERE aggregate_id = $1 ORDER BY sequence_number";
    let live = select(transaction, condition, &[aggregate_id.into()])?;
    // A stream that begins in the live log has nothing in an archive.
    if live.first().is_some_and(|event| event.sequence_number == 1) {
        return Ok(live);
    }
    after_archived(transaction, condition, &[aggregate_id.into()], live)
}

/// Everything that belongs to a loan, in order.
///
/// # Errors
/// [`StoreError::ArchiveMissing`], or as the backend reports.
pub fn loan_history(transaction: &mut dyn Transaction, loan_id: LoanId) -> Result<Vec<RecordedEvent>> {
    let condition = "WHERE loan_id = $1 ORDER BY position";
    let live = select(transaction, condition, &[loan_id.into()])?;
    // A loan's first event begins the stream of the loan itself.
    let begins =
        |event: &RecordedEvent| event.aggregate_id == loan_id.as_uuid() && event.sequence_number == 1;
    if live.first().is_some_and(begins) {
        return Ok(live);
    }
    after_archived(transaction, condition, &[loan_id.into()], live)
}

/// A page of the whole log: some of what follows `after`, at most `limit` events; nothing at its end.
///
/// # Errors
/// [`StoreError::ArchiveMissing`], or as the backend reports.
pub fn page(transaction: &mut dyn Transaction, after: i64, limit: i64) -> Result<Vec<RecordedEvent>> {
    let live =
        select(transaction, "WHERE position > $1 ORDER BY position LIMIT $2", &[after.into(), limit.into()])?;
    if live.first().is_some_and(|event| event.position == after + 1) {
        return Ok(live);
    }
    let archived = archived::page(transaction, after, limit)?;
    Ok(if archived.is_empty() { live } else { archived })
}

/// Visits the events of some types: the archived ones in the order of the log, then the live ones type by type.
///
/// # Errors
/// What `visit` returns, [`StoreError::ArchiveMissing`], or as the backend reports.
pub fn visit_types<E: From<StoreError>>(
    transaction: &mut dyn Transaction,
    types: &[&str],
    mut visit: impl FnMut(RecordedEvent) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let places: Vec<String> = (1..=types.len()).map(|place| format!("${place}")).collect();
    let archived = format!("event_type IN ({})", places.join(", "));
    if archived::end(transaction)? > 0 {
        visit_pages(transaction, &archived, types, archived::select, &mut visit)?;
    }
    for event_type in types {
        visit_pages(transaction, "event_type = $1", &[event_type], select, &mut visit)?;
    }
    Ok(())
}

/// Events that fit a condition, of the log or of its archives.
type Select = fn(&mut dyn Transaction, &str, &[Value<'_>]) -> Result<Vec<RecordedEvent>>;

fn visit_pages<E: From<StoreError>>(
    transaction: &mut dyn Transaction,
    condition: &str,
    types: &[&str],
    select: Select,
    visit: &mut impl FnMut(RecordedEvent) -> std::result::Result<(), E>,
) -> std::result::Result<(), E> {
    let after_place = types.len() + 1;
    let condition = format!("WHERE {condition} AND position > ${after_place} ORDER BY position LIMIT {PAGE}");
    let mut after = 0;
    loop {
        let mut parameters: Vec<Value<'_>> = types.iter().map(|&event_type| event_type.into()).collect();
        parameters.push(after.into());
        let events = select(transaction, &condition, &parameters)?;
        let Some(last) = events.last() else { return Ok(()) };
        after = last.position;
        events.into_iter().try_for_each(&mut *visit)?;
    }
}

/// The newest events that fit a condition over what an archive still tells of its events, newest first.
///
/// # Errors
/// [`StoreError::ArchiveMissing`], or as the backend reports.
pub fn newest(
    transaction: &mut dyn Transaction,
    condition: &str,
    mut parameters: Vec<Value<'_>>,
    limit: u32,
) -> Result<Vec<RecordedEvent>> {
    let condition = format!("WHERE {condition} ORDER BY position DESC LIMIT ${}", parameters.len() + 1);
    parameters.push(limit.into());
    let mut events = select(transaction, &condition, &parameters)?;
    let found = u32::try_from(events.len()).unwrap_or(limit);
    if found < limit && archived::end(transaction)? > 0 {
        parameters.pop();
        parameters.push((limit - found).into());
        events.extend(archived::select(transaction, &condition, &parameters)?);
    }
    Ok(events)
}

/// The events that a handler published because of an event, in order.
///
/// # Errors
/// [`StoreError::ArchiveMissing`], or as the backend reports.
pub fn caused_by(transaction: &mut dyn Transaction, event_id: EventId) -> Result<Vec<RecordedEvent>> {
    let condition = "WHERE causation_id = $1 ORDER BY position";
    let live = select(transaction, condition, &[event_id.into()])?;
    after_archived(transaction, condition, &[event_id.into()], live)
}

/// An event of the live log by its id.
///
/// # Errors
/// As the backend reports.
pub fn find(transaction: &mut dyn Transaction, event_id: EventId) -> Result<Option<RecordedEvent>> {
    Ok(select(transaction, "WHERE id = $1", &[event_id.into()])?.into_iter().next())
}

/// The event at a position, archived or not.
///
/// # Errors
/// An archive that is not where it was, or as the backend reports.
pub fn at(transaction: &mut dyn Transaction, position: i64) -> Result<Option<RecordedEvent>> {
    let condition = "WHERE position = $1";
    let live = select(transaction, condition, &[position.into()])?;
    Ok(after_archived(transaction, condition, &[position.into()], live)?.into_iter().next())
}

/// What is archived comes before what is live.
fn after_archived(
    transaction: &mut dyn Transaction,
    condition: &str,
    parameters: &[Value<'_>],
    live: Vec<RecordedEvent>,
) -> Result<Vec<RecordedEvent>> {
    let mut events = archived::select(transaction, condition, parameters)?;
    events.extend(live);
    Ok(events)
}

/// Events of the live log that fit a condition, written after `FROM domain_events`.
fn select(
    transaction: &mut dyn Transaction,
    condition: &str,
    parameters: &[Value<'_>],
) -> Result<Vec<RecordedEvent>> {
    let sql = format!("SELECT {COLUMNS} FROM domain_events {condition}");
    transaction.query(&sql, parameters)?.into_iter().map(read_event).collect()
}

/// What became of an event's handlers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Processing {
    /// Processed or failed.
    pub status: EventStatus,
    /// When it was processed.
    pub processed_at: Option<DateTime<Utc>>,
    /// The last handler error.
    pub error: Option<String>,
    /// How often it was tried again.
    pub retry_count: u32,
    /// When it is tried again by itself.
    pub next_retry_at: Option<DateTime<Utc>>,
}

/// Writes down what became of an event's handlers: the only columns of an event that ever change.
///
/// # Errors
/// As the backend reports.
pub fn mark(transaction: &mut dyn Transaction, position: i64, processing: &Processing) -> Result<()> {
    transaction.execute(
        "UPDATE domain_events SET processing_status = $1, processed_at = $2, processing_error = $3, \
         retry_count = $4, next_retry_at = $5 WHERE position = $6",
        &[
            processing.status.as_str().into(),
            processing.processed_at.into(),
            processing.error.as_deref().into(),
            processing.retry_count.into(),
            processing.next_retry_at.into(),
            position.into(),
        ],
    )?;
    Ok(())
}
