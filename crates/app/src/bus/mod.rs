//! The event bus: who listens to what, and the transaction in which an event and all that follows from it happen.
//!
//! [`UnitOfWork::publish`] is the write path: append, project, run the handlers, mark. [`UnitOfWork::replay`] and
//! [`UnitOfWork::retry`] run what has not succeeded; an (event, handler) pair that has succeeded is never applied
//! again.

mod handler;
mod processing_log;
mod recorder;
mod replay;
mod retry;
mod unit_of_work;

use std::sync::{Arc, PoisonError, RwLock};

use domain::OrganizationId;
use store::{Transaction, event_log, upcast::Upcasters};

pub(crate) use handler::payload;
pub use handler::{EventHandler, HandlerContext, HandlerError, PreparedWork, Preparing};
pub use processing_log::RunStatus;
pub(crate) use processing_log::count_as_handled;
pub use recorder::{Context, project};
pub use replay::{DryRunOutcome, EventOutcome};
pub use retry::{MOST_RETRIES, next_retry_at};
pub(crate) use unit_of_work::panic_text;
pub use unit_of_work::{MOST_CAUSES, PairOutcome, UnitOfWork};

use crate::{Result, projections::Projection};

/// The handlers that listen, the projections that follow, and how old events are read.
pub struct EventBus {
    handlers: RwLock<Vec<Arc<dyn EventHandler>>>,
    projections: Vec<Arc<dyn Projection>>,
    upcasters: Upcasters,
}

impl EventBus {
    /// A bus without handlers.
    #[must_use]
    pub fn new(projections: Vec<Arc<dyn Projection>>, upcasters: Upcasters) -> Self {
        Self { handlers: RwLock::default(), projections, upcasters }
    }

    /// The projections, parents before children.
    #[must_use]
    pub fn projections(&self) -> &[Arc<dyn Projection>] {
        &self.projections
    }

    /// How old events are read.
    #[must_use]
    pub fn upcasters(&self) -> &Upcasters {
        &self.upcasters
    }

    /// Lets a handler listen from now on. A second one of the same name takes the first one's place.
    pub fn subscribe(&self, handler: Arc<dyn EventHandler>) {
        let mut handlers = self.handlers.write().unwrap_or_else(PoisonError::into_inner);
        handlers.retain(|present| present.name() != handler.name());
        handlers.push(handler);
    }

    /// Lets a handler listen no longer and says whether it did. Its registration and its figures stay.
    pub fn unsubscribe(&self, name: &str) -> bool {
        let mut handlers = self.handlers.write().unwrap_or_else(PoisonError::into_inner);
        let before = handlers.len();
        handlers.retain(|handler| handler.name() != name);
        handlers.len() < before
    }

    /// The listening handler of a name.
    pub(crate) fn handler(&self, name: &str) -> Option<Arc<dyn EventHandler>> {
        self.handlers().into_iter().find(|handler| handler.name() == name)
    }

    fn handlers(&self) -> Vec<Arc<dyn EventHandler>> {
        self.handlers.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Begins the bus's work in a transaction that writes.
    ///
    /// # Errors
    /// As the backend reports.
    pub fn unit_of_work<'book>(
        &'book self,
        transaction: &'book mut dyn Transaction,
        context: &'book Context,
    ) -> Result<UnitOfWork<'book>> {
        transaction.lock_for_append()?;
        let head = event_log::head(transaction, context.decision.organization_id)?;
        Ok(UnitOfWork::new(recorder::Recorder {
            transaction,
            context,
            projections: &self.projections,
            upcasters: &self.upcasters,
            handlers: self.handlers(),
            head,
            origin: None,
        }))
    }

    /// Whether some listening handler is missing from the registry.
    ///
    /// # Errors
    /// As the backend reports.
    pub fn has_unregistered(
        &self,
        transaction: &mut dyn Transaction,
        organization_id: OrganizationId,
    ) -> Result<bool> {
        let registry = processing_log::Registry::read(transaction, organization_id)?;
        Ok(self.handlers().iter().any(|handler| !registry.knows(&**handler)))
    }

    /// Writes every listening handler into the registry, enabled, unless it is there already.
    ///
    /// # Errors
    /// As the backend reports.
    pub fn register_all(&self, transaction: &mut dyn Transaction, context: &Context) -> Result<()> {
        let organization_id = context.decision.organization_id;
        let registry = processing_log::Registry::read(transaction, organization_id)?;
        for handler in self.handlers() {
            processing_log::register(
                transaction,
                &registry,
                &*handler,
                organization_id,
                context.decision.now,
            )?;
        }
        Ok(())
    }

    /// Enables or disables a handler and says whether the registry has it.
    ///
    /// # Errors
    /// As the backend reports.
    pub fn set_enabled(
        transaction: &mut dyn Transaction,
        context: &Context,
        name: &str,
        enabled: bool,
    ) -> Result<bool> {
        let decision = &context.decision;
        processing_log::set_enabled(transaction, decision.organization_id, name, enabled, decision.now)
    }
}
