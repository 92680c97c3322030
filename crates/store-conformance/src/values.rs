//! Cases about values that cross between the program and a backend.

use serde_json::json;
use store::{Insert, Value};

use crate::{Fixture, event, moment, record};

/// Texts of every kind, the largest and the smallest numbers, dates and moments survive the way there and back.
pub fn values_come_back_as_they_went(fixture: &impl Fixture) {
    let store = fixture.store();
    let text = "Zoë 🏠 \"quoted\" back\\slash\nline\ttab $1 ?1 '; DROP TABLE loans; --";
    let payload =
        json!({ "text": text, "big": i64::MAX, "none": null, "nested": { "list": [1, "2", true] } });
    let written = record(store, vec![event(1, &payload)]).unwrap().remove(0);
    let mut transaction = store.read().unwrap();
    let read = store::event_log::page(&mut *transaction, 0, 1).unwrap().remove(0);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&read.payload).unwrap(), payload);
    assert_eq!(read.occurred_at, moment(), "to the microsecond");
    assert_eq!((read.id, read.effective_on, read.hash), (written.id, written.effective_on, written.hash));

    let numbers = [i64::MAX, i64::MIN, 0, -1];
    for number in numbers {
        let rows = transaction
            .query(
                "SELECT position + $1 FROM domain_events WHERE position = 1",
                &[Value::Integer(number.saturating_sub(1))],
            )
            .unwrap();
        let expected = number.saturating_sub(1).saturating_add(1);
        assert_eq!(rows.into_iter().next().unwrap().single::<i64>().unwrap(), expected);
    }
}

/// `$2` before `$1`, and `$1` twice.
pub fn parameters_are_taken_by_their_number(fixture: &impl Fixture) {
    let store = fixture.store();
    record(store, vec![event(1, &json!({}))]).unwrap();
    let mut transaction = store.read().unwrap();
    let rows = transaction
        .query(
            "SELECT event_type FROM domain_events WHERE position < $2 AND position >= $1 AND sequence_number = $1",
            &[1_i64.into(), 2_i64.into()],
        )
        .unwrap();
    assert_eq!(rows.len(), 1);
}

/// None, few and many bytes, every one of them, one row at a time and many at once; none is not NULL.
pub fn bytes_come_back_as_they_went(fixture: &impl Fixture) {
    static INSERT_CONTENT: Insert =
        Insert::new("attachment_contents", &["sha256", "organization_id", "size_bytes", "thumbnail"]);
    static INSERT_CHUNK: Insert = Insert::new("attachment_chunks", &["sha256", "number", "bytes"]);
    let every: Vec<u8> = (0..=u8::MAX).collect();
    let large: Vec<u8> = every.iter().copied().cycle().take(3 << 20).collect();
    let contents: [Option<Vec<u8>>; 4] = [None, Some(Vec::new()), Some(every.clone()), Some(large.clone())];
    let mut transaction = fixture.store().write().unwrap();
    for (number, bytes) in (0_i64..).zip(&contents) {
        let organization = crate::organization();
        let row = vec![number.to_string().into(), organization.into(), 1_i64.into(), bytes.clone().into()];
        transaction.insert(&INSERT_CONTENT, &[row]).unwrap();
    }
    let chunk = |number: i64, bytes: &'static [u8]| vec!["1".into(), number.into(), bytes.into()];
    transaction.insert(&INSERT_CHUNK, &[chunk(1, b"\0first"), chunk(2, &[0xFF; 9])]).unwrap();
    transaction.release_memory().unwrap();
    transaction.commit().unwrap();

    let mut transaction = fixture.store().read().unwrap();
    let rows = transaction.query("SELECT thumbnail FROM attachment_contents ORDER BY sha256", &[]).unwrap();
    for (row, bytes) in rows.into_iter().zip(contents) {
        assert_eq!(row.single::<Option<Vec<u8>>>().unwrap(), bytes);
    }
    let found = transaction
        .query("SELECT number FROM attachment_chunks WHERE bytes = $1", &[Value::from(b"\0first".as_slice())])
        .unwrap();
    assert_eq!(found.into_iter().next().unwrap().single::<i64>().unwrap(), 1);
}
