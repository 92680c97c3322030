//! Which column of a file is which field: what is said of it, and what their names usually stand for.

use std::collections::BTreeMap;

use domain::ImportKind;
use spreadsheet::read::Table;

use super::{
    columns::Choice,
    fields::{self, FieldKind},
    problems::{Problem, ProblemCode},
};
use crate::{AppError, Result};

/// Which column is which field, and how what could be read in two ways is meant.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    /// The field of a column, by its header; one that has none is passed over, one that is left out is known by its
    /// usual names.
    pub columns: BTreeMap<String, Option<String>>,
    /// How the values of a column are meant, by its header.
    pub answers: BTreeMap<String, Choice>,
}

/// The field of each column.
pub struct Assigned {
    /// The field of each column; none for one that is passed over.
    pub mapped: Vec<Option<&'static str>>,
    /// The fields of which it must be said first which column they are.
    pub contested: Vec<Contested>,
}

impl Assigned {
    /// What the mapping says, and of columns that it leaves out, the field for which their name usually stands.
    ///
    /// # Errors
    /// A mapping that names a column or a field that is not there, or a field twice.
    pub fn of(table: &Table, kind: ImportKind, mapping: &Mapping) -> Result<Self> {
        let mut mapped = named(table, kind, mapping)?;
        let mut contested = Vec::new();
        let usual = |(name, heading): (&String, &String)| {
            let is_left_out = !mapping.columns.contains_key(name);
            is_left_out.then(|| fields::usual(kind, heading)).flatten().map(|field| field.name)
        };
        let usual: Vec<Option<&str>> = table.columns.iter().zip(&table.headings).map(usual).collect();
        for field in fields::of(kind) {
            if mapped.contains(&Some(field.name)) {
                continue;
            }
            let places = (0..usual.len()).filter(|place| usual.get(*place) == Some(&Some(field.name)));
            let places = likeliest(field.name, &table.headings, places.collect());
            match places.as_slice() {
                [] => {}
                [place] => {
                    if let Some(place) = mapped.get_mut(*place) {
                        *place = Some(field.name);
                    }
                }
                _ => contested.push(Contested { field: field.name, places }),
            }
        }
        Ok(Self { mapped, contested })
    }
}

/// Of columns that could be the same field, those whose names say the most.
fn likeliest(field: &str, headings: &[String], places: Vec<usize>) -> Vec<usize> {
    let says = |place: &usize| headings.get(*place).map_or(0, |name| fields::says(field, name));
    let most = places.iter().map(says).max();
    places.into_iter().filter(|place| Some(says(place)) == most).collect()
}

/// The fields that the mapping names.
fn named(table: &Table, kind: ImportKind, mapping: &Mapping) -> Result<Vec<Option<&'static str>>> {
    let invalid = |problem| AppError::InvalidInput { field: "mapping", problem };
    let mut named: Vec<Option<&'static str>> = vec![None; table.columns.len()];
    for (column, field) in &mapping.columns {
        let Some(name) = field.as_deref().filter(|name| !name.is_empty()) else { continue };
        let place = table.columns.iter().position(|known| known == column).ok_or_else(|| {
            invalid(format!("names the column {column:?}; the file has {}", table.columns.join(", ")))
        })?;
        let known = fields::of(kind).iter().find(|field| field.name == name).ok_or_else(|| {
            let names: Vec<&str> = fields::of(kind).iter().map(|field| field.name).collect();
            invalid(format!("names the field {name:?}; {kind} have {}", names.join(", ")))
        })?;
        let other = named.iter().position(|other| *other == Some(known.name));
        if let Some(other) = other.and_then(|other| table.columns.get(other)) {
            return Err(invalid(format!(
                "names {name} for {other:?} and {column:?}; one column can be that"
            )));
        }
        if let Some(place) = named.get_mut(place) {
            *place = Some(known.name);
        }
    }
    Ok(named)
}

/// Refuses an answer of a column that is not there, or of one whose values cannot be meant so. One of a column that is
/// passed over says nothing.
///
/// # Errors
/// Such an answer.
pub fn must_fit(
    table: &Table,
    kind: ImportKind,
    mapped: &[Option<&'static str>],
    column: &str,
    choice: Choice,
) -> Result<()> {
    let invalid = |problem| AppError::InvalidInput { field: "mapping", problem };
    let place = table.columns.iter().position(|known| known == column).ok_or_else(|| {
        invalid(format!("answers for the column {column:?}; the file has {}", table.columns.join(", ")))
    })?;
    let name = mapped.get(place).copied().flatten();
    let Some(field) = fields::of(kind).iter().find(|field| Some(field.name) == name) else { return Ok(()) };
    let marks = [Choice::Point, Choice::Comma];
    let allowed: Vec<Choice> = match field.kind {
        FieldKind::Amount | FieldKind::Count => marks.to_vec(),
        FieldKind::Rate => marks.into_iter().chain([Choice::Percent, Choice::Fraction]).collect(),
        FieldKind::Date => vec![Choice::DayFirst, Choice::MonthFirst],
        FieldKind::Text | FieldKind::Word | FieldKind::YesNo => Vec::new(),
    };
    if allowed.contains(&choice) {
        return Ok(());
    }
    let words: Vec<&str> = allowed.into_iter().map(Choice::word).collect();
    let can_be = if words.is_empty() { "nothing is asked of it".to_owned() } else { words.join(" or ") };
    Err(invalid(format!(
        "answers {} for the column {column:?}, which is {}; {can_be}",
        choice.word(),
        field.name
    )))
}

/// A field that several columns could be by their usual names. It is asked, never guessed.
pub struct Contested {
    /// The field.
    pub field: &'static str,
    /// The columns' places.
    places: Vec<usize>,
}

impl Contested {
    /// Whether a column could be it.
    #[must_use]
    pub fn is_at(&self, place: usize) -> bool {
        self.places.contains(&place)
    }

    /// What is to be said about it, as a problem of the header.
    #[must_use]
    pub fn problem(&self, table: &Table) -> Problem {
        let names: Vec<String> = self
            .places
            .iter()
            .filter_map(|place| table.columns.get(*place))
            .map(|name| format!("\"{name}\""))
            .collect();
        let reason = format!(
            "{} could be the column {}; say which of them it is, or that none is",
            self.field,
            names.join(" or ")
        );
        Problem {
            row: table.header_row,
            line: None,
            column: self.places.first().and_then(|place| table.columns.get(*place)).cloned(),
            value: None,
            reason,
            code: ProblemCode::SeveralColumns,
        }
    }
}
