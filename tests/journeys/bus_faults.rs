//! The faults that a naive bus has, each tried here.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    thread,
};

use api::{Call, ErrorCode};
use app::{
    AppError, Parts, Result,
    bus::{HandlerContext, HandlerError, MOST_CAUSES},
    projections::Projection,
};
use chrono::NaiveDate;
use domain::{EventId, PersonCreated, PersonId, PersonKind};
use lendingos_tests::{TestDesk, TestHandler, fails_until};
use serde_json::{Value as Json, json};
use store::{NewEvent, RecordedEvent, StoreError, Transaction, upcast::Upcasters};
use uuid::Uuid;

fn twelve_months() -> Json {
    json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 })
}

#[test]
fn a_handler_that_fails_leaves_the_event_failed_and_the_loan_intact_and_a_retry_heals_it() {
    let test = TestDesk::new();
    let healed = Arc::new(AtomicBool::new(false));
    let loan_id = test.loan_in_closing(twelve_months());
    test.desk.book().unwrap().subscribe(fails_until(&healed)).unwrap();
    let loan = test.fund(&loan_id);
    assert_eq!((&loan["status"], &loan["failed_events"]), (&json!("funded"), &json!(1)));
    assert_eq!(loan["schedule"]["payment_count"], 12, "the other handler did its work");

    let funded = test.event(&loan_id, "Loan.Funded");
    assert_eq!(funded["status"], "failed");
    assert!(funded["error"].as_str().unwrap().contains("Flaky: the printer is on fire"));
    let failure =
        funded["handlers"].as_array().unwrap().iter().find(|run| run["status"] == "failure").unwrap();
    assert_eq!(failure["error"], "the printer is on fire");

    healed.store(true, Ordering::SeqCst);
    let retried = test.ok("event.retry", json!({}));
    let outcomes: Vec<_> =
        retried["outcomes"].as_array().unwrap().iter().map(|o| (&o["handler"], &o["outcome"])).collect();
    assert!(outcomes.contains(&(&json!("Flaky"), &json!("success"))), "{outcomes:?}");
    assert!(outcomes.contains(&(&json!("PaymentScheduleCreator"), &json!("skipped"))), "{outcomes:?}");
    let funded = test.event(&loan_id, "Loan.Funded");
    assert_eq!(
        (&funded["status"], &funded["retry_count"], &funded["error"]),
        (&json!("processed"), &json!(1), &Json::Null)
    );
    assert_eq!(test.events_of_loan(&loan_id), 21, "8 of the loan, 1 schedule, 12 payments");
}

#[test]
fn what_a_failing_handler_wrote_and_published_is_undone() {
    let test = TestDesk::new();
    let loan_id = test.loan_in_closing(twelve_months());
    let half_done = TestHandler {
        name: "HalfDone",
        event_types: &["Loan.Funded"],
        work: |event: &RecordedEvent, context: &mut HandlerContext<'_, '_>| {
            context.publish(vec![somebody(event, Uuid::from_u128(77))?])?;
            panic!("half way")
        },
    };
    test.desk.book().unwrap().subscribe(Arc::new(half_done)).unwrap();
    test.fund(&loan_id);
    let funded = test.event(&loan_id, "Loan.Funded");
    assert_eq!(funded["status"], "failed");
    assert!(funded["error"].as_str().unwrap().contains("panicked: half way"), "{}", funded["error"]);
    let people = test.ok("person.list", json!({ "search": "Nobody" }));
    assert_eq!(people["people"], json!([]));
    assert_eq!(
        test.ok("integrity.verify", json!({}))["ok"],
        true,
        "the chain has no hole where events were undone"
    );
}

#[test]
fn replaying_twice_makes_no_second_schedule() {
    let test = TestDesk::new();
    let loan_id = test.funded_loan(twelve_months());
    let before = test.ok("schedule.get", json!({ "loan_id": loan_id }));
    for _ in 0..2 {
        let replayed = test.ok("event.replay", json!({ "aggregate_id": loan_id }));
        assert_eq!(replayed["outcomes"][0]["outcome"], "skipped");
    }
    assert_eq!(test.ok("schedule.get", json!({ "loan_id": loan_id })), before);
    assert_eq!(test.events_of_loan(&loan_id), 21);
    let funded = test.event(&loan_id, "Loan.Funded");
    assert_eq!(runs_of(&funded, "PaymentScheduleCreator"), ["success", "skipped", "skipped"]);
    assert_eq!(test.ok("handler.list", json!({}))["handlers"][0]["success_count"], 1);
}

