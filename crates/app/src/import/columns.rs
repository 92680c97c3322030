//! The columns of a file: what each is, and how its numbers and dates are written.

use std::collections::HashMap;

use domain::{AnnualRate, Currency, ImportKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use spreadsheet::read::{
    Cell, Row, Table, column_letter,
    dates::{self, DateOrder, OrderFound},
    numbers::{self, DecimalMark, MarkFound, NumberProblem, times_a_hundred},
};
use ts_rs::TS;

use super::{
    cells::Cells,
    fields::{self, Field, FieldKind},
    mapping::{Assigned, Contested, Mapping, must_fit},
    signs::is_in_percent,
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

/// A column that is a field.
pub(super) struct Column {
    pub(super) place: usize,
    pub(super) name: String,
    pub(super) field: &'static Field,
    pub(super) mark: DecimalMark,
    pub(super) order: DateOrder,
    pub(super) is_fraction: bool,
    /// Whether it must be said first how its values are meant. Until then none of them is read.
    pub(super) is_asked: bool,
    pub(super) read_as: Option<Choice>,
}

/// The columns of a file that mean something.
pub struct Columns {
    pub(super) by_field: HashMap<&'static str, Column>,
    pub(super) mapped: Vec<Option<&'static str>>,
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
    pub(super) fn lack(&self, field: &str) -> bool {
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
    pub(super) const fn example_of_number(&self) -> &'static str {
        match (self.field.kind, self.mark) {
            (FieldKind::Amount, DecimalMark::Point) => "1,234.50",
            (FieldKind::Amount, DecimalMark::Comma) => "1.234,50",
            (FieldKind::Rate, DecimalMark::Point) => "7.5",
            (FieldKind::Rate, DecimalMark::Comma) => "7,5",
            _ => "12",
        }
    }

    pub(super) fn number(&self, cell: &Cell) -> std::result::Result<String, NumberProblem> {
        match cell {
            Cell::Number(number) | Cell::Percent(number) | Cell::InCurrency { number, .. } => {
                numbers::of_cell(number)
            }
            Cell::Text(text) => numbers::read(text, self.mark),
            _ => Err(NumberProblem::NotANumber),
        }
    }
}
