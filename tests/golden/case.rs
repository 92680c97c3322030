//! Reading the cases, and comparing money with them.

use std::path::PathBuf;

use chrono::NaiveDate;
use lendingos_domain::{
    Amount, AnnualRate, Currency, DayCount, Instalment, Money, PaymentPeriod, Schedule, ScheduleTerms,
    ScheduleType, Term,
};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;

/// How much of a case was compared. A figure that does not agree panics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coverage {
    /// Every figure, of one loan as the source describes it.
    Whole,
    /// Every figure, but the loan is put together, or its terms stand for others: see the list of reasons.
    PutTogether,
    /// All figures but these.
    Part(&'static str),
    /// None: see the list of reasons.
    NotYet,
}

/// One published case.
#[derive(Clone)]
pub struct Case {
    pub id: String,
    pub inputs: Value,
    pub expected: Value,
    pub notes: String,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/vectors")
}

/// The groups there are files of.
pub fn files() -> Vec<String> {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    entries
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect()
}

/// The cases of a group, each id once.
pub fn read(group: &str) -> Vec<Case> {
    let text = std::fs::read_to_string(folder().join(group).with_extension("json")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let cases: Vec<_> = file["cases"].as_array().unwrap().iter().map(Case::from_json).collect();
    assert_eq!(file["case_count"], cases.len());
    cases
}

impl Case {
    fn from_json(case: &Value) -> Self {
        Self {
            id: case["id"].as_str().unwrap().to_owned(),
            inputs: case["inputs"].clone(),
            expected: case["expected"].clone(),
            notes: case["notes"].as_str().unwrap().to_owned(),
        }
    }

    /// A schedule of monthly level payments from the inputs that most groups share. Where no date is given, any
    /// will do: the months of 30/360 are all alike.
    pub fn monthly(&self) -> ScheduleTerms {
        ScheduleTerms::new(
            cents(&self.inputs["principal"]),
            rate(&self.inputs["annual_rate_percent"]),
            Term::Payments(count(&self.inputs["number_of_payments"])),
            ScheduleType::Amortized,
            PaymentPeriod::Months(1),
            DayCount::Thirty360,
            NaiveDate::from_ymd_opt(2025, 1, 1).unwrap(),
        )
    }
}

/// An amount of a currency with two decimals.
pub fn cents(amount: &Value) -> Money {
    let amount: Amount = amount.as_str().unwrap().parse().unwrap();
    amount.money(Currency::from_code("EUR").unwrap()).unwrap()
}

pub fn decimal(text: &Value) -> Decimal {
    text.as_str().unwrap().parse().unwrap()
}

/// An amount to the cent, half up.
pub fn half_up(amount: Decimal) -> Money {
    let cents = amount * Decimal::ONE_HUNDRED;
    let cents = cents.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    Money::from_minor_units(cents.try_into().unwrap())
}

pub fn rate(percent: &Value) -> AnnualRate {
    percent.as_str().unwrap().parse().unwrap()
}

pub fn date(date: &Value) -> NaiveDate {
    date.as_str().unwrap().parse().unwrap()
}

pub fn count(value: &Value) -> u32 {
    u32::try_from(value.as_u64().unwrap()).unwrap()
}

pub fn rows(expected: &Value) -> &[Value] {
    expected.as_array().unwrap()
}

/// The row of a schedule that a published row means by its number.
pub fn row_of<'a>(schedule: &'a Schedule, published: &Value) -> &'a Instalment {
    let number = count(&published["nr"]);
    schedule.instalments.iter().find(|row| row.number == number).unwrap()
}

/// The sum of a part over some rows.
pub fn sum<'a>(rows: impl IntoIterator<Item = &'a Instalment>, part: fn(&Instalment) -> Money) -> Money {
    rows.into_iter().fold(Money::ZERO, |sum, row| sum.checked_add(part(row)).unwrap())
}

/// Compares an amount with a published one, if the source printed it.
pub fn agrees(case: &Case, what: &str, computed: Money, published: &Value, tolerance_cents: i64) {
    if published.is_null() {
        return;
    }
    let published = cents(published);
    let apart = computed.checked_sub(published).unwrap().minor_units();
    assert!(
        apart.abs() <= tolerance_cents,
        "{}: {what} is {} cents, published {}",
        case.id,
        computed.minor_units(),
        published.minor_units()
    );
}

/// How far the amounts of a published row may be from ours, in cents.
#[derive(Clone, Copy)]
pub struct Tolerance {
    pub flow: i64,
    pub balance: i64,
}

impl Tolerance {
    pub const NONE: Self = Self { flow: 0, balance: 0 };
}

/// Compares what a source printed of a row; sources use several names for the same part.
pub fn row_agrees(case: &Case, computed: &Instalment, published: &Value, tolerance: Tolerance) {
    let number = computed.number;
    let parts = [
        ("payment", computed.payment, tolerance.flow),
        ("due", computed.payment, tolerance.flow),
        ("interest", computed.interest, tolerance.flow),
        ("principal", computed.principal, tolerance.flow),
        ("balance", computed.balance, tolerance.balance),
        ("end_balance", computed.balance, tolerance.balance),
    ];
    let printed = parts.iter().filter(|(key, ..)| published.get(key).is_some()).count();
    assert!(printed >= 3, "{}: only {printed} parts of row {number} are read", case.id);
    for (key, amount, tolerance) in parts {
        agrees(case, &format!("{key} of row {number}"), amount, &published[key], tolerance);
    }
    if let Some(due_date) = published.get("due_date") {
        assert_eq!(computed.due_on, date(due_date), "{} row {number}", case.id);
    }
}
