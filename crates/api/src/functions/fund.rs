//! The commands of funds and participations.

use app::{
    Book, Result,
    bus::UnitOfWork,
    commands::fund::{self, FundChange},
    funds,
    queries::{
        self,
        fund::{FundPreview, FundView, InvestorStatementView},
        loan::Loan,
        participation::ParticipationView,
    },
};
use chrono::NaiveDate;
use domain::{
    Amount, DecisionContext, FundEntryId, FundEvent, FundId, FundWish, LoanId, NewFund, ParticipantShare,
    Participations,
};
use store::Transaction;

use crate::{input::*, output::*};

pub fn fund_create(_: &Book, work: &mut UnitOfWork<'_>, input: CreateFund) -> Result<FundView> {
    let fund_id = FundId::from_uuid(work.next_id());
    let decision = &work.context().decision;
    let new = NewFund {
        fund_id,
        name: input.name,
        capacity: money("capacity", input.capacity, decision.currency)?,
        strategy: input.strategy,
        created_on: input.created_on.unwrap_or(decision.today),
    };
    fund::create(work, new)?;
    after(work, fund_id)
}

pub fn fund_change(book: &Book, work: &mut UnitOfWork<'_>, input: ChangeFund) -> Result<FundView> {
    let currency = book.organization().currency;
    let change = FundChange {
        name: input.name,
        capacity: optional_money("capacity", input.capacity, currency)?,
        strategy: input.strategy,
    };
    fund::change(work, input.fund_id, change)?;
    after(work, input.fund_id)
}

pub fn fund_get(book: &Book, transaction: &mut dyn Transaction, input: FundRef) -> Result<FundView> {
    queries::fund::get((transaction, book.bus().upcasters()), input.fund_id)
}

pub fn fund_list(book: &Book, transaction: &mut dyn Transaction, _: NoInput) -> Result<FundList> {
    Ok(FundList { funds: queries::fund::list(transaction, book.organization().currency)? })
}

pub fn fund_commit(_: &Book, work: &mut UnitOfWork<'_>, input: CommitCapital) -> Result<FundView> {
    let wish = new_wish(work, input.amount, input.committed_on, input.note)?;
    fund::commit(work, input.fund_id, input.investor_id, wish)?;
    after(work, input.fund_id)
}

pub fn fund_call_capital(_: &Book, work: &mut UnitOfWork<'_>, input: CallCapital) -> Result<FundView> {
    let wish = new_wish(work, input.amount, input.called_on, input.note)?;
    fund::call_capital(work, input.fund_id, wish, input.due_on)?;
    after(work, input.fund_id)
}

pub fn fund_receive(_: &Book, work: &mut UnitOfWork<'_>, input: ReceiveCapital) -> Result<FundView> {
    let wish = new_wish(work, input.amount, input.received_on, input.note)?;
    fund::receive(work, input.fund_id, input.investor_id, wish)?;
    after(work, input.fund_id)
}

pub fn fund_allocate(_: &Book, work: &mut UnitOfWork<'_>, input: AllocateCapital) -> Result<FundView> {
    let wish = new_wish(work, input.amount, input.allocated_on, input.note)?;
    fund::allocate(work, input.fund_id, input.loan_id, wish)?;
    after(work, input.fund_id)
}

pub fn fund_return_capital(_: &Book, work: &mut UnitOfWork<'_>, input: ReturnCapital) -> Result<FundView> {
    let wish = new_wish(work, input.amount, input.returned_on, input.note)?;
    fund::return_capital(work, input.fund_id, input.loan_id, wish)?;
    after(work, input.fund_id)
}

pub fn fund_distribute(_: &Book, work: &mut UnitOfWork<'_>, input: DistributeFunds) -> Result<FundView> {
    let wish = new_wish(work, input.amount, input.distributed_on, input.note)?;
    fund::distribute(work, input.fund_id, input.kind, wish)?;
    after(work, input.fund_id)
}

pub fn fund_reverse(_: &Book, work: &mut UnitOfWork<'_>, input: ReverseFundEntry) -> Result<FundView> {
    fund::reverse(work, input.fund_id, input.entry_id, &input.reason)?;
    after(work, input.fund_id)
}

fn after(work: &mut UnitOfWork<'_>, fund_id: FundId) -> Result<FundView> {
    queries::fund::get(work.transaction_and_upcasters(), fund_id)
}

fn new_wish(
    work: &UnitOfWork<'_>,
    amount: Amount,
    on: Option<NaiveDate>,
    note: Option<String>,
) -> Result<FundWish> {
    wish(FundEntryId::from_uuid(work.next_id()), amount, on, note, &work.context().decision)
}

fn wish(
    entry_id: FundEntryId,
    amount: Amount,
    on: Option<NaiveDate>,
    note: Option<String>,
    decision: &DecisionContext,
) -> Result<FundWish> {
    let amount = money("amount", amount, decision.currency)?;
    Ok(FundWish { entry_id, amount, on: on.unwrap_or(decision.today), note })
}

/// A wish of which nothing is recorded.
fn tried(
    amount: Amount,
    on: Option<NaiveDate>,
    note: Option<String>,
    decision: &DecisionContext,
) -> Result<FundWish> {
    wish(FundEntryId::from_uuid(uuid::Uuid::nil()), amount, on, note, decision)
}

