//! Random budgets and draws, and what holds after each step.

use proptest::prelude::*;

use super::{
    tests::{PLAIN, Site},
    *,
};
use crate::{Money, Percent};

/// One step of somebody. Numbers pick among the lines and the draws that stand where the step needs them, and a
/// percentage of what there is; over a hundred asks for more than that.
#[derive(Debug, Clone)]
enum Step {
    Request(Vec<(usize, i64)>),
    Approve { draw: usize, percent: i64 },
    Disburse(usize),
    Reject(usize),
    Cancel(usize),
    Reallocate { from: usize, to: usize, percent: i64 },
    Release { percent: i64 },
    Pay { percent: i64 },
    Pass(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let pick = || 0_usize..16;
    prop_oneof![
        6 => prop::collection::vec((pick(), 1_i64..=105), 1..3).prop_map(Step::Request),
        5 => (pick(), 1_i64..=105).prop_map(|(draw, percent)| Step::Approve { draw, percent }),
        5 => pick().prop_map(Step::Disburse),
        1 => pick().prop_map(Step::Reject),
        1 => pick().prop_map(Step::Cancel),
        2 => (pick(), pick(), 1_i64..=105).prop_map(|(from, to, percent)| Step::Reallocate { from, to, percent }),
        1 => (1_i64..=105).prop_map(|percent| Step::Release { percent }),
        2 => (1_i64..40).prop_map(|percent| Step::Pay { percent }),
        4 => (1_u64..25).prop_map(Step::Pass),
    ]
}

fn share(amount: Money, percent: i64) -> Money {
    Money::from_minor_units(amount.minor_units() * percent / 100)
}

fn codes(site: &Site) -> Vec<String> {
    let budget = site.account.construction.budget.as_ref().unwrap();
    budget.lines.iter().map(|line| line.code.clone()).collect()
}

/// One of the draws that stand in one of these statuses.
fn picked(site: &Site, index: usize, statuses: &[DrawStatus]) -> Option<Draw> {
    let fitting: Vec<&Draw> =
        site.account.construction.draws.iter().filter(|draw| statuses.contains(&draw.status)).collect();
    (!fitting.is_empty()).then(|| fitting[index % fitting.len()].clone())
}

/// Does a step, or is refused, which changes nothing.
fn take(site: &mut Site, step: Step) {
    match step {
        Step::Request(lines) => request(site, &lines),
        Step::Approve { draw, percent } => {
            let Some(draw) = picked(site, draw, DrawStatus::PENDING) else { return };
            let parts = draw.lines.iter().map(|line| (line.code.clone(), share(line.requested, percent)));
            let wish =
                ApprovalWish { lines: Some(parts.collect()), accept_out_of_balance: true, ..site.approval() };
            let _ = site.approve_as("Abel", draw.draw_id, wish);
        }
        Step::Disburse(index) => {
            if let Some(draw) = picked(site, index, &[DrawStatus::Approved]) {
                site.disburse(draw.draw_id).unwrap();
            }
        }
        Step::Reject(index) => {
            if let Some(draw) = picked(site, index, DrawStatus::PENDING) {
                let rejected = site.account.reject_draw(&draw, "No", &site.context).unwrap();
                site.apply(ConstructionEvent::Rejected(rejected));
            }
        }
        Step::Cancel(index) => {
            if let Some(draw) = picked(site, index, DrawStatus::OPEN) {
                let cancelled = site.account.cancel_draw(&draw, "No", &site.context).unwrap();
                site.apply(ConstructionEvent::Cancelled(cancelled));
            }
        }
        Step::Reallocate { from, to, percent } => reallocate(site, from, to, percent),
        Step::Release { percent } => {
            let held = site.account.draw_balances().retainage_held;
            let _ = site.release(Some(share(held, percent)));
        }
        Step::Pay { percent } => {
            let amount = share(site.ledger().total(), percent);
            if amount.is_positive() {
                site.pay(amount);
            }
        }
        Step::Pass(days) => {
            let day = site.context.today + chrono::Days::new(days);
            // A loan that is over draws nothing more.
            site.context.today = day.min(super::tests::date("2026-01-10"));
        }
    }
    follow(site);
}

fn request(site: &mut Site, lines: &[(usize, i64)]) {
    let (codes, figures) = (codes(site), site.account.budget_figures());
    let asked: Vec<(String, Money)> = lines
        .iter()
        .map(|(line, percent)| {
            let code = codes[line % codes.len()].clone();
            let amount = share(figures.available(&code), *percent);
            (code, amount)
        })
        .collect();
    let asked: Vec<(&str, Money)> = asked.iter().map(|(code, amount)| (code.as_str(), *amount)).collect();
    let _ = site.request(&asked);
}

fn reallocate(site: &mut Site, from: usize, to: usize, percent: i64) {
    let codes = codes(site);
    let from = codes[from % codes.len()].clone();
    let wish = Reallocation {
        amount: share(site.account.budget_figures().available(&from), percent),
        from,
        to: codes[to % codes.len()].clone(),
        reallocated_on: site.context.today,
        reason: "So it is".into(),
    };
    if let Ok(event) = site.account.reallocate(wish, &site.context) {
        site.apply(ConstructionEvent::BudgetReallocated(event));
    }
}

/// Records what the reserve paid, as the application does.
fn follow(site: &mut Site) {
    let ledger = site.ledger();
    for event in site.account.reserve_events(&ledger, &site.context) {
        site.apply(ConstructionEvent::ReserveApplied(event));
    }
}

fn sum(parts: impl Iterator<Item = Money>) -> Money {
    parts.fold(Money::ZERO, Money::plus)
}

/// What holds at any time.
fn holds(site: &Site) -> Result<(), TestCaseError> {
    let account = &site.account;
    let figures = account.budget_figures();
    for line in &figures.lines {
        prop_assert_eq!(line.drawn.plus(line.remaining), line.budget, "{}", line.code);
        prop_assert!(!line.remaining.is_negative() && line.committed() <= line.budget, "{:?}", line);
    }
    let draws = &account.construction.draws;
    for draw in draws.iter().filter(|draw| draw.status == DrawStatus::Disbursed) {
        let disbursed = draw.disbursement.as_ref().unwrap().amount;
        prop_assert_eq!(disbursed.plus(draw.retainage()), draw.approved());
        prop_assert!(draw.lines.iter().all(|line| line.approved <= line.requested));
        prop_assert!(
            draw.lines.iter().all(|line| !line.retainage.is_negative() && line.retainage <= line.approved)
        );
        prop_assert!(!draw.retainage_held().is_negative());
    }
    let of_lines = sum(figures.lines.iter().map(|line| line.retainage_held));
    let balances = account.draw_balances();
    prop_assert_eq!(of_lines, balances.retainage_held);
    let parts =
        [balances.disbursed, balances.approved_undisbursed, balances.retainage_held, balances.available];
    prop_assert_eq!(sum(parts.into_iter()), balances.commitment);
    prop_assert!(parts.iter().all(|part| !part.is_negative()), "{:?}", balances);
    let ledger = site.ledger();
    let repaid = sum(ledger.allocations.iter().map(|allocation| allocation.principal));
    prop_assert_eq!(ledger.disbursed, balances.disbursed);
    prop_assert_eq!(ledger.principal, balances.disbursed.less(repaid));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_drawn_adds_up_after_every_step(
        lines in prop::collection::vec(1_i64..150_000, 2..4),
        contingency in 0_i64..30_000,
        reserve in 0_i64..30_000,
        retainage in 0_u32..=100,
        steps in prop::collection::vec(step(), 20..80),
    ) {
        let mut site = Site::funded(PLAIN);
        let names = ["site", "frame", "finish"];
        let lines: Vec<(&str, i64)> = names.into_iter().zip(lines).collect();
        let new = NewBudget {
            retainage_percent: Percent::whole(retainage).unwrap(),
            ..Site::budget(&lines, Some(contingency), Some(reserve))
        };
        let set = site.account.set_budget(new, &site.context).unwrap();
        site.apply(ConstructionEvent::BudgetSet(set));
        for step in steps {
            take(&mut site, step);
            holds(&site)?;
        }
        if site.account.draw_balances().retainage_held.is_positive() {
            site.release(None).unwrap();
            prop_assert_eq!(site.account.draw_balances().retainage_held, Money::ZERO);
            prop_assert!(site.account.budget_figures().lines.iter().all(|line| line.retainage_held.is_zero()));
            holds(&site)?;
        }
    }
}
