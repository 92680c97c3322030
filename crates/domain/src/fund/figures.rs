//! What a fund's entries come to: for the fund, for each investor and for each loan.

use std::collections::HashMap;

use super::{FundAccount, FundEntry, FundEntryKind};
use crate::{FundEntryId, LoanId, Money, PersonId};

/// Where a fund stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FundFigures {
    /// How much investors may commit in all.
    pub capacity: Money,
    /// What they committed.
    pub committed: Money,
    /// What of it was called.
    pub called: Money,
    /// What of that came in.
    pub received: Money,
    /// What went into loans, in all.
    pub allocated: Money,
    /// What of it came back.
    pub returned: Money,
    /// What was distributed as interest.
    pub interest: Money,
    /// What of their capital went back to investors.
    pub return_of_capital: Money,
    /// What was distributed as profit.
    pub profit: Money,
}

impl FundFigures {
    /// The figure that is the sum of the entries of a kind.
    pub const fn figure_mut(&mut self, kind: FundEntryKind) -> &mut Money {
        match kind {
            FundEntryKind::Commitment => &mut self.committed,
            FundEntryKind::CapitalCall => &mut self.called,
            FundEntryKind::Receipt => &mut self.received,
            FundEntryKind::Allocation => &mut self.allocated,
            FundEntryKind::Return => &mut self.returned,
            FundEntryKind::Interest => &mut self.interest,
            FundEntryKind::ReturnOfCapital => &mut self.return_of_capital,
            FundEntryKind::Profit => &mut self.profit,
        }
    }

    /// What may still be committed.
    #[must_use]
    pub const fn uncommitted(&self) -> Money {
        self.capacity.less(self.committed)
    }

    /// What may still be called.
    #[must_use]
    pub const fn uncalled(&self) -> Money {
        self.committed.less(self.called)
    }

    /// What was called and has not come in.
    #[must_use]
    pub const fn receivable(&self) -> Money {
        self.called.less(self.received)
    }

    /// What was committed and has not come in, called or not.
    #[must_use]
    pub const fn to_come(&self) -> Money {
        self.committed.less(self.received)
    }

    /// Investors' capital in the fund: what came in less what went back to them.
    #[must_use]
    pub const fn capital(&self) -> Money {
        self.received.less(self.return_of_capital)
    }

    /// What is in loans now.
    #[must_use]
    pub const fn deployed(&self) -> Money {
        self.allocated.less(self.returned)
    }

    /// Capital that is there: it came in, or came back, and was neither put into a loan nor given back to investors.
    #[must_use]
    pub const fn available(&self) -> Money {
        self.capital().less(self.deployed())
    }

    /// All that was distributed.
    #[must_use]
    pub const fn distributed(&self) -> Money {
        self.interest.plus(self.return_of_capital).plus(self.profit)
    }
}

/// Where an investor stands in a fund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvestorFigures {
    /// The investor.
    pub investor_id: PersonId,
    /// What they committed.
    pub committed: Money,
    /// What of it was called.
    pub called: Money,
    /// What they paid in.
    pub contributed: Money,
    /// What was distributed to them as interest.
    pub interest: Money,
    /// What of their capital went back to them.
    pub return_of_capital: Money,
    /// What was distributed to them as profit.
    pub profit: Money,
}

impl InvestorFigures {
    /// One who has nothing in the fund yet.
    #[must_use]
    pub const fn new(investor_id: PersonId) -> Self {
        Self {
            investor_id,
            committed: Money::ZERO,
            called: Money::ZERO,
            contributed: Money::ZERO,
            interest: Money::ZERO,
            return_of_capital: Money::ZERO,
            profit: Money::ZERO,
        }
    }

    /// What may still be called of them.
    #[must_use]
    pub const fn uncalled(&self) -> Money {
        self.committed.less(self.called)
    }

    /// What was called of them and has not come in.
    #[must_use]
    pub const fn receivable(&self) -> Money {
        self.called.less(self.contributed)
    }

    /// All that was distributed to them.
    #[must_use]
    pub const fn distributed(&self) -> Money {
        self.interest.plus(self.return_of_capital).plus(self.profit)
    }

    /// Their capital in the fund: what they paid in and did not get back.
    #[must_use]
    pub const fn capital(&self) -> Money {
        self.contributed.less(self.return_of_capital)
    }

    pub(super) fn add(&mut self, kind: FundEntryKind, amount: Money) {
        let figure = match kind {
            FundEntryKind::Commitment => &mut self.committed,
            FundEntryKind::CapitalCall => &mut self.called,
            FundEntryKind::Receipt => &mut self.contributed,
            FundEntryKind::Interest => &mut self.interest,
            FundEntryKind::ReturnOfCapital => &mut self.return_of_capital,
            FundEntryKind::Profit => &mut self.profit,
            FundEntryKind::Allocation | FundEntryKind::Return => return,
        };
        *figure = figure.plus(amount);
    }
}

