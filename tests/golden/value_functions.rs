//! Spreadsheet functions from the exact functions of time value.

use chrono::NaiveDate;
use lendingos_domain::time_value::{
    LevelPayments, PaymentDue, dated_present_value, dated_rate, effective_rate, internal_rate,
    number_of_periods,
};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::case::{Case, Coverage, count, date, rows};

pub fn check(case: &Case) -> Coverage {
    let inputs = &case.inputs;
    let number = |key: &str| inputs.get(key).map_or(Decimal::ZERO, decimal);
    let computed = match inputs["function"].as_str().unwrap() {
        "pmt" => level(case).payment(number("pv"), number("fv")),
        // A library that asks for the amount without its sign.
        "payment_amount" => level(case).payment(-number("pv"), Decimal::ZERO),
        "pv" => level(case).present_value(number("pmt"), number("fv")),
        "fv" => level(case).future_value(number("pmt"), number("pv")),
        "ipmt" => interest(case, count(&inputs["per"])),
        "ppmt" => principal(case, count(&inputs["per"])),
        "cumipmt" => sum(case, interest),
        "cumprinc" => sum(case, principal),
        "nper" => number_of_periods(rate(inputs), due(inputs), number("pmt"), number("pv"), number("fv")),
        "rate" => rate_of_level(case),
        "irr" => internal_rate(&rows(&inputs["cashflows"]).iter().map(decimal).collect::<Vec<_>>()),
        "xirr" => dated_rate(&dated(inputs)),
        "xnpv" => dated_present_value(number("rate"), &dated(inputs)),
        "effective_rate" => effective_rate(number("nominal"), count(&inputs["periods_per_year"])),
        _ => return Coverage::NotYet,
    };
    let (published, tolerance) = (decimal(&case.expected["value"]), decimal(&case.expected["tolerance"]));
    let computed = computed.unwrap();
    assert!((computed - published).abs() <= tolerance, "{}: {computed}, published {published}", case.id);
    Coverage::Whole
}

fn level(case: &Case) -> LevelPayments {
    LevelPayments { rate: rate(&case.inputs), count: count(&case.inputs["nper"]), due: due(&case.inputs) }
}

/// What is left after so many payments, as the lender sees it: a debt is negative.
fn balance(case: &Case, payments: u32) -> Option<Decimal> {
    let payment = payment(case)?;
    let level = LevelPayments { count: payments, ..level(case) };
    level.future_value(payment, decimal(&case.inputs["pv"]))
}

fn payment(case: &Case) -> Option<Decimal> {
    let future = case.inputs.get("fv").map_or(Decimal::ZERO, decimal);
    level(case).payment(decimal(&case.inputs["pv"]), future)
}

/// Interest in a payment: of the balance before it; a payment at the beginning has that of the period before, less
/// what the payment itself would have borne, and the first has none.
fn interest(case: &Case, number: u32) -> Option<Decimal> {
    let level = level(case);
    let before = balance(case, number - 1)?;
    Some(match level.due {
        PaymentDue::AtTheEnd => before * level.rate,
        PaymentDue::AtTheBeginning if number == 1 => Decimal::ZERO,
        PaymentDue::AtTheBeginning => before * level.rate / (Decimal::ONE + level.rate),
    })
}

fn principal(case: &Case, number: u32) -> Option<Decimal> {
    Some(payment(case)? - interest(case, number)?)
}

fn sum(case: &Case, part: fn(&Case, u32) -> Option<Decimal>) -> Option<Decimal> {
    let (from, to) = (count(&case.inputs["from"]), count(&case.inputs["to"]));
    (from..=to).map(|number| part(case, number)).sum()
}

fn rate_of_level(case: &Case) -> Option<Decimal> {
    let inputs = &case.inputs;
    let number = |key: &str| inputs.get(key).map_or(Decimal::ZERO, decimal);
    let last = usize::try_from(count(&inputs["nper"])).unwrap();
    let mut flows = vec![Decimal::ZERO; last + 1];
    flows[0] = number("pv");
    flows[last] += number("fv");
    let range = match due(inputs) {
        PaymentDue::AtTheEnd => 1..last + 1,
        PaymentDue::AtTheBeginning => 0..last,
    };
    flows[range].iter_mut().for_each(|flow| *flow += number("pmt"));
    internal_rate(&flows)
}

fn dated(inputs: &Value) -> Vec<(NaiveDate, Decimal)> {
    rows(&inputs["flows"]).iter().map(|flow| (date(&flow["date"]), decimal(&flow["amount"]))).collect()
}

fn due(inputs: &Value) -> PaymentDue {
    let when = inputs.get("when").map_or("end", |when| when.as_str().unwrap());
    assert!(["begin", "end"].contains(&when), "{when} is no time of payment");
    if when == "begin" { PaymentDue::AtTheBeginning } else { PaymentDue::AtTheEnd }
}

/// The rate of a period: stated, as a part of a yearly one ("0.08/12"), or yearly with the periods of a year.
fn rate(inputs: &Value) -> Decimal {
    if let Some(yearly) = inputs.get("annual_rate") {
        return decimal(yearly) / Decimal::from(count(&inputs["periods_per_year"]));
    }
    let text = inputs["rate"].as_str().unwrap();
    match text.split_once('/') {
        Some((yearly, parts)) => yearly.parse::<Decimal>().unwrap() / parts.parse::<Decimal>().unwrap(),
        None => text.parse().unwrap(),
    }
}

fn decimal(text: &Value) -> Decimal {
    text.as_str().unwrap().parse().unwrap()
}
