//! A workbook of one sheet.

use std::{
    io::{self, Write},
    path::Path,
};

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{Cell, Column, ColumnKind, Sheet, WriteError, quietly::unless_it_panics};

/// Rows of a sheet.
const MOST_ROWS: u32 = 1_048_576;
/// Characters of a cell, counted as Excel does, in UTF-16 code units.
const MOST_CHARACTERS: usize = 32_767;
/// Digits of a number that Excel keeps; what has more goes in as text, whole.
const MOST_DIGITS: usize = 15;
/// Characters of the name of a sheet.
const LONGEST_NAME: usize = 31;
/// What stands at the end of text that does not fit a cell.
const CUT: &str = "… (cut here; CSV has it whole)";

pub struct XlsxWriter<W: Write + Send> {
    to: W,
    workbook: Workbook,
    columns: Vec<StyledColumn>,
    next_row: u32,
    /// The last row that is no total: what the filter covers.
    last_row: u32,
}

/// A column with how its cells look.
struct StyledColumn {
    place: u16,
    cell: Format,
    total: Format,
}

impl<W: Write + Send> XlsxWriter<W> {
    pub fn begin(to: W, sheet: &Sheet, folder: &Path) -> Result<Self, WriteError> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder).map_err(write_error)?;
        // A moment of its own would make the same table other bytes each time.
        let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(write_error)?;
        workbook.set_properties(
            &DocProperties::new()
                .set_title(&sheet.name)
                .set_author(&sheet.author)
                .set_company("")
                .set_creation_datetime(&made),
        );
        let worksheet = workbook.add_worksheet_with_constant_memory().map_err(write_error)?;
        let columns = begin_sheet(worksheet, sheet).map_err(write_error)?;
        Ok(Self { to, workbook, columns, next_row: 1, last_row: 0 })
    }

    pub fn row(&mut self, cells: &[Cell]) -> Result<(), WriteError> {
        self.last_row = self.next_row;
        self.write(cells, false)
    }

    pub fn totals(&mut self, cells: &[Cell]) -> Result<(), WriteError> {
        self.write(cells, true)
    }

    fn write(&mut self, cells: &[Cell], is_total: bool) -> Result<(), WriteError> {
        if self.next_row >= MOST_ROWS {
            return Err(WriteError::TooManyRows(MOST_ROWS));
        }
        let row = self.next_row;
        self.next_row += 1;
        in_the_library(|| {
            let worksheet = self.workbook.worksheet_from_index(0)?;
            for (column, cell) in self.columns.iter().zip(cells) {
                let format = if is_total { &column.total } else { &column.cell };
                write_cell(worksheet, (row, column.place), cell, format)?;
            }
            Ok(())
        })
    }

    pub fn finish(mut self) -> Result<W, WriteError> {
        let mut to = UpToItsFirstFailure { to: self.to, failure: None };
        let saved = in_the_library(|| {
            if let Some(last) = self.columns.last() {
                self.workbook.worksheet_from_index(0)?.autofilter(0, 0, self.last_row, last.place)?;
            }
            self.workbook.save_to_writer(&mut to)
        });
        if let Some(failure) = to.failure {
            return Err(failure.into());
        }
        saved?;
        to.to.flush()?;
        Ok(to.to)
    }
}

