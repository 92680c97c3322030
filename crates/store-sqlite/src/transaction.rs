//! One transaction on one connection.

use std::{borrow::Cow, ops::DerefMut, path::Path};

use rusqlite::{
    Connection, ToSql,
    types::{ToSqlOutput, ValueRef},
};
use store::{Insert, Result, Row, SearchedWords, SoughtWord, StoreError, Transaction, Value};

use crate::connection::from_sqlite;

/// A transaction that holds its connection until it ends; dropped without a commit, it rolls back.
pub struct SqliteTransaction<'store, C: DerefMut<Target = Connection>> {
    connection: C,
    path: &'store Path,
    ended: bool,
}

impl<'store, C: DerefMut<Target = Connection>> SqliteTransaction<'store, C> {
    /// Begins with `BEGIN IMMEDIATE` for writing, so that a second writer waits here and not in the middle.
    pub fn begin(connection: C, path: &'store Path, begin: &str) -> Result<Self> {
        let transaction = Self { connection, path, ended: false };
        transaction.run(begin)?;
        Ok(transaction)
    }

    fn run(&self, sql: &str) -> Result<()> {
        let mut statement = self.connection.prepare_cached(sql).map_err(|error| self.error(sql, error))?;
        statement.execute([]).map_err(|error| self.error(sql, error))?;
        Ok(())
    }

    fn error(&self, doing: &str, error: rusqlite::Error) -> StoreError {
        from_sqlite(doing, self.path, error)
    }
}

/// SQLite numbers `$1` by its first appearance, `?1` by its number.
fn numbered(sql: &str) -> Cow<'_, str> {
    if sql.contains('$') { Cow::Owned(sql.replace('$', "?")) } else { Cow::Borrowed(sql) }
}

struct Parameter<'a>(&'a Value<'a>);

impl ToSql for Parameter<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        use rusqlite::types::Value::{Integer, Text};
        Ok(match self.0 {
            Value::Null => ToSqlOutput::Owned(rusqlite::types::Value::Null),
            Value::Integer(integer) => ToSqlOutput::Owned(Integer(*integer)),
            Value::Boolean(boolean) => ToSqlOutput::Owned(Integer((*boolean).into())),
            Value::Text(text) | Value::Json(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Uuid(id) => {
                let mut text = vec![0_u8; uuid::fmt::Hyphenated::LENGTH];
                id.hyphenated().encode_lower(&mut text);
                ToSqlOutput::Owned(Text(String::from_utf8(text).unwrap_or_default()))
            }
            Value::Date(date) => ToSqlOutput::Owned(Text(date.to_string())),
            Value::Timestamp(moment) => ToSqlOutput::Owned(Text(store::timestamp_text(*moment))),
            Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

fn bind(statement: &mut rusqlite::Statement<'_>, parameters: &[Value<'_>]) -> rusqlite::Result<()> {
    for (place, value) in (1..).zip(parameters) {
        statement.raw_bind_parameter(place, Parameter(value))?;
    }
    Ok(())
}

fn owned(column: ValueRef<'_>) -> Result<Value<'static>> {
    match column {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(integer) => Ok(Value::Integer(integer)),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Value::Text(Cow::Owned(text.to_owned()))),
            Err(error) => Err(StoreError::corrupt(format!("text that is not UTF-8: {error}"))),
        },
        ValueRef::Blob(bytes) => Ok(Value::Bytes(Cow::Owned(bytes.to_vec()))),
        other @ ValueRef::Real(_) => {
            Err(StoreError::corrupt(format!("a column of type {}", other.data_type())))
        }
    }
}

impl<C: DerefMut<Target = Connection>> Transaction for SqliteTransaction<'_, C> {
    fn execute(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64> {
        let mut statement =
            self.connection.prepare_cached(&numbered(sql)).map_err(|error| self.error(sql, error))?;
        bind(&mut statement, parameters).map_err(|error| self.error(sql, error))?;
        let changed = statement.raw_execute().map_err(|error| self.error(sql, error))?;
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    fn insert(&mut self, into: &Insert, rows: &[Vec<Value<'_>>]) -> Result<()> {
        let sql = into.statement();
        let doing = || format!("inserting into {}", into.table());
        let mut statement =
            self.connection.prepare_cached(&numbered(sql)).map_err(|error| self.error(&doing(), error))?;
        for row in rows {
            bind(&mut statement, row)
                .and_then(|()| statement.raw_execute())
                .map_err(|error| self.error(&doing(), error))?;
        }
        Ok(())
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Vec<Row>> {
        let mut statement =
            self.connection.prepare_cached(&numbered(sql)).map_err(|error| self.error(sql, error))?;
        bind(&mut statement, parameters).map_err(|error| self.error(sql, error))?;
        let columns = statement.column_count();
        let mut found = statement.raw_query();
        let mut rows = Vec::new();
        while let Some(row) = found.next().map_err(|error| self.error(sql, error))? {
            let mut values = Vec::with_capacity(columns);
            for place in 0..columns {
                values.push(owned(row.get_ref(place).map_err(|error| self.error(sql, error))?)?);
            }
            rows.push(Row::new(values));
        }
        Ok(rows)
    }

    fn entries_with(
        &mut self,
        words: &[SoughtWord<'_>],
        within: SearchedWords,
        most: u32,
    ) -> Result<Vec<i64>> {
        let sought = |sought: &SoughtWord<'_>| {
            format!("\"{}\"{}", sought.word, if sought.is_beginning { "*" } else { "" })
        };
        let all: Vec<String> = words.iter().map(sought).collect();
        let expression = format!("{} : ({})", within.column(), all.join(" AND "));
        let sql = "SELECT rowid FROM search_words WHERE search_words MATCH $1 ORDER BY rowid DESC LIMIT $2";
        self.query(sql, &[expression.into(), most.into()])?.into_iter().map(Row::single).collect()
    }

    fn folder(&self) -> Option<&Path> {
        self.path.parent()
    }

    /// Moves changed pages from the cache to the write-ahead log, and empties the cache.
    fn release_memory(&mut self) -> Result<()> {
        let release = || -> rusqlite::Result<()> {
            self.connection.cache_flush()?;
            self.connection.release_memory()
        };
        release().map_err(|error| self.error("moving changes to the disk", error))
    }

    /// `BEGIN IMMEDIATE` has done it already.
    fn lock_for_append(&mut self) -> Result<()> {
        Ok(())
    }

    fn savepoint(&mut self) -> Result<()> {
        self.run("SAVEPOINT step")
    }

    fn release_savepoint(&mut self) -> Result<()> {
        self.run("RELEASE step")
    }

    fn rollback_to_savepoint(&mut self) -> Result<()> {
        self.run("ROLLBACK TO step")?;
        self.run("RELEASE step")
    }

    fn commit(mut self: Box<Self>) -> Result<()> {
        self.run("COMMIT")?;
        self.ended = true;
        Ok(())
    }
}

impl<C: DerefMut<Target = Connection>> Drop for SqliteTransaction<'_, C> {
    fn drop(&mut self) {
        if !self.ended && !self.connection.is_autocommit() {
            // Nothing more can be done here: if even the rollback fails, the engine rolls back when it next opens.
            let _ = self.run("ROLLBACK");
        }
    }
}
