//! What holds of every ledger.

use chrono::Days;
use proptest::{collection::vec, prelude::*, sample::select};
use uuid::Uuid;

use super::{
    tests::{date, money},
    *,
};
use crate::{
    Currency, DayCount, ExcessRule, Frequency, LoanStatement, Rounding, Schedule, ScheduleType, Term,
};

fn any_terms() -> impl Strategy<Value = LedgerTerms> {
    (
        (1_i64..=200_000_000, 0_u32..=3_000, 1_u32..=36),
        select(&ScheduleType::ALL),
        select(&Frequency::ALL),
        select(&DayCount::ALL),
        select(&[ExcessRule::ShortenTerm, ExcessRule::LowerPayment, ExcessRule::Hold]),
        select(&[Rounding::HalfUp, Rounding::HalfEven]),
    )
        .prop_map(
            |((principal, rate, months), schedule_type, frequency, day_count, excess, rounding)| {
                LedgerTerms {
                    schedule: ScheduleTerms {
                        rounding,
                        amortization_months: (schedule_type == ScheduleType::Balloon).then_some(360),
                        ..ScheduleTerms::new(
                            money(principal),
                            AnnualRate::from_micro_percent(rate * 10_000).unwrap(),
                            Term::Months(months),
                            schedule_type,
                            frequency.period(),
                            day_count,
                            date("2024-01-31"),
                        )
                    },
                    servicing: ServicingTerms {
                        excess,
                        ..ServicingTerms::usual(Currency::from_code("USD").unwrap())
                    },
                    interest_reserve: Vec::new(),
                    opening: None,
                }
            },
        )
}

/// Payments, fees and reversals at any day of four years.
fn any_entries() -> impl Strategy<Value = Vec<Entry>> {
    vec((0_u8..8, 0_u64..1_500, 1_i64..20_000_000), 0..25).prop_map(|movements| {
        let entry = |(index, (kind, day, amount)): (usize, (u8, u64, i64))| {
            let id = Uuid::from_u128(u128::try_from(index).unwrap() + 1);
            let payment_id = PaymentId::from_uuid(id);
            let reversed = Uuid::from_u128(u128::try_from(index / 2).unwrap() + 1);
            Entry {
                effective_on: date("2024-01-31") + Days::new(day),
                movement: match kind {
                    0 => Movement::Fee {
                        fee_id: FeeId::from_uuid(id),
                        kind: FeeKind::Other,
                        amount: money(amount / 100 + 1),
                    },
                    1 => Movement::Fee {
                        fee_id: FeeId::from_uuid(id),
                        kind: FeeKind::LateCharge,
                        amount: money(5_000),
                    },
                    2 => Movement::Reversal { payment_id: PaymentId::from_uuid(reversed) },
                    3 => Movement::DefaultMargin(AnnualRate::from_micro_percent(5_000_000).unwrap()),
                    _ => Movement::Payment { payment_id, amount: money(amount) },
                },
            }
        };
        movements.into_iter().enumerate().map(entry).collect()
    })
}

/// A loan that is taken over on any day of the period that runs, with interest of it paid already or not, or more of it
/// owed, and the payment that it had.
fn any_taken_over() -> impl Strategy<Value = LedgerTerms> {
    (any_terms(), 0_i64..=1_000, 0_i64..=2_000, any::<bool>()).prop_filter_map(
        "the terms make a schedule",
        |(terms, day, share, is_stated)| {
            let calendar = AccrualCalendar::of(&terms.schedule).ok()?;
            let before = Schedule::compute(&terms.schedule).ok()?.instalments;
            let period = calendar.periods().first()?;
            let days = (period.due_on - terms.schedule.funded_on).num_days();
            let on = terms.schedule.funded_on + Days::new(u64::try_from(days * day / 1_000).unwrap());
            let running = Ledger::fold(&terms, &[], on).unwrap().accrued_interest;
            // From nothing to twice of what accrued, and often just that or nothing.
            let share = if share % 3 == 0 { 1_000 * (share % 2) } else { share };
            let interest = money(running.minor_units() * share / 1_000);
            let on_top = if interest > running { interest.less(running) } else { Money::ZERO };
            let is_level =
                matches!(terms.schedule.schedule_type, ScheduleType::Amortized | ScheduleType::Balloon);
            let payment = before.iter().rev().nth(1).map(|row| row.payment);
            let schedule = ScheduleTerms {
                level_payment: payment.filter(|payment| is_stated && is_level && payment.is_positive()),
                ..terms.schedule.clone()
            };
            let opening = Opening { on, disbursed: terms.schedule.principal, interest, on_top };
            Some(LedgerTerms { schedule, opening: Some(opening), ..terms })
        },
    )
}

