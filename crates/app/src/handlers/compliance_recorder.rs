//! Writes the compliance log.

use std::sync::LazyLock;

use domain::{MATTERS, matter};
use store::RecordedEvent;

use crate::{
    bus::{EventHandler, HandlerContext, HandlerError},
    compliance::{self, RECORDER},
};

/// On every event that matters: an entry of the compliance log.
pub struct ComplianceRecorder;

static EVENT_TYPES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| MATTERS.iter().map(|matter| matter.event_type).collect());

impl EventHandler for ComplianceRecorder {
    fn name(&self) -> &'static str {
        RECORDER
    }

    fn event_types(&self) -> &'static [&'static str] {
        &EVENT_TYPES
    }

    /// After what moves money. What others publish is handled later all the same, so that the log has the cause before
    /// what it caused.
    fn priority(&self) -> i32 {
        200
    }

    fn handle(
        &self,
        event: &RecordedEvent,
        context: &mut HandlerContext<'_, '_>,
    ) -> Result<(), HandlerError> {
        let Some(matter) = matter(&event.event_type) else { return Ok(()) };
        let transaction = context.transaction();
        // As in a dry run of what has succeeded: it says the same again.
        if compliance::has_entry(transaction, event.id)? {
            return Ok(());
        }
        let row = compliance::end(transaction)?.follow(event, matter)?;
        Ok(transaction.insert(&compliance::INSERT, &[row])?)
    }
}
