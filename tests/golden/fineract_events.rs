//! Apache Fineract's tables of loans on which something was paid out of turn, as the ledger has them.

use chrono::NaiveDate;
use lendingos_domain::{Disbursement, Instalment, Money, Schedule, ScheduleTerms};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

use crate::{
    case::{Case, agrees, cents, count, date, rows, sum},
    recorded::Recorded,
};

/// A table with an early payment. Fineract puts it to the last instalments, and the others stay as they are; here all
/// that is paid lowers the balance at once, which therefore is less by what is paid early.
pub fn early_payment(terms: &ScheduleTerms, event: &Value) -> Vec<Instalment> {
    let (on, early) = (date(&event["date"]), cents(&event["amount"]));
    let mut loan = Recorded::new(terms.clone());
    loan.pay(on, early);
    let scheduled = Schedule::compute(terms).unwrap().instalments;
    let mut due_dates = Vec::new();
    for row in &scheduled {
        let owed = loan.payoff(row.due_on).total;
        if owed.is_zero() {
            break;
        }
        loan.pay(row.due_on, row.payment.min(owed));
        due_dates.push(row.due_on);
    }
    let mut table = loan.rows(&due_dates);
    for row in &mut table {
        row.balance = row.balance.checked_add(early).unwrap();
    }
    let first = &mut table[0];
    first.payment = first.payment.checked_sub(early).unwrap();
    first.principal = first.principal.checked_sub(early).unwrap();
    let mut left = early;
    for row in &scheduled[table.len()..] {
        let part = left.min(scheduled[0].payment);
        left = left.checked_sub(part).unwrap();
        table.push(paid_off(&table, row.due_on, Money::ZERO, part));
    }
    assert!(left.is_zero());
    table
}

/// A table with a pay-off, which Fineract spreads over the instalments that are open: each keeps its amount, the first
/// of them has all the interest.
pub fn payoff(case: &Case, terms: &ScheduleTerms) -> Vec<Instalment> {
    let mut loan = Recorded::new(terms.clone());
    let scheduled = Schedule::compute(terms).unwrap().instalments;
    let events = rows(&case.inputs["events"]);
    let (payoff, before) = events.split_last().unwrap();
    for event in before {
        loan.pay(date(&event["date"]), cents(&event["amount"]));
    }
    let on = date(&payoff["date"]);
    let figures = loan.payoff(on);
    agrees(case, "pay-off", figures.total, &payoff["amount"], 0);
    let paid: Vec<NaiveDate> =
        scheduled.iter().map(|row| row.due_on).filter(|due_on| *due_on <= on).collect();
    let mut table = loan.rows(&paid);
    let (mut left, mut interest) = (figures.total, figures.interest);
    for row in &scheduled[table.len()..] {
        let payment = row.payment.min(left);
        table.push(paid_off(&table, row.due_on, interest, payment));
        left = left.checked_sub(payment).unwrap();
        interest = Money::ZERO;
    }
    loan.pay(on, figures.total);
    assert_eq!(loan.on(on).settled_on, Some(on));
    table
}

/// A row after others.
fn paid_off(table: &[Instalment], due_on: NaiveDate, interest: Money, payment: Money) -> Instalment {
    let before = table.last().unwrap();
    let principal = payment.checked_sub(interest).unwrap();
    Instalment {
        number: before.number + 1,
        due_on,
        days: 0,
        payment,
        interest,
        principal,
        balance: before.balance.checked_sub(principal).unwrap(),
    }
}

/// A table of a loan that pays no interest for some periods: it is due with the first payment after them.
pub fn interest_grace(case: &Case, terms: &ScheduleTerms) -> Vec<Instalment> {
    let free = usize::try_from(count(&case.inputs["grace_on_interest_periods"])).unwrap();
    let mut loan = Recorded::new(terms.clone());
    let scheduled = Schedule::compute(terms).unwrap().instalments;
    let moved = sum(&scheduled[..free], |row| row.payment);
    for (index, row) in scheduled.iter().enumerate().skip(free) {
        let moved = if index == free { moved } else { Money::ZERO };
        loan.pay(row.due_on, row.payment.checked_add(moved).unwrap());
    }
    let due_dates: Vec<NaiveDate> = scheduled.iter().map(|row| row.due_on).collect();
    loan.rows(&due_dates)
}

/// A table in which a part of each advance is paid back at once: the advance is that much smaller.
pub fn down_payments(terms: &ScheduleTerms, percent: &Value) -> Vec<Instalment> {
    let percent: Decimal = percent.as_str().unwrap().parse().unwrap();
    let down = |amount: Money| {
        let part = Decimal::from(amount.minor_units()) * percent / Decimal::ONE_HUNDRED;
        let part = part.round_dp_with_strategy(0, RoundingStrategy::MidpointNearestEven);
        Money::from_minor_units(part.try_into().unwrap())
    };
    let advances: Vec<Disbursement> = terms
        .advances()
        .map(|advance| Disbursement {
            amount: advance.amount.checked_sub(down(advance.amount)).unwrap(),
            ..advance
        })
        .collect();
    let advanced_by = |day: NaiveDate| {
        let advances = advances.iter().filter(|advance| advance.on <= day);
        advances.fold(Money::ZERO, |sum, advance| sum.checked_add(advance.amount).unwrap())
    };
    let schedule = Schedule::compute(&ScheduleTerms {
        principal: advanced_by(NaiveDate::MAX),
        disbursements: advances.clone(),
        first_payment_on: None,
        ..terms.clone()
    })
    .unwrap();
    let mut table = schedule.instalments.clone();
    for advance in terms.advances() {
        let repaid = schedule.instalments.iter().filter(|row| row.due_on <= advance.on);
        table.push(Instalment {
            number: 0,
            due_on: advance.on,
            days: 0,
            payment: down(advance.amount),
            interest: Money::ZERO,
            principal: down(advance.amount),
            balance: advanced_by(advance.on).checked_sub(sum(repaid, |row| row.principal)).unwrap(),
        });
    }
    table.sort_by_key(|row| row.due_on);
    for (row, number) in table.iter_mut().zip(1..) {
        row.number = number;
    }
    table
}
