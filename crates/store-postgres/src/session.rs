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
        // Names of schemas are this program's own and need no quoting.
        client.batch_execute(&format!(
            "SET search_path TO {schema}; SET TIME ZONE 'UTC'; SET lock_timeout = '5s'; \
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
    let Some(state) = error.code() else {
        return StoreError::backend(format!("{doing} at {address}: {}", in_full(&error)), error);
    };
    match *state {
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

/// The crate's own words are short ("db error"); what happened stands in its source.
fn in_full(error: &postgres::Error) -> String {
    match (error.as_db_error(), error.source()) {
        (Some(told), _) => told.message().to_owned(),
        (None, Some(source)) => format!("{error}: {source}"),
        (None, None) => error.to_string(),
    }
}

/// A pool without a free session: the server is not there, or all are busy.
pub fn from_pool(address: &str, error: r2d2::Error) -> StoreError {
    StoreError::backend(format!("connecting to {address}: {error}"), error)
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
