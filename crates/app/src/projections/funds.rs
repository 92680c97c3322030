//! The tables `funds` and `fund_entries`, and the column of `loans` that names a loan's funding source.

use chrono::NaiveDate;
use domain::{
    Amount, Currency, FundCapitalAllocated, FundCapitalCalled, FundCapitalReceived, FundCapitalReturned,
    FundChanged, FundCommitmentMade, FundCreated, FundDistributionMade, FundEntryId, FundEntryKind,
    FundEntryReversed, FundId, LoanFundingSourceSet, LoanId,
};
use store::{Insert, RecordedEvent, Transaction, upcast::Upcasters};

use super::{Projection, exactly_one, payload_of};
use crate::Result;

pub struct Funds;

static INSERT_FUND: Insert =
    Insert::new("funds", &["id", "organization_id", "name", "strategy", "capacity_minor", "created_on"]);

static INSERT_ENTRY: Insert = Insert::new(
    "fund_entries",
    &["id", "organization_id", "fund_id", "loan_id", "kind", "effective_on", "amount_minor", "is_reversed"],
);

impl Projection for Funds {
    fn name(&self) -> &'static str {
        "funds"
    }

    fn tables(&self) -> &'static [&'static str] {
        &["funds", "fund_entries"]
    }

    fn apply(
        &self,
        events: &[RecordedEvent],
        upcasters: &Upcasters,
        transaction: &mut dyn Transaction,
    ) -> Result<()> {
        for event in events {
            if let Some(entry) = entry_of(event, upcasters)? {
                insert_entry(transaction, event, entry)?;
            } else {
                follow(event, upcasters, transaction)?;
            }
        }
        Ok(())
    }
}

/// What an event writes into `fund_entries`.
struct Entry {
    entry_id: FundEntryId,
    fund_id: FundId,
    loan_id: Option<LoanId>,
    kind: FundEntryKind,
    on: NaiveDate,
    amount: Amount,
    currency: Currency,
}

fn entry_of(event: &RecordedEvent, upcasters: &Upcasters) -> Result<Option<Entry>> {
    macro_rules! first_of {
        ($($payload:ident: $id:ident, $kind:expr, $on:ident, $loan:expr;)*) => {
            $(if let Some(payload) = payload_of::<$payload>(event, upcasters)? {
                return Ok(Some(Entry {
                    entry_id: payload.$id,
                    fund_id: payload.fund_id,
                    loan_id: $loan(&payload),
                    kind: $kind(&payload),
                    on: payload.$on,
                    amount: payload.amount,
                    currency: payload.currency,
                }));
            })*
        };
    }
    first_of! {
        FundCommitmentMade: commitment_id, |_: &_| FundEntryKind::Commitment, committed_on, |_: &_| None;
        FundCapitalCalled: call_id, |_: &_| FundEntryKind::CapitalCall, called_on, |_: &_| None;
        FundCapitalReceived: receipt_id, |_: &_| FundEntryKind::Receipt, received_on, |_: &_| None;
        FundCapitalAllocated: allocation_id, |_: &_| FundEntryKind::Allocation, allocated_on,
            |payload: &FundCapitalAllocated| Some(payload.loan_id);
        FundCapitalReturned: return_id, |_: &_| FundEntryKind::Return, returned_on,
            |payload: &FundCapitalReturned| Some(payload.loan_id);
        FundDistributionMade: distribution_id, |payload: &FundDistributionMade| payload.kind.into(),
            distributed_on, |_: &_| None;
    }
    Ok(None)
}

fn insert_entry(transaction: &mut dyn Transaction, event: &RecordedEvent, entry: Entry) -> Result<()> {
    transaction.insert(
        &INSERT_ENTRY,
        &[vec![
            entry.entry_id.into(),
            event.organization_id.into(),
            entry.fund_id.into(),
            entry.loan_id.into(),
            entry.kind.as_str().into(),
            entry.on.into(),
            entry.amount.money(entry.currency)?.into(),
            0_i64.into(),
        ]],
    )?;
    Ok(())
}

fn follow(event: &RecordedEvent, upcasters: &Upcasters, transaction: &mut dyn Transaction) -> Result<()> {
    if let Some(created) = payload_of::<FundCreated>(event, upcasters)? {
        transaction.insert(
            &INSERT_FUND,
            &[vec![
                created.fund_id.into(),
                created.organization_id.into(),
                created.name.into(),
                created.strategy.into(),
                created.capacity.money(created.currency)?.into(),
                created.created_on.into(),
            ]],
        )?;
        Ok(())
    } else if let Some(changed) = payload_of::<FundChanged>(event, upcasters)? {
        let rows = transaction.execute(
            "UPDATE funds SET name = $1, strategy = $2, capacity_minor = $3 WHERE id = $4",
            &[
                changed.name.as_str().into(),
                changed.strategy.as_deref().into(),
                changed.capacity.money(changed.currency)?.into(),
                changed.fund_id.into(),
            ],
        )?;
        exactly_one(rows, "fund", event)
    } else if let Some(reversed) = payload_of::<FundEntryReversed>(event, upcasters)? {
        let rows = transaction
            .execute("UPDATE fund_entries SET is_reversed = 1 WHERE id = $1", &[reversed.entry_id.into()])?;
        exactly_one(rows, "fund's entry", event)
    } else if let Some(set) = payload_of::<LoanFundingSourceSet>(event, upcasters)? {
        // The loan's version is kept by the projection of loans.
        let rows = transaction.execute(
            "UPDATE loans SET funding_fund_id = $1 WHERE id = $2",
            &[set.fund_id.into(), set.loan_id.into()],
        )?;
        exactly_one(rows, "loan", event)
    } else {
        Ok(())
    }
}