pub fn fund_preview_call(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: CallCapital,
) -> Result<FundPreview> {
    let decision = book.context().decision;
    let wish = tried(input.amount, input.called_on, input.note, &decision)?;
    queries::fund::preview((transaction, book.bus().upcasters()), input.fund_id, |account| {
        Ok(FundEvent::CapitalCalled(account.call_capital(wish, input.due_on, &decision)?))
    })
}

pub fn fund_preview_distribution(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: DistributeFunds,
) -> Result<FundPreview> {
    let decision = book.context().decision;
    let wish = tried(input.amount, input.distributed_on, input.note, &decision)?;
    queries::fund::preview((transaction, book.bus().upcasters()), input.fund_id, |account| {
        Ok(FundEvent::DistributionMade(account.distribute(input.kind, wish, &decision)?))
    })
}

pub fn fund_preview_commitment(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: CommitCapital,
) -> Result<FundPreview> {
    let decision = book.context().decision;
    let wish = tried(input.amount, input.committed_on, input.note, &decision)?;
    queries::fund::preview((transaction, book.bus().upcasters()), input.fund_id, |account| {
        Ok(FundEvent::CommitmentMade(account.commit(input.investor_id, wish, &decision)?))
    })
}

pub fn fund_preview_receipt(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: ReceiveCapital,
) -> Result<FundPreview> {
    let decision = book.context().decision;
    let wish = tried(input.amount, input.received_on, input.note, &decision)?;
    queries::fund::preview((transaction, book.bus().upcasters()), input.fund_id, |account| {
        Ok(FundEvent::CapitalReceived(account.receive(input.investor_id, wish, &decision)?))
    })
}

pub fn fund_preview_allocation(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: AllocateCapital,
) -> Result<FundPreview> {
    let decision = book.context().decision;
    let wish = tried(input.amount, input.allocated_on, input.note, &decision)?;
    let loan = funds::loan_to_fund(transaction, input.loan_id, None)?;
    queries::fund::preview((transaction, book.bus().upcasters()), input.fund_id, |account| {
        Ok(FundEvent::CapitalAllocated(account.allocate(&loan, wish, &decision)?))
    })
}

pub fn fund_preview_return(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: ReturnCapital,
) -> Result<FundPreview> {
    let decision = book.context().decision;
    let wish = tried(input.amount, input.returned_on, input.note, &decision)?;
    queries::fund::preview((transaction, book.bus().upcasters()), input.fund_id, |account| {
        Ok(FundEvent::CapitalReturned(account.return_capital(input.loan_id, wish, &decision)?))
    })
}

pub fn fund_statement(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: FundStatementInput,
) -> Result<InvestorStatementView> {
    let to = input.to.unwrap_or_else(|| book.environment().clock.today());
    let FundStatementInput { fund_id, investor_id, from, .. } = input;
    queries::fund::investor_statement((transaction, book.bus().upcasters()), fund_id, investor_id, from, to)
}

pub fn loan_set_funding_source(
    book: &Book,
    work: &mut UnitOfWork<'_>,
    input: SetFundingSource,
) -> Result<Loan> {
    fund::set_source(work, input.loan_id, input.fund_id, input.expected_version)?;
    queries::loan::get(work.transaction(), input.loan_id, book.organization().currency)
}

pub fn participation_set(
    book: &Book,
    work: &mut UnitOfWork<'_>,
    input: SetParticipations,
) -> Result<ParticipationView> {
    let participants = shares(input.participants);
    fund::set_participations(work, input.loan_id, participants, input.effective_on, input.note)?;
    let today = work.context().decision.today;
    let on = input.effective_on.map_or(today, |day| day.max(today));
    participations(book, work.transaction_and_upcasters(), input.loan_id, on)
}

pub fn participation_preview(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: SetParticipations,
) -> Result<ParticipationView> {
    let decision = book.context().decision;
    let on = input.effective_on.unwrap_or(decision.today);
    let participants = shares(input.participants);
    let upcasters = book.bus().upcasters();
    let funded_on = app::accounts::load((&mut *transaction, upcasters), input.loan_id)?.loan.funded_on;
    let of_loan = (input.loan_id, funded_on);
    let set = domain::set_participations(of_loan, participants, on, input.note, &decision)?;
    let organization = book.organization();
    let owner = (organization.name.as_str(), organization.currency);
    queries::participation::of(transaction, input.loan_id, &Participations::only(set), on, owner)
}

pub fn participation_get(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: ParticipationsOnDay,
) -> Result<ParticipationView> {
    let on = input.on.unwrap_or_else(|| book.environment().clock.today());
    participations(book, (transaction, book.bus().upcasters()), input.loan_id, on)
}

fn participations(
    book: &Book,
    reading: (&mut dyn Transaction, &store::upcast::Upcasters),
    loan_id: LoanId,
    on: NaiveDate,
) -> Result<ParticipationView> {
    let organization = book.organization();
    queries::participation::get(reading, loan_id, on, (&organization.name, organization.currency))
}

/// Shares as `domain` takes them.
pub(super) fn shares(participants: Vec<ParticipantInput>) -> Vec<ParticipantShare> {
    let share = |participant: ParticipantInput| ParticipantShare {
        person_id: participant.person_id,
        share_percent: participant.share_percent,
    };
    participants.into_iter().map(share).collect()
}
