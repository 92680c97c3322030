//! Construction loans: budgets, draws, inspections, lien waivers, retainage.
//!
//! Each command folds the loan, lets `domain` decide, publishes, and records what follows on the loan's account. What is
//! approved and still available is kept by a handler.

use chrono::NaiveDate;
use domain::{
    ApprovalWish, AttachmentId, BudgetId, CompletedInspection, ConstructionEvent, DecisionContext,
    DisbursementWish, Draw, DrawContent, DrawId, DrawRejection, EventPayload, LoanAccount, LoanId, NewBudget,
    NewInspection, NewWaiverRecord, Reallocation, ReleaseWish, ScheduleReason, ServicingEvent,
};
use store::{NewEvent, StoreError, event_log};
use uuid::Uuid;

use super::{event, servicing};
use crate::{AppError, Result, accounts, attachments, bus::UnitOfWork, environment::derived_id, queries};

/// The budget of a loan: it has one, and so its id follows from the loan's.
#[must_use]
pub fn budget_id(loan_id: LoanId) -> BudgetId {
    BudgetId::from_uuid(derived_id(&["budget".to_owned(), loan_id.to_string()]))
}

/// Sets the budget of a loan.
///
/// # Errors
/// An unknown loan, what the lending rules refuse, a budget that is not at `expected_version`, or storage.
pub fn set_budget(
    work: &mut UnitOfWork<'_>,
    loan_id: LoanId,
    new: NewBudget,
    expected_version: Option<i64>,
) -> Result<()> {
    must_be_at(work, "budget", new.budget_id.as_uuid(), expected_version)?;
    let account = current(work, loan_id)?;
    let (stream, on) = (new.budget_id.as_uuid(), new.set_on);
    let set = account.set_budget(new, &work.context().decision)?;
    record(work, account, stream, on, set, ConstructionEvent::BudgetSet)
}

/// Moves money between lines of a budget.
///
/// # Errors
/// An unknown loan, what the lending rules refuse, or storage.
pub fn reallocate(work: &mut UnitOfWork<'_>, loan_id: LoanId, wish: Reallocation) -> Result<()> {
    let account = current(work, loan_id)?;
    let on = wish.reallocated_on;
    let moved = account.reallocate(wish, &work.context().decision)?;
    let stream = moved.budget_id.as_uuid();
    record(work, account, stream, on, moved, ConstructionEvent::BudgetReallocated)
}

/// A draw that is written: one that is there, or a new one of a loan.
#[derive(Debug, Clone, Copy)]
pub enum WrittenDraw {
    /// A draw that is there; where a loan is named beside it, it must be the draw's.
    Present(DrawId, Option<LoanId>),
    /// A new one.
    New(LoanId),
}

/// Writes a draft.
///
/// # Errors
/// An unknown loan or draw, what the lending rules refuse, a draw that is not at `expected_version`, or storage.
pub fn draft(
    work: &mut UnitOfWork<'_>,
    draw: WrittenDraw,
    content: DrawContent,
    expected_version: Option<i64>,
) -> Result<DrawId> {
    let (account, draw_id) = written(work, draw, expected_version)?;
    attachments::require(work.transaction(), account.loan.loan_id, &content.attachments, "attachments")?;
    let decision = &work.context().decision;
    let drafted = account.draft_draw(draw_id, content, decision)?;
    record(work, account, draw_id.as_uuid(), decision.today, drafted, ConstructionEvent::Drafted)?;
    Ok(draw_id)
}

/// Hands a draw in: with what is given, or what its draft says.
///
/// # Errors
/// An unknown loan or draw, what the lending rules refuse, a draw that is not at `expected_version`, or storage.
pub fn request(
    work: &mut UnitOfWork<'_>,
    draw: WrittenDraw,
    content: Option<DrawContent>,
    requested_on: NaiveDate,
    expected_version: Option<i64>,
) -> Result<DrawId> {
    let (account, draw_id) = written(work, draw, expected_version)?;
    if let Some(content) = &content {
        attachments::require(work.transaction(), account.loan.loan_id, &content.attachments, "attachments")?;
    }
    let requested = account.request_draw(draw_id, content, requested_on, &work.context().decision)?;
    record(work, account, draw_id.as_uuid(), requested_on, requested, ConstructionEvent::Requested)?;
    Ok(draw_id)
}

fn written(
    work: &mut UnitOfWork<'_>,
    draw: WrittenDraw,
    expected_version: Option<i64>,
) -> Result<(LoanAccount, DrawId)> {
    match draw {
        WrittenDraw::New(loan_id) => {
            let account = current(work, loan_id)?;
            Ok((account, DrawId::from_uuid(work.next_id())))
        }
        WrittenDraw::Present(draw_id, loan_id) => {
            let Found { account, .. } = found(work, draw_id, expected_version)?;
            if loan_id.is_some_and(|loan_id| loan_id != account.loan.loan_id) {
                let problem = "is not that of the draw; leave it out".to_owned();
                return Err(AppError::InvalidInput { field: "loan_id", problem });
            }
            Ok((account, draw_id))
        }
    }
}

