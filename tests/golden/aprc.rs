//! Annual percentage rates of charge: effective yearly rates of the European Commission's examples, from the payments
//! that they print or describe, rounded to cents.

use chrono::NaiveDate;
use lendingos_domain::{AprTerms, DatedAmount, PaymentSeries, time_value};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

use crate::case::{Case, count, date, decimal, rows};

/// Flows of a borrower: what comes in and what goes out, with the number of the period, 0 at the beginning.
struct Flows {
    advances: Vec<(u32, Decimal)>,
    payments: Vec<(u32, Decimal)>,
}

pub fn check(case: &Case) -> bool {
    let months = months_per_period(case);
    let mut flows = flows(case);
    agrees(case, "aprc_percent_6dp", &flows, months);
    if let Some(payoff) = case.inputs.get("payoff_with_payment") {
        // The other figure of that example: the whole plan, without the pay-off.
        let after = count(&case.inputs["number_of_payments"]);
        let payment = decimal(&case.expected["payment"]);
        flows = Flows { payments: every(1, after, payment), ..flows };
        assert!(count(payoff) < after);
        agrees(case, "aprc_percent_without_payoff_6dp", &flows, months);
    }
    true
}

/// The interval of a consumer-credit case: months, and days over those of a year. An effective rate is measured in it.
pub fn terms_of_interval(case: &Case) -> (u32, (u32, u32)) {
    let terms = case.expected["year_fraction_terms"].as_str().unwrap();
    let (months, days) = terms.split_once("/12 + ").unwrap();
    let (days, of) = days.split_once('/').unwrap();
    let (months, days, of): (u32, u32, u32) =
        (months.parse().unwrap(), days.parse().unwrap(), of.parse().unwrap());
    let amount = |on: &str, amount| DatedAmount { on: date(&case.inputs[on]), amount };
    // With 1.001 paid for one, (1 + X)^(months/12 + days/of) is 1.001.
    let paid = Decimal::new(1_001, 3);
    let terms = AprTerms {
        advances: vec![amount("start", Decimal::ONE)],
        payments: vec![PaymentSeries::once(amount("end", paid))],
        unit_period: None,
    };
    let yearly = Decimal::ONE + terms.effective().unwrap().percent / Decimal::ONE_HUNDRED;
    let apart = power(yearly, months * of + 12 * days) / power(paid, 12 * of) - Decimal::ONE;
    assert!(apart.abs() < Decimal::new(1, 12), "{}: {yearly} a year", case.id);
    (months, (days, of))
}

fn power(base: Decimal, exponent: u32) -> Decimal {
    (0..exponent).fold(Decimal::ONE, |power, _| power * base)
}

fn months_per_period(case: &Case) -> u32 {
    if case.id == "ec-ex35-zero-interest-redraws" { 3 } else { 1 }
}

fn agrees(case: &Case, key: &str, flows: &Flows, months: u32) {
    let published = decimal(&case.expected[key]);
    let tolerance = decimal(&case.expected["aprc_tolerance_percent_points"]);
    let dated = by_dates(case, flows, months);
    assert!((dated - published).abs() <= tolerance, "{}: {dated}, published {published}", case.id);
    if case.inputs.get("odd_days").is_none() {
        // The same rate from the numbers of the periods alone.
        let numbered = by_periods(flows, 12 / months);
        assert!((numbered - dated).abs() < Decimal::new(1, 12), "{}: {numbered}, {dated}", case.id);
    }
}

/// By dates a whole period apart, or those that the case states.
fn by_dates(case: &Case, flows: &Flows, months: u32) -> Decimal {
    let usual = NaiveDate::from_ymd_opt(2015, 1, 31).unwrap();
    let start = case.inputs.get("disbursement_date").map_or(usual, date);
    let first = case.inputs.get("first_payment_date").map_or(usual + chrono::Months::new(months), date);
    let on = |number: u32| match number {
        0 => start,
        1 => first,
        // Counted from the beginning, so that a 31st comes back after February.
        number if first == start + chrono::Months::new(months) => {
            start + chrono::Months::new(months * number)
        }
        number => first + chrono::Months::new(months * (number - 1)),
    };
    let dated = |&(number, amount): &(u32, Decimal)| DatedAmount { on: on(number), amount };
    let terms = AprTerms {
        advances: flows.advances.iter().map(dated).collect(),
        payments: flows.payments.iter().map(dated).map(PaymentSeries::once).collect(),
        unit_period: None,
    };
    terms.effective().unwrap().percent
}

