//! Reading a row by its columns: what cannot be read is a problem of its cell, and then nothing.

use chrono::NaiveDate;
use domain::{Amount, Currency, Money};
use serde::de::DeserializeOwned;
use spreadsheet::read::{
    Cell, Row,
    dates::{self, DateOrder, DateProblem},
    numbers::{self, NumberProblem, times_a_hundred},
};

use super::{
    columns::{Column, Columns},
    fields::FieldKind,
    problems::{Problem, ProblemCode, Problems},
    signs::{foreign_sign, is_in_percent},
};

/// A row, read by its fields. What cannot be read is a problem, and then nothing.
#[derive(Clone, Copy)]
pub struct Cells<'r> {
    pub(super) columns: &'r Columns,
    pub(super) row: &'r Row,
    pub(super) currency: Currency,
}

impl Cells<'_> {
    /// The row's number.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.row.number
    }

    fn cell(&self, field: &str) -> Option<(&Column, &Cell)> {
        let column = self.columns.by_field.get(field)?;
        let cell = self.row.cells.get(column.place)?;
        // A cell of characters that nobody sees is empty to whoever looks at it.
        let is_blank = matches!(cell, Cell::Text(text) if domain::text::is_blank(text));
        (!cell.is_empty() && !is_blank).then_some((column, cell))
    }

    /// Whether something stands there.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.cell(field).is_some()
    }

    /// Whether something stands there, or could: it is not known yet which column it is.
    #[must_use]
    pub fn may_have(&self, field: &str) -> bool {
        self.has(field) || self.columns.lack(field)
    }

    /// Whether something must be said of the columns first: see [`Columns::are_open`].
    #[must_use]
    pub fn are_open(&self) -> bool {
        self.columns.are_open()
    }

    /// A problem of a field, or of the whole row.
    pub fn refuse(
        &self,
        problems: &mut Problems,
        field: Option<&str>,
        code: ProblemCode,
        reason: impl Into<String>,
    ) {
        let column = field.and_then(|field| self.columns.by_field.get(field));
        let value = column.and_then(|column| self.row.cells.get(column.place));
        problems.add(Problem {
            row: self.row.number,
            line: self.row.line.filter(|line| *line != self.row.number),
            column: column.map(|column| column.name.clone()),
            value: value.filter(|cell| !cell.is_empty()).map(Cell::shown),
            reason: reason.into(),
            code,
        });
    }

    /// Refuses a row that has not as many cells as the header, and cells that have no value to be read.
    pub fn refuse_damage(&self, problems: &mut Problems, columns: usize) {
        if let Some(length) = self.row.ragged {
            let reason = format!("the row has {length} cells, the header {columns}");
            self.refuse(problems, None, ProblemCode::RaggedRow, reason);
        }
        for field in self.columns.mapped.iter().flatten() {
            if let Some((code, reason)) = self.cell(field).and_then(|(column, cell)| damage(column, cell)) {
                self.refuse(problems, Some(field), code, reason);
            }
        }
    }

    /// Whether a cell has no value to be read, which is told by [`Self::refuse_damage`].
    fn is_damaged(&self, field: &str) -> bool {
        self.cell(field).is_some_and(|(column, cell)| damage(column, cell).is_some())
    }

    /// A cell that has a value to be read.
    fn sound_cell(&self, field: &str) -> Option<(&Column, &Cell)> {
        self.cell(field).filter(|(column, cell)| !column.is_asked && damage(column, cell).is_none())
    }

    /// Text.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<String> {
        self.sound_cell(field).map(|(_, cell)| match cell {
            Cell::InCurrency { number, .. } => number.clone(),
            cell => cell.shown(),
        })
    }

    /// Text that must be there.
    pub fn required(&self, problems: &mut Problems, field: &'static str) -> Option<String> {
        let text = self.text(field);
        if text.is_none() {
            self.must_have(problems, field);
        }
        text
    }

    /// Refuses a cell that must not be empty.
    pub fn must_have(&self, problems: &mut Problems, field: &'static str) {
        if self.is_damaged(field) || self.columns.lack(field) {
            return;
        }
        self.refuse(problems, Some(field), ProblemCode::MissingValue, format!("{field} must not be empty"));
    }

    fn number_of(&self, problems: &mut Problems, field: &'static str) -> Option<String> {
        let (column, cell) = self.sound_cell(field)?;
        match column.number(cell) {
            Ok(number) => {
                if let Some(reason) = foreign_sign(column.field.kind, cell, self.currency) {
                    self.refuse(problems, Some(field), ProblemCode::NotANumber, format!("{field} {reason}"));
                    return None;
                }
                let is_fraction = column.is_fraction && !is_in_percent(cell);
                Some(if is_fraction { times_a_hundred(&number) } else { number })
            }
            Err(problem) => {
                let code = match problem {
                    NumberProblem::OtherMark => ProblemCode::OtherConvention,
                    NumberProblem::NotANumber | NumberProblem::TooManyDigits => ProblemCode::NotANumber,
                };
                let example = match problem {
                    NumberProblem::TooManyDigits => String::new(),
                    _ => format!(", such as {}", column.example_of_number()),
                };
                self.refuse(problems, Some(field), code, format!("{field} {problem}{example}"));
                None
            }
        }
    }

    /// An amount in the book's currency.
    pub fn amount(&self, problems: &mut Problems, field: &'static str) -> Option<Money> {
        let number = self.number_of(problems, field)?;
        let trimmed = without_trailing_zeros(&number, self.currency.minor_digits());
        let amount = trimmed.parse::<Amount>().and_then(|amount| amount.money(self.currency));
        amount
            .map_err(|error| {
                self.refuse(problems, Some(field), ProblemCode::NotANumber, format!("{field} {error}"))
            })
            .ok()
    }

    /// A rate in percent.
    pub fn rate<T: std::str::FromStr<Err: std::fmt::Display>>(
        &self,
        problems: &mut Problems,
        field: &'static str,
    ) -> Option<T> {
        let number = self.number_of(problems, field)?;
        let code = ProblemCode::NotAllowed;
        number
            .parse()
            .map_err(|error| self.refuse(problems, Some(field), code, format!("{field} {error}")))
            .ok()
    }

    /// A whole number.
    pub fn count(&self, problems: &mut Problems, field: &'static str) -> Option<u32> {
        let number = self.number_of(problems, field)?;
        let whole = without_trailing_zeros(&number, 0);
        let refuse = |_| {
            let reason = format!("{field} must be a whole number such as 12");
            self.refuse(problems, Some(field), ProblemCode::NotANumber, reason);
        };
        whole.parse().map_err(refuse).ok()
    }

    /// A date.
    pub fn date(&self, problems: &mut Problems, field: &'static str) -> Option<NaiveDate> {
        let (column, cell) = self.sound_cell(field)?;
        let read = match cell {
            Cell::Date(date) => Ok(*date),
            Cell::Text(text) => dates::read(text, column.order),
            _ => Err(DateProblem::NotADate),
        };
        read.map_err(|problem| {
            let code = match problem {
                DateProblem::OtherOrder => ProblemCode::OtherConvention,
                _ => ProblemCode::NotADate,
            };
            let example = match (problem, column.order) {
                (DateProblem::OtherOrder, DateOrder::DayFirst) => ", the day first, such as 31/12/2025",
                (DateProblem::OtherOrder, DateOrder::MonthFirst) => ", the month first, such as 12/31/2025",
                _ => "",
            };
            self.refuse(problems, Some(field), code, format!("{field} {problem}{example}"));
        })
        .ok()
    }

    /// A word of the domain, or another that usually stands for it.
    pub fn word<T: DeserializeOwned>(
        &self,
        problems: &mut Problems,
        field: &'static str,
        words: &[(&'static str, &[&'static str])],
    ) -> Option<T> {
        let typed = self.text(field)?;
        let plain = plain_word(&typed);
        let is_it = |(word, others): &&(&'static str, &[&'static str])| {
            plain_word(word) == plain || others.contains(&plain.as_str())
        };
        let found =
            words.iter().find(is_it).and_then(|(word, _)| serde_json::from_value((*word).into()).ok());
        if found.is_none() {
            let allowed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let reason = format!("{field} must be one of {}", allowed.join(", "));
            self.refuse(problems, Some(field), ProblemCode::UnknownWord, reason);
        }
        found
    }

    /// Yes or no.
    pub fn yes_no(&self, problems: &mut Problems, field: &'static str) -> Option<bool> {
        self.word(problems, field, YES_NO).map(|answer: String| answer == "yes")
    }
}

