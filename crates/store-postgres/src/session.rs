//! A connection with its prepared statements, the pool of them, and PostgreSQL's errors told apart.

use std::{collections::HashMap, error::Error as _};

use postgres::{Client, Statement, error::SqlState};
use store::{Result, StoreError};

use crate::address::Address;

/// One connection. A statement is prepared once.
pub struct Session {
    pub client: Client,
    statements: HashMap<String, Statement>,
}

impl Session {
    pub fn open(address: &Address, schema: &str) -> std::result::Result<Self, postgres::Error> {
        let mut client = address.config.connect(address.tls.clone())?;
        // Names of schemas are this program's own and need no quoting. No statement is so long that compiling it pays.
        client.batch_execute(&format!(
            "SET search_path TO {schema}; SET TIME ZONE 'UTC'; SET lock_timeout = '5s'; SET jit = off; \
             SET idle_in_transaction_session_timeout = '5min'"
        ))?;
        Ok(Self { client, statements: HashMap::new() })
    }

    /// The statement, prepared now or before.
    pub fn prepare(&mut self, sql: &str) -> std::result::Result<Statement, postgres::Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// Makes the sessions of a pool.
pub struct Sessions {
    pub address: Address,
    pub schema: String,
}

impl r2d2::ManageConnection for Sessions {
    type Connection = Session;
    type Error = postgres::Error;

    fn connect(&self) -> std::result::Result<Session, postgres::Error> {
        Session::open(&self.address, &self.schema)
    }

    fn is_valid(&self, session: &mut Session) -> std::result::Result<(), postgres::Error> {
        session.client.simple_query("").map(|_| ())
    }

    fn has_broken(&self, session: &mut Session) -> bool {
        session.client.is_closed()
    }
}

/// Turns PostgreSQL's error into the kind that a caller treats differently.
pub fn from_postgres(doing: &str, address: &str, error: postgres::Error) -> StoreError {
    let (address_text, reason) = (address.to_owned(), in_full(&error));
    let Some(state) = error.code() else {
        return match () {
            () if concerns_tls(&error) => StoreError::NotSecure { address: address_text, reason },
            () if has_gone(&error) => StoreError::Unreachable { address: address_text, reason },
            () if lacks_a_secret(&error) => StoreError::AccessDenied { address: address_text, reason },
            () => StoreError::backend(format!("{doing} at {address}: {reason}"), error),
        };
    };
    match *state {
        SqlState::INVALID_PASSWORD
        | SqlState::INVALID_AUTHORIZATION_SPECIFICATION
        | SqlState::INSUFFICIENT_PRIVILEGE => StoreError::AccessDenied { address: address_text, reason },
        SqlState::ADMIN_SHUTDOWN
        | SqlState::CRASH_SHUTDOWN
        | SqlState::CANNOT_CONNECT_NOW
        | SqlState::TOO_MANY_CONNECTIONS
        | SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => {
            StoreError::Unreachable { address: address_text, reason }
        }
        SqlState::UNIQUE_VIOLATION => StoreError::Conflict(in_full(&error)),
        SqlState::LOCK_NOT_AVAILABLE
        | SqlState::T_R_DEADLOCK_DETECTED
        | SqlState::T_R_SERIALIZATION_FAILURE => StoreError::Busy,
        SqlState::DISK_FULL => StoreError::Full,
        SqlState::UNDEFINED_DATABASE => StoreError::Missing(address.to_owned()),
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => StoreError::corrupt(in_full(&error)),
        _ => StoreError::backend(format!("{doing} at {address}: {}", in_full(&error)), error),
    }
}

/// Whether the connection was refused, never made, or cut.
fn has_gone(error: &postgres::Error) -> bool {
    error.is_closed() || error.source().is_some_and(|source| source.is::<std::io::Error>())
}

/// The crate has no kind for a password that is asked for and was not given.
fn lacks_a_secret(error: &postgres::Error) -> bool {
    error.to_string().starts_with("invalid configuration") && in_full(error).contains("password")
}

/// Whether encryption failed: the server has none, or its certificate does not prove its name.
fn concerns_tls(error: &postgres::Error) -> bool {
    let mut source = error.source();
    while let Some(inner) = source {
        if inner.is::<rustls::Error>() {
            return true;
        }
        // An I/O error carries what the encryption said and does not name it as its source.
        source = match inner.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
            Some(carried) => Some(carried as &(dyn std::error::Error + 'static)),
            None => inner.source(),
        };
    }
    error.to_string().contains("TLS handshake")
}

/// The crate's own words are short ("db error"); what happened stands in its source.
pub fn in_full(error: &postgres::Error) -> String {
    match (error.as_db_error(), error.source()) {
        (Some(told), _) => told.message().to_owned(),
        (None, Some(source)) => format!("{error}: {source}"),
        (None, None) => error.to_string(),
    }
}

/// A pool without a free session: the server has gone since the book was opened, or all are busy.
pub fn from_pool(address: &str, error: &r2d2::Error) -> StoreError {
    StoreError::Unreachable { address: address.to_owned(), reason: error.to_string() }
}

/// What a [`Result`] of the crate becomes.
pub trait Told<T> {
    fn told(self, doing: &str, address: &str) -> Result<T>;
}

impl<T> Told<T> for std::result::Result<T, postgres::Error> {
    fn told(self, doing: &str, address: &str) -> Result<T> {
        self.map_err(|error| from_postgres(doing, address, error))
    }
}
