//! The rules of funds, with worked-out figures.

use super::*;
use crate::{
    Currency, DecisionContext, FundEntryId, FundId, LoanId, LoanStatus, Money, OrganizationId, PersonId,
    text::TextProblem,
};

pub(super) fn context() -> DecisionContext {
    DecisionContext {
        organization_id: OrganizationId::from_uuid(uuid::Uuid::nil()),
        now: "2025-01-15T12:00:00Z".parse().unwrap(),
        today: "2025-01-15".parse().unwrap(),
        user: "Maria".to_owned(),
        currency: Currency::from_code("USD").unwrap(),
    }
}

pub(super) fn cents(minor_units: i64) -> Money {
    Money::from_minor_units(minor_units)
}

pub(super) fn person(number: u128) -> PersonId {
    PersonId::from_uuid(uuid::Uuid::from_u128(number))
}

pub(super) fn loan(number: u128, principal: Money) -> LoanToFund {
    let loan_id = LoanId::from_uuid(uuid::Uuid::from_u128(number));
    LoanToFund { loan_id, status: LoanStatus::Funded, principal, allocated: Money::ZERO }
}

pub(super) fn fund(capacity: Money) -> FundAccount {
    let new = NewFund {
        fund_id: FundId::from_uuid(uuid::Uuid::from_u128(1)),
        name: "Bridge Fund I".to_owned(),
        capacity,
        strategy: None,
        created_on: context().today,
    };
    FundAccount::from_created(&create_fund(new, &context()).unwrap()).unwrap()
}

impl FundAccount {
    pub(super) fn wish(&self, amount: Money) -> FundWish {
        let next = u128::try_from(self.entries.len()).unwrap() + 1;
        let entry_id = FundEntryId::from_uuid(uuid::Uuid::from_u128(next));
        FundWish { entry_id, amount, on: context().today, note: None }
    }

    pub(super) fn commits(&mut self, investor: u128, amount: Money) -> Result<(), FundRejection> {
        let made = self.commit(person(investor), self.wish(amount), &context())?;
        self.apply(FundEvent::CommitmentMade(made)).unwrap();
        Ok(())
    }

    pub(super) fn calls(&mut self, amount: Money) -> Result<(), FundRejection> {
        let called = self.call_capital(self.wish(amount), None, &context())?;
        self.apply(FundEvent::CapitalCalled(called)).unwrap();
        Ok(())
    }

    pub(super) fn receives(&mut self, investor: u128, amount: Money) -> Result<(), FundRejection> {
        let received = self.receive(person(investor), self.wish(amount), &context())?;
        self.apply(FundEvent::CapitalReceived(received)).unwrap();
        Ok(())
    }

    pub(super) fn allocates(&mut self, loan: LoanToFund, amount: Money) -> Result<(), FundRejection> {
        let allocated = self.allocate(&loan, self.wish(amount), &context())?;
        self.apply(FundEvent::CapitalAllocated(allocated)).unwrap();
        Ok(())
    }

    pub(super) fn gets_back(&mut self, loan: LoanToFund, amount: Money) -> Result<(), FundRejection> {
        let returned = self.return_capital(loan.loan_id, self.wish(amount), &context())?;
        self.apply(FundEvent::CapitalReturned(returned)).unwrap();
        Ok(())
    }

    pub(super) fn pays(&mut self, kind: DistributionKind, amount: Money) -> Result<(), FundRejection> {
        let made = self.distribute(kind, self.wish(amount), &context())?;
        self.apply(FundEvent::DistributionMade(made)).unwrap();
        Ok(())
    }

    pub(super) fn reverses(&mut self, entry: usize) -> Result<(), FundRejection> {
        let reversed = self.reverse(self.entries[entry].entry_id, "Mistake", &context())?;
        self.apply(FundEvent::EntryReversed(reversed)).unwrap();
        Ok(())
    }

