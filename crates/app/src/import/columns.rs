//! The columns of a file: what each is, how its numbers and dates are written, and reading a row by them.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{Amount, AnnualRate, Currency, ImportKind, Money};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use spreadsheet::read::{
    Cell, Row, Table, column_letter,
    dates::{self, DateOrder, DateProblem, OrderFound},
    numbers::{self, DecimalMark, MarkFound, NumberProblem, times_a_hundred},
};
use ts_rs::TS;

use super::{
    fields::{self, Field, FieldKind},
    mapping::{Assigned, Contested, Mapping, must_fit},
    problems::{Problem, ProblemCode, Problems},
    signs::{foreign_sign, is_in_percent},
};
use crate::Result;

/// How the values of a column are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ImportChoice")]
#[schemars(rename = "ImportChoice")]
pub enum Choice {
    /// 31/12/2025
    DayFirst,
    /// 12/31/2025
    MonthFirst,
    /// 1,234.50
    Point,
    /// 1.234,50
    Comma,
    /// 7.5 is 7.5 percent.
    Percent,
    /// 0.075 is 7.5 percent.
    Fraction,
}

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ImportQuestionKind")]
#[schemars(rename = "ImportQuestionKind")]
pub enum QuestionKind {
    /// Whether the day or the month comes first.
    DateOrder,
    /// Whether a point or a comma comes before the decimals.
    DecimalMark,
    /// Whether a rate is in percent or a part of one.
    RateUnit,
}

/// A column that could be read in two ways. It is asked, never guessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "ImportQuestion")]
#[schemars(rename = "ImportQuestion")]
pub struct Question {
    /// The column by its header.
    pub column: String,
    /// What it is about.
    pub kind: QuestionKind,
    /// Values of the column that can be read in two ways.
    pub examples: Vec<String>,
    /// What can be answered, and what the first example then means.
    pub choices: Vec<QuestionChoice>,
}

/// An answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "ImportQuestionChoice")]
#[schemars(rename = "ImportQuestionChoice")]
pub struct QuestionChoice {
    /// The answer.
    pub choice: Choice,
    /// What the first example then is: a date, or digits with a decimal point; empty where it is no date then.
    pub meaning: String,
}

/// A column of the file as it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "ImportColumn")]
#[schemars(rename = "ImportColumn")]
pub struct ColumnView {
    /// Its header.
    pub name: String,
    /// Its letter in a spreadsheet.
    pub letter: String,
    /// Some of its values.
    pub samples: Vec<String>,
    /// The field that it is, by the mapping or by its usual names.
    pub field: Option<String>,
    /// The field that it could be as well as another column; it is none until the mapping says which of them is.
    pub could_be: Option<String>,
    /// Whether the workbook does not show it; it is read like any other.
    pub is_hidden: bool,
    /// How its values are read: what the mapping says, or what its rows say.
    pub read_as: Option<Choice>,
}

struct Column {
    place: usize,
    name: String,
    field: &'static Field,
    mark: DecimalMark,
    order: DateOrder,
    is_fraction: bool,
    /// Whether it must be said first how its values are meant. Until then none of them is read.
    is_asked: bool,
    read_as: Option<Choice>,
}

/// The columns of a file that mean something.
pub struct Columns {
    by_field: HashMap<&'static str, Column>,
    mapped: Vec<Option<&'static str>>,
    /// The fields of which it must be said first which column they are.
    pub contested: Vec<Contested>,
    /// The fields that a file must have and this one has not.
    pub missing: Vec<&'static str>,
}

impl Columns {
    /// Judges the columns over all rows, by the mapping and, where it leaves one out, by their usual names.
    ///
    /// # Errors
    /// A mapping that names a column or a field that is not there, or a field twice.
    pub fn judge(
        table: &Table,
        kind: ImportKind,
        mapping: Option<&Mapping>,
    ) -> Result<(Self, Vec<Question>)> {
        let no_mapping = Mapping::default();
        let Assigned { mapped, contested } = Assigned::of(table, kind, mapping.unwrap_or(&no_mapping))?;
        let answers = mapping.map(|mapping| &mapping.answers);
        for (column, choice) in answers.into_iter().flatten() {
            must_fit(table, kind, &mapped, column, *choice)?;
        }
        let (mut by_field, mut questions) = (HashMap::new(), Vec::new());
        for (place, (name, field)) in table.columns.iter().zip(&mapped).enumerate() {
            let of_kind = fields::of(kind).iter();
            let Some(field) = field.and_then(|name| of_kind.into_iter().find(|field| field.name == name))
            else {
                continue;
            };
            let mut column = Column {
                place,
                name: name.clone(),
                field,
                mark: DecimalMark::Point,
                order: DateOrder::MonthFirst,
                is_fraction: false,
                is_asked: false,
                read_as: None,
            };
            let answer = answers.and_then(|answers| answers.get(name)).copied();
            let question = column.judge(table, answer);
            column.is_asked = question.is_some();
            questions.extend(question);
            by_field.insert(field.name, column);
        }
        let is_contested = |name| contested.iter().any(|contested: &Contested| contested.field == name);
        let missing = fields::of(kind).iter().filter(|field| field.is_required).map(|field| field.name);
        let missing = missing.filter(|name| !by_field.contains_key(name) && !is_contested(*name)).collect();
        Ok((Self { by_field, mapped, contested, missing }, questions))
    }

