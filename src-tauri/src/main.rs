//! The LendingOS window.

// A console window beside the application would only confuse on Windows.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(ended) = api::serve_if_asked() {
        return ended;
    }
    match lendingos_shell::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("LendingOS cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}
