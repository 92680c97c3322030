//! One transaction of the bus: publish, let the handlers run, keep what became of them.

use std::{
    collections::{HashMap, VecDeque},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use domain::EventId;
use store::{
    EventStatus, NewEvent, RecordedEvent, Transaction,
    event_log::{self, Processing},
};

use super::{
    handler::{EventHandler, HandlerContext, HandlerError, PreparedWork},
    processing_log::{self, Past, Registry, Run, RunStatus},
    recorder::{Context, Origin, Recorder},
    retry,
};
use crate::{Result, outbox};

/// How many times over events may cause each other before that counts as a loop.
pub const MOST_CAUSES: usize = 16;

/// One transaction of the bus. Nothing of it lasts until the transaction commits.
pub struct UnitOfWork<'book> {
    pub(super) recorder: Recorder<'book>,
    registry: Option<Registry>,
}

/// What became of one (event, handler) pair in a replay or a retry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairOutcome {
    /// The handler.
    pub handler: &'static str,
    /// How its run ended.
    pub status: RunStatus,
    /// Why it failed.
    pub error: Option<String>,
}

/// An event whose handlers are to run, and how many causes stand before it.
struct Queued {
    event: RecordedEvent,
    depth: usize,
}

impl<'book> UnitOfWork<'book> {
    pub(super) fn new(recorder: Recorder<'book>) -> Self {
        Self { recorder, registry: None }
    }

