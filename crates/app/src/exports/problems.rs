//! What is wrong with a file that was to be imported, as a table for whoever made the file.

use std::path::Path;

use super::{
    ExportFormat, ExportReport,
    Field::{self, Text, Whole},
    FileToWrite,
    rows::word,
};
use crate::{
    Book, Result,
    import::{self, PreparedImport},
    integrity::Progress,
};

const COLUMNS: &[(&str, Field)] = &[
    ("Row", Whole),
    ("Line", Whole),
    ("Column", Text),
    ("Value", Text),
    ("Problem", Text),
    ("Kind of problem", Text),
];

/// Checks a file anew and writes all that is wrong with it, by row. Nothing is written of a file in which nothing is.
///
/// # Errors
/// A file that is another than was checked, questions that are not answered, a place that cannot be written to,
/// cancellation, or storage.
pub fn export_problems(
    book: &Book,
    (prepared, expected_sha256): (&PreparedImport, Option<&str>),
    (path, format, replace): (&Path, ExportFormat, bool),
    progress: Progress<'_>,
) -> Result<ExportReport> {
    let problems = import::problems_of(book, prepared, expected_sha256, progress)?;
    let file = FileToWrite { path, format, replace };
    file.write(book, ("Problems", COLUMNS.to_vec()), progress, |rows| {
        rows.announce(i64::try_from(problems.len()).unwrap_or(0));
        for problem in problems {
            let reason = import::in_words(&problem.reason);
            rows.made([
                problem.row.into(),
                problem.line.into(),
                problem.column.into(),
                problem.value.into(),
                reason.into(),
                word(problem.code),
            ])?;
        }
        Ok(())
    })
}
