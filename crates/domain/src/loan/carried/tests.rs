use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::{
    AgreedTerms, Currency, DayCount, FeeId, Frequency, Instalment, LoanAccount, LoanCreated, LoanId,
    LoanTerms, NewLoan, NewPayment, OrganizationId, PaymentId, PaymentMethod, PersonId, Rounding,
    ServicingEvent, ServicingTerms, create_loan,
};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn usd(text: &str) -> Money {
    text.parse::<Amount>().unwrap().money(currency()).unwrap()
}

fn currency() -> Currency {
    Currency::from_code("USD").unwrap()
}

fn context(today: &str) -> DecisionContext {
    DecisionContext {
        organization_id: OrganizationId::from_uuid(Uuid::from_u128(1)),
        now: "2025-07-01T12:00:00Z".parse().unwrap(),
        today: date(today),
        user: "Ruth Adeyemi".to_owned(),
        currency: currency(),
    }
}

/// 100,000.00 at 7.5 % over 12 months, 30/360: eleven payments of 8,675.74.
fn terms() -> LoanTerms {
    LoanTerms {
        principal: usd("100000.00"),
        annual_rate: "7.5".parse().unwrap(),
        term_months: 12,
        schedule_type: ScheduleType::Amortized,
        amortization_months: None,
        interest_only_periods: 0,
        frequency: Frequency::Monthly,
        day_count: DayCount::Thirty360,
        rounding: Rounding::HalfUp,
        first_payment_on: None,
        servicing: ServicingTerms::usual(currency()),
        construction: None,
    }
}

/// A loan that is about to be funded.
fn account(terms: LoanTerms, context: &DecisionContext) -> LoanAccount {
    let new = NewLoan {
        loan_id: LoanId::from_uuid(Uuid::from_u128(2)),
        number: 1,
        borrower_id: PersonId::from_uuid(Uuid::from_u128(3)),
        lender_id: None,
        external_reference: Some("A-17".to_owned()),
        purpose: None,
        terms,
    };
    let created: LoanCreated = create_loan(new, context).unwrap();
    let mut account = LoanAccount::from_created(&created).unwrap();
    for to in ["submitted", "verification", "underwriting", "approved", "closing"] {
        let to = serde_json::from_value(to.into()).unwrap();
        let transition = Transition { to, effective_on: date("2025-01-15"), reason: None };
        for event in account.loan.transition(transition, context).unwrap() {
            account.loan.apply(&event);
        }
    }
    account
}

fn wish(as_of: &str, principal: &str, next_due_on: &str) -> CarryOver {
    CarryOver {
        funded_on: date("2025-01-15"),
        carried_over_on: date(as_of),
        principal: usd(principal),
        interest: None,
        interest_paid_to: None,
        next_due_on: Some(date(next_due_on)),
        payment: None,
    }
}

fn carried(terms: LoanTerms, wish: &CarryOver, context: &DecisionContext) -> LoanAccount {
    let mut account = account(terms, context);
    let events = account.loan.carry_over(wish, context).unwrap();
    for event in events {
        match event {
            LoanEvent::Funded(funded) => account.apply(ServicingEvent::Funded(funded)).unwrap(),
            LoanEvent::StatusChanged(changed) => {
                account.apply(ServicingEvent::StatusChanged(changed)).unwrap()
            }
            LoanEvent::Created(_) => {}
        }
    }
    account
}

/// The schedule of the whole loan.
fn whole() -> Vec<Instalment> {
    Schedule::compute(&terms().schedule_terms(date("2025-01-15"))).unwrap().instalments
}

fn pay(account: &mut LoanAccount, id: u128, on: &str, amount: &str, context: &DecisionContext) {
    let new = NewPayment {
        payment_id: PaymentId::from_uuid(Uuid::from_u128(id)),
        amount: usd(amount),
        received_on: date(on),
        method: PaymentMethod::Other,
        reference: None,
        note: None,
        allow_duplicate: false,
        accept_overpayment: false,
    };
    let received = account.record_payment(new, context).unwrap();
    account.apply(ServicingEvent::Received(received)).unwrap();
}

