//! What is wrong with a file, row by row.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

/// The most problems that an answer lists; it tells how many there are in all.
pub const MOST_LISTED: usize = 10_000;

/// What kind of problem it is, for a program to act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ImportProblemCode")]
#[schemars(rename = "ImportProblemCode")]
pub enum ProblemCode {
    /// A column that the file must have.
    MissingColumn,
    /// Several columns that could be the same field.
    SeveralColumns,
    /// A cell that must not be empty.
    MissingValue,
    /// A row with more or fewer cells than the header.
    RaggedRow,
    /// A formula that came to an error.
    FormulaError,
    /// A formula of which no result was stored.
    FormulaWithoutValue,
    /// What is to be a number and is none.
    NotANumber,
    /// A number that stands for a text and has more digits than a spreadsheet keeps.
    TooManyDigits,
    /// What is to be a date and is none.
    NotADate,
    /// A number or a date that is written otherwise than those of its column.
    OtherConvention,
    /// A word that is not known.
    UnknownWord,
    /// A loan or a person that is not in the book.
    NotFound,
    /// What is in the book, or in the file, already.
    Duplicate,
    /// Several people who could be meant.
    SeveralFound,
    /// What the lending rules refuse.
    NotAllowed,
}

/// Something that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[ts(rename = "ImportProblem")]
#[schemars(rename = "ImportProblem")]
pub struct Problem {
    /// The row as a spreadsheet shows it, from 1.
    pub row: u32,
    /// Of a text file with line breaks within cells: the line on which the row begins, where it is another number.
    pub line: Option<u32>,
    /// The column by its header; none where the whole row is at fault.
    pub column: Option<String>,
    /// What stands there.
    pub value: Option<String>,
    /// What is wrong and what is allowed.
    pub reason: String,
    /// What kind of problem it is.
    pub code: ProblemCode,
}

/// The problems of a file.
#[derive(Debug)]
pub struct Problems {
    /// The first of them, in the order in which they were found.
    pub listed: Vec<Problem>,
    /// How many there are.
    pub count: usize,
    rows: HashSet<u32>,
    most: usize,
}

impl Problems {
    /// None yet, and so many listed at most.
    #[must_use]
    pub fn up_to(most: usize) -> Self {
        Self { listed: Vec::new(), count: 0, rows: HashSet::new(), most }
    }

    /// Notes a problem.
    pub fn add(&mut self, problem: Problem) {
        self.count += 1;
        self.rows.insert(problem.row);
        if self.listed.len() < self.most {
            self.listed.push(problem);
        }
    }

    /// Whether something of a row is wrong.
    #[must_use]
    pub fn has(&self, row: u32) -> bool {
        self.rows.contains(&row)
    }

    /// How many rows have a problem.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Puts what is listed in the order of the rows.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Problem> {
        self.listed.sort_by_key(|problem| problem.row);
        self.listed
    }
}
