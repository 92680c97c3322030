//! Annual percentage rates of Regulation Z, Appendix J, and the estimate of Appendix D.

use lendingos_domain::{AnnualPercentageRate, AprTerms, ConstructionLoan, DatedAmount, PaymentSeries};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::{
    appendix_j::interval,
    case::{Case, Coverage, count, date, rows},
};

pub fn check(case: &Case) -> Coverage {
    let terms = terms(case);
    let rate = terms.actuarial().unwrap();
    rate_agrees(case, &rate);
    // The regulation chooses the unit-period that the source states.
    let stated = case.inputs["unit_period"].as_str().unwrap();
    let period = rate.unit_period.to_string();
    assert!(names(&period).contains(&stated), "{}: {period}, published {stated}", case.id);
    let per_year = case.inputs["unit_periods_per_year"].as_str().unwrap();
    assert_eq!(reduced(per_year), rate.unit_periods_per_year.to_string(), "{}", case.id);
    first_interval_agrees(case, &terms, &rate);
    Coverage::Whole
}

/// How sources call a unit-period.
fn names(period: &str) -> Vec<&str> {
    let mut names = vec![period];
    names.extend(match period {
        "monthly" => &["1 month", "month"][..],
        "weekly" => &["1 week", "week"],
        "biweekly" => &["2 weeks"],
        "semimonthly" => &["semimonth"],
        "quarterly" => &["3 months"],
        "semiannual" => &["6 months"],
        "annual" => &["12 months", "1 year", "year"],
        _ => &[],
    });
    names
}

/// A ratio in lowest terms.
fn reduced(ratio: &str) -> String {
    let Some((upper, lower)) = ratio.split_once('/') else { return ratio.to_owned() };
    let (upper, lower): (u32, u32) = (upper.parse().unwrap(), lower.parse().unwrap());
    let divisor =
        (1..=lower).rev().find(|by| upper.is_multiple_of(*by) && lower.is_multiple_of(*by)).unwrap();
    match lower / divisor {
        1 => (upper / divisor).to_string(),
        lower => format!("{}/{lower}", upper / divisor),
    }
}

fn first_interval_agrees(case: &Case, terms: &AprTerms, rate: &AnnualPercentageRate) {
    let Some(interval) = case.inputs.get("first_payment_interval") else { return };
    let counted = rate.unit_period.between(terms.advances[0].on, terms.payments[0].on).unwrap();
    assert_eq!(counted.whole, count(&interval["whole_unit_periods"]), "{}", case.id);
    let fraction = match counted.odd {
        0 => "0".to_owned(),
        odd => format!("{odd}/{}", counted.of),
    };
    assert_eq!(fraction, interval["fraction_of_unit_period"], "{}", case.id);
}

/// Advances less a prepaid finance charge, and payments, one by one or as series.
fn terms(case: &Case) -> AprTerms {
    let inputs = &case.inputs;
    let dated = |row: &Value| DatedAmount { on: date(&row["date"]), amount: decimal(&row["amount"]) };
    let mut advances: Vec<DatedAmount> = rows(&inputs["advances"]).iter().map(dated).collect();
    if let Some(charge) = inputs.get("prepaid_finance_charge") {
        assert_eq!(date(&charge["date"]), advances[0].on);
        advances[0].amount -= decimal(&charge["amount"]);
    }
    let payments = rows(&inputs["payments"]).iter().map(|row| match row.get("first_date") {
        None => PaymentSeries::once(dated(row)),
        Some(first) => PaymentSeries {
            on: date(first),
            amount: decimal(&row["amount"]),
            count: count(&row["count"]),
            every: interval(inputs["unit_period"].as_str().unwrap()).unwrap(),
        },
    });
    AprTerms { advances, payments: payments.collect(), unit_period: None }
}

fn rate_agrees(case: &Case, rate: &AnnualPercentageRate) {
    let expected = &case.expected;
    for (key, places) in [("apr_percent", 2), ("apr_percent_3dp", 3)] {
        if let Some(published) = expected.get(key) {
            assert_eq!(rate.rounded(places).unwrap().to_string(), *published, "{}", case.id);
        }
    }
    if let Some(published) = expected.get("apr_decimal") {
        let apart = (rate.percent / Decimal::ONE_HUNDRED - decimal(published)).abs();
        assert!(apart <= decimal(&expected["tolerance"]), "{}: {}", case.id, rate.percent);
    }
    let printed =
        ["apr_percent", "apr_percent_3dp", "apr_decimal"].iter().filter(|key| expected.get(**key).is_some());
    assert!(printed.count() > 0, "{}: no rate is read", case.id);
}