    /// Whether something must be said first of a column, or of which column a field is. Until then nothing is made of
    /// the rows; what can be judged of their cells is.
    #[must_use]
    pub fn are_open(&self) -> bool {
        let is_asked = self.by_field.values().any(|column| column.is_asked);
        is_asked || !self.contested.is_empty() || !self.missing.is_empty()
    }

    /// Whether it is told of the header that no column is a field, or that several could be.
    fn lack(&self, field: &str) -> bool {
        self.missing.contains(&field) || self.contested.iter().any(|contested| contested.field == field)
    }

    /// The columns as they were found.
    #[must_use]
    pub fn views(&self, table: &Table) -> Vec<ColumnView> {
        let view = |(place, name): (usize, &String)| {
            let field = self.mapped.get(place).copied().flatten();
            let mut samples: Vec<String> = Vec::new();
            for cell in table.rows.iter().filter_map(|row| row.cells.get(place)) {
                if samples.len() == 4 {
                    break;
                }
                let shown = cell.shown();
                if !shown.is_empty() && !samples.contains(&shown) {
                    samples.push(shown);
                }
            }
            ColumnView {
                name: name.clone(),
                letter: column_letter(place),
                samples,
                field: field.map(str::to_owned),
                could_be: self
                    .contested
                    .iter()
                    .find(|contested| contested.is_at(place))
                    .map(|contested| contested.field.to_owned()),
                is_hidden: table.hidden_columns.contains(&place),
                read_as: field.and_then(|field| self.by_field.get(field)).and_then(|column| column.read_as),
            }
        };
        table.columns.iter().enumerate().map(view).collect()
    }

    /// A row, to be read by its fields.
    pub fn row<'r>(&'r self, row: &'r Row, currency: Currency) -> Cells<'r> {
        Cells { columns: self, row, currency }
    }
}

impl Choice {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::DayFirst => "day_first",
            Self::MonthFirst => "month_first",
            Self::Point => "point",
            Self::Comma => "comma",
            Self::Percent => "percent",
            Self::Fraction => "fraction",
        }
    }
}

impl Column {
    /// Learns from all rows how the values are written; what could be either is a question.
    fn judge(&mut self, table: &Table, answer: Option<Choice>) -> Option<Question> {
        let texts = || {
            table.rows.iter().filter_map(|row| match row.cells.get(self.place) {
                Some(Cell::Text(text)) => Some(text.as_str()),
                _ => None,
            })
        };
        match self.field.kind {
            FieldKind::Amount | FieldKind::Count => {
                let found = numbers::mark_of(texts(), |_| true);
                self.settle_mark(found, answer)
            }
            FieldKind::Rate => {
                let found = numbers::mark_of(texts(), |number| number.parse::<AnnualRate>().is_ok());
                let asked = self.settle_mark(found, answer);
                asked.or_else(|| self.judge_unit(table, answer))
            }
            FieldKind::Date => {
                let found = dates::order_of(texts());
                let (order, read_as, examples) = match (answer, found) {
                    (Some(Choice::DayFirst), _) => (DateOrder::DayFirst, Some(Choice::DayFirst), None),
                    (Some(Choice::MonthFirst), _) => (DateOrder::MonthFirst, Some(Choice::MonthFirst), None),
                    (_, OrderFound::Order(DateOrder::DayFirst)) => {
                        (DateOrder::DayFirst, Some(Choice::DayFirst), None)
                    }
                    (_, OrderFound::Order(DateOrder::MonthFirst)) => {
                        (DateOrder::MonthFirst, Some(Choice::MonthFirst), None)
                    }
                    (_, OrderFound::Same) => (DateOrder::MonthFirst, None, None),
                    (_, OrderFound::Either(examples)) => (DateOrder::MonthFirst, None, Some(examples)),
                };
                (self.order, self.read_as) = (order, read_as);
                let means = |example: &str, order| {
                    dates::read(example, order).map(|date| date.to_string()).unwrap_or_default()
                };
                examples.map(|examples| {
                    let first = examples.first().cloned().unwrap_or_default();
                    let choices = vec![
                        QuestionChoice {
                            choice: Choice::DayFirst,
                            meaning: means(&first, DateOrder::DayFirst),
                        },
                        QuestionChoice {
                            choice: Choice::MonthFirst,
                            meaning: means(&first, DateOrder::MonthFirst),
                        },
                    ];
                    Question { column: self.name.clone(), kind: QuestionKind::DateOrder, examples, choices }
                })
            }
            FieldKind::Text | FieldKind::Word | FieldKind::YesNo => None,
        }
    }

