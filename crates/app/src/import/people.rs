//! Who is in the book and in the file, and finding the one who is meant.

use std::collections::HashMap;

use domain::{NewPerson, PersonCreated, PersonId, PersonKind};
use store::NewEvent;

use super::{
    cells::Cells,
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
    tax_id: Option<String>,
    email: Option<String>,
    /// The row of the file that has them; none for the book's own.
    row: Option<u32>,
}

/// How what a row says of somebody goes with what is known.
#[derive(PartialEq)]
enum Likeness {
    /// The row says nothing but the name.
    Fits,
    /// Another tax id or another e-mail address.
    Differs,
    /// The row says what is not known of them.
    CannotBeTold,
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
            people.add(Known {
                person_id: person.person_id,
                kind: person.kind,
                name: person.name,
                tax_id: person.tax_id,
                email: person.email,
                row: None,
            });
        }
        Ok(people)
    }

    fn add(&mut self, known: Known) {
        let place = self.known.len();
        let note = |index: &mut HashMap<String, Vec<usize>>, key: String| {
            index.entry(key).or_default().push(place);
        };
        note(&mut self.by_name, plain(&known.name));
        if let Some(tax_id) = &known.tax_id {
            note(&mut self.by_tax_id, plain_tax_id(tax_id));
        }
        if let Some(email) = &known.email {
            note(&mut self.by_email, plain(email));
        }
        self.known.push(known);
    }

    /// Takes back the last one who was entered: nothing is made of the row after all.
    pub fn take_back(&mut self, planner: &mut Planner<'_>) {
        let Some(known) = self.known.pop() else { return };
        let place = self.known.len();
        let forget = |index: &mut HashMap<String, Vec<usize>>, key: String| {
            if let Some(places) = index.get_mut(&key) {
                places.retain(|other| *other != place);
            }
        };
        forget(&mut self.by_name, plain(&known.name));
        if let Some(tax_id) = &known.tax_id {
            forget(&mut self.by_tax_id, plain_tax_id(tax_id));
        }
        if let Some(email) = &known.email {
            forget(&mut self.by_email, plain(email));
        }
        planner.plan.counts.contacts -= 1;
    }

    fn of<'a>(
        &'a self,
        index: &'a HashMap<String, Vec<usize>>,
        key: &str,
        kind: PersonKind,
    ) -> Vec<&'a Known> {
        let places = index.get(key).into_iter().flatten();
        places.filter_map(|place| self.known.get(*place)).filter(|known| known.kind == kind).collect()
    }

    /// The borrower whom a row of loans means: by tax id, by e-mail address, by name. A namesake with another tax id or
    /// e-mail address is somebody else.
    pub fn borrower(&self, name: Option<&str>, email: Option<&str>, tax_id: Option<&str>) -> Found {
        let kind = PersonKind::Borrower;
        let is_named = |one: &Known| name.is_none_or(|name| plain(name) == plain(&one.name));
        let others = [
            (&self.by_tax_id, tax_id.map(plain_tax_id), "borrower_tax_id"),
            (&self.by_email, email.map(plain), "borrower_email"),
        ];
        for (index, key, field) in others {
            let Some(key) = key else { continue };
            let unclear = |reason| Found::Unclear(ProblemCode::SeveralFound, field, reason);
            match self.of(index, &key, kind).as_slice() {
                [] => {}
                [one] if is_named(one) && one.has_other_tax_id(tax_id) => {
                    return unclear(format!("{field} is that of {}, who has another tax id", one.name));
                }
                [one] if is_named(one) => return Found::One(one.person_id),
                [one] => return unclear(format!("{field} is that of {}", one.name)),
                several => {
                    let named = several
                        .iter()
                        .find(|one| name.is_some() && is_named(one) && !one.has_other_tax_id(tax_id));
                    return match named {
                        Some(one) => Found::One(one.person_id),
                        None => unclear(format!("{field} is that of {} borrowers", several.len())),
                    };
                }
            }
        }
        let Some(name) = name else { return Found::Nobody };
        let namesakes = self.of(&self.by_name, &plain(name), kind);
        let likely: Vec<(&Known, Likeness)> = namesakes
            .into_iter()
            .map(|known| (known, known.likeness(email, tax_id)))
            .filter(|(_, likeness)| *likeness != Likeness::Differs)
            .collect();
        let unclear = |reason| Found::Unclear(ProblemCode::SeveralFound, "borrower_name", reason);
        match likely.as_slice() {
            [] => Found::Nobody,
            [(one, Likeness::Fits)] => Found::One(one.person_id),
            [(one, _)] => {
                let (who, where_to) = match one.row {
                    Some(row) => (format!("the borrower of row {row}"), "in that row"),
                    None => ("a borrower of this name in the book".to_owned(), "in the book"),
                };
                let given = match (tax_id, email) {
                    (Some(_), Some(_)) => "borrower_tax_id or borrower_email",
                    (Some(_), None) => "borrower_tax_id",
                    _ => "borrower_email",
                };
                unclear(format!(
                    "borrower_name is that of {who}, of whom no {given} is known; enter it {where_to} if this is the \
                     same one, and something that tells them apart if not"
                ))
            }
            several => unclear(format!(
                "{} borrowers have this name; give borrower_email or borrower_tax_id",
                several.len()
            )),
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
        let new = new_person(planner, cells, prefix, kind);
        let Some(created) = created(planner, cells, prefix, new) else { return Ok(None) };
        let decision = &planner.context.decision;
        let event = planner.event(created.person_id.as_uuid(), decision.today, &created)?.expecting(0);
        let person_id = created.person_id;
        let known = Known {
            person_id,
            kind,
            name: created.name,
            tax_id: created.tax_id,
            email: created.email,
            row: Some(cells.number()),
        };
        self.add(known);
        planner.plan.counts.contacts += 1;
        Ok(Some((person_id, event)))
    }

    /// Who of the kind is like a row of contacts already: of the same tax id, else of the same e-mail address, else of
    /// the same name where nothing else tells them apart.
    fn like(&self, cells: &Cells<'_>, kind: PersonKind) -> Option<(&Known, &'static str)> {
        let (tax_id, email, name) = (cells.text("tax_id"), cells.text("email"), cells.text("name"));
        let has_more = tax_id.is_some() || email.is_some();
        let first = |index, key: Option<String>, field| {
            let key = key?;
            self.of(index, &key, kind).first().map(|known| (*known, field))
        };
        first(&self.by_tax_id, tax_id.as_deref().map(plain_tax_id), "tax_id")
            .or_else(|| first(&self.by_email, email.as_deref().map(plain), "email"))
            .or_else(|| first(&self.by_name, name.as_deref().map(plain).filter(|_| !has_more), "name"))
    }
}

