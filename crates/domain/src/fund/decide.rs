//! What may happen to a fund: each wish becomes an event, or a rejection that names the limit.

use chrono::NaiveDate;

use super::{DistributionKind, FundAccount, FundRejection, InvestorPart};
use crate::{
    Amount, DecisionContext, FundCapitalAllocated, FundCapitalCalled, FundCapitalReceived,
    FundCapitalReturned, FundCommitmentMade, FundCreated, FundDistributionMade, FundEntryId,
    FundEntryReversed, FundId, InvestorAmount, LARGEST_PRINCIPAL, LoanId, LoanStatus, Money, PersonId,
    text::{self, TextError},
};

/// What is entered of a new fund.
#[derive(Debug, Clone)]
pub struct NewFund {
    /// Id of the new fund.
    pub fund_id: FundId,
    /// Its name.
    pub name: String,
    /// How much investors may commit in all.
    pub capacity: Money,
    /// What it lends to.
    pub strategy: Option<String>,
    /// The day from which it exists.
    pub created_on: NaiveDate,
}

/// A wish to record an amount of a fund.
#[derive(Debug, Clone)]
pub struct FundWish {
    /// Id of the new entry.
    pub entry_id: FundEntryId,
    /// How much.
    pub amount: Money,
    /// The day from which it counts.
    pub on: NaiveDate,
    /// What is to be remembered of it.
    pub note: Option<String>,
}

/// Decides whether a fund can be made as stated.
///
/// # Errors
/// A name that is empty or over 200 characters, a strategy over 500, or a capacity that is none.
pub fn create_fund(new: NewFund, context: &DecisionContext) -> Result<FundCreated, FundRejection> {
    must_be_amount("capacity", new.capacity, context)?;
    Ok(FundCreated {
        fund_id: new.fund_id,
        organization_id: context.organization_id,
        name: text::required("name", &new.name, 200)?,
        currency: context.currency,
        capacity: Amount::new(new.capacity, context.currency),
        strategy: text::optional("strategy", new.strategy, 500)?,
        created_on: new.created_on,
        created_by: context.user.clone(),
    })
}

fn must_be_amount(
    field: &'static str,
    amount: Money,
    context: &DecisionContext,
) -> Result<(), FundRejection> {
    if !amount.is_positive() {
        return Err(FundRejection::NotPositive { field });
    }
    if amount > LARGEST_PRINCIPAL {
        return Err(FundRejection::TooLarge {
            field,
            limit: Amount::new(LARGEST_PRINCIPAL, context.currency),
        });
    }
    Ok(())
}

/// An amount, of money that has moved.
fn must_have_happened(
    wish: &FundWish,
    field: &'static str,
    context: &DecisionContext,
) -> Result<(), FundRejection> {
    must_be_amount("amount", wish.amount, context)?;
    if wish.on > context.today {
        return Err(FundRejection::InTheFuture { field, today: context.today });
    }
    Ok(())
}

fn note(typed: Option<String>) -> Result<Option<String>, TextError> {
    text::optional("note", typed, 500)
}

impl FundAccount {
    /// Decides a commitment, beside what the investor committed before.
    ///
    /// # Errors
    /// More than the fund's capacity leaves.
    pub fn commit(
        &self,
        investor_id: PersonId,
        wish: FundWish,
        context: &DecisionContext,
    ) -> Result<FundCommitmentMade, FundRejection> {
        must_be_amount("amount", wish.amount, context)?;
        let limit = self.figures().uncommitted();
        if wish.amount > limit {
            let (amount, limit, capacity) =
                (self.amount(wish.amount), self.amount(limit), self.amount(self.capacity));
            return Err(FundRejection::OverCapacity { amount, limit, capacity });
        }
        Ok(FundCommitmentMade {
            fund_id: self.fund_id,
            organization_id: context.organization_id,
            commitment_id: wish.entry_id,
            investor_id,
            currency: self.currency,
            amount: self.amount(wish.amount),
            committed_on: wish.on,
            note: note(wish.note)?,
            recorded_by: context.user.clone(),
        })
    }

