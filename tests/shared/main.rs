//! What only a shared book has: colleagues, a network that fails, a server that refuses.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

mod addresses;
mod archives;
mod colleagues;
mod copies;
mod damage;
mod draws;
mod encryption;
mod lost_connection;
mod notices;
