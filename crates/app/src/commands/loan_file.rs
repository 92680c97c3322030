//! What is kept with a loan: notes, parties, properties and collateral.

use chrono::NaiveDate;
use domain::{
    CollateralContent, CollateralId, CollateralState, LoanId, NewNote, NewParty, NoteContent, NoteId,
    PartyId, PropertyContent, PropertyId, PropertyState, SecuredBy, Valuation, WrittenOn,
};

use super::next;
use crate::{Result, bus::UnitOfWork, queries};

/// Writes a note.
///
/// # Errors
/// An unknown loan or person, a text that is empty or too long, or storage.
pub fn add_note(work: &mut UnitOfWork<'_>, on: WrittenOn, content: NoteContent) -> Result<NoteId> {
    match on {
        WrittenOn::Loan(loan_id) => queries::loan::require(work.transaction(), loan_id)?,
        WrittenOn::Person(person_id) => queries::person::require(work.transaction(), person_id)?,
    }
    let note_id = NoteId::from_uuid(work.next_id());
    let decision = work.context().decision.clone();
    let added = NewNote { note_id, on, content }.write_down(&decision)?;
    let event = next(work, (note_id.as_uuid(), added.loan_id), decision.today, &added)?;
    work.publish(vec![event])?;
    Ok(note_id)
}

/// Lets a note say something else.
///
/// # Errors
/// An unknown note, one that was withdrawn, a text that is empty or too long, or storage.
pub fn amend_note(work: &mut UnitOfWork<'_>, note_id: NoteId, content: &NoteContent) -> Result<()> {
    let note = queries::note::get(work.transaction(), note_id)?;
    let loan_id = note.loan_id;
    let decision = work.context().decision.clone();
    let Some(amended) = note.state().amend(content, &decision)? else { return Ok(()) };
    let event = next(work, (note_id.as_uuid(), loan_id), decision.today, &amended)?;
    work.publish(vec![event])
}

/// Withdraws a note.
///
/// # Errors
/// An unknown note, one that was withdrawn, no reason, or storage.
pub fn withdraw_note(work: &mut UnitOfWork<'_>, note_id: NoteId, reason: &str) -> Result<()> {
    let note = queries::note::get(work.transaction(), note_id)?;
    let loan_id = note.loan_id;
    let decision = work.context().decision.clone();
    let withdrawn = note.state().withdraw(reason, &decision)?;
    let event = next(work, (note_id.as_uuid(), loan_id), decision.today, &withdrawn)?;
    work.publish(vec![event])
}

/// Gives a person a role on a loan.
///
/// # Errors
/// An unknown loan or person, what the domain refuses, or storage.
pub fn add_party(work: &mut UnitOfWork<'_>, new: NewParty) -> Result<()> {
    let (party_id, loan_id, since_on) = (new.party_id, new.loan_id, new.since_on);
    let borrower_id = queries::party::borrower(work.transaction(), loan_id)?;
    queries::person::require(work.transaction(), new.person_id)?;
    let held = queries::party::held_on(work.transaction(), loan_id)?;
    let added = new.add(borrower_id, &held, &work.context().decision)?;
    let event = next(work, (party_id.as_uuid(), Some(loan_id)), since_on, &added)?;
    work.publish(vec![event])
}

/// Ends a role, and says on which loan it was.
///
/// # Errors
/// An unknown party, what the domain refuses, or storage.
pub fn remove_party(
    work: &mut UnitOfWork<'_>,
    party_id: PartyId,
    removed_on: Option<NaiveDate>,
    reason: &str,
) -> Result<LoanId> {
    let held = queries::party::held(work.transaction(), party_id)?;
    let decision = work.context().decision.clone();
    let removed = held.remove(removed_on.unwrap_or(decision.today), reason, &decision)?;
    let event = next(work, (party_id.as_uuid(), Some(held.loan_id)), removed.removed_on, &removed)?;
    work.publish(vec![event])?;
    Ok(held.loan_id)
}

/// Enters a property.
///
/// # Errors
/// What the domain refuses, or storage.
pub fn add_property(work: &mut UnitOfWork<'_>, content: PropertyContent) -> Result<PropertyId> {
    let property_id = PropertyId::from_uuid(work.next_id());
    let decision = work.context().decision.clone();
    let added = content.add(property_id, &decision)?;
    let event = next(work, (property_id.as_uuid(), None), decision.today, &added)?;
    work.publish(vec![event])?;
    Ok(property_id)
}

