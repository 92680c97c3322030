//! Text with delimiters, as spreadsheets and other programs write it.
//!
//! Records are split here and not by a library, since a person finds a row by its number: empty lines count, and a line
//! break within a cell does not.

use std::collections::HashMap;

use super::{
    Cell, MOST_COLUMNS, MOST_ROWS, Options, RawRow, ReadError, Source, Table, decode::decode, table,
};
use crate::write::formula;

/// What may stand between two cells, the likeliest first.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// How many records say which delimiter a file has.
const SAMPLE: usize = 100;

pub fn read(bytes: &[u8], options: &Options<'_>) -> Result<Table, ReadError> {
    let (text, encoding) = decode(bytes);
    if text.contains('\0') {
        return Err(ReadError::OtherKind("no text"));
    }
    // The first line of some files names the delimiter for spreadsheets.
    let (stated, text, skipped) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((named, rest)) => (named.trim_end_matches('\r').chars().next(), rest.to_owned(), 1),
        None => (None, text, 0),
    };
    let delimiter = options.delimiter.or(stated).unwrap_or_else(|| common_delimiter(&text));
    let mut rows = Vec::new();
    let mut records = Records::new(&text, delimiter);
    while let Some(record) = records.next_record()? {
        if record.number > MOST_ROWS || record.cells.len() > MOST_COLUMNS {
            return Err(ReadError::TooManyCells { rows: MOST_ROWS, columns: MOST_COLUMNS });
        }
        rows.push(RawRow {
            number: record.number + skipped,
            line: Some(record.line + skipped),
            cells: record.cells.iter().map(|field| cell(field)).collect(),
            is_hidden: false,
        });
    }
    table(Source::Csv { encoding, delimiter }, rows.into_iter(), true, options)
}

/// What a formula came to that could not be reckoned, as spreadsheets write it into text.
const ERRORS: [&str; 7] = ["#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"];

fn cell(field: &str) -> Cell {
    match Cell::of_text(formula::of_field(field)) {
        Cell::Text(text) if ERRORS.contains(&text.as_str()) => Cell::Error(text),
        cell => cell,
    }
}

/// The delimiter of which most of the first rows have the same number; of two, the one with more columns. The first row
/// alone says little: it may be a title.
fn common_delimiter(text: &str) -> char {
    let judged = DELIMITERS.map(|delimiter| {
        let mut records = Records::new(text, delimiter);
        let mut lengths = Vec::new();
        while let Ok(Some(record)) = records.next_record() {
            if record.cells.iter().any(|cell| !cell.trim().is_empty()) {
                lengths.push(record.cells.len());
            }
            if lengths.len() == SAMPLE {
                break;
            }
        }
        let mut counted: HashMap<usize, usize> = HashMap::new();
        for length in &lengths {
            *counted.entry(*length).or_default() += 1;
        }
        let most = counted.into_iter().max_by_key(|(length, rows)| (*rows, *length));
        let (columns, same) = most.unwrap_or((0, 0));
        let share = (same * 1000).checked_div(lengths.len()).unwrap_or(0);
        (delimiter, columns, share)
    });
    let several = judged.iter().filter(|(_, columns, _)| *columns > 1);
    let best = several.max_by_key(|(delimiter, columns, share)| {
        let likelier = DELIMITERS.iter().rev().position(|one| one == delimiter);
        (*share, *columns, likelier)
    });
    best.map_or(',', |(delimiter, ..)| *delimiter)
}

struct Record {
    number: u32,
    line: u32,
    cells: Vec<String>,
}

/// The records of a text, one after the other.
struct Records<'t> {
    characters: std::iter::Peekable<std::str::Chars<'t>>,
    delimiter: char,
    number: u32,
    line: u32,
}

impl<'t> Records<'t> {
    fn new(text: &'t str, delimiter: char) -> Self {
        Self { characters: text.chars().peekable(), delimiter, number: 0, line: 1 }
    }

    /// The next record; none at the end of the text.
    fn next_record(&mut self) -> Result<Option<Record>, ReadError> {
        if self.characters.peek().is_none() {
            return Ok(None);
        }
        self.number += 1;
        let (number, line) = (self.number, self.line);
        let mut cells = Vec::new();
        loop {
            let (cell, is_last) = self.cell(number, line)?;
            cells.push(cell);
            if is_last {
                return Ok(Some(Record { number, line, cells }));
            }
        }
    }

    /// The next cell, and whether it is the last of its record. A quote counts at the start of a cell only.
    fn cell(&mut self, row: u32, line: u32) -> Result<(String, bool), ReadError> {
        let mut cell = String::new();
        if self.characters.next_if_eq(&'"').is_some() {
            loop {
                match self.characters.next() {
                    None => return Err(ReadError::OpenQuote { row, line }),
                    Some('"') if self.characters.next_if_eq(&'"').is_some() => cell.push('"'),
                    Some('"') => break,
                    Some('\r') => {
                        // A line break within a cell is one, however it is written.
                        self.characters.next_if_eq(&'\n');
                        self.line += 1;
                        cell.push('\n');
                    }
                    Some(character) => {
                        self.line += u32::from(character == '\n');
                        cell.push(character);
                    }
                }
            }
        }
        loop {
            match self.characters.next() {
                None => return Ok((cell, true)),
                Some('\r') => {
                    self.characters.next_if_eq(&'\n');
                    self.line += 1;
                    return Ok((cell, true));
                }
                Some('\n') => {
                    self.line += 1;
                    return Ok((cell, true));
                }
                Some(character) if character == self.delimiter => return Ok((cell, false)),
                Some(character) => cell.push(character),
            }
        }
    }
}
