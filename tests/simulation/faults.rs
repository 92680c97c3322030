//! A store that fails at a named point, as a network does.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use backends::AllBackends;
use chrono::NaiveDate;
use store::{
    Backends, Insert, Result, Row, SearchedWords, SoughtWord, Store, StoreError, TableSize, Tell,
    Transaction, Value, Watch,
};

/// Where the connection of the next transaction that writes is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// At this statement, counted from 0.
    AtStatement(u32),
    /// Before the commit has reached the server.
    BeforeCommit,
    /// After the commit, before its answer has come back: saved, and nobody was told.
    AfterCommit,
}

/// The fault that waits for the next transaction that writes.
#[derive(Clone, Default)]
pub struct Faults(Arc<Mutex<Option<Fault>>>);

impl Faults {
    pub fn arm(&self, fault: Fault) {
        *self.0.lock().unwrap() = Some(fault);
    }

    /// Takes the fault away, where it has not happened, and says whether it was still there.
    pub fn disarm(&self) -> bool {
        self.0.lock().unwrap().take().is_some()
    }
}

/// Every backend, on a network that fails.
pub struct FaultyBackends(pub Faults);

impl Backends for FaultyBackends {
    fn create(&self, address: &str, passphrase: Option<&str>) -> Result<Box<dyn Store>> {
        AllBackends.create(address, passphrase)
    }

    fn open(&self, address: &str, passphrase: Option<&str>) -> Result<Box<dyn Store>> {
        Ok(Box::new(FaultyStore { store: AllBackends.open(address, passphrase)?, faults: self.0.clone() }))
    }

    fn is_gone(&self, address: &str) -> bool {
        AllBackends.is_gone(address)
    }

    fn discard(&self, address: &str, passphrase: Option<&str>) -> Result<()> {
        AllBackends.discard(address, passphrase)
    }
}

struct FaultyStore {
    store: Box<dyn Store>,
    faults: Faults,
}

impl Store for FaultyStore {
    fn backend(&self) -> &'static str {
        self.store.backend()
    }

    fn address(&self) -> &str {
        self.store.address()
    }

    fn is_encrypted(&self) -> bool {
        self.store.is_encrypted()
    }

    fn schema_version(&self) -> i64 {
        self.store.schema_version()
    }

    fn read(&self) -> Result<Box<dyn Transaction + '_>> {
        self.store.read()
    }

    fn write(&self) -> Result<Box<dyn Transaction + '_>> {
        let transaction = self.store.write()?;
        let fault = self.faults.0.lock().unwrap().take();
        Ok(Box::new(FaultyTransaction { transaction: Some(transaction), fault, statements: 0 }))
    }

    fn check_physical(&self) -> Result<Vec<String>> {
        self.store.check_physical()
    }

    fn table_sizes(&self) -> Result<Vec<TableSize>> {
        self.store.table_sizes()
    }

    fn make_room(&self, from: NaiveDate, until: NaiveDate) -> Result<()> {
        self.store.make_room(from, until)
    }

    fn give_space_back(&self) -> Result<()> {
        self.store.give_space_back()
    }

    fn watch(&self, tell: Tell) -> Result<Option<Watch>> {
        self.store.watch(tell)
    }

    fn scratch(&self) -> Result<Box<dyn Store>> {
        self.store.scratch()
    }
}

struct FaultyTransaction<'store> {
    /// None once the connection is lost.
    transaction: Option<Box<dyn Transaction + 'store>>,
    fault: Option<Fault>,
    statements: u32,
}

fn lost() -> StoreError {
    StoreError::Unreachable {
        address: "the simulated server".into(),
        reason: "the connection was cut".into(),
    }
}

impl<'store> FaultyTransaction<'store> {
    fn next(&mut self) -> Result<&mut (dyn Transaction + 'store)> {
        if self.fault == Some(Fault::AtStatement(self.statements)) {
            self.transaction = None;
        }
        self.statements += 1;
        self.transaction.as_deref_mut().ok_or_else(lost)
    }
}

impl Transaction for FaultyTransaction<'_> {
    fn execute(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64> {
        self.next()?.execute(sql, parameters)
    }

    fn insert(&mut self, into: &Insert, rows: &[Vec<Value<'_>>]) -> Result<()> {
        self.next()?.insert(into, rows)
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Vec<Row>> {
        self.next()?.query(sql, parameters)
    }

    fn entries_with(
        &mut self,
        words: &[SoughtWord<'_>],
        within: SearchedWords,
        most: u32,
    ) -> Result<Vec<i64>> {
        self.next()?.entries_with(words, within, most)
    }

    fn folder(&self) -> Option<&Path> {
        self.transaction.as_deref().and_then(Transaction::folder)
    }

    fn remove_archived(&mut self, last_position: i64) -> Result<u64> {
        self.next()?.remove_archived(last_position)
    }

    fn lock_for_append(&mut self) -> Result<()> {
        self.next()?.lock_for_append()
    }

    fn savepoint(&mut self) -> Result<()> {
        self.next()?.savepoint()
    }

    fn release_savepoint(&mut self) -> Result<()> {
        self.next()?.release_savepoint()
    }

    fn rollback_to_savepoint(&mut self) -> Result<()> {
        self.next()?.rollback_to_savepoint()
    }

    fn commit(mut self: Box<Self>) -> Result<()> {
        let transaction = self.transaction.take().ok_or_else(lost)?;
        match self.fault {
            Some(Fault::BeforeCommit) => Err(lost()),
            Some(Fault::AfterCommit) => transaction.commit().and(Err(lost())),
            _ => transaction.commit(),
        }
    }
}
