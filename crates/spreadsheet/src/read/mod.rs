//! Reads a table from CSV or XLSX: a header, and rows of cells that know the row in which a person sees them.
//!
//! Nothing is guessed at the price of a wrong figure. Cells come as they are written; what a column's numbers and dates
//! mean is judged over all of its rows by [`numbers`] and [`dates`], which say when it can be read in two ways.

mod csv;
pub mod dates;
mod decode;
mod formats;
mod header;
mod hidden;
pub mod numbers;
mod xlsx;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use thiserror::Error;

/// Largest file that is read, in bytes.
pub const LARGEST_FILE: u64 = 100 * 1024 * 1024;

/// A table as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What kind of file it came from.
    pub source: Source,
    /// The row of the header, counted from 1.
    pub header_row: u32,
    /// How many rows above the header are not empty; they are no part of the table.
    pub rows_above: usize,
    /// The first of them.
    pub above: Vec<RowAbove>,
    /// The header's cells as they are written, one for each column.
    pub headings: Vec<String>,
    /// The columns' names, each another than those before it.
    pub columns: Vec<String>,
    /// The rows below the header that are not empty.
    pub rows: Vec<Row>,
    /// The places of the columns that a workbook does not show.
    pub hidden_columns: Vec<usize>,
}

/// A row above the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowAbove {
    /// Its number as a person sees it in a spreadsheet, from 1.
    pub number: u32,
    /// The beginning of what stands in it.
    pub text: String,
}

/// What a table was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Text with delimiters.
    Csv {
        /// How its bytes are characters.
        encoding: &'static str,
        /// What stands between two cells.
        delimiter: char,
    },
    /// A workbook.
    Xlsx {
        /// Its sheets, in their order.
        sheets: Vec<Sheet>,
        /// The one that was read.
        sheet: String,
    },
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether the workbook shows it.
    pub is_visible: bool,
}

/// A row below the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number as a person sees it in a spreadsheet, from 1.
    pub number: u32,
    /// Of a text file: the line on which it begins, which line breaks within cells move on.
    pub line: Option<u32>,
    /// One cell for each column.
    pub cells: Vec<Cell>,
    /// How many cells it has, where they are not as many as the header's.
    pub ragged: Option<usize>,
    /// Whether a workbook does not show it: it was hidden, or filtered out.
    pub is_hidden: bool,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing, or white space alone.
    Empty,
    /// Text, trimmed.
    Text(String),
    /// A number of a workbook, in digits with a decimal point.
    Number(String),
    /// A number of a workbook that it shows in percent, in digits of percent: what is kept as 0.075 is `7.5`.
    Percent(String),
    /// A number of a workbook that it shows with a currency.
    InCurrency {
        /// In digits with a decimal point.
        number: String,
        /// A sign, or another text that stands for a currency.
        currency: String,
    },
    /// A date of a workbook.
    Date(NaiveDate),
    /// An error that a formula came to, such as `#REF!`.
    Error(String),
    /// A formula of which no result was stored, as programs write it that reckon nothing; empty where it is said in
    /// another cell.
    Formula(String),
}

impl Cell {
    fn of_text(text: &str) -> Self {
        let trimmed = text.trim();
        if trimmed.is_empty() { Self::Empty } else { Self::Text(trimmed.to_owned()) }
    }

    /// The cell as a person reads it.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Number(text) | Self::Error(text) => text.clone(),
            Self::Formula(formula) => format!("={formula}"),
            Self::Percent(number) => format!("{number}%"),
            Self::InCurrency { number, currency } => format!("{currency} {number}"),
            Self::Date(date) => date.to_string(),
        }
    }

    /// Whether nothing is in it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }
}

/// What is said of a file beforehand.
#[derive(Clone, Default)]
pub struct Options<'n> {
    /// The sheet of a workbook; left out, the first that is shown and has a row.
    pub sheet: Option<String>,
    /// What stands between two cells of a text file; left out, what its first rows have in common.
    pub delimiter: Option<char>,
    /// The row of the header, counted from 1; left out, the one that has the most names that are known, and where none
    /// has two, the first that is not empty.
    pub header_row: Option<u32>,
    /// Whether a text is the name of a column that is known.
    pub is_known_name: Option<&'n dyn Fn(&str) -> bool>,
}

