//! Records events: appends them to the log and lets every projection follow, in one transaction.

use std::sync::Arc;

use domain::{DecisionContext, EventId};
use store::{
    Metadata, NewEvent, RecordedEvent, StoreError, Transaction,
    event_log::{self, AppendContext, Head},
    upcast::Upcasters,
};

use super::handler::EventHandler;
use crate::{
    AppError, Result,
    environment::{Clock, Ids},
    projections::Projection,
};

/// Who does something, when, in which book, and from which program.
#[derive(Clone)]
pub struct Context {
    /// What decisions see.
    pub decision: DecisionContext,
    /// Which program: `window`, `cli`, …
    pub source: String,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// New ids.
    pub ids: Arc<dyn Ids>,
}

/// Appends to the log and projects.
pub struct Recorder<'book> {
    pub(super) transaction: &'book mut dyn Transaction,
    pub(super) context: &'book Context,
    pub(super) projections: &'book [Arc<dyn Projection>],
    pub(super) upcasters: &'book Upcasters,
    pub(super) handlers: Vec<Arc<dyn EventHandler>>,
    pub(super) head: Head,
    /// What all that is recorded from now on follows from, where it has no other cause, and where it came from.
    pub(super) origin: Option<Origin>,
}

/// Something that brings many events into the book, such as the import of a file.
pub(super) struct Origin {
    /// Its own event.
    pub event: EventId,
    /// What the metadata of the others name as their source.
    pub source: &'static str,
}

impl Recorder<'_> {
    /// Whether some handler subscribes to the type.
    pub(super) fn has_handler(&self, event_type: &str) -> bool {
        self.handlers.iter().any(|handler| handler.event_types().contains(&event_type))
    }

    /// Appends the events and lets every projection follow them.
    pub(super) fn record(
        &mut self,
        events: Vec<NewEvent>,
        cause: Option<(EventId, EventId)>,
        handler: Option<&str>,
    ) -> Result<Vec<RecordedEvent>> {
        let decision = &self.context.decision;
        let metadata = Metadata {
            handler: handler.map(ToOwned::to_owned),
            organization_id: decision.organization_id,
            source: self
                .origin
                .as_ref()
                .map_or_else(|| self.context.source.clone(), |origin| origin.source.to_owned()),
            user_id: decision.user.clone(),
        };
        let cause = cause.or(self.origin.as_ref().map(|origin| (origin.event, origin.event)));
        let append = AppendContext {
            organization_id: decision.organization_id,
            occurred_at: decision.now,
            metadata: &metadata,
            cause,
        };
        let handlers = &self.handlers;
        let needs_handling =
            |event_type: &str| handlers.iter().any(|handler| handler.event_types().contains(&event_type));
        let recorded = event_log::append(self.transaction, &mut self.head, events, &append, &needs_handling)?;
        project(self.transaction, self.projections, self.upcasters, &recorded)?;
        Ok(recorded)
    }
}

/// Lets every projection follow the events, in order. The first that cannot ends the transaction.
pub fn project(
    transaction: &mut dyn Transaction,
    projections: &[Arc<dyn Projection>],
    upcasters: &Upcasters,
    events: &[RecordedEvent],
) -> Result<()> {
    for projection in projections {
        projection.apply(events, upcasters, transaction).map_err(|error| match error {
            // Storage that is busy, full or gone says so itself.
            AppError::Store(StoreError::Busy | StoreError::Full | StoreError::Unreachable { .. }) => error,
            other => AppError::Projection {
                projection: projection.name(),
                event_type: events.first().map(|event| event.event_type.to_string()).unwrap_or_default(),
                source: Box::new(other),
            },
        })?;
    }
    Ok(())
}