fn begin_sheet(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<Vec<StyledColumn>, XlsxError> {
    worksheet.set_name(sheet_name(&sheet.name))?;
    let header = Format::new().set_bold().set_border_bottom(FormatBorder::Thin);
    let mut columns = Vec::with_capacity(sheet.columns.len());
    for (place, column) in (0_u16..).zip(&sheet.columns) {
        let cell = style(column.kind);
        let total = cell.clone().set_bold().set_border_top(FormatBorder::Thin);
        worksheet.set_column_width(place, width(column))?;
        columns.push(StyledColumn { place, cell, total });
    }
    worksheet.set_freeze_panes(1, 0)?;
    for (styled, column) in columns.iter().zip(&sheet.columns) {
        worksheet.write_string_with_format(0, styled.place, &column.header, &header)?;
    }
    Ok(columns)
}

/// A name that Excel takes for a sheet.
fn sheet_name(name: &str) -> String {
    let allowed = |character: &char| !matches!(character, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
    let name: String = name.chars().filter(allowed).take(LONGEST_NAME).collect();
    if name.trim().is_empty() { "Sheet".to_owned() } else { name }
}

fn style(kind: ColumnKind) -> Format {
    let number = |code: &str| Format::new().set_num_format(code);
    match kind {
        ColumnKind::Text => number("@"),
        ColumnKind::Amount { decimals: 0 } => number("#,##0;[Red](#,##0)"),
        ColumnKind::Amount { decimals } => {
            let places = "0".repeat(usize::try_from(decimals).unwrap_or(2));
            number(&format!("#,##0.{places};[Red](#,##0.{places})"))
        }
        ColumnKind::Percent => number("0.00####\"%\""),
        ColumnKind::Whole => number("0"),
        ColumnKind::Date => number("yyyy-mm-dd"),
        ColumnKind::Moment => number("yyyy-mm-dd hh:mm:ss"),
    }
}

/// Room for what a column usually holds, and for its header with the button of the filter.
fn width(column: &Column) -> u32 {
    let usual = match column.kind {
        ColumnKind::Text => 18,
        ColumnKind::Amount { .. } => 16,
        ColumnKind::Moment => 20,
        ColumnKind::Date => 12,
        ColumnKind::Percent | ColumnKind::Whole => 10,
    };
    let header = u32::try_from(column.header.chars().count()).unwrap_or(usual).saturating_add(4);
    usual.max(header.min(40))
}

fn write_cell(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => worksheet.write_blank(row, column, format)?,
        Cell::Text(text) => worksheet.write_string_with_format(row, column, fitting(text), format)?,
        Cell::Decimal(text) => match number(text) {
            Some(number) => worksheet.write_number_with_format(row, column, number, format)?,
            None => worksheet.write_string_with_format(row, column, text, format)?,
        },
        Cell::Whole(whole) => match number(&whole.to_string()) {
            Some(number) => worksheet.write_number_with_format(row, column, number, format)?,
            None => worksheet.write_string_with_format(row, column, whole.to_string(), format)?,
        },
        Cell::Date(date) => match excel_date(*date)? {
            Some(date) => worksheet.write_datetime_with_format(row, column, date, format)?,
            None => worksheet.write_string_with_format(row, column, date.to_string(), format)?,
        },
        Cell::Moment(moment) => match excel_moment(*moment)? {
            Some(moment) => worksheet.write_datetime_with_format(row, column, moment, format)?,
            None => worksheet.write_string_with_format(row, column, moment.to_rfc3339(), format)?,
        },
    };
    Ok(())
}

/// The one place where an exact decimal becomes a binary number, because a workbook has no other kind. Up to fifteen
/// digits the way back, which is the shortest decimal that gives the same number, leads to the very text that went in;
/// what has more digits stays text, since a spreadsheet would keep fifteen of them.
fn number(text: &str) -> Option<f64> {
    let digits = text.bytes().filter(u8::is_ascii_digit);
    let significant = digits.skip_while(|digit| *digit == b'0').count();
    (significant <= MOST_DIGITS)
        .then(|| text.parse().ok())
        .flatten()
        .filter(|number: &f64| number.is_finite())
}

/// A date of Excel, which has none before 1900; its 1900 has a day too many, before March.
fn excel_date(date: NaiveDate) -> Result<Option<ExcelDateTime>, XlsxError> {
    let (Ok(year), Ok(month), Ok(day)) =
        (u16::try_from(date.year()), u8::try_from(date.month()), u8::try_from(date.day()))
    else {
        return Ok(None);
    };
    if !(1901..=9999).contains(&year) {
        return Ok(None);
    }
    ExcelDateTime::from_ymd(year, month, day).map(Some)
}

fn excel_moment(moment: DateTime<Utc>) -> Result<Option<ExcelDateTime>, XlsxError> {
    let Some(date) = excel_date(moment.date_naive())? else { return Ok(None) };
    let (Ok(hour), Ok(minute), Ok(second)) =
        (u16::try_from(moment.hour()), u8::try_from(moment.minute()), u8::try_from(moment.second()))
    else {
        return Ok(None);
    };
    date.and_hms(hour, minute, second).map(Some)
}

/// Text that fits a cell: what is longer is cut, and says so.
fn fitting(text: &str) -> std::borrow::Cow<'_, str> {
    if text.encode_utf16().count() <= MOST_CHARACTERS {
        return text.into();
    }
    let room = MOST_CHARACTERS - CUT.encode_utf16().count();
    let mut taken = 0;
    let begin: String = text
        .chars()
        .take_while(|character| {
            taken += character.len_utf16();
            taken <= room
        })
        .collect();
    format!("{begin}{CUT}").into()
}

fn write_error(error: XlsxError) -> WriteError {
    match error {
        XlsxError::IoError(error) => WriteError::Io(error),
        other => told(&other.to_string()),
    }
}

/// The library panics where the file that it puts rows aside in cannot be written to.
fn in_the_library(write: impl FnOnce() -> Result<(), XlsxError>) -> Result<(), WriteError> {
    unless_it_panics(write).map_err(|panic| told(&panic))?.map_err(write_error)
}

/// Takes everything for the library, and keeps nothing of it after the first failure: a zip archive that cannot be
/// ended complains on standard error while it is dropped.
struct UpToItsFirstFailure<W> {
    to: W,
    failure: Option<io::Error>,
}

impl<W: Write> UpToItsFirstFailure<W> {
    fn unless_failed(&mut self, write: impl FnOnce(&mut W) -> io::Result<()>) {
        if self.failure.is_none() {
            self.failure = write(&mut self.to).err();
        }
    }
}

impl<W: Write> Write for UpToItsFirstFailure<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_failed(|to| to.write_all(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_failed(Write::flush);
        Ok(())
    }
}

/// The library gives some failures of the disk as words only.
fn told(problem: &str) -> WriteError {
    if problem.contains("StorageFull") || problem.contains("No space left") {
        return io::Error::from(io::ErrorKind::StorageFull).into();
    }
    WriteError::Workbook(problem.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifteen_digits_come_back_as_they_went_in_and_more_stay_text() {
        for text in ["0.01", "-1234.56", "9999999999999.99", "123456789012345", "0.1", "100000.00", "8675.74"]
        {
            let number = number(text).unwrap();
            let places = text.split_once('.').map_or(0, |(_, places)| places.len());
            assert_eq!(format!("{number:.places$}"), text);
            let shortest = number.to_string();
            assert!(text.starts_with(&shortest) || shortest == text, "{text} became {shortest}");
        }
        assert_eq!(number("92233720368547758.07"), None);
        assert_eq!(number("1234567890123456"), None);
    }

    #[test]
    fn what_is_longer_than_a_cell_is_cut_and_says_so() {
        let long = "🏠".repeat(20_000);
        let cut = fitting(&long);
        assert!(cut.ends_with(CUT) && cut.encode_utf16().count() <= MOST_CHARACTERS, "{}", cut.len());
        assert_eq!(fitting("short"), "short");
    }
}
