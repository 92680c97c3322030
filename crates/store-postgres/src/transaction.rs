//! One transaction on one session of the pool.

use postgres::types::ToSql;
use r2d2::PooledConnection;
use store::{Insert, Result, Row, SearchedWords, SoughtWord, Transaction, Value};

use crate::{
    parameter::{Column, Parameter},
    session::{Sessions, Told},
};

/// A transaction that holds its session until it ends; dropped without a commit, it rolls back.
pub struct PostgresTransaction<'store> {
    session: PooledConnection<Sessions>,
    address: &'store str,
    savepoints: u32,
    ended: bool,
}

impl<'store> PostgresTransaction<'store> {
    pub fn begin(session: PooledConnection<Sessions>, address: &'store str, begin: &str) -> Result<Self> {
        let mut transaction = Self { session, address, savepoints: 0, ended: false };
        transaction.run(begin)?;
        Ok(transaction)
    }

    fn run(&mut self, sql: &str) -> Result<()> {
        self.session.client.batch_execute(sql).told(sql, self.address)
    }
}

fn references<'a>(parameters: &'a [Parameter<'_>]) -> Vec<&'a (dyn ToSql + Sync)> {
    parameters.iter().map(|parameter| parameter as &(dyn ToSql + Sync)).collect()
}

/// Rows of one statement. The triggers of the log look at what the statement has inserted so far, so that the time
/// of a statement grows with the square of its rows.
const ROWS_AT_ONCE: usize = 500;

impl Transaction for PostgresTransaction<'_> {
    fn execute(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64> {
        let statement = self.session.prepare(sql).told(sql, self.address)?;
        let parameters: Vec<Parameter<'_>> = parameters.iter().map(Parameter).collect();
        self.session.client.execute(&statement, &references(&parameters)).told(sql, self.address)
    }

    /// Few statements, whatever the number of rows: each column travels as an array.
    fn insert(&mut self, into: &Insert, rows: &[Vec<Value<'_>>]) -> Result<()> {
        if let [row] = rows {
            return self.execute(into.statement(), row).map(|_| ());
        }
        if rows.is_empty() {
            return Ok(());
        }
        let doing = format!("inserting into {}", into.table());
        let single = self.session.prepare(into.statement()).told(&doing, self.address)?;
        let arrays: Vec<String> =
            (1..).zip(single.params()).map(|(place, kind)| format!("${place}::{}[]", kind.name())).collect();
        let sql = format!(
            "INSERT INTO {} ({}) SELECT * FROM UNNEST({})",
            into.table(),
            into.columns().join(", "),
            arrays.join(", ")
        );
        let statement = self.session.prepare(&sql).told(&doing, self.address)?;
        for rows in rows.chunks(ROWS_AT_ONCE) {
            let columns: Vec<Vec<Parameter<'_>>> = (0..into.columns().len())
                .map(|place| rows.iter().filter_map(|row| row.get(place)).map(Parameter).collect())
                .collect();
            let parameters: Vec<&(dyn ToSql + Sync)> =
                columns.iter().map(|column| column as &(dyn ToSql + Sync)).collect();
            self.session.client.execute(&statement, &parameters).told(&doing, self.address)?;
        }
        Ok(())
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Vec<Row>> {
        let statement = self.session.prepare(sql).told(sql, self.address)?;
        let parameters: Vec<Parameter<'_>> = parameters.iter().map(Parameter).collect();
        let found =
            self.session.client.query(&statement, &references(&parameters)).told(sql, self.address)?;
        found
            .iter()
            .map(|row| {
                let columns = (0..row.len()).map(|place| {
                    let column: Column = row.try_get(place).told(sql, self.address)?;
                    Ok(column.0)
                });
                Ok(Row::new(columns.collect::<Result<_>>()?))
            })
            .collect()
    }

    fn entries_with(
        &mut self,
        words: &[SoughtWord<'_>],
        within: SearchedWords,
        most: u32,
    ) -> Result<Vec<i64>> {
        let sought = |sought: &SoughtWord<'_>| {
            format!("'{}'{}", sought.word, if sought.is_beginning { ":*" } else { "" })
        };
        let all: Vec<String> = words.iter().map(sought).collect();
        let sql = format!(
            "SELECT number FROM search_entries WHERE array_to_tsvector(string_to_array({}, ' ')) \
             @@ CAST(CAST($1 AS text) AS tsquery) ORDER BY number DESC LIMIT $2",
            within.column()
        );
        self.query(&sql, &[all.join(" & ").into(), most.into()])?.into_iter().map(Row::single).collect()
    }

    /// Whole months go with their partition.
    fn remove_archived(&mut self, last_position: i64) -> Result<u64> {
        let last = [last_position.into()];
        let dropped = self.query("SELECT drop_archived_partitions($1)", &last)?.into_iter().next();
        let dropped: u64 = dropped.map(Row::single).transpose()?.unwrap_or(0);
        let deleted = self.execute("DELETE FROM domain_events WHERE position <= $1", &last)?;
        Ok(dropped + deleted)
    }

    /// A transaction that writes has held the lock since it began.
    fn lock_for_append(&mut self) -> Result<()> {
        Ok(())
    }

    fn savepoint(&mut self) -> Result<()> {
        self.savepoints += 1;
        self.run(&format!("SAVEPOINT step_{}", self.savepoints))
    }

    fn release_savepoint(&mut self) -> Result<()> {
        let step = self.savepoints;
        self.savepoints = step.saturating_sub(1);
        self.run(&format!("RELEASE step_{step}"))
    }

    fn rollback_to_savepoint(&mut self) -> Result<()> {
        let step = self.savepoints;
        self.savepoints = step.saturating_sub(1);
        self.run(&format!("ROLLBACK TO step_{step}; RELEASE step_{step}"))
    }

    fn commit(mut self: Box<Self>) -> Result<()> {
        self.run("COMMIT")?;
        self.ended = true;
        Ok(())
    }
}

impl Drop for PostgresTransaction<'_> {
    fn drop(&mut self) {
        if !self.ended && !self.session.client.is_closed() {
            // A session that cannot roll back is broken, and the pool gives it up.
            let _ = self.run("ROLLBACK");
        }
    }
}
