//! Given events, when a command comes, then these events or this rejection.

use chrono::{DateTime, NaiveDate};
use uuid::Uuid;

use super::*;
use crate::{AnnualRate, Currency, DayCount, Frequency, Money, OrganizationId, Rounding, ScheduleType};

fn context() -> DecisionContext {
    DecisionContext {
        organization_id: OrganizationId::from_uuid(Uuid::from_u128(1)),
        now: DateTime::from_timestamp(1_736_935_200, 0).unwrap(),
        today: NaiveDate::from_ymd_opt(2025, 1, 15).unwrap(),
        user: "Ada".into(),
        currency: Currency::from_code("USD").unwrap(),
    }
}

fn terms() -> LoanTerms {
    LoanTerms {
        principal: Money::from_minor_units(10_000_000),
        annual_rate: "7.5".parse::<AnnualRate>().unwrap(),
        term_months: 12,
        schedule_type: ScheduleType::Amortized,
        frequency: Frequency::Monthly,
        day_count: DayCount::Thirty360,
        rounding: Rounding::HalfUp,
        first_payment_on: None,
        amortization_months: None,
        interest_only_periods: 0,
        servicing: ServicingTerms::usual(context().currency),
        construction: None,
    }
}

fn new_loan(terms: LoanTerms) -> NewLoan {
    NewLoan {
        loan_id: LoanId::from_uuid(Uuid::from_u128(2)),
        number: 1,
        borrower_id: PersonId::from_uuid(Uuid::from_u128(3)),
        lender_id: None,
        external_reference: None,
        purpose: Some("Duplex on Elm Street".into()),
        terms,
    }
}

fn loan_at(status: LoanStatus) -> Loan {
    let created = create_loan(new_loan(terms()), &context()).unwrap();
    let mut loan = Loan::from_created(&created).unwrap();
    loan.status = status;
    loan
}

fn to(status: LoanStatus) -> Transition {
    Transition { to: status, effective_on: context().today, reason: None }
}

#[test]
fn walks_from_draft_to_funded_in_six_changes_and_one_funding() {
    use LoanStatus::*;
    let mut loan = loan_at(Draft);
    let mut events = Vec::new();
    for status in [Submitted, Verification, Underwriting, Approved, Closing, Funded] {
        let decided = loan.transition(to(status), &context()).unwrap();
        decided.iter().for_each(|event| loan.apply(event));
        events.extend(decided);
    }
    let changes = events.iter().filter(|event| matches!(event, LoanEvent::StatusChanged(_))).count();
    assert_eq!((changes, events.len()), (6, 7));
    let Some(LoanEvent::Funded(funded)) = events.last() else { panic!("the last event is the funding") };
    assert_eq!(funded.terms.principal.to_string(), "100000.00");
    assert_eq!(loan.funded_on, Some(context().today));
    assert_eq!(loan.status, Funded);
}

#[test]
fn refuses_a_step_that_the_table_does_not_have_and_says_which_it_has() {
    let rejection = loan_at(LoanStatus::Draft).transition(to(LoanStatus::Funded), &context()).unwrap_err();
    assert_eq!(
        rejection.to_string(),
        "a loan that is draft cannot become funded; allowed: submitted, rejected"
    );
    let rejection = loan_at(LoanStatus::Rejected).transition(to(LoanStatus::Draft), &context()).unwrap_err();
    assert!(rejection.to_string().ends_with("nothing, this status is final"));
}

#[test]
fn a_cured_loan_is_not_funded_a_second_time() {
    let mut loan = loan_at(LoanStatus::Closing);
    for status in [LoanStatus::Funded, LoanStatus::Defaulted] {
        for event in loan.transition(to(status), &context()).unwrap() {
            loan.apply(&event);
        }
    }
    let cured = loan.transition(to(LoanStatus::Funded), &context()).unwrap();
    assert!(matches!(cured.as_slice(), [LoanEvent::StatusChanged(_)]));
}

#[test]
fn refuses_terms_that_make_no_schedule_and_names_the_field() {
    let cases = [
        (LoanTerms { principal: Money::ZERO, ..terms() }, "principal"),
        (LoanTerms { principal: Money::from_minor_units(-1), ..terms() }, "principal"),
        (LoanTerms { term_months: 0, ..terms() }, "term_months"),
        (LoanTerms { term_months: 1_201, ..terms() }, "term_months"),
    ];
    for (terms, field) in cases {
        let LoanRejection::Terms(error) = create_loan(new_loan(terms), &context()).unwrap_err() else {
            panic!("the terms are at fault")
        };
        assert_eq!(error.field(), field);
    }
}

#[test]
fn funding_before_or_on_the_first_payment_date_only() {
    let mut loan = loan_at(LoanStatus::Closing);
    loan.terms.first_payment_on = NaiveDate::from_ymd_opt(2025, 1, 10);
    let LoanRejection::Terms(error) = loan.transition(to(LoanStatus::Funded), &context()).unwrap_err() else {
        panic!("the first payment date is at fault")
    };
    assert_eq!(error.field(), "first_payment_on");
}
