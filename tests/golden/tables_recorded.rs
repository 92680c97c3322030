//! Tables whose payments are not those of a schedule here: they are recorded, and the ledger tells where each goes.

use chrono::{Days, NaiveDate};
use lendingos_domain::{
    DayCount, Instalment, Schedule, ScheduleTerms, ScheduleType,
    time_value::{LevelPayments, PaymentDue},
};
use rust_decimal::Decimal;

use crate::{
    case::{Case, Coverage, agrees, cents, count, date, decimal, half_up},
    recorded::Recorded,
    tables::totals_agree,
};

fn due_dates(terms: &ScheduleTerms) -> Vec<NaiveDate> {
    Schedule::compute(terms).unwrap().instalments.iter().map(|row| row.due_on).collect()
}

/// Their payment is that of equal months, on a loan by days.
pub fn annuity_by_days(case: &Case, by_days: ScheduleTerms) -> Coverage {
    let equal_months = ScheduleTerms { day_count: DayCount::Thirty360, ..by_days.clone() };
    let payment = Schedule::compute(&equal_months).unwrap().instalments[0].payment;
    let due_dates = due_dates(&by_days);
    let (last, before) = due_dates.split_last().unwrap();
    let mut loan = Recorded::new(by_days);
    before.iter().for_each(|due_on| loan.pay(*due_on, payment));
    loan.pay(*last, loan.payoff(*last).total);
    let interest = crate::case::sum(&loan.rows(&due_dates), |row| row.interest);
    agrees(case, "all interest", interest, &case.expected["interest_total"], 0);
    Coverage::PutTogether
}

/// The first rows of a loan whose first period is a part of a month, and its first payment that part of the others,
/// which are those of whole months.
pub fn odd_month(case: &Case, rows: usize) -> Vec<Instalment> {
    let first_on: NaiveDate = "2025-05-01".parse().unwrap();
    let part = decimal(&case.inputs["first_period_fraction_of_month"]);
    // April has thirty days.
    let days = u64::try_from(part * Decimal::from(30)).unwrap();
    let terms = ScheduleTerms {
        schedule_type: ScheduleType::InterestOnly,
        funded_on: first_on - Days::new(days),
        first_payment_on: Some(first_on),
        ..case.monthly()
    };
    let payment = level_payment(case);
    let due_dates = due_dates(&terms);
    let mut loan = Recorded::new(terms);
    loan.pay(first_on, half_up(payment * part));
    due_dates[1..rows].iter().for_each(|due_on| loan.pay(*due_on, half_up(payment)));
    loan.rows(&due_dates[..rows])
}

/// The level payment of whole months, not rounded.
fn level_payment(case: &Case) -> Decimal {
    let annuity = LevelPayments {
        rate: decimal(&case.inputs["annual_rate_percent"]) / Decimal::from(1_200),
        count: count(&case.inputs["number_of_payments"]),
        due: PaymentDue::AtTheEnd,
    };
    -annuity.payment(decimal(&case.inputs["principal"]), Decimal::ZERO).unwrap()
}

/// The first payment, rounded up to a whole unit.
pub fn rounded_up(case: &Case) -> Coverage {
    let terms = case.monthly();
    let first_on = due_dates(&terms)[0];
    let mut loan = Recorded::new(terms);
    loan.pay(first_on, half_up(level_payment(case).ceil()));
    let first = loan.rows(&[first_on])[0];
    agrees(case, "interest", first.interest, &case.expected["first_interest"], 0);
    agrees(case, "principal", first.principal, &case.expected["first_principal"], 0);
    Coverage::PutTogether
}

/// Payments of a stated amount by actual days, as many as it takes.
pub fn stated_payment(case: &Case) -> Coverage {
    let inputs = &case.inputs;
    let payment = half_up(decimal(&inputs["payment"]));
    let mut inputs_with_number = inputs.clone();
    let most = 2 * cents(&inputs["principal"]).minor_units() / payment.minor_units();
    inputs_with_number["number_of_payments"] = most.into();
    let terms = ScheduleTerms {
        schedule_type: ScheduleType::InterestOnly,
        day_count: DayCount::Actual365,
        funded_on: date(&inputs["disbursement_date"]),
        first_payment_on: Some(date(&inputs["first_repayment_date"])),
        ..Case { inputs: inputs_with_number, ..case.clone() }.monthly()
    };
    let mut paid_on = Vec::new();
    let mut loan = Recorded::new(terms.clone());
    for due_on in due_dates(&terms) {
        let owed = loan.payoff(due_on).total;
        if owed.is_zero() {
            break;
        }
        loan.pay(due_on, payment.min(owed));
        paid_on.push(due_on);
    }
    assert_eq!(paid_on.len(), case.expected["number_of_payments"]);
    totals_agree(case, &loan.rows(&paid_on));
    Coverage::PutTogether
}
