//! Ledgers worked out by hand.

use uuid::Uuid;

use super::*;
use crate::{AllocationOrder, Bucket, Currency, DayCount, ExcessRule, PaymentPeriod, ScheduleType, Term};

pub(super) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn money(minor_units: i64) -> Money {
    Money::from_minor_units(minor_units)
}

/// 100,000.00 at 7.5 % over 12 months from 15 January 2025.
pub(super) fn terms(day_count: DayCount) -> LedgerTerms {
    LedgerTerms {
        schedule: ScheduleTerms::new(
            money(10_000_000),
            "7.5".parse().unwrap(),
            Term::Months(12),
            ScheduleType::Amortized,
            PaymentPeriod::Months(1),
            day_count,
            date("2025-01-15"),
        ),
        servicing: ServicingTerms::usual(Currency::from_code("USD").unwrap()),
        interest_reserve: Vec::new(),
        opening: None,
    }
}

pub(super) fn payment(id: u128, on: &str, amount: i64) -> Entry {
    let payment_id = PaymentId::from_uuid(Uuid::from_u128(id));
    Entry { effective_on: date(on), movement: Movement::Payment { payment_id, amount: money(amount) } }
}

fn reversal(id: u128, on: &str) -> Entry {
    let payment_id = PaymentId::from_uuid(Uuid::from_u128(id));
    Entry { effective_on: date(on), movement: Movement::Reversal { payment_id } }
}

fn fee(id: u128, kind: FeeKind, on: &str, amount: i64) -> Entry {
    let fee_id = FeeId::from_uuid(Uuid::from_u128(id));
    Entry { effective_on: date(on), movement: Movement::Fee { fee_id, kind, amount: money(amount) } }
}

fn fold(terms: &LedgerTerms, entries: &[Entry], as_of: &str) -> Ledger {
    Ledger::fold(terms, entries, date(as_of)).unwrap()
}

/// Principal, interest, fees, late charges.
fn owed(ledger: &Ledger) -> [i64; 4] {
    [ledger.principal, ledger.accrued_interest, ledger.fees, ledger.late_charges].map(Money::minor_units)
}

#[test]
fn interest_of_a_stretch_is_rounded_once_however_many_periods_it_spans() {
    // 100,000.00 × 7.5 % × 137/365 = 2,815.0685
    let ledger = fold(&terms(DayCount::Actual365), &[], "2025-06-01");
    assert_eq!(owed(&ledger), [10_000_000, 281_507, 0, 0]);
    assert_eq!(ledger.per_diem, money(2_055));
    // Four whole months and 17 of 31 days of the fifth: 7,500 × (4 + 17/31)/12.
    let ledger = fold(&terms(DayCount::Thirty360), &[], "2025-06-01");
    assert_eq!(owed(&ledger), [10_000_000, 284_274, 0, 0]);
    assert_eq!(ledger.per_diem, money(2_016));
}

#[test]
fn a_payment_takes_the_interest_of_its_days_first() {
    let terms = terms(DayCount::Actual365);
    // 31 days: 636.99; the rest of 8,675.74 repays principal.
    let entries = [payment(1, "2025-02-15", 867_574)];
    let ledger = fold(&terms, &entries, "2025-02-15");
    let allocation = &ledger.allocations[0];
    assert_eq!((allocation.interest, allocation.principal), (money(63_699), money(803_875)));
    assert_eq!(owed(&ledger), [9_196_125, 0, 0, 0]);
    // 10 days late: 41 days on the whole principal, 842.47.
    let ledger = fold(&terms, &[payment(1, "2025-02-25", 867_574)], "2025-02-25");
    assert_eq!(ledger.allocations[0].interest, money(84_247));
    assert!(ledger.instalments[0].is_paid());
}

#[test]
fn a_partial_payment_leaves_the_instalment_partly_paid_and_interest_exact() {
    let terms = terms(DayCount::Thirty360);
    let entries = [payment(1, "2025-02-15", 10_000), payment(2, "2025-02-15", 400_000)];
    let ledger = fold(&terms, &entries, "2025-02-15");
    assert_eq!(ledger.allocations[0].interest, money(10_000));
    assert_eq!(
        (ledger.allocations[1].interest, ledger.allocations[1].principal),
        (money(52_500), money(347_500))
    );
    let first = ledger.instalments[0];
    assert_eq!((first.paid, first.unpaid()), (money(410_000), money(457_574)));
    assert_eq!(ledger.next_due().unwrap().instalment.number, 1);
}

#[test]
fn paying_exactly_the_schedule_ends_at_zero() {
    for day_count in DayCount::ALL {
        let terms = terms(day_count);
        let schedule = crate::Schedule::compute(&terms.schedule).unwrap();
        let rows = schedule.instalments.iter().zip(1..);
        let entries: Vec<Entry> =
            rows.map(|(row, id)| payment(id, &row.due_on.to_string(), row.payment.minor_units())).collect();
        let ledger = Ledger::fold(&terms, &entries, schedule.maturity_on).unwrap();
        assert_eq!(owed(&ledger), [0, 0, 0, 0], "{day_count}");
        assert_eq!(ledger.settled_on, Some(schedule.maturity_on));
        assert!(ledger.instalments.iter().all(InstalmentState::is_paid));
        let balances = ledger.allocations.iter().map(|allocation| allocation.balance);
        assert!(balances.eq(schedule.instalments.iter().map(|row| row.balance)), "{day_count}");
    }
}

