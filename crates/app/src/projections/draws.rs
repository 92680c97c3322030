//! The tables `draws` and `inspections`: where each draw stands, and who visits the site when.

use domain::{
    DrawApproved, DrawCancelled, DrawDisbursed, DrawDrafted, DrawId, DrawRejected, DrawRequested,
    DrawSentBack, InspectionCompleted, InspectionScheduled, Money, RequestedLine, RetainageReleased,
};
use store::{Insert, RecordedEvent, Transaction, Value, upcast::Upcasters};

use super::{Projection, exactly_one, payload_of};
use crate::Result;

pub struct Draws;

static INSERT_DRAW: Insert = Insert::new(
    "draws",
    &[
        "id",
        "organization_id",
        "loan_id",
        "number",
        "status",
        "requested_minor",
        "approved_minor",
        "retainage_minor",
        "approver_is_requester",
        "released_minor",
        "changed_at",
        "version",
    ],
);

static INSERT_INSPECTION: Insert = Insert::new(
    "inspections",
    &[
        "id",
        "organization_id",
        "loan_id",
        "draw_id",
        "kind",
        "inspector",
        "scheduled_on",
        "inspected_on",
        "note",
        "photos",
    ],
);

impl Projection for Draws {
    fn name(&self) -> &'static str {
        "draws"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["draws", "inspections"]
    }

    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()> {
        for event in events {
            follow(event, upcasters, transaction)?;
        }
        Ok(())
    }
}

fn follow(event: &RecordedEvent, upcasters: &Upcasters, transaction: &mut dyn Transaction) -> Result<()> {
    if let Some(drafted) = payload_of::<DrawDrafted>(event, upcasters)? {
        let draw = Written {
            draw_id: drafted.draw_id,
            number: drafted.number,
            requested: sum(&drafted.lines, drafted.currency)?,
            contractor: drafted.contractor,
        };
        write(transaction, event, draw)?;
        set_status(transaction, event, drafted.draw_id, "draft")
    } else if let Some(requested) = payload_of::<DrawRequested>(event, upcasters)? {
        request(transaction, event, requested)
    } else if let Some(sent_back) = payload_of::<DrawSentBack>(event, upcasters)? {
        set_status(transaction, event, sent_back.draw_id, "sent_back")
    } else if let Some(scheduled) = payload_of::<InspectionScheduled>(event, upcasters)? {
        schedule(transaction, scheduled)
    } else if let Some(completed) = payload_of::<InspectionCompleted>(event, upcasters)? {
        complete(transaction, event, completed)
    } else if let Some(approved) = payload_of::<DrawApproved>(event, upcasters)? {
        approve(transaction, event, &approved)
    } else if let Some(rejected) = payload_of::<DrawRejected>(event, upcasters)? {
        set_status(transaction, event, rejected.draw_id, "rejected")
    } else if let Some(cancelled) = payload_of::<DrawCancelled>(event, upcasters)? {
        set_status(transaction, event, cancelled.draw_id, "cancelled")
    } else if let Some(disbursed) = payload_of::<DrawDisbursed>(event, upcasters)? {
        let rows = transaction.execute(
            "UPDATE draws SET disbursed_on = $1 WHERE id = $2",
            &[disbursed.disbursed_on.into(), disbursed.draw_id.into()],
        )?;
        exactly_one(rows, "draw", event)?;
        set_status(transaction, event, disbursed.draw_id, "disbursed")
    } else if let Some(released) = payload_of::<RetainageReleased>(event, upcasters)? {
        release(transaction, event, &released)
    } else {
        Ok(())
    }
}

/// What a draft or a request writes of a draw.
struct Written {
    draw_id: DrawId,
    number: u32,
    requested: Money,
    contractor: Option<String>,
}

fn sum(lines: &[RequestedLine], currency: domain::Currency) -> Result<Money> {
    let mut total = Money::ZERO;
    for line in lines {
        let too_large = || store::StoreError::corrupt("a draw adds up to more than an amount can hold");
        total = total.checked_add(line.amount.money(currency)?).ok_or_else(too_large)?;
    }
    Ok(total)
}

/// The first event of a draw makes its row.
fn write(transaction: &mut dyn Transaction, event: &RecordedEvent, draw: Written) -> Result<()> {
    if event.sequence_number == 1 {
        let nothing = || Value::from(0_i64);
        transaction.insert(
            &INSERT_DRAW,
            &[vec![
                draw.draw_id.into(),
                event.organization_id.into(),
                event.loan_id.into(),
                draw.number.into(),
                "draft".into(),
                nothing(),
                nothing(),
                nothing(),
                nothing(),
                nothing(),
                event.occurred_at.into(),
                event.sequence_number.into(),
            ]],
        )?;
    }
    let rows = transaction.execute(
        "UPDATE draws SET requested_minor = $1, contractor = $2 WHERE id = $3",
        &[draw.requested.into(), draw.contractor.into(), draw.draw_id.into()],
    )?;
    exactly_one(rows, "draw", event)
}

