//! Power cuts, damaged files, two programs on one book: nothing acknowledged is lost, nothing half-done is visible,
//! and damage is reported, never hidden.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod damaged_file;
mod killed;
mod two_processes;
