//! Lists and reports as files of a spreadsheet. What can be exported stands in [`KINDS`]; a list is an entry of
//! `lists.rs`, a report that is worked out a function of `reports.rs`, `funds.rs` or `loan_file.rs`.

mod destination;
mod funds;
mod lists;
mod loan_file;
mod reports;
mod rows;

use std::{io::BufWriter, path::Path};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{FundId, LoanId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spreadsheet::write::{Column, ColumnKind, Sheet, TableFormat, TableWriter, WriteError};
use store::{StoreError, Transaction};
use ts_rs::TS;

pub(crate) use destination::Destination;
use lists::List;
use rows::Rows;

use crate::{AppError, Book, Result, integrity::Progress, queries};

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

/// What narrows an export down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportFilter {
    /// `loan_id`: what belongs to one loan.
    Loan,
    /// `fund_id`: what belongs to one fund.
    Fund,
    /// `investor_id`: what is about one investor.
    Investor,
    /// `status`: what has one status.
    Status,
    /// `from`: from this day on.
    From,
    /// `to`: until this day.
    To,
    /// `as_of`: as it is effective on this day; today where left out.
    AsOf,
}

impl ExportFilter {
    /// The input field.
    const fn field(self) -> &'static str {
        match self {
            Self::Loan => "loan_id",
            Self::Fund => "fund_id",
            Self::Investor => "investor_id",
            Self::Status => "status",
            Self::From => "from",
            Self::To => "to",
            Self::AsOf => "as_of",
        }
    }
}

/// The filters of one export, as they were given.
#[derive(Debug, Clone, Default)]
pub struct ExportFilters {
    /// What belongs to one loan.
    pub loan_id: Option<LoanId>,
    /// What belongs to one fund.
    pub fund_id: Option<FundId>,
    /// What is about one investor.
    pub investor_id: Option<PersonId>,
    /// What has one status.
    pub status: Option<String>,
    /// From this day on.
    pub from: Option<NaiveDate>,
    /// Until this day.
    pub to: Option<NaiveDate>,
    /// As it is effective on this day.
    pub as_of: Option<NaiveDate>,
    /// As it was known at this moment; balances only.
    pub known_at: Option<DateTime<Utc>>,
}

