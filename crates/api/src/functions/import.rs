//! What the commands of imports do.

use std::path::Path;

use app::{
    AppError, Book, Result,
    exports::{self, ExportFormat, ExportReport},
    import::{self, FileToImport, ImportCheck, ImportDone, mapping::Mapping},
};
use domain::ImportKind;

use crate::{desk::Call, input::*, table::Prepared};

pub fn import_check(book: &Book, input: CheckImport, call: &Call<'_>) -> Result<ImportCheck> {
    let CheckImport { path, kind, mapping, options } = input;
    let prepared = import::open(file(path, kind, mapping, options))?;
    import::check(book, &prepared, call.progress)
}

pub fn import_export_problems(book: &Book, input: ExportProblems, call: &Call<'_>) -> Result<ExportReport> {
    let ExportProblems { path, kind, mapping, options, expected_sha256, to, format, replace } = input;
    let to = Path::new(&to);
    let format = format.map_or_else(|| ExportFormat::of_path(to), Ok)?;
    let prepared = import::open(file(path, kind, mapping, options))?;
    let checked = (&prepared, expected_sha256.as_deref());
    exports::export_problems(book, checked, (to, format, replace), call.progress).map_err(|error| match error
    {
        // Here `path` is the file that was checked.
        AppError::InvalidInput { field: "path", problem } => AppError::InvalidInput { field: "to", problem },
        other => other,
    })
}

pub fn import_run<'a>(_: &Book, input: RunImport, call: &'a Call<'_>) -> Result<Prepared<'a, ImportDone>> {
    let RunImport { path, kind, mapping, options, expected_sha256 } = input;
    let prepared = import::open(file(path, kind, mapping, options))?;
    Ok(Box::new(move |work| import::run(work, &prepared, expected_sha256.as_deref(), call.progress)))
}

fn file(
    path: String,
    kind: ImportKind,
    mapping: Option<ImportMapping>,
    options: Option<ImportOptions>,
) -> FileToImport {
    let nothing = ImportOptions {
        sheet: None,
        delimiter: None,
        header_row: None,
        balance_as_of: None,
        allow_duplicates: None,
    };
    let ImportOptions { sheet, delimiter, header_row, balance_as_of, allow_duplicates } =
        options.unwrap_or(nothing);
    FileToImport {
        path: path.into(),
        kind,
        mapping: mapping.map(|ImportMapping { columns, answers }| Mapping { columns, answers }),
        sheet,
        delimiter,
        header_row,
        balance_as_of,
        allow_duplicates: allow_duplicates.unwrap_or(false),
    }
}
