//! Funds: investors' money that is lent out together.
//!
//! [`create_fund`] and the methods of [`FundAccount`] decide; [`FundAccount::from_created`] and [`FundAccount::apply`]
//! fold what was decided. An account is a list of entries, and each figure is a sum over those that were not reversed,
//! so that the figures of a fund are those of its investors and of its loans.

mod account;
mod days;
mod decide;
mod figures;
#[cfg(test)]
mod property_tests;
mod rejection;
mod shares;
mod statement;
#[cfg(test)]
mod tests;
mod words;

pub use account::{EntryReversal, FundAccount, FundEntry, FundEvent, InvestorPart};
pub use decide::{FundWish, LoanToFund, NewFund, create_fund};
pub use figures::{FundFigures, InvestorFigures, LoanFigures};
pub use rejection::FundRejection;
pub use shares::split_within;
pub use statement::{InvestorMovement, InvestorStatement};
pub use words::{DistributionKind, FundEntryKind};