impl Known {
    fn has_other_tax_id(&self, tax_id: Option<&str>) -> bool {
        let both = self.tax_id.as_deref().zip(tax_id);
        both.is_some_and(|(own, other)| plain_tax_id(own) != plain_tax_id(other))
    }

    /// How a row that names a namesake, whose tax id and e-mail address lead to nobody, goes with this one.
    fn likeness(&self, email: Option<&str>, tax_id: Option<&str>) -> Likeness {
        let has_other_email =
            self.email.as_deref().zip(email).is_some_and(|(own, other)| plain(own) != plain(other));
        if self.has_other_tax_id(tax_id) || has_other_email {
            Likeness::Differs
        } else if tax_id.is_none() && email.is_none() {
            Likeness::Fits
        } else {
            Likeness::CannotBeTold
        }
    }
}

/// Refuses what a rule refuses of a person of whose row nothing is made yet, since something else is wrong with it. A
/// name that is missing is told already, and another stands in for it.
pub fn judge(planner: &mut Planner<'_>, cells: &Cells<'_>, prefix: &'static str, kind: PersonKind) {
    let mut new = new_person(planner, cells, prefix, kind);
    if new.name.is_empty() {
        "1".clone_into(&mut new.name);
    }
    created(planner, cells, prefix, new);
}

fn new_person(planner: &Planner<'_>, cells: &Cells<'_>, prefix: &'static str, kind: PersonKind) -> NewPerson {
    let text = |field: &str| cells.text(&format!("{prefix}{field}"));
    NewPerson {
        person_id: PersonId::from_uuid(planner.next_id()),
        kind,
        name: text("name").unwrap_or_default(),
        email: text("email"),
        phone: text("phone"),
        address: text("address"),
        tax_id: text("tax_id"),
    }
}

/// A person as decided; a problem of the row where a rule refuses.
fn created(
    planner: &mut Planner<'_>,
    cells: &Cells<'_>,
    prefix: &'static str,
    new: NewPerson,
) -> Option<PersonCreated> {
    let decided = domain::create_person(new, &planner.context.decision);
    let refuse = |rejection: domain::PersonRejection| {
        let field = format!("{prefix}{}", rejection.field());
        let reason = rejection.to_string();
        cells.refuse(&mut planner.problems, Some(&field), ProblemCode::NotAllowed, reason);
    };
    decided.map_err(refuse).ok()
}

/// A tax id without the dashes and spaces that some write.
fn plain_tax_id(tax_id: &str) -> String {
    let plain: String = tax_id.chars().filter(char::is_ascii_alphanumeric).collect();
    plain.to_ascii_uppercase()
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
        let has_name = cells.required(&mut planner.problems, "name").is_some();
        let kind = kind.unwrap_or(PersonKind::Borrower);
        if !has_name || planner.problems.has(row.number) || cells.are_open() {
            judge(planner, &cells, "", kind);
            continue;
        }
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
