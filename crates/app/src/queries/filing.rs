//! Filings: what is to be filed, and what was.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Deadline, DeadlineStanding, FilingContent, FilingFrequency, FilingId, FilingState};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Row, Transaction};
use ts_rs::TS;

use super::Word;
use crate::{AppError, Result};

const COLUMNS: &str = "id, name, authority, due_on, anchored_on, frequency, remind_days, note, is_done, \
                       removed_at, removal_reason";

views! {
    /// Something that is to be filed.
    Filing {
        /// The filing.
        filing_id: FilingId,
        /// What is to be filed.
        name: String,
        /// With whom.
        authority: String,
        /// The last day for it; of one that is done, the last day that there was.
        due_on: NaiveDate,
        /// How often it is due again.
        frequency: FilingFrequency,
        /// How many days before the due date it is brought to mind.
        remind_days: u32,
        /// What is to be remembered of it.
        note: Option<String>,
        /// How near the due date is; none where nothing is due any more.
        standing: Option<DeadlineStanding>,
        /// Days until the due date, negative once it has passed; none where nothing is due any more.
        #[ts(type = "number | null")]
        days_left: Option<i64>,
        /// When it was removed.
        removed_at: Option<DateTime<Utc>>,
        /// Why it was removed.
        removal_reason: Option<String>,
        /// What was filed, the newest first.
        completions: Vec<FilingCompletion>,
    }

    /// That something was filed.
    FilingCompletion {
        /// The due date that it was for.
        due_on: NaiveDate,
        /// The day on which it was filed.
        filed_on: NaiveDate,
        /// The authority's number for it.
        reference: Option<String>,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who recorded it.
        completed_by: String,
        /// When it was recorded.
        completed_at: DateTime<Utc>,
        /// Why it was taken back; none where it stands.
        reopen_reason: Option<String>,
    }
}

struct Kept {
    filing: Filing,
    anchored_on: NaiveDate,
    is_done: bool,
}

/// One filing.
///
/// # Errors
/// An unknown filing, or storage.
pub fn get(transaction: &mut dyn Transaction, filing_id: FilingId, today: NaiveDate) -> Result<Filing> {
    Ok(find(transaction, filing_id, today)?.filing)
}

/// One filing as the domain decides on it.
///
/// # Errors
/// An unknown filing, or storage.
pub(crate) fn state(transaction: &mut dyn Transaction, filing_id: FilingId) -> Result<FilingState> {
    let Kept { filing, anchored_on, is_done } = find(transaction, filing_id, NaiveDate::default())?;
    let standing = filing.completions.iter().filter(|completion| completion.reopen_reason.is_none());
    let mut completed_for: Vec<NaiveDate> = standing.map(|completion| completion.due_on).collect();
    completed_for.reverse();
    Ok(FilingState {
        filing_id,
        anchored_on,
        completed_for,
        is_done,
        is_removed: filing.removed_at.is_some(),
        content: FilingContent {
            name: filing.name,
            authority: filing.authority,
            due_on: filing.due_on,
            frequency: filing.frequency,
            remind_days: filing.remind_days,
            note: filing.note,
        },
    })
}

fn find(transaction: &mut dyn Transaction, filing_id: FilingId, today: NaiveDate) -> Result<Kept> {
    let sql = format!("SELECT {COLUMNS} FROM filings WHERE id = $1");
    let row = transaction.query_optional(&sql, &[filing_id.into()])?.ok_or_else(|| AppError::NotFound {
        kind: "filing",
        field: "filing_id",
        id: filing_id.to_string(),
    })?;
    let mut kept = read(row, today)?;
    let mut completions = completions(transaction, "WHERE filing_id = $1", &[filing_id.into()])?;
    kept.filing.completions = completions.remove(&filing_id).unwrap_or_default();
    Ok(kept)
}

/// Filings, what is due first; removed ones only where they are wished for.
///
/// # Errors
/// Storage.
pub fn list(transaction: &mut dyn Transaction, with_removed: bool, today: NaiveDate) -> Result<Vec<Filing>> {
    let held = if with_removed { "" } else { "WHERE removed_at IS NULL " };
    let sql = format!("SELECT {COLUMNS} FROM filings {held}ORDER BY is_done, due_on, name, id");
    let rows = transaction.query(&sql, &[])?;
    let mut completions = completions(transaction, "", &[])?;
    rows.into_iter()
        .map(|row| {
            let mut filing = read(row, today)?.filing;
            filing.completions = completions.remove(&filing.filing_id).unwrap_or_default();
            Ok(filing)
        })
        .collect()
}

/// Filings that are to be brought to mind, the most urgent first.
///
/// # Errors
/// Storage.
pub fn reminders(transaction: &mut dyn Transaction, today: NaiveDate) -> Result<Vec<Filing>> {
    let mut filings = list(transaction, false, today)?;
    filings.retain(|filing| filing.standing.is_some_and(|standing| standing != DeadlineStanding::Later));
    Ok(filings)
}

fn read(row: Row, today: NaiveDate) -> Result<Kept> {
    let mut row = row.reader();
    let (filing_id, name, authority) = (row.take()?, row.take()?, row.take()?);
    let (due_on, anchored_on): (NaiveDate, NaiveDate) = (row.take()?, row.take()?);
    let Word(frequency) = row.take()?;
    let (remind_days, note) = (row.take()?, row.take()?);
    let is_done = row.take::<i64>()? == 1;
    let (removed_at, removal_reason): (Option<DateTime<Utc>>, _) = (row.take()?, row.take()?);
    let deadline = (!is_done && removed_at.is_none()).then_some(Deadline { due_on, remind_days });
    Ok(Kept {
        anchored_on,
        is_done,
        filing: Filing {
            filing_id,
            name,
            authority,
            due_on,
            frequency,
            remind_days,
            note,
            standing: deadline.map(|deadline| deadline.standing(today)),
            days_left: deadline.map(|deadline| deadline.days_left(today)),
            removed_at,
            removal_reason,
            completions: Vec::new(),
        },
    })
}

fn completions(
    transaction: &mut dyn Transaction,
    condition: &str,
    parameters: &[store::Value<'_>],
) -> Result<HashMap<FilingId, Vec<FilingCompletion>>> {
    let sql = format!(
        "SELECT filing_id, due_on, filed_on, reference, note, completed_by, completed_at, reopen_reason \
         FROM filing_completions {condition} ORDER BY position DESC"
    );
    let mut by_filing: HashMap<FilingId, Vec<FilingCompletion>> = HashMap::new();
    for row in transaction.query(&sql, parameters)? {
        let mut row = row.reader();
        by_filing.entry(row.take()?).or_default().push(FilingCompletion {
            due_on: row.take()?,
            filed_on: row.take()?,
            reference: row.take()?,
            note: row.take()?,
            completed_by: row.take()?,
            completed_at: row.take()?,
            reopen_reason: row.take()?,
        });
    }
    Ok(by_filing)
}