/// Gives a request back to be changed.
///
/// # Errors
/// An unknown draw, what the lending rules refuse, a draw that is not at `expected_version`, or storage.
pub fn send_back(
    work: &mut UnitOfWork<'_>,
    draw_id: DrawId,
    reason: &str,
    expected_version: Option<i64>,
) -> Result<()> {
    turn_back(
        work,
        draw_id,
        reason,
        expected_version,
        LoanAccount::send_back_draw,
        ConstructionEvent::SentBack,
    )
}

/// Turns a request down.
///
/// # Errors
/// As [`send_back`].
pub fn reject(
    work: &mut UnitOfWork<'_>,
    draw_id: DrawId,
    reason: &str,
    expected_version: Option<i64>,
) -> Result<()> {
    turn_back(work, draw_id, reason, expected_version, LoanAccount::reject_draw, ConstructionEvent::Rejected)
}

/// Gives a draw up.
///
/// # Errors
/// As [`send_back`].
pub fn cancel(
    work: &mut UnitOfWork<'_>,
    draw_id: DrawId,
    reason: &str,
    expected_version: Option<i64>,
) -> Result<()> {
    turn_back(work, draw_id, reason, expected_version, LoanAccount::cancel_draw, ConstructionEvent::Cancelled)
}

/// What sending back, rejecting and cancelling have in common: a reason, today, and a draw that goes no further.
fn turn_back<P: EventPayload>(
    work: &mut UnitOfWork<'_>,
    draw_id: DrawId,
    reason: &str,
    expected_version: Option<i64>,
    decide: fn(&LoanAccount, &Draw, &str, &DecisionContext) -> std::result::Result<P, DrawRejection>,
    event: fn(P) -> ConstructionEvent,
) -> Result<()> {
    let Found { account, draw } = found(work, draw_id, expected_version)?;
    let decision = &work.context().decision;
    let decided = decide(&account, &draw, reason, decision)?;
    record(work, account, draw_id.as_uuid(), decision.today, decided, event)
}

/// Approves a draw, whole or in part.
///
/// # Errors
/// As [`send_back`].
pub fn approve(
    work: &mut UnitOfWork<'_>,
    draw_id: DrawId,
    wish: ApprovalWish,
    expected_version: Option<i64>,
) -> Result<()> {
    let Found { account, draw } = found(work, draw_id, expected_version)?;
    let on = wish.approved_on;
    let approved = account.approve_draw(&draw, wish, &work.context().decision)?;
    record(work, account, draw_id.as_uuid(), on, approved, ConstructionEvent::Approved)
}

/// Pays a draw out: principal rises from that day, and the instalments to come are cut anew.
///
/// # Errors
/// As [`send_back`].
pub fn disburse(
    work: &mut UnitOfWork<'_>,
    draw_id: DrawId,
    wish: DisbursementWish,
    expected_version: Option<i64>,
) -> Result<()> {
    let Found { account, draw } = found(work, draw_id, expected_version)?;
    let on = wish.disbursed_on;
    let disbursed = account.disburse_draw(&draw, wish, &work.context().decision)?;
    record(work, account, draw_id.as_uuid(), on, disbursed, ConstructionEvent::Disbursed)
}

/// Releases retainage: principal rises from that day.
///
/// # Errors
/// An unknown loan, what the lending rules refuse, or storage.
pub fn release_retainage(work: &mut UnitOfWork<'_>, loan_id: LoanId, wish: ReleaseWish) -> Result<()> {
    let account = current(work, loan_id)?;
    let on = wish.released_on;
    let released = account.release_retainage(wish, &work.context().decision)?;
    let stream = released.budget_id.as_uuid();
    record(work, account, stream, on, released, ConstructionEvent::RetainageReleased)
}

/// Schedules an inspection of a loan's site.
///
/// # Errors
/// An unknown loan or draw, what the lending rules refuse, or storage.
pub fn schedule_inspection(work: &mut UnitOfWork<'_>, loan_id: LoanId, new: NewInspection) -> Result<()> {
    let account = accounts::load(work.transaction_and_upcasters(), loan_id)?;
    must_have(&account, new.visit.draw_id)?;
    let stream = new.inspection_id.as_uuid();
    let decision = &work.context().decision;
    let scheduled = account.schedule_inspection(new, decision)?;
    record(work, account, stream, decision.today, scheduled, ConstructionEvent::InspectionScheduled)
}

