//! What may happen to a fund: each wish becomes an event, or a rejection that names the limit.

use chrono::NaiveDate;

use super::{DistributionKind, FundAccount, FundRejection, InvestorFigures, InvestorPart};
use crate::{
    Amount, DecisionContext, FundCapitalAllocated, FundCapitalCalled, FundCapitalReceived,
    FundCapitalReturned, FundChanged, FundCommitmentMade, FundCreated, FundDistributionMade, FundEntryId,
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
    must_not_be_to_come("created_on", new.created_on, context)?;
    Ok(FundCreated {
        fund_id: new.fund_id,
        organization_id: context.organization_id,
        name: text::line("name", &new.name, 200)?,
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

fn must_not_be_to_come(
    field: &'static str,
    on: NaiveDate,
    context: &DecisionContext,
) -> Result<(), FundRejection> {
    if on > context.today {
        return Err(FundRejection::InTheFuture { field, today: context.today });
    }
    Ok(())
}

fn note(typed: Option<String>) -> Result<Option<String>, TextError> {
    text::optional("note", typed, 500)
}

impl FundAccount {
    /// Decides another name, capacity or strategy; nothing where all of them are as they were.
    ///
    /// # Errors
    /// As [`create_fund`], and a capacity below what is committed.
    pub fn change(
        &self,
        name: &str,
        capacity: Money,
        strategy: Option<String>,
        context: &DecisionContext,
    ) -> Result<Option<FundChanged>, FundRejection> {
        must_be_amount("capacity", capacity, context)?;
        let committed = self.figures().committed;
        if capacity < committed {
            return Err(FundRejection::BelowCommitted { committed: self.amount(committed) });
        }
        let name = text::required("name", name, 200)?;
        let strategy = text::optional("strategy", strategy, 500)?;
        if (&name, capacity, &strategy) == (&self.name, self.capacity, &self.strategy) {
            return Ok(None);
        }
        Ok(Some(FundChanged {
            fund_id: self.fund_id,
            organization_id: context.organization_id,
            name,
            currency: self.currency,
            capacity: self.amount(capacity),
            strategy,
            changed_by: context.user.clone(),
        }))
    }

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
        self.must_have_happened(&wish, "committed_on", context)?;
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
        self.must_have_happened(&wish, "called_on", context)?;
        let of_each = self.investors_from(wish.on, InvestorFigures::uncalled);
        let limits = Limits {
            then: of_each.iter().fold(Money::ZERO, |sum, (_, limit)| sum.plus(*limit)),
            in_all: self.figures().uncalled(),
            what: "of the commitments that could be called",
        };
        self.must_be_within(&wish, "called_on", limits, |amount, limit| FundRejection::OverUncalled {
            amount,
            limit,
        })?;
        if due_on.is_some_and(|due_on| due_on < wish.on) {
            return Err(FundRejection::DueBeforeCall { called_on: wish.on });
        }
        Ok(FundCapitalCalled {
            fund_id: self.fund_id,
            organization_id: context.organization_id,
            call_id: wish.entry_id,
            currency: self.currency,
            amount: self.amount(wish.amount),
            parts: self.amounts(&self.call_parts(wish.amount, wish.on)),
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
        self.must_have_happened(&wish, "received_on", context)?;
        let investor = self.investor(investor_id);
        if investor.committed.is_zero() {
            return Err(FundRejection::NotAnInvestor);
        }
        let limits = Limits {
            then: self.least_from(wish.on, |fund| fund.investor(investor_id).receivable()),
            in_all: investor.receivable(),
            what: "that had been called of this investor and had not come in",
        };
        self.must_be_within(&wish, "received_on", limits, |amount, limit| FundRejection::OverReceivable {
            amount,
            limit,
        })?;
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
        self.must_have_happened(&wish, "allocated_on", context)?;
        if loan.status == LoanStatus::Rejected {
            return Err(FundRejection::LoanRejected);
        }
        self.must_be_available(&wish, "allocated_on")?;
        if wish.amount > loan.unallocated() {
            let (amount, limit) = (self.amount(wish.amount), self.amount(loan.unallocated()));
            return Err(FundRejection::OverPrincipal {
                amount,
                limit,
                principal: self.amount(loan.principal),
            });
        }
        self.allocated(loan.loan_id, wish, context)
    }

    /// That capital went into a loan, as it was decided before.
    ///
    /// # Errors
    /// A note that is too long.
    pub fn allocated(
        &self,
        loan_id: LoanId,
        wish: FundWish,
        context: &DecisionContext,
    ) -> Result<FundCapitalAllocated, FundRejection> {
        Ok(FundCapitalAllocated {
            fund_id: self.fund_id,
            loan_id,
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
        self.must_have_happened(&wish, "returned_on", context)?;
        let limits = Limits {
            then: self.least_from(wish.on, |fund| fund.deployed_in(loan_id)),
            in_all: self.deployed_in(loan_id),
            what: "that the fund had in this loan",
        };
        self.must_be_within(&wish, "returned_on", limits, |amount, limit| FundRejection::OverDeployed {
            amount,
            limit,
        })?;
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
        self.must_have_happened(&wish, "distributed_on", context)?;
        let parts = if kind == DistributionKind::ReturnOfCapital {
            self.must_be_available(&wish, "distributed_on")?;
            self.return_parts(wish.amount, wish.on)
        } else {
            self.distribution_parts(wish.amount, wish.on)
        };
        if parts.is_empty() {
            let was_paid_in = self.figures().received.is_positive();
            return Err(if was_paid_in {
                FundRejection::NoCapitalYet { on: wish.on }
            } else {
                FundRejection::NoCapital
            });
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
        if let Some(rests) = without.breaks_more_than(self) {
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

    /// What these entries would say on any day that cannot be, and that those of another account do not say.
    fn breaks_more_than(&self, before: &Self) -> Option<&'static str> {
        let days = before.days_from(before.created_on.min(self.first_day()));
        days.into_iter().find_map(|day| {
            let broken = self.until(day).broken_rule()?;
            before.until(day).broken_rule().is_none().then_some(broken)
        })
    }

    fn first_day(&self) -> NaiveDate {
        self.entries.iter().map(|entry| entry.on).min().unwrap_or(self.created_on)
    }

    /// An amount of something that has happened, while there was the fund.
    fn must_have_happened(
        &self,
        wish: &FundWish,
        field: &'static str,
        context: &DecisionContext,
    ) -> Result<(), FundRejection> {
        must_be_amount("amount", wish.amount, context)?;
        must_not_be_to_come(field, wish.on, context)?;
        if wish.on < self.created_on {
            return Err(FundRejection::BeforeTheFund { field, created_on: self.created_on });
        }
        Ok(())
    }

    /// Refuses an amount that is never possible by its amount, and one that only was not then by its day.
    fn must_be_within(
        &self,
        wish: &FundWish,
        field: &'static str,
        limits: Limits,
        over: impl FnOnce(Amount, Amount) -> FundRejection,
    ) -> Result<(), FundRejection> {
        let Limits { then, in_all, what } = limits;
        let amount = self.amount(wish.amount);
        if wish.amount <= then {
            Ok(())
        } else if wish.amount <= in_all {
            let limit = self.amount(then.max(Money::ZERO));
            Err(FundRejection::TooEarly { field, on: wish.on, amount, limit, what })
        } else {
            Err(over(amount, self.amount(in_all)))
        }
    }

    /// Capital that is there on the day of a wish and not spoken for later; nobody's share of it is more than they have
    /// in the fund.
    fn must_be_available(&self, wish: &FundWish, field: &'static str) -> Result<(), FundRejection> {
        let of_each = self.investors_from(wish.on, InvestorFigures::capital);
        let of_all = of_each.iter().fold(Money::ZERO, |sum, (_, capital)| sum.plus(*capital));
        let limits = Limits {
            then: self.least_from(wish.on, |fund| fund.figures().available()).min(of_all),
            in_all: self.figures().available(),
            what: "that the fund had available",
        };
        self.must_be_within(wish, field, limits, |amount, limit| FundRejection::OverAvailable {
            amount,
            limit,
        })
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

/// How much of something is possible.
struct Limits {
    /// On the day of a wish, without that something of a later day is not possible any more.
    then: Money,
    /// With everything that is recorded.
    in_all: Money,
    /// What it is.
    what: &'static str,
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
