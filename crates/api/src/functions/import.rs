//! What the commands of imports do.

use app::{
    Book, Result,
    import::{self, FileToImport, ImportCheck, ImportDone, columns::Mapping},
};
use domain::ImportKind;

use crate::{desk::Call, input::*, table::Prepared};

pub fn import_check(book: &Book, input: CheckImport, call: &Call<'_>) -> Result<ImportCheck> {
    let CheckImport { path, kind, mapping, options } = input;
    let prepared = import::open(file(path, kind, mapping, options))?;
    import::check(book, &prepared, call.progress)
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
    let nothing = ImportOptions { sheet: None, delimiter: None, balance_as_of: None, allow_duplicates: None };
    let ImportOptions { sheet, delimiter, balance_as_of, allow_duplicates } = options.unwrap_or(nothing);
    FileToImport {
        path: path.into(),
        kind,
        mapping: mapping.map(|ImportMapping { columns, answers }| Mapping { columns, answers }),
        sheet,
        delimiter,
        balance_as_of,
        allow_duplicates: allow_duplicates.unwrap_or(false),
    }
}
