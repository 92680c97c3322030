//! The book that the application was started with: an argument, as a double click on its file gives,
//! or the variable `LENDINGOS_BOOK`. Without one the window shows its first run.

use std::sync::{Arc, OnceLock};
use std::thread;

use api::{Call, Desk, WireError};
use serde::Serialize;
use serde_json::json;
use tauri::{AppHandle, Manager, RunEvent, Runtime, State, WebviewWindowBuilder};

use crate::{absolute, bridge};

/// The book named at start, and whether it could be opened.
#[derive(Clone, Default)]
pub(crate) struct StartupBook {
    address: Option<String>,
    opened: Arc<OnceLock<Option<WireError>>>,
}

/// The first question of a window costs as much as all that follow, since the way to ask is laid then. One that starts
/// without a book is told so before its page is read; loaded again, it asks, as a book may be open by then.
const NO_BOOK: &str = r#"if (performance.getEntriesByType("navigation")[0]?.type !== "reload")
  Object.defineProperty(window, "__LENDINGOS_NO_BOOK__", { value: true });"#;

impl StartupBook {
    /// Tells the window, before its page is read, that it starts without a book.
    pub(crate) fn tell<'a, R: Runtime, M: Manager<R>>(
        &self,
        builder: WebviewWindowBuilder<'a, R, M>,
    ) -> WebviewWindowBuilder<'a, R, M> {
        if self.address.is_none() { builder.initialization_script(NO_BOOK) } else { builder }
    }

    /// Returns when the book is open, or cannot be: no call may find the desk half set up.
    pub(crate) fn wait(&self) {
        if self.address.is_some() {
            self.opened.wait();
        }
    }
}

/// What the window asks for first: which book it was started with, and what kept it from opening.
/// An encrypted book comes with the error that asks for its passphrase.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct StartupAnswer {
    address: Option<String>,
    error: Option<WireError>,
}

/// Tells the window the book that it was started with.
#[tauri::command]
pub(crate) async fn startup_book(startup: State<'_, StartupBook>) -> Result<StartupAnswer, WireError> {
    let startup = startup.inner().clone();
    let answer = tauri::async_runtime::spawn_blocking(move || {
        startup.wait();
        let error = startup.opened.get().cloned().flatten();
        StartupAnswer { address: startup.address, error }
    });
    // The work above cannot fail; were it lost, the window shows its first run.
    Ok(answer.await.unwrap_or(StartupAnswer { address: None, error: None }))
}

/// Starts to open the book that the arguments or the environment name.
pub(crate) fn open_in_background(desk: &Arc<Desk>) -> StartupBook {
    let named = book_named(std::env::args().skip(1), std::env::var("LENDINGOS_BOOK").ok());
    let Some(address) = named.as_deref().map(absolute) else {
        return StartupBook::default();
    };
    let startup = StartupBook { address: Some(address.clone()), opened: Arc::default() };
    let (desk, opened) = (Arc::clone(desk), Arc::clone(&startup.opened));
    thread::spawn(move || {
        // Nothing else sets this cell, so that setting it cannot fail.
        let _ = opened.set(open(&desk, &address).err());
    });
    startup
}

fn open(desk: &Desk, address: &str) -> Result<(), WireError> {
    let input = json!({ "address": address, "passphrase": null });
    bridge::guarded(|| desk.call(Call::new("book.open", input)))?;
    Ok(())
}

/// The first argument that is not an option, or the variable.
fn book_named(arguments: impl IntoIterator<Item = String>, variable: Option<String>) -> Option<String> {
    let argument = arguments.into_iter().find(|argument| !argument.starts_with('-'));
    argument.or(variable).filter(|address| !address.trim().is_empty())
}

/// macOS names a double-clicked file by an event, not by an argument.
#[cfg_attr(not(target_os = "macos"), expect(unused_variables, reason = "only macOS sends this event"))]
pub(crate) fn opened_while_running(app: &AppHandle, event: RunEvent) {
    #[cfg(target_os = "macos")]
    if let RunEvent::Opened { urls } = event {
        macos::open_files(app, &urls);
    }
}

#[cfg(target_os = "macos")]
mod macos {
    use tauri::{AppHandle, Manager, Url};

    /// Opens the first file, then lets the window load itself again on the open book.
    pub(super) fn open_files(app: &AppHandle, urls: &[Url]) {
        let Some(path) = urls.iter().find_map(|url| url.to_file_path().ok()) else { return };
        let app = app.clone();
        tauri::async_runtime::spawn_blocking(move || {
            let bridge = app.state::<crate::bridge::Bridge>();
            if super::open(bridge.desk(), &path.to_string_lossy()).is_ok() {
                for window in app.webview_windows().values() {
                    let _ = window.reload();
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(arguments: &[&str], variable: Option<&str>) -> Option<String> {
        book_named(arguments.iter().map(ToString::to_string), variable.map(str::to_owned))
    }

    #[test]
    fn an_argument_comes_before_the_variable() {
        assert_eq!(named(&["a.lendingos"], Some("b.lendingos")).as_deref(), Some("a.lendingos"));
        assert_eq!(named(&[], Some("b.lendingos")).as_deref(), Some("b.lendingos"));
    }

    #[test]
    fn options_and_blanks_name_no_book() {
        assert_eq!(named(&["--no-sandbox"], None), None);
        assert_eq!(named(&[], Some(" ")), None);
    }
}
