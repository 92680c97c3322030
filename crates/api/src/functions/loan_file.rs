//! The commands of notes, parties, properties, collateral and the search.

use app::{
    AppError, Book, Result,
    bus::UnitOfWork,
    commands::{self, loan_file},
    queries::{
        self,
        collateral::Security,
        note::Note,
        party::{self, Party},
        person::Person,
        property::Property,
    },
};
use domain::{
    CollateralContent, CollateralState, Insurance, LoanId, Money, NewParty, NewPerson, NoteContent, PartyId,
    PropertyContent, SecuredBy, Valuation, ValuationBasis, WrittenOn,
};
use store::Transaction;

use crate::{input::*, output::*};

/// How many finds a search shows at most, and how many where nothing is said.
const MOST_HITS: u32 = 100;
const USUAL_HITS: u32 = 20;

pub fn person_get(_: &Book, transaction: &mut dyn Transaction, input: PersonRef) -> Result<Person> {
    queries::person::get(transaction, input.person_id)
}

pub fn person_change(_: &Book, work: &mut UnitOfWork<'_>, input: ChangePerson) -> Result<Person> {
    let person_id = input.person_id;
    let from = queries::person::get(work.transaction(), person_id)?;
    let to = NewPerson {
        person_id,
        kind: from.kind,
        name: input.name.unwrap_or(from.name),
        email: input.email.or(from.email),
        phone: input.phone.or(from.phone),
        address: input.address.or(from.address),
        tax_id: input.tax_id.or(from.tax_id),
    };
    commands::person::change(work, to)?;
    queries::person::get(work.transaction(), person_id)
}

pub fn note_add(_: &Book, work: &mut UnitOfWork<'_>, input: AddNote) -> Result<Note> {
    let on = WrittenOn::one_of(input.loan_id, input.person_id)?;
    let content = NoteContent { text: input.text, is_pinned: input.is_pinned.unwrap_or(false) };
    let note_id = loan_file::add_note(work, on, content)?;
    queries::note::get(work.transaction(), note_id)
}

pub fn note_amend(_: &Book, work: &mut UnitOfWork<'_>, input: AmendNote) -> Result<Note> {
    let note = queries::note::get(work.transaction(), input.note_id)?;
    let content = NoteContent {
        text: input.text.unwrap_or(note.text),
        is_pinned: input.is_pinned.unwrap_or(note.is_pinned),
    };
    loan_file::amend_note(work, input.note_id, &content)?;
    queries::note::get(work.transaction(), input.note_id)
}

pub fn note_withdraw(_: &Book, work: &mut UnitOfWork<'_>, input: WithdrawNote) -> Result<Note> {
    loan_file::withdraw_note(work, input.note_id, &input.reason)?;
    queries::note::get(work.transaction(), input.note_id)
}

pub fn note_list(_: &Book, transaction: &mut dyn Transaction, input: ListNotes) -> Result<NoteList> {
    let on = WrittenOn::one_of(input.loan_id, input.person_id)?;
    let notes = queries::note::list(transaction, on, input.with_withdrawn.unwrap_or(false))?;
    Ok(NoteList { notes })
}

pub fn party_add(_: &Book, work: &mut UnitOfWork<'_>, input: AddParty) -> Result<PartyList> {
    let AddParty { loan_id, person_id, role, since_on, note } = input;
    let party_id = PartyId::from_uuid(work.next_id());
    let since_on = since_on.unwrap_or(work.context().decision.today);
    loan_file::add_party(work, NewParty { party_id, loan_id, person_id, role, since_on, note })?;
    parties(work.transaction(), party::Of::Loan(loan_id), false)
}

pub fn party_remove(_: &Book, work: &mut UnitOfWork<'_>, input: RemoveParty) -> Result<PartyList> {
    let loan_id = loan_file::remove_party(work, input.party_id, input.removed_on, &input.reason)?;
    parties(work.transaction(), party::Of::Loan(loan_id), false)
}

