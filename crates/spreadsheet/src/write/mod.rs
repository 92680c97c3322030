//! Writes a typed table, row by row, as CSV or XLSX.
//!
//! The same rows give the same bytes. What was typed as text is text in whatever opens the file: it never runs as a
//! formula ([`formula`]).

mod csv;
pub mod formula;
mod quietly;
mod xlsx;

use std::{
    io::{self, Write},
    path::Path,
};

use chrono::{DateTime, NaiveDate, Utc};
use thiserror::Error;

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// Comma-separated values (RFC 4180): UTF-8, lines ended by CR LF, dates as 2026-01-31, amounts as 1234.50.
    Csv {
        /// Whether the file begins with a byte-order mark, without which Excel takes it for another encoding.
        byte_order_mark: bool,
    },
    /// A workbook of Excel with one sheet.
    Xlsx,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text.
    Text,
    /// Money with as many decimals.
    Amount {
        /// Decimals of the currency.
        decimals: u32,
    },
    /// A percentage such as 7.5.
    Percent,
    /// A whole number.
    Whole,
    /// A civil date.
    Date,
    /// A moment (UTC).
    Moment,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands above it.
    pub header: String,
    /// What it holds.
    pub kind: ColumnKind,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text, as it was typed.
    Text(String),
    /// An amount or a percentage as exact decimal text, such as `-1234.50`.
    Decimal(String),
    /// A whole number.
    Whole(i64),
    /// A civil date.
    Date(NaiveDate),
    /// A moment.
    Moment(DateTime<Utc>),
}

/// What a table is before its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Name of the sheet, and title of the workbook.
    pub name: String,
    /// Whose table it is, among the properties of the workbook.
    pub author: String,
    /// The columns from left to right.
    pub columns: Vec<Column>,
}

/// Why a table cannot be written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// What the file system reports.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// More rows than a sheet has.
    #[error("a sheet of a workbook has room for {0} rows; choose CSV")]
    TooManyRows(u32),
    /// The workbook cannot be made.
    #[error("the workbook cannot be written: {0}")]
    Workbook(String),
}

/// Writes the rows of a table, one after the other, without holding them.
pub struct TableWriter<W: Write + Send> {
    to: Target<W>,
}

enum Target<W: Write + Send> {
    Csv(csv::CsvWriter<W>),
    Xlsx(Box<xlsx::XlsxWriter<W>>),
}

impl<W: Write + Send> TableWriter<W> {
    /// Begins a table with its header. `folder` has room for what a workbook must put aside while it grows.
    ///
    /// # Errors
    /// What the file system reports.
    pub fn begin(to: W, format: TableFormat, sheet: &Sheet, folder: &Path) -> Result<Self, WriteError> {
        let to = match format {
            TableFormat::Csv { byte_order_mark } => {
                Target::Csv(csv::CsvWriter::begin(to, sheet, byte_order_mark)?)
            }
            TableFormat::Xlsx => Target::Xlsx(Box::new(xlsx::XlsxWriter::begin(to, sheet, folder)?)),
        };
        Ok(Self { to })
    }

    /// Writes the next row.
    ///
    /// # Errors
    /// What the file system reports, or [`WriteError::TooManyRows`].
    pub fn row(&mut self, cells: &[Cell]) -> Result<(), WriteError> {
        match &mut self.to {
            Target::Csv(writer) => writer.row(cells),
            Target::Xlsx(writer) => writer.row(cells),
        }
    }

    /// Writes the last row, set apart from the others: what the columns add up to.
    ///
    /// # Errors
    /// As [`TableWriter::row`].
    pub fn totals(&mut self, cells: &[Cell]) -> Result<(), WriteError> {
        match &mut self.to {
            Target::Csv(writer) => writer.row(cells),
            Target::Xlsx(writer) => writer.totals(cells),
        }
    }

    /// Ends the table and gives back what it was written to.
    ///
    /// # Errors
    /// What the file system reports.
    pub fn finish(self) -> Result<W, WriteError> {
        match self.to {
            Target::Csv(writer) => writer.finish(),
            Target::Xlsx(writer) => writer.finish(),
        }
    }
}

#[cfg(test)]
mod tests;
