//! The lender whose book it is.

use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use crate::{
    Currency, DecisionContext, OrganizationCreated, OrganizationId, OrganizationSettingsChanged, text,
};

/// What is stated when a book is made.
#[derive(Debug, Clone)]
pub struct NewOrganization {
    /// Id of the new organization.
    pub organization_id: OrganizationId,
    /// Its name.
    pub name: String,
    /// The book's one currency.
    pub currency: Currency,
    /// Who owns the book.
    pub owner: String,
}

/// Decides whether a book can be made as stated.
///
/// # Errors
/// A name or an owner that is empty or over 200 characters.
pub fn create_organization(new: &NewOrganization) -> Result<OrganizationCreated, text::TextError> {
    Ok(OrganizationCreated {
        organization_id: new.organization_id,
        name: text::line("organization", &new.name, 200)?,
        currency: new.currency,
        owner: text::line("owner", &new.owner, 200)?,
    })
}

/// What holds for the whole book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema, TS)]
pub struct OrganizationSettings {
    /// Whether whoever requested a draw may approve it as well; each such approval then says so.
    pub one_person_lender: bool,
}

impl OrganizationSettings {
    /// Decides what follows from other settings; nothing where they are those that hold already.
    #[must_use]
    pub fn change(self, to: Self, context: &DecisionContext) -> Option<OrganizationSettingsChanged> {
        (to != self).then(|| OrganizationSettingsChanged {
            organization_id: context.organization_id,
            one_person_lender: to.one_person_lender,
            changed_by: context.user.clone(),
        })
    }
}
