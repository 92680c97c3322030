//! Which row is the header: titles and notes often stand above it.

use super::{Cell, Options, RawRow, ReadError, RowAbove};

/// How many rows that are not empty are looked at for the header.
const LOOKED_AT: usize = 50;

/// A row with so many known names is the header; a single one may be a word of a title.
const FEWEST_NAMES: usize = 2;

/// How many rows above the header are told, and how much of each.
const MOST_ABOVE: usize = 5;
const MOST_CHARACTERS: usize = 120;

/// What stands above the header.
#[derive(Default)]
pub struct Above {
    /// How many rows they are.
    pub count: usize,
    /// The first of them.
    pub first: Vec<RowAbove>,
}

/// The header, with the rows below it that were looked at to find it.
pub struct Header {
    pub row: RawRow,
    pub looked_at_below: Vec<RawRow>,
}

/// Takes the rows as far as the header, or some further, from those that are not empty.
pub fn split(
    rows: &mut impl Iterator<Item = RawRow>,
    options: &Options<'_>,
) -> Result<(Above, Header), ReadError> {
    match options.header_row {
        Some(number) => split_at(rows, number),
        None => guessed(rows, options.is_known_name),
    }
}

fn split_at(rows: &mut impl Iterator<Item = RawRow>, number: u32) -> Result<(Above, Header), ReadError> {
    let mut above = Above::default();
    for row in rows {
        if row.number == number {
            return Ok((above, Header { row, looked_at_below: Vec::new() }));
        }
        if row.number > number {
            break;
        }
        above.add(&row);
    }
    Err(ReadError::NoSuchHeader(number))
}

fn guessed(
    rows: &mut impl Iterator<Item = RawRow>,
    is_known_name: Option<&dyn Fn(&str) -> bool>,
) -> Result<(Above, Header), ReadError> {
    let mut looked_at: Vec<RawRow> = rows.take(LOOKED_AT).collect();
    let known = |row: &RawRow| {
        let names = row.cells.iter().map(Cell::shown);
        is_known_name.map_or(0, |is_known| names.filter(|name| is_known(name)).count())
    };
    let (mut place, mut most) = (0, FEWEST_NAMES - 1);
    for (candidate, row) in looked_at.iter().enumerate() {
        let names = known(row);
        if names > most {
            (place, most) = (candidate, names);
        }
    }
    let mut below = looked_at.split_off(place.min(looked_at.len())).into_iter();
    let row = below.next().ok_or(ReadError::Empty)?;
    let mut above = Above::default();
    looked_at.iter().for_each(|row| above.add(row));
    Ok((above, Header { row, looked_at_below: below.collect() }))
}

impl Above {
    fn add(&mut self, row: &RawRow) {
        self.count += 1;
        if self.first.len() < MOST_ABOVE {
            let texts: Vec<String> =
                row.cells.iter().filter(|cell| !cell.is_empty()).map(Cell::shown).collect();
            let text = texts.join(" ").chars().take(MOST_CHARACTERS).collect();
            self.first.push(RowAbove { number: row.number, text });
        }
    }
}
