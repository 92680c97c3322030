//! What exports, and the whole book as a file of its events, do.

use std::path::Path;

use app::{
    Book, Result,
    events_file::{self, EventsExport},
    exports::{self, ExportFilters, ExportFormat, ExportReport, ExportRequest},
    integrity::VerifyReport,
};

use super::Answer;
use crate::{Desk, desk::Call, input::*, output::*};

pub fn export_kinds(_: &Desk, _: NoInput) -> Answer<ExportKindList> {
    Ok(ExportKindList { kinds: exports::kinds() })
}

pub fn export_run(book: &Book, input: RunExport, call: &Call<'_>) -> Result<ExportReport> {
    let RunExport { kind, path, format, replace, .. } = input;
    let RunExport { loan_id, schedule_id, draw_id, fund_id, investor_id, person_id, property_id, .. } = input;
    let RunExport { status, area, event_type, who, from, to, as_of, known_at, .. } = input;
    let path = Path::new(&path);
    let format = format.map_or_else(|| ExportFormat::of_path(path), Ok)?;
    let filters = ExportFilters {
        loan_id,
        schedule_id,
        draw_id,
        fund_id,
        investor_id,
        person_id,
        property_id,
        status,
        area,
        event_type,
        who,
        from,
        to,
        as_of,
        known_at,
    };
    exports::run(book, &ExportRequest { kind: &kind, path, format, replace, filters }, call.progress)
}

pub fn book_export_events(book: &Book, input: ExportEvents, call: &Call<'_>) -> Result<EventsExport> {
    events_file::export(book, Path::new(&input.path), input.replace, call.progress)
}

pub fn book_import_events(desk: &Desk, input: ImportEvents, call: &Call<'_>) -> Answer<VerifyReport> {
    desk.import_events(&input, call.progress)
}