fn property(work: &mut UnitOfWork<'_>, property_id: PropertyId) -> Result<PropertyState> {
    let currency = work.context().decision.currency;
    queries::property::get(work.transaction(), property_id, currency)?.state(currency)
}

/// Describes a property anew.
///
/// # Errors
/// An unknown property, what the domain refuses, or storage.
pub fn change_property(
    work: &mut UnitOfWork<'_>,
    property_id: PropertyId,
    content: PropertyContent,
) -> Result<()> {
    let decision = work.context().decision.clone();
    let Some(changed) = property(work, property_id)?.change(content, &decision)? else { return Ok(()) };
    let event = next(work, (property_id.as_uuid(), None), decision.today, &changed)?;
    work.publish(vec![event])
}

/// Records what a property is worth.
///
/// # Errors
/// An unknown property, what the domain refuses, or storage.
pub fn value_property(
    work: &mut UnitOfWork<'_>,
    property_id: PropertyId,
    valuation: &Valuation,
) -> Result<()> {
    let valued = property(work, property_id)?.value(valuation, &work.context().decision)?;
    let event = next(work, (property_id.as_uuid(), None), valued.valued_on, &valued)?;
    work.publish(vec![event])
}

/// Removes a property.
///
/// # Errors
/// An unknown property, one that secures a loan, no reason, or storage.
pub fn remove_property(work: &mut UnitOfWork<'_>, property_id: PropertyId, reason: &str) -> Result<()> {
    let decision = work.context().decision.clone();
    let removed = property(work, property_id)?.remove(reason, &decision)?;
    let event = next(work, (property_id.as_uuid(), None), decision.today, &removed)?;
    work.publish(vec![event])
}

/// Lets something secure a loan.
///
/// # Errors
/// An unknown loan or property, what the domain refuses, or storage.
pub fn add_collateral(
    work: &mut UnitOfWork<'_>,
    loan_id: LoanId,
    content: CollateralContent,
    pledged_on: Option<NaiveDate>,
) -> Result<CollateralId> {
    queries::loan::require(work.transaction(), loan_id)?;
    if let SecuredBy::Property(property_id) = content.secured_by {
        property(work, property_id)?.must_be_there()?;
    }
    let collateral_id = CollateralId::from_uuid(work.next_id());
    let held = queries::collateral::held_on(work.transaction(), loan_id)?;
    let decision = work.context().decision.clone();
    let added =
        content.add((collateral_id, loan_id), pledged_on.unwrap_or(decision.today), &held, &decision)?;
    let event = next(work, (collateral_id.as_uuid(), Some(loan_id)), added.pledged_on, &added)?;
    work.publish(vec![event])?;
    Ok(collateral_id)
}

/// Says something else of a collateral, and on which loan it is.
///
/// # Errors
/// An unknown collateral, what the domain refuses, or storage.
pub fn change_collateral(
    work: &mut UnitOfWork<'_>,
    collateral_id: CollateralId,
    content: impl FnOnce(&CollateralState) -> Result<CollateralContent>,
) -> Result<LoanId> {
    let state = queries::collateral::state(work.transaction(), collateral_id)?;
    let decision = work.context().decision.clone();
    let Some(changed) = state.change(content(&state)?, &decision)? else { return Ok(state.loan_id) };
    let event = next(work, (collateral_id.as_uuid(), Some(state.loan_id)), decision.today, &changed)?;
    work.publish(vec![event])?;
    Ok(state.loan_id)
}

/// Releases a collateral, and says on which loan it was.
///
/// # Errors
/// An unknown collateral, what the domain refuses, or storage.
pub fn release_collateral(
    work: &mut UnitOfWork<'_>,
    collateral_id: CollateralId,
    released_on: Option<NaiveDate>,
    reason: &str,
) -> Result<LoanId> {
    let state = queries::collateral::state(work.transaction(), collateral_id)?;
    let decision = work.context().decision.clone();
    let released = state.release(released_on.unwrap_or(decision.today), reason, &decision)?;
    let stream = (collateral_id.as_uuid(), Some(state.loan_id));
    let event = next(work, stream, released.released_on, &released)?;
    work.publish(vec![event])?;
    Ok(state.loan_id)
}
