//! One way from the window to the command table: a name and its input in, its output or a coded error out.

use std::any::Any;
use std::cell::Cell;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use api::table::{self, Kind};
use api::{Call, Desk, ErrorCode, Notice, WireError};
use serde::Serialize;
use serde_json::Value;
use tauri::{AppHandle, Emitter, State, WebviewWindow};

use crate::startup_book::StartupBook;

/// The window redraws a progress bar no more often than this; a rebuild reports thousands of times a second.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(50);

/// The desk and the calls that can still be cancelled, by command id.
pub(crate) struct Bridge {
    desk: Arc<Desk>,
    running: Arc<Mutex<HashMap<String, Arc<AtomicBool>>>>,
}

impl Bridge {
    pub(crate) fn new(desk: Arc<Desk>) -> Self {
        Self { desk, running: Arc::default() }
    }

    /// The desk behind the bridge.
    #[cfg(target_os = "macos")]
    pub(crate) fn desk(&self) -> &Desk {
        &self.desk
    }

    fn running(&self) -> MutexGuard<'_, HashMap<String, Arc<AtomicBool>>> {
        // The map is whole after a panic elsewhere: it only ever gains and loses single entries.
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, command_id: Option<&str>) -> Arc<AtomicBool> {
        let cancelled = Arc::new(AtomicBool::new(false));
        if let Some(id) = command_id {
            self.running().insert(id.to_owned(), Arc::clone(&cancelled));
        }
        cancelled
    }

    fn end(&self, command_id: Option<&str>) {
        if let Some(id) = command_id {
            self.running().remove(id);
        }
    }
}

#[derive(Debug, Clone, Serialize)]
struct Progress<'a> {
    command_id: &'a str,
    done: i64,
    total: i64,
}

/// Runs one command of the table away from the window's thread, so that the window never freezes.
#[tauri::command]
pub(crate) async fn call(
    window: WebviewWindow,
    bridge: State<'_, Bridge>,
    startup: State<'_, StartupBook>,
    name: String,
    input: Value,
    command_id: Option<String>,
) -> Result<Value, WireError> {
    let cancelled = bridge.begin(command_id.as_deref());
    let writes = table::find(&name).is_some_and(|command| matches!(command.kind, Kind::Write | Kind::Book));
    let desk = Arc::clone(&bridge.desk);
    let startup = startup.inner().clone();
    let id = command_id.clone();
    let answer = tauri::async_runtime::spawn_blocking(move || {
        startup.wait();
        let last_report = Cell::new(None);
        let progress = |done, total| {
            report(&window, id.as_deref(), &last_report, done, total);
            !cancelled.load(Ordering::Relaxed)
        };
        let call = Call { name: &name, input, command_id: id.as_deref(), progress: &progress };
        guarded(|| desk.call(call))
    })
    .await;
    bridge.end(command_id.as_deref());
    if writes {
        work_off(Arc::clone(&bridge.desk));
    }
    answer.unwrap_or_else(|error| Err(internal(error.to_string())))
}

/// Does what a write has left to do after its commit, while its answer is on the way.
fn work_off(desk: Arc<Desk>) {
    tauri::async_runtime::spawn_blocking(move || {
        // What fails here is in the processing log, where the window shows it.
        let _ = guarded(|| desk.work_off());
    });
}

/// Asks a running call to stop; one that has ended already is left as it is.
#[tauri::command]
pub(crate) fn call_cancel(bridge: State<'_, Bridge>, command_id: &str) {
    if let Some(cancelled) = bridge.running().get(command_id) {
        cancelled.store(true, Ordering::Relaxed);
    }
}

fn report(
    window: &WebviewWindow,
    command_id: Option<&str>,
    last: &Cell<Option<Instant>>,
    done: i64,
    total: i64,
) {
    let Some(command_id) = command_id else { return };
    let due = last.get().is_none_or(|at| at.elapsed() >= PROGRESS_INTERVAL);
    if due || done == total {
        last.set(Some(Instant::now()));
        // A window that is being closed hears nothing any more, and needs nothing.
        let _ = window.emit_to(window.label(), "progress", Progress { command_id, done, total });
    }
}

#[derive(Debug, Clone, Serialize)]
struct BookNotice {
    kind: &'static str,
}

/// Passes on to every window what others do to a shared book, and whether its server answers.
pub(crate) fn tell_windows(app: &AppHandle) -> Arc<dyn Fn(Notice) + Send + Sync> {
    let app = app.clone();
    Arc::new(move |notice| {
        let kind = match notice {
            Notice::Changed => "changed",
            Notice::Offline => "offline",
            Notice::Online => "online",
        };
        // A window that is being closed hears nothing any more, and needs nothing.
        let _ = app.emit("book", BookNotice { kind });
    })
}

/// A panic in a command is an error in the window, not its end.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, WireError>) -> Result<T, WireError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(internal(panic_message(&*panic))))
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "the command stopped without saying why".to_owned())
}

fn internal(message: String) -> WireError {
    WireError::new(ErrorCode::Internal, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_internal_error() {
        let answer = guarded::<()>(|| std::panic::panic_any("the books do not add up"));
        assert_eq!(answer, Err(internal("the books do not add up".to_owned())));
    }

    #[test]
    fn an_answer_passes_through() {
        assert_eq!(guarded(|| Ok(7)).ok(), Some(7));
    }
}
