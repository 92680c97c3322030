//! A Tauri window with nothing in it: the least that any application of this kind costs at start.

use std::io::Write;
use std::process::ExitCode;

use tauri::{App, WebviewWindowBuilder};

/// The very script that the application is timed by.
const SCRIPT: &str = include_str!("../../../src-tauri/src/first_screen.js");

#[tauri::command]
fn first_screen() {
    let mut out = std::io::stdout();
    let _ = writeln!(out, "first-screen").and_then(|()| out.flush());
}

fn open_window(app: &App) -> tauri::Result<()> {
    for window in &app.config().app.windows {
        WebviewWindowBuilder::from_config(app.handle(), window)?.initialization_script(SCRIPT).build()?;
    }
    Ok(())
}

fn main() -> ExitCode {
    let ended = tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![first_screen])
        .setup(|app| Ok(open_window(app)?))
        .run(tauri::generate_context!());
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the empty window cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}
