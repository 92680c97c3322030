//! Funds' accounts and loans' participations, folded from their events.

use domain::{
    Amount, EventPayload, FundAccount, FundCapitalAllocated, FundCapitalCalled, FundCapitalReceived,
    FundCapitalReturned, FundChanged, FundCommitmentMade, FundCreated, FundDistributionMade, FundEntryId,
    FundEntryReversed, FundEvent, FundId, LoanFundingSourceSet, LoanId, LoanParticipationsSet, LoanStatus,
    LoanToFund, Money, Participations,
};
use store::{RecordedEvent, Row, Transaction, event_log, upcast::Upcasters};

use crate::{AppError, Result, queries::Word, upcasters::payload_of};

/// Folds all that is recorded of a fund.
///
/// # Errors
/// An unknown fund, or storage.
pub fn load(
    (transaction, upcasters): (&mut dyn Transaction, &Upcasters),
    fund_id: FundId,
) -> Result<FundAccount> {
    let mut account: Option<FundAccount> = None;
    for event in event_log::stream(transaction, fund_id.as_uuid())? {
        if let Some(created) = payload_of::<FundCreated>(&event, upcasters)? {
            account = Some(FundAccount::from_created(&created)?);
        } else if let (Some(account), Some(event)) = (account.as_mut(), read(&event, upcasters)?) {
            account.apply(event)?;
        }
    }
    account.ok_or_else(|| not_found(fund_id, "fund_id"))
}

/// That there is no such fund.
#[must_use]
pub fn not_found(fund_id: FundId, field: &'static str) -> AppError {
    AppError::NotFound { kind: "fund", field, id: fund_id.to_string() }
}

fn read(event: &RecordedEvent, upcasters: &Upcasters) -> Result<Option<FundEvent>> {
    macro_rules! by_type {
        ($($payload:ident => $variant:ident,)*) => {
            match event.event_type.as_ref() {
                $($payload::EVENT_TYPE => Ok(payload_of::<$payload>(event, upcasters)?.map(FundEvent::$variant)),)*
                _ => Ok(None),
            }
        };
    }
    by_type! {
        FundChanged => Changed,
        FundCommitmentMade => CommitmentMade,
        FundCapitalCalled => CapitalCalled,
        FundCapitalReceived => CapitalReceived,
        FundCapitalAllocated => CapitalAllocated,
        FundCapitalReturned => CapitalReturned,
        FundDistributionMade => DistributionMade,
        FundEntryReversed => EntryReversed,
    }
}

/// What a loan's own events say of its money: the fund it is paid out of, and the lenders who share it.
#[derive(Debug, Default)]
pub struct LoanSources {
    /// The fund, where it is not the lender's own money.
    pub fund_id: Option<FundId>,
    /// Who shares it.
    pub participations: Participations,
}

/// Folds where a loan's money comes from.
///
/// # Errors
/// Storage.
pub fn sources(
    (transaction, upcasters): (&mut dyn Transaction, &Upcasters),
    loan_id: LoanId,
) -> Result<LoanSources> {
    let mut sources = LoanSources::default();
    for event in event_log::stream(transaction, loan_id.as_uuid())? {
        if let Some(set) = payload_of::<LoanFundingSourceSet>(&event, upcasters)? {
            sources.fund_id = set.fund_id;
        } else if let Some(set) = payload_of::<LoanParticipationsSet>(&event, upcasters)? {
            sources.participations.apply(set);
        }
    }
    Ok(sources)
}

/// A loan and what funds have in it, but for one entry.
///
/// # Errors
/// An unknown loan, or storage.
pub fn loan_to_fund(
    transaction: &mut dyn Transaction,
    loan_id: LoanId,
    but_for: Option<FundEntryId>,
) -> Result<LoanToFund> {
    let row = transaction
        .query_optional("SELECT status, principal_minor FROM loans WHERE id = $1", &[loan_id.into()])?;
    let not_found = || AppError::NotFound { kind: "loan", field: "loan_id", id: loan_id.to_string() };
    let mut row = row.ok_or_else(not_found)?.reader();
    let status = row.take::<Word<LoanStatus>>()?.0;
    let principal: Money = row.take()?;
    let rows = transaction.query(
        "SELECT id, amount_minor FROM fund_entries WHERE loan_id = $1 AND kind = 'allocation' AND is_reversed = 0",
        &[loan_id.into()],
    )?;
    let mut allocated = Money::ZERO;
    for row in rows {
        let (entry_id, amount) = read_entry(row)?;
        if Some(entry_id) != but_for {
            let too_large = || store::StoreError::corrupt("allocations of more than an amount can hold");
            allocated = allocated.checked_add(amount).ok_or_else(too_large)?;
        }
    }
    Ok(LoanToFund { loan_id, status, principal, allocated })
}

fn read_entry(row: Row) -> Result<(FundEntryId, Money)> {
    let mut row = row.reader();
    Ok((row.take()?, row.take()?))
}

/// Says in a sentence that a fund cannot pay a loan out, and what to do.
#[must_use]
pub fn lacking(account: &FundAccount, needed: Amount) -> String {
    let available = Amount::new(account.figures().available(), account.currency);
    format!(
        "the fund {:?} has {available} of capital available, and {needed} went out to this loan; call and receive \
         capital (fund.call_capital, fund.receive), then try the event again",
        account.name
    )
}
