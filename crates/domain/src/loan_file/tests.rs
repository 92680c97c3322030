//! What is kept with a loan, and what is refused.

use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    CollateralId, Currency, DecisionContext, LoanId, Money, NoteId, OrganizationId, PartyId, PersonId,
    PropertyId,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn context() -> DecisionContext {
    DecisionContext {
        organization_id: OrganizationId::from_uuid(Uuid::from_u128(1)),
        now: chrono::DateTime::UNIX_EPOCH,
        today: day("2025-03-15"),
        user: "Ada".to_owned(),
        currency: Currency::from_code("USD").unwrap(),
    }
}

fn person(number: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(number))
}

fn loan() -> LoanId {
    LoanId::from_uuid(Uuid::from_u128(7))
}

#[test]
fn loan_to_value_is_exact_and_rounds_half_up() {
    let cases = [
        (7_250_000, 0, 10_000_000, Some("72.50")),
        (0, 0, 10_000_000, Some("0.00")),
        (5_000_000, 2_500_000, 10_000_000, Some("75.00")),
        // 1/3 and 2/3 of a percent's hundredth.
        (1, 0, 3, Some("33.33")),
        (2, 0, 3, Some("66.67")),
        // Half of a hundredth of a percent: 1 ÷ 20,000 = 0.005 %.
        (1, 0, 20_000, Some("0.01")),
        (1, 0, 20_001, Some("0.00")),
        // More is owed than it is worth.
        (15_000_000, 0, 10_000_000, Some("150.00")),
        // More than a ratio can be.
        (i64::MAX, i64::MAX, 1, None),
        (1, 0, 0, None),
        (-1, 0, 100, None),
    ];
    for (debt, seniors, value, expected) in cases {
        let money = Money::from_minor_units;
        let found = LoanToValue::of(money(debt), money(seniors), money(value)).map(|ratio| ratio.to_string());
        assert_eq!(found.as_deref(), expected, "({debt} + {seniors}) / {value}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn loan_to_value_is_within_half_a_hundredth_and_reads_back(
        debt in 0_i64..=1_000_000_000_000, seniors in 0_i64..=1_000_000_000_000, value in 1_i64..=1_000_000_000_000,
    ) {
        let money = Money::from_minor_units;
        let ratio = LoanToValue::of(money(debt), money(seniors), money(value)).unwrap();
        let exact = (i128::from(debt) + i128::from(seniors)) * 10_000;
        let off = exact - i128::from(ratio.hundredths()) * i128::from(value);
        prop_assert!(off * 2 < i128::from(value) && off * 2 >= -i128::from(value));
        prop_assert_eq!(ratio.to_string().parse::<LoanToValue>(), Ok(ratio));
    }
}

fn party(person_id: PersonId, role: PartyRole) -> NewParty {
    let party_id = PartyId::from_uuid(Uuid::from_u128(9));
    NewParty { party_id, loan_id: loan(), person_id, role, since_on: day("2025-03-01"), note: None }
}

#[test]
fn a_person_has_a_role_once_until_it_ends() {
    let context = context();
    let add = |new: NewParty, held: &[HeldParty]| {
        new.add(person(1), held, &context).map_err(|error| error.to_string())
    };
    let added = add(party(person(2), PartyRole::Guarantor), &[]).unwrap();
    let mut held = HeldParty {
        party_id: added.party_id,
        loan_id: loan(),
        person_id: person(2),
        role: PartyRole::Guarantor,
        since_on: day("2025-03-01"),
        removed_on: None,
    };
    let again = add(party(person(2), PartyRole::Guarantor), std::slice::from_ref(&held));
    assert_eq!(again.unwrap_err(), "role guarantor is this person's on the loan already");
    assert!(add(party(person(2), PartyRole::Broker), std::slice::from_ref(&held)).is_ok());
    let borrower = add(party(person(1), PartyRole::CoBorrower), &[]).unwrap_err();
    assert_eq!(borrower, "person_id names the loan's borrower, who cannot be its co_borrower as well");
    let future = NewParty { since_on: day("2025-03-16"), ..party(person(2), PartyRole::Broker) };
    assert_eq!(add(future, &[]).unwrap_err(), "since_on must not be after today, 2025-03-15");

    let remove = |held: &HeldParty, on: &str, reason: &str| {
        held.remove(day(on), reason, &context).map_err(|error| error.to_string())
    };
    let early = remove(&held, "2025-02-28", "Sold");
    assert_eq!(early.unwrap_err(), "removed_on must not be before 2025-03-01, when it began");
    assert_eq!(remove(&held, "2025-03-10", " ").unwrap_err(), "reason must not be empty");
    assert!(remove(&held, "2025-03-10", "Sold").is_ok());
    held.removed_on = Some(day("2025-03-10"));
    assert_eq!(
        remove(&held, "2025-03-11", "x").unwrap_err(),
        "party_id names a party that was removed on 2025-03-10"
    );
    assert!(add(party(person(2), PartyRole::Guarantor), &[held]).is_ok());
}

#[test]
fn a_property_secures_a_loan_once_and_is_not_removed_while_it_does() {
    let context = context();
    let property_id = PropertyId::from_uuid(Uuid::from_u128(4));
    let content = CollateralContent {
        secured_by: SecuredBy::Property(property_id),
        lien_position: Some(1),
        senior_liens: Money::ZERO,
    };
    let ids = (CollateralId::from_uuid(Uuid::from_u128(5)), loan());
    let on = day("2025-03-01");
    let held = CollateralState {
        collateral_id: ids.0,
        loan_id: loan(),
        content: content.clone(),
        pledged_on: on,
        released_on: None,
    };
    let add = |content: CollateralContent, held: &[CollateralState]| {
        content.add(ids, on, held, &context).map_err(|error| error.to_string())
    };
    assert!(add(content.clone(), &[]).is_ok());
    let twice = add(content.clone(), std::slice::from_ref(&held)).unwrap_err();
    assert_eq!(twice, "property_id names a property that secures the loan already");
    let senior = CollateralContent { senior_liens: Money::from_minor_units(1), ..content.clone() };
    assert_eq!(add(senior, &[]).unwrap_err(), "senior_liens must be 0 where the loan's lien is the first");
    let zeroth = CollateralContent { lien_position: Some(0), ..content.clone() };
    assert_eq!(add(zeroth, &[]).unwrap_err(), "lien_position must be from 1 to 99");
    assert_eq!(held.change(content.clone(), &context), Ok(None));

    let land = PropertyContent {
        kind: PropertyKind::Land,
        address: "Lot 4".to_owned(),
        parcel_number: None,
        legal_description: None,
        purchase_price: Some(Money::ZERO),
        insurance: None,
    };
    assert_eq!(
        land.clone().add(property_id, &context).unwrap_err().to_string(),
        "purchase_price must be more than 0"
    );
    let mut state = PropertyState { property_id, content: land, is_removed: false, secures: 2 };
    let refused = state.remove("Sold", &context).unwrap_err().to_string();
    assert_eq!(refused, "property_id names a property that secures 2 loans: release it there first");
    state.secures = 0;
    assert!(state.remove("Sold", &context).is_ok());
}

#[test]
fn a_note_is_on_one_thing_and_is_corrected_until_it_is_withdrawn() {
    let context = context();
    assert!(
        WrittenOn::one_of(None, None).is_err() && WrittenOn::one_of(Some(loan()), Some(person(1))).is_err()
    );
    let content = NoteContent { text: "Called about insurance".to_owned(), is_pinned: false };
    let note_id = NoteId::from_uuid(Uuid::from_u128(3));
    let mut note = NoteState { note_id, content: content.clone(), is_withdrawn: false };
    assert_eq!(note.amend(&content, &context), Ok(None));
    let pinned = NoteContent { is_pinned: true, ..content.clone() };
    assert!(note.amend(&pinned, &context).unwrap().unwrap().is_pinned);
    note.is_withdrawn = true;
    assert!(note.withdraw("Again", &context).unwrap_err().to_string().ends_with("write a new one"));
}
