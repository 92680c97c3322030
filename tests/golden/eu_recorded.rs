//! Examples whose payments are not those of a schedule here: they are recorded, and the ledger tells where each goes.

use chrono::Months;
use lendingos_domain::{
    DayCount, FeeId, FeeKind, Instalment, Money, Movement, PaymentPeriod, Schedule, ScheduleTerms,
    ScheduleType, Term,
    time_value::{LevelPayments, PaymentDue},
};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::{
    aprc,
    case::{Case, agrees, cents, count, date, half_up},
    eu_examples::{interest_only, months_from, terms},
    recorded::Recorded,
};

/// The rows of an example whose payments are recorded; none where a schedule has them.
pub fn rows(case: &Case) -> Option<Vec<Instalment>> {
    let inputs = &case.inputs;
    if inputs.get("principal_per_period").is_some() {
        Some(fixed_principal(case))
    } else if inputs.get("payment_growth_each_year").is_some() {
        Some(graded(case))
    } else if inputs.get("number_of_periods").is_some() {
        Some(interest_added(case))
    } else if inputs.get("odd_days").is_some() {
        Some(odd_first_period(case))
    } else {
        None
    }
}

/// The same principal each month as long as there is so much, and the rest a month later: what is paid is that of two
/// loans, one of equal parts and one of the rest, and goes to one.
fn fixed_principal(case: &Case) -> Vec<Instalment> {
    let part = cents(&case.inputs["principal_per_period"]).minor_units();
    let whole = terms(case);
    let parts = u32::try_from(whole.principal.minor_units() / part).unwrap();
    let rest = Money::from_minor_units(whole.principal.minor_units() % part);
    let in_parts = ScheduleTerms {
        principal: whole.principal.checked_sub(rest).unwrap(),
        schedule_type: ScheduleType::EqualPrincipal,
        term: Term::Payments(parts),
        ..whole.clone()
    };
    let of_rest = ScheduleTerms { principal: rest, ..interest_only(whole.clone(), parts + 1) };
    let mut loan = Recorded::new(interest_only(whole, parts + 1));
    let mut due_dates = Vec::new();
    let in_parts = Schedule::compute(&in_parts).unwrap().instalments;
    let mut in_parts = in_parts.iter().map(|row| row.payment);
    for row in Schedule::compute(&of_rest).unwrap().instalments {
        loan.pay(row.due_on, row.payment.checked_add(in_parts.next().unwrap_or_default()).unwrap());
        due_dates.push(row.due_on);
    }
    loan.rows(&due_dates)
}

fn graded(case: &Case) -> Vec<Instalment> {
    let payments = aprc::graded(case);
    let terms = interest_only(terms(case), count(&case.inputs["number_of_payments"]));
    let due_dates: Vec<_> =
        payments.iter().map(|(number, _)| terms.funded_on + Months::new(*number)).collect();
    let mut loan = Recorded::new(terms);
    let (last, before) = due_dates.split_last().unwrap();
    for (due_on, (_, amount)) in before.iter().zip(&payments) {
        loan.pay(*due_on, half_up(*amount));
    }
    loan.pay(*last, loan.payoff(*last).total);
    loan.rows(&due_dates)
}

fn interest_added(case: &Case) -> Vec<Instalment> {
    let periods = count(&case.inputs["number_of_periods"]);
    let terms = interest_only(terms(case), periods);
    let due_dates: Vec<_> = months_from(terms.funded_on + Months::new(1), periods).collect();
    let mut loan = Recorded::new(terms);
    let (last, before) = due_dates.split_last().unwrap();
    for due_on in before {
        loan.pay_or_add_interest(*due_on, Money::ZERO);
    }
    loan.pay(*last, loan.payoff(*last).total);
    loan.rows(&due_dates)
}

