//! The rows of an export on their way to the file: typed values become cells, and amounts add up.

use std::{fs::File, io::BufWriter};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Amount, AnnualRate, Currency, LoanToValue, Money, Percent};
use serde::Serialize;
use spreadsheet::write::{Cell, TableWriter};
use store::{FromValue, StoreError, Value};

use super::{Field, write_failed};
use crate::{AppError, Result, destination::Destination, integrity::Progress, queries::loan::number_text};

/// Where the rows go.
pub struct Rows<'a> {
    columns: Vec<(&'static str, Field)>,
    writer: TableWriter<BufWriter<&'a File>>,
    currency: Currency,
    destination: &'a Destination,
    progress: Progress<'a>,
    sums: Vec<Money>,
    written: i64,
    expected: i64,
}

impl<'a> Rows<'a> {
    pub fn begin(
        columns: Vec<(&'static str, Field)>,
        writer: TableWriter<BufWriter<&'a File>>,
        currency: Currency,
        destination: &'a Destination,
        progress: Progress<'a>,
    ) -> Self {
        let sums = vec![Money::ZERO; columns.len()];
        Self { columns, writer, currency, destination, progress, sums, written: 0, expected: 0 }
    }

    /// How many rows there will be.
    pub fn announce(&mut self, rows: i64) {
        self.expected = rows;
    }

    /// Tells how far it is.
    pub fn go_on(&self) -> Result<()> {
        let total = self.expected.max(self.written);
        if (self.progress)(self.written, total) { Ok(()) } else { Err(AppError::Cancelled) }
    }

    /// A row straight from storage.
    pub fn stored(&mut self, values: impl IntoIterator<Item = Value<'static>>) -> Result<()> {
        let mut cells = Vec::with_capacity(self.columns.len());
        for (place, value) in (0..self.columns.len()).zip(values) {
            let cell = if value == Value::Null { Cell::Empty } else { self.read(place, value)? };
            cells.push(cell);
        }
        self.write(&cells)
    }

    fn read(&mut self, place: usize, value: Value<'static>) -> Result<Cell> {
        let field = self.columns.get(place).map_or(Field::Text, |(_, field)| *field);
        Ok(match field {
            Field::Text => Cell::Text(String::from_value(value)?),
            Field::LoanNumber => Cell::Text(number_text(i64::from_value(value)?)),
            Field::Amount | Field::Sum => self.money(place, Money::from_value(value)?)?,
            Field::AmountText => {
                let text = String::from_value(value)?;
                let damaged = |_| StoreError::corrupt(format!("{text:?} is kept as an amount"));
                Cell::Decimal(text.parse::<Amount>().map_err(damaged)?.to_string())
            }
            Field::Percent => percent(u32::from_value(value)?)?,
            Field::Whole => Cell::Whole(i64::from_value(value)?),
            Field::Date => Cell::Date(NaiveDate::from_value(value)?),
            Field::Moment => Cell::Moment(DateTime::<Utc>::from_value(value)?),
            Field::Flag => flag(bool::from_value(value)?),
        })
    }

    fn money(&mut self, place: usize, money: Money) -> Result<Cell> {
        if let (Some((_, Field::Sum)), Some(sum)) = (self.columns.get(place), self.sums.get_mut(place)) {
            let too_much = || StoreError::corrupt("the amounts add up to more than an amount can hold");
            *sum = sum.checked_add(money).ok_or_else(too_much)?;
        }
        Ok(Cell::Decimal(Amount::new(money, self.currency).to_string()))
    }

    /// A row that was worked out.
    pub fn made<const COLUMNS: usize>(&mut self, made: [Made; COLUMNS]) -> Result<()> {
        let mut cells = Vec::with_capacity(COLUMNS);
        for (place, value) in made.into_iter().enumerate() {
            cells.push(match value {
                Made::Cell(cell) => cell,
                Made::Amount(amount) => self.money(place, amount.money(self.currency)?)?,
            });
        }
        self.write(&cells)?;
        const TOLD_EVERY: i64 = 500;
        if self.written % TOLD_EVERY == 0 { self.go_on() } else { Ok(()) }
    }

    fn write(&mut self, cells: &[Cell]) -> Result<()> {
        self.writer.row(cells).map_err(|error| write_failed(self.destination, error))?;
        self.written += 1;
        Ok(())
    }

    /// Ends the table with its sums, where it has any; answers its rows.
    pub fn finish(mut self) -> Result<i64> {
        self.go_on()?;
        if self.written > 0 && self.columns.iter().any(|(_, field)| *field == Field::Sum) {
            let sums =
                self.columns.iter().zip(&self.sums).enumerate().map(
                    |(place, ((_, field), sum))| match field {
                        Field::Sum => Cell::Decimal(Amount::new(*sum, self.currency).to_string()),
                        _ if place == 0 => Cell::Text("Total".to_owned()),
                        _ => Cell::Empty,
                    },
                );
            let sums: Vec<Cell> = sums.collect();
            self.writer.totals(&sums).map_err(|error| write_failed(self.destination, error))?;
        }
        self.writer.finish().map_err(|error| write_failed(self.destination, error))?;
        Ok(self.written)
    }
}

fn percent(micro_percent: u32) -> Result<Cell> {
    let rate = AnnualRate::from_micro_percent(micro_percent)
        .map_err(|error| StoreError::corrupt(format!("a rate {error}")))?;
    Ok(Cell::Decimal(rate.to_string()))
}

fn flag(is_set: bool) -> Cell {
    if is_set { Cell::Text("yes".to_owned()) } else { Cell::Empty }
}

/// A value of a report.
pub enum Made {
    Cell(Cell),
    Amount(Amount),
}

/// A word of the domain, as it crosses the wire.
pub fn word<T: Serialize>(word: T) -> Made {
    match serde_json::to_value(word) {
        Ok(serde_json::Value::String(word)) => word.into(),
        _ => Made::Cell(Cell::Empty),
    }
}

macro_rules! into_made {
    ($($from:ty => |$value:ident| $cell:expr;)*) => {
        $(impl From<$from> for Made {
            fn from($value: $from) -> Self {
                Self::Cell($cell)
            }
        })*
    };
}

into_made! {
    &str => |text| Cell::Text(text.to_owned());
    String => |text| Cell::Text(text);
    bool => |is_set| flag(is_set);
    i64 => |whole| Cell::Whole(whole);
    i32 => |whole| Cell::Whole(whole.into());
    u32 => |whole| Cell::Whole(whole.into());
    NaiveDate => |date| Cell::Date(date);
    DateTime<Utc> => |moment| Cell::Moment(moment);
    AnnualRate => |rate| Cell::Decimal(rate.to_string());
    Percent => |percent| Cell::Decimal(percent.to_string());
    LoanToValue => |ratio| Cell::Decimal(ratio.to_string());
}

impl From<Amount> for Made {
    fn from(amount: Amount) -> Self {
        Self::Amount(amount)
    }
}

impl<T: Into<Made>> From<Option<T>> for Made {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Cell(Cell::Empty), Into::into)
    }
}