#[test]
fn a_loan_that_kept_its_schedule_goes_on_as_if_it_had_begun_here() {
    let context = context("2025-07-01");
    // Five payments were made: 59,239.97 is what the schedule leaves after that of 15 June.
    let left = whole()[4].balance;
    assert_eq!(Amount::new(left, currency()).to_string(), "59239.97");
    let account = carried(terms(), &wish("2025-06-30", "59239.97", "2025-07-15"), &context);
    let ledger = account.ledger(date("2025-07-01")).unwrap().unwrap();
    assert_eq!(ledger.principal, usd("59239.97"));
    assert_eq!(ledger.disbursed, usd("100000.00"));
    // 15 days to 30 June under 30/360, and one more: 59,239.97 × 7.5 % × 16 / 360 = 197.47.
    assert_eq!(ledger.accrued_interest, usd("197.47"));
    let rows: Vec<Instalment> = ledger.instalments.iter().map(|row| row.instalment).collect();
    let rest: Vec<Instalment> =
        whole()[5..].iter().zip(1..).map(|(row, number)| Instalment { number, ..*row }).collect();
    assert_eq!(rows, rest);
}

#[test]
fn payments_and_the_payoff_are_right_from_there() {
    let context = context("2025-12-31");
    let mut account = carried(terms(), &wish("2025-06-30", "59239.97", "2025-07-15"), &context);
    pay(&mut account, 10, "2025-07-15", "8675.74", &context);
    let ledger = account.ledger(date("2025-07-15")).unwrap().unwrap();
    let first = &ledger.allocations[0];
    assert_eq!((first.interest, first.principal), (usd("370.25"), usd("8305.49")));
    assert_eq!(ledger.principal, whole()[5].balance);
    assert!(ledger.instalments[0].is_paid());
    // 50,934.48 and its interest of ten of the 31 days of a month: 102.69.
    let ledger = account.ledger(date("2025-07-25")).unwrap().unwrap();
    assert_eq!(ledger.total(), usd("51037.17"));
    pay(&mut account, 11, "2025-07-25", "51037.17", &context);
    let ledger = account.ledger(date("2025-12-31")).unwrap().unwrap();
    assert_eq!((ledger.total(), ledger.settled_on), (Money::ZERO, Some(date("2025-07-25"))));
}

#[test]
fn interest_that_was_overdue_is_due_on_top_of_the_first_instalment() {
    let context = context("2025-07-01");
    let wish = CarryOver { interest: Some(usd("285.06")), ..wish("2025-06-30", "59239.97", "2025-07-15") };
    let account = carried(terms(), &wish, &context);
    let ledger = account.ledger(date("2025-06-30")).unwrap().unwrap();
    // 185.12 had accrued since 15 June; nearly a hundred was open from before.
    assert_eq!(ledger.accrued_interest, usd("285.06"));
    assert_eq!(ledger.overdue_interest, usd("99.94"));
    assert_eq!(ledger.instalments[0].instalment.payment, usd("8775.68"));
    assert_eq!(ledger.instalments[1].instalment.payment, usd("8675.74"));
}

/// The case of a tape: 12 %, a balance of 90,000.00 as of the last day of October, of which interest was paid.
#[test]
fn interest_that_was_paid_up_to_the_balance_is_not_asked_for_again() {
    let context = context("2026-11-26");
    let terms = LoanTerms {
        principal: usd("100000.00"),
        annual_rate: "12".parse().unwrap(),
        term_months: 24,
        ..terms()
    };
    let wish = CarryOver {
        funded_on: date("2026-01-15"),
        interest: Some(Money::ZERO),
        ..wish("2026-10-31", "90000.00", "2026-11-15")
    };
    let mut account = carried(terms, &wish, &context);
    let row = account.ledger(date("2026-10-31")).unwrap().unwrap().instalments[0].instalment;
    // From 31 October to 15 November are 15 of the 31 days of a month: 90,000.00 × 1 % × 15 / 31.
    assert_eq!((row.payment, row.interest, row.principal), (usd("4707.35"), usd("435.48"), usd("4271.87")));
    pay(&mut account, 10, "2026-11-15", "4707.35", &context);
    let ledger = account.ledger(date("2026-11-15")).unwrap().unwrap();
    assert_eq!((ledger.allocations[0].interest, ledger.principal), (row.interest, row.balance));
    assert_eq!(ledger.instalments[1].instalment.interest, usd("857.28"));
}

