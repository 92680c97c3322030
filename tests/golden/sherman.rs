//! Documented answers of a commercial loan engine: odd first periods by actual days, half up. Their APRs are
//! checked in [`crate::regz`].

use chrono::{Datelike, Months, NaiveDate};
use lendingos_domain::{
    DayCount, Instalment, Money, Schedule, ScheduleTerms, ScheduleTotals, ScheduleType, Term,
};

use crate::{
    case::{Case, Coverage, Tolerance, agrees, cents, count, date, row_agrees, rows, sum},
    recorded::Recorded,
};

pub fn check(case: &Case) -> Coverage {
    let table = match case.id.as_str() {
        "sce-equal-payment-act365" => return equal_payments(case),
        "sce-interest-only-unit360" | "sce-construction-half-commitment" => interest_only(case),
        "sce-fixed-principal-plus-interest-act365" => fixed_principal(case),
        "sce-irregular-summer-skips-act365" => skipped_summers(case),
        _ => return Coverage::NotYet,
    };
    figures_agree(case, &table);
    Coverage::PutTogether
}

/// Compares all that a case states of its payments.
fn figures_agree(case: &Case, table: &[Instalment]) {
    let expected = &case.expected;
    for published in rows(&expected["rows"]) {
        let row = &table[usize::try_from(count(&published["nr"])).unwrap() - 1];
        row_agrees(case, row, published, Tolerance::NONE);
        let begun_with = row.balance.checked_add(row.principal).unwrap();
        agrees(case, "balance before it", begun_with, &published["begin_balance"], 0);
    }
    let (last, before) = table.split_last().unwrap();
    agrees(case, "first payment", before[0].payment, &expected["first_payment"], 0);
    for row in &before[1..] {
        agrees(case, "payment", row.payment, &expected["regular_payment"], 0);
    }
    agrees(case, "final payment", last.payment, &expected["final_payment"], 0);
    let totals = ScheduleTotals::of(table);
    agrees(case, "all interest", totals.interest, &expected["interest_total"], 0);
    agrees(case, "all payments", totals.payment, &expected["total_of_payments"], 0);
    let first_days = table[0].due_on - date(&case.inputs["loan_date"]);
    assert_eq!(first_days.num_days(), i64::from(count(&expected["first_period_days"])));
    for (year, published) in
        expected.get("subtotals").and_then(|years| years.as_object()).into_iter().flatten()
    {
        let of_year = || table.iter().filter(|row| row.due_on.year().to_string() == *year);
        agrees(case, "payments of a year", sum(of_year(), |row| row.payment), &published["payments"], 0);
        agrees(case, "interest of a year", sum(of_year(), |row| row.interest), &published["interest"], 0);
        agrees(case, "principal of a year", sum(of_year(), |row| row.principal), &published["principal"], 0);
    }
}

/// The terms of a case by actual days.
fn by_days(case: &Case, day_count: DayCount) -> ScheduleTerms {
    ScheduleTerms {
        day_count,
        funded_on: date(&case.inputs["loan_date"]),
        first_payment_on: Some(date(&case.inputs["first_payment_date"])),
        ..monthly(case)
    }
}

fn due_dates(case: &Case) -> Vec<NaiveDate> {
    let first = date(&case.inputs["first_payment_date"]);
    (0..count(&case.inputs["number_of_payments"])).map(|months| first + Months::new(months)).collect()
}

fn equal_payments(case: &Case) -> Coverage {
    let schedule = Schedule::compute(&by_days(case, DayCount::Actual365)).unwrap();
    let expected = &case.expected;
    let (last, before) = schedule.instalments.split_last().unwrap();
    assert_eq!(before[0].days, i64::from(count(&expected["first_period_days"])));
    assert_eq!(schedule.maturity_on, date(&expected["maturity"]));
    for row in before {
        agrees(case, "payment", row.payment, &expected["payment"], 0);
    }
    row_agrees(case, &before[0], &rows(&expected["rows"])[0], Tolerance::NONE);
    // Their last payment is not adjusted and leaves 0.03; ours takes it.
    let published_last = &rows(&expected["rows"])[1];
    agrees(case, "last interest", last.interest, &published_last["interest"], 0);
    let left = cents(&published_last["end_balance"]);
    assert_eq!(last.payment.checked_sub(left), Some(cents(&published_last["payment"])));
    agrees(case, "all interest", schedule.totals().interest, &expected["interest_total"], 0);
    for (year, published) in expected["subtotals"].as_object().unwrap() {
        let year: i32 = year.parse().unwrap();
        let rows: Vec<_> = before.iter().filter(|row| row.due_on.year() == year).copied().collect();
        let last = if last.due_on.year() == year { last.interest } else { Money::ZERO };
        let interest = sum(&rows, |row| row.interest).checked_add(last).unwrap();
        agrees(case, "interest of a year", interest, &published["interest"], 0);
    }
    Coverage::Whole
}

