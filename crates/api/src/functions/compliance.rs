//! The commands of the dashboard, the compliance log, filings and licences.

use std::path::Path;

use app::{
    Book, Result,
    bus::UnitOfWork,
    commands::compliance::{self as commands, add_filing, add_licence},
    compliance::{self, ComplianceExport, export},
    queries::{
        self,
        dashboard::{self, Dashboard},
        filing::{self, Filing},
        licence::{self, Licence},
    },
};
use domain::{Completion, FilingContent, FilingFrequency, FilingId, LicenceContent, LicenceId, Renewal};
use store::Transaction;

use super::MOST_EVENTS;
use crate::{desk::Call, input::*, output::*};

/// Days of a reminder where nothing is said.
const FILING_REMINDER: u32 = 30;
const LICENCE_REMINDER: u32 = 60;

pub fn dashboard_get(book: &Book, transaction: &mut dyn Transaction, _: NoInput) -> Result<Dashboard> {
    dashboard::get(transaction, book.context().decision.today, book.organization().currency)
}

pub fn compliance_log(
    _: &Book,
    transaction: &mut dyn Transaction,
    input: ListCompliance,
) -> Result<ComplianceLog> {
    let ListCompliance { loan_id, area, who, from, to, before_number, limit } = input;
    let filter = queries::compliance::Filter { loan_id, area, who, from, to };
    let limit = limit.unwrap_or(100).clamp(1, MOST_EVENTS);
    let (entries, total) = queries::compliance::list(transaction, &filter, before_number, limit)?;
    let is_full = u32::try_from(entries.len()).is_ok_and(|found| found == limit);
    Ok(ComplianceLog {
        next_before_number: entries.last().filter(|_| is_full).map(|entry| entry.number),
        entries,
        total,
        missing: compliance::missing(transaction)?,
    })
}

pub fn compliance_catch_up(book: &Book, _: NoInput, _: &Call<'_>) -> Result<ComplianceCaughtUp> {
    Ok(ComplianceCaughtUp { recorded: compliance::catch_up(book)? })
}

pub fn compliance_export(book: &Book, input: ExportCompliance, call: &Call<'_>) -> Result<ComplianceExport> {
    export(book, Path::new(&input.path), input.replace, call.progress)
}

fn filing_of(work: &mut UnitOfWork<'_>, filing_id: FilingId) -> Result<Filing> {
    let today = work.context().decision.today;
    filing::get(work.transaction(), filing_id, today)
}

pub fn filing_add(_: &Book, work: &mut UnitOfWork<'_>, input: AddFiling) -> Result<Filing> {
    let content = FilingContent {
        name: input.name,
        authority: input.authority,
        due_on: input.due_on,
        frequency: input.frequency.unwrap_or(FilingFrequency::Once),
        remind_days: input.remind_days.unwrap_or(FILING_REMINDER),
        note: input.note,
    };
    let filing_id = add_filing(work, content)?;
    filing_of(work, filing_id)
}

pub fn filing_change(_: &Book, work: &mut UnitOfWork<'_>, input: ChangeFiling) -> Result<Filing> {
    let from = filing_of(work, input.filing_id)?;
    let content = FilingContent {
        name: input.name.unwrap_or(from.name),
        authority: input.authority.unwrap_or(from.authority),
        due_on: input.due_on.unwrap_or(from.due_on),
        frequency: input.frequency.unwrap_or(from.frequency),
        remind_days: input.remind_days.unwrap_or(from.remind_days),
        note: input.note.or(from.note),
    };
    commands::change_filing(work, input.filing_id, content)?;
    filing_of(work, input.filing_id)
}

pub fn filing_complete(_: &Book, work: &mut UnitOfWork<'_>, input: CompleteFiling) -> Result<Filing> {
    let CompleteFiling { filing_id, filed_on, reference, note } = input;
    let filed_on = filed_on.unwrap_or(work.context().decision.today);
    commands::complete_filing(work, filing_id, Completion { filed_on, reference, note })?;
    filing_of(work, filing_id)
}

pub fn filing_reopen(_: &Book, work: &mut UnitOfWork<'_>, input: FilingReason) -> Result<Filing> {
    commands::reopen_filing(work, input.filing_id, &input.reason)?;
    filing_of(work, input.filing_id)
}

pub fn filing_remove(_: &Book, work: &mut UnitOfWork<'_>, input: FilingReason) -> Result<Filing> {
    commands::remove_filing(work, input.filing_id, &input.reason)?;
    filing_of(work, input.filing_id)
}

pub fn filing_get(book: &Book, transaction: &mut dyn Transaction, input: FilingRef) -> Result<Filing> {
    filing::get(transaction, input.filing_id, book.context().decision.today)
}

pub fn filing_list(book: &Book, transaction: &mut dyn Transaction, input: ListFilings) -> Result<FilingList> {
    let today = book.context().decision.today;
    Ok(FilingList { filings: filing::list(transaction, input.with_removed.unwrap_or(false), today)? })
}

fn licence_of(work: &mut UnitOfWork<'_>, licence_id: LicenceId) -> Result<Licence> {
    let today = work.context().decision.today;
    licence::get(work.transaction(), licence_id, today)
}

pub fn licence_add(_: &Book, work: &mut UnitOfWork<'_>, input: AddLicence) -> Result<Licence> {
    let content = LicenceContent {
        name: input.name,
        authority: input.authority,
        number: input.number,
        issued_on: input.issued_on,
        expires_on: input.expires_on,
        remind_days: input.remind_days.unwrap_or(LICENCE_REMINDER),
        note: input.note,
    };
    let licence_id = add_licence(work, content)?;
    licence_of(work, licence_id)
}

pub fn licence_change(_: &Book, work: &mut UnitOfWork<'_>, input: ChangeLicence) -> Result<Licence> {
    let from = licence_of(work, input.licence_id)?;
    let content = LicenceContent {
        name: input.name.unwrap_or(from.name),
        authority: input.authority.unwrap_or(from.authority),
        number: input.number.unwrap_or(from.number),
        issued_on: input.issued_on.from(from.issued_on),
        expires_on: input.expires_on.unwrap_or(from.expires_on),
        remind_days: input.remind_days.unwrap_or(from.remind_days),
        note: input.note.or(from.note),
    };
    commands::change_licence(work, input.licence_id, content)?;
    licence_of(work, input.licence_id)
}

pub fn licence_renew(_: &Book, work: &mut UnitOfWork<'_>, input: RenewLicence) -> Result<Licence> {
    let RenewLicence { licence_id, expires_on, number, renewed_on } = input;
    let renewed_on = renewed_on.unwrap_or(work.context().decision.today);
    commands::renew_licence(work, licence_id, Renewal { renewed_on, expires_on, number })?;
    licence_of(work, licence_id)
}

pub fn licence_end(_: &Book, work: &mut UnitOfWork<'_>, input: EndLicence) -> Result<Licence> {
    commands::end_licence(work, input.licence_id, input.ended_on, &input.reason)?;
    licence_of(work, input.licence_id)
}

pub fn licence_get(book: &Book, transaction: &mut dyn Transaction, input: LicenceRef) -> Result<Licence> {
    licence::get(transaction, input.licence_id, book.context().decision.today)
}

pub fn licence_list(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: ListLicences,
) -> Result<LicenceList> {
    let today = book.context().decision.today;
    Ok(LicenceList { licences: licence::list(transaction, input.with_ended.unwrap_or(false), today)? })
}