pub fn party_list(_: &Book, transaction: &mut dyn Transaction, input: ListParties) -> Result<PartyList> {
    let of = match WrittenOn::one_of(input.loan_id, input.person_id)? {
        WrittenOn::Loan(loan_id) => party::Of::Loan(loan_id),
        WrittenOn::Person(person_id) => party::Of::Person(person_id),
    };
    parties(transaction, of, input.with_removed.unwrap_or(false))
}

fn parties(transaction: &mut dyn Transaction, of: party::Of, with_removed: bool) -> Result<PartyList> {
    let parties: Vec<Party> = queries::party::list(transaction, of, with_removed)?;
    Ok(PartyList { parties })
}

/// Without an insurer nothing is insured; a policy or a day without one is told.
fn insurance(
    carrier: Option<String>,
    policy_number: Option<String>,
    expires_on: Option<chrono::NaiveDate>,
) -> Result<Option<Insurance>> {
    match carrier.filter(|carrier| !carrier.trim().is_empty()) {
        Some(carrier) => Ok(Some(Insurance { carrier, policy_number, expires_on })),
        None if policy_number.is_none_or(|policy| policy.trim().is_empty()) && expires_on.is_none() => {
            Ok(None)
        }
        None => {
            let problem = "must be given with a policy or its last day".to_owned();
            Err(AppError::InvalidInput { field: "insurance_carrier", problem })
        }
    }
}

pub fn property_add(book: &Book, work: &mut UnitOfWork<'_>, input: AddProperty) -> Result<Property> {
    let currency = book.organization().currency;
    let content = PropertyContent {
        kind: input.kind,
        address: input.address,
        parcel_number: input.parcel_number,
        legal_description: input.legal_description,
        purchase_price: optional_money("purchase_price", input.purchase_price, currency)?,
        insurance: insurance(input.insurance_carrier, input.insurance_policy, input.insurance_expires_on)?,
    };
    let property_id = loan_file::add_property(work, content)?;
    queries::property::get(work.transaction(), property_id, currency)
}

pub fn property_change(book: &Book, work: &mut UnitOfWork<'_>, input: ChangeProperty) -> Result<Property> {
    let currency = book.organization().currency;
    let from = queries::property::get(work.transaction(), input.property_id, currency)?;
    let is_uninsured = input.insurance_carrier.as_ref().is_some_and(|carrier| carrier.trim().is_empty());
    let insurance = if is_uninsured {
        None
    } else {
        insurance(
            input.insurance_carrier.or(from.insurance_carrier),
            input.insurance_policy.or(from.insurance_policy),
            input.insurance_expires_on.from(from.insurance_expires_on),
        )?
    };
    let content = PropertyContent {
        kind: input.kind.unwrap_or(from.kind),
        address: input.address.unwrap_or(from.address),
        parcel_number: input.parcel_number.or(from.parcel_number),
        legal_description: input.legal_description.or(from.legal_description),
        purchase_price: optional_money(
            "purchase_price",
            input.purchase_price.from(from.purchase_price),
            currency,
        )?,
        insurance,
    };
    loan_file::change_property(work, input.property_id, content)?;
    queries::property::get(work.transaction(), input.property_id, currency)
}

pub fn property_value(book: &Book, work: &mut UnitOfWork<'_>, input: ValueProperty) -> Result<Property> {
    let currency = book.organization().currency;
    let valuation = Valuation {
        amount: money("amount", input.amount, currency)?,
        basis: input.basis.unwrap_or(ValuationBasis::AsIs),
        valued_on: input.valued_on.unwrap_or(work.context().decision.today),
        source: input.source,
    };
    loan_file::value_property(work, input.property_id, &valuation)?;
    queries::property::get(work.transaction(), input.property_id, currency)
}

pub fn property_remove(book: &Book, work: &mut UnitOfWork<'_>, input: RemoveProperty) -> Result<Property> {
    loan_file::remove_property(work, input.property_id, &input.reason)?;
    queries::property::get(work.transaction(), input.property_id, book.organization().currency)
}

