//! The events of funds and of loans with several lenders: commitments, capital, distributions, participations.

use super::{Deserialize, EventDescription, EventPayload, JsonSchema, NaiveDate, Serialize, written_schema};
use crate::{
    Amount, Currency, DistributionKind, FundEntryId, FundEntryKind, FundId, LoanId, OrganizationId, Percent,
    PersonId,
};

events! {
    /// A fund was made: investors' money that is lent out together.
    FundCreated = "fund", "Fund.Created" v 1 {
        /// The fund.
        fund_id: FundId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Its name, unlike that of every other fund of the book.
        name: String,
        /// Currency of every amount of the fund.
        currency: Currency,
        /// How much investors may commit in all.
        capacity: Amount,
        /// What it lends to, in the lender's words.
        strategy: Option<String>,
        /// The day from which it exists.
        created_on: NaiveDate,
        /// Who made it.
        created_by: String,
    }

    /// A fund has another name, capacity or strategy.
    FundChanged = "fund", "Fund.Changed" v 1 {
        /// The fund.
        fund_id: FundId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Its name, unlike that of every other fund of the book.
        name: String,
        /// Currency of every amount of the fund.
        currency: Currency,
        /// How much investors may commit in all, at least what they have committed.
        capacity: Amount,
        /// What it lends to, in the lender's words.
        strategy: Option<String>,
        /// Who changed it.
        changed_by: String,
    }

    /// An investor promised capital to a fund.
    FundCommitmentMade = "fund", "Fund.CommitmentMade" v 1 {
        /// The fund.
        fund_id: FundId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The commitment.
        commitment_id: FundEntryId,
        /// The investor.
        investor_id: PersonId,
        /// Currency of its amount.
        currency: Currency,
        /// How much, beside what the investor committed before.
        amount: Amount,
        /// The day from which it holds.
        committed_on: NaiveDate,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who recorded it.
        recorded_by: String,
    }

    /// Committed capital was asked for.
    FundCapitalCalled = "fund", "Fund.CapitalCalled" v 1 {
        /// The fund.
        fund_id: FundId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The call.
        call_id: FundEntryId,
        /// Currency of its amounts.
        currency: Currency,
        /// How much in all: the sum of the parts.
        amount: Amount,
        /// What is asked of each investor.
        parts: Vec<InvestorAmount>,
        /// The day of the call.
        called_on: NaiveDate,
        /// The day by which the money is to come.
        due_on: Option<NaiveDate>,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who called it.
        called_by: String,
    }

    /// Capital that was called came in.
    FundCapitalReceived = "fund", "Fund.CapitalReceived" v 1 {
        /// The fund.
        fund_id: FundId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The receipt.
        receipt_id: FundEntryId,
        /// Who paid.
        investor_id: PersonId,
        /// Currency of its amount.
        currency: Currency,
        /// How much.
        amount: Amount,
        /// The day from which it counts.
        received_on: NaiveDate,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who recorded it.
        recorded_by: String,
    }

    /// A fund's capital went into a loan.
    FundCapitalAllocated = "fund", "Fund.CapitalAllocated" v 1 {
        /// The fund.
        fund_id: FundId,
        /// The loan.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The allocation.
        allocation_id: FundEntryId,
        /// Currency of its amount.
        currency: Currency,
        /// How much.
        amount: Amount,
        /// The day from which it counts.
        allocated_on: NaiveDate,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who allocated it: of a loan with a funding source, whoever paid the loan out.
        allocated_by: String,
    }

    /// Capital came back to a fund from a loan.
    FundCapitalReturned = "fund", "Fund.CapitalReturned" v 1 {
        /// The fund.
        fund_id: FundId,
        /// The loan.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The return.
        return_id: FundEntryId,
        /// Currency of its amount.
        currency: Currency,
        /// How much.
        amount: Amount,
        /// The day from which it counts.
        returned_on: NaiveDate,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who recorded it.
        recorded_by: String,
    }

    /// A fund paid its investors.
    FundDistributionMade = "fund", "Fund.DistributionMade" v 1 {
        /// The fund.
        fund_id: FundId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The distribution.
        distribution_id: FundEntryId,
        /// What the money is.
        kind: DistributionKind,
        /// Currency of its amounts.
        currency: Currency,
        /// How much in all: the sum of the parts.
        amount: Amount,
        /// What each investor gets.
        parts: Vec<InvestorAmount>,
        /// The day from which it counts.
        distributed_on: NaiveDate,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who distributed it.
        distributed_by: String,
    }

    /// What was recorded of a fund by mistake counts no more.
    FundEntryReversed = "fund", "Fund.EntryReversed" v 1 {
        /// The fund.
        fund_id: FundId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The commitment, call, receipt, allocation, return or distribution.
        entry_id: FundEntryId,
        /// Which of these it is.
        kind: FundEntryKind,
        /// Currency of its amount.
        currency: Currency,
        /// How much it was.
        amount: Amount,
        /// The day it counted from.
        effective_on: NaiveDate,
        /// The loan, of an allocation or a return.
        loan_id: Option<LoanId>,
        /// Why it is reversed.
        reason: String,
        /// Who reversed it.
        reversed_by: String,
    }

    /// It was settled which fund's capital a loan is paid out of.
    LoanFundingSourceSet = "loan", "Loan.FundingSourceSet" v 1 {
        /// The loan.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The fund; none, where the loan is paid out of the lender's own money.
        fund_id: Option<FundId>,
        /// Who settled it.
        set_by: String,
    }

    /// Several lenders share a loan, from a day on; it takes the place of shares before.
    LoanParticipationsSet = "loan", "Loan.ParticipationsSet" v 1 {
        /// The loan.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Who has which share; the shares make 100 %.
        participants: Vec<ParticipantShare>,
        /// The day from which they hold.
        effective_on: NaiveDate,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who settled it.
        set_by: String,
    }
}

/// One investor's part of an amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct InvestorAmount {
    /// The investor.
    pub investor_id: PersonId,
    /// The part.
    pub amount: Amount,
}

/// One lender's share of a loan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantShare {
    /// The lender; none, where it is the book's owner.
    pub person_id: Option<PersonId>,
    /// Share of the loan, up to six decimals.
    pub share_percent: Percent,
}