    /// Who does this, when and from where.
    #[must_use]
    pub fn context(&self) -> &'book Context {
        self.recorder.context
    }

    /// The transaction, for reading.
    pub fn transaction(&mut self) -> &mut dyn Transaction {
        self.recorder.transaction
    }

    /// The transaction, and how old events are read from it.
    pub fn transaction_and_upcasters(&mut self) -> (&mut dyn Transaction, &'book store::upcast::Upcasters) {
        (self.recorder.transaction, self.recorder.upcasters)
    }

    /// How old events are read.
    #[must_use]
    pub fn upcasters(&self) -> &'book store::upcast::Upcasters {
        self.recorder.upcasters
    }

    /// A new id.
    #[must_use]
    pub fn next_id(&self) -> uuid::Uuid {
        let context = self.recorder.context;
        context.ids.next(context.decision.now)
    }

    /// Lets all that is published from here on follow from an import, and name it as its source.
    pub fn follow_import(&mut self, import: EventId, source: &'static str) {
        self.recorder.origin = Some(Origin { event: import, source });
    }

    /// Records events, projects them and runs the handlers subscribed to them, and those of the events that these
    /// handlers publish, breadth first.
    ///
    /// A handler that fails does not fail the publish: its writes are undone and the event becomes `failed`.
    ///
    /// # Errors
    /// A stream that is not at the expected version, a projection that cannot follow, or storage. Nothing of the
    /// transaction may be committed then.
    pub fn publish(&mut self, events: Vec<NewEvent>) -> Result<()> {
        let recorded = self.recorder.record(events, None, None)?;
        let queue = waiting(recorded, 0);
        self.handle_all(queue)
    }

    /// As [`UnitOfWork::publish`], of events that follow from one that was recorded before in this transaction and that
    /// has no cause itself.
    ///
    /// # Errors
    /// As [`UnitOfWork::publish`].
    pub fn publish_because(&mut self, cause: EventId, events: Vec<NewEvent>) -> Result<()> {
        // The import that it all began with stays the first of the chain.
        let first = self.recorder.origin.as_ref().map_or(cause, |origin| origin.event);
        let recorded = self.recorder.record(events, Some((cause, first)), None)?;
        let queue = waiting(recorded, 0);
        self.handle_all(queue)
    }

    fn handle_all(&mut self, mut queue: VecDeque<Queued>) -> Result<()> {
        while let Some(Queued { event, depth }) = queue.pop_front() {
            let handled = self.handle(&event, depth, HashMap::new(), false)?;
            queue.extend(handled.published);
        }
        Ok(())
    }

    /// Runs the enabled handlers of an event that have not succeeded on it yet, and those of what they publish.
    /// `retry` counts as one more try of a failed event.
    pub(super) fn handle_again(&mut self, event: &RecordedEvent, retry: bool) -> Result<Vec<PairOutcome>> {
        let past = processing_log::past(self.recorder.transaction, event.id)?;
        let handled = self.handle(event, 0, past, retry)?;
        self.handle_all(handled.published)?;
        Ok(handled.outcomes)
    }

    fn handle(
        &mut self,
        event: &RecordedEvent,
        depth: usize,
        past: HashMap<String, Past>,
        retry: bool,
    ) -> Result<Handled> {
        let mut handled = Handled::default();
        let mut last_error = None;
        for handler in self.enabled_handlers(event)? {
            let past = past.get(handler.name()).copied().unwrap_or_default();
            if past.succeeded {
                handled.outcomes.push(self.skip(event, &*handler, past)?);
                continue;
            }
            if handler.after_commit().is_some() {
                outbox::queue(
                    self.recorder.transaction,
                    event,
                    handler.name(),
                    self.recorder.context.decision.now,
                )?;
                handled.outcomes.push(PairOutcome {
                    handler: handler.name(),
                    status: RunStatus::Queued,
                    error: None,
                });
                continue;
            }
            let run = Attempt { handler: handler.name(), depth, past, prepared_micros: 0 };
            match self.run(event, &run, |context| handler.handle(event, context))? {
                Ok(published) => {
                    handled.published.extend(waiting(published, depth + 1));
                    handled.outcomes.push(PairOutcome {
                        handler: handler.name(),
                        status: RunStatus::Success,
                        error: None,
                    });
                }
                Err(HandlerError(error)) => {
                    handled.outcomes.push(PairOutcome {
                        handler: handler.name(),
                        status: RunStatus::Failure,
                        error: Some(error.clone()),
                    });
                    last_error = Some(format!("{}: {error}", handler.name()));
                }
            }
        }
        self.mark(event, last_error, retry)?;
        Ok(handled)
    }

    /// The enabled handlers of an event, in the order in which they run.
    pub(super) fn enabled_handlers(&mut self, event: &RecordedEvent) -> Result<Vec<Arc<dyn EventHandler>>> {
        let organization_id = self.recorder.context.decision.organization_id;
        let registry = match self.registry.take() {
            Some(registry) => registry,
            None => Registry::read(self.recorder.transaction, organization_id)?,
        };
        let mut found: Vec<(i32, Arc<dyn EventHandler>)> = self
            .recorder
            .handlers
            .iter()
            .filter(|handler| handler.event_types().contains(&event.event_type.as_ref()))
            .filter_map(|handler| {
                let priority = registry.priority_if_enabled(&**handler, &event.event_type)?;
                Some((priority, Arc::clone(handler)))
            })
            .collect();
        self.registry = Some(registry);
        found.sort_by_key(|(priority, handler)| (*priority, handler.name()));
        Ok(found.into_iter().map(|(_, handler)| handler).collect())
    }

    /// Ends what a handler has prepared after the commit of its event: writes what it prepared, or why it could not,
    /// and takes the line out of the outbox. Does nothing where another program has done it meanwhile, or the handler
    /// was disabled.
    pub(crate) fn finish(
        &mut self,
        line: &outbox::Line,
        handler: &dyn EventHandler,
        prepared: std::result::Result<PreparedWork, HandlerError>,
        prepared_micros: i64,
    ) -> Result<()> {
        if !outbox::take(self.recorder.transaction, line)? {
            return Ok(());
        }
        // It may have been archived since.
        let Some(event) = event_log::at(self.recorder.transaction, line.position)? else { return Ok(()) };
        let past = processing_log::past(self.recorder.transaction, event.id)?;
        let past = past.get(handler.name()).copied().unwrap_or_default();
        let enabled = self.enabled_handlers(&event)?.iter().any(|enabled| enabled.name() == handler.name());
        if past.succeeded || !enabled {
            return Ok(());
        }
        let run = Attempt { handler: handler.name(), depth: 0, past, prepared_micros };
        match self.run(&event, &run, |context| prepared?(context))? {
            Ok(published) => self.handle_all(waiting(published, 1)),
            Err(HandlerError(error)) => {
                self.mark(&event, Some(format!("{}: {error}", handler.name())), false)
            }
        }
    }

    /// Lets a handler work in a savepoint of its own and writes down how it ended.
    fn run(
        &mut self,
        event: &RecordedEvent,
        attempt: &Attempt,
        work: impl FnOnce(&mut HandlerContext<'_, '_>) -> std::result::Result<(), HandlerError>,
    ) -> Result<std::result::Result<Vec<RecordedEvent>, HandlerError>> {
        let recorder = &mut self.recorder;
        let head = recorder.head.clone();
        recorder.transaction.savepoint()?;
        let started = recorder.context.clock.monotonic_micros();
        let ended = if attempt.depth > MOST_CAUSES {
            Err(HandlerError::new(format!("events caused each other more than {MOST_CAUSES} times over")))
        } else {
            self::attempt(recorder, event, attempt.handler, work)?
        };
        let execution_micros = recorder.context.clock.monotonic_micros() - started + attempt.prepared_micros;
        if ended.is_ok() {
            recorder.transaction.release_savepoint()?;
        } else {
            recorder.transaction.rollback_to_savepoint()?;
            recorder.head = head;
        }
        let error = ended.as_ref().err().map(|HandlerError(error)| error.as_str());
        let run = Run {
            event,
            handler: attempt.handler,
            status: if error.is_none() { RunStatus::Success } else { RunStatus::Failure },
            attempt: attempt.past.attempts + 1,
            execution_micros,
            error,
            executed_at: recorder.context.decision.now,
        };
        processing_log::write(recorder.transaction, &run)?;
        Ok(ended)
    }

    fn skip(&mut self, event: &RecordedEvent, handler: &dyn EventHandler, past: Past) -> Result<PairOutcome> {
        let run = Run {
            event,
            handler: handler.name(),
            status: RunStatus::Skipped,
            attempt: past.attempts + 1,
            execution_micros: 0,
            error: None,
            executed_at: self.recorder.context.decision.now,
        };
        processing_log::write(self.recorder.transaction, &run)?;
        Ok(PairOutcome { handler: handler.name(), status: RunStatus::Skipped, error: None })
    }

    fn mark(&mut self, event: &RecordedEvent, last_error: Option<String>, retry: bool) -> Result<()> {
        let now = self.recorder.context.decision.now;
        let retry_count = event.retry_count + u32::from(retry);
        let processing = match last_error {
            None => Processing {
                status: EventStatus::Processed,
                processed_at: Some(now),
                error: None,
                retry_count,
                next_retry_at: None,
            },
            Some(error) => Processing {
                status: EventStatus::Failed,
                processed_at: None,
                error: Some(error),
                retry_count,
                next_retry_at: retry::next_retry_at(now, retry_count),
            },
        };
        event_log::mark(self.recorder.transaction, event.position, &processing)?;
        Ok(())
    }
}