/// Odd days over the days of the year, and then whole months: one loan by days until the first whole month begins, and
/// by months from then on. The payment is what repays at the first due date all that is owed then.
fn odd_first_period(case: &Case) -> Vec<Instalment> {
    let inputs = &case.inputs;
    let (first, payments) = (date(&inputs["first_payment_date"]), count(&inputs["number_of_payments"]));
    let by_days = match count_text(&inputs["days_of_year"]) {
        365 => DayCount::Actual365,
        _ => DayCount::ActualActual,
    };
    let by_months =
        ScheduleTerms { funded_on: first - Months::new(1), ..interest_only(terms(case), payments) };
    let mut loan = Recorded::new(ScheduleTerms {
        day_count: by_days,
        funded_on: date(&inputs["disbursement_date"]),
        first_payment_on: Some(first),
        ..by_months.clone()
    });
    let odd_days = by_months.funded_on - date(&inputs["disbursement_date"]);
    assert_eq!(odd_days.num_days(), i64::from(count_text(&inputs["odd_days"])));
    loan.amend(by_months.funded_on, by_months);
    let owed = Decimal::new(loan.payoff(first).total.minor_units(), 2);
    let annuity =
        LevelPayments { rate: aprc::period_rate(case), count: payments, due: PaymentDue::AtTheBeginning };
    let payment = half_up(-annuity.payment(owed, Decimal::ZERO).unwrap());
    let due_dates: Vec<_> = months_from(first, payments).collect();
    let (last, before) = due_dates.split_last().unwrap();
    loan.pay_or_add_interest(first, payment);
    for due_on in &before[1..] {
        loan.pay(*due_on, payment);
    }
    loan.pay(*last, loan.payoff(*last).total);
    loan.rows(&due_dates)
}

/// A line without interest, drawn anew each quarter with what is repaid at its end, and a fee.
pub fn redraws(case: &Case) {
    let inputs = &case.inputs;
    let quarters = inputs["repayments"].as_array().unwrap().len().try_into().unwrap();
    let mut first = case.clone();
    first.inputs["principal"] = inputs["draws"][0]["amount"].clone();
    first.inputs.as_object_mut().unwrap().remove("draws");
    let terms = ScheduleTerms {
        period: PaymentPeriod::Months(3),
        term: Term::Payments(quarters),
        ..interest_only(terms(&first), quarters)
    };
    let end_of = |quarter: u32| terms.funded_on + Months::new(3 * quarter);
    let of = |row: &serde_json::Value| (count(&row["at_end_of_quarter"]), cents(&row["amount"]));
    let mut loan = Recorded::new(terms.clone());
    for (quarter, amount) in inputs["draws"].as_array().unwrap().iter().skip(1).map(of) {
        loan.draw(end_of(quarter), amount);
    }
    let (charged_in, fee) = of(&inputs["fee"]);
    let fee_id = FeeId::from_uuid(Uuid::from_u128(1));
    loan.record(end_of(charged_in), Movement::Fee { fee_id, kind: FeeKind::Other, amount: fee });
    for (quarter, amount) in inputs["repayments"].as_array().unwrap().iter().map(of) {
        let fee = if quarter == charged_in { fee } else { Money::ZERO };
        loan.pay(end_of(quarter), amount.checked_add(fee).unwrap());
    }
    let end = end_of(quarters);
    let ledger = loan.on(end);
    assert_eq!(ledger.settled_on, Some(end), "{}", case.id);
    let mut cost = cents(&inputs["upfront_cost_not_financed"]);
    for allocation in &ledger.allocations {
        let is_end = allocation.effective_on == end;
        let drawn = if is_end { Money::ZERO } else { terms.principal };
        assert_eq!(allocation.balance, drawn, "{}", case.id);
        cost = cost.checked_add(allocation.fees).unwrap().checked_add(allocation.interest).unwrap();
    }
    agrees(case, "cost", cost, &case.expected["total_cost"], 0);
}

fn count_text(value: &serde_json::Value) -> u32 {
    value.as_str().unwrap().parse().unwrap()
}
