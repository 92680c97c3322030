//! A fund's account as its events make it: a list of entries, of which every figure is a sum.

use chrono::NaiveDate;

use super::FundEntryKind;
use crate::{
    AmountError, Currency, FundCapitalAllocated, FundCapitalCalled, FundCapitalReceived, FundCapitalReturned,
    FundChanged, FundCommitmentMade, FundCreated, FundDistributionMade, FundEntryId, FundEntryReversed,
    FundId, LoanId, Money, PersonId, events::fund::InvestorAmount,
};

/// A fund as its events make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundAccount {
    /// The fund.
    pub fund_id: FundId,
    /// Its name.
    pub name: String,
    /// Currency of every amount.
    pub currency: Currency,
    /// How much investors may commit in all.
    pub capacity: Money,
    /// What it lends to.
    pub strategy: Option<String>,
    /// The day from which it exists.
    pub created_on: NaiveDate,
    /// All that was recorded, in that order; what was reversed among it.
    pub entries: Vec<FundEntry>,
}

/// One thing that was recorded of a fund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundEntry {
    /// The entry.
    pub entry_id: FundEntryId,
    /// What it is.
    pub kind: FundEntryKind,
    /// The day from which it counts.
    pub on: NaiveDate,
    /// How much.
    pub amount: Money,
    /// Whose it is, where it is about investors: the parts add up to the amount.
    pub parts: Vec<InvestorPart>,
    /// The loan, of an allocation or a return.
    pub loan_id: Option<LoanId>,
    /// The day by which called capital is to come.
    pub due_on: Option<NaiveDate>,
    /// What is to be remembered of it.
    pub note: Option<String>,
    /// Who recorded it.
    pub by: String,
    /// That it counts no more.
    pub reversal: Option<EntryReversal>,
}

/// One investor's part of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvestorPart {
    /// The investor.
    pub investor_id: PersonId,
    /// The part.
    pub amount: Money,
}

/// That an entry was reversed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryReversal {
    /// Why.
    pub reason: String,
    /// Who reversed it.
    pub by: String,
}

/// An event of a fund's stream, after its first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FundEvent {
    /// It is called or sized otherwise.
    Changed(FundChanged),
    /// An investor promised capital.
    CommitmentMade(FundCommitmentMade),
    /// Committed capital was asked for.
    CapitalCalled(FundCapitalCalled),
    /// Called capital came in.
    CapitalReceived(FundCapitalReceived),
    /// Capital went into a loan.
    CapitalAllocated(FundCapitalAllocated),
    /// Capital came back from a loan.
    CapitalReturned(FundCapitalReturned),
    /// Investors were paid.
    DistributionMade(FundDistributionMade),
    /// An entry counts no more.
    EntryReversed(FundEntryReversed),
}

impl FundAccount {
    /// A fund at its beginning.
    ///
    /// # Errors
    /// A capacity that does not fit the currency.
    pub fn from_created(created: &FundCreated) -> Result<Self, AmountError> {
        Ok(Self {
            fund_id: created.fund_id,
            name: created.name.clone(),
            currency: created.currency,
            capacity: created.capacity.money(created.currency)?,
            strategy: created.strategy.clone(),
            created_on: created.created_on,
            entries: Vec::new(),
        })
    }

    /// Folds what was recorded.
    ///
    /// # Errors
    /// An amount that does not fit the fund's currency.
    pub fn apply(&mut self, event: FundEvent) -> Result<(), AmountError> {
        let entry = match event {
            FundEvent::Changed(changed) => {
                self.capacity = changed.capacity.money(self.currency)?;
                self.name = changed.name;
                self.strategy = changed.strategy;
                return Ok(());
            }
            FundEvent::CommitmentMade(made) => self.commitment(made)?,
            FundEvent::CapitalCalled(called) => self.call(called)?,
            FundEvent::CapitalReceived(received) => self.receipt(received)?,
            FundEvent::CapitalAllocated(allocated) => self.allocation(allocated)?,
            FundEvent::CapitalReturned(returned) => self.capital_return(returned)?,
            FundEvent::DistributionMade(made) => self.distribution(made)?,
            FundEvent::EntryReversed(reversed) => {
                if let Some(entry) = self.entry_mut(reversed.entry_id) {
                    entry.reversal =
                        Some(EntryReversal { reason: reversed.reason, by: reversed.reversed_by });
                }
                return Ok(());
            }
        };
        self.entries.push(entry);
        Ok(())
    }