#[test]
fn two_buses_on_one_loan_never_share_a_sequence_number() {
    let test = TestDesk::new();
    let loan_id = test.usual_loan();
    let version = test.ok("loan.get", json!({ "loan_id": loan_id }))["version"].clone();
    let input = json!({ "loan_id": loan_id, "to": "submitted", "expected_version": version });
    let desks = [test.second(), test.second()];
    let answers: Vec<_> = thread::scope(|scope| {
        let calls: Vec<_> = desks
            .iter()
            .map(|desk| scope.spawn(|| desk.call(Call::new("loan.transition", input.clone()))))
            .collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    let refused: Vec<_> = answers.iter().filter_map(|answer| answer.as_ref().err()).collect();
    assert_eq!(refused.len(), 1, "{answers:?}");
    assert_eq!((refused[0].code, refused[0].retryable), (ErrorCode::Conflict, true));

    // Without an expected version both may write, one after the other.
    thread::scope(|scope| {
        for (desk, to) in desks.iter().zip(["verification", "draft"]) {
            let input = json!({ "loan_id": loan_id, "to": to });
            scope.spawn(move || desk.call(Call::new("loan.transition", input)));
        }
    });
    let history = test.ok("event.history", json!({ "aggregate_id": loan_id }));
    let numbers: Vec<i64> = history["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["sequence_number"].as_i64().unwrap())
        .collect();
    assert_eq!(numbers, (1..=i64::try_from(numbers.len()).unwrap()).collect::<Vec<_>>());
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
}

#[test]
fn a_handler_registered_with_defaults_runs() {
    let test = TestDesk::new();
    let runs = Arc::new(AtomicI64::new(0));
    let counted = Arc::clone(&runs);
    let handler = TestHandler {
        name: "Counter",
        event_types: &["Loan.Created", "Loan.StatusChanged"],
        work: move |_: &RecordedEvent, _: &mut HandlerContext<'_, '_>| {
            counted.fetch_add(1, Ordering::SeqCst);
            Ok(())
        },
    };
    let book = test.desk.book().unwrap();
    book.subscribe(Arc::new(handler)).unwrap();
    let loan_id = test.usual_loan();
    test.ok("loan.transition", json!({ "loan_id": loan_id, "to": "submitted" }));
    assert_eq!(runs.load(Ordering::SeqCst), 2);
    assert!(book.bus().unsubscribe("Counter"));
    test.ok("loan.transition", json!({ "loan_id": loan_id, "to": "verification" }));
    assert_eq!(runs.load(Ordering::SeqCst), 2, "unsubscribed, it hears nothing");
}

/// How the runs of a handler ended, in their order.
fn runs_of(event: &Json, handler: &str) -> Vec<Json> {
    let runs = event["handlers"].as_array().unwrap().iter().filter(|run| run["handler"] == handler);
    runs.map(|run| run["status"].clone()).collect()
}

#[test]
fn a_disabled_handler_does_not_run_and_its_event_can_be_replayed_later() {
    let test = TestDesk::new();
    test.ok("handler.disable", json!({ "name": "PaymentScheduleCreator" }));
    // The registry survives a restart.
    test.ok("book.open", json!({ "address": test.address() }));
    let loan_id = test.funded_loan(twelve_months());
    assert_eq!(test.refused("schedule.get", json!({ "loan_id": loan_id })).code, ErrorCode::NoSchedule);
    let funded = test.event(&loan_id, "Loan.Funded");
    assert_eq!(funded["status"], "processed");
    assert!(runs_of(&funded, "PaymentScheduleCreator").is_empty(), "{funded}");

    test.ok("handler.enable", json!({ "name": "PaymentScheduleCreator" }));
    let replayed = test.ok("event.replay", json!({ "aggregate_id": loan_id }));
    let outcomes = replayed["outcomes"].as_array().unwrap();
    let made = outcomes.iter().find(|outcome| outcome["handler"] == "PaymentScheduleCreator").unwrap();
    assert_eq!(made["outcome"], "success");
    assert_eq!(test.ok("schedule.get", json!({ "loan_id": loan_id }))["number_of_payments"], 12);
}

#[test]
fn twenty_publishes_at_once_count_twenty_successes() {
    let test = TestDesk::new();
    let loans: Vec<String> = (0..20).map(|_| test.loan_in_closing(twelve_months())).collect();
    let desks: Vec<_> = (0..4).map(|_| test.second()).collect();
    thread::scope(|scope| {
        for (place, loan_id) in loans.iter().enumerate() {
            let desk = &desks[place % desks.len()];
            scope.spawn(move || {
                lendingos_tests::ok(desk, "loan.transition", json!({ "loan_id": loan_id, "to": "funded" }));
            });
        }
    });
    let handler = &test.ok("handler.list", json!({}))["handlers"][0];
    assert_eq!((&handler["success_count"], &handler["failure_count"]), (&json!(20), &json!(0)));
    for loan_id in &loans {
        assert_eq!(test.events_of_loan(loan_id), 21);
    }
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
}

/// A projection that cannot follow a funding.
struct Broken;

impl Projection for Broken {
    fn name(&self) -> &'static str {
        "broken"
    }

    fn tables(&self) -> &'static [&'static str] {
        &[]
    }

    fn apply(&self, events: &[RecordedEvent], _: &Upcasters, _: &mut dyn Transaction) -> Result<()> {
        match events.iter().find(|event| event.event_type == "Payment.Scheduled") {
            Some(_) => Err(AppError::Store(StoreError::corrupt("a hole in the floor"))),
            None => Ok(()),
        }
    }
}

#[test]
fn a_projection_that_fails_rolls_everything_back() {
    let test = TestDesk::new();
    let loan_id = test.loan_in_closing(twelve_months());
    let before = test.ok("event.history", json!({ "aggregate_id": loan_id }));
    let mut parts = Parts::default();
    parts.projections.push(Arc::new(Broken));
    test.reopen_with(parts);
    // It fails deep inside: in what a handler of the funding publishes.
    let error = test.refused("loan.transition", json!({ "loan_id": loan_id, "to": "funded" }));
    assert!(error.message.contains("the projection broken could not follow"), "{}", error.message);
    assert_eq!(test.ok("event.history", json!({ "aggregate_id": loan_id })), before);
    assert_eq!(test.ok("loan.get", json!({ "loan_id": loan_id }))["status"], "closing");
    assert_eq!(test.ok("handler.list", json!({}))["handlers"][0]["failure_count"], 0);

    test.reopen_with(Parts::default());
    assert_eq!(test.fund(&loan_id)["schedule"]["payment_count"], 12);
}

#[test]
fn events_that_cause_each_other_without_end_are_stopped() {
    let test = TestDesk::new();
    let echo = TestHandler {
        name: "Echo",
        event_types: &["Person.Created"],
        work: |event: &RecordedEvent, context: &mut HandlerContext<'_, '_>| {
            let next = context.derived_id(0);
            context.publish(vec![somebody(event, next)?])?;
            Ok(())
        },
    };
    test.desk.book().unwrap().subscribe(Arc::new(echo)).unwrap();
    test.borrower();
    let failed = test.ok("event.list", json!({ "status": "failed" }));
    let failed = failed["events"].as_array().unwrap();
    assert_eq!(failed.len(), 1);
    assert!(failed[0]["error"].as_str().unwrap().contains("more than 16 times"));
    let people = test.ok("person.list", json!({ "search": "Nobody" }))["people"].as_array().unwrap().len();
    assert_eq!(people, MOST_CAUSES + 1);
}

#[test]
fn handlers_run_by_priority_and_a_slot_of_their_own_each() {
    let test = TestDesk::new();
    let healed = Arc::new(AtomicBool::new(true));
    test.desk.book().unwrap().subscribe(fails_until(&healed)).unwrap();
    let loan_id = test.funded_loan(twelve_months());
    let funded = test.event(&loan_id, "Loan.Funded");
    let names: Vec<&Json> =
        funded["handlers"].as_array().unwrap().iter().map(|run| &run["handler"]).collect();
    assert_eq!(
        names[..2],
        ["Flaky", "PaymentScheduleCreator"],
        "the same priority: in the order of the names"
    );
    assert!(names[2..].iter().any(|name| *name == "FundAllocator"), "a later priority: {names:?}");
}

fn somebody(event: &RecordedEvent, id: Uuid) -> std::result::Result<NewEvent, HandlerError> {
    let created = PersonCreated {
        person_id: PersonId::from_uuid(id),
        organization_id: event.organization_id,
        kind: PersonKind::Borrower,
        name: "Nobody".to_owned(),
        email: None,
        phone: None,
        address: None,
        tax_id: None,
    };
    let on = NaiveDate::from_ymd_opt(2025, 1, 15).ok_or_else(|| HandlerError::new("no date"))?;
    Ok(NewEvent::of(EventId::from_uuid(id), id, on, &created)?.expecting(0))
}
