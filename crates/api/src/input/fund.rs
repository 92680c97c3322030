//! What the commands of funds and participations take.

use chrono::NaiveDate;
use domain::{Amount, DistributionKind, FundEntryId, FundId, LoanId, Percent, PersonId};
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::optional_date;

inputs! {
    /// Makes a fund.
    CreateFund {
        /// Its name, unlike that of every other fund.
        name: String,
        /// How much investors may commit in all.
        capacity: Amount,
        /// What it lends to, in your own words.
        #[serde(default)]
        strategy: Option<String>,
        /// The day from which it exists; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        created_on: Option<NaiveDate>,
    }

    /// Gives a fund another name, capacity or strategy; what is left out stays.
    ChangeFund {
        /// The fund.
        fund_id: FundId,
        /// Its name, unlike that of every other fund.
        #[serde(default)]
        name: Option<String>,
        /// How much investors may commit in all, at least what they have committed.
        #[serde(default)]
        capacity: Option<Amount>,
        /// What it lends to, in your own words; an empty text takes it away.
        #[serde(default)]
        strategy: Option<String>,
    }

    /// A fund.
    FundRef {
        /// The fund.
        fund_id: FundId,
    }

    /// Records an investor's commitment, beside what they committed before.
    CommitCapital {
        /// The fund.
        fund_id: FundId,
        /// The investor: a person of the book.
        investor_id: PersonId,
        /// How much.
        amount: Amount,
        /// The day from which it holds; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        committed_on: Option<NaiveDate>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
    }

    /// Calls committed capital.
    CallCapital {
        /// The fund.
        fund_id: FundId,
        /// How much in all; it is split over the commitments.
        amount: Amount,
        /// The day of the call; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        called_on: Option<NaiveDate>,
        /// The day by which the money is to come.
        #[serde(default, deserialize_with = "optional_date")]
        due_on: Option<NaiveDate>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
    }

    /// Records that called capital came in.
    ReceiveCapital {
        /// The fund.
        fund_id: FundId,
        /// Who paid.
        investor_id: PersonId,
        /// How much.
        amount: Amount,
        /// The day from which it counts; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        received_on: Option<NaiveDate>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
    }

    /// Puts a fund's capital into a loan.
    AllocateCapital {
        /// The fund.
        fund_id: FundId,
        /// The loan.
        loan_id: LoanId,
        /// How much.
        amount: Amount,
        /// The day from which it counts; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        allocated_on: Option<NaiveDate>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
    }

    /// Records that capital came back from a loan.
    ReturnCapital {
        /// The fund.
        fund_id: FundId,
        /// The loan.
        loan_id: LoanId,
        /// How much.
        amount: Amount,
        /// The day from which it counts; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        returned_on: Option<NaiveDate>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
    }

    /// Pays a fund's investors.
    DistributeFunds {
        /// The fund.
        fund_id: FundId,
        /// What the money is.
        kind: DistributionKind,
        /// How much in all; it is split over the capital that each investor has in the fund.
        amount: Amount,
        /// The day from which it counts; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        distributed_on: Option<NaiveDate>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
    }

    /// Takes back what was recorded of a fund by mistake.
    ReverseFundEntry {
        /// The fund.
        fund_id: FundId,
        /// The commitment, call, receipt, allocation, return or distribution.
        entry_id: FundEntryId,
        /// Why.
        reason: String,
    }

    /// An investor's statement.
    FundStatementInput {
        /// The fund.
        fund_id: FundId,
        /// The investor.
        investor_id: PersonId,
        /// The first day; that of the fund's first entry where left out.
        #[serde(default, deserialize_with = "optional_date")]
        from: Option<NaiveDate>,
        /// The last day; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        to: Option<NaiveDate>,
    }

    /// Settles which fund's capital a loan is paid out of.
    SetFundingSource {
        /// The loan.
        loan_id: LoanId,
        /// The fund; null, where it is the lender's own money.
        fund_id: Option<FundId>,
        /// The loan's `version` as it was last read; another's change since then is a `conflict`.
        #[serde(default)]
        expected_version: Option<i64>,
    }

    /// One lender's share of a loan.
    ParticipantInput {
        /// The lender, a person of the book; left out, the book's owner itself.
        #[serde(default)]
        person_id: Option<PersonId>,
        /// The share; all shares make 100.
        share_percent: Percent,
    }

    /// Settles who shares a loan.
    SetParticipations {
        /// The loan.
        loan_id: LoanId,
        /// Who has which share.
        participants: Vec<ParticipantInput>,
        /// The day from which they hold; where left out, first shares hold from the funding on, later ones from today.
        #[serde(default, deserialize_with = "optional_date")]
        effective_on: Option<NaiveDate>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
    }

    /// Who shares a loan on a day.
    ParticipationsOnDay {
        /// The loan.
        loan_id: LoanId,
        /// The day; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        on: Option<NaiveDate>,
    }
}
