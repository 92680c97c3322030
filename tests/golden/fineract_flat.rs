//! Apache Fineract's flat loans, whose interest stays that of the amount lent whatever has been repaid.
//!
//! No loan here is flat. The interest of one is that of the same loan while nothing is repaid, and its payments are
//! those of an interest-free loan of principal and interest together.

use lendingos_domain::{Disbursement, Instalment, Money, Schedule, ScheduleTerms, ScheduleType};

/// The rows of a flat loan of these terms. `rounds_principal`: it is the principal that is spread over the rows, and
/// not the payment.
pub fn rows(terms: &ScheduleTerms, rounds_principal: bool) -> Vec<Instalment> {
    let interest = interest_only(terms);
    let spread = ScheduleTerms { annual_rate: "0".parse().unwrap(), ..terms.clone() };
    let spread = if rounds_principal { spread } else { with_interest_in_each_advance(terms, spread) };
    let spread = Schedule::compute(&spread).unwrap();
    let mut repaid = Money::ZERO;
    let mut rows = spread.instalments;
    for (row, interest) in rows.iter_mut().zip(interest) {
        row.interest = interest.interest;
        if rounds_principal {
            row.payment = row.principal.checked_add(row.interest).unwrap();
        } else {
            row.principal = row.payment.checked_sub(row.interest).unwrap();
        }
        repaid = repaid.checked_add(row.principal).unwrap();
        let advances = terms.advances().filter(|advance| advance.on < row.due_on);
        row.balance = sum(advances.map(|advance| advance.amount)).checked_sub(repaid).unwrap();
    }
    rows
}

/// The rows of the loan while nothing is repaid.
fn interest_only(terms: &ScheduleTerms) -> Vec<Instalment> {
    let terms =
        ScheduleTerms { schedule_type: ScheduleType::InterestOnly, round_payment_to: None, ..terms.clone() };
    Schedule::compute(&terms).unwrap().instalments
}

/// Each advance with the interest that it adds to all rows: a later one re-levels the payments with its own.
fn with_interest_in_each_advance(terms: &ScheduleTerms, spread: ScheduleTerms) -> ScheduleTerms {
    let mut before = Money::ZERO;
    let mut advances: Vec<Disbursement> = terms.advances().collect();
    for count in 1..=advances.len() {
        let so_far = ScheduleTerms { disbursements: terms.advances().take(count).collect(), ..terms.clone() };
        let interest = sum(interest_only(&so_far).iter().map(|row| row.interest));
        let advance = &mut advances[count - 1];
        advance.amount = advance.amount.checked_add(interest).unwrap().checked_sub(before).unwrap();
        before = interest;
    }
    ScheduleTerms {
        principal: sum(advances.iter().map(|advance| advance.amount)),
        disbursements: advances,
        ..spread
    }
}

fn sum(amounts: impl IntoIterator<Item = Money>) -> Money {
    amounts.into_iter().fold(Money::ZERO, |sum, amount| sum.checked_add(amount).unwrap())
}
