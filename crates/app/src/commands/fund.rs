//! Funds and what moves in them, and where a loan's money comes from.

use chrono::NaiveDate;
use domain::{
    DistributionKind, EventPayload, FundAccount, FundEntryId, FundId, FundRejection, FundWish,
    LoanFundingSourceSet, LoanId, Money, NewFund, ParticipantShare, PersonId,
};
use store::{NewEvent, StoreError, event_log};

use super::event;
use crate::{AppError, Result, accounts, bus::UnitOfWork, funds, queries};

/// Makes a fund.
///
/// # Errors
/// A name that another fund has, what the rules refuse, or storage.
pub fn create(work: &mut UnitOfWork<'_>, new: NewFund) -> Result<()> {
    let decision = &work.context().decision;
    let (fund_id, created_on) = (new.fund_id, new.created_on);
    let created = domain::create_fund(new, decision)?;
    require_free_name(work, fund_id, &created.name)?;
    let event = event(work, fund_id.as_uuid(), created_on, &created)?;
    work.publish(vec![event.expecting(0)])
}

fn require_free_name(work: &mut UnitOfWork<'_>, fund_id: FundId, name: &str) -> Result<()> {
    let taken = work.transaction().query_optional(
        "SELECT 1 FROM funds WHERE LOWER(name) = LOWER($1) AND id <> $2",
        &[name.into(), fund_id.into()],
    )?;
    match taken {
        Some(_) => Err(FundRejection::NameTaken { name: name.to_owned() }.into()),
        None => Ok(()),
    }
}

/// What is to be otherwise of a fund; what is left out stays.
#[derive(Debug, Clone, Default)]
pub struct FundChange {
    /// Its name.
    pub name: Option<String>,
    /// How much investors may commit in all.
    pub capacity: Option<Money>,
    /// What it lends to; an empty text takes it away.
    pub strategy: Option<String>,
}

/// Gives a fund another name, capacity or strategy.
///
/// # Errors
/// An unknown fund, a name that another fund has, what the rules refuse, or storage.
pub fn change(work: &mut UnitOfWork<'_>, fund_id: FundId, change: FundChange) -> Result<()> {
    let account = funds::load(work.transaction_and_upcasters(), fund_id)?;
    let decision = &work.context().decision;
    let today = decision.today;
    let changed = account.change(
        change.name.as_deref().unwrap_or(&account.name),
        change.capacity.unwrap_or(account.capacity),
        change.strategy.or_else(|| account.strategy.clone()),
        decision,
    )?;
    let Some(changed) = changed else { return Ok(()) };
    require_free_name(work, fund_id, &changed.name)?;
    let event = event(work, fund_id.as_uuid(), today, &changed)?;
    work.publish(vec![event])
}

/// Records an investor's commitment.
///
/// # Errors
/// An unknown fund or person, what the rules refuse, or storage.
pub fn commit(
    work: &mut UnitOfWork<'_>,
    fund_id: FundId,
    investor_id: PersonId,
    wish: FundWish,
) -> Result<()> {
    require_person(work, investor_id, "investor_id")?;
    decide(work, fund_id, wish, None, |account, wish, decision| account.commit(investor_id, wish, decision))
}

/// Calls capital of all who committed some.
///
/// # Errors
/// An unknown fund, what the rules refuse, or storage.
pub fn call_capital(
    work: &mut UnitOfWork<'_>,
    fund_id: FundId,
    wish: FundWish,
    due_on: Option<NaiveDate>,
) -> Result<()> {
    decide(work, fund_id, wish, None, |account, wish, decision| account.call_capital(wish, due_on, decision))
}

/// Records that called capital came in.
///
/// # Errors
/// An unknown fund or person, what the rules refuse, or storage.
pub fn receive(
    work: &mut UnitOfWork<'_>,
    fund_id: FundId,
    investor_id: PersonId,
    wish: FundWish,
) -> Result<()> {
    require_person(work, investor_id, "investor_id")?;
    decide(work, fund_id, wish, None, |account, wish, decision| account.receive(investor_id, wish, decision))
}

/// Puts a fund's capital into a loan.
///
/// # Errors
/// An unknown fund or loan, what the rules refuse, or storage.
pub fn allocate(work: &mut UnitOfWork<'_>, fund_id: FundId, loan_id: LoanId, wish: FundWish) -> Result<()> {
    let loan = funds::loan_to_fund(work.transaction(), loan_id, None)?;
    decide(work, fund_id, wish, Some(loan_id), |account, wish, decision| {
        account.allocate(&loan, wish, decision)
    })
}

/// Records that capital came back from a loan.
///
/// # Errors
/// An unknown fund or loan, what the rules refuse, or storage.
pub fn return_capital(
    work: &mut UnitOfWork<'_>,
    fund_id: FundId,
    loan_id: LoanId,
    wish: FundWish,
) -> Result<()> {
    queries::loan::require(work.transaction(), loan_id)?;
    decide(work, fund_id, wish, Some(loan_id), |account, wish, decision| {
        account.return_capital(loan_id, wish, decision)
    })
}