/// Why a file is no table.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// Larger than what is read.
    #[error("the file is larger than {} MB, the most that is read; split it", LARGEST_FILE / (1024 * 1024))]
    TooLarge,
    /// No byte, or no row.
    #[error("the file has no row with a header")]
    Empty,
    /// A row that is to be the header and has nothing in it.
    #[error("must be a row of the file with the names of its columns; nothing stands in row {0}")]
    NoSuchHeader(u32),
    /// Something else than a table.
    #[error("the file is {0}; save it as CSV or XLSX")]
    OtherKind(&'static str),
    /// A workbook that is damaged or locked.
    #[error("the workbook cannot be read: {0}")]
    Workbook(String),
    /// A sheet that the workbook does not have.
    #[error("must be a sheet of the workbook, which has {}; it has no {name:?}", quoted(.sheets))]
    NoSuchSheet {
        /// The sheet.
        name: String,
        /// Those that it has.
        sheets: Vec<String>,
    },
    /// A quote that is never closed.
    #[error("the quote that opens in row {row} (line {line}) is never closed")]
    OpenQuote {
        /// The row.
        row: u32,
        /// The line.
        line: u32,
    },
    /// More rows or columns than are read.
    #[error("the table has more than {rows} rows or {columns} columns")]
    TooManyCells {
        /// The most rows.
        rows: u32,
        /// The most columns.
        columns: usize,
    },
    /// Rows and columns that are each allowed, and together more than can be held.
    #[error(
        "the table reaches over more than {MOST_CELLS} cells by row {row}; delete what stands outside of it, or split it"
    )]
    TooWide {
        /// The row with which it does.
        row: u32,
    },
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")
}

/// The most rows and columns that a spreadsheet has.
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: usize = 16_384;

/// The most cells that are held, empty ones between others too.
const MOST_CELLS: usize = 20_000_000;

/// Reads a table from the bytes of a file; its kind is told by them, not by a name.
///
/// # Errors
/// A file that is too large, or no table.
pub fn read(bytes: &[u8], options: &Options<'_>) -> Result<Table, ReadError> {
    if u64::try_from(bytes.len()).map_or(true, |length| length > LARGEST_FILE) {
        return Err(ReadError::TooLarge);
    }
    match bytes {
        [b'P', b'K', 3, 4, ..] => xlsx::read(bytes, options),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            Err(ReadError::OtherKind("a workbook of an old release, or one with a password"))
        }
        [b'%', b'P', b'D', b'F', ..] => Err(ReadError::OtherKind("a PDF")),
        _ => csv::read(bytes, options),
    }
}

/// A row as it was read, before it is known what the header is.
struct RawRow {
    number: u32,
    line: Option<u32>,
    cells: Vec<Cell>,
    is_hidden: bool,
}

/// Finds the header, and takes the rows below it that are not empty.
fn table(
    source: Source,
    rows: impl Iterator<Item = RawRow>,
    is_text: bool,
    options: &Options<'_>,
) -> Result<Table, ReadError> {
    let mut rows = rows.filter(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    let (above, header) = header::split(&mut rows, options)?;
    let mut names: Vec<String> = header.row.cells.iter().map(Cell::shown).collect();
    while names.last().is_some_and(String::is_empty) {
        names.pop();
    }
    let header_length = header.row.cells.len();
    let mut taken = Vec::new();
    let mut held = 0;
    for RawRow { number, line, mut cells, is_hidden } in header.looked_at_below.into_iter().chain(rows) {
        let length = cells.len();
        while cells.len() > names.len() && cells.last().is_some_and(Cell::is_empty) {
            cells.pop();
        }
        // A row of text that ends early lost cells somewhere; one of a sheet just ends with its last value.
        let is_ragged = cells.len() > names.len() || is_text && length < names.len().min(header_length);
        let ragged = is_ragged.then_some(length);
        held += names.len().max(cells.len());
        if held > MOST_CELLS {
            return Err(ReadError::TooWide { row: number });
        }
        cells.resize(names.len().max(cells.len()), Cell::Empty);
        taken.push(Row { number, line, cells, ragged, is_hidden });
    }
    Ok(Table {
        source,
        header_row: header.row.number,
        rows_above: above.count,
        above: above.first,
        headings: names.clone(),
        columns: unlike(names),
        rows: taken,
        hidden_columns: Vec::new(),
    })
}

/// Names of columns, each another: one that is empty is called by its letter, one that comes again is numbered.
fn unlike(names: Vec<String>) -> Vec<String> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut unlike: Vec<String> = Vec::with_capacity(names.len());
    let mut taken: HashSet<String> = HashSet::new();
    for (place, name) in names.into_iter().enumerate() {
        let name = if name.is_empty() { format!("Column {}", column_letter(place)) } else { name };
        let times = seen.entry(name.clone()).and_modify(|times| *times += 1).or_insert(1);
        let mut candidate = if *times == 1 { name.clone() } else { format!("{name} ({times})") };
        while !taken.insert(candidate.clone()) {
            *times += 1;
            candidate = format!("{name} ({times})");
        }
        unlike.push(candidate);
    }
    unlike
}

/// The letters of a column as a spreadsheet shows them, from 0 for A.
#[must_use]
pub fn column_letter(place: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = place + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests;
