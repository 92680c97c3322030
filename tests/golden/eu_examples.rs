//! Worked examples written for the European Commission: mortgages and credit lines by months of a twelfth of a year.
//!
//! The tables keep balances and payments unrounded and round for printing only. How far a schedule of cents drifts
//! away from them is stated in the notes of several cases, with its total interest and last payment; where it is not,
//! it is at most what rounding leaves out of each payment. Their APRCs are checked in [`crate::aprc`].

use chrono::{Months, NaiveDate};
use lendingos_domain::{
    AnnualRate, Disbursement, Instalment, RateChange, Schedule, ScheduleTerms, ScheduleTotals, ScheduleType,
    Term, time_value,
};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::{
    aprc,
    case::{Case, Coverage, Tolerance, agrees, cents, count, rate, row_agrees, rows, sum},
    eu_recorded,
};

pub fn check(case: &Case) -> Coverage {
    if let Some(table) = eu_recorded::rows(case) {
        figures_agree(case, &table);
        return Coverage::PutTogether;
    }
    if case.inputs.get("repayments").is_some() {
        eu_recorded::redraws(case);
        return Coverage::Whole;
    }
    let schedule = Schedule::compute(&terms(case)).unwrap();
    figures_agree(case, &schedule.instalments);
    // The rate stands for an effective one.
    let is_effective = case.inputs.get("effective_annual_rate_percent").is_some();
    if is_effective { Coverage::PutTogether } else { Coverage::Whole }
}

/// The terms of an example; one payment where it does not say how many they are.
pub fn terms(case: &Case) -> ScheduleTerms {
    let inputs = &case.inputs;
    let mut stated = inputs.clone();
    stated["annual_rate_percent"] = first_rate(case).to_string().into();
    if let Some(commitment) = inputs.get("commitment") {
        stated["principal"] = commitment.clone();
    }
    if inputs.get("number_of_payments").is_none() {
        stated["number_of_payments"] = 1.into();
    }
    let monthly = Case { inputs: stated, ..case.clone() }.monthly();
    let end_of = |period: u32| monthly.funded_on + Months::new(period);
    let changed = |step: &Value| RateChange {
        on: end_of(count(&step["from_period"]) - 1),
        annual_rate: rate(&step["annual_rate_percent"]),
    };
    let drawn = |draw: &Value| Disbursement {
        on: end_of(count(&draw["at_end_of_period"])),
        amount: cents(&draw["amount"]),
    };
    let listed = |key: &str| inputs.get(key).map(rows).unwrap_or_default();
    let amortization_months = inputs.get("amortization_periods").map(count);
    let (schedule_type, interest_only_periods) = structure(inputs);
    ScheduleTerms {
        schedule_type,
        interest_only_periods,
        amortization_months,
        rate_changes: listed("rates").iter().skip(1).map(changed).collect(),
        disbursements: listed("draws").iter().map(drawn).collect(),
        ..monthly
    }
}

/// How principal is repaid, and the periods of interest only before it is.
fn structure(inputs: &Value) -> (ScheduleType, u32) {
    let structure = inputs.get("structure").map_or("", |structure| structure.as_str().unwrap());
    match structure.split_once(" interest-only payments, then ") {
        Some((free, _)) => (ScheduleType::EqualPrincipal, free.parse().unwrap()),
        None if structure.contains("equal principal") => (ScheduleType::EqualPrincipal, 0),
        None if structure.contains("principal at the end") => (ScheduleType::InterestOnly, 0),
        None if inputs.get("amortization_periods").is_some() => (ScheduleType::Balloon, 0),
        None => (ScheduleType::Amortized, 0),
    }
}

/// The rate at the beginning. For an effective one, that of a year of twelve equal months with the same growth, to six
/// decimals of a percent: on 30,000.00 that is a hundred-thousandth of a cent a month.
fn first_rate(case: &Case) -> AnnualRate {
    let inputs = &case.inputs;
    if inputs.get("effective_annual_rate_percent").is_some() {
        let nominal = aprc::period_rate(case) * Decimal::from(1_200);
        return nominal.round_dp(6).to_string().parse().unwrap();
    }
    match inputs.get("rates") {
        Some(steps) => rate(&steps[0]["annual_rate_percent"]),
        None => rate(&inputs["annual_rate_percent"]),
    }
}