    /// Decides a capital call over all commitments.
    ///
    /// # Errors
    /// More than is uncalled, or a due date before the call.
    pub fn call_capital(
        &self,
        wish: FundWish,
        due_on: Option<NaiveDate>,
        context: &DecisionContext,
    ) -> Result<FundCapitalCalled, FundRejection> {
        must_be_amount("amount", wish.amount, context)?;
        let limit = self.figures().uncalled();
        if wish.amount > limit {
            let (amount, limit) = (self.amount(wish.amount), self.amount(limit));
            return Err(FundRejection::OverUncalled { amount, limit });
        }
        if due_on.is_some_and(|due_on| due_on < wish.on) {
            return Err(FundRejection::DueBeforeCall { called_on: wish.on });
        }
        Ok(FundCapitalCalled {
            fund_id: self.fund_id,
            organization_id: context.organization_id,
            call_id: wish.entry_id,
            currency: self.currency,
            amount: self.amount(wish.amount),
            parts: self.amounts(&self.call_parts(wish.amount)),
            called_on: wish.on,
            due_on,
            note: note(wish.note)?,
            called_by: context.user.clone(),
        })
    }

    /// Decides that called capital came in from an investor.
    ///
    /// # Errors
    /// Someone who committed nothing, or more than was called of them and has not come in.
    pub fn receive(
        &self,
        investor_id: PersonId,
        wish: FundWish,
        context: &DecisionContext,
    ) -> Result<FundCapitalReceived, FundRejection> {
        must_have_happened(&wish, "received_on", context)?;
        let investor = self.investor(investor_id);
        if investor.committed.is_zero() {
            return Err(FundRejection::NotAnInvestor);
        }
        if wish.amount > investor.receivable() {
            let (amount, limit) = (self.amount(wish.amount), self.amount(investor.receivable()));
            return Err(FundRejection::OverReceivable { amount, limit });
        }
        Ok(FundCapitalReceived {
            fund_id: self.fund_id,
            organization_id: context.organization_id,
            receipt_id: wish.entry_id,
            investor_id,
            currency: self.currency,
            amount: self.amount(wish.amount),
            received_on: wish.on,
            note: note(wish.note)?,
            recorded_by: context.user.clone(),
        })
    }

    /// Decides that capital goes into a loan of which `unallocated` has come from no fund yet.
    ///
    /// # Errors
    /// A rejected loan, more than the fund has available, or more than the loan takes.
    pub fn allocate(
        &self,
        loan: &LoanToFund,
        wish: FundWish,
        context: &DecisionContext,
    ) -> Result<FundCapitalAllocated, FundRejection> {
        must_be_amount("amount", wish.amount, context)?;
        if loan.status == LoanStatus::Rejected {
            return Err(FundRejection::LoanRejected);
        }
        self.must_be_available(wish.amount)?;
        if wish.amount > loan.unallocated() {
            let (amount, limit) = (self.amount(wish.amount), self.amount(loan.unallocated()));
            return Err(FundRejection::OverPrincipal {
                amount,
                limit,
                principal: self.amount(loan.principal),
            });
        }
        Ok(FundCapitalAllocated {
            fund_id: self.fund_id,
            loan_id: loan.loan_id,
            organization_id: context.organization_id,
            allocation_id: wish.entry_id,
            currency: self.currency,
            amount: self.amount(wish.amount),
            allocated_on: wish.on,
            note: note(wish.note)?,
            allocated_by: context.user.clone(),
        })
    }

    /// Decides that capital came back from a loan.
    ///
    /// # Errors
    /// More than the fund has in the loan.
    pub fn return_capital(
        &self,
        loan_id: LoanId,
        wish: FundWish,
        context: &DecisionContext,
    ) -> Result<FundCapitalReturned, FundRejection> {
        must_have_happened(&wish, "returned_on", context)?;
        let limit = self.deployed_in(loan_id);
        if wish.amount > limit {
            let (amount, limit) = (self.amount(wish.amount), self.amount(limit));
            return Err(FundRejection::OverDeployed { amount, limit });
        }
        Ok(FundCapitalReturned {
            fund_id: self.fund_id,
            loan_id,
            organization_id: context.organization_id,
            return_id: wish.entry_id,
            currency: self.currency,
            amount: self.amount(wish.amount),
            returned_on: wish.on,
            note: note(wish.note)?,
            recorded_by: context.user.clone(),
        })
    }