fn by_periods(flows: &Flows, per_year: u32) -> Decimal {
    let last = flows.payments.iter().map(|(number, _)| *number).max().unwrap();
    let mut amounts = vec![Decimal::ZERO; usize::try_from(last + 1).unwrap()];
    for (number, amount) in &flows.advances {
        amounts[usize::try_from(*number).unwrap()] -= amount;
    }
    for (number, amount) in &flows.payments {
        amounts[usize::try_from(*number).unwrap()] += amount;
    }
    let rate = time_value::internal_rate(&amounts).unwrap();
    let nominal = rate * Decimal::from(per_year);
    time_value::effective_rate(nominal, per_year).unwrap() * Decimal::ONE_HUNDRED
}

fn flows(case: &Case) -> Flows {
    let (inputs, expected) = (&case.inputs, &case.expected);
    let lent = || vec![(0, decimal(inputs.get("principal").unwrap()))];
    let last = || count(&inputs["number_of_payments"]);
    let payment = |key: &str| decimal(&expected[key]);
    let mut flows = Flows { advances: Vec::new(), payments: Vec::new() };
    let is = |part: &str| case.id.contains(part);
    if is("-draws") || is("-redraws") {
        return drawn(case);
    }
    flows.advances = lent();
    flows.payments = if let Some(payoff) = inputs.get("payoff_with_payment") {
        let payoff = count(payoff);
        let mut payments = every(1, payoff, payment("payment"));
        payments.push((payoff, payment("balance_after_payment_60")));
        payments
    } else if inputs.get("amortization_periods").is_some() {
        let mut payments = every(1, last(), payment("payment"));
        payments.push((last(), payment("balloon_after_payment_180")));
        payments
    } else if inputs.get("structure").is_some() || inputs.get("principal_per_period").is_some() {
        described(case)
    } else if inputs.get("payment_growth_each_year").is_some() {
        graded(case)
    } else if let Some(steps) = expected.get("payments") {
        steps_of(rows(steps), last())
    } else {
        every(1, last(), payment("payment"))
    };
    if let Some(extra) = inputs.get("extra_final_payment") {
        flows.payments.push((last(), decimal(extra)));
    }
    with_upfront(case, flows)
}

/// A cost at the beginning lowers what the borrower has the use of.
fn with_upfront(case: &Case, mut flows: Flows) -> Flows {
    flows.advances[0].1 -= decimal(&case.inputs["upfront_cost_not_financed"]);
    flows
}

fn every(from: u32, to: u32, amount: Decimal) -> Vec<(u32, Decimal)> {
    (from..=to).map(|number| (number, amount)).collect()
}

/// Level payments that change from a period on.
fn steps_of(steps: &[Value], last: u32) -> Vec<(u32, Decimal)> {
    let from = |step: &Value| count(&step["from_period"]);
    let amount_at = |number: u32| {
        let step = steps.iter().rfind(|step| from(step) <= number).unwrap();
        decimal(&step["payment"])
    };
    (1..=last).map(|number| (number, amount_at(number))).collect()
}

/// Payments that grow each year: the exact first one, from the annuity of growing payments, rounded when printed.
pub fn graded(case: &Case) -> Vec<(u32, Decimal)> {
    let (rate, last) = (period_rate(case), count(&case.inputs["number_of_payments"]));
    let growth = Decimal::ONE + decimal(&case.inputs["payment_growth_each_year"]);
    let factor = |number: u32| (0..(number - 1) / 12).fold(Decimal::ONE, |factor, _| factor * growth);
    let (mut discount, mut worth) = (Decimal::ONE, Decimal::ZERO);
    for number in 1..=last {
        discount /= Decimal::ONE + rate;
        worth += factor(number) * discount;
    }
    let first = decimal(&case.inputs["principal"]) / worth;
    let payments: Vec<_> = (1..=last).map(|number| (number, cents(first * factor(number)))).collect();
    assert_eq!(payments[0].1, decimal(&case.expected["payment_year_1"]));
    assert_eq!(payments[239].1, decimal(&case.expected["payment_year_20"]));
    payments
}

