//! Who is in the book and in the file, and finding the one who is meant.

use std::collections::HashMap;

use domain::{NewPerson, PersonCreated, PersonId, PersonKind};
use store::NewEvent;

use super::{
    columns::Cells,
    plan::{Planner, Step},
    problems::ProblemCode,
};
use crate::{Result, queries};

/// The people of one or all kinds, by what tells them apart.
#[derive(Default)]
pub struct People {
    known: Vec<Known>,
    by_tax_id: HashMap<String, Vec<usize>>,
    by_email: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
}

struct Known {
    person_id: PersonId,
    kind: PersonKind,
    name: String,
    /// The row of the file that has them; none for the book's own.
    row: Option<u32>,
}

/// Who is meant by a row.
pub enum Found {
    /// One person.
    One(PersonId),
    /// Nobody who is known.
    Nobody,
    /// Somebody else, or several; why.
    Unclear(ProblemCode, &'static str, String),
}

impl People {
    /// Everyone in the book.
    ///
    /// # Errors
    /// Storage.
    pub fn of_book(planner: &mut Planner<'_>) -> Result<Self> {
        let mut people = Self::default();
        for person in queries::person::list(planner.transaction, None, None)? {
            let (tax_id, email) = (person.tax_id.as_deref(), person.email.as_deref());
            let known = Known {
                person_id: person.person_id,
                kind: person.kind,
                name: person.name.clone(),
                row: None,
            };
            people.add(known, tax_id, email);
        }
        Ok(people)
    }

    fn add(&mut self, known: Known, tax_id: Option<&str>, email: Option<&str>) {
        let place = self.known.len();
        let note = |index: &mut HashMap<String, Vec<usize>>, key: &str| {
            index.entry(plain(key)).or_default().push(place);
        };
        note(&mut self.by_name, &known.name);
        if let Some(tax_id) = tax_id {
            note(&mut self.by_tax_id, tax_id);
        }
        if let Some(email) = email {
            note(&mut self.by_email, email);
        }
        self.known.push(known);
    }

