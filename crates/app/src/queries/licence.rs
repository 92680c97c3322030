//! Licences of the lender.

use chrono::NaiveDate;
use domain::{Deadline, DeadlineStanding, LicenceContent, LicenceId, LicenceState};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Row, Transaction};
use ts_rs::TS;

use crate::{AppError, Result};

const COLUMNS: &str = "id, name, authority, number, issued_on, expires_on, remind_days, note, renewed_on, \
                       ended_on, end_reason";

views! {
    /// A licence of the lender.
    Licence {
        /// The licence.
        licence_id: LicenceId,
        /// What it allows.
        name: String,
        /// Who granted it.
        authority: String,
        /// Its number.
        number: String,
        /// The day on which it was granted.
        issued_on: Option<NaiveDate>,
        /// Its last day.
        expires_on: NaiveDate,
        /// How many days before its last day it is brought to mind.
        remind_days: u32,
        /// What is to be remembered of it.
        note: Option<String>,
        /// The day on which it was renewed last.
        renewed_on: Option<NaiveDate>,
        /// How near its last day is; none where it has ended.
        standing: Option<DeadlineStanding>,
        /// Days until its last day, negative once it has passed; none where it has ended.
        #[ts(type = "number | null")]
        days_left: Option<i64>,
        /// From which day it holds no more.
        ended_on: Option<NaiveDate>,
        /// Why it holds no more.
        end_reason: Option<String>,
    }
}

/// One licence.
///
/// # Errors
/// An unknown licence, or storage.
pub fn get(transaction: &mut dyn Transaction, licence_id: LicenceId, today: NaiveDate) -> Result<Licence> {
    let sql = format!("SELECT {COLUMNS} FROM licences WHERE id = $1");
    let row = transaction.query_optional(&sql, &[licence_id.into()])?.ok_or_else(|| AppError::NotFound {
        kind: "licence",
        field: "licence_id",
        id: licence_id.to_string(),
    })?;
    read(row, today)
}

/// One licence as the domain decides on it.
///
/// # Errors
/// An unknown licence, or storage.
pub(crate) fn state(transaction: &mut dyn Transaction, licence_id: LicenceId) -> Result<LicenceState> {
    let licence = get(transaction, licence_id, NaiveDate::default())?;
    Ok(LicenceState {
        licence_id,
        is_ended: licence.ended_on.is_some(),
        content: LicenceContent {
            name: licence.name,
            authority: licence.authority,
            number: licence.number,
            issued_on: licence.issued_on,
            expires_on: licence.expires_on,
            remind_days: licence.remind_days,
            note: licence.note,
        },
    })
}

/// Licences, the one that expires next first; those that have ended only where they are wished for.
///
/// # Errors
/// Storage.
pub fn list(transaction: &mut dyn Transaction, with_ended: bool, today: NaiveDate) -> Result<Vec<Licence>> {
    let held = if with_ended { "" } else { "WHERE ended_on IS NULL " };
    let sql = format!(
        "SELECT {COLUMNS} FROM licences {held}ORDER BY CASE WHEN ended_on IS NULL THEN 0 ELSE 1 END, \
         expires_on, name, id"
    );
    transaction.query(&sql, &[])?.into_iter().map(|row| read(row, today)).collect()
}

/// Licences that are to be brought to mind, the most urgent first.
///
/// # Errors
/// Storage.
pub fn reminders(transaction: &mut dyn Transaction, today: NaiveDate) -> Result<Vec<Licence>> {
    let mut licences = list(transaction, false, today)?;
    licences.retain(|licence| licence.standing.is_some_and(|standing| standing != DeadlineStanding::Later));
    Ok(licences)
}

fn read(row: Row, today: NaiveDate) -> Result<Licence> {
    let mut row = row.reader();
    let (licence_id, name, authority, number) = (row.take()?, row.take()?, row.take()?, row.take()?);
    let (issued_on, expires_on, remind_days) = (row.take()?, row.take()?, row.take()?);
    let (note, renewed_on) = (row.take()?, row.take()?);
    let (ended_on, end_reason): (Option<NaiveDate>, _) = (row.take()?, row.take()?);
    let deadline = ended_on.is_none().then_some(Deadline { due_on: expires_on, remind_days });
    Ok(Licence {
        licence_id,
        name,
        authority,
        number,
        issued_on,
        expires_on,
        remind_days,
        note,
        renewed_on,
        standing: deadline.map(|deadline| deadline.standing(today)),
        days_left: deadline.map(|deadline| deadline.days_left(today)),
        ended_on,
        end_reason,
    })
}
