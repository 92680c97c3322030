//! The terminal as scripts use it: JSON in, JSON out, exit codes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod calculators;
mod construction;
mod growth;
mod refusals;
mod shared;
mod story;
mod users;

use std::{
    io::Write as _,
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value as Json;
use tempfile::TempDir;

/// A folder, a book, and the terminal on it.
struct Terminal {
    folder: TempDir,
    book: String,
}

impl Terminal {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { book: folder.path().join("book.lendingos").display().to_string(), folder }
    }

    /// On a book that is somewhere else.
    fn at(book: &str) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), book: book.to_owned() }
    }

    fn with_book() -> Self {
        let terminal = Self::new();
        terminal.ok(
            &["book", "create", "--organization", "Cedar Street", "--currency", "USD", "--owner", "Ada"],
            "",
        );
        terminal
    }

    fn book(&self) -> String {
        self.book.clone()
    }

    fn run(&self, arguments: &[&str], input: &str) -> Output {
        self.start(arguments, input).wait_with_output().unwrap()
    }

    fn start(&self, arguments: &[&str], input: &str) -> Child {
        let mut process = Command::new(env!("CARGO_BIN_EXE_lendingos-cli"))
            .args(arguments)
            .env("LENDINGOS_BOOK", self.book())
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that refuses its arguments does not read its input.
        let _ = process.stdin.take().unwrap().write_all(input.as_bytes());
        process
    }

    /// The answer of a run that is to succeed.
    fn ok(&self, arguments: &[&str], input: &str) -> Json {
        let output = self.run(arguments, input);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {errors}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    fn call(&self, name: &str, input: &Json) -> Json {
        self.ok(&["call", name, "--input", "-"], &input.to_string())
    }

    /// The exit code and the error of a run that is to fail.
    fn fails(&self, arguments: &[&str], input: &str) -> (i32, Json) {
        let output = self.run(arguments, input);
        let errors = String::from_utf8(output.stderr).unwrap();
        let last = errors.lines().last().unwrap_or_default();
        (output.status.code().unwrap(), serde_json::from_str(last).unwrap_or_else(|_| errors.into()))
    }
}