const YES_NO: &[(&str, &[&str])] =
    &[("yes", &["y", "true", "x", "1", "ja"]), ("no", &["n", "false", "0", "nein"])];

/// Why a cell has no value to be read: an error that a formula came to, a formula of which no result was stored, a
/// number that stands for a text and was cut short by the spreadsheet.
fn damage(column: &Column, cell: &Cell) -> Option<(ProblemCode, String)> {
    match cell {
        Cell::Error(error) => Some((ProblemCode::FormulaError, format!("the formula came to {error}"))),
        Cell::Formula(_) => Some((ProblemCode::FormulaWithoutValue, without_value(&cell.shown()))),
        Cell::Number(number) if column.field.kind == FieldKind::Text => {
            numbers::of_cell(number).err().filter(|problem| *problem == NumberProblem::TooManyDigits)?;
            let reason = format!(
                "{} has more than 15 digits, of which a spreadsheet loses the last in a number; format the column as text \
                 and enter it again",
                column.field.name
            );
            Some((ProblemCode::TooManyDigits, reason))
        }
        _ => None,
    }
}

/// What is wrong with a formula of which no result was stored. Its text begins with `=`, and is nothing more where it
/// stands in another cell.
fn without_value(formula: &str) -> String {
    let named = if formula == "=" { "the formula".to_owned() } else { format!("the formula {formula}") };
    format!("{named} has no stored result; open the file in a spreadsheet program and save it")
}

fn plain_word(text: &str) -> String {
    text.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Zeros after the decimals that are kept say nothing.
fn without_trailing_zeros(number: &str, digits: u32) -> String {
    let Some((whole, fraction)) = number.split_once('.') else { return number.to_owned() };
    let kept = usize::try_from(digits).unwrap_or(0);
    let mut fraction = fraction.to_owned();
    while fraction.len() > kept && fraction.ends_with('0') {
        fraction.pop();
    }
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_at_the_end_are_passed_over() {
        assert_eq!(without_trailing_zeros("100.5000", 2), "100.50");
        assert_eq!(without_trailing_zeros("360.00", 0), "360");
        assert_eq!(without_trailing_zeros("1.005", 2), "1.005");
    }
}
