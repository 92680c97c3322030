//! Cases about values that cross between the program and a backend.

use serde_json::json;
use store::Value;

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
