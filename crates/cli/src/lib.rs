//! The terminal's side of the command table: arguments, input, output and exit codes.
//!
//! The shapes are a contract that other programs rely on; they may grow, and never change.

pub mod arguments;
mod failure;
mod import;
pub mod run;
mod table_text;

use std::{path::PathBuf, sync::Arc};

use api::{Desk, DeskConfig};

/// A desk for a program without a window. Its books are those named on the command line, so none are remembered.
#[must_use]
pub fn desk(user: Option<String>, source: &'static str) -> Desk {
    Desk::new(DeskConfig {
        backends: Arc::new(backends::AllBackends),
        config_folder: None,
        documents_folder: std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
        user,
        source,
        on_notice: None,
    })
}
