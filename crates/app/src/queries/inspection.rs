//! Inspections: one as a draw shows it, and many across loans.

use chrono::NaiveDate;
use domain::{DrawId, InspectionId, InspectionKind, LoanId, Percent};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Row, Transaction};
use ts_rs::TS;

use super::{Word, conditions::Conditions, count, loan::number_text};
use crate::Result;

views! {
    /// A visit to a site.
    InspectionView as "Inspection" {
        /// The inspection.
        inspection_id: InspectionId,
        /// The loan whose site it is.
        loan_id: LoanId,
        /// The draw that it is for.
        draw_id: Option<DrawId>,
        /// What kind of visit.
        kind: InspectionKind,
        /// Who goes or went.
        inspector: String,
        /// The day for which it was scheduled.
        scheduled_on: Option<NaiveDate>,
        /// What is to be looked at.
        note: Option<String>,
        /// The day of the visit, once it was done.
        inspected_on: Option<NaiveDate>,
        /// How far each line's work has come.
        lines: Vec<LineProgressView>,
        /// What was found.
        findings: Option<String>,
        /// Photos.
        photos: Vec<domain::AttachmentId>,
        /// Who recorded it.
        completed_by: Option<String>,
    }

    /// How far the work of a line has come.
    LineProgressView as "LineProgress" {
        /// The line.
        code: String,
        /// 0 to 100.
        percent_complete: Percent,
    }

    /// An inspection as a row of a list.
    InspectionSummary {
        /// The inspection.
        inspection_id: InspectionId,
        /// The loan whose site it is.
        loan_id: LoanId,
        /// The loan's number in the book.
        loan_number: String,
        /// Who borrows.
        borrower_name: String,
        /// The draw that it is for.
        draw_id: Option<DrawId>,
        /// The draw's number.
        draw_number: Option<u32>,
        /// What kind of visit.
        kind: InspectionKind,
        /// Who goes or went.
        inspector: String,
        /// The day for which it was scheduled.
        scheduled_on: Option<NaiveDate>,
        /// The day of the visit, once it was done.
        inspected_on: Option<NaiveDate>,
        /// What is to be looked at.
        note: Option<String>,
        /// How many photos it has.
        photos: u32,
    }
}

impl InspectionView {
    /// An inspection, as it is shown.
    #[must_use]
    pub fn of(visit: &domain::Inspection, loan_id: LoanId) -> Self {
        let result = visit.result.as_ref();
        let progress = |(code, percent): &(String, Percent)| LineProgressView {
            code: code.clone(),
            percent_complete: *percent,
        };
        Self {
            inspection_id: visit.inspection_id,
            loan_id,
            draw_id: visit.draw_id,
            kind: visit.kind,
            inspector: visit.inspector.clone(),
            scheduled_on: visit.scheduled_on,
            note: visit.note.clone(),
            inspected_on: result.map(|result| result.on),
            lines: result.map_or_else(Vec::new, |result| result.lines.iter().map(progress).collect()),
            findings: result.and_then(|result| result.findings.clone()),
            photos: result.map_or_else(Vec::new, |result| result.photos.clone()),
            completed_by: result.map(|result| result.by.clone()),
        }
    }
}

/// Inspections of one loan or of all: those to do first, by their day, then those done, newest first.
///
/// # Errors
/// Storage.
pub fn list(
    transaction: &mut dyn Transaction,
    loan_id: Option<LoanId>,
    to_do_only: bool,
    (limit, offset): (u32, u32),
) -> Result<(Vec<InspectionSummary>, i64)> {
    let mut conditions = Conditions::new();
    if to_do_only {
        conditions.and("inspected_on IS NULL");
    }
    conditions.with("inspections.loan_id = ?", loan_id);
    let counted = format!("SELECT COUNT(*) FROM inspections WHERE {}", conditions.text());
    let total = count(transaction, &counted, conditions.parameters())?;
    let (limit, offset) = (conditions.place(limit.into()), conditions.place(offset.into()));
    let (condition, parameters) = conditions.into_parts();
    let sql = format!(
        "SELECT inspections.id, inspections.loan_id, loans.number, people.name, inspections.draw_id, draws.number, \
         inspections.kind, inspector, scheduled_on, inspected_on, inspections.note, photos FROM inspections \
         JOIN loans ON loans.id = inspections.loan_id JOIN people ON people.id = loans.borrower_id \
         LEFT JOIN draws ON draws.id = inspections.draw_id WHERE {condition} \
         ORDER BY CASE WHEN inspected_on IS NULL THEN 0 ELSE 1 END, inspected_on DESC, scheduled_on, inspections.id \
         LIMIT {limit} OFFSET {offset}"
    );
    let read = |row: Row| {
        let mut row = row.reader();
        Ok(InspectionSummary {
            inspection_id: row.take()?,
            loan_id: row.take()?,
            loan_number: number_text(row.take()?),
            borrower_name: row.take()?,
            draw_id: row.take()?,
            draw_number: row.take()?,
            kind: row.take::<Word<InspectionKind>>()?.0,
            inspector: row.take()?,
            scheduled_on: row.take()?,
            inspected_on: row.take()?,
            note: row.take()?,
            photos: row.take()?,
        })
    };
    let inspections = transaction.query(&sql, &parameters)?.into_iter().map(read).collect::<Result<_>>()?;
    Ok((inspections, total))
}

/// The loan whose site an inspection visits.
///
/// # Errors
/// An unknown inspection, or storage.
pub fn loan_of_inspection(transaction: &mut dyn Transaction, inspection_id: InspectionId) -> Result<LoanId> {
    let row = transaction
        .query_optional("SELECT loan_id FROM inspections WHERE id = $1", &[inspection_id.into()])?;
    let not_found = || crate::AppError::NotFound {
        kind: "inspection",
        field: "inspection_id",
        id: inspection_id.to_string(),
    };
    Ok(row.ok_or_else(not_found)?.single()?)
}
