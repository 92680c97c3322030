//! Random budgets and draws, and what holds after each step.

use proptest::prelude::*;

use super::{
    tests::{PLAIN, Site},
    *,
};
use crate::{Money, Percent};

/// One step of somebody; numbers pick lines, draws and parts.
#[derive(Debug, Clone)]
enum Step {
    Request(Vec<(usize, i64)>),
    Approve { draw: usize, percent: i64 },
    Disburse(usize),
    Reject(usize),
    Cancel(usize),
    Reallocate { from: usize, to: usize, amount: i64 },
    Release { percent: i64 },
    Pay(i64),
    Pass(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let pick = || 0_usize..16;
    prop_oneof![
        4 => prop::collection::vec((0_usize..5, 1_i64..20_000_000), 1..4).prop_map(Step::Request),
        4 => (pick(), 1_i64..=100).prop_map(|(draw, percent)| Step::Approve { draw, percent }),
        4 => pick().prop_map(Step::Disburse),
        1 => pick().prop_map(Step::Reject),
        1 => pick().prop_map(Step::Cancel),
        1 => (0_usize..5, 0_usize..5, 1_i64..5_000_000)
            .prop_map(|(from, to, amount)| Step::Reallocate { from, to, amount }),
        1 => (1_i64..=100).prop_map(|percent| Step::Release { percent }),
        1 => (1_i64..3_000_000).prop_map(Step::Pay),
        2 => (1_i64..25).prop_map(Step::Pass),
    ]
}

/// Does a step, or is refused, which changes nothing.
fn take(site: &mut Site, step: Step) {
    let codes: Vec<String> = site
        .account
        .construction
        .budget
        .iter()
        .flat_map(|budget| budget.lines.clone())
        .map(|line| line.code)
        .collect();
    let code = |index: usize| codes[index % codes.len()].clone();
    let draws: Vec<DrawId> = site.account.construction.draws.iter().map(|draw| draw.draw_id).collect();
    let draw = |index: usize| (!draws.is_empty()).then(|| draws[index % draws.len()]);
    let share = |amount: Money, percent: i64| Money::from_minor_units(amount.minor_units() * percent / 100);
    match step {
        Step::Request(lines) => {
            let lines: Vec<(String, Money)> = lines
                .into_iter()
                .map(|(line, amount)| (code(line), Money::from_minor_units(amount)))
                .collect();
            let lines: Vec<(&str, Money)> =
                lines.iter().map(|(code, amount)| (code.as_str(), *amount)).collect();
            let _ = site.request(&lines);
        }
        Step::Approve { draw: index, percent } => {
            let Some(draw_id) = draw(index) else { return };
            let lines = site.draw(draw_id).lines;
            let parts = lines.into_iter().map(|line| (line.code, share(line.requested, percent))).collect();
            let wish = ApprovalWish { lines: Some(parts), accept_out_of_balance: true, ..site.approval() };
            let _ = site.approve_as("Abel", draw_id, wish);
        }
        Step::Disburse(index) => {
            if let Some(draw_id) = draw(index) {
                let _ = site.disburse(draw_id);
            }
        }
        Step::Reject(index) => {
            let Some(draw_id) = draw(index) else { return };
            if let Ok(event) = site.account.reject_draw(&site.draw(draw_id), "No", &site.context) {
                site.apply(ConstructionEvent::Rejected(event));
            }
        }
        Step::Cancel(index) => {
            let Some(draw_id) = draw(index) else { return };
            if let Ok(event) = site.account.cancel_draw(&site.draw(draw_id), "No", &site.context) {
                site.apply(ConstructionEvent::Cancelled(event));
            }
        }
        Step::Reallocate { from, to, amount } => {
            let wish = Reallocation {
                from: code(from),
                to: code(to),
                amount: Money::from_minor_units(amount),
                reallocated_on: site.context.today,
                reason: "So it is".into(),
            };
            if let Ok(event) = site.account.reallocate(wish, &site.context) {
                site.apply(ConstructionEvent::BudgetReallocated(event));
            }
        }
        Step::Release { percent } => {
            let held = site.account.draw_balances().retainage_held;
            let _ = site.release(Some(share(held, percent)));
        }
        Step::Pay(amount) => {
            if site.ledger().principal.is_positive() {
                site.pay(Money::from_minor_units(amount));
            }
        }
        Step::Pass(days) => {
            let latest = super::tests::date("2026-01-10");
            let day = site.context.today + chrono::Days::new(days.unsigned_abs());
            site.context.today = day.min(latest);
        }
    }
    follow(site);
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
        lines in prop::collection::vec(1_i64..150_000, 1..4),
        contingency in 0_i64..30_000,
        reserve in 0_i64..30_000,
        retainage in 0_u32..=100,
        steps in prop::collection::vec(step(), 1..60),
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
