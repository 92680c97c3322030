//! What LendingOS does, above storage and below the command table.
//!
//! * [`commands`] change a book, [`queries`] read it.
//! * [`bus`] is the write path: one transaction in which events are recorded, [`projections`] follow and
//!   [`handlers`] react.
//! * [`accounts`] fold what moved on a loan; [`servicing_day`] finds what is late.
//! * [`permission`] says who may do what.
//! * [`recovery`] runs again what failed.
//! * [`integrity`] proves that a book is whole and makes its projections again.
//! * [`attachments`] keep files with a loan.
//! * [`compliance`] is the log that can be handed out and checked without the book.
//! * [`import`] brings files of other systems into the book.
//! * [`archive`] takes old events out of the log into a file; [`copy`] copies a book to another place.
//! * [`Book`] is an open book; [`environment`] is where time and ids come from.

pub mod accounts;
pub mod archive;
pub mod attachments;
mod book;
pub mod bus;
pub mod commands;
pub mod compliance;
pub mod copy;
pub mod destination;
pub mod documents;
pub mod environment;
mod error;
pub mod events_file;
pub mod exports;
pub mod funds;
pub mod handlers;
pub mod import;
pub mod integrity;
pub mod outbox;
pub mod permission;
pub mod projections;
pub mod queries;
pub mod recovery;
pub mod sample;
pub mod servicing_day;
mod upcasters;
mod words;

pub use book::{Book, Environment, NewBook, Organization, Parts, SignedIn};
pub use error::{AppError, Result};
pub use typesetting::apart::serve_if_asked;