/// Records what an inspection found.
///
/// # Errors
/// An unknown loan or draw, what the lending rules refuse, or storage.
pub fn complete_inspection(
    work: &mut UnitOfWork<'_>,
    loan_id: LoanId,
    wish: CompletedInspection,
) -> Result<()> {
    let account = accounts::load(work.transaction_and_upcasters(), loan_id)?;
    must_have(&account, wish.draw_id)?;
    attachments::require(work.transaction(), loan_id, &wish.photos, "photos")?;
    let (stream, on) = (wish.inspection_id.as_uuid(), wish.inspected_on);
    let completed = account.complete_inspection(wish, &work.context().decision)?;
    record(work, account, stream, on, completed, ConstructionEvent::InspectionCompleted)
}

/// Records a lien waiver for a draw.
///
/// # Errors
/// An unknown draw, what the lending rules refuse, or storage.
pub fn record_waiver(work: &mut UnitOfWork<'_>, draw_id: DrawId, new: NewWaiverRecord) -> Result<()> {
    let Found { account, draw } = found(work, draw_id, None)?;
    let paper: Vec<AttachmentId> = new.attachment_id.into_iter().collect();
    attachments::require(work.transaction(), account.loan.loan_id, &paper, "attachment_id")?;
    let (stream, on) = (new.waiver_id.as_uuid(), new.signed_on);
    let recorded = account.record_waiver(&draw, new, &work.context().decision)?;
    record(work, account, stream, on, recorded, ConstructionEvent::WaiverRecorded)
}

/// A draw with the account of its loan.
pub struct Found {
    /// The account of its loan.
    pub account: LoanAccount,
    /// The draw, as it stands.
    pub draw: Draw,
}

fn found(work: &mut UnitOfWork<'_>, draw_id: DrawId, expected_version: Option<i64>) -> Result<Found> {
    let loan_id = queries::draw::loan_of_draw(work.transaction(), draw_id)?;
    must_be_at(work, "draw", draw_id.as_uuid(), expected_version)?;
    of_account(current(work, loan_id)?, draw_id)
}

/// The account of a loan with what its interest reserve has paid until today: no daily run may have recorded it yet, and
/// that money is there no more.
fn current(work: &mut UnitOfWork<'_>, loan_id: LoanId) -> Result<LoanAccount> {
    let account = accounts::load(work.transaction_and_upcasters(), loan_id)?;
    if account.construction.reserve.is_empty() || !servicing::reconcile(work, loan_id)? {
        return Ok(account);
    }
    accounts::load(work.transaction_and_upcasters(), loan_id)
}

/// A draw, and the account of its loan.
///
/// # Errors
/// An unknown draw, or storage.
pub fn find(
    (transaction, upcasters): (&mut dyn store::Transaction, &store::upcast::Upcasters),
    draw_id: DrawId,
) -> Result<Found> {
    let loan_id = queries::draw::loan_of_draw(transaction, draw_id)?;
    of_account(accounts::load((transaction, upcasters), loan_id)?, draw_id)
}

fn of_account(account: LoanAccount, draw_id: DrawId) -> Result<Found> {
    let draw = account.construction.draw(draw_id).cloned().ok_or_else(|| unknown_draw(draw_id))?;
    Ok(Found { account, draw })
}

fn unknown_draw(draw_id: DrawId) -> AppError {
    AppError::NotFound { kind: "draw", field: "draw_id", id: draw_id.to_string() }
}

fn must_have(account: &LoanAccount, draw_id: Option<DrawId>) -> Result<()> {
    match draw_id.filter(|draw_id| account.construction.draw(*draw_id).is_none()) {
        Some(draw_id) => Err(unknown_draw(draw_id)),
        None => Ok(()),
    }
}

/// Refuses a stream that somebody else has changed since it was read.
fn must_be_at(
    work: &mut UnitOfWork<'_>,
    what: &'static str,
    stream: Uuid,
    expected_version: Option<i64>,
) -> Result<()> {
    let Some(expected) = expected_version else { return Ok(()) };
    let version = event_log::stream_version(work.transaction(), stream)?;
    if version == expected {
        return Ok(());
    }
    let message = format!("the {what} {stream} is at version {version}, not {expected}");
    Err(StoreError::Conflict(message).into())
}

/// Publishes what was decided, and what follows from it on the loan's account.
fn record<P: EventPayload>(
    work: &mut UnitOfWork<'_>,
    mut account: LoanAccount,
    stream: Uuid,
    on: NaiveDate,
    decided: P,
    as_construction: fn(P) -> ConstructionEvent,
) -> Result<()> {
    let event: NewEvent = event(work, stream, on, &decided)?.of_loan(account.loan.loan_id);
    account.apply(ServicingEvent::Construction(as_construction(decided)))?;
    servicing::follow(work, &account, vec![event], on, ScheduleReason::Movement).map(|_| ())
}
