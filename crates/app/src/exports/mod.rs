//! Lists and reports as files of a spreadsheet. What can be exported stands in [`KINDS`]; a list is an entry of
//! `lists.rs`, a report that is worked out a function of the file that has its subject.

mod compliance;
mod construction;
mod dashboard;
mod filters;
mod funds;
mod lists;
mod loan_file;
mod problems;
mod reports;
mod rows;
mod schedules;

use std::{io::BufWriter, path::Path};

use chrono::NaiveDate;
use domain::{DrawId, FundId, LoanId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spreadsheet::write::{Column, ColumnKind, Sheet, TableFormat, TableWriter, WriteError};
use store::{StoreError, Transaction};
use ts_rs::TS;

pub use filters::{ExportFilter, ExportFilters};
pub use problems::export_problems;

use lists::List;
use rows::Rows;

use crate::{
    AppError, Book, Result,
    destination::{Destination, Existing},
    integrity::Progress,
    queries,
};

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Comma-separated values, UTF-8 with a byte-order mark.
    Csv,
    /// A workbook of Excel.
    Xlsx,
}

impl ExportFormat {
    /// The format that a file's ending names.
    ///
    /// # Errors
    /// Another ending.
    pub fn of_path(path: &Path) -> Result<Self> {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        match ending.to_ascii_lowercase().as_str() {
            "csv" => Ok(Self::Csv),
            "xlsx" => Ok(Self::Xlsx),
            _ => Err(AppError::InvalidInput {
                field: "format",
                problem: "must be csv or xlsx, or be left out where path ends in .csv or .xlsx".into(),
            }),
        }
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    /// Text or a word of the domain.
    Text,
    /// The number of a loan, such as `L-00001`.
    LoanNumber,
    /// Money.
    Amount,
    /// Money that is kept as text.
    AmountText,
    /// Money that adds up at the foot.
    Sum,
    /// A rate or a share in millionths of a percent.
    Percent,
    /// A whole number.
    Whole,
    /// A civil date.
    Date,
    /// A moment.
    Moment,
    /// `yes`, or nothing.
    Flag,
}

/// Where the rows of an export come from.
enum Source {
    /// Straight from the projections, page by page.
    List(&'static List),
    /// Worked out.
    Report {
        columns: &'static [(&'static str, Field)],
        write: fn(&Scope<'_>, &mut dyn Transaction, &mut Rows<'_>) -> Result<()>,
    },
}

/// What a report is made for.
struct Scope<'a> {
    book: &'a Book,
    filters: &'a ExportFilters,
    today: NaiveDate,
}

impl Scope<'_> {
    /// Refuses what is not in the book, rather than to say that there is nothing of it.
    fn require(&self, transaction: &mut dyn Transaction) -> Result<()> {
        if let Some(loan_id) = self.filters.loan_id {
            queries::loan::require(transaction, loan_id)?;
        }
        if let Some(fund_id) = self.filters.fund_id {
            queries::fund::require(transaction, fund_id)?;
        }
        if let Some(person_id) = self.filters.person_id {
            queries::person::require(transaction, person_id)?;
        }
        if let Some(property_id) = self.filters.property_id {
            queries::property::get(transaction, property_id, self.book.organization().currency)?;
        }
        Ok(())
    }

    fn loan_id(&self) -> Result<LoanId> {
        self.filters.loan_id.ok_or_else(|| missing(Loan))
    }

    fn draw_id(&self) -> Result<DrawId> {
        self.filters.draw_id.ok_or_else(|| missing(Draw))
    }

    fn fund_id(&self) -> Result<FundId> {
        self.filters.fund_id.ok_or_else(|| missing(Fund))
    }

    fn investor_id(&self) -> Result<PersonId> {
        self.filters.investor_id.ok_or_else(|| missing(Investor))
    }
}

fn no_status(word: &str) -> AppError {
    let problem = format!("must be a status of what is exported, and {word:?} is none");
    AppError::InvalidInput { field: "status", problem }
}

fn missing(filter: ExportFilter) -> AppError {
    AppError::InvalidInput { field: filter.field(), problem: "must be given".into() }
}

/// Something that can be exported.
struct Kind {
    name: &'static str,
    title: &'static str,
    filters: &'static [ExportFilter],
    /// Those of its filters that must be given.
    needs: &'static [ExportFilter],
    source: Source,
}

