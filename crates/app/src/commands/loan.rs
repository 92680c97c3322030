//! Creating loans and walking them through their life.

use domain::{LoanEvent, LoanId, LoanStatus, LoanTerms, NewLoan, PersonId, PersonKind, Transition};
use store::{NewEvent, Row, StoreError, Transaction, event_log};

use super::event;
use crate::{AppError, Result, accounts, bus::UnitOfWork, queries};

/// What is entered of a new loan.
pub struct LoanApplication {
    /// Who borrows.
    pub borrower_id: PersonId,
    /// Who lends, where it is not the organization itself.
    pub lender_id: Option<PersonId>,
    /// Its number elsewhere.
    pub external_reference: Option<String>,
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
    let LoanApplication { borrower_id, lender_id, external_reference, purpose, terms } = application;
    require_person(work.transaction(), borrower_id, PersonKind::Borrower, "borrower_id")?;
    if let Some(lender_id) = lender_id {
        require_person(work.transaction(), lender_id, PersonKind::Lender, "lender_id")?;
    }
    let loan_id = LoanId::from_uuid(work.next_id());
    let number = next_number(work.transaction())?;
    let decision = &work.context().decision;
    let new = NewLoan { loan_id, number, borrower_id, lender_id, external_reference, purpose, terms };
    let created = domain::create_loan(new, decision)?;
    if let Some(reference) = &created.external_reference {
        require_unused(work.transaction(), reference)?;
    }
    let event = event(work, loan_id.as_uuid(), decision.today, &created)?;
    work.publish(vec![event.of_loan(loan_id).expecting(0)])?;
    Ok(loan_id)
}

/// A file of payments finds its loan by the number elsewhere.
fn require_unused(transaction: &mut dyn Transaction, reference: &str) -> Result<()> {
    let other = transaction
        .query_optional("SELECT number FROM loans WHERE external_reference = $1", &[reference.into()])?;
    let Some(row) = other else { return Ok(()) };
    let number = queries::loan::number_text(row.reader().take()?);
    let problem =
        format!("{reference:?} is that of {number} already; each loan has a number elsewhere of its own");
    Err(AppError::InvalidInput { field: "external_reference", problem })
}

/// Passes a loan to another status; funding it lets the handlers make its schedule. Once its money is out, a status
/// means more than its name: default interest, a loss.
///
/// # Errors
/// An unknown loan, a step that the transition table does not have, a stream that is not at `expected_version`, what
/// servicing refuses, or storage.
pub fn transition(
    work: &mut UnitOfWork<'_>,
    loan_id: LoanId,
    transition: Transition,
    expected_version: Option<i64>,
) -> Result<()> {
    let version = event_log::stream_version(work.transaction(), loan_id.as_uuid())?;
    let account = accounts::load(work.transaction_and_upcasters(), loan_id)?;
    if let Some(expected) = expected_version
        && expected != version
    {
        return Err(
            StoreError::Conflict(format!("loan {loan_id} is at version {version}, not {expected}")).into()
        );
    }
    let effective_on = transition.effective_on;
    let (from, to) = (account.loan.status, transition.to);
    if LoanStatus::SERVICED.contains(&from) && from.may_become(to) {
        return super::servicing::transition(work, &account, transition);
    }
    let decided = account.loan.transition(transition, &work.context().decision)?;
    let mut events = Vec::with_capacity(decided.len());
    for decided in &decided {
        events.push(loan_event(work, loan_id, effective_on, decided)?.expecting(version));
    }
    work.publish(events)
}

pub(super) fn loan_event(
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

pub(crate) fn next_number(transaction: &mut dyn Transaction) -> Result<i64> {
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