    fn last_parts(&self) -> Vec<i64> {
        self.entries.last().unwrap().parts.iter().map(|part| part.amount.minor_units()).collect()
    }
}

/// Three investors with 500,000.00, 300,000.00 and 200,000.00 in a fund of 1,000,000.00.
fn committed() -> FundAccount {
    let mut fund = fund(cents(100_000_000));
    for (investor, amount) in [(1, 50_000_000), (2, 30_000_000), (3, 20_000_000)] {
        fund.commits(investor, cents(amount)).unwrap();
    }
    fund
}

/// The same with 400,000.01 called and come in.
fn paid_in() -> FundAccount {
    let mut fund = committed();
    fund.calls(cents(40_000_001)).unwrap();
    for (investor, amount) in [(1, 20_000_001), (2, 12_000_000), (3, 8_000_000)] {
        fund.receives(investor, cents(amount)).unwrap();
    }
    fund
}

#[test]
fn a_fund_takes_no_more_than_its_capacity() {
    let mut fund = committed();
    let refused = fund.commits(4, cents(1)).unwrap_err();
    assert_eq!(refused.field(), "amount");
    assert_eq!(
        refused.to_string(),
        "amount: 0.01 is more than the 0.00 that may still be committed of the capacity, 1000000.00"
    );
    let nothing = fund.commits(4, Money::ZERO).unwrap_err();
    assert_eq!(nothing, FundRejection::NotPositive { field: "amount" });
}

#[test]
fn a_call_is_split_over_commitments_and_the_cent_goes_to_the_largest_remainder() {
    let mut fund = committed();
    // 50 %, 30 % and 20 % of 400,000.01 are 200,000.005, 120,000.003 and 80,000.002.
    fund.calls(cents(40_000_001)).unwrap();
    assert_eq!(fund.last_parts(), [20_000_001, 12_000_000, 8_000_000]);
    let refused = fund.calls(cents(60_000_000)).unwrap_err();
    assert_eq!(refused.limit().unwrap().to_string(), "599999.99");
    fund.calls(cents(59_999_999)).unwrap();
    assert_eq!(fund.last_parts(), [29_999_999, 18_000_000, 12_000_000], "each to their commitment");
}

#[test]
fn nobody_is_asked_for_more_than_is_uncalled_of_their_commitment() {
    let mut fund = fund(cents(100_000_000));
    fund.commits(1, cents(10_000_000)).unwrap();
    fund.calls(cents(9_000_000)).unwrap();
    fund.commits(2, cents(30_000_000)).unwrap();
    // By commitments the first would give 5,000,000 of 20,000,000; 1,000,000 is uncalled, the other gives the rest.
    fund.calls(cents(20_000_000)).unwrap();
    assert_eq!(fund.last_parts(), [1_000_000, 19_000_000]);
    fund.calls(cents(5_000_000)).unwrap();
    assert_eq!(fund.last_parts(), [5_000_000], "who has nothing left is not asked");
}

#[test]
fn what_comes_in_was_called_of_that_investor() {
    let mut fund = committed();
    let refused = fund.receives(1, cents(1)).unwrap_err();
    assert_eq!((refused.field(), refused.limit().unwrap().to_string().as_str()), ("amount", "0.00"));
    assert_eq!(fund.receives(9, cents(1)), Err(FundRejection::NotAnInvestor));
    fund.calls(cents(10_000_000)).unwrap();
    fund.receives(1, cents(3_000_000)).unwrap();
    let refused = fund.receives(1, cents(2_000_001)).unwrap_err();
    assert_eq!(refused.limit().unwrap().to_string(), "20000.00");
    let tomorrow = FundWish { on: "2025-01-16".parse().unwrap(), ..fund.wish(cents(1)) };
    let refused = fund.receive(person(1), tomorrow, &context()).unwrap_err();
    assert_eq!(refused.field(), "received_on");
}