#[test]
fn fees_and_late_charges_come_first_unless_the_loan_says_otherwise() {
    let mut terms = terms(DayCount::Thirty360);
    let entries = [
        fee(1, FeeKind::Inspection, "2025-02-01", 20_000),
        fee(2, FeeKind::LateCharge, "2025-02-10", 5_000),
        payment(3, "2025-02-15", 100_000),
    ];
    let split = |terms: &LedgerTerms| {
        let of = fold(terms, &entries, "2025-02-15").allocations[0].clone();
        [of.fees, of.late_charges, of.interest, of.principal].map(Money::minor_units)
    };
    assert_eq!(split(&terms), [20_000, 5_000, 62_500, 12_500]);
    use Bucket::{Fees, Interest, LateCharges, Principal};
    terms.servicing.allocation_order =
        AllocationOrder::new([Interest, Principal, LateCharges, Fees]).unwrap();
    assert_eq!(split(&terms), [0, 0, 62_500, 37_500]);
    terms.servicing.allocation_order =
        AllocationOrder::new([Principal, LateCharges, Fees, Interest]).unwrap();
    // Principal leaves room for the interest in the instalment.
    assert_eq!(split(&terms), [0, 0, 0, 100_000]);
}

#[test]
fn what_is_left_over_does_what_the_loan_says() {
    let mut terms = terms(DayCount::Thirty360);
    let entries = [payment(1, "2025-02-15", 2_867_574)];
    let ledger = fold(&terms, &entries, "2025-02-15");
    assert_eq!(
        (ledger.allocations[0].principal, ledger.allocations[0].prepaid),
        (money(2_805_074), money(2_000_000))
    );
    // The payment stays, the end comes earlier.
    let last = ledger.instalments.last().unwrap().instalment;
    assert_eq!(ledger.instalments[1].instalment.payment, money(867_574));
    assert_eq!((ledger.instalments.len(), last.due_on), (10, date("2025-11-15")));
    assert!(last.payment < money(867_574));

    terms.servicing.excess = ExcessRule::LowerPayment;
    let ledger = fold(&terms, &entries, "2025-02-15");
    assert_eq!(ledger.instalments.len(), 12);
    // 71,949.26 over 11 months at 7.5 %.
    assert_eq!(ledger.instalments[1].instalment.payment, money(678_867));

    terms.servicing.excess = ExcessRule::Hold;
    let ledger = fold(&terms, &entries, "2025-02-15");
    assert_eq!((ledger.held, ledger.allocations[0].prepaid), (money(2_000_000), Money::ZERO));
    // On the next due date what is held pays the instalment.
    let ledger = fold(&terms, &entries, "2025-03-15");
    assert_eq!(ledger.held, money(2_000_000 - 867_574));
    assert!(ledger.instalments[1].is_paid());
    let allocation = &ledger.allocations[0];
    let parts = allocation.interest.plus(allocation.principal).plus(allocation.held);
    assert_eq!(parts, allocation.amount);
}

/// 60,000.00 on 15 February leave 91,949.26 of principal and 51,324.26 held. On the 16th a 28th of a month has borne
/// 20.52; 40,645.52 more are all that is owed, and of 42,000.00 are 1,354.48 left.
#[test]
fn what_is_held_pays_the_loan_off_with_what_comes_in() {
    let mut terms = terms(DayCount::Thirty360);
    terms.servicing.excess = ExcessRule::Hold;
    for (amount, held) in [(4_064_552, 0), (4_200_000, 135_448)] {
        let entries = [payment(1, "2025-02-15", 6_000_000), payment(2, "2025-02-16", amount)];
        let ledger = fold(&terms, &entries, "2025-02-16");
        assert_eq!((owed(&ledger), ledger.held), ([0, 0, 0, 0], money(held)));
        assert_eq!(ledger.settled_on, Some(date("2025-02-16")));
        assert_eq!(ledger.allocations[0].held, Money::ZERO);
    }
    // A cent less is held for the instalments to come.
    let entries = [payment(1, "2025-02-15", 6_000_000), payment(2, "2025-02-16", 4_064_551)];
    assert!(fold(&terms, &entries, "2025-02-16").principal.is_positive());
}

#[test]
fn a_reversed_payment_never_was_from_the_day_of_its_reversal() {
    let terms = terms(DayCount::Actual365);
    let with = [payment(1, "2025-02-15", 867_574), reversal(1, "2025-02-20")];
    assert_eq!(owed(&fold(&terms, &with, "2025-02-19")), owed(&fold(&terms, &with[..1], "2025-02-19")));
    assert_eq!(fold(&terms, &with, "2025-02-20"), fold(&terms, &[], "2025-02-20"));
}

