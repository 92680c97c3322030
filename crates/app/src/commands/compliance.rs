//! Filings and licences.

use chrono::NaiveDate;
use domain::{
    Completion, EventPayload, FilingContent, FilingId, FilingState, LicenceContent, LicenceId, LicenceState,
    Renewal,
};
use uuid::Uuid;

use super::next;
use crate::{Result, bus::UnitOfWork, queries};

fn publish<P: EventPayload>(
    work: &mut UnitOfWork<'_>,
    aggregate_id: Uuid,
    effective_on: NaiveDate,
    payload: &P,
) -> Result<()> {
    let event = next(work, (aggregate_id, None), effective_on, payload)?;
    work.publish(vec![event])
}

/// Enters what is to be filed.
///
/// # Errors
/// What the domain refuses, or storage.
pub fn add_filing(work: &mut UnitOfWork<'_>, content: FilingContent) -> Result<FilingId> {
    let filing_id = FilingId::from_uuid(work.next_id());
    let decision = work.context().decision.clone();
    let added = content.add(filing_id, &decision)?;
    publish(work, filing_id.as_uuid(), decision.today, &added)?;
    Ok(filing_id)
}

fn filing(work: &mut UnitOfWork<'_>, filing_id: FilingId) -> Result<FilingState> {
    queries::filing::state(work.transaction(), filing_id)
}

/// Describes a filing anew.
///
/// # Errors
/// An unknown filing, what the domain refuses, or storage.
pub fn change_filing(work: &mut UnitOfWork<'_>, filing_id: FilingId, content: FilingContent) -> Result<()> {
    let decision = work.context().decision.clone();
    let Some(changed) = filing(work, filing_id)?.change(content, &decision)? else { return Ok(()) };
    publish(work, filing_id.as_uuid(), decision.today, &changed)
}

/// Records that what is due was filed.
///
/// # Errors
/// An unknown filing, what the domain refuses, or storage.
pub fn complete_filing(work: &mut UnitOfWork<'_>, filing_id: FilingId, completion: Completion) -> Result<()> {
    let decision = work.context().decision.clone();
    let completed = filing(work, filing_id)?.complete(completion, &decision)?;
    publish(work, filing_id.as_uuid(), completed.filed_on, &completed)
}

/// Takes the last completion of a filing back.
///
/// # Errors
/// An unknown filing, what the domain refuses, or storage.
pub fn reopen_filing(work: &mut UnitOfWork<'_>, filing_id: FilingId, reason: &str) -> Result<()> {
    let decision = work.context().decision.clone();
    let reopened = filing(work, filing_id)?.reopen(reason, &decision)?;
    publish(work, filing_id.as_uuid(), decision.today, &reopened)
}

/// Removes a filing.
///
/// # Errors
/// An unknown filing, what the domain refuses, or storage.
pub fn remove_filing(work: &mut UnitOfWork<'_>, filing_id: FilingId, reason: &str) -> Result<()> {
    let decision = work.context().decision.clone();
    let removed = filing(work, filing_id)?.remove(reason, &decision)?;
    publish(work, filing_id.as_uuid(), decision.today, &removed)
}

/// Enters a licence.
///
/// # Errors
/// What the domain refuses, or storage.
pub fn add_licence(work: &mut UnitOfWork<'_>, content: LicenceContent) -> Result<LicenceId> {
    let licence_id = LicenceId::from_uuid(work.next_id());
    let decision = work.context().decision.clone();
    let added = content.add(licence_id, &decision)?;
    publish(work, licence_id.as_uuid(), decision.today, &added)?;
    Ok(licence_id)
}

fn licence(work: &mut UnitOfWork<'_>, licence_id: LicenceId) -> Result<LicenceState> {
    queries::licence::state(work.transaction(), licence_id)
}

/// Describes a licence anew.
///
/// # Errors
/// An unknown licence, what the domain refuses, or storage.
pub fn change_licence(
    work: &mut UnitOfWork<'_>,
    licence_id: LicenceId,
    content: LicenceContent,
) -> Result<()> {
    let decision = work.context().decision.clone();
    let Some(changed) = licence(work, licence_id)?.change(content, &decision)? else { return Ok(()) };
    publish(work, licence_id.as_uuid(), decision.today, &changed)
}

/// Records that a licence was renewed.
///
/// # Errors
/// An unknown licence, what the domain refuses, or storage.
pub fn renew_licence(work: &mut UnitOfWork<'_>, licence_id: LicenceId, renewal: Renewal) -> Result<()> {
    let decision = work.context().decision.clone();
    let renewed = licence(work, licence_id)?.renew(renewal, &decision)?;
    publish(work, licence_id.as_uuid(), renewed.renewed_on, &renewed)
}

/// Records that a licence was given up or taken away.
///
/// # Errors
/// An unknown licence, what the domain refuses, or storage.
pub fn end_licence(
    work: &mut UnitOfWork<'_>,
    licence_id: LicenceId,
    ended_on: Option<NaiveDate>,
    reason: &str,
) -> Result<()> {
    let decision = work.context().decision.clone();
    let ended = licence(work, licence_id)?.end(ended_on.unwrap_or(decision.today), reason, &decision)?;
    publish(work, licence_id.as_uuid(), ended.ended_on, &ended)
}