#[test]
fn a_receipt_goes_to_the_oldest_open_call() {
    let mut fund = committed();
    fund.calls(cents(10_000_000)).unwrap();
    fund.calls(cents(20_000_000)).unwrap();
    fund.receives(1, cents(7_000_000)).unwrap();
    let received = fund.received_by_call();
    let calls = fund.entries.iter().filter(|entry| entry.kind == FundEntryKind::CapitalCall);
    let of_calls: Vec<Money> = calls.map(|call| received[&call.entry_id]).collect();
    assert_eq!(of_calls, [cents(5_000_000), cents(2_000_000)]);
}

#[test]
fn what_goes_into_loans_has_come_in() {
    let mut fund = paid_in();
    let big = loan(7, cents(90_000_000));
    let refused = fund.allocates(big, cents(40_000_002)).unwrap_err();
    assert_eq!(refused.limit().unwrap().to_string(), "400000.01");
    fund.allocates(big, cents(40_000_001)).unwrap();
    assert_eq!(fund.figures().available(), Money::ZERO);
    let refused = fund.gets_back(big, cents(40_000_002)).unwrap_err();
    assert_eq!((refused.field(), refused.limit().unwrap().to_string().as_str()), ("amount", "400000.01"));
    fund.gets_back(big, cents(15_000_000)).unwrap();
    let figures = fund.figures();
    assert_eq!((figures.deployed(), figures.available()), (cents(25_000_001), cents(15_000_000)));
    let rejected = LoanToFund { status: LoanStatus::Rejected, ..big };
    assert_eq!(fund.allocates(rejected, cents(1)), Err(FundRejection::LoanRejected));
    let small = LoanToFund { allocated: cents(9_000_000), ..loan(8, cents(10_000_000)) };
    let refused = fund.allocates(small, cents(1_000_001)).unwrap_err();
    assert_eq!(refused.limit().unwrap().to_string(), "10000.00");
}

#[test]
fn distributions_are_split_over_the_capital_that_each_has_in_the_fund() {
    let mut fund = paid_in();
    // 200,000.01, 120,000.00 and 80,000.00 of 400,000.01 share 1,000.01: 500.0050…, 300.0030…, 200.0020….
    fund.pays(DistributionKind::Interest, cents(100_001)).unwrap();
    assert_eq!(fund.last_parts(), [50_001, 30_000, 20_000]);
    fund.pays(DistributionKind::ReturnOfCapital, cents(40_000_001)).unwrap();
    assert_eq!(fund.last_parts(), [20_000_001, 12_000_000, 8_000_000]);
    let refused = fund.pays(DistributionKind::ReturnOfCapital, cents(1)).unwrap_err();
    assert_eq!(refused.field(), "amount");
    // All capital went back: what is left is split over what each paid in.
    fund.pays(DistributionKind::Profit, cents(100_001)).unwrap();
    assert_eq!(fund.last_parts(), [50_001, 30_000, 20_000]);
    assert_eq!(committed().pays(DistributionKind::Profit, cents(1)), Err(FundRejection::NoCapital));
}

#[test]
fn an_entry_is_reversed_unless_something_rests_on_it() {
    let mut fund = paid_in();
    let commitment = fund.reverses(0).unwrap_err();
    assert_eq!(
        commitment.to_string(),
        "entry_id: this commitment cannot be reversed while a capital call rests on it; reverse that first"
    );
    let call = fund.reverses(3).unwrap_err();
    assert!(call.to_string().contains("while a receipt rests on it"), "{call}");
    fund.allocates(loan(7, cents(90_000_000)), cents(40_000_000)).unwrap();
    let receipt = fund.reverses(4).unwrap_err();
    assert!(receipt.to_string().contains("an allocation or a return of capital rests"), "{receipt}");
    fund.reverses(7).unwrap();
    assert_eq!(fund.figures().deployed(), Money::ZERO);
    let kind = FundEntryKind::Allocation;
    assert_eq!(fund.reverses(7), Err(FundRejection::ReversedAlready { kind }));
    fund.reverses(4).unwrap();
    assert_eq!(fund.investor(person(1)).contributed, Money::ZERO);
}