/// What of a fund is in a loan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoanFigures {
    /// The loan.
    pub loan_id: LoanId,
    /// What went into it.
    pub allocated: Money,
    /// What of that came back.
    pub returned: Money,
}

impl LoanFigures {
    /// What is in it now.
    #[must_use]
    pub const fn deployed(&self) -> Money {
        self.allocated.less(self.returned)
    }
}

impl FundAccount {
    /// The entries that count: those that were not reversed.
    pub fn live_entries(&self) -> impl Iterator<Item = &FundEntry> {
        self.entries.iter().filter(|entry| entry.reversal.is_none())
    }

    /// Where the fund stands.
    #[must_use]
    pub fn figures(&self) -> FundFigures {
        let mut figures = FundFigures { capacity: self.capacity, ..FundFigures::default() };
        for entry in self.live_entries() {
            let figure = figures.figure_mut(entry.kind);
            *figure = figure.plus(entry.amount);
        }
        figures
    }

    /// Where each investor stands, in the order in which they first committed.
    #[must_use]
    pub fn investors(&self) -> Vec<InvestorFigures> {
        let mut investors: Vec<InvestorFigures> = Vec::new();
        for entry in self.live_entries() {
            for part in &entry.parts {
                let found = investors.iter_mut().find(|investor| investor.investor_id == part.investor_id);
                if let Some(investor) = found {
                    investor.add(entry.kind, part.amount);
                } else {
                    let mut investor = InvestorFigures::new(part.investor_id);
                    investor.add(entry.kind, part.amount);
                    investors.push(investor);
                }
            }
        }
        investors
    }

    /// Where an investor stands; with nothing, where they committed nothing.
    #[must_use]
    pub fn investor(&self, investor_id: PersonId) -> InvestorFigures {
        let mut investors = self.investors().into_iter();
        investors
            .find(|investor| investor.investor_id == investor_id)
            .unwrap_or_else(|| InvestorFigures::new(investor_id))
    }

    /// What of the fund is in each loan, in the order in which it first went there.
    #[must_use]
    pub fn loans(&self) -> Vec<LoanFigures> {
        let mut loans: Vec<LoanFigures> = Vec::new();
        for entry in self.live_entries() {
            let Some(loan_id) = entry.loan_id else { continue };
            let place = loans.iter().position(|loan| loan.loan_id == loan_id).unwrap_or_else(|| {
                loans.push(LoanFigures { loan_id, allocated: Money::ZERO, returned: Money::ZERO });
                loans.len() - 1
            });
            if let Some(loan) = loans.get_mut(place) {
                match entry.kind {
                    FundEntryKind::Return => loan.returned = loan.returned.plus(entry.amount),
                    _ => loan.allocated = loan.allocated.plus(entry.amount),
                }
            }
        }
        loans
    }

    /// What of the fund is in a loan now.
    #[must_use]
    pub fn deployed_in(&self, loan_id: LoanId) -> Money {
        let loans = self.loans();
        loans.iter().find(|loan| loan.loan_id == loan_id).map_or(Money::ZERO, LoanFigures::deployed)
    }

    /// What of each call came in. A receipt goes to the investor's oldest call that is still open.
    #[must_use]
    pub fn received_by_call(&self) -> HashMap<FundEntryId, Money> {
        let contributed = |investor: &InvestorFigures| (investor.investor_id, investor.contributed);
        let mut left: HashMap<PersonId, Money> = self.investors().iter().map(contributed).collect();
        let mut calls: Vec<&FundEntry> =
            self.live_entries().filter(|entry| entry.kind == FundEntryKind::CapitalCall).collect();
        calls.sort_by_key(|call| call.on);
        let mut received = HashMap::new();
        for call in calls {
            let mut of_call = Money::ZERO;
            for part in &call.parts {
                if let Some(left) = left.get_mut(&part.investor_id) {
                    let taken = part.amount.min(*left);
                    *left = left.less(taken);
                    of_call = of_call.plus(taken);
                }
            }
            received.insert(call.entry_id, of_call);
        }
        received
    }
}

impl FundEntry {
    /// What of the entry is an investor's.
    #[must_use]
    pub fn part_of(&self, investor_id: PersonId) -> Money {
        let parts = self.parts.iter().filter(|part| part.investor_id == investor_id);
        parts.fold(Money::ZERO, |sum, part| sum.plus(part.amount))
    }
}
