//! The network, or the server, goes in the middle of a command.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use api::{Call, ErrorCode};
use app::Parts;
use lendingos_tests::{TestDesk, TestHandler};
use serde_json::json;
use uuid::Uuid;

const END_THE_OTHERS: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
    WHERE datname = current_database() AND pid <> pg_backend_pid()";

/// The sessions of the book end while a handler works, half-way through the command.
#[test]
fn a_command_that_loses_its_connection_leaves_nothing_and_can_be_sent_again() {
    let ada = TestDesk::shared();
    let loan_id = ada.loan_in_closing(
        json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }),
    );
    let cut = Arc::new(AtomicBool::new(true));
    let (armed, address) = (Arc::clone(&cut), ada.address());
    let mut parts = Parts::default();
    parts.handlers.push(Arc::new(TestHandler {
        name: "Cutter",
        event_types: &["Loan.Funded"],
        work: move |_: &store::RecordedEvent, _: &mut app::bus::HandlerContext<'_, '_>| {
            if armed.swap(false, Ordering::SeqCst) {
                postgres::Client::connect(&address, postgres::NoTls)
                    .unwrap()
                    .execute(END_THE_OTHERS, &[])
                    .unwrap();
            }
            Ok(())
        },
    }));
    ada.reopen_with(parts);
    let id = Uuid::new_v4().to_string();
    let funding = || Call {
        command_id: Some(&id),
        ..Call::new(
            "loan.transition",
            json!({ "loan_id": loan_id, "to": "funded", "effective_on": "2025-01-15" }),
        )
    };

    let lost = ada.desk.call(funding()).unwrap_err();
    assert_eq!((lost.code, lost.retryable), (ErrorCode::BookUnreachable, true), "{lost:?}");
    assert_eq!(ada.ok("loan.get", json!({ "loan_id": loan_id }))["status"], "closing");
    assert_eq!(ada.events_of_loan(&loan_id), 6);

    let funded = ada.desk.call(funding()).unwrap();
    assert_eq!(funded["status"], "funded");
    assert_eq!(ada.desk.call(funding()).unwrap(), funded);
    assert_eq!(
        ada.ok("schedule.get", json!({ "loan_id": loan_id }))["payments"].as_array().unwrap().len(),
        12
    );
    assert_eq!(ada.ok("integrity.verify", json!({}))["ok"], true);
}

/// Between two commands, every session of the pool is cut: the next command takes a new one and nobody notices.
#[test]
fn sessions_that_were_cut_while_idle_are_replaced() {
    let ada = TestDesk::shared();
    ada.usual_loan();
    for _ in 0..3 {
        ada.administrator().execute(END_THE_OTHERS, &[]).unwrap();
        assert_eq!(ada.ok("loan.list", json!({}))["total"], 1);
    }
}
