//! The statuses of a loan's life and the table of allowed transitions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a loan stands in its life.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum LoanStatus {
    /// Being written down.
    Draft,
    /// Handed in by the borrower.
    Submitted,
    /// Documents and identity are checked.
    Verification,
    /// Risk and collateral are judged.
    Underwriting,
    /// The lender has agreed.
    Approved,
    /// Papers are signed.
    Closing,
    /// Money is out and interest accrues.
    Funded,
    /// Everything has been paid back.
    PaidOff,
    /// The borrower does not pay.
    Defaulted,
    /// Given up as a loss.
    ChargedOff,
    /// Turned down before approval.
    Rejected,
}

impl LoanStatus {
    /// Every status, in the order of a loan's life.
    pub const ALL: [Self; 11] = [
        Self::Draft,
        Self::Submitted,
        Self::Verification,
        Self::Underwriting,
        Self::Approved,
        Self::Closing,
        Self::Funded,
        Self::PaidOff,
        Self::Defaulted,
        Self::ChargedOff,
        Self::Rejected,
    ];

    /// The statuses in which money is out and may come back.
    pub const SERVICED: &'static [Self] = &[Self::Funded, Self::Defaulted];

    /// The statuses in which a payment may come in: one found after the loan was paid off, or recovered after the loss,
    /// too.
    pub const PAYABLE: &'static [Self] = &[Self::Funded, Self::Defaulted, Self::PaidOff, Self::ChargedOff];

    /// The statuses that may follow, the usual next one first.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Submitted, Self::Rejected],
            Self::Submitted => &[Self::Verification, Self::Draft, Self::Rejected],
            Self::Verification => &[Self::Underwriting, Self::Submitted, Self::Rejected],
            Self::Underwriting => &[Self::Approved, Self::Verification, Self::Rejected],
            Self::Approved => &[Self::Closing, Self::Underwriting],
            Self::Closing => &[Self::Funded, Self::Approved],
            Self::Funded => &[Self::PaidOff, Self::Defaulted],
            Self::Defaulted => &[Self::Funded, Self::ChargedOff],
            Self::PaidOff | Self::ChargedOff | Self::Rejected => &[],
        }
    }

    /// Whether a loan may pass from this status to `to`.
    #[must_use]
    pub fn may_become(self, to: Self) -> bool {
        self.next().contains(&to)
    }

    /// Whether the status belongs to a loan's way to its funding.
    #[must_use]
    pub const fn is_before_funding(self) -> bool {
        matches!(
            self,
            Self::Draft
                | Self::Submitted
                | Self::Verification
                | Self::Underwriting
                | Self::Approved
                | Self::Closing
        )
    }

    /// Whether principal that was paid out is still owed: it is neither paid back nor given up.
    #[must_use]
    pub const fn owes_principal(self) -> bool {
        matches!(self, Self::Funded | Self::Defaulted)
    }

    /// The word used on the wire and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Verification => "verification",
            Self::Underwriting => "underwriting",
            Self::Approved => "approved",
            Self::Closing => "closing",
            Self::Funded => "funded",
            Self::PaidOff => "paid_off",
            Self::Defaulted => "defaulted",
            Self::ChargedOff => "charged_off",
            Self::Rejected => "rejected",
        }
    }
}

impl std::fmt::Display for LoanStatus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::LoanStatus::{self, *};

    /// Written out by hand from the lending rules, so that a slip in `next` is a failure here.
    const ALLOWED: [(LoanStatus, LoanStatus); 19] = [
        (Draft, Submitted),
        (Submitted, Verification),
        (Verification, Underwriting),
        (Underwriting, Approved),
        (Approved, Closing),
        (Closing, Funded),
        (Submitted, Draft),
        (Verification, Submitted),
        (Underwriting, Verification),
        (Approved, Underwriting),
        (Closing, Approved),
        (Draft, Rejected),
        (Submitted, Rejected),
        (Verification, Rejected),
        (Underwriting, Rejected),
        (Funded, PaidOff),
        (Funded, Defaulted),
        (Defaulted, Funded),
        (Defaulted, ChargedOff),
    ];

    #[test]
    fn allows_exactly_the_transitions_of_the_lending_rules() {
        for from in LoanStatus::ALL {
            for to in LoanStatus::ALL {
                assert_eq!(from.may_become(to), ALLOWED.contains(&(from, to)), "{from} to {to}");
            }
        }
    }

    #[test]
    fn is_the_same_word_in_storage_and_on_the_wire() {
        for status in LoanStatus::ALL {
            assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        }
    }
}