/// The first period counts its actual days over 360, and whole months are a twelfth of a year: one loan that is amended
/// after its first payment.
///
/// Of a construction loan, half of the commitment is outstanding until the end, when the other half goes out. The
/// source has its last month by days again and gives no reason: another amendment.
fn interest_only(case: &Case) -> Vec<Instalment> {
    let due_dates = due_dates(case);
    let half = case.inputs.get("commitment").map(|commitment| cents(commitment).minor_units() / 2);
    let half = half.map(Money::from_minor_units);
    let months = ScheduleTerms { schedule_type: ScheduleType::InterestOnly, ..monthly(case) };
    let days = ScheduleTerms {
        schedule_type: ScheduleType::InterestOnly,
        principal: half.unwrap_or(months.principal),
        ..by_days(case, DayCount::Actual360)
    };
    let mut loan = Recorded::new(days.clone());
    let [first, .., before_last, last] = due_dates[..] else { unreachable!("fewer than three payments") };
    let whole_months = count(&case.inputs["number_of_payments"]) - 1;
    loan.amend(first, ScheduleTerms { term: Term::Payments(whole_months), ..months });
    if let Some(half) = half {
        loan.amend(before_last, ScheduleTerms { term: Term::Payments(1), first_payment_on: None, ..days });
        loan.draw(last, half);
    }
    for due_on in &due_dates[..due_dates.len() - 1] {
        loan.pay(*due_on, loan.payoff(*due_on).interest);
    }
    loan.pay(last, loan.payoff(last).total);
    loan.rows(&due_dates)
}

/// The same principal each month, and what is left with the last payment.
fn fixed_principal(case: &Case) -> Vec<Instalment> {
    let terms =
        ScheduleTerms { schedule_type: ScheduleType::InterestOnly, ..by_days(case, DayCount::Actual365) };
    let due_dates = due_dates(case);
    let (last, before) = due_dates.split_last().unwrap();
    let mut loan = Recorded::new(terms);
    let part = cents(&case.inputs["principal_per_payment"]);
    for due_on in before {
        loan.pay(*due_on, loan.payoff(*due_on).interest.checked_add(part).unwrap());
    }
    loan.pay(*last, loan.payoff(*last).total);
    loan.rows(&due_dates)
}

/// Level payments but in summer. Their payment is the one that leaves least of the loan, or takes least too much; the
/// last is like the others.
fn skipped_summers(case: &Case) -> Vec<Instalment> {
    let due_dates = due_dates(case);
    let last = *due_dates.last().unwrap();
    let skipped: Vec<u32> = rows(&case.inputs["skipped_months"]).iter().map(count).collect();
    let is_paid = |due_on: &&NaiveDate| !skipped.contains(&due_on.month());
    assert_eq!(due_dates.len() - due_dates.iter().filter(is_paid).count(), case.expected["skipped_payments"]);
    let paid = |payment: Money| {
        let mut loan = Recorded::new(by_days(case, DayCount::Actual365));
        due_dates.iter().filter(is_paid).for_each(|due_on| loan.pay(*due_on, payment));
        loan
    };
    let left = |payment: i64| {
        let ledger = paid(Money::from_minor_units(payment)).on(last);
        ledger.total().checked_sub(ledger.held).unwrap().minor_units()
    };
    let principal = monthly(case).principal.minor_units();
    let (mut too_little, mut enough) = (0, principal);
    while enough - too_little > 1 {
        let payment = i64::midpoint(too_little, enough);
        if left(payment) > 0 { too_little = payment } else { enough = payment }
    }
    let nearest = if left(too_little) < -left(enough) { too_little } else { enough };
    agrees(case, "payment", Money::from_minor_units(nearest), &case.expected["payment"], 0);
    let loan = paid(Money::from_minor_units(nearest));
    for (day, published) in case.expected["unpaid_interest_after"].as_object().unwrap() {
        let unpaid = loan.on(day.parse().unwrap()).accrued_exactly.to_text(2, 4);
        assert_eq!(unpaid.as_deref(), published.as_str(), "{} {day}", case.id);
    }
    let mut table = loan.rows(&due_dates);
    // What is paid too much is held here, and owed to the borrower there.
    let (row, held) = (table.last_mut().unwrap(), loan.on(last).held);
    row.principal = row.principal.checked_add(held).unwrap();
    row.balance = row.balance.checked_sub(held).unwrap();
    table
}

fn monthly(case: &Case) -> ScheduleTerms {
    let mut inputs = case.inputs.clone();
    if inputs.get("principal").is_none() {
        inputs["principal"] = inputs["commitment"].clone();
    }
    Case { id: case.id.clone(), inputs, expected: case.expected.clone(), notes: case.notes.clone() }.monthly()
}
