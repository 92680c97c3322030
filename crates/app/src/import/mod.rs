//! Importing files of contacts, loans, payments and budgets.
//!
//! A file is read ([`spreadsheet::read`]), its columns are judged ([`columns`]), and every row is decided by `domain` as if
//! it were entered by hand ([`plan`]). [`check`] says what would come of it and what is wrong, and writes nothing;
//! [`run`] records the same plan in one transaction, or nothing.

mod budgets;
mod cells;
pub mod columns;
pub mod fields;
mod loan_row;
mod loans;
pub mod mapping;
mod maturity;
mod payments;
mod people;
mod plan;
pub mod problems;
mod signs;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use domain::{Amount, Currency, ImportCompleted, ImportId, ImportKind};
use schemars::JsonSchema;
use serde::Serialize;
use sha2::{Digest, Sha256};
use spreadsheet::read::{self, LARGEST_FILE, ReadError, Source, Table};
use store::{NewEvent, Transaction, upcast::Upcasters};
use ts_rs::TS;

use crate::{
    AppError, Book, Result,
    bus::{Context, UnitOfWork},
    commands::{event, servicing},
    integrity::Progress,
};
use columns::{ColumnView, Columns, Question};
use fields::{Field, FieldKind};
use mapping::Mapping;
use plan::{Plan, Planner, Step};
use problems::{MOST_LISTED, Problem, ProblemCode, Problems};

/// The source that the metadata of imported events names.
pub const SOURCE: &str = "import";

/// A file that is to be imported.
#[derive(Debug, Clone)]
pub struct FileToImport {
    /// Where it is.
    pub path: PathBuf,
    /// What it lists.
    pub kind: ImportKind,
    /// Which column is which field; none for their usual names.
    pub mapping: Option<Mapping>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// What stands between two cells of a text file.
    pub delimiter: Option<char>,
    /// The row of the header; none for the one that is found.
    pub header_row: Option<u32>,
    /// The day of the balances, for a file that does not say it in a column.
    pub balance_as_of: Option<NaiveDate>,
    /// Whether what looks like something that is recorded is another one.
    pub allow_duplicates: bool,
}

/// What a file is, what is wrong with it, and what would come of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct ImportCheck {
    /// The file's name, without a folder.
    pub file_name: String,
    /// SHA-256 of the file; send it with `import.run`, so that what was checked is what is imported.
    pub sha256: String,
    /// What it lists.
    pub kind: ImportKind,
    /// `csv` or `xlsx`.
    pub format: String,
    /// Of a text file: how its bytes are characters.
    pub encoding: Option<String>,
    /// Of a text file: what stands between two cells.
    pub delimiter: Option<String>,
    /// Of a workbook: the sheet that was read.
    pub sheet: Option<String>,
    /// Of a workbook: its sheets.
    pub sheets: Vec<SheetView>,
    /// The row of the header: the one that was said, or the one among the first rows with the most usual names of
    /// columns, or the first that is not empty.
    pub header_row: u32,
    /// How many rows above the header are not empty. They are not read.
    pub rows_above_header: usize,
    /// The first five rows above the header that are not empty.
    pub above_header: Vec<AboveHeader>,
    /// Rows below the header.
    pub rows: usize,
    /// How many rows below the header the workbook does not show, since they are hidden or filtered out. They are read like
    /// the others.
    pub hidden_row_count: usize,
    /// The rows that the workbook does not show; the first 10,000.
    pub hidden_rows: Vec<u32>,
    /// The columns, with the field that each is.
    pub columns: Vec<ColumnView>,
    /// What a column may be.
    pub fields: Vec<FieldView>,
    /// What must be answered first.
    pub questions: Vec<Question>,
    /// How many problems there are. As long as a question is open, or it is not known which column a field is, they are
    /// those of the cells that can be judged without it.
    pub problem_count: usize,
    /// How many rows have one.
    pub rows_with_problems: usize,
    /// The problems, by row; the first 10,000.
    pub problems: Vec<Problem>,
    /// What would be made of the rows without a problem; none as long as a question is open, or it is not known which
    /// column a field is.
    pub outcome: Option<Outcome>,
    /// Whether it can be imported as it is.
    pub can_run: bool,
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "ImportSheet")]
#[schemars(rename = "ImportSheet")]
pub struct SheetView {
    /// Its name.
    pub name: String,
    /// Whether the workbook shows it.
    pub is_visible: bool,
}

