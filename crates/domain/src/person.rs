//! The people and companies of a book: borrowers, lenders, investors, and whoever else has to do with a loan.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use crate::{DecisionContext, PersonChanged, PersonCreated, PersonId, text};

/// What a person or company is to the lender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum PersonKind {
    /// Owes the money.
    Borrower,
    /// Lends it.
    Lender,
    /// Puts money into a fund, or into a loan beside other lenders.
    Investor,
    /// Anyone else: a title company, a guarantor, a contractor, an insurer.
    Contact,
}

impl PersonKind {
    /// The word used on the wire and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Borrower => "borrower",
            Self::Lender => "lender",
            Self::Investor => "investor",
            Self::Contact => "contact",
        }
    }
}

/// What is entered of a new person.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Id of the new person.
    pub person_id: PersonId,
    /// What they are to the lender.
    pub kind: PersonKind,
    /// Name of the person or company.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Tax identification number.
    pub tax_id: Option<String>,
}

/// Why a person was not entered.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PersonRejection {
    /// A text is empty or too long.
    #[error(transparent)]
    Text(#[from] text::TextError),
    /// An e-mail address without an @ between two parts.
    #[error("email must look like name@example.com")]
    Email,
}

impl PersonRejection {
    /// The input field at fault.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::Text(error) => error.field,
            Self::Email => "email",
        }
    }
}

/// Decides whether a person can be entered as stated.
///
/// # Errors
/// A name that is empty or over 200 characters, another text over its length, or an e-mail address without `@`.
pub fn create_person(new: NewPerson, context: &DecisionContext) -> Result<PersonCreated, PersonRejection> {
    let email = email(new.email)?;
    Ok(PersonCreated {
        person_id: new.person_id,
        organization_id: context.organization_id,
        kind: new.kind,
        name: text::line("name", &new.name, 200)?,
        email,
        phone: text::optional("phone", new.phone, 50)?,
        address: text::optional("address", new.address, 500)?,
        tax_id: text::optional("tax_id", new.tax_id, 50)?,
    })
}

/// Decides that a person is described anew, all of them; none where nothing of it differs. On which side of a loan they
/// stand stays: their loans say so.
///
/// # Errors
/// As [`create_person`].
pub fn change_person(
    from: &NewPerson,
    to: NewPerson,
    context: &DecisionContext,
) -> Result<Option<PersonChanged>, PersonRejection> {
    let changed = PersonChanged {
        person_id: from.person_id,
        organization_id: context.organization_id,
        email: email(to.email)?,
        name: text::line("name", &to.name, 200)?,
        phone: text::optional("phone", to.phone, 50)?,
        address: text::optional("address", to.address, 500)?,
        tax_id: text::optional("tax_id", to.tax_id, 50)?,
        changed_by: context.user.clone(),
    };
    let is_same = changed.name == from.name
        && changed.email == from.email
        && changed.phone == from.phone
        && changed.address == from.address
        && changed.tax_id == from.tax_id;
    Ok((!is_same).then_some(changed))
}

fn email(typed: Option<String>) -> Result<Option<String>, PersonRejection> {
    let email = text::optional("email", typed, 254)?;
    if let Some(email) = &email {
        let well_formed = email.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && !host.is_empty()
                && !host.contains('@')
                && !email.contains(char::is_whitespace)
        });
        if !well_formed {
            return Err(PersonRejection::Email);
        }
    }
    Ok(email)
}