/// Compares all that an example prints of its payments.
fn figures_agree(case: &Case, table: &[Instalment]) {
    printed_rows_agree(case, table);
    payments_agree(case, table);
    years_agree(case, table);
    totals_agree(case, table);
}

fn printed_rows_agree(case: &Case, table: &[Instalment]) {
    for published in case.expected.get("rows").map(rows).unwrap_or_default() {
        let row = &table[usize::try_from(count(&published["nr"])).unwrap() - 1];
        // Half a cent may be left out of each payment.
        let balance = match Drift::of(case) {
            Some(drift) => {
                agrees(case, "interest", row.interest, &published["interest"], drift.interest);
                drift.balance
            }
            None => i64::from(row.number.div_ceil(2)),
        };
        agrees(case, "interest", row.interest, &published["interest"], 1);
        let flow = if row.number == last_number(table) { left_to_the_last(case, table) } else { 1 };
        let tolerance = if drifts(case) { Tolerance { flow, balance } } else { Tolerance::NONE };
        // The draw at the end of a period is in its balance already; ours comes after it.
        let drawn = published.get("draw_at_end_of_period").map_or_else(Default::default, cents);
        let row = Instalment { balance: row.balance.checked_add(drawn).unwrap(), ..*row };
        row_agrees(case, &row, published, tolerance);
    }
}

/// Whether rounding moves balances: not while nothing is repaid, nor added.
fn drifts(case: &Case) -> bool {
    structure(&case.inputs).0 != ScheduleType::InterestOnly
}

/// Cents that the last payment may be off, which takes what is left: half a cent of each payment. Where the notes say
/// what it comes to, to the cent, also what that grows to with interest: less than twice as much.
fn left_to_the_last(case: &Case, table: &[Instalment]) -> i64 {
    let payments = i64::from(last_number(table));
    match Drift::of(case) {
        _ if !drifts(case) => 0,
        Some(_) => payments,
        None => (payments + 1) / 2,
    }
}

fn last_number(table: &[Instalment]) -> u32 {
    table.last().unwrap().number
}

/// Payments that are printed by themselves, with a fee where there is one.
fn payments_agree(case: &Case, table: &[Instalment]) {
    let (expected, last) = (&case.expected, last_number(table));
    let fee = case.inputs.get("monthly_fee").map_or_else(Default::default, cents);
    let payment_is = |number: u32, published: &Value| {
        let row = &table[usize::try_from(number).unwrap() - 1];
        let tolerance = if number == last { left_to_the_last(case, table) } else { 0 };
        let payment = row.payment.checked_add(fee).unwrap();
        agrees(case, &format!("payment {number}"), payment, published, tolerance);
    };
    for number in 1..=last {
        payment_is(number, &expected[format!("payment_{number}")]);
    }
    for (key, number) in
        [("payment", 1), ("payment_year_1", 1), ("last_payment", last), ("final_payment", last)]
    {
        payment_is(number, &expected[key]);
    }
    if let Some(published) = expected.get("payment_year_20") {
        payment_is(20 * 12 - 11, published);
    }
    for (published, number) in expected.get("payments").map(rows).unwrap_or_default().iter().zip(1..) {
        match published.get("from_period") {
            Some(from) => payment_is(count(from), &published["payment"]),
            None => payment_is(number, published),
        }
    }
    for row in &table[..table.len() - 1] {
        agrees(case, "interest payment", row.payment, &expected["interest_payment"], 0);
    }
    if let Some(number_of_payments) = expected.get("number_of_payments") {
        assert_eq!(last, count(number_of_payments));
    }
}

/// Cents by which a year may be off: half a cent of rounding in each of twelve rows of interest, and in each of twelve
/// payments; what is left out of a payment grows with interest, and so does what it repays less a year later.
fn year_tolerance(case: &Case, year: usize) -> i64 {
    let terms = terms(case);
    let rates = terms.rate_changes.iter().map(|change| change.annual_rate).chain([terms.annual_rate]);
    let highest = Decimal::new(rates.map(|rate| i64::from(rate.micro_percent())).max().unwrap(), 8);
    let growth = Decimal::ONE + time_value::effective_rate(highest, 12).unwrap();
    let grown = (1..year).fold(Decimal::from(6), |grown, _| grown * growth);
    i64::try_from(grown.ceil()).unwrap() + 6
}

