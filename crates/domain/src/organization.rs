//! The lender whose book it is.

use crate::{Currency, OrganizationCreated, OrganizationId, text};

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
        name: text::required("organization", &new.name, 200)?,
        currency: new.currency,
        owner: text::required("owner", &new.owner, 200)?,
    })
}