fn balances(ledger: &Ledger) -> Vec<Money> {
    vec![
        ledger.principal,
        ledger.accrued_interest,
        ledger.fees,
        ledger.late_charges,
        ledger.held,
        ledger.per_diem,
        ledger.total(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_is_lost_and_no_balance_is_negative(
        terms in any_terms(), entries in any_entries(), day in 0_u64..1_600,
    ) {
        let as_of = date("2024-01-31") + Days::new(day);
        let ledger = Ledger::fold(&terms, &entries, as_of).unwrap();
        for balance in balances(&ledger) {
            prop_assert!(!balance.is_negative());
        }
        let mut repaid = 0;
        for of in &ledger.allocations {
            let parts = [of.fees, of.late_charges, of.interest, of.principal, of.held];
            prop_assert_eq!(parts.iter().map(|part| part.minor_units()).sum::<i64>(), of.amount.minor_units());
            // Only interest that the schedule adds to principal makes that part less than nothing.
            let others = [of.fees, of.late_charges, of.interest, of.held, of.balance];
            prop_assert!(others.iter().all(|part| !part.is_negative()));
            repaid += of.principal.minor_units();
        }
        prop_assert_eq!(ledger.disbursed.minor_units() - repaid, ledger.principal.minor_units());
        // What was accrued is owed or was paid, but for the half cents that rounding leaves.
        let accrued = ledger.accruals.iter().fold(ExactInterest::ZERO, |sum, accrual| {
            sum.checked_add(accrual.interest).unwrap()
        });
        let paid: i64 = ledger.allocations.iter().map(|of| of.interest.minor_units()).sum();
        let accrued = accrued.rounded(terms.schedule.rounding).unwrap().minor_units();
        let apart = (accrued - paid - ledger.accrued_interest.minor_units()).abs();
        let settled = i64::try_from(3 * ledger.allocations.len() + ledger.instalments.len() + 2).unwrap();
        prop_assert!(apart <= settled, "{} of {}", apart, accrued);
    }

    #[test]
    fn the_order_of_recording_does_not_matter(
        terms in any_terms(), entries in any_entries(), seed in any::<u64>(),
    ) {
        let as_of = date("2028-06-30");
        let mut shuffled = entries.clone();
        // A shuffle that is the same each time.
        shuffled.sort_by_key(|entry| {
            let place = entries.iter().position(|other| other == entry).unwrap();
            (u64::try_from(place).unwrap() + 1).wrapping_mul(seed | 1)
        });
        let recorded = Ledger::fold(&terms, &entries, as_of).unwrap();
        let shuffled = Ledger::fold(&terms, &shuffled, as_of).unwrap();
        prop_assert_eq!(balances(&recorded), balances(&shuffled));
        prop_assert_eq!(recorded.allocations.len(), shuffled.allocations.len());
    }

    #[test]
    fn reversing_the_last_payment_restores_every_balance(
        terms in any_terms(), entries in any_entries(), amount in 1_i64..50_000_000,
    ) {
        let as_of = date("2028-06-30");
        let before = Ledger::fold(&terms, &entries, as_of).unwrap();
        let mut entries = entries;
        let payment_id = PaymentId::from_uuid(Uuid::from_u128(1_000));
        let on = date("2028-05-01");
        entries.push(Entry { effective_on: on, movement: Movement::Payment { payment_id, amount: money(amount) } });
        entries.push(Entry { effective_on: as_of, movement: Movement::Reversal { payment_id } });
        prop_assert_eq!(Ledger::fold(&terms, &entries, as_of).unwrap(), before);
    }

    #[test]
    fn paying_exactly_the_schedule_ends_at_zero(terms in any_terms()) {
        let Ok(schedule) = Schedule::compute(&terms.schedule) else { return Ok(()) };
        let paid = |row: &crate::Instalment| {
            let payment_id = PaymentId::from_uuid(Uuid::from_u128(row.number.into()));
            Entry { effective_on: row.due_on, movement: Movement::Payment { payment_id, amount: row.payment } }
        };
        // A row of nothing is not paid, so that its part of a cent goes on.
        prop_assume!(schedule.instalments.iter().all(|row| row.payment.is_positive()));
        let entries: Vec<Entry> = schedule.instalments.iter().map(paid).collect();
        let ledger = Ledger::fold(&terms, &entries, schedule.maturity_on).unwrap();
        prop_assert_eq!((ledger.total(), ledger.held), (Money::ZERO, Money::ZERO));
        prop_assert!(ledger.recut_on.is_empty());
        prop_assert!(ledger.instalments.iter().all(InstalmentState::is_paid));
    }

    /// The schedule of a loan that is taken over is that of its ledger, to the cent and from its first row on.
    #[test]
    fn paying_exactly_the_schedule_from_the_opening_on_is_split_as_it_says(terms in any_taken_over()) {
        let Ok(schedule) = terms.first_schedule() else { return Ok(()) };
        prop_assume!(schedule.instalments.iter().all(|row| row.payment.is_positive()));
        let paid = |row: &crate::Instalment| {
            let payment_id = PaymentId::from_uuid(Uuid::from_u128(row.number.into()));
            Entry { effective_on: row.due_on, movement: Movement::Payment { payment_id, amount: row.payment } }
        };
        let entries: Vec<Entry> = schedule.instalments.iter().map(paid).collect();
        let ledger = Ledger::fold(&terms, &entries, schedule.maturity_on).unwrap();
        prop_assert_eq!((ledger.total(), ledger.held), (Money::ZERO, Money::ZERO));
        prop_assert!(ledger.recut_on.is_empty());
        prop_assert_eq!(ledger.allocations.len(), schedule.instalments.len());
        for (row, split) in schedule.instalments.iter().zip(&ledger.allocations) {
            let of_row = (row.due_on, row.interest, row.principal, row.balance);
            prop_assert_eq!(of_row, (split.effective_on, split.interest, split.principal, split.balance));
        }
    }

    /// Looking at the ledger on the way changes nothing.
    #[test]
    fn the_days_of_a_ledger_add_up(terms in any_terms(), entries in any_entries(), day in 0_u64..1_500) {
        let as_of = date("2024-01-31") + Days::new(day);
        let ledger = Ledger::fold(&terms, &entries, as_of).unwrap();
        let days = Accrual::by_day(&ledger.accruals, date("2024-01-31"), as_of).unwrap();
        let sum = ledger.accruals.iter().fold(ExactInterest::ZERO, |sum, accrual| {
            sum.checked_add(accrual.interest).unwrap()
        });
        prop_assert_eq!(days.last().map_or(ExactInterest::ZERO, |last| last.sum), sum);
    }

    /// Statements of days that follow each other leave out nothing and count nothing twice, whatever is held,
    /// reversed or given up in between.
    #[test]
    fn statements_add_up(
        terms in any_terms(), entries in any_entries(), mut cuts in vec(0_u64..1_600, 1..6),
        given_up in proptest::option::of(200_u64..1_500),
    ) {
        let start = date("2024-01-31");
        let mut entries = entries;
        entries.extend(given_up.map(|day| Entry {
            effective_on: start + Days::new(day), movement: Movement::ChargeOff,
        }));
        cuts.sort_unstable();
        cuts.dedup();
        let (mut from, mut principal, mut held) = (date("2024-01-01"), Money::ZERO, Money::ZERO);
        let (mut interest, mut charges, mut amount) = (Money::ZERO, Money::ZERO, Money::ZERO);
        for cut in cuts {
            let to = start + Days::new(cut);
            let statement = LoanStatement::between(&terms, &entries, from, to).unwrap().unwrap();
            prop_assert_eq!(statement.opening_principal, principal);
            let closing = principal
                .plus(statement.taken_over)
                .plus(statement.disbursed)
                .plus(statement.from_reserve)
                .plus(statement.capitalized)
                .less(statement.paid.principal)
                .less(statement.charged_off);
            prop_assert_eq!(statement.closing_principal, closing);
            held = held.plus(statement.paid.held);
            prop_assert_eq!(statement.closing_held, held);
            for parts in statement.changes.iter().map(|change| change.parts).chain([statement.received]) {
                let sum = parts.charges.plus(parts.interest).plus(parts.principal).plus(parts.held);
                prop_assert_eq!(sum, parts.amount);
            }
            interest = interest.plus(statement.paid.interest);
            charges = charges.plus(statement.paid.charges);
            amount = amount.plus(statement.paid.amount);
            let ledger = Ledger::fold(&terms, &entries, to).unwrap();
            let of = |part: fn(&Allocation) -> Money| ledger.allocations.iter().map(part).fold(Money::ZERO, Money::plus);
            prop_assert_eq!(interest, of(|of| of.interest.less(of.capitalized)));
            prop_assert_eq!(charges, of(Allocation::charges));
            prop_assert_eq!(amount, of(|of| of.amount));
            (from, principal) = (to + Days::new(1), closing);
        }
    }
}
