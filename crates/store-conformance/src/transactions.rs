//! Cases about transactions.

use store::{Row, Store, Transaction, event_log};

use crate::{Fixture, append, event, record, some};

fn count(store: &dyn Store) -> i64 {
    let mut transaction = store.read().unwrap();
    count_in(&mut *transaction)
}

fn count_in(transaction: &mut dyn Transaction) -> i64 {
    transaction.query("SELECT COUNT(*) FROM domain_events", &[]).unwrap().remove(0).single().unwrap()
}

/// Without a commit nothing stays.
pub fn a_dropped_transaction_leaves_no_trace(fixture: &impl Fixture) {
    let store = fixture.store();
    {
        let mut transaction = store.write().unwrap();
        append(&mut *transaction, vec![event(1, &some(1))]).unwrap();
        assert_eq!(count_in(&mut *transaction), 1);
    }
    assert_eq!(count(store), 0);
    assert_eq!(record(store, vec![event(1, &some(1))]).unwrap()[0].position, 1);
}

/// What was done after a savepoint can be undone alone, at any depth.
pub fn savepoints_nest_and_undo(fixture: &impl Fixture) {
    let store = fixture.store();
    let mut transaction = store.write().unwrap();
    append(&mut *transaction, vec![event(1, &some(1))]).unwrap();
    transaction.savepoint().unwrap();
    append(&mut *transaction, vec![event(1, &some(2))]).unwrap();
    transaction.savepoint().unwrap();
    append(&mut *transaction, vec![event(1, &some(3))]).unwrap();
    transaction.rollback_to_savepoint().unwrap();
    assert_eq!(count_in(&mut *transaction), 2);
    transaction.release_savepoint().unwrap();
    transaction.savepoint().unwrap();
    append(&mut *transaction, vec![event(1, &some(4))]).unwrap();
    transaction.rollback_to_savepoint().unwrap();
    transaction.commit().unwrap();
    let mut transaction = store.read().unwrap();
    let log = event_log::page(&mut *transaction, 0, 10).unwrap();
    let payloads: Vec<&str> = log.iter().map(|event| event.payload.as_str()).collect();
    assert_eq!(payloads, [some(1).to_string(), some(2).to_string()]);
}

/// A reader's transaction does not see what was committed after it began.
pub fn a_reader_sees_one_moment(fixture: &impl Fixture) {
    let store = fixture.store();
    let mut reader = store.read().unwrap();
    assert_eq!(count_in(&mut *reader), 0);
    record(store, vec![event(1, &some(1))]).unwrap();
    assert_eq!(count_in(&mut *reader), 0);
    drop(reader);
    assert_eq!(count(store), 1);
}

/// A commit is there for everybody.
pub fn a_commit_is_seen_by_a_second_connection(fixture: &impl Fixture) {
    record(fixture.store(), vec![event(1, &some(1))]).unwrap();
    assert_eq!(count(&*fixture.again()), 1);
}

/// A scratch database has the tables and none of the rows, and what is written to it stays there.
pub fn a_scratch_database_is_empty_and_its_own(fixture: &impl Fixture) {
    let store = fixture.store();
    record(store, vec![event(1, &some(1))]).unwrap();
    let scratch = store.scratch().unwrap();
    assert_eq!(count(&*scratch), 0);
    record(&*scratch, vec![event(7, &some(7)), event(7, &some(8))]).unwrap();
    assert_eq!((count(&*scratch), count(store)), (2, 1));
    let head = scratch.read().unwrap().query("SELECT MAX(position) FROM domain_events", &[]).unwrap();
    assert_eq!(head.into_iter().map(Row::single::<i64>).collect::<store::Result<Vec<_>>>().unwrap(), [2]);
}