fn years_agree(case: &Case, table: &[Instalment]) {
    let Some(years) = case.expected.get("year_totals") else { return };
    for (year, published) in years.as_object().unwrap() {
        let year: usize = year.parse().unwrap();
        let last = (12 * year).min(table.len());
        let rows = &table[12 * (year - 1)..last];
        let tolerance = year_tolerance(case, year);
        agrees(case, "interest of a year", sum(rows, |row| row.interest), &published["interest"], tolerance);
        // The last payment takes what is left.
        let tolerance = if last == table.len() { left_to_the_last(case, table) } else { tolerance };
        let principal = sum(rows, |row| row.principal);
        agrees(case, "principal of a year", principal, &published["principal"], tolerance);
    }
}

fn totals_agree(case: &Case, table: &[Instalment]) {
    let (expected, totals) = (&case.expected, ScheduleTotals::of(table));
    let last = table.last().unwrap();
    if let Some(drift) = Drift::of(case) {
        assert_eq!(totals.interest, drift.total_interest, "{}", case.id);
        assert_eq!(last.payment, drift.last_payment, "{}", case.id);
    }
    agrees(case, "all payments", totals.payment, &expected["total_of_rounded_payments"], 0);
    // A cost that is not rounded is off by what the balance is off, each month of it.
    let interest = &expected["total_interest_unrounded_sum"];
    agrees(case, "all interest", totals.interest, interest, i64::from(last.number));
    if let Some(balloon) = expected.get("balloon_after_payment_180") {
        let above = last.payment.checked_sub(table[0].payment).unwrap();
        agrees(case, "balloon", above, balloon, 50);
    }
    if let Some(balance) = expected.get("balance_after_payment_60") {
        agrees(case, "balance after 60", table[59].balance, balance, 20);
    }
    if let Some(total_cost) = expected.get("total_cost") {
        let mut cost = totals.interest.checked_add(cents(&case.inputs["upfront_cost_not_financed"])).unwrap();
        for fee in case.inputs.get("monthly_fee").map(cents).into_iter().cycle().take(table.len()) {
            cost = cost.checked_add(fee).unwrap();
        }
        // Interest that is added to the balance is not rounded in the source: half a cent for each of our rows.
        let is_added = case.inputs.get("number_of_periods").is_some();
        agrees(case, "cost", cost, total_cost, if is_added { i64::from(last.number / 2) } else { 0 });
    }
}

/// What the notes of a case say of a schedule that rounds each row to cents: how many of them it is off at most, and
/// what it comes to.
struct Drift {
    interest: i64,
    balance: i64,
    total_interest: lendingos_domain::Money,
    last_payment: lendingos_domain::Money,
}

impl Drift {
    fn of(case: &Case) -> Option<Self> {
        let (_, stated) = case.notes.split_once("differs from the printed rows by at most ")?;
        let amount_after = |words: &str| {
            let (_, after) = stated.split_once(words).unwrap();
            let amount = after.split([' ', ';']).next().unwrap();
            cents(&amount.into())
        };
        Some(Self {
            interest: amount_after("").minor_units(),
            balance: amount_after(" in interest and ").minor_units(),
            total_interest: amount_after("its total interest is "),
            last_payment: amount_after("its last payment "),
        })
    }
}

/// Days on which payments are due, a month apart.
pub fn months_from(first: NaiveDate, count: u32) -> impl Iterator<Item = NaiveDate> {
    (0..count).map(move |months| first + Months::new(months))
}

/// The terms of a loan on which any payment may be recorded: nothing but interest is due before the end.
pub fn interest_only(terms: ScheduleTerms, payments: u32) -> ScheduleTerms {
    ScheduleTerms { schedule_type: ScheduleType::InterestOnly, term: Term::Payments(payments), ..terms }
}