use ExportFilter::{
    Area, AsOf, Draw, EventType, From, Fund, Investor, Loan, Person, Property, Schedule, Status, To, Who,
};

const fn list(
    name: &'static str,
    title: &'static str,
    filters: &'static [ExportFilter],
    list: &'static List,
) -> Kind {
    Kind { name, title, filters, needs: &[], source: Source::List(list) }
}

/// Everything that can be exported, by name.
static KINDS: &[Kind] = &[
    of_one_loan("account", "Loan account", &[Loan, AsOf], reports::ACCOUNT, reports::account),
    of_one_loan("accruals", "Interest accruals", &[Loan], schedules::ACCRUALS, schedules::accruals),
    report("aging", "Aging of late instalments", &[AsOf], reports::AGING, reports::aging),
    report("aging_by_age", "Past due by age", &[], dashboard::AGING, dashboard::aging),
    list("attachments", "Attachments", &[Loan, From, To], &lists::ATTACHMENTS),
    report("balances", "Balances", &[Loan, AsOf], reports::BALANCES, reports::balances),
    of_one_loan("budget", "Budget", &[Loan], construction::BUDGET, construction::budget),
    report("collateral", "Collateral", &[Loan, Property], loan_file::COLLATERAL, loan_file::collateral),
    list("compliance_log", "Compliance log", &[Loan, Area, Who, From, To], &lists::COMPLIANCE_LOG),
    list("contacts", "Contacts", &[], &lists::CONTACTS),
    list("documents", "Documents", &[Loan, Fund, Investor, From, To], &lists::DOCUMENTS),
    of_one_draw("draw_lines", "Lines of a draw", construction::DRAW_LINES, construction::draw_lines),
    of_one_loan(
        "draw_schedule",
        "Planned and actual draws",
        &[Loan],
        construction::DRAW_SCHEDULE,
        construction::draw_schedule,
    ),
    list("draws", "Draws", &[Loan, Status, From, To], &lists::DRAWS),
    report("due", "Instalments due", &[From, To, AsOf], reports::DUE, reports::due),
    report("events", "Events", &[Loan, EventType, Status, Who, From, To], reports::EVENTS, reports::events),
    report("expected_cash", "Cash expected by month", &[], dashboard::EXPECTED, dashboard::expected),
    list("fees", "Fees", &[Loan, From, To], &lists::FEES),
    list("filing_completions", "What was filed", &[From, To], &lists::FILING_COMPLETIONS),
    report("filings", "Filings", &[], compliance::FILINGS, compliance::filings),
    report("fund_entries", "Fund entries", &[Fund, From, To], funds::ENTRIES, funds::entries),
    report("fund_investors", "Investors of funds", &[Fund], funds::INVESTORS, funds::investors),
    report("fund_loans", "Loans of funds", &[Fund], funds::LOANS, funds::loans),
    report(
        "fund_splits",
        "Fund entries by investor",
        &[Fund, Investor, From, To],
        funds::SPLITS,
        funds::splits,
    ),
    report("funds", "Funds", &[], funds::FUNDS, funds::funds),
    report("handlers", "Handlers", &[], reports::HANDLERS, reports::handlers),
    list("inspections", "Inspections", &[Loan, From, To], &lists::INSPECTIONS),
    list("instalments", "Instalments", &[Loan, Status, From, To], &lists::INSTALMENTS),
    Kind {
        needs: &[Fund, Investor],
        ..report(
            "investor_statement",
            "Investor statement",
            &[Fund, Investor, From, To],
            funds::STATEMENT,
            funds::statement,
        )
    },
    report("late", "Instalments past due", &[AsOf], reports::DUE, reports::late),
    report("licences", "Licences", &[], compliance::LICENCES, compliance::licences),
    of_one_draw("lien_waivers", "Lien waivers", construction::LIEN_WAIVERS, construction::lien_waivers),
    list("loans", "Loans", &[Status, From, To], &lists::LOANS),
    report("maturities", "Maturities by month", &[], dashboard::MATURITIES, dashboard::maturities),
    list("notes", "Notes", &[Loan, Person, From, To], &lists::NOTES),
    of_one_loan(
        "participations",
        "Participations",
        &[Loan, AsOf],
        funds::PARTICIPATIONS,
        funds::participations,
    ),
    list("parties", "Parties", &[Loan, Person], &lists::PARTIES),
    of_one_loan(
        "payment_shares",
        "Payments by lender",
        &[Loan],
        funds::PAYMENT_SHARES,
        funds::payment_shares,
    ),
    list("payments", "Payments received", &[Loan, From, To], &lists::PAYMENTS),
    list("payoff_quotes", "Payoff quotes", &[Loan, From, To], &lists::PAYOFF_QUOTES),
    list("portfolio", "Portfolio", &[Status], &lists::PORTFOLIO),
    report("properties", "Properties", &[Loan], loan_file::PROPERTIES, loan_file::properties),
    of_one_loan("schedule", "Payment schedule", &[Loan, Schedule], schedules::SCHEDULE, schedules::schedule),
    of_one_loan("schedule_versions", "Payment schedules", &[Loan], schedules::VERSIONS, schedules::versions),
    report("templates", "Templates of documents", &[], reports::TEMPLATES, reports::templates),
    report("todo", "What is to be done", &[], dashboard::TODO, dashboard::todo),
    list("users", "Users", &[], &lists::USERS),
    list("valuations", "Valuations of properties", &[Property, From, To], &lists::VALUATIONS),
];