#[test]
fn a_statement_opens_and_closes_with_what_each_day_left() {
    let fund = paid_in();
    let day = |text: &str| -> chrono::NaiveDate { text.parse().unwrap() };
    let statement = fund.statement(person(1), day("2025-01-01"), day("2025-01-31"));
    assert_eq!(statement.opening, InvestorFigures::new(person(1)));
    assert_eq!(statement.closing, fund.investor(person(1)));
    let kinds: Vec<_> = statement.movements.iter().map(|movement| movement.kind).collect();
    assert_eq!(kinds, [FundEntryKind::Commitment, FundEntryKind::CapitalCall, FundEntryKind::Receipt]);
    let later = fund.statement(person(1), day("2025-02-01"), day("2025-02-28"));
    assert_eq!((later.opening, later.movements.len()), (later.closing, 0));
}

#[test]
fn a_fund_has_a_name_and_a_capacity() {
    let new = |name: &str, capacity| NewFund {
        fund_id: FundId::from_uuid(uuid::Uuid::nil()),
        name: name.to_owned(),
        capacity,
        strategy: None,
        created_on: context().today,
    };
    let refused = create_fund(new(" ", cents(1)), &context()).unwrap_err();
    assert!(matches!(refused, FundRejection::Text(text) if text.problem == TextProblem::Empty));
    let refused = create_fund(new("A", Money::ZERO), &context()).unwrap_err();
    assert_eq!(refused, FundRejection::NotPositive { field: "capacity" });
}

