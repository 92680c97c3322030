//! What a handler is and what it may do.

use domain::{Currency, EventPayload};
use sha2::{Digest, Sha256};
use store::{
    NewEvent, RecordedEvent, StoreError, Transaction,
    upcast::{Decoded, Upcasters},
};
use thiserror::Error;
use uuid::Uuid;

use super::recorder::Recorder;
use crate::{AppError, Result};

/// Reacts to events. It runs inside the transaction that records the event, in a savepoint of its own.
pub trait EventHandler: Send + Sync {
    /// The name by which people know it; never reused for something else.
    fn name(&self) -> &'static str;

    /// The event types it reacts to.
    fn event_types(&self) -> &'static [&'static str];

    /// Lower runs first; handlers of one priority run in the order of their names.
    fn priority(&self) -> i32 {
        100
    }

    /// Reacts to one event.
    ///
    /// # Errors
    /// Whatever it cannot do: its writes are undone, the event becomes `failed` and is tried again.
    fn handle(
        &self,
        event: &RecordedEvent,
        context: &mut HandlerContext<'_, '_>,
    ) -> std::result::Result<(), HandlerError>;

    /// Of a handler that takes long: how it prepares, outside of any transaction that writes, what it then does in one
    /// of its own, after the commit of the event (`crate::outbox`). None runs in the transaction of the event.
    fn after_commit(&self) -> Option<&dyn Preparing> {
        None
    }
}

/// The long half of a handler that runs after the commit.
pub trait Preparing: Send + Sync {
    /// Does what takes long, and says what is left to write.
    ///
    /// # Errors
    /// Whatever it cannot do: the event becomes `failed` and is tried again.
    fn prepare(
        &self,
        event: &RecordedEvent,
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> std::result::Result<PreparedWork, HandlerError>;
}

/// What is left to write of a handler that has prepared.
pub type PreparedWork = Box<dyn FnOnce(&mut HandlerContext<'_, '_>) -> std::result::Result<(), HandlerError>>;

/// Why a handler failed, in words for the processing log.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct HandlerError(pub String);

impl HandlerError {
    /// A failure said in words.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl From<AppError> for HandlerError {
    fn from(error: AppError) -> Self {
        Self(error.to_string())
    }
}

impl From<StoreError> for HandlerError {
    fn from(error: StoreError) -> Self {
        Self(error.to_string())
    }
}

/// What a handler sees and may do while it handles one event.
pub struct HandlerContext<'run, 'book> {
    recorder: &'run mut Recorder<'book>,
    event: &'run RecordedEvent,
    handler: &'static str,
    mode: Mode,
}

/// Whether what a handler publishes is recorded, or only noted to be compared.
enum Mode {
    Record { published: Vec<RecordedEvent>, fatal: Option<AppError> },
    Note(Vec<NewEvent>),
}

impl<'run, 'book> HandlerContext<'run, 'book> {
    pub(super) fn recording(
        recorder: &'run mut Recorder<'book>,
        event: &'run RecordedEvent,
        handler: &'static str,
    ) -> Self {
        Self { recorder, event, handler, mode: Mode::Record { published: Vec::new(), fatal: None } }
    }

    pub(super) fn noting(
        recorder: &'run mut Recorder<'book>,
        event: &'run RecordedEvent,
        handler: &'static str,
    ) -> Self {
        Self { recorder, event, handler, mode: Mode::Note(Vec::new()) }
    }

    /// The currency of the book.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.recorder.context.decision.currency
    }

    /// The transaction of the event, for reading and for tables of the handler's own.
    pub fn transaction(&mut self) -> &mut dyn Transaction {
        self.recorder.transaction
    }

    /// The transaction, and how old events are read from it.
    pub fn transaction_and_upcasters(&mut self) -> (&mut dyn Transaction, &'book Upcasters) {
        (self.recorder.transaction, self.recorder.upcasters)
    }

    /// The payload of the event being handled.
    ///
    /// # Errors
    /// A payload that is damaged or of a newer release.
    pub fn payload<P: EventPayload>(&self) -> std::result::Result<P, HandlerError> {
        payload(self.event, self.recorder.upcasters)
    }

    /// An id that follows from the event, the handler and a number: handling the event again gives the same ids,
    /// so that even without the processing log nothing could be made twice.
    #[must_use]
    pub fn derived_id(&self, ordinal: u32) -> Uuid {
        derived_id(self.event, self.handler, ordinal)
    }

    /// Publishes events that follow from the one being handled. They are recorded and projected now; their own
    /// handlers run after this event's, in order.
    ///
    /// # Errors
    /// A stream that is not at the expected version, a projection that cannot follow (the whole transaction is
    /// given up then), or storage.
    pub fn publish(&mut self, events: Vec<NewEvent>) -> Result<()> {
        match &mut self.mode {
            Mode::Note(noted) => noted.extend(events),
            Mode::Record { published, fatal } => {
                let cause = (self.event.id, self.event.correlation_id);
                match self.recorder.record(events, Some(cause), Some(self.handler)) {
                    Ok(recorded) => published.extend(recorded),
                    Err(error) => {
                        let (error, message) = split(error);
                        *fatal = fatal.take().or(error);
                        return Err(AppError::Store(StoreError::Conflict(message)));
                    }
                }
            }
        }
        Ok(())
    }

    pub(super) fn into_published(self) -> Result<Vec<RecordedEvent>> {
        match self.mode {
            Mode::Record { fatal: Some(error), .. } => Err(error),
            Mode::Record { published, .. } => Ok(published),
            Mode::Note(_) => Ok(Vec::new()),
        }
    }

    pub(super) fn into_noted(self) -> Vec<NewEvent> {
        match self.mode {
            Mode::Note(noted) => noted,
            Mode::Record { .. } => Vec::new(),
        }
    }
}

/// The payload of an event that a handler listens to.
///
/// # Errors
/// A payload that is damaged or of a newer release.
pub fn payload<P: EventPayload>(
    event: &RecordedEvent,
    upcasters: &Upcasters,
) -> std::result::Result<P, HandlerError> {
    match upcasters.decode(event)? {
        Decoded::Payload(payload) => Ok(payload),
        Decoded::FromNewerRelease => Err(HandlerError::new(format!(
            "{} version {} is of a newer release",
            event.event_type, event.event_version
        ))),
    }
}

/// A conflict is the handler's own failure; anything else, a failed projection above all, ends the transaction.
fn split(error: AppError) -> (Option<AppError>, String) {
    let message = error.to_string();
    match error {
        AppError::Store(StoreError::Conflict(message)) => (None, message),
        other => (Some(other), message),
    }
}

/// A UUID version 8: the time of the event, a hash of event and handler, and the ordinal, so that the ids of one
/// run lie together and in order.
fn derived_id(event: &RecordedEvent, handler: &str, ordinal: u32) -> Uuid {
    let mut hasher = Sha256::new();
    hasher.update(event.id.as_uuid().as_bytes());
    hasher.update(handler.as_bytes());
    let digest = hasher.finalize();
    let mut bytes = [0_u8; 16];
    bytes[..6].copy_from_slice(&event.occurred_at.timestamp_millis().to_be_bytes()[2..]);
    bytes[6..12].copy_from_slice(&digest[..6]);
    bytes[12..].copy_from_slice(&ordinal.to_be_bytes());
    Uuid::new_v8(bytes)
}