pub fn property_get(book: &Book, transaction: &mut dyn Transaction, input: PropertyRef) -> Result<Property> {
    queries::property::get(transaction, input.property_id, book.organization().currency)
}

pub fn property_list(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: ListProperties,
) -> Result<PropertyList> {
    let currency = book.organization().currency;
    let properties = queries::property::list(transaction, input.loan_id, input.search.as_deref(), currency)?;
    Ok(PropertyList { properties })
}

pub fn collateral_add(book: &Book, work: &mut UnitOfWork<'_>, input: AddCollateral) -> Result<Security> {
    let currency = book.organization().currency;
    let value = optional_money("value", input.value, currency)?;
    let secured_by = match (input.property_id, input.description) {
        (Some(property_id), None) if value.is_none() => SecuredBy::Property(property_id),
        (None, Some(description)) => SecuredBy::Other { description, value },
        (Some(_), None) => {
            let problem = "must not be given of a property: record it with property.value".to_owned();
            return Err(AppError::InvalidInput { field: "value", problem });
        }
        _ => {
            let problem = "or description must be given, and not both".to_owned();
            return Err(AppError::InvalidInput { field: "property_id", problem });
        }
    };
    let content = CollateralContent {
        secured_by,
        lien_position: input.lien_position,
        senior_liens: optional_money("senior_liens", input.senior_liens, currency)?.unwrap_or(Money::ZERO),
    };
    loan_file::add_collateral(work, input.loan_id, content, input.pledged_on)?;
    security(book, work.transaction(), input.loan_id)
}

pub fn collateral_change(
    book: &Book,
    work: &mut UnitOfWork<'_>,
    input: ChangeCollateral,
) -> Result<Security> {
    let currency = book.organization().currency;
    let value = match input.value {
        Change::Keep => Change::Keep,
        Change::To(value) => Change::To(optional_money("value", value, currency)?),
    };
    let senior_liens = optional_money("senior_liens", input.senior_liens, currency)?;
    let content = |state: &CollateralState| {
        let is_described = matches!(value, Change::To(Some(_))) || input.description.is_some();
        let secured_by = match &state.content.secured_by {
            SecuredBy::Property(_) if is_described => {
                let problem = "names a property: change it with property.change or property.value".to_owned();
                return Err(AppError::InvalidInput { field: "collateral_id", problem });
            }
            SecuredBy::Property(property_id) => SecuredBy::Property(*property_id),
            SecuredBy::Other { description, value: before } => SecuredBy::Other {
                description: input.description.clone().unwrap_or_else(|| description.clone()),
                value: value.from(*before),
            },
        };
        Ok(CollateralContent {
            secured_by,
            lien_position: input.lien_position.from(state.content.lien_position),
            senior_liens: senior_liens.unwrap_or(state.content.senior_liens),
        })
    };
    let loan_id = loan_file::change_collateral(work, input.collateral_id, content)?;
    security(book, work.transaction(), loan_id)
}

pub fn collateral_release(
    book: &Book,
    work: &mut UnitOfWork<'_>,
    input: ReleaseCollateral,
) -> Result<Security> {
    let loan_id = loan_file::release_collateral(work, input.collateral_id, input.released_on, &input.reason)?;
    security(book, work.transaction(), loan_id)
}

pub fn collateral_list(book: &Book, transaction: &mut dyn Transaction, input: LoanRef) -> Result<Security> {
    security(book, transaction, input.loan_id)
}

fn security(book: &Book, transaction: &mut dyn Transaction, loan_id: LoanId) -> Result<Security> {
    queries::collateral::list(transaction, loan_id, book.organization().currency)
}

pub fn search(_: &Book, transaction: &mut dyn Transaction, input: SearchInput) -> Result<SearchAnswer> {
    let limit = input.limit.unwrap_or(USUAL_HITS);
    if limit == 0 || limit > MOST_HITS {
        let problem = format!("must be from 1 to {MOST_HITS}");
        return Err(AppError::InvalidInput { field: "limit", problem });
    }
    Ok(SearchAnswer { hits: queries::search::find(transaction, &input.query, limit)? })
}
