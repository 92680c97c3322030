//! Creating loans and walking them through their life.

use domain::{
    EventPayload, Loan, LoanCreated, LoanEvent, LoanFunded, LoanId, LoanStatusChanged, LoanTerms, NewLoan,
    PersonId, PersonKind, Transition,
};
use store::{
    NewEvent, RecordedEvent, Row, StoreError, Transaction, event_log,
    upcast::{Decoded, Upcasters},
};

use super::event;
use crate::{AppError, Result, bus::UnitOfWork};

/// What is entered of a new loan.
pub struct LoanApplication {
    /// Who borrows.
    pub borrower_id: PersonId,
    /// Who lends, where it is not the organization itself.
    pub lender_id: Option<PersonId>,
    /// What the money is for.
    pub purpose: Option<String>,
    /// What is agreed.
    pub terms: LoanTerms,
}

/// Creates a loan as a draft, under the next number of the book.
///
/// # Errors
/// An unknown borrower or lender, terms that make no schedule, or storage.
pub fn create(work: &mut UnitOfWork<'_>, application: LoanApplication) -> Result<LoanId> {
    let LoanApplication { borrower_id, lender_id, purpose, terms } = application;
    require_person(work.transaction(), borrower_id, PersonKind::Borrower, "borrower_id")?;
    if let Some(lender_id) = lender_id {
        require_person(work.transaction(), lender_id, PersonKind::Lender, "lender_id")?;
    }
    let loan_id = LoanId::from_uuid(work.next_id());
    let number = next_number(work.transaction())?;
    let decision = &work.context().decision;
    let created =
        domain::create_loan(NewLoan { loan_id, number, borrower_id, lender_id, purpose, terms }, decision)?;
    let event = event(work, loan_id.as_uuid(), decision.today, &created)?;
    work.publish(vec![event.of_loan(loan_id).expecting(0)])?;
    Ok(loan_id)
}

/// Passes a loan to another status; funding it lets the handlers make its schedule.
///
/// # Errors
/// An unknown loan, a step that the transition table does not have, a stream that is not at `expected_version`, or
/// storage.
pub fn transition(
    work: &mut UnitOfWork<'_>,
    loan_id: LoanId,
    transition: Transition,
    expected_version: Option<i64>,
) -> Result<()> {
    let (loan, version) = load(work, loan_id)?;
    if let Some(expected) = expected_version
        && expected != version
    {
        return Err(
            StoreError::Conflict(format!("loan {loan_id} is at version {version}, not {expected}")).into()
        );
    }
    let effective_on = transition.effective_on;
    let decided = loan.transition(transition, &work.context().decision)?;
    let mut events = Vec::with_capacity(decided.len());
    for decided in &decided {
        events.push(loan_event(work, loan_id, effective_on, decided)?.expecting(version));
    }
    work.publish(events)
}

/// Folds a loan's stream and says at which version it stands.
///
/// # Errors
/// An unknown loan, or storage.
pub fn load(work: &mut UnitOfWork<'_>, loan_id: LoanId) -> Result<(Loan, i64)> {
    let upcasters = work.upcasters();
    let events = event_log::stream(work.transaction(), loan_id.as_uuid())?;
    let not_found = || AppError::NotFound { kind: "loan", field: "loan_id", id: loan_id.to_string() };
    let mut loan: Option<Loan> = None;
    let version = events.last().map_or(0, |event| event.sequence_number);
    for event in &events {
        match (read(event, upcasters)?, &mut loan) {
            (Some(LoanEvent::Created(created)), _) => loan = Some(Loan::from_created(&created)?),
            (Some(event), Some(loan)) => loan.apply(&event),
            (Some(_), None) => {
                return Err(StoreError::corrupt(format!("loan {loan_id} begins without Created")).into());
            }
            // An event of a newer release: kept, and passed over.
            (None, _) => {}
        }
    }
    Ok((loan.ok_or_else(not_found)?, version))
}

fn read(event: &RecordedEvent, upcasters: &Upcasters) -> Result<Option<LoanEvent>> {
    fn decoded<P: EventPayload>(event: &RecordedEvent, upcasters: &Upcasters) -> Result<Option<P>> {
        Ok(match upcasters.decode(event)? {
            Decoded::Payload(payload) => Some(payload),
            Decoded::FromNewerRelease => None,
        })
    }
    Ok(match event.event_type.as_ref() {
        LoanCreated::EVENT_TYPE => decoded(event, upcasters)?.map(LoanEvent::Created),
        LoanStatusChanged::EVENT_TYPE => decoded(event, upcasters)?.map(LoanEvent::StatusChanged),
        LoanFunded::EVENT_TYPE => decoded(event, upcasters)?.map(LoanEvent::Funded),
        _ => None,
    })
}

fn loan_event(
    work: &UnitOfWork<'_>,
    loan_id: LoanId,
    effective_on: chrono::NaiveDate,
    decided: &LoanEvent,
) -> Result<NewEvent> {
    let aggregate_id = loan_id.as_uuid();
    let event = match decided {
        LoanEvent::Created(payload) => event(work, aggregate_id, effective_on, payload),
        LoanEvent::StatusChanged(payload) => event(work, aggregate_id, effective_on, payload),
        LoanEvent::Funded(payload) => event(work, aggregate_id, effective_on, payload),
    };
    Ok(event?.of_loan(loan_id))
}

fn next_number(transaction: &mut dyn Transaction) -> Result<i64> {
    let row = transaction.query_optional("SELECT MAX(number) FROM loans", &[])?;
    Ok(row.map(Row::single::<Option<i64>>).transpose()?.flatten().unwrap_or(0) + 1)
}

fn require_person(
    transaction: &mut dyn Transaction,
    person_id: PersonId,
    kind: PersonKind,
    field: &'static str,
) -> Result<()> {
    let found = transaction.query_optional(
        "SELECT 1 FROM people WHERE id = $1 AND kind = $2",
        &[person_id.into(), kind.as_str().into()],
    )?;
    match found {
        Some(_) => Ok(()),
        None => Err(AppError::NotFound { kind: kind.as_str(), field, id: person_id.to_string() }),
    }
}
