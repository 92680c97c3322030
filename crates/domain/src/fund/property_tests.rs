//! What holds of a fund whatever is done with it.

use proptest::prelude::*;

use super::{
    tests::{cents, context, fund, loan, person},
    *,
};
use crate::Money;

/// Something somebody tries to do; what the rules refuse changes nothing.
#[derive(Debug, Clone)]
enum Step {
    Commit(u128, i64),
    Call(i64),
    Receive(u128, i64),
    Allocate(u128, i64),
    Return(u128, i64),
    Distribute(DistributionKind, i64),
    Reverse(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let amount = || 1_i64..60_000_000;
    let kind = prop_oneof![
        Just(DistributionKind::Interest),
        Just(DistributionKind::ReturnOfCapital),
        Just(DistributionKind::Profit),
    ];
    prop_oneof![
        (1_u128..6, amount()).prop_map(|(investor, amount)| Step::Commit(investor, amount)),
        amount().prop_map(Step::Call),
        (1_u128..6, amount()).prop_map(|(investor, amount)| Step::Receive(investor, amount)),
        (1_u128..6, 1_i64..3_000_000).prop_map(|(investor, amount)| Step::Receive(investor, amount)),
        (11_u128..14, 1_i64..20_000_000).prop_map(|(loan, amount)| Step::Allocate(loan, amount)),
        (11_u128..14, 1_i64..20_000_000).prop_map(|(loan, amount)| Step::Return(loan, amount)),
        (kind, 1_i64..5_000_000).prop_map(|(kind, amount)| Step::Distribute(kind, amount)),
        (0_usize..30).prop_map(Step::Reverse),
    ]
}

fn take(fund: &mut FundAccount, step: Step) {
    let some_loan = |number| loan(number, cents(1_000_000_000));
    // A refusal is as good as a step: the account must hold either way.
    let _refused = match step {
        Step::Commit(investor, amount) => fund.commits(investor, cents(amount)),
        Step::Call(amount) => fund.calls(cents(amount)),
        Step::Receive(investor, amount) => fund.receives(investor, cents(amount)),
        Step::Allocate(loan, amount) => fund.allocates(some_loan(loan), cents(amount)),
        Step::Return(loan, amount) => fund.gets_back(some_loan(loan), cents(amount)),
        Step::Distribute(kind, amount) => fund.pays(kind, cents(amount)),
        Step::Reverse(entry) if entry < fund.entries.len() => fund.reverses(entry),
        Step::Reverse(_) => Ok(()),
    };
}

/// The same of a day from 1 to 15 January.
fn take_on(fund: &mut FundAccount, step: &Step, on: u32) -> Result<(), FundRejection> {
    let some_loan = |number| loan(number, cents(1_000_000_000));
    let on = chrono::NaiveDate::from_ymd_opt(2025, 1, on).unwrap();
    let some = fund.wish(cents(1));
    let wish = |amount| FundWish { on, amount: cents(amount), ..some.clone() };
    let context = context();
    let event = match *step {
        Step::Commit(investor, amount) => {
            FundEvent::CommitmentMade(fund.commit(person(investor), wish(amount), &context)?)
        }
        Step::Call(amount) => FundEvent::CapitalCalled(fund.call_capital(wish(amount), None, &context)?),
        Step::Receive(investor, amount) => {
            FundEvent::CapitalReceived(fund.receive(person(investor), wish(amount), &context)?)
        }
        Step::Allocate(loan, amount) => {
            FundEvent::CapitalAllocated(fund.allocate(&some_loan(loan), wish(amount), &context)?)
        }
        Step::Return(loan, amount) => FundEvent::CapitalReturned(fund.return_capital(
            some_loan(loan).loan_id,
            wish(amount),
            &context,
        )?),
        Step::Distribute(kind, amount) => {
            FundEvent::DistributionMade(fund.distribute(kind, wish(amount), &context)?)
        }
        Step::Reverse(entry) if entry < fund.entries.len() => return fund.reverses(entry),
        Step::Reverse(_) => return Ok(()),
    };
    fund.apply(event).unwrap();
    Ok(())
}

fn sum(amounts: impl Iterator<Item = Money>) -> Money {
    amounts.fold(Money::ZERO, Money::plus)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_fund_holds_after_any_course(steps in prop::collection::vec(step(), 1..60)) {
        let mut fund = fund(cents(100_000_000));
        for step in steps {
            take(&mut fund, step);
            let figures = fund.figures();
            prop_assert!(figures.committed <= figures.capacity);
            prop_assert!(figures.called <= figures.committed);
            prop_assert!(figures.received <= figures.called);
            prop_assert!(figures.deployed() <= figures.received);
            prop_assert!(!figures.available().is_negative());
            prop_assert_eq!(fund.broken_rule(), None);
            for entry in fund.entries.iter().filter(|entry| !entry.parts.is_empty()) {
                prop_assert_eq!(sum(entry.parts.iter().map(|part| part.amount)), entry.amount);
            }
            let investors = fund.investors();
            prop_assert_eq!(sum(investors.iter().map(|investor| investor.committed)), figures.committed);
            prop_assert_eq!(sum(investors.iter().map(|investor| investor.called)), figures.called);
            prop_assert_eq!(sum(investors.iter().map(|investor| investor.contributed)), figures.received);
            prop_assert_eq!(sum(investors.iter().map(|investor| investor.interest)), figures.interest);
            prop_assert_eq!(sum(investors.iter().map(|investor| investor.profit)), figures.profit);
            let returned = sum(investors.iter().map(|investor| investor.return_of_capital));
            prop_assert_eq!(returned, figures.return_of_capital);
            prop_assert_eq!(sum(fund.loans().iter().map(LoanFigures::deployed)), figures.deployed());
        }
    }

    #[test]
    fn a_fund_holds_on_every_day_whichever_is_recorded_first(
        steps in prop::collection::vec((step(), 1_u32..=15), 1..60),
    ) {
        let mut fund = fund(cents(100_000_000));
        fund.created_on = chrono::NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
        for (step, on) in steps {
            // A refusal is as good as a step.
            let _refused = take_on(&mut fund, &step, on);
            if let Some(entry) = fund.entries.last().filter(|entry| !entry.parts.is_empty()) {
                prop_assert_eq!(sum(entry.parts.iter().map(|part| part.amount)), entry.amount);
            }
            for day in fund.days_from(fund.created_on) {
                let then = fund.until(day);
                prop_assert_eq!(then.broken_rule(), None, "{}", day);
                let figures = then.figures();
                prop_assert!(figures.received <= figures.called && figures.called <= figures.committed);
                prop_assert!(!figures.available().is_negative());
            }
        }
    }

    #[test]
    fn any_amount_over_any_number_of_investors_adds_up_to_the_cent(
        weights in prop::collection::vec((1_i64..1_000_000_000_000, 0_i64..1_000_000_000_000), 1..40),
        share in 0_i64..=1_000_000,
    ) {
        let (weights, limits): (Vec<Money>, Vec<Money>) =
            weights.into_iter().map(|(weight, limit)| (cents(weight), cents(limit))).unzip();
        let together = sum(limits.iter().copied());
        let total = i128::from(together.minor_units()) * i128::from(share) / 1_000_000;
        let total = cents(i64::try_from(total).unwrap());
        let parts = split_within(total, &weights, &limits);
        prop_assert_eq!(sum(parts.iter().copied()), total);
        for (part, limit) in parts.iter().zip(&limits) {
            prop_assert!(!part.is_negative() && part <= limit);
        }
    }
}
