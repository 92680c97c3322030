//! Holding the compliance log against the events that it tells of.

use std::collections::HashMap;

use domain::{EventId, matter};
use store::{RecordedEvent, Row, Transaction, hash_chain};

use super::{Entry, Kept, RECORDER, columns, page, read};
use crate::Result;

/// Entries read at a time.
const PAGE: i64 = 1_000;

/// Told of what is not as it was written: the position of the event, where there is one, and what was found.
pub(crate) type Found<'a> = &'a mut dyn FnMut(Option<i64>, String);

/// Every event of a page of the log has the entry that follows from it, and no other entry stands at its place.
pub(crate) fn check_page(
    transaction: &mut dyn Transaction,
    events: &[RecordedEvent],
    found: Found<'_>,
) -> Result<()> {
    let (Some(first), Some(last)) = (events.first(), events.last()) else { return Ok(()) };
    let sql = format!("SELECT {} FROM compliance_log WHERE position BETWEEN $1 AND $2", columns());
    let rows = transaction.query(&sql, &[first.position.into(), last.position.into()])?;
    let mut kept: HashMap<EventId, Kept> = HashMap::new();
    for row in rows {
        let row = read(row)?;
        kept.insert(row.entry.event_id, row);
    }
    for event in events {
        let Some(matter) = matter(&event.event_type) else { continue };
        match kept.remove(&event.id) {
            Some(Kept { entry, position, .. }) => {
                let is_so = position == event.position && Entry::of(event, matter, entry.number)? == entry;
                if !is_so {
                    let detail =
                        format!("entry {} does not say what {} says", entry.number, event.event_type);
                    found(Some(event.position), detail);
                }
            }
            None if has_recorded(transaction, event.id)? => {
                found(Some(event.position), format!("the entry of {} is missing", event.event_type));
            }
            // Its handler failed or was disabled; a replay makes up for it.
            None => {}
        }
    }
    for Kept { entry, position, .. } in kept.into_values() {
        found(Some(position), format!("entry {} tells of an event that is not there", entry.number));
    }
    Ok(())
}

fn has_recorded(transaction: &mut dyn Transaction, event_id: EventId) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM event_processing_log WHERE event_id = $1 AND handler = $2 AND status = 'success'";
    let runs = transaction.query_optional(sql, &[event_id.into(), RECORDER.into()])?;
    Ok(runs.map(Row::single::<i64>).transpose()?.unwrap_or(0) > 0)
}

/// The entries count 1, 2, 3, …, each carries the hash of those before it, and none tells of an event behind the end of
/// the log. Says how many there are.
pub(crate) fn check_end(
    transaction: &mut dyn Transaction,
    head_position: i64,
    found: Found<'_>,
) -> Result<i64> {
    let (mut number, mut previous, mut entries) = (0, hash_chain::GENESIS.to_owned(), 0);
    loop {
        let entries_of_page = page(transaction, number, PAGE)?;
        if entries_of_page.is_empty() {
            return Ok(entries);
        }
        for Kept { entry, position, hash } in entries_of_page {
            if entry.number != number + 1 {
                let detail = format!("entries {} to {} are missing", number + 1, entry.number - 1);
                found(None, detail);
            } else if entry.hash_after(&previous)? != hash {
                found(Some(position), format!("entry {} is not the one that was written", entry.number));
            }
            if !(1..=head_position).contains(&position) {
                found(None, format!("entry {} tells of an event that is not there", entry.number));
            }
            entries += 1;
            (number, previous) = (entry.number, hash);
        }
    }
}