/// A report that is always of one loan.
const fn of_one_loan(
    name: &'static str,
    title: &'static str,
    filters: &'static [ExportFilter],
    columns: &'static [(&'static str, Field)],
    write: fn(&Scope<'_>, &mut dyn Transaction, &mut Rows<'_>) -> Result<()>,
) -> Kind {
    Kind { needs: &[Loan], ..report(name, title, filters, columns, write) }
}

/// A report that is always of one draw.
const fn of_one_draw(
    name: &'static str,
    title: &'static str,
    columns: &'static [(&'static str, Field)],
    write: fn(&Scope<'_>, &mut dyn Transaction, &mut Rows<'_>) -> Result<()>,
) -> Kind {
    Kind { needs: &[Draw], ..report(name, title, &[Draw], columns, write) }
}

const fn report(
    name: &'static str,
    title: &'static str,
    filters: &'static [ExportFilter],
    columns: &'static [(&'static str, Field)],
    write: fn(&Scope<'_>, &mut dyn Transaction, &mut Rows<'_>) -> Result<()>,
) -> Kind {
    Kind { name, title, filters, needs: &[], source: Source::Report { columns, write } }
}

impl Kind {
    fn columns(&self) -> Vec<(&'static str, Field)> {
        match &self.source {
            Source::List(list) => list.columns.iter().map(|column| (column.0, column.1)).collect(),
            Source::Report { columns, .. } => columns.to_vec(),
        }
    }

    /// Refuses filters that the kind does not know, rather than to export more than was asked for.
    fn check(&self, filters: &ExportFilters) -> Result<()> {
        let given = filters.given();
        if let Some(needed) = self.needs.iter().find(|needed| !given.contains(needed)) {
            let problem = format!("must be given for {}", self.name);
            return Err(AppError::InvalidInput { field: needed.field(), problem });
        }
        let unknown =
            given.into_iter().find(|filter| !self.filters.contains(filter)).map(ExportFilter::field);
        let unknown =
            unknown.or((filters.known_at.is_some() && self.name != "balances").then_some("known_at"));
        let Some(field) = unknown else { return Ok(()) };
        let known: Vec<&str> = self.filters.iter().map(|filter| filter.field()).collect();
        let problem = if known.is_empty() {
            format!("must be left out: {} has no filters", self.name)
        } else {
            format!("must be left out: the filters of {} are {}", self.name, known.join(", "))
        };
        Err(AppError::InvalidInput { field, problem })
    }
}

/// Something that can be exported, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct ExportKind {
    /// Its name, for `export.run`.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// What narrows it down.
    pub filters: Vec<ExportFilter>,
    /// Those of them that must be given.
    pub needs: Vec<ExportFilter>,
    /// Its columns from left to right.
    pub columns: Vec<String>,
}

