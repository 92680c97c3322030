//! Who is signed in at a terminal.

use serde_json::json;

use crate::Terminal;

#[test]
fn a_name_that_is_no_users_is_refused_with_what_helps() {
    let terminal = Terminal::with_book();
    let stranger = ["--user", "Grace", "call", "loan.list"];
    let (status, error) = terminal.fails(&stranger, "");
    assert_eq!((status, &error["code"]), (1, &json!("unknown_user")));
    assert_eq!(
        error["message"],
        r#""Grace" is not a user of this book; its owner can add them with user.add"#
    );

    let grace = terminal.call("user.add", &json!({ "name": "Grace", "role": "auditor" }));
    assert_eq!(terminal.ok(&stranger, "")["total"], 0);
    terminal.call("user.change", &json!({ "user_id": grace["user_id"], "is_active": false }));
    let (status, error) = terminal.fails(&stranger, "");
    assert_eq!(
        (status, &error["code"], &error["params"]["is_deactivated"]),
        (1, &json!("unknown_user"), &json!("true"))
    );
    assert_eq!(
        error["message"],
        r#""Grace" was deactivated in this book; its owner can reactivate them with user.change"#
    );
}

#[test]
fn an_auditor_reads_and_writes_nothing() {
    let terminal = Terminal::with_book();
    terminal.call("user.add", &json!({ "name": "Grace", "role": "auditor" }));
    let as_grace = |rest: &[&'static str]| [&["--user", "GRACE"], rest].concat();
    let view = terminal.ok(&as_grace(&["call", "book.get"]), "");
    assert_eq!((&view["user"], &view["role"]), (&json!("Grace"), &json!("auditor")));
    assert_eq!(terminal.ok(&as_grace(&["verify"]), "")["ok"], true);
    for write in [
        as_grace(&["retry"]),
        as_grace(&["rebuild"]),
        as_grace(&["handlers", "disable", "PaymentScheduleCreator"]),
        as_grace(&["call", "user.add", "--input", "-"]),
    ] {
        let (status, error) = terminal.fails(&write, r#"{"name":"Eve","role":"officer"}"#);
        assert_eq!((status, &error["code"]), (1, &json!("not_permitted")), "{write:?}: {error}");
    }
    assert_eq!(terminal.call("event.list", &json!({}))["events"].as_array().unwrap().len(), 2);
}
