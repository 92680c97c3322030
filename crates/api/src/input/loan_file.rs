//! What the commands of notes, parties, properties, collateral and the search take.

use chrono::NaiveDate;
use domain::{
    Amount, CollateralId, LoanId, NoteId, PartyId, PartyRole, PersonId, PropertyId, PropertyKind,
    ValuationBasis,
};
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::{Change, changed_date, optional_date};

inputs! {
    /// Names a person.
    PersonRef {
        /// The person.
        person_id: PersonId,
    }

    /// Describes a person anew; what is left out stays, and an empty text takes away.
    ChangePerson {
        /// The person.
        person_id: PersonId,
        /// Name of the person or company.
        #[serde(default)]
        name: Option<String>,
        /// E-mail address.
        #[serde(default)]
        email: Option<String>,
        /// Telephone number.
        #[serde(default)]
        phone: Option<String>,
        /// Postal address.
        #[serde(default)]
        address: Option<String>,
        /// Tax identification number.
        #[serde(default)]
        tax_id: Option<String>,
    }

    /// Writes a note on a loan or on a person.
    AddNote {
        /// The loan it is on.
        #[serde(default)]
        loan_id: Option<LoanId>,
        /// The person it is on.
        #[serde(default)]
        person_id: Option<PersonId>,
        /// What it says, at most 10,000 characters.
        text: String,
        /// Whether it stands above the others; false where left out.
        #[serde(default)]
        is_pinned: Option<bool>,
    }

    /// Lets a note say something else; what is left out stays.
    AmendNote {
        /// The note.
        note_id: NoteId,
        /// What it says.
        #[serde(default)]
        text: Option<String>,
        /// Whether it stands above the others.
        #[serde(default)]
        is_pinned: Option<bool>,
    }

    /// Withdraws a note.
    WithdrawNote {
        /// The note.
        note_id: NoteId,
        /// Why.
        reason: String,
    }

    /// Which notes to list.
    ListNotes {
        /// Those on this loan.
        #[serde(default)]
        loan_id: Option<LoanId>,
        /// Those on this person.
        #[serde(default)]
        person_id: Option<PersonId>,
        /// With those that were withdrawn; false where left out.
        #[serde(default)]
        with_withdrawn: Option<bool>,
    }

    /// Gives a person a role on a loan.
    AddParty {
        /// The loan.
        loan_id: LoanId,
        /// Who it is.
        person_id: PersonId,
        /// In which role; a loan names its borrower itself.
        role: PartyRole,
        /// The day from which they have it; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        since_on: Option<NaiveDate>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
    }

    /// Ends a role.
    RemoveParty {
        /// The party.
        party_id: PartyId,
        /// Why.
        reason: String,
        /// The day from which they do not have it; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        removed_on: Option<NaiveDate>,
    }

    /// Which roles to list: those of a loan, or those of a person.
    ListParties {
        /// The loan.
        #[serde(default)]
        loan_id: Option<LoanId>,
        /// The person.
        #[serde(default)]
        person_id: Option<PersonId>,
        /// With those that ended; false where left out.
        #[serde(default)]
        with_removed: Option<bool>,
    }

    /// Enters a property.
    AddProperty {
        /// What kind of property.
        kind: PropertyKind,
        /// Where it is.
        address: String,
        /// Number of the parcel in the county's books.
        #[serde(default)]
        parcel_number: Option<String>,
        /// How the deed describes it.
        #[serde(default)]
        legal_description: Option<String>,
        /// What it was bought for.
        #[serde(default)]
        purchase_price: Option<Amount>,
        /// The insurer.
        #[serde(default)]
        insurance_carrier: Option<String>,
        /// Number of the policy.
        #[serde(default)]
        insurance_policy: Option<String>,
        /// The last day of the insurance.
        #[serde(default, deserialize_with = "optional_date")]
        insurance_expires_on: Option<NaiveDate>,
    }

    /// Describes a property anew; what is left out stays. An empty text takes a text away, `null` the price or the day.
    ChangeProperty {
        /// The property.
        property_id: PropertyId,
        /// What kind of property.
        #[serde(default)]
        kind: Option<PropertyKind>,
        /// Where it is.
        #[serde(default)]
        address: Option<String>,
        /// Number of the parcel in the county's books.
        #[serde(default)]
        parcel_number: Option<String>,
        /// How the deed describes it.
        #[serde(default)]
        legal_description: Option<String>,
        /// What it was bought for.
        #[serde(default)]
        #[ts(as = "Option<Amount>")]
        #[schemars(with = "Option<Amount>")]
        purchase_price: Change<Amount>,
        /// The insurer; without one, nothing is insured.
        #[serde(default)]
        insurance_carrier: Option<String>,
        /// Number of the policy.
        #[serde(default)]
        insurance_policy: Option<String>,
        /// The last day of the insurance.
        #[serde(default, deserialize_with = "changed_date")]
        #[ts(as = "Option<NaiveDate>")]
        #[schemars(with = "Option<NaiveDate>")]
        insurance_expires_on: Change<NaiveDate>,
    }

    /// Records what a property is worth.
    ValueProperty {
        /// The property.
        property_id: PropertyId,
        /// What it is worth.
        amount: Amount,
        /// As it stands, or after repair; as it stands where left out.
        #[serde(default)]
        basis: Option<ValuationBasis>,
        /// The day for which it holds; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        valued_on: Option<NaiveDate>,
        /// Who valued it, or what.
        source: String,
    }

    /// Removes a property that secures nothing.
    RemoveProperty {
        /// The property.
        property_id: PropertyId,
        /// Why.
        reason: String,
    }

    /// Names a property.
    PropertyRef {
        /// The property.
        property_id: PropertyId,
    }

    /// Which properties to list.
    ListProperties {
        /// Those that secure this loan.
        #[serde(default)]
        loan_id: Option<LoanId>,
        /// Text in the address or the parcel number.
        #[serde(default)]
        search: Option<String>,
    }

    /// Lets a property, or anything else of value, secure a loan.
    AddCollateral {
        /// The loan.
        loan_id: LoanId,
        /// The property; without one, a description.
        #[serde(default)]
        property_id: Option<PropertyId>,
        /// What it is, where it is no property.
        #[serde(default)]
        description: Option<String>,
        /// What it is worth, where it is no property.
        #[serde(default)]
        value: Option<Amount>,
        /// Place of the loan's lien among the liens on it, from 1.
        #[serde(default)]
        lien_position: Option<u32>,
        /// What is owed on the liens before it; nothing where left out.
        #[serde(default)]
        senior_liens: Option<Amount>,
        /// The day from which it secures the loan; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        pledged_on: Option<NaiveDate>,
    }

    /// Says something else of a collateral; what is left out stays, and `null` takes the value or the lien's place away.
    ChangeCollateral {
        /// The collateral.
        collateral_id: CollateralId,
        /// What it is, where it is no property.
        #[serde(default)]
        description: Option<String>,
        /// What it is worth, where it is no property.
        #[serde(default)]
        #[ts(as = "Option<Amount>")]
        #[schemars(with = "Option<Amount>")]
        value: Change<Amount>,
        /// Place of the loan's lien among the liens on it, from 1.
        #[serde(default)]
        #[ts(as = "Option<u32>")]
        #[schemars(with = "Option<u32>")]
        lien_position: Change<u32>,
        /// What is owed on the liens before it.
        #[serde(default)]
        senior_liens: Option<Amount>,
    }

    /// Releases a collateral.
    ReleaseCollateral {
        /// The collateral.
        collateral_id: CollateralId,
        /// Why.
        reason: String,
        /// The day from which it does not secure the loan; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        released_on: Option<NaiveDate>,
    }

    /// Finds anything in the book.
    SearchInput {
        /// Words, all of which must be there; a word is found by how it begins, whatever its case and accents.
        query: String,
        /// How many finds at most, up to 100; 20 where left out.
        #[serde(default)]
        limit: Option<u32>,
    }
}