/// Everything that can be exported, by name.
#[must_use]
pub fn kinds() -> Vec<ExportKind> {
    let view = |kind: &Kind| ExportKind {
        kind: kind.name.to_owned(),
        title: kind.title.to_owned(),
        filters: kind.filters.to_vec(),
        needs: kind.needs.to_vec(),
        columns: kind.columns().into_iter().map(|(header, _)| header.to_owned()).collect(),
    };
    KINDS.iter().map(view).collect()
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
pub struct ExportReport {
    /// Where it is.
    pub path: String,
    /// How it was written.
    pub format: ExportFormat,
    /// Its rows, without the header and the sums at its foot.
    pub rows: i64,
    /// Its bytes.
    pub bytes: i64,
}

/// What is to be exported, and where to.
#[derive(Debug, Clone)]
pub struct ExportRequest<'a> {
    /// Which list or report.
    pub kind: &'a str,
    /// The file.
    pub path: &'a Path,
    /// How it is written.
    pub format: ExportFormat,
    /// Whether a file that is there is replaced.
    pub replace: bool,
    /// What narrows it down.
    pub filters: ExportFilters,
}

/// Writes a list or a report to a file, as the book is at one moment. Cancelled or failed, it leaves nothing, and a file
/// that was there as it was.
///
/// # Errors
/// An unknown kind, a filter that it does not have, a place that cannot be written to, cancellation, or storage.
pub fn run(book: &Book, request: &ExportRequest<'_>, progress: Progress<'_>) -> Result<ExportReport> {
    let kind = KINDS.iter().find(|kind| kind.name == request.kind).ok_or_else(|| {
        let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
        AppError::InvalidInput { field: "kind", problem: format!("must be one of {}", names.join(", ")) }
    })?;
    kind.check(&request.filters)?;
    let scope = Scope { book, filters: &request.filters, today: book.environment().clock.today() };
    let file = FileToWrite { path: request.path, format: request.format, replace: request.replace };
    file.write(book, (kind.title, kind.columns()), progress, |rows| {
        book.read(|transaction| {
            scope.require(transaction)?;
            match &kind.source {
                Source::List(list) => list.write(&request.filters, transaction, rows),
                Source::Report { write, .. } => write(&scope, transaction, rows),
            }
        })
    })
}

/// The file of a table.
struct FileToWrite<'a> {
    path: &'a Path,
    format: ExportFormat,
    replace: bool,
}

impl FileToWrite<'_> {
    /// Writes a table of a title and columns, filled by the function, or leaves nothing.
    fn write(
        &self,
        book: &Book,
        (title, columns): (&str, Vec<(&'static str, Field)>),
        progress: Progress<'_>,
        fill: impl FnOnce(&mut Rows<'_>) -> Result<()>,
    ) -> Result<ExportReport> {
        let destination = Destination::begin(book, ("path", self.path), Existing::replaced(self.replace))?;
        let format = match self.format {
            ExportFormat::Csv => TableFormat::Csv { byte_order_mark: true },
            ExportFormat::Xlsx => TableFormat::Xlsx,
        };
        let refused = |error| write_failed(&destination, error);
        let file = BufWriter::with_capacity(1 << 16, destination.file());
        let writer = TableWriter::begin(file, format, &sheet(book, title, &columns), destination.folder())
            .map_err(refused)?;
        let mut rows = Rows::begin(columns, writer, book.organization().currency, &destination, progress);
        fill(&mut rows)?;
        let rows = rows.finish()?;
        let bytes = destination.keep()?;
        Ok(ExportReport { path: self.path.display().to_string(), format: self.format, rows, bytes })
    }
}

fn sheet(book: &Book, title: &str, columns: &[(&'static str, Field)]) -> Sheet {
    let organization = book.organization();
    let decimals = organization.currency.minor_digits();
    let kind = |field| match field {
        Field::Text | Field::LoanNumber | Field::Flag => ColumnKind::Text,
        Field::Amount | Field::AmountText | Field::Sum => ColumnKind::Amount { decimals },
        Field::Percent => ColumnKind::Percent,
        Field::Whole => ColumnKind::Whole,
        Field::Date => ColumnKind::Date,
        Field::Moment => ColumnKind::Moment,
    };
    Sheet {
        name: title.to_owned(),
        author: organization.name.clone(),
        columns: columns
            .iter()
            .map(|(header, field)| Column { header: (*header).to_owned(), kind: kind(*field) })
            .collect(),
    }
}

fn write_failed(destination: &Destination, error: WriteError) -> AppError {
    match error {
        WriteError::Io(error) => destination.failed(error),
        WriteError::TooManyRows(_) => {
            AppError::InvalidInput { field: "format", problem: format!("does not fit: {error}") }
        }
        WriteError::Workbook(_) => StoreError::backend("writing a workbook", error).into(),
    }
}
