//! Power cuts, damaged files, full disks, two programs on one book: nothing acknowledged is lost, nothing half-done
//! is visible, and damage is reported, never hidden.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod damaged_file;
#[cfg(target_os = "linux")]
mod full_disk;
mod killed;
mod two_processes;
