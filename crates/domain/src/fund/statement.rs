//! What moved for an investor in a fund over a time.

use chrono::NaiveDate;

use super::{FundAccount, FundEntry, FundEntryKind, InvestorFigures};
use crate::{FundEntryId, Money, PersonId};

/// An investor's account in a fund over a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvestorStatement {
    /// Where they stood before its first day.
    pub opening: InvestorFigures,
    /// Where they stood at the end of its last.
    pub closing: InvestorFigures,
    /// What moved between, by day, and on a day as it was recorded.
    pub movements: Vec<InvestorMovement>,
}

/// One thing that moved for an investor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvestorMovement {
    /// The entry.
    pub entry_id: FundEntryId,
    /// What it is.
    pub kind: FundEntryKind,
    /// The day from which it counts.
    pub on: NaiveDate,
    /// The investor's part.
    pub amount: Money,
    /// What is to be remembered of it.
    pub note: Option<String>,
    /// The investor's capital in the fund after it.
    pub capital: Money,
}

impl FundAccount {
    /// What moved for an investor from a day to another, both included. What was reversed is not in it.
    #[must_use]
    pub fn statement(&self, investor_id: PersonId, from: NaiveDate, to: NaiveDate) -> InvestorStatement {
        let mut entries: Vec<&FundEntry> = self.live_entries().filter(|entry| entry.on <= to).collect();
        entries.sort_by_key(|entry| entry.on);
        let mut opening = InvestorFigures::new(investor_id);
        let mut closing = opening;
        let mut movements = Vec::new();
        for entry in entries {
            let amount = entry.part_of(investor_id);
            if amount.is_zero() {
                continue;
            }
            closing.add(entry.kind, amount);
            if entry.on < from {
                opening = closing;
                continue;
            }
            movements.push(InvestorMovement {
                entry_id: entry.entry_id,
                kind: entry.kind,
                on: entry.on,
                amount,
                note: entry.note.clone(),
                capital: closing.capital(),
            });
        }
        InvestorStatement { opening, closing, movements }
    }
}