/// What came of the handlers of one event.
#[derive(Default)]
struct Handled {
    outcomes: Vec<PairOutcome>,
    published: VecDeque<Queued>,
}

fn waiting(recorded: Vec<RecordedEvent>, depth: usize) -> VecDeque<Queued> {
    recorded
        .into_iter()
        .filter(|event| event.status == EventStatus::Pending)
        .map(|event| Queued { event, depth })
        .collect()
}

/// One run of a handler, before it runs.
struct Attempt {
    handler: &'static str,
    depth: usize,
    past: Past,
    /// How long it prepared before the transaction.
    prepared_micros: i64,
}

/// Lets the handler work. A panic in it is a failure like any other; a projection that could not follow what it
/// published is not, and ends the transaction.
fn attempt(
    recorder: &mut Recorder<'_>,
    event: &RecordedEvent,
    handler: &'static str,
    work: impl FnOnce(&mut HandlerContext<'_, '_>) -> std::result::Result<(), HandlerError>,
) -> Result<std::result::Result<Vec<RecordedEvent>, HandlerError>> {
    let mut context = HandlerContext::recording(recorder, event, handler);
    let ended = catch_unwind(AssertUnwindSafe(|| work(&mut context)));
    let published = context.into_published()?;
    Ok(match ended {
        Ok(Ok(())) => Ok(published),
        Ok(Err(error)) => Err(error),
        Err(panic) => Err(HandlerError::new(format!("panicked: {}", panic_text(&*panic)))),
    })
}

pub(crate) fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}