#[test]
fn default_interest_is_a_margin_from_a_day_to_another() {
    let terms = terms(DayCount::Actual365);
    let margin = |on: &str, rate: &str| Entry {
        effective_on: date(on),
        movement: Movement::DefaultMargin(rate.parse().unwrap()),
    };
    let entries = [margin("2025-01-25", "5"), margin("2025-02-04", "0")];
    // 10 days at 7.5, 10 at 12.5, 11 at 7.5: 636.986 + 136.986.
    assert_eq!(owed(&fold(&terms, &entries, "2025-02-15"))[1], 77_397);
    assert_eq!(fold(&terms, &entries, "2025-01-30").annual_rate.to_string(), "12.5");
}

#[test]
fn a_loan_advanced_in_parts_accrues_on_what_is_out() {
    let mut terms = terms(DayCount::Actual360);
    terms.schedule.schedule_type = ScheduleType::InterestOnly;
    let part = |on, amount| crate::Disbursement { on: date(on), amount: money(amount) };
    terms.schedule.disbursements = vec![part("2025-01-15", 4_000_000), part("2025-02-01", 6_000_000)];
    // 40,000 for 17 days and 100,000 for 14: 141.667 + 291.667.
    let ledger = fold(&terms, &[], "2025-02-15");
    assert_eq!(owed(&ledger)[..2], [10_000_000, 43_333]);
    assert_eq!(ledger.instalments[0].instalment.interest, money(43_333));
    assert_eq!(fold(&terms, &[], "2025-01-31").principal, money(4_000_000));
}

#[test]
fn other_terms_hold_from_a_day_and_keep_what_was_paid() {
    let terms = terms(DayCount::Thirty360);
    let rest = ScheduleTerms {
        first_payment_on: Some(date("2025-04-15")),
        term: Term::Payments(20),
        annual_rate: "6".parse().unwrap(),
        ..terms.schedule.clone()
    };
    let amended = Entry { effective_on: date("2025-03-15"), movement: Movement::Amendment(Box::new(rest)) };
    // The payment of March was not made: its interest is due with the next one.
    let entries = [payment(1, "2025-02-15", 867_574), amended];
    let ledger = fold(&terms, &entries, "2025-03-15");
    assert_eq!(ledger.instalments.len(), 21);
    let first = ledger.instalments[1].instalment;
    // 91,949.26: March's interest at 7.5 % is 574.68, April's at 6 % 459.75.
    assert_eq!((first.number, first.due_on, first.interest), (2, date("2025-04-15"), money(103_443)));
    assert_eq!(ledger.instalments.last().unwrap().instalment.due_on, date("2026-11-15"));
    let all: i64 = ledger.instalments[1..].iter().map(|row| row.instalment.principal.minor_units()).sum();
    assert_eq!(all, ledger.principal.minor_units());
}

#[test]
fn a_charge_off_leaves_nothing_owed() {
    let terms = terms(DayCount::Thirty360);
    let entries = [
        fee(1, FeeKind::Legal, "2025-04-01", 25_000),
        Entry { effective_on: date("2025-05-01"), movement: Movement::ChargeOff },
    ];
    let ledger = fold(&terms, &entries, "2025-06-01");
    assert_eq!(owed(&ledger), [0, 0, 0, 0]);
    assert_eq!((ledger.charged_off, ledger.per_diem), (money(10_000_000), Money::ZERO));
}

#[test]
fn an_overpayment_is_held() {
    let terms = terms(DayCount::Thirty360);
    let ledger = fold(&terms, &[payment(1, "2025-02-15", 12_000_000)], "2025-03-20");
    assert_eq!((ledger.principal, ledger.held), (Money::ZERO, money(12_000_000 - 10_062_500)));
    assert_eq!(ledger.settled_on, Some(date("2025-02-15")));
    assert_eq!(ledger.instalments.len(), 1);
}

#[test]
fn says_which_day_is_too_early() {
    let terms = terms(DayCount::Thirty360);
    let early = Ledger::fold(&terms, &[payment(1, "2025-01-14", 100)], date("2025-02-01"));
    assert!(matches!(early, Err(LedgerError::BeforeFunding { .. })));
    assert!(matches!(
        Ledger::fold(&terms, &[], date("2025-01-14")),
        Err(LedgerError::AsOfBeforeFunding { .. })
    ));
}

#[test]
fn each_day_bears_its_part_of_the_stretch() {
    let ledger = fold(&terms(DayCount::ActualActual), &[], "2026-01-03");
    let days = Accrual::by_day(&ledger.accruals, date("2025-12-30"), date("2026-01-03")).unwrap();
    assert_eq!(days.len(), 4);
    assert_eq!(days[0].interest.to_text(2, 6).unwrap(), "20.547945");
    assert_eq!(days[3].sum.to_text(2, 6).unwrap(), "82.191781");
}