/// A row above the header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "ImportRowAbove")]
#[schemars(rename = "ImportRowAbove")]
pub struct AboveHeader {
    /// The row as a spreadsheet shows it, from 1.
    pub row: u32,
    /// The beginning of what stands in it.
    pub text: String,
}

/// What a column may be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "ImportField")]
#[schemars(rename = "ImportField")]
pub struct FieldView {
    /// Its name.
    pub name: String,
    /// What its cells are.
    pub kind: FieldKind,
    /// Whether a file must have it.
    pub is_required: bool,
}

/// What comes of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "ImportOutcome")]
#[schemars(rename = "ImportOutcome")]
pub struct Outcome {
    /// Contacts entered.
    pub contacts: u32,
    /// Loans created.
    pub loans: u32,
    /// Payments recorded.
    pub payments: u32,
    /// Budget lines set.
    pub budget_lines: u32,
    /// The sum of what it lists: principal, payments or budget lines.
    pub total: Amount,
    /// Currency of the sum.
    pub currency: Currency,
}

impl Outcome {
    fn of(plan: &Plan, currency: Currency) -> Self {
        let counts = plan.counts;
        Self {
            contacts: counts.contacts,
            loans: counts.loans,
            payments: counts.payments,
            budget_lines: counts.budget_lines,
            total: Amount::new(plan.total, currency),
            currency,
        }
    }
}

/// What was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct ImportDone {
    /// The import, an aggregate of its own; all that it made follows from its event.
    pub import_id: ImportId,
    /// What the file listed.
    pub kind: ImportKind,
    /// The file's name, without a folder.
    pub file_name: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// What was made.
    pub outcome: Outcome,
}

/// A file that was read.
pub struct PreparedImport {
    file: FileToImport,
    file_name: String,
    sha256: String,
    table: Table,
}

/// Reads a file. Changes nothing, and holds no lock.
///
/// # Errors
/// A file that cannot be read, or is no table.
pub fn open(file: FileToImport) -> Result<PreparedImport> {
    let path = file.path.as_path();
    let unreadable =
        |problem: String| AppError::ImportUnreadable { path: path.display().to_string(), problem };
    let by_system = |error: std::io::Error| unreadable(error.to_string());
    let metadata = std::fs::metadata(path).map_err(by_system)?;
    if !metadata.is_file() {
        return Err(unreadable("it is no file; choose one on a disk".to_owned()));
    }
    if metadata.len() > LARGEST_FILE {
        return Err(unreadable(ReadError::TooLarge.to_string()));
    }
    let bytes = std::fs::read(path).map_err(by_system)?;
    let is_known_name = |name: &str| {
        let is_mapped = |mapping: &Mapping| mapping.columns.contains_key(name);
        fields::usual(file.kind, name).is_some() || file.mapping.as_ref().is_some_and(is_mapped)
    };
    let options = read::Options {
        sheet: file.sheet.clone(),
        delimiter: file.delimiter,
        header_row: file.header_row,
        is_known_name: Some(&is_known_name),
    };
    let table = read::read(&bytes, &options).map_err(|error| match error {
        ReadError::NoSuchSheet { .. } => {
            AppError::InvalidInput { field: "options.sheet", problem: error.to_string() }
        }
        ReadError::NoSuchHeader(_) => {
            AppError::InvalidInput { field: "header_row", problem: error.to_string() }
        }
        other => unreadable(other.to_string()),
    })?;
    let sha256 = hex::encode(Sha256::digest(&bytes));
    let file_name = own_name(path);
    Ok(PreparedImport { file, file_name, sha256, table })
}

