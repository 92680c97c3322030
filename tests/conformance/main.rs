//! The conformance suite on each backend, and what only one backend has.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod postgres;
mod sqlite;