fn decimal(text: &Value) -> Decimal {
    text.as_str().unwrap().parse().unwrap()
}

/// The rate of a case whose schedule is checked elsewhere, from the payments that its source printed.
pub fn check_of_schedule(case: &Case) -> bool {
    let inputs = &case.inputs;
    let expected = &case.expected;
    let rate = match case.id.as_str() {
        "sce-construction-half-commitment" => construction(case),
        "sce-equal-payment-act365" => level(case, |_| decimal(&expected["payment"])),
        "sce-interest-only-unit360" => level(case, |number| match number {
            1 => decimal(&expected["first_payment"]),
            12 => decimal(&expected["final_payment"]),
            _ => decimal(&expected["regular_payment"]),
        }),
        "sce-fixed-principal-plus-interest-act365" => fixed_principal(case),
        "sce-irregular-summer-skips-act365" => {
            let skipped: Vec<u32> = rows(&inputs["skipped_months"]).iter().map(count).collect();
            let month_of = |number: u32| (8 + number) % 12 + 1;
            level(case, |number| match skipped.contains(&month_of(number)) {
                true => Decimal::ZERO,
                false => decimal(&expected["payment"]),
            })
        }
        _ => return false,
    };
    rate_agrees(case, &rate);
    true
}

/// Monthly payments from the first payment date on; one of nothing is left out.
fn level(case: &Case, payment: impl Fn(u32) -> Decimal) -> AnnualPercentageRate {
    let inputs = &case.inputs;
    let principal = inputs.get("proceeds").or(inputs.get("principal")).unwrap();
    let first = date(&inputs["first_payment_date"]);
    let days = (1..=count(&inputs["number_of_payments"]))
        .map(|number| DatedAmount { on: first + chrono::Months::new(number - 1), amount: payment(number) });
    let paid = days.filter(|payment| !payment.amount.is_zero());
    let advances = vec![DatedAmount { on: date(&inputs["loan_date"]), amount: decimal(principal) }];
    let terms = AprTerms { advances, payments: paid.map(PaymentSeries::once).collect(), unit_period: None };
    terms.actuarial().unwrap()
}

/// 100.00 of principal in each payment, with the interest of its actual days over 365, half up.
fn fixed_principal(case: &Case) -> AnnualPercentageRate {
    let inputs = &case.inputs;
    let (yearly, part) = (decimal(&inputs["annual_rate_percent"]), decimal(&inputs["principal_per_payment"]));
    let first = date(&inputs["first_payment_date"]);
    let due = |number: u32| match number {
        0 => date(&inputs["loan_date"]),
        number => first + chrono::Months::new(number - 1),
    };
    let last = count(&inputs["number_of_payments"]);
    let payment = |number: u32| {
        let balance = decimal(&inputs["principal"]) - part * Decimal::from(number - 1);
        let days = Decimal::from((due(number) - due(number - 1)).num_days());
        let interest = balance * yearly * days / Decimal::from(36_500);
        let interest =
            interest.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        interest + if number == last { balance } else { part }
    };
    for (key, number) in [("first_payment", 1), ("final_payment", last)] {
        assert_eq!(payment(number), decimal(&case.expected[key]), "{} {key}", case.id);
    }
    level(case, payment)
}

/// Appendix D, part I.A, with the interest that the source states.
fn construction(case: &Case) -> AnnualPercentageRate {
    let first = date(&case.inputs["first_payment_date"]);
    let construction = ConstructionLoan {
        commitment: decimal(&case.inputs["commitment"]),
        interest: decimal(&case.expected["interest_total"]),
        prepaid_finance_charge: Decimal::ZERO,
        started_on: date(&case.inputs["loan_date"]),
        ends_on: first + chrono::Months::new(count(&case.inputs["number_of_payments"]) - 1),
    };
    construction.estimated_rate().unwrap()
}