fn set_status(
    transaction: &mut dyn Transaction,
    event: &RecordedEvent,
    draw_id: DrawId,
    status: &'static str,
) -> Result<()> {
    let rows = transaction.execute(
        "UPDATE draws SET status = $1, changed_at = $2, version = $3 WHERE id = $4",
        &[status.into(), event.occurred_at.into(), event.sequence_number.into(), draw_id.into()],
    )?;
    exactly_one(rows, "draw", event)
}

/// A draw for which the site was visited is inspected as soon as it is requested again.
fn request(transaction: &mut dyn Transaction, event: &RecordedEvent, requested: DrawRequested) -> Result<()> {
    let DrawRequested { draw_id, number, contractor, requested_on, requested_by, .. } = requested;
    let amount = requested.amount.money(requested.currency)?;
    write(transaction, event, Written { draw_id, number, requested: amount, contractor })?;
    let rows = transaction.execute(
        "UPDATE draws SET requested_on = $1, requested_by = $2 WHERE id = $3",
        &[requested_on.into(), requested_by.into(), draw_id.into()],
    )?;
    exactly_one(rows, "draw", event)?;
    let visited = transaction.query_optional(
        "SELECT 1 FROM inspections WHERE draw_id = $1 AND inspected_on IS NOT NULL LIMIT 1",
        &[draw_id.into()],
    )?;
    set_status(transaction, event, draw_id, if visited.is_some() { "inspected" } else { "requested" })
}

fn approve(transaction: &mut dyn Transaction, event: &RecordedEvent, approved: &DrawApproved) -> Result<()> {
    let money = |amount: domain::Amount| amount.money(approved.currency);
    let rows = transaction.execute(
        "UPDATE draws SET approved_minor = $1, retainage_minor = $2, approved_on = $3, approved_by = $4, \
         approver_is_requester = $5 WHERE id = $6",
        &[
            money(approved.approved)?.into(),
            money(approved.retainage)?.into(),
            approved.approved_on.into(),
            approved.approved_by.as_str().into(),
            i64::from(approved.approver_is_requester).into(),
            approved.draw_id.into(),
        ],
    )?;
    exactly_one(rows, "draw", event)?;
    set_status(transaction, event, approved.draw_id, "approved")
}

fn release(
    transaction: &mut dyn Transaction,
    event: &RecordedEvent,
    released: &RetainageReleased,
) -> Result<()> {
    for part in &released.draws {
        let rows = transaction.execute(
            "UPDATE draws SET released_minor = released_minor + $1 WHERE id = $2",
            &[part.amount.money(released.currency)?.into(), part.draw_id.into()],
        )?;
        exactly_one(rows, "draw", event)?;
    }
    Ok(())
}

fn schedule(transaction: &mut dyn Transaction, scheduled: InspectionScheduled) -> Result<()> {
    transaction.insert(
        &INSERT_INSPECTION,
        &[vec![
            scheduled.inspection_id.into(),
            scheduled.organization_id.into(),
            scheduled.loan_id.into(),
            scheduled.draw_id.into(),
            scheduled.kind.as_str().into(),
            scheduled.inspector.into(),
            scheduled.scheduled_on.into(),
            Value::Null,
            scheduled.note.into(),
            0_i64.into(),
        ]],
    )?;
    Ok(())
}

fn complete(
    transaction: &mut dyn Transaction,
    event: &RecordedEvent,
    completed: InspectionCompleted,
) -> Result<()> {
    let photos = i64::try_from(completed.photos.len()).unwrap_or(i64::MAX);
    if event.sequence_number == 1 {
        transaction.insert(
            &INSERT_INSPECTION,
            &[vec![
                completed.inspection_id.into(),
                completed.organization_id.into(),
                completed.loan_id.into(),
                completed.draw_id.into(),
                completed.kind.as_str().into(),
                completed.inspector.into(),
                Value::Null,
                completed.inspected_on.into(),
                Value::Null,
                photos.into(),
            ]],
        )?;
    } else {
        let rows = transaction.execute(
            "UPDATE inspections SET kind = $1, inspector = $2, inspected_on = $3, photos = $4 WHERE id = $5",
            &[
                completed.kind.as_str().into(),
                completed.inspector.into(),
                completed.inspected_on.into(),
                photos.into(),
                completed.inspection_id.into(),
            ],
        )?;
        exactly_one(rows, "inspection", event)?;
    }
    if let Some(draw_id) = completed.draw_id {
        transaction.execute(
            "UPDATE draws SET status = 'inspected', changed_at = $1 WHERE id = $2 AND status = 'requested'",
            &[event.occurred_at.into(), draw_id.into()],
        )?;
    }
    Ok(())
}