    /// An entry by its id.
    #[must_use]
    pub fn entry(&self, entry_id: FundEntryId) -> Option<&FundEntry> {
        self.entries.iter().find(|entry| entry.entry_id == entry_id)
    }

    fn entry_mut(&mut self, entry_id: FundEntryId) -> Option<&mut FundEntry> {
        self.entries.iter_mut().find(|entry| entry.entry_id == entry_id)
    }

    fn commitment(&self, made: FundCommitmentMade) -> Result<FundEntry, AmountError> {
        let amount = made.amount.money(self.currency)?;
        Ok(FundEntry {
            parts: vec![InvestorPart { investor_id: made.investor_id, amount }],
            note: made.note,
            ..entry(
                made.commitment_id,
                FundEntryKind::Commitment,
                made.committed_on,
                amount,
                made.recorded_by,
            )
        })
    }

    fn call(&self, called: FundCapitalCalled) -> Result<FundEntry, AmountError> {
        let amount = called.amount.money(self.currency)?;
        Ok(FundEntry {
            parts: self.parts(&called.parts)?,
            due_on: called.due_on,
            note: called.note,
            ..entry(called.call_id, FundEntryKind::CapitalCall, called.called_on, amount, called.called_by)
        })
    }

    fn receipt(&self, received: FundCapitalReceived) -> Result<FundEntry, AmountError> {
        let amount = received.amount.money(self.currency)?;
        let on = received.received_on;
        Ok(FundEntry {
            parts: vec![InvestorPart { investor_id: received.investor_id, amount }],
            note: received.note,
            ..entry(received.receipt_id, FundEntryKind::Receipt, on, amount, received.recorded_by)
        })
    }

    fn allocation(&self, allocated: FundCapitalAllocated) -> Result<FundEntry, AmountError> {
        let amount = allocated.amount.money(self.currency)?;
        let on = allocated.allocated_on;
        Ok(FundEntry {
            loan_id: Some(allocated.loan_id),
            note: allocated.note,
            ..entry(allocated.allocation_id, FundEntryKind::Allocation, on, amount, allocated.allocated_by)
        })
    }

    fn capital_return(&self, returned: FundCapitalReturned) -> Result<FundEntry, AmountError> {
        let amount = returned.amount.money(self.currency)?;
        let on = returned.returned_on;
        Ok(FundEntry {
            loan_id: Some(returned.loan_id),
            note: returned.note,
            ..entry(returned.return_id, FundEntryKind::Return, on, amount, returned.recorded_by)
        })
    }

    fn distribution(&self, made: FundDistributionMade) -> Result<FundEntry, AmountError> {
        let amount = made.amount.money(self.currency)?;
        Ok(FundEntry {
            parts: self.parts(&made.parts)?,
            note: made.note,
            ..entry(made.distribution_id, made.kind.into(), made.distributed_on, amount, made.distributed_by)
        })
    }

    fn parts(&self, parts: &[InvestorAmount]) -> Result<Vec<InvestorPart>, AmountError> {
        let part = |part: &InvestorAmount| {
            let amount = part.amount.money(self.currency)?;
            Ok(InvestorPart { investor_id: part.investor_id, amount })
        };
        parts.iter().map(part).collect()
    }
}

/// An entry that is about neither an investor nor a loan yet.
const fn entry(
    entry_id: FundEntryId,
    kind: FundEntryKind,
    on: NaiveDate,
    amount: Money,
    by: String,
) -> FundEntry {
    FundEntry {
        entry_id,
        kind,
        on,
        amount,
        parts: Vec::new(),
        loan_id: None,
        due_on: None,
        note: None,
        by,
        reversal: None,
    }
}
