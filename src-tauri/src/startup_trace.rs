//! With `LENDINGOS_STARTUP_TRACE=1`, prints a line when the first screen is shown, for `cargo xtask bench window`.

use std::io::Write;

use tauri::{Manager, Runtime, WebviewWindowBuilder};

/// Shared with the empty window that the bench compares with, so that both are timed by the same signal.
const SCRIPT: &str = include_str!("first_screen.js");

/// Adds the script that notices the first screen, when the trace is asked for.
pub(crate) fn attach<'a, R: Runtime, M: Manager<R>>(
    builder: WebviewWindowBuilder<'a, R, M>,
) -> WebviewWindowBuilder<'a, R, M> {
    let asked = std::env::var("LENDINGOS_STARTUP_TRACE").is_ok_and(|value| value == "1");
    if asked { builder.initialization_script(SCRIPT) } else { builder }
}

/// Called by the script; the bench reads the line and stops its clock.
#[tauri::command]
pub(crate) fn first_screen() {
    let mut out = std::io::stdout();
    // Nobody reads the trace when this fails, and the window goes on without it.
    let _ = writeln!(out, "first-screen").and_then(|()| out.flush());
}
