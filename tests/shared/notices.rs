//! What a desk is told of its colleagues and of its server.

use std::{
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use api::Notice;
use lendingos_tests::{TestDesk, ok};
use serde_json::json;

const SOON: Duration = Duration::from_secs(10);

fn next(notices: &Receiver<Notice>) -> Notice {
    notices.recv_timeout(SOON).unwrap()
}

#[test]
fn a_colleagues_change_is_told_and_ones_own_is_not() {
    let ada = TestDesk::shared();
    let (told, notices) = channel();
    let ben = ada.watching(move |notice| told.send(notice).unwrap_or_default());
    // The watch begins on a thread of its own; its first word says that it listens.
    assert_eq!(next(&notices), Notice::Changed);
    ok(&ben, "person.create", json!({ "kind": "borrower", "name": "His own" }));
    assert!(notices.recv_timeout(Duration::from_secs(1)).is_err());
    ada.borrower();
    assert_eq!(next(&notices), Notice::Changed);
}

#[test]
fn a_server_that_goes_and_comes_back_is_told() {
    let ada = TestDesk::shared();
    let (told, notices) = channel();
    let _ben = ada.watching(move |notice| told.send(notice).unwrap_or_default());
    assert_eq!(next(&notices), Notice::Changed);
    ada.administrator()
        .batch_execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE query LIKE 'LISTEN %' AND datname = current_database()",
        )
        .unwrap();
    assert_eq!(next(&notices), Notice::Offline);
    assert_eq!(next(&notices), Notice::Online);
}
