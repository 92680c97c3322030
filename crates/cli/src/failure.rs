//! What ends a run before its answer: the error on standard error, and the exit status that scripts act on.

use std::{path::Path, process::ExitCode};

use api::{ErrorCode, WireError};

/// Refused by a lending rule, or by the state of the book.
const REFUSED: u8 = 1;
/// Wrong usage, or input that cannot be read.
const USAGE: u8 = 2;
/// Storage: missing, busy, too new, damaged.
const STORAGE: u8 = 3;

/// Prints the error as JSON on standard error.
pub fn report(error: &WireError) -> ExitCode {
    match serde_json::to_string(error) {
        Ok(json) => eprintln!("{json}"),
        Err(_) => eprintln!("{}", error.message),
    }
    ExitCode::from(status(error.code))
}

fn status(code: ErrorCode) -> u8 {
    if code.is_storage() || code == ErrorCode::Internal {
        STORAGE
    } else if code.is_usage() {
        USAGE
    } else {
        REFUSED
    }
}

/// Input or usage that cannot be read.
pub fn usage(message: impl Into<String>) -> WireError {
    WireError::new(ErrorCode::UnreadableInput, message)
}

/// A file that cannot be read, by its name.
pub fn unreadable(file: &Path, error: &std::io::Error) -> WireError {
    usage(format!("{} cannot be read: {error}", file.display()))
}