    fn settle_mark(&mut self, found: MarkFound, answer: Option<Choice>) -> Option<Question> {
        let (mark, examples) = match (answer, found) {
            (Some(Choice::Point), _) => (DecimalMark::Point, None),
            (Some(Choice::Comma), _) => (DecimalMark::Comma, None),
            (_, MarkFound::Mark(mark)) => (mark, None),
            (_, MarkFound::Either(examples)) => (DecimalMark::Point, Some(examples)),
        };
        self.mark = mark;
        let choice = match mark {
            DecimalMark::Point => Choice::Point,
            DecimalMark::Comma => Choice::Comma,
        };
        self.read_as = Some(choice).filter(|_| examples.is_none());
        let examples = examples?;
        let first = examples.first().cloned().unwrap_or_default();
        let means = |mark| numbers::read(&first, mark).unwrap_or_default();
        let choices = vec![
            QuestionChoice { choice: Choice::Point, meaning: means(DecimalMark::Point) },
            QuestionChoice { choice: Choice::Comma, meaning: means(DecimalMark::Comma) },
        ];
        Some(Question { column: self.name.clone(), kind: QuestionKind::DecimalMark, examples, choices })
    }

    /// A column of rates of which some are under one: 0.075 may be 7.5 percent. With a percent sign it is not.
    fn judge_unit(&mut self, table: &Table, answer: Option<Choice>) -> Option<Question> {
        match answer {
            Some(Choice::Fraction) => self.is_fraction = true,
            Some(Choice::Percent) => {}
            _ => {
                let cells = table.rows.iter().filter_map(|row| row.cells.get(self.place));
                let is_under_one = |number: &str| {
                    number.starts_with("0.") && number.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
                };
                let numbers: Vec<(String, String)> = cells
                    .filter(|cell| !is_in_percent(cell))
                    .filter_map(|cell| Some((cell.shown(), self.number(cell).ok()?)))
                    .filter(|(_, number)| is_under_one(number))
                    .collect();
                let (_, number) = numbers.first()?;
                let choices = vec![
                    QuestionChoice { choice: Choice::Percent, meaning: number.clone() },
                    QuestionChoice { choice: Choice::Fraction, meaning: times_a_hundred(number) },
                ];
                let mut examples: Vec<String> = Vec::new();
                for (shown, _) in &numbers {
                    if examples.len() < 3 && !examples.contains(shown) {
                        examples.push(shown.clone());
                    }
                }
                self.read_as = None;
                return Some(Question {
                    column: self.name.clone(),
                    kind: QuestionKind::RateUnit,
                    examples,
                    choices,
                });
            }
        }
        self.read_as = answer;
        None
    }

    /// A number as the column may have it.
    const fn example_of_number(&self) -> &'static str {
        match (self.field.kind, self.mark) {
            (FieldKind::Amount, DecimalMark::Point) => "1,234.50",
            (FieldKind::Amount, DecimalMark::Comma) => "1.234,50",
            (FieldKind::Rate, DecimalMark::Point) => "7.5",
            (FieldKind::Rate, DecimalMark::Comma) => "7,5",
            _ => "12",
        }
    }

    fn number(&self, cell: &Cell) -> std::result::Result<String, NumberProblem> {
        match cell {
            Cell::Number(number) | Cell::Percent(number) | Cell::InCurrency { number, .. } => {
                numbers::of_cell(number)
            }
            Cell::Text(text) => numbers::read(text, self.mark),
            _ => Err(NumberProblem::NotANumber),
        }
    }
}

/// A row, read by its fields. What cannot be read is a problem, and then nothing.
#[derive(Clone, Copy)]
pub struct Cells<'r> {
    columns: &'r Columns,
    row: &'r Row,
    currency: Currency,
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
