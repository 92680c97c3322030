//! Small vocabularies of funds.

use crate::words::words;

words! {
    /// What the money of a distribution is.
    DistributionKind {
        /// Interest that the fund's loans bore.
        Interest = "interest",
        /// Investors' own capital, back to them.
        ReturnOfCapital = "return_of_capital",
        /// What is left beside interest: fees, gains.
        Profit = "profit",
    }

    /// What an entry in a fund's account is.
    FundEntryKind {
        /// An investor's promise.
        Commitment = "commitment",
        /// Committed capital that was asked for.
        CapitalCall = "capital_call",
        /// Called capital that came in.
        Receipt = "receipt",
        /// Capital that went into a loan.
        Allocation = "allocation",
        /// Capital that came back from a loan.
        Return = "return",
        /// A distribution of interest.
        Interest = "interest",
        /// A distribution of investors' own capital.
        ReturnOfCapital = "return_of_capital",
        /// A distribution of profit.
        Profit = "profit",
    }
}

impl From<DistributionKind> for FundEntryKind {
    fn from(kind: DistributionKind) -> Self {
        match kind {
            DistributionKind::Interest => Self::Interest,
            DistributionKind::ReturnOfCapital => Self::ReturnOfCapital,
            DistributionKind::Profit => Self::Profit,
        }
    }
}

impl FundEntryKind {
    /// Its name within a sentence.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Commitment => "commitment",
            Self::CapitalCall => "capital call",
            Self::Receipt => "receipt",
            Self::Allocation => "allocation",
            Self::Return => "return",
            Self::Interest => "distribution of interest",
            Self::ReturnOfCapital => "return of capital",
            Self::Profit => "distribution of profit",
        }
    }
}