/// Commitment, call and receipt of 2, 4 and 6 January in a fund of 1 January; today is the 15th.
fn by_days() -> FundAccount {
    let mut fund = fund(cents(100_000_000));
    fund.created_on = day("2025-01-01");
    let on = |fund: &mut FundAccount, amount, on| FundWish { on: day(on), ..fund.wish(cents(amount)) };
    let wish = on(&mut fund, 50_000_000, "2025-01-02");
    let made = fund.commit(person(1), wish, &context()).unwrap();
    fund.apply(FundEvent::CommitmentMade(made)).unwrap();
    let wish = on(&mut fund, 40_000_000, "2025-01-04");
    let called = fund.call_capital(wish, None, &context()).unwrap();
    fund.apply(FundEvent::CapitalCalled(called)).unwrap();
    let wish = on(&mut fund, 30_000_000, "2025-01-06");
    let received = fund.receive(person(1), wish, &context()).unwrap();
    fund.apply(FundEvent::CapitalReceived(received)).unwrap();
    fund
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

#[test]
fn nothing_rests_on_what_came_later_and_nothing_is_of_a_day_without_the_fund_or_to_come() {
    type Try = fn(&FundAccount, FundWish) -> Result<(), FundRejection>;
    let tries: [(&str, &str, &str, Try); 7] = [
        ("committed_on", "2025-01-01", "", |fund, wish| fund.commit(person(2), wish, &context()).map(drop)),
        ("called_on", "2025-01-02", "2025-01-01", |fund, wish| {
            fund.call_capital(wish, None, &context()).map(drop)
        }),
        ("received_on", "2025-01-04", "2025-01-03", |fund, wish| {
            fund.receive(person(1), wish, &context()).map(drop)
        }),
        ("allocated_on", "2025-01-06", "2025-01-05", |fund, wish| {
            fund.allocate(&loan(7, cents(100_000_000)), wish, &context()).map(drop)
        }),
        ("distributed_on", "2025-01-06", "2025-01-05", |fund, wish| {
            fund.distribute(DistributionKind::ReturnOfCapital, wish, &context()).map(drop)
        }),
        ("distributed_on", "2025-01-06", "2025-01-05", |fund, wish| {
            fund.distribute(DistributionKind::Interest, wish, &context()).map(drop)
        }),
        ("returned_on", "2025-01-10", "2025-01-09", |fund, wish| {
            let mut fund = fund.clone();
            let put_in = FundWish { on: day("2025-01-10"), ..fund.wish(cents(30_000_000)) };
            let allocated = fund.allocate(&loan(7, cents(100_000_000)), put_in, &context()).unwrap();
            fund.apply(FundEvent::CapitalAllocated(allocated)).unwrap();
            fund.return_capital(loan(7, cents(1)).loan_id, wish, &context()).map(drop)
        }),
    ];
    for (field, first, too_early, attempt) in tries {
        let fund = by_days();
        let on = |on: &str| {
            let wish = FundWish { on: day(on), ..fund.wish(cents(1_000)) };
            attempt(&fund, wish)
        };
        assert_eq!(on(first), Ok(()), "{field} {first}");
        assert_eq!(on("2025-01-15"), Ok(()), "{field} today");
        for refused in [too_early, "2024-12-31", "2025-01-16"].into_iter().filter(|day| !day.is_empty()) {
            assert_eq!(on(refused).unwrap_err().field(), field, "{refused}");
        }
    }
}

#[test]
fn what_was_not_possible_on_a_day_is_refused_with_what_was() {
    let mut fund = by_days();
    let early = FundWish { on: day("2025-01-03"), ..fund.wish(cents(5_000_000)) };
    assert_eq!(
        fund.receive(person(1), early, &context()).unwrap_err().to_string(),
        "received_on: 50000.00 is more than the 0.00 that had been called of this investor and had not come in on \
         2025-01-03, with what is recorded of later days; choose a later day or a smaller amount"
    );
    // 200,000.00 went into a loan on the 10th: of the 300,000.00 of the 6th only the rest can be given back before.
    let put_in = FundWish { on: day("2025-01-10"), ..fund.wish(cents(20_000_000)) };
    let allocated = fund.allocate(&loan(7, cents(100_000_000)), put_in, &context()).unwrap();
    fund.apply(FundEvent::CapitalAllocated(allocated)).unwrap();
    let back = FundWish { on: day("2025-01-08"), ..fund.wish(cents(10_000_001)) };
    let refused = fund.distribute(DistributionKind::ReturnOfCapital, back.clone(), &context()).unwrap_err();
    assert_eq!((refused.field(), refused.limit().unwrap().to_string().as_str()), ("amount", "100000.00"));
    let less = FundWish { amount: cents(10_000_000), ..back };
    fund.distribute(DistributionKind::ReturnOfCapital, less, &context()).unwrap();
    assert_eq!(fund.available_from(cents(10_000_000), day("2025-01-01")), Some(day("2025-01-06")));
    assert_eq!(fund.available_from(cents(10_000_001), day("2025-01-01")), None);
}

#[test]
fn a_distribution_is_split_over_the_capital_of_its_day() {
    let mut fund = by_days();
    let wish = FundWish { on: day("2025-01-07"), ..fund.wish(cents(50_000_000)) };
    let made = fund.commit(person(2), wish, &context()).unwrap();
    fund.apply(FundEvent::CommitmentMade(made)).unwrap();
    let called = fund.call_capital(
        FundWish { on: day("2025-01-08"), ..fund.wish(cents(20_000_000)) },
        None,
        &context(),
    );
    fund.apply(FundEvent::CapitalCalled(called.unwrap())).unwrap();
    let due = fund.investor(person(2)).receivable();
    let wish = FundWish { on: day("2025-01-09"), ..fund.wish(due) };
    let received = fund.receive(person(2), wish, &context()).unwrap();
    fund.apply(FundEvent::CapitalReceived(received)).unwrap();
    assert_eq!(fund.distribution_parts(cents(1_000), day("2025-01-08")).len(), 1);
    assert_eq!(fund.distribution_parts(cents(1_000), day("2025-01-09")).len(), 2);
}
