//! Comma-separated values.

use std::io::Write;

use chrono::SecondsFormat;

use super::{Cell, Sheet, WriteError, formula};

pub struct CsvWriter<W: Write> {
    to: W,
    line: String,
}

impl<W: Write> CsvWriter<W> {
    pub fn begin(mut to: W, sheet: &Sheet, byte_order_mark: bool) -> Result<Self, WriteError> {
        if byte_order_mark {
            to.write_all("\u{feff}".as_bytes())?;
        }
        let mut writer = Self { to, line: String::new() };
        let header: Vec<Cell> =
            sheet.columns.iter().map(|column| Cell::Text(column.header.clone())).collect();
        writer.row(&header)?;
        Ok(writer)
    }

    pub fn row(&mut self, cells: &[Cell]) -> Result<(), WriteError> {
        self.line.clear();
        for (place, cell) in cells.iter().enumerate() {
            if place > 0 {
                self.line.push(',');
            }
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => push_text(&mut self.line, &formula::as_text(text)),
                Cell::Decimal(number) => self.line.push_str(number),
                Cell::Whole(number) => self.line.push_str(&number.to_string()),
                Cell::Date(date) => self.line.push_str(&date.to_string()),
                Cell::Moment(moment) => {
                    self.line.push_str(&moment.to_rfc3339_opts(SecondsFormat::Micros, true));
                }
            }
        }
        self.line.push_str("\r\n");
        self.to.write_all(self.line.as_bytes())?;
        Ok(())
    }

    pub fn finish(mut self) -> Result<W, WriteError> {
        self.to.flush()?;
        Ok(self.to)
    }
}

/// Quoted also for what separates fields elsewhere: where a semicolon does, the half behind it would be a field of its
/// own, and might run.
fn push_text(line: &mut String, text: &str) {
    let is_plain = !text.contains([',', ';', '|', '\t', '"', '\r', '\n'])
        && !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace);
    if is_plain {
        line.push_str(text);
        return;
    }
    line.push('"');
    for character in text.chars() {
        if character == '"' {
            line.push('"');
        }
        line.push(character);
    }
    line.push('"');
}
