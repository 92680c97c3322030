//! The tables `filings`, `filing_completions` and `licences`: what is to be filed, what was, and what licences hold.

use domain::{
    FilingAdded, FilingChanged, FilingCompleted, FilingRemoved, FilingReopened, LicenceAdded, LicenceChanged,
    LicenceEnded, LicenceRenewed,
};
use store::{Insert, RecordedEvent, Transaction, upcast::Upcasters};

use super::{Projection, exactly_one, payload_of};
use crate::Result;

pub struct Deadlines;

static INSERT_FILING: Insert = Insert::new(
    "filings",
    &[
        "id",
        "organization_id",
        "name",
        "authority",
        "due_on",
        "anchored_on",
        "frequency",
        "remind_days",
        "note",
        "is_done",
        "added_at",
    ],
);

static INSERT_COMPLETION: Insert = Insert::new(
    "filing_completions",
    &[
        "id",
        "organization_id",
        "filing_id",
        "position",
        "due_on",
        "filed_on",
        "reference",
        "note",
        "completed_by",
        "completed_at",
    ],
);

static INSERT_LICENCE: Insert = Insert::new(
    "licences",
    &[
        "id",
        "organization_id",
        "name",
        "authority",
        "number",
        "issued_on",
        "expires_on",
        "remind_days",
        "note",
        "added_at",
    ],
);

impl Projection for Deadlines {
    fn name(&self) -> &'static str {
        "deadlines"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["filings", "filing_completions", "licences"]
    }

    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()> {
        for event in events {
            match &*event.aggregate_type {
                "filing" => follow_filing(event, upcasters, transaction)?,
                "licence" => follow_licence(event, upcasters, transaction)?,
                _ => {}
            }
        }
        Ok(())
    }
}

fn follow_filing(
    event: &RecordedEvent,
    upcasters: &Upcasters,
    transaction: &mut dyn Transaction,
) -> Result<()> {
    let rows = if let Some(added) = payload_of::<FilingAdded>(event, upcasters)? {
        let row = vec![
            added.filing_id.into(),
            added.organization_id.into(),
            added.name.into(),
            added.authority.into(),
            added.due_on.into(),
            added.due_on.into(),
            added.frequency.as_str().into(),
            added.remind_days.into(),
            added.note.into(),
            0_i64.into(),
            event.occurred_at.into(),
        ];
        return Ok(transaction.insert(&INSERT_FILING, &[row])?);
    } else if let Some(changed) = payload_of::<FilingChanged>(event, upcasters)? {
        // The day of the month from which later due dates follow is typed anew only with the due date itself.
        transaction.execute(
            "UPDATE filings SET name = $1, authority = $2, frequency = $3, remind_days = $4, note = $5, \
             anchored_on = CASE WHEN due_on = $6 THEN anchored_on ELSE $6 END, due_on = $6 WHERE id = $7",
            &[
                changed.name.into(),
                changed.authority.into(),
                changed.frequency.as_str().into(),
                changed.remind_days.into(),
                changed.note.into(),
                changed.due_on.into(),
                changed.filing_id.into(),
            ],
        )?
    } else if let Some(completed) = payload_of::<FilingCompleted>(event, upcasters)? {
        return complete(event, completed, transaction);
    } else if let Some(reopened) = payload_of::<FilingReopened>(event, upcasters)? {
        let taken_back = transaction.execute(
            "UPDATE filing_completions SET reopen_reason = $1 WHERE filing_id = $2 AND position = \
             (SELECT MAX(position) FROM filing_completions WHERE filing_id = $2 AND reopen_reason IS NULL)",
            &[reopened.reason.into(), reopened.filing_id.into()],
        )?;
        exactly_one(taken_back, "completion", event)?;
        transaction.execute(
            "UPDATE filings SET due_on = $1, is_done = 0 WHERE id = $2",
            &[reopened.due_on.into(), reopened.filing_id.into()],
        )?
    } else if let Some(removed) = payload_of::<FilingRemoved>(event, upcasters)? {
        transaction.execute(
            "UPDATE filings SET removed_at = $1, removal_reason = $2 WHERE id = $3",
            &[event.occurred_at.into(), removed.reason.into(), removed.filing_id.into()],
        )?
    } else {
        return Ok(());
    };
    exactly_one(rows, "filing", event)
}

fn complete(
    event: &RecordedEvent,
    completed: FilingCompleted,
    transaction: &mut dyn Transaction,
) -> Result<()> {
    let next_due_on = completed.next_due_on;
    let rows = transaction.execute(
        "UPDATE filings SET due_on = $1, is_done = $2 WHERE id = $3",
        &[
            next_due_on.unwrap_or(completed.due_on).into(),
            i64::from(next_due_on.is_none()).into(),
            completed.filing_id.into(),
        ],
    )?;
    exactly_one(rows, "filing", event)?;
    let row = vec![
        event.id.into(),
        completed.organization_id.into(),
        completed.filing_id.into(),
        event.position.into(),
        completed.due_on.into(),
        completed.filed_on.into(),
        completed.reference.into(),
        completed.note.into(),
        completed.completed_by.into(),
        event.occurred_at.into(),
    ];
    Ok(transaction.insert(&INSERT_COMPLETION, &[row])?)
}

fn follow_licence(
    event: &RecordedEvent,
    upcasters: &Upcasters,
    transaction: &mut dyn Transaction,
) -> Result<()> {
    let rows = if let Some(added) = payload_of::<LicenceAdded>(event, upcasters)? {
        let row = vec![
            added.licence_id.into(),
            added.organization_id.into(),
            added.name.into(),
            added.authority.into(),
            added.number.into(),
            added.issued_on.into(),
            added.expires_on.into(),
            added.remind_days.into(),
            added.note.into(),
            event.occurred_at.into(),
        ];
        return Ok(transaction.insert(&INSERT_LICENCE, &[row])?);
    } else if let Some(changed) = payload_of::<LicenceChanged>(event, upcasters)? {
        transaction.execute(
            "UPDATE licences SET name = $1, authority = $2, number = $3, issued_on = $4, expires_on = $5, \
             remind_days = $6, note = $7 WHERE id = $8",
            &[
                changed.name.into(),
                changed.authority.into(),
                changed.number.into(),
                changed.issued_on.into(),
                changed.expires_on.into(),
                changed.remind_days.into(),
                changed.note.into(),
                changed.licence_id.into(),
            ],
        )?
    } else if let Some(renewed) = payload_of::<LicenceRenewed>(event, upcasters)? {
        transaction.execute(
            "UPDATE licences SET renewed_on = $1, expires_on = $2, number = $3 WHERE id = $4",
            &[
                renewed.renewed_on.into(),
                renewed.expires_on.into(),
                renewed.number.into(),
                renewed.licence_id.into(),
            ],
        )?
    } else if let Some(ended) = payload_of::<LicenceEnded>(event, upcasters)? {
        transaction.execute(
            "UPDATE licences SET ended_on = $1, end_reason = $2 WHERE id = $3",
            &[ended.ended_on.into(), ended.reason.into(), ended.licence_id.into()],
        )?
    } else {
        return Ok(());
    };
    exactly_one(rows, "licence", event)
}