fn own_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Says what is in a file, what is wrong with it, and what would come of it. Writes nothing.
///
/// # Errors
/// A mapping that does not fit the file, cancellation, or storage.
pub fn check(book: &Book, prepared: &PreparedImport, progress: Progress<'_>) -> Result<ImportCheck> {
    let context = book.context();
    let Planned { columns, questions, problems, plan } = book.read(|transaction| {
        planned(prepared, &context, (transaction, book.bus().upcasters()), MOST_LISTED, progress)
    })?;
    let table = &prepared.table;
    let (encoding, delimiter, sheet, sheets) = match &table.source {
        Source::Csv { encoding, delimiter } => {
            (Some((*encoding).to_owned()), Some(delimiter.to_string()), None, Vec::new())
        }
        Source::Xlsx { sheets, sheet } => {
            let view =
                |sheet: &read::Sheet| SheetView { name: sheet.name.clone(), is_visible: sheet.is_visible };
            (None, None, Some(sheet.clone()), sheets.iter().map(view).collect())
        }
    };
    let field = |field: &Field| FieldView {
        name: field.name.to_owned(),
        kind: field.kind,
        is_required: field.is_required,
    };
    let above = |row: &read::RowAbove| AboveHeader { row: row.number, text: row.text.clone() };
    let hidden_rows = || table.rows.iter().filter(|row| row.is_hidden).map(|row| row.number);
    Ok(ImportCheck {
        file_name: prepared.file_name.clone(),
        sha256: prepared.sha256.clone(),
        kind: prepared.file.kind,
        format: if encoding.is_some() { "csv" } else { "xlsx" }.to_owned(),
        encoding,
        delimiter,
        sheet,
        sheets,
        header_row: table.header_row,
        rows_above_header: table.rows_above,
        above_header: table.above.iter().map(above).collect(),
        rows: table.rows.len(),
        hidden_row_count: hidden_rows().count(),
        hidden_rows: hidden_rows().take(MOST_LISTED).collect(),
        columns: columns.views(table),
        fields: fields::of(prepared.file.kind).iter().map(field).collect(),
        can_run: questions.is_empty() && problems.count == 0 && !plan.steps.is_empty(),
        questions,
        problem_count: problems.count,
        rows_with_problems: problems.rows(),
        problems: problems.sorted(),
        outcome: (!columns.are_open()).then(|| Outcome::of(&plan, context.decision.currency)),
    })
}

/// All that is wrong with a file, by row. Writes nothing.
///
/// # Errors
/// A file that is another than was checked, questions that are not answered, cancellation, or storage.
pub fn problems_of(
    book: &Book,
    prepared: &PreparedImport,
    expected_sha256: Option<&str>,
    progress: Progress<'_>,
) -> Result<Vec<Problem>> {
    require_unchanged(prepared, expected_sha256)?;
    let context = book.context();
    let Planned { questions, problems, .. } = book.read(|transaction| {
        planned(prepared, &context, (transaction, book.bus().upcasters()), usize::MAX, progress)
    })?;
    require_answers(&questions)?;
    Ok(problems.sorted())
}

/// A reason for people who do not know the program's names of fields: the column stands beside it.
#[must_use]
pub fn in_words(reason: &str) -> String {
    let kinds = [ImportKind::Contacts, ImportKind::Loans, ImportKind::Payments, ImportKind::Budgets];
    let names = || kinds.into_iter().flat_map(fields::of).map(|field| field.name);
    let replaced = |part: &str| {
        let names = names().filter(|name| name.contains('_'));
        names.fold(part.to_owned(), |words, name| words.replace(name, &name.replace('_', " ")))
    };
    // What stands in quotes is the file's own.
    let parts = reason.split('"').enumerate();
    let parts = parts.map(|(place, part)| if place % 2 == 0 { replaced(part) } else { part.to_owned() });
    let words = parts.collect::<Vec<_>>().join("\"");
    let mut characters = words.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    first + characters.as_str()
}

fn require_unchanged(prepared: &PreparedImport, expected_sha256: Option<&str>) -> Result<()> {
    match expected_sha256 {
        Some(expected) if !expected.eq_ignore_ascii_case(&prepared.sha256) => {
            Err(AppError::ImportFileChanged(prepared.file_name.clone()))
        }
        _ => Ok(()),
    }
}

fn require_answers(questions: &[Question]) -> Result<()> {
    match questions.first() {
        Some(question) => {
            Err(AppError::ImportQuestions { count: questions.len(), column: question.column.clone() })
        }
        None => Ok(()),
    }
}

/// What a file comes to.
struct Planned {
    columns: Columns,
    questions: Vec<Question>,
    problems: Problems,
    plan: Plan,
}

