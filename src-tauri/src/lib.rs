//! The shell: start-up, one window, and one bridge to the command table. It decides nothing about loans.
//!
//! - [`bridge`]: the two commands that the window may invoke, `call` and `call_cancel`, its progress events, and what others do to a shared book
//! - `drawing`: what the window draws with
//! - `startup_book`: the book that the application was started with, as a double click on its file does
//! - `retries`: the timer that tries failed events again
//! - `startup_trace`: tells `cargo xtask bench window` when the first screen is shown

mod bridge;
mod drawing;
mod retries;
mod startup_book;
mod startup_trace;

use std::path::PathBuf;
use std::sync::Arc;

use api::{Desk, DeskConfig};
use tauri::{App, Manager, WebviewWindowBuilder};

use crate::startup_book::StartupBook;

/// Opens the window and runs until it is closed.
///
/// # Errors
/// When the system has no web view, or refuses a window.
pub fn run() -> tauri::Result<()> {
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![
            bridge::call,
            bridge::call_cancel,
            startup_book::startup_book,
            startup_trace::first_screen,
        ])
        .setup(|app| Ok(start(app)?))
        .build(tauri::generate_context!())?;
    app.run(startup_book::opened_while_running);
    Ok(())
}

fn start(app: &App) -> tauri::Result<()> {
    let desk = Arc::new(Desk::new(desk_config(app)?));
    // The book opens while the web view starts; calls wait for it (see `startup_book`).
    let startup = startup_book::open_in_background(&desk);
    app.manage(startup.clone());
    app.manage(bridge::Bridge::new(Arc::clone(&desk)));
    open_window(app, &startup)?;
    retries::run_in_background(desk)
}

/// Opens the one window as `tauri.conf.json` describes it.
fn open_window(app: &App, startup: &StartupBook) -> tauri::Result<()> {
    for window in &app.config().app.windows {
        let builder = WebviewWindowBuilder::from_config(app.handle(), window)?;
        let builder = startup_trace::attach(startup.tell(builder));
        drawing::suit_hardware(&builder.build()?)?;
    }
    Ok(())
}

fn desk_config(app: &App) -> tauri::Result<DeskConfig> {
    let paths = app.path();
    let config_folder = paths.app_config_dir()?;
    // A minimal Linux desktop names no documents folder; the home folder is where its people look.
    let documents_folder = paths.document_dir().or_else(|_| paths.home_dir())?;
    Ok(DeskConfig {
        backends: Arc::new(backends::AllBackends),
        config_folder: Some(config_folder),
        documents_folder,
        // Left out, the owner of the book is signed in.
        user: std::env::var("LENDINGOS_USER").ok().filter(|name| !name.trim().is_empty()),
        source: "window",
        on_notice: Some(bridge::tell_windows(app.handle())),
    })
}

/// The address in an argument or environment variable; a file becomes absolute, as the folder may change.
fn absolute(address: &str) -> String {
    if address.contains("://") {
        return address.to_owned();
    }
    std::path::absolute(PathBuf::from(address))
        .map_or_else(|_| address.to_owned(), |path| path.to_string_lossy().into_owned())
}
