//! Proving that a book is whole, and making its projections again.

mod head;
mod rebuild;
mod verify;

pub use head::{ChainHead, read_head, write_head};
pub use rebuild::{RebuildReport, RebuiltTable, rebuild};
pub use verify::{Damage, VerifiedTable, VerifyReport, verify};

use store::{RecordedEvent, StoreError, Transaction, event_log};

use crate::{AppError, Book, Result};

/// Events read and folded at a time: memory stays bounded, whatever the length of the log.
const PAGE: i64 = 1_000;

/// Told how far a long run is, as (done, total); answers whether to go on.
pub type Progress<'a> = &'a dyn Fn(i64, i64) -> bool;

/// Walks the whole log in pages.
pub(crate) fn walk(
    transaction: &mut dyn Transaction,
    progress: Progress<'_>,
    mut visit: impl FnMut(&mut dyn Transaction, Vec<RecordedEvent>) -> Result<()>,
) -> Result<i64> {
    let total = transaction
        .query_optional(
            "SELECT (SELECT COUNT(*) FROM domain_events) + (SELECT COUNT(*) FROM archived_events)",
            &[],
        )?
        .map(store::Row::single)
        .transpose()?
        .unwrap_or(0);
    let (mut after, mut done) = (0, 0);
    loop {
        let page = event_log::page(transaction, after, PAGE)?;
        let Some(last) = page.last() else { return Ok(done) };
        // A damaged index may lead back to where it has been, for ever.
        if last.position <= after {
            return Err(StoreError::corrupt("the positions of the log are out of order").into());
        }
        after = last.position;
        done += i64::try_from(page.len()).unwrap_or(i64::MAX);
        visit(transaction, page)?;
        if !progress(done, total) {
            return Err(AppError::Cancelled);
        }
    }
}

/// The tables of all projections, parents before children.
fn tables(book: &Book) -> Vec<&'static str> {
    book.bus().projections().iter().flat_map(|projection| projection.tables()).copied().collect()
}
