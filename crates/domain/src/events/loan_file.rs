//! The events of what is kept with a loan: notes, parties, properties and collateral; and of a person who is described
//! anew.

use super::{Deserialize, EventDescription, EventPayload, JsonSchema, NaiveDate, Serialize, written_schema};
use crate::{
    Amount, CollateralId, Currency, LoanId, NoteId, OrganizationId, PartyId, PartyRole, PersonId, PropertyId,
    PropertyKind, ValuationBasis,
};

events! {
    /// A person was described anew: all of them, as they stand now. What was known before stays in the log.
    PersonChanged = "person", "Person.Changed" v 1 {
        /// The person.
        person_id: PersonId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Name of the person or company.
        name: String,
        /// E-mail address.
        email: Option<String>,
        /// Telephone number.
        phone: Option<String>,
        /// Postal address.
        address: Option<String>,
        /// Tax identification number.
        tax_id: Option<String>,
        /// Who changed it.
        changed_by: String,
    }

    /// A note was written on a loan or on a person.
    NoteAdded = "note", "Note.Added" v 1 {
        /// The note.
        note_id: NoteId,
        /// The loan it is on.
        loan_id: Option<LoanId>,
        /// The person it is on.
        person_id: Option<PersonId>,
        /// The book's owner.
        organization_id: OrganizationId,
        /// What it says.
        text: String,
        /// Whether it stands above the others.
        is_pinned: bool,
        /// Who wrote it.
        added_by: String,
    }

    /// A note says something else from now on; what it said before stays in the log.
    NoteAmended = "note", "Note.Amended" v 1 {
        /// The note.
        note_id: NoteId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// What it says now.
        text: String,
        /// Whether it stands above the others.
        is_pinned: bool,
        /// Who amended it.
        amended_by: String,
    }

    /// A note does not hold any more.
    NoteWithdrawn = "note", "Note.Withdrawn" v 1 {
        /// The note.
        note_id: NoteId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Why.
        reason: String,
        /// Who withdrew it.
        withdrawn_by: String,
    }

    /// A person took a role on a loan.
    PartyAdded = "party", "Party.Added" v 1 {
        /// The party.
        party_id: PartyId,
        /// The loan.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Who it is.
        person_id: PersonId,
        /// In which role.
        role: PartyRole,
        /// The day from which they have it.
        since_on: NaiveDate,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who added them.
        added_by: String,
    }

    /// A person does not have a role on a loan any more.
    PartyRemoved = "party", "Party.Removed" v 1 {
        /// The party.
        party_id: PartyId,
        /// The loan.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The day from which they do not have it.
        removed_on: NaiveDate,
        /// Why.
        reason: String,
        /// Who removed them.
        removed_by: String,
    }

    /// A property was entered.
    PropertyAdded = "property", "Property.Added" v 1 {
        /// The property.
        property_id: PropertyId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// What kind of property.
        kind: PropertyKind,
        /// Where it is.
        address: String,
        /// Number of the parcel in the county's books.
        parcel_number: Option<String>,
        /// How the deed describes it.
        legal_description: Option<String>,
        /// Currency of its amounts.
        currency: Currency,
        /// What it was bought for.
        purchase_price: Option<Amount>,
        /// What insures it.
        insurance: Option<Insurance>,
        /// Who entered it.
        added_by: String,
    }

    /// A property was described anew: all of it, as it stands now.
    PropertyChanged = "property", "Property.Changed" v 1 {
        /// The property.
        property_id: PropertyId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// What kind of property.
        kind: PropertyKind,
        /// Where it is.
        address: String,
        /// Number of the parcel in the county's books.
        parcel_number: Option<String>,
        /// How the deed describes it.
        legal_description: Option<String>,
        /// Currency of its amounts.
        currency: Currency,
        /// What it was bought for.
        purchase_price: Option<Amount>,
        /// What insures it.
        insurance: Option<Insurance>,
        /// Who changed it.
        changed_by: String,
    }

    /// Somebody said what a property is worth.
    PropertyValued = "property", "Property.Valued" v 1 {
        /// The property.
        property_id: PropertyId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Currency of the amount.
        currency: Currency,
        /// What it is worth.
        amount: Amount,
        /// As it stands, or after repair.
        basis: ValuationBasis,
        /// The day for which it holds.
        valued_on: NaiveDate,
        /// Who valued it, or what.
        source: String,
        /// Who recorded it.
        recorded_by: String,
    }

    /// A property was entered by mistake, or is of no interest any more.
    PropertyRemoved = "property", "Property.Removed" v 1 {
        /// The property.
        property_id: PropertyId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Why.
        reason: String,
        /// Who removed it.
        removed_by: String,
    }

    /// Something secures a loan: a property, or anything else of value.
    CollateralAdded = "collateral", "Collateral.Added" v 1 {
        /// The collateral.
        collateral_id: CollateralId,
        /// The loan that it secures.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The property, where it is one.
        property_id: Option<PropertyId>,
        /// What it is, where it is no property.
        description: Option<String>,
        /// Currency of its amounts.
        currency: Currency,
        /// What it is worth, where it is no property.
        value: Option<Amount>,
        /// Place of the loan's lien among the liens on it, from 1.
        lien_position: Option<u32>,
        /// What is owed on the liens before it.
        senior_liens: Amount,
        /// The day from which it secures the loan.
        pledged_on: NaiveDate,
        /// Who added it.
        added_by: String,
    }

    /// What is known of a collateral was set anew.
    CollateralChanged = "collateral", "Collateral.Changed" v 1 {
        /// The collateral.
        collateral_id: CollateralId,
        /// The loan that it secures.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// What it is, where it is no property.
        description: Option<String>,
        /// Currency of its amounts.
        currency: Currency,
        /// What it is worth, where it is no property.
        value: Option<Amount>,
        /// Place of the loan's lien among the liens on it, from 1.
        lien_position: Option<u32>,
        /// What is owed on the liens before it.
        senior_liens: Amount,
        /// Who changed it.
        changed_by: String,
    }

    /// A collateral does not secure a loan any more.
    CollateralReleased = "collateral", "Collateral.Released" v 1 {
        /// The collateral.
        collateral_id: CollateralId,
        /// The loan that it secured.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The day from which it does not.
        released_on: NaiveDate,
        /// Why.
        reason: String,
        /// Who released it.
        released_by: String,
    }
}

/// The insurance of a property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Insurance {
    /// The insurer.
    pub carrier: String,
    /// Number of the policy.
    pub policy_number: Option<String>,
    /// Its last day.
    pub expires_on: Option<NaiveDate>,
}