/// Where instalments were missed and interest of them was paid, no row asks for less than nothing.
#[test]
fn interest_that_was_paid_of_missed_instalments_is_taken_off_the_first() {
    let context = context("2025-07-01");
    let left = Amount::new(whole()[2].balance, currency()).to_string();
    let wish = CarryOver { interest: Some(Money::ZERO), ..wish("2025-06-30", &left, "2025-05-15") };
    let rows = carried(terms(), &wish, &context).ledger(date("2025-06-30")).unwrap().unwrap().instalments;
    assert_eq!((rows[0].instalment.interest, rows[0].instalment.payment), (Money::ZERO, usd("8675.74")));
    assert!(rows.iter().all(|row| !row.instalment.interest.is_negative()));
}

#[test]
fn instalments_that_were_missed_are_past_due_from_their_own_days() {
    let context = context("2025-07-01");
    let left = Amount::new(whole()[2].balance, currency()).to_string();
    let account = carried(terms(), &wish("2025-06-30", &left, "2025-05-15"), &context);
    let ledger = account.ledger(date("2025-06-30")).unwrap().unwrap();
    assert_eq!(ledger.past_due(), usd("17351.48"));
    assert_eq!(ledger.next_due().unwrap().instalment.due_on, date("2025-05-15"));
    // 75 days on all that is outstanding, since nothing of it was repaid.
    assert_eq!(ledger.accrued_interest, usd("1182.76"));
}

#[test]
fn a_smaller_balance_ends_the_loan_sooner_with_the_payment_as_it_was() {
    let context = context("2025-07-01");
    let account = carried(terms(), &wish("2025-06-30", "30000.00", "2025-07-15"), &context);
    let rows = account.ledger(date("2025-06-30")).unwrap().unwrap().instalments;
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0].instalment.payment, usd("8675.74"));
    assert_eq!(rows[3].instalment.balance, Money::ZERO);
}

#[test]
fn what_the_terms_cannot_have_is_refused_by_its_field() {
    let context = context("2025-07-01");
    let account = account(terms(), &context);
    let refused = |wish: CarryOver| account.loan.carry_over(&wish, &context).unwrap_err().to_string();
    let cases = [
        (wish("2025-06-30", "100000.01", "2025-07-15"), "balance must be"),
        (wish("2025-06-30", "0.00", "2025-07-15"), "balance must be"),
        (wish("2025-07-02", "1.00", "2025-07-15"), "balance_as_of must be from"),
        (wish("2025-01-14", "1.00", "2025-07-15"), "balance_as_of must be from"),
        (wish("2025-06-30", "1.00", "2026-01-16"), "next_due_on must be"),
        (wish("2025-06-30", "1.00", "2025-01-15"), "next_due_on must be"),
        (
            CarryOver { interest: Some(usd("-1.00")), ..wish("2025-06-30", "1.00", "2025-07-15") },
            "interest must",
        ),
    ];
    for (wish, problem) in cases {
        let message = refused(wish);
        assert!(message.starts_with(problem), "{message}");
    }
}

#[test]
fn a_fee_can_be_owed_beside_it() {
    let context = context("2025-07-01");
    let account = carried(terms(), &wish("2025-06-30", "59239.97", "2025-07-15"), &context);
    let fee = crate::NewFee {
        fee_id: FeeId::from_uuid(Uuid::from_u128(20)),
        kind: crate::FeeKind::Other,
        amount: usd("45.00"),
        assessed_on: date("2025-06-30"),
        note: None,
    };
    assert_eq!(account.assess_fee(fee, &context).unwrap().assessed_on, date("2025-06-30"));
    let _: AgreedTerms = account.loan.terms.agreed(currency());
}