/// Pays a fund's investors.
///
/// # Errors
/// An unknown fund, what the rules refuse, or storage.
pub fn distribute(
    work: &mut UnitOfWork<'_>,
    fund_id: FundId,
    kind: DistributionKind,
    wish: FundWish,
) -> Result<()> {
    decide(work, fund_id, wish, None, |account, wish, decision| account.distribute(kind, wish, decision))
}

/// Takes back what was recorded by mistake.
///
/// # Errors
/// An unknown fund or entry, what the rules refuse, or storage.
pub fn reverse(
    work: &mut UnitOfWork<'_>,
    fund_id: FundId,
    entry_id: FundEntryId,
    reason: &str,
) -> Result<()> {
    let account = funds::load(work.transaction_and_upcasters(), fund_id)?;
    let reversed = account.reverse(entry_id, reason, &work.context().decision)?;
    // It never counted, and so its reversal counts from the same day.
    let event = event(work, fund_id.as_uuid(), reversed.effective_on, &reversed)?;
    work.publish(vec![of(event, reversed.loan_id)])
}

/// Folds the fund under the write lock, decides, publishes: of two at once, the second sees what the first did.
fn decide<P: EventPayload>(
    work: &mut UnitOfWork<'_>,
    fund_id: FundId,
    wish: FundWish,
    loan_id: Option<LoanId>,
    decide: impl FnOnce(&FundAccount, FundWish, &domain::DecisionContext) -> std::result::Result<P, FundRejection>,
) -> Result<()> {
    let account = funds::load(work.transaction_and_upcasters(), fund_id)?;
    let on = wish.on;
    let decided = decide(&account, wish, &work.context().decision)?;
    let event = event(work, fund_id.as_uuid(), on, &decided)?;
    work.publish(vec![of(event, loan_id)])
}

fn of(event: NewEvent, loan_id: Option<LoanId>) -> NewEvent {
    match loan_id {
        Some(loan_id) => event.of_loan(loan_id),
        None => event,
    }
}

fn require_person(work: &mut UnitOfWork<'_>, person_id: PersonId, field: &'static str) -> Result<()> {
    let found =
        work.transaction().query_optional("SELECT 1 FROM people WHERE id = $1", &[person_id.into()])?;
    match found {
        Some(_) => Ok(()),
        None => Err(AppError::NotFound { kind: "person", field, id: person_id.to_string() }),
    }
}

/// Settles which fund's capital a loan is paid out of, before it is.
///
/// # Errors
/// An unknown loan or fund, a loan whose money is out, a loan that is not at `expected_version`, or storage.
pub fn set_source(
    work: &mut UnitOfWork<'_>,
    loan_id: LoanId,
    fund_id: Option<FundId>,
    expected_version: Option<i64>,
) -> Result<()> {
    let version = event_log::stream_version(work.transaction(), loan_id.as_uuid())?;
    if let Some(expected) = expected_version.filter(|expected| *expected != version) {
        let message = format!("loan {loan_id} is at version {version}, not {expected}");
        return Err(StoreError::Conflict(message).into());
    }
    let loan = accounts::load(work.transaction_and_upcasters(), loan_id)?.loan;
    if loan.funded_on.is_some() {
        return Err(FundRejection::LoanPaidOut { status: loan.status }.into());
    }
    if let Some(fund_id) = fund_id {
        let known =
            work.transaction().query_optional("SELECT 1 FROM funds WHERE id = $1", &[fund_id.into()])?;
        known.ok_or_else(|| funds::not_found(fund_id, "fund_id"))?;
    }
    let decision = &work.context().decision;
    let set = LoanFundingSourceSet {
        loan_id,
        organization_id: decision.organization_id,
        fund_id,
        set_by: decision.user.clone(),
    };
    let event = event(work, loan_id.as_uuid(), decision.today, &set)?;
    work.publish(vec![event.of_loan(loan_id)])
}

/// Settles who shares a loan. Where no day is given, first shares hold from the funding on, later ones from today.
///
/// # Errors
/// An unknown loan or person, shares that do not make 100 %, or storage.
pub fn set_participations(
    work: &mut UnitOfWork<'_>,
    loan_id: LoanId,
    participants: Vec<ParticipantShare>,
    effective_on: Option<NaiveDate>,
    note: Option<String>,
) -> Result<()> {
    let loan = accounts::load(work.transaction_and_upcasters(), loan_id)?.loan;
    for participant in &participants {
        if let Some(person_id) = participant.person_id {
            require_person(work, person_id, "participants")?;
        }
    }
    let decision = &work.context().decision;
    let before = funds::sources(work.transaction_and_upcasters(), loan_id)?.participations;
    let since_funding = loan.funded_on.filter(|_| before.settings().is_empty());
    let day = effective_on.unwrap_or_else(|| since_funding.unwrap_or(decision.today).min(decision.today));
    let set = domain::set_participations((loan_id, loan.funded_on), participants, day, note, decision)?;
    let event = event(work, loan_id.as_uuid(), day, &set)?;
    work.publish(vec![event.of_loan(loan_id)])
}
