//! The compliance log as it is shown.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Amount, ComplianceArea, EventId, LoanId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Row, StoreError, Transaction};
use ts_rs::TS;
use uuid::Uuid;

use super::{Word, conditions::Conditions, count, loan::number_text};
use crate::Result;

views! {
    /// An entry of the compliance log.
    ComplianceEntry {
        /// Its number: 1, 2, 3, …
        number: i64,
        /// What it is about.
        area: ComplianceArea,
        /// What happened.
        what: String,
        /// The amount it is about.
        amount: Option<Amount>,
        /// Why it was done, where a reason was asked for.
        reason: Option<String>,
        /// Who did it, or did what it follows from.
        who: String,
        /// When it was recorded.
        occurred_at: DateTime<Utc>,
        /// The day on which it took effect.
        effective_on: NaiveDate,
        /// The loan it is about.
        loan_id: Option<LoanId>,
        /// The loan's number in the book.
        loan_number: Option<String>,
        /// The event that it tells of.
        event_id: EventId,
        /// The event's type.
        event_type: String,
        /// Place of the event in the whole log.
        position: i64,
        /// Kind of aggregate.
        aggregate_type: String,
        /// Whose stream the event belongs to.
        aggregate_id: Uuid,
        /// Hash of the event.
        event_hash: String,
        /// Hash of the entry, and through it of all before it.
        hash: String,
    }
}

/// Which entries a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// About this loan.
    pub loan_id: Option<LoanId>,
    /// Of this area.
    pub area: Option<ComplianceArea>,
    /// By whom, word for word.
    pub who: Option<String>,
    /// In effect from this day on.
    pub from: Option<NaiveDate>,
    /// In effect until this day.
    pub to: Option<NaiveDate>,
}

/// Entries before a number, the newest first, and how many fit in all.
///
/// # Errors
/// Storage.
pub fn list(
    transaction: &mut dyn Transaction,
    filter: &Filter,
    before: Option<i64>,
    limit: u32,
) -> Result<(Vec<ComplianceEntry>, i64)> {
    let mut conditions = conditions(filter);
    let counted = format!("SELECT COUNT(*) FROM compliance_log WHERE {}", conditions.text());
    let total = count(transaction, &counted, conditions.parameters())?;
    conditions.with("number < ?", before);
    let (condition, parameters) = conditions.into_parts();
    let sql = format!(
        "SELECT number, area, what, amount, reason, who, occurred_at, effective_on, loan_id, event_id, event_type, \
         position, aggregate_type, aggregate_id, event_hash, hash FROM compliance_log WHERE {condition} \
         ORDER BY number DESC LIMIT {limit}"
    );
    let rows = transaction.query(&sql, &parameters)?;
    let mut entries = rows.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    name_loans(transaction, &mut entries)?;
    Ok((entries, total))
}

fn conditions(filter: &Filter) -> Conditions {
    let mut conditions = Conditions::new();
    conditions.with("loan_id = ?", filter.loan_id);
    conditions.with("area = ?", filter.area.map(ComplianceArea::as_str));
    conditions.with("who = ?", filter.who.clone());
    conditions.with("effective_on >= ?", filter.from);
    conditions.with("effective_on <= ?", filter.to);
    conditions
}

fn read(row: Row) -> Result<ComplianceEntry> {
    let mut row = row.reader();
    let number = row.take()?;
    let amount = |text: Option<String>| -> Result<Option<Amount>> {
        text.map(|text| text.parse().map_err(|_| damaged(number, &text))).transpose()
    };
    Ok(ComplianceEntry {
        number,
        area: row.take::<Word<_>>()?.0,
        what: row.take()?,
        amount: amount(row.take()?)?,
        reason: row.take()?,
        who: row.take()?,
        occurred_at: row.take()?,
        effective_on: row.take()?,
        loan_id: row.take()?,
        loan_number: None,
        event_id: row.take()?,
        event_type: row.take()?,
        position: row.take()?,
        aggregate_type: row.take()?,
        aggregate_id: row.take()?,
        event_hash: row.take()?,
        hash: row.take()?,
    })
}

fn damaged(number: i64, text: &str) -> crate::AppError {
    StoreError::corrupt(format!("entry {number} of the compliance log has the amount {text:?}")).into()
}

/// The log knows loans by their ids alone: their numbers are no part of what is hashed.
fn name_loans(transaction: &mut dyn Transaction, entries: &mut [ComplianceEntry]) -> Result<()> {
    let mut numbers: HashMap<LoanId, Option<String>> = HashMap::new();
    for entry in entries {
        let Some(loan_id) = entry.loan_id else { continue };
        if let std::collections::hash_map::Entry::Vacant(vacant) = numbers.entry(loan_id) {
            let row =
                transaction.query_optional("SELECT number FROM loans WHERE id = $1", &[loan_id.into()])?;
            vacant.insert(row.map(Row::single).transpose()?.map(number_text));
        }
        entry.loan_number = numbers.get(&loan_id).cloned().flatten();
    }
    Ok(())
}
