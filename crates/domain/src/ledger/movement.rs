//! What moves money on a loan, and in which order the movements of a day count.

use std::collections::HashSet;

use chrono::NaiveDate;

use crate::{AnnualRate, FeeId, FeeKind, Money, PaymentId, ScheduleTerms};

/// A movement and the business date from which it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The business date.
    pub effective_on: NaiveDate,
    /// What moved.
    pub movement: Movement,
}

/// What moves money on a loan, or changes how it is reckoned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Movement {
    /// Money went out to the borrower, beyond what the terms advance.
    Disbursement {
        /// How much.
        amount: Money,
    },
    /// Money came in.
    Payment {
        /// The payment.
        payment_id: PaymentId,
        /// How much.
        amount: Money,
    },
    /// A payment did not come in after all: from this day on it never had.
    Reversal {
        /// The payment.
        payment_id: PaymentId,
    },
    /// A fee fell due.
    Fee {
        /// The fee.
        fee_id: FeeId,
        /// What it is charged for.
        kind: FeeKind,
        /// How much.
        amount: Money,
    },
    /// What is unpaid of a fee was forgiven, up to an amount.
    Waiver {
        /// The fee.
        fee_id: FeeId,
        /// At most so much.
        amount: Money,
    },
    /// What was forgiven of a fee is owed again, up to an amount.
    Reinstatement {
        /// The fee.
        fee_id: FeeId,
        /// At most so much.
        amount: Money,
    },
    /// Default interest: added to the rate from this day on; zero ends it.
    DefaultMargin(AnnualRate),
    /// The rest of the loan runs on other terms. Their principal and funding date are what is owed, and this day.
    Amendment(Box<ScheduleTerms>),
    /// All that is owed was given up as a loss.
    ChargeOff,
}

impl Movement {
    /// Order within a day: what changes the terms, what is owed, what is paid, what is left.
    const fn rank(&self) -> u8 {
        match self {
            Self::DefaultMargin(_) => 0,
            Self::Disbursement { .. } => 1,
            Self::Fee { .. } => 2,
            // Forgiven and owed again come in the order in which they were recorded.
            Self::Waiver { .. } | Self::Reinstatement { .. } => 3,
            Self::Payment { .. } | Self::Reversal { .. } => 4,
            Self::Amendment(_) => 5,
            Self::ChargeOff => 6,
        }
    }
}

/// The entries that count as of a day, in the order in which they do. Payments of one day are put in the order of
/// their ids, so that it does not matter in which order they were recorded.
pub(super) fn counting(entries: &[Entry], as_of: NaiveDate) -> Vec<&Entry> {
    let until_then = || entries.iter().filter(|entry| entry.effective_on <= as_of);
    let reversed: HashSet<PaymentId> = until_then()
        .filter_map(|entry| match entry.movement {
            Movement::Reversal { payment_id } => Some(payment_id),
            _ => None,
        })
        .collect();
    let mut counting: Vec<&Entry> = until_then()
        .filter(|entry| match &entry.movement {
            Movement::Reversal { .. } => false,
            Movement::Payment { payment_id, .. } => !reversed.contains(payment_id),
            _ => true,
        })
        .collect();
    counting.sort_by_key(|entry| {
        let payment = match &entry.movement {
            Movement::Payment { payment_id, .. } => Some(*payment_id),
            _ => None,
        };
        (entry.effective_on, entry.movement.rank(), payment)
    });
    counting
}