    fn of<'a>(
        &'a self,
        index: &'a HashMap<String, Vec<usize>>,
        key: &str,
        kind: PersonKind,
    ) -> Vec<&'a Known> {
        let places = index.get(&plain(key)).into_iter().flatten();
        places.filter_map(|place| self.known.get(*place)).filter(|known| known.kind == kind).collect()
    }

    /// The borrower whom a row of loans means: by tax id, by e-mail address, by name.
    pub fn borrower(&self, name: Option<&str>, email: Option<&str>, tax_id: Option<&str>) -> Found {
        let kind = PersonKind::Borrower;
        let others =
            [(&self.by_tax_id, tax_id, "borrower_tax_id"), (&self.by_email, email, "borrower_email")];
        for (index, key, field) in others {
            let Some(key) = key else { continue };
            match self.of(index, key, kind).as_slice() {
                [] => {}
                [one] if name.is_none_or(|name| plain(name) == plain(&one.name)) => {
                    return Found::One(one.person_id);
                }
                [one] => {
                    let reason = format!("{field} is that of {}", one.name);
                    return Found::Unclear(ProblemCode::SeveralFound, field, reason);
                }
                several => {
                    let named =
                        several.iter().find(|one| name.is_some_and(|name| plain(name) == plain(&one.name)));
                    return match named {
                        Some(one) => Found::One(one.person_id),
                        None => Found::Unclear(
                            ProblemCode::SeveralFound,
                            field,
                            format!("{field} is that of {} borrowers", several.len()),
                        ),
                    };
                }
            }
        }
        let Some(name) = name else { return Found::Nobody };
        match self.of(&self.by_name, name, kind).as_slice() {
            [] => Found::Nobody,
            [one] => Found::One(one.person_id),
            several => Found::Unclear(
                ProblemCode::SeveralFound,
                "borrower_name",
                format!("{} borrowers have this name; give borrower_email or borrower_tax_id", several.len()),
            ),
        }
    }

    /// Enters a person whom a row names: decides, and notes who it is.
    ///
    /// # Errors
    /// Storage.
    pub fn enter(
        &mut self,
        planner: &mut Planner<'_>,
        cells: &Cells<'_>,
        prefix: &'static str,
        kind: PersonKind,
    ) -> Result<Option<(PersonId, NewEvent)>> {
        let text = |field: &str| cells.text(&format!("{prefix}{field}"));
        let new = NewPerson {
            person_id: PersonId::from_uuid(planner.next_id()),
            kind,
            name: text("name").unwrap_or_default(),
            email: text("email"),
            phone: text("phone"),
            address: text("address"),
            tax_id: text("tax_id"),
        };
        let decision = &planner.context.decision;
        let created: PersonCreated = match domain::create_person(new, decision) {
            Ok(created) => created,
            Err(rejection) => {
                let field = format!("{prefix}{}", rejection.field());
                let reason = rejection.to_string();
                cells.refuse(&mut planner.problems, Some(&field), ProblemCode::NotAllowed, reason);
                return Ok(None);
            }
        };
        let event = planner.event(created.person_id.as_uuid(), decision.today, &created)?.expecting(0);
        let known = Known {
            person_id: created.person_id,
            kind,
            name: created.name.clone(),
            row: Some(cells.number()),
        };
        self.add(known, created.tax_id.as_deref(), created.email.as_deref());
        planner.plan.counts.contacts += 1;
        Ok(Some((created.person_id, event)))
    }

    /// Who of the kind is like a row of contacts already: of the same tax id, else of the same e-mail address, else of
    /// the same name where nothing else tells them apart.
    fn like(&self, cells: &Cells<'_>, kind: PersonKind) -> Option<(&Known, &'static str)> {
        let (tax_id, email, name) = (cells.text("tax_id"), cells.text("email"), cells.text("name"));
        let first = |index, key: Option<String>, field| {
            let key = key?;
            self.of(index, &key, kind).first().map(|known| (*known, field))
        };
        first(&self.by_tax_id, tax_id.clone(), "tax_id")
            .or_else(|| first(&self.by_email, email.clone(), "email"))
            .or_else(|| first(&self.by_name, name.filter(|_| tax_id.is_none() && email.is_none()), "name"))
    }
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

const KINDS: &[(&str, &[&str])] = &[
    ("borrower", &["customer", "client", "debtor", "mortgagor"]),
    ("lender", &["creditor", "mortgagee"]),
    ("investor", &[]),
    ("contact", &["other"]),
];

/// Plans a file of contacts.
///
/// # Errors
/// Cancellation, or storage.
pub fn plan(planner: &mut Planner<'_>) -> Result<()> {
    let mut people = People::of_book(planner)?;
    let columns = planner.columns;
    for (place, row) in planner.table.rows.iter().enumerate() {
        planner.look_up(place)?;
        let cells = columns.row(row, planner.currency());
        cells.refuse_damage(&mut planner.problems, planner.table.columns.len());
        let kind = cells.word(&mut planner.problems, "kind", KINDS);
        if cells.required(&mut planner.problems, "name").is_none() || planner.problems.has(row.number) {
            continue;
        }
        let kind = kind.unwrap_or(PersonKind::Borrower);
        if let Some((known, field)) = people.like(&cells, kind).filter(|_| !planner.allow_duplicates) {
            let reason = match known.row {
                Some(row) => format!("is like row {row}, which has the same {field}"),
                None => format!("{} is in the book already, with the same {field}", known.name),
            };
            cells.refuse(&mut planner.problems, Some(field), ProblemCode::Duplicate, reason);
            continue;
        }
        if let Some((_, event)) = people.enter(planner, &cells, "", kind)? {
            planner.plan.steps.push(Step::Events(vec![event]));
        }
    }
    Ok(())
}
