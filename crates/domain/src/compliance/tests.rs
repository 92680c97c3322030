use chrono::{DateTime, NaiveDate};
use uuid::Uuid;

use super::*;
use crate::{Currency, DecisionContext, FilingId, LicenceId, OrganizationId};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn context(today: &str) -> DecisionContext {
    DecisionContext {
        organization_id: OrganizationId::from_uuid(Uuid::from_u128(1)),
        now: DateTime::UNIX_EPOCH,
        today: day(today),
        user: "Ada".to_owned(),
        currency: Currency::from_code("USD").unwrap(),
    }
}

fn filing(due_on: &str, frequency: FilingFrequency) -> FilingState {
    FilingState {
        filing_id: FilingId::from_uuid(Uuid::from_u128(2)),
        content: FilingContent {
            name: "Annual report".to_owned(),
            authority: "State of Delaware".to_owned(),
            due_on: day(due_on),
            frequency,
            remind_days: 30,
            note: None,
        },
        anchored_on: day(due_on),
        completed_for: Vec::new(),
        is_done: false,
        is_removed: false,
    }
}

fn filed(filed_on: &str) -> Completion {
    Completion { filed_on: day(filed_on), reference: None, note: None }
}

fn licence(expires_on: &str) -> LicenceState {
    LicenceState {
        licence_id: LicenceId::from_uuid(Uuid::from_u128(3)),
        content: LicenceContent {
            name: "Lender licence".to_owned(),
            authority: "California DFPI".to_owned(),
            number: "603-1".to_owned(),
            issued_on: Some(day("2024-01-01")),
            expires_on: day(expires_on),
            remind_days: 60,
            note: None,
        },
        is_ended: false,
    }
}

#[test]
fn a_deadline_is_brought_to_mind_from_its_first_day_to_its_last() {
    let deadline = Deadline { due_on: day("2026-03-31"), remind_days: 30 };
    for (today, standing, days_left) in [
        ("2026-02-28", DeadlineStanding::Later, 31),
        ("2026-03-01", DeadlineStanding::Soon, 30),
        ("2026-03-31", DeadlineStanding::Soon, 0),
        ("2026-04-01", DeadlineStanding::Overdue, -1),
    ] {
        assert_eq!(deadline.standing(day(today)), standing, "{today}");
        assert_eq!(deadline.days_left(day(today)), days_left, "{today}");
    }
    let unreminded = Deadline { due_on: day("2026-03-31"), remind_days: 0 };
    assert_eq!(unreminded.standing(day("2026-03-30")), DeadlineStanding::Later);
    assert_eq!(unreminded.standing(day("2026-03-31")), DeadlineStanding::Soon);
}

#[test]
fn a_filing_is_due_again_on_the_day_that_was_typed() {
    for (due_on, frequency, expected) in [
        ("2026-03-31", FilingFrequency::Once, None),
        ("2026-01-31", FilingFrequency::Monthly, Some("2026-02-28")),
        ("2026-11-30", FilingFrequency::Quarterly, Some("2027-02-28")),
        ("2026-08-31", FilingFrequency::Semiannual, Some("2027-02-28")),
        ("2028-02-29", FilingFrequency::Annual, Some("2029-02-28")),
    ] {
        let completed =
            filing(due_on, frequency).complete(filed("2026-01-15"), &context("2026-01-20")).unwrap();
        assert_eq!(completed.next_due_on, expected.map(day), "{due_on} {frequency}");
        assert_eq!(completed.due_on, day(due_on));
    }
}

#[test]
fn a_short_month_does_not_shorten_those_after_it() {
    let mut state = filing("2026-01-31", FilingFrequency::Monthly);
    let mut due = Vec::new();
    for _ in 0..4 {
        let completed = state.complete(filed("2026-01-15"), &context("2026-01-20")).unwrap();
        state.content.due_on = completed.next_due_on.unwrap();
        due.push(state.content.due_on.to_string());
    }
    assert_eq!(due, ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]);
}

#[test]
fn a_filing_names_what_is_wrong() {
    let context = context("2026-03-01");
    let open = filing("2026-03-31", FilingFrequency::Annual);
    let field = |rejection: ComplianceRejection| rejection.field;
    assert_eq!(field(open.complete(filed("2026-03-02"), &context).unwrap_err()), "filed_on");
    assert_eq!(field(open.reopen("typed wrongly", &context).unwrap_err()), "filing_id");
    assert_eq!(field(open.remove("  ", &context).unwrap_err()), "reason");
    let unnamed = FilingContent { name: " ".to_owned(), ..open.content.clone() };
    assert_eq!(field(open.change(unnamed, &context).unwrap_err()), "name");
    let too_early = FilingContent { remind_days: 367, ..open.content.clone() };
    let rejection = open.change(too_early, &context).unwrap_err();
    assert_eq!(rejection.to_string(), "remind_days must be 0 to 366");
    assert_eq!(open.change(open.content.clone(), &context), Ok(None));

    let done = FilingState { is_done: true, completed_for: vec![day("2026-03-31")], ..open.clone() };
    assert_eq!(field(done.complete(filed("2026-03-01"), &context).unwrap_err()), "filing_id");
    assert_eq!(done.reopen("typed wrongly", &context).unwrap().due_on, day("2026-03-31"));

    let removed = FilingState { is_removed: true, ..open };
    assert_eq!(field(removed.remove("again", &context).unwrap_err()), "filing_id");
}

#[test]
fn a_licence_is_renewed_beyond_its_last_day_and_no_more_once_it_has_ended() {
    let context = context("2026-03-01");
    let held = licence("2026-12-31");
    let renewal = |renewed_on: &str, expires_on: &str| Renewal {
        renewed_on: day(renewed_on),
        expires_on: day(expires_on),
        number: None,
    };
    let renewed = held.renew(renewal("2026-03-01", "2027-12-31"), &context).unwrap();
    assert_eq!((renewed.expired_on, renewed.expires_on), (day("2026-12-31"), day("2027-12-31")));
    assert_eq!(renewed.number, "603-1");
    let field = |rejection: ComplianceRejection| rejection.field;
    assert_eq!(field(held.renew(renewal("2026-03-01", "2026-12-31"), &context).unwrap_err()), "expires_on");
    assert_eq!(field(held.renew(renewal("2026-03-02", "2027-12-31"), &context).unwrap_err()), "renewed_on");
    assert_eq!(field(held.end(day("2026-03-02"), "sold", &context).unwrap_err()), "ended_on");
    let ended = LicenceState { is_ended: true, ..held.clone() };
    assert_eq!(field(ended.end(day("2026-03-01"), "sold", &context).unwrap_err()), "licence_id");
    let backwards = LicenceContent { expires_on: day("2024-01-01"), ..held.content.clone() };
    assert_eq!(field(held.change(backwards, &context).unwrap_err()), "expires_on");
}
