//! The command table: one list of what LendingOS can do, and the desk that runs it.
//!
//! [`table`] names each command once. [`Desk::call`] runs one by its name, JSON in and JSON out, for the window, the
//! terminal and the development host alike.

mod desk;
mod error;
mod functions;
pub mod input;
pub mod output;
mod recent;
pub mod table;

pub use app::serve_if_asked;
pub use desk::{Call, Desk, DeskConfig};
pub use error::{ErrorCode, WireError};
pub use store::Notice;
