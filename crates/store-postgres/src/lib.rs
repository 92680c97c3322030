//! The storage trait on PostgreSQL 14 and later: one database that several laptops share.
//!
//! Every transaction that writes holds one advisory lock from its beginning to its end, as a writer on SQLite does:
//! what a command reads is what it decides upon, and positions become visible in their order, without a gap that a
//! reader could skip. Ids, dates, moments and JSON have their native types; rows go in by whole columns, one
//! statement for as many as there are.

mod address;
mod migrations;
mod parameter;
mod session;
mod store;
mod transaction;
mod watch;

pub use crate::store::PostgresStore;