impl ExportFilters {
    fn given(&self) -> impl Iterator<Item = ExportFilter> {
        let given = [
            (ExportFilter::Loan, self.loan_id.is_some()),
            (ExportFilter::Fund, self.fund_id.is_some()),
            (ExportFilter::Investor, self.investor_id.is_some()),
            (ExportFilter::Status, self.status.is_some()),
            (ExportFilter::From, self.from.is_some()),
            (ExportFilter::To, self.to.is_some()),
            (ExportFilter::AsOf, self.as_of.is_some()),
        ];
        given.into_iter().filter_map(|(filter, is_given)| is_given.then_some(filter))
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
    fn loan_id(&self) -> Result<LoanId> {
        self.filters.loan_id.ok_or_else(|| missing(Loan))
    }

    fn fund_id(&self) -> Result<FundId> {
        self.filters.fund_id.ok_or_else(|| missing(Fund))
    }

    fn investor_id(&self) -> Result<PersonId> {
        self.filters.investor_id.ok_or_else(|| missing(Investor))
    }
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

use ExportFilter::{AsOf, From, Fund, Investor, Loan, Status, To};

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
    of_one_loan("accruals", "Interest accruals", &[Loan], reports::ACCRUALS, reports::accruals),
    report("aging", "Aging of late instalments", &[AsOf], reports::AGING, reports::aging),
    list("attachments", "Attachments", &[Loan, From, To], &lists::ATTACHMENTS),
    report("balances", "Balances", &[Loan, AsOf], reports::BALANCES, reports::balances),
    of_one_loan("budget", "Budget", &[Loan], reports::BUDGET, reports::budget),
    report("collateral", "Collateral", &[Loan], loan_file::COLLATERAL, loan_file::collateral),
    list("contacts", "Contacts", &[], &lists::CONTACTS),
    list("documents", "Documents", &[Loan, Fund, Investor, From, To], &lists::DOCUMENTS),
    list("draws", "Draws", &[Loan, Status, From, To], &lists::DRAWS),
    report("due", "Instalments due", &[AsOf], reports::DUE, reports::due),
    report("events", "Events", &[Loan, From, To], reports::EVENTS, reports::events),
    list("fees", "Fees", &[Loan, From, To], &lists::FEES),
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
    list("loans", "Loans", &[Status, From, To], &lists::LOANS),
    list("notes", "Notes", &[Loan, From, To], &lists::NOTES),
    of_one_loan(
        "participations",
        "Participations",
        &[Loan, AsOf],
        funds::PARTICIPATIONS,
        funds::participations,
    ),
    list("parties", "Parties", &[Loan], &lists::PARTIES),
    list("payments", "Payments received", &[Loan, From, To], &lists::PAYMENTS),
    list("payoff_quotes", "Payoff quotes", &[Loan, From, To], &lists::PAYOFF_QUOTES),
    list("portfolio", "Portfolio", &[Status], &lists::PORTFOLIO),
    report("properties", "Properties", &[Loan], loan_file::PROPERTIES, loan_file::properties),
    of_one_loan("schedule", "Payment schedule", &[Loan], reports::SCHEDULE, reports::schedule),
    list("users", "Users", &[], &lists::USERS),
    list("valuations", "Valuations of properties", &[From, To], &lists::VALUATIONS),
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

    fn sheet(&self, book: &Book) -> Sheet {
        let organization = book.organization();
        let decimals = organization.currency.minor_digits();
        let kind = |field| match field {
            Field::Text | Field::LoanNumber | Field::Flag => ColumnKind::Text,
            Field::Amount | Field::Sum => ColumnKind::Amount { decimals },
            Field::Percent => ColumnKind::Percent,
            Field::Whole => ColumnKind::Whole,
            Field::Date => ColumnKind::Date,
            Field::Moment => ColumnKind::Moment,
        };
        let columns = self.columns();
        Sheet {
            name: self.title.to_owned(),
            author: organization.name.clone(),
            columns: columns
                .into_iter()
                .map(|(header, field)| Column { header: header.to_owned(), kind: kind(field) })
                .collect(),
        }
    }

    /// Refuses filters that the kind does not know, rather than to export more than was asked for.
    fn check(&self, filters: &ExportFilters) -> Result<()> {
        if let Some(needed) = self.needs.iter().find(|needed| !filters.given().any(|given| given == **needed))
        {
            let problem = format!("must be given for {}", self.name);
            return Err(AppError::InvalidInput { field: needed.field(), problem });
        }
        let unknown = filters.given().find(|filter| !self.filters.contains(filter)).map(ExportFilter::field);
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
    let destination = Destination::begin(request.path, request.replace)?;
    let format = match request.format {
        ExportFormat::Csv => TableFormat::Csv { byte_order_mark: true },
        ExportFormat::Xlsx => TableFormat::Xlsx,
    };
    let refused = |error| write_failed(&destination, error);
    let file = BufWriter::with_capacity(1 << 16, destination.file());
    let writer =
        TableWriter::begin(file, format, &kind.sheet(book), destination.folder()).map_err(refused)?;
    let scope = Scope { book, filters: &request.filters, today: book.environment().clock.today() };
    let mut rows = Rows::begin(kind.columns(), writer, book.organization().currency, &destination, progress);
    book.read(|transaction| {
        if let Some(loan_id) = request.filters.loan_id {
            queries::loan::require(transaction, loan_id)?;
        }
        if let Some(fund_id) = request.filters.fund_id {
            queries::fund::require(transaction, fund_id)?;
        }
        match &kind.source {
            Source::List(list) => list.write(&request.filters, transaction, &mut rows),
            Source::Report { write, .. } => write(&scope, transaction, &mut rows),
        }
    })?;
    let rows = rows.finish()?;
    let bytes = destination.keep()?;
    Ok(ExportReport { path: request.path.display().to_string(), format: request.format, rows, bytes })
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