/// Principal in parts that a structure describes, with the interest of an unrounded balance.
fn described(case: &Case) -> Vec<(u32, Decimal)> {
    let (inputs, rate) = (&case.inputs, period_rate(case));
    let mut balance = decimal(&inputs["principal"]);
    let structure = inputs.get("structure").map_or("", |structure| structure.as_str().unwrap());
    let fee = inputs.get("monthly_fee").map_or(Decimal::ZERO, decimal);
    let last = inputs.get("number_of_payments").or(inputs.get("number_of_periods"));
    let last = last.or(case.expected.get("number_of_payments")).map(count).unwrap();
    let free = match structure.split_once(" interest-only payments") {
        Some((free, _)) => free.parse().unwrap(),
        None => 0,
    };
    let part = match inputs.get("principal_per_period") {
        Some(part) => decimal(part),
        None => balance / Decimal::from(last - free),
    };
    let mut payments = Vec::new();
    for number in 1..=last {
        let interest = balance * rate;
        let principal = match structure {
            _ if number == last => balance,
            "interest only, principal at the end" => Decimal::ZERO,
            "interest added to the balance monthly, all paid at the end" => -interest,
            _ if number <= free => Decimal::ZERO,
            _ => part,
        };
        balance -= principal;
        let payment = cents(interest + principal);
        if !payment.is_zero() {
            payments.push((number, payment + fee));
        }
    }
    for (number, amount) in &payments {
        for key in [format!("payment_{number}"), "last_payment".to_owned()] {
            let is_it = key != "last_payment" || *number == last;
            if let (true, Some(published)) = (is_it, case.expected.get(&key)) {
                assert_eq!(*amount, decimal(published), "{} {key}", case.id);
            }
        }
    }
    payments
}

/// Loans of several draws, each repaid in equal parts over what is left, or within a quarter.
fn drawn(case: &Case) -> Flows {
    let inputs = &case.inputs;
    let at = |row: &Value| count(row.get("at_end_of_period").or(row.get("at_end_of_quarter")).unwrap());
    let listed = |key: &str| {
        rows(&inputs[key]).iter().map(|row| (at(row), decimal(&row["amount"]))).collect::<Vec<_>>()
    };
    let advances = listed("draws");
    let payments = if inputs.get("repayments").is_some() {
        let mut payments = listed("repayments");
        payments.push((at(&inputs["fee"]), decimal(&inputs["fee"]["amount"])));
        payments
    } else {
        let (last, rate) = (count(&inputs["number_of_payments"]), period_rate(case));
        let (mut balance, mut part) = (Decimal::ZERO, Decimal::ZERO);
        let mut payments = Vec::new();
        for number in 0..=last {
            if number > 0 {
                payments.push((number, cents(balance * rate + part)));
                balance -= part;
            }
            for (_, amount) in advances.iter().filter(|(at, _)| *at == number) {
                balance += amount;
                part += amount / Decimal::from(last - number);
            }
        }
        payments
    };
    with_upfront(case, Flows { advances, payments })
}

/// The rate of a month: a twelfth of the nominal one, or the root of the effective one.
pub fn period_rate(case: &Case) -> Decimal {
    let inputs = &case.inputs;
    match inputs.get("effective_annual_rate_percent") {
        None => decimal(&inputs["annual_rate_percent"]) / Decimal::from(1_200),
        Some(effective) => {
            let mut flows = vec![Decimal::ZERO; 13];
            flows[0] = -Decimal::ONE;
            flows[12] = Decimal::ONE + decimal(effective) / Decimal::ONE_HUNDRED;
            time_value::internal_rate(&flows).unwrap()
        }
    }
}

fn cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}