fn planned(
    prepared: &PreparedImport,
    context: &Context,
    (transaction, upcasters): (&mut dyn Transaction, &Upcasters),
    most_problems: usize,
    progress: Progress<'_>,
) -> Result<Planned> {
    let PreparedImport { file, table, .. } = prepared;
    let (columns, questions) = Columns::judge(table, file.kind, file.mapping.as_ref())?;
    let mut planner =
        Planner::new((table, &columns), context, transaction, upcasters, file.allow_duplicates, progress);
    planner.problems = Problems::up_to(most_problems);
    for contested in &columns.contested {
        planner.problems.add(contested.problem(table));
    }
    for field in &columns.missing {
        planner.problems.add(Problem {
            row: table.header_row,
            line: None,
            column: None,
            value: None,
            reason: format!("no column is {field}; say which one is"),
            code: ProblemCode::MissingColumn,
        });
    }
    // What could be read in two ways is not read in one of them; what is wrong with the other cells is told meanwhile.
    match file.kind {
        ImportKind::Contacts => people::plan(&mut planner)?,
        ImportKind::Loans => loans::plan(&mut planner, file.balance_as_of)?,
        ImportKind::Payments => payments::plan(&mut planner)?,
        ImportKind::Budgets => budgets::plan(&mut planner)?,
    }
    let (problems, plan) = (planner.problems, planner.plan);
    Ok(Planned { columns, questions, problems, plan })
}

/// Events that are published together, so that each statement writes many.
const EVENTS_AT_ONCE: usize = 500;

/// Imports a file: all of it in the transaction of the work, or nothing.
///
/// # Errors
/// A file that is another than was checked, questions that are not answered, rows with problems, cancellation, or
/// storage.
pub fn run(
    work: &mut UnitOfWork<'_>,
    prepared: &PreparedImport,
    expected_sha256: Option<&str>,
    progress: Progress<'_>,
) -> Result<ImportDone> {
    require_unchanged(prepared, expected_sha256)?;
    let context = work.context();
    let Planned { questions, problems, plan, .. } =
        planned(prepared, context, work.transaction_and_upcasters(), MOST_LISTED, progress)?;
    require_answers(&questions)?;
    if let Some(first) = problems.listed.iter().min_by_key(|problem| problem.row) {
        return Err(AppError::ImportProblems {
            count: problems.count,
            row: first.row,
            reason: first.reason.clone(),
        });
    }
    if plan.steps.is_empty() {
        return Err(AppError::ImportUnreadable {
            path: prepared.file_name.clone(),
            problem: "no row stands below its header".to_owned(),
        });
    }
    let decision = &context.decision;
    let outcome = Outcome::of(&plan, decision.currency);
    let completed = ImportCompleted {
        import_id: ImportId::from_uuid(work.next_id()),
        organization_id: decision.organization_id,
        kind: prepared.file.kind,
        file_name: prepared.file_name.clone(),
        sha256: prepared.sha256.clone(),
        counts: plan.counts,
        currency: decision.currency,
        total: outcome.total,
        imported_by: decision.user.clone(),
    };
    let import = event(work, completed.import_id.as_uuid(), decision.today, &completed)?.expecting(0);
    let import_event = import.id;
    work.publish(vec![import])?;
    work.follow_import(import_event, SOURCE);
    record(work, plan.steps, progress)?;
    let ImportCompleted { import_id, kind, file_name, sha256, .. } = completed;
    Ok(ImportDone { import_id, kind, file_name, sha256, outcome })
}

/// Records the steps; this is the second half of the work.
fn record(work: &mut UnitOfWork<'_>, steps: Vec<Step>, progress: Progress<'_>) -> Result<()> {
    let total = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    let mut gathered: Vec<NewEvent> = Vec::new();
    for (step, done) in steps.into_iter().zip(1..) {
        match step {
            Step::Events(events) => gathered.extend(events),
            Step::OnAccount { account, events, on, reason } => {
                servicing::follow(work, &account, events, on, reason)?;
            }
        }
        if gathered.len() >= EVENTS_AT_ONCE || done == total || done % 100 == 0 {
            if !gathered.is_empty() {
                work.publish(std::mem::take(&mut gathered))?;
            }
            work.transaction().release_memory()?;
            if !progress(total + done, 2 * total) {
                return Err(AppError::Cancelled);
            }
        }
    }
    Ok(())
}