    /// Decides a distribution to all who have capital in the fund.
    ///
    /// # Errors
    /// Nobody has paid in; of a return of capital, more than the fund has available.
    pub fn distribute(
        &self,
        kind: DistributionKind,
        wish: FundWish,
        context: &DecisionContext,
    ) -> Result<FundDistributionMade, FundRejection> {
        must_have_happened(&wish, "distributed_on", context)?;
        // What is available is never more than what investors paid in and did not get back, so that nobody gets back
        // more than they have in the fund.
        if kind == DistributionKind::ReturnOfCapital {
            self.must_be_available(wish.amount)?;
        }
        let parts = self.distribution_parts(wish.amount);
        if parts.is_empty() {
            return Err(FundRejection::NoCapital);
        }
        Ok(FundDistributionMade {
            fund_id: self.fund_id,
            organization_id: context.organization_id,
            distribution_id: wish.entry_id,
            kind,
            currency: self.currency,
            amount: self.amount(wish.amount),
            parts: self.amounts(&parts),
            distributed_on: wish.on,
            note: note(wish.note)?,
            distributed_by: context.user.clone(),
        })
    }

    /// Decides that an entry counts no more.
    ///
    /// # Errors
    /// An unknown entry, one that was reversed, or one on which later entries rest.
    pub fn reverse(
        &self,
        entry_id: FundEntryId,
        reason: &str,
        context: &DecisionContext,
    ) -> Result<FundEntryReversed, FundRejection> {
        let entry = self.entry(entry_id).ok_or(FundRejection::UnknownEntry { entry_id })?;
        let kind = entry.kind;
        if entry.reversal.is_some() {
            return Err(FundRejection::ReversedAlready { kind });
        }
        let mut without = self.clone();
        without.entries.retain(|other| other.entry_id != entry_id);
        if let Some(rests) = without.broken_rule() {
            return Err(FundRejection::RestsOnIt { kind, rests });
        }
        Ok(FundEntryReversed {
            fund_id: self.fund_id,
            organization_id: context.organization_id,
            entry_id,
            kind,
            currency: self.currency,
            amount: self.amount(entry.amount),
            effective_on: entry.on,
            loan_id: entry.loan_id,
            reason: text::required("reason", reason, 500)?,
            reversed_by: context.user.clone(),
        })
    }

    /// What the entries would say that cannot be, in words for what rests on something that is missing.
    pub(super) fn broken_rule(&self) -> Option<&'static str> {
        let investors = self.investors();
        if investors.iter().any(|investor| investor.uncalled().is_negative()) {
            return Some("a capital call");
        }
        if investors.iter().any(|investor| investor.receivable().is_negative()) {
            return Some("a receipt");
        }
        if self.loans().iter().any(|loan| loan.deployed().is_negative()) {
            return Some("a return");
        }
        if self.figures().available().is_negative() {
            return Some("an allocation or a return of capital");
        }
        investors.iter().any(|investor| investor.capital().is_negative()).then_some("a return of capital")
    }

    fn must_be_available(&self, amount: Money) -> Result<(), FundRejection> {
        let limit = self.figures().available();
        if amount > limit {
            return Err(FundRejection::OverAvailable {
                amount: self.amount(amount),
                limit: self.amount(limit),
            });
        }
        Ok(())
    }

    fn amount(&self, money: Money) -> Amount {
        Amount::new(money, self.currency)
    }

    fn amounts(&self, parts: &[InvestorPart]) -> Vec<InvestorAmount> {
        let amount = |part: &InvestorPart| InvestorAmount {
            investor_id: part.investor_id,
            amount: self.amount(part.amount),
        };
        parts.iter().map(amount).collect()
    }
}

/// A loan into which a fund's capital goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoanToFund {
    /// The loan.
    pub loan_id: LoanId,
    /// Where it stands.
    pub status: LoanStatus,
    /// Amount lent.
    pub principal: Money,
    /// What went into it so far, of all funds.
    pub allocated: Money,
}

impl LoanToFund {
    /// What of the principal has come from no fund yet.
    #[must_use]
    pub fn unallocated(&self) -> Money {
        self.principal.less(self.allocated).max(Money::ZERO)
    }
}
