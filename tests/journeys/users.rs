//! Who works in the book, who is signed in, and what their role lets them do.

use api::{
    Call, ErrorCode,
    table::{COMMANDS, Kind, Role},
};
use app::{bus::UnitOfWork, commands};
use domain::{NewUser, UserId, UserRole};
use lendingos_tests::{TestDesk, ok};
use serde_json::{Value as Json, json};

/// One user of each role that can be given, by name.
const STAFF: [(&str, &str); 4] =
    [("Aude", "auditor"), ("Ines", "inspector"), ("Otto", "officer"), ("Abel", "approver")];

fn with_staff() -> TestDesk {
    let test = TestDesk::new();
    for (name, role) in STAFF {
        test.ok("user.add", json!({ "name": name, "role": role }));
    }
    test
}

fn sign_in(test: &TestDesk, name: &str) -> Json {
    test.ok("book.sign_in", json!({ "user": name }))
}

fn user_id(test: &TestDesk, name: &str) -> Json {
    let users = test.ok("user.list", json!({}));
    let users = users["users"].as_array().unwrap();
    users.iter().find(|user| user["name"] == name).unwrap()["user_id"].clone()
}

fn events(test: &TestDesk) -> i64 {
    test.ok("book.get", json!({}))["events"].as_i64().unwrap()
}

/// Every command of the table is asked of every role, with an input that is never complete.
#[test]
fn each_role_has_its_commands_and_no_other() {
    let test = with_staff();
    let roles = STAFF.iter().map(|(name, role)| (*name, *role)).chain([("Ada", "owner")]);
    for (name, role) in roles {
        let view = sign_in(&test, name);
        assert_eq!((&view["user"], &view["role"]), (&json!(name), &json!(role)));
        let role = UserRole::ALL.into_iter().find(|known| known.as_str() == role).unwrap();
        for command in COMMANDS.iter().filter(|command| command.kind != Kind::Desk) {
            let needed = command.role.of_user().unwrap();
            let answer = test.desk.call(Call::new(command.name, json!({})));
            let refusal = answer.err().filter(|error| error.code == ErrorCode::NotPermitted);
            assert_eq!(refusal.is_none(), role >= needed, "{name} calls {}: {refusal:?}", command.name);
            if let Some(error) = refusal {
                let params = [&error.params["user"], &error.params["role"], &error.params["needed"]];
                assert_eq!(params, [name, role.as_str(), needed.as_str()]);
                assert!(error.message.ends_with(&format!("{} can", needed.or_more())), "{}", error.message);
            }
        }
    }
}

/// The same with inputs that would do something: a refusal leaves no trace, and what is permitted is done.
#[test]
fn what_is_refused_leaves_no_trace() {
    let calls = [
        ("loan.list", json!({})),
        ("integrity.verify", json!({})),
        ("person.create", json!({ "kind": "lender", "name": "North Quay Partners" })),
        ("integrity.rebuild", json!({})),
        ("event.retry", json!({})),
        ("organization.configure", json!({ "one_person_lender": true })),
    ];
    for (name, role) in STAFF {
        let test = with_staff();
        sign_in(&test, name);
        let before = events(&test);
        let refused = calls.iter().filter(|(command, input)| {
            let answer = test.desk.call(Call { command_id: None, ..Call::new(command, input.clone()) });
            answer.is_err_and(|error| error.code == ErrorCode::NotPermitted)
        });
        let refused: Vec<&str> = refused.map(|(command, _)| *command).collect();
        let (writes, only_the_owners) = (role == "officer" || role == "approver", ["organization.configure"]);
        if writes {
            assert_eq!(refused, only_the_owners, "{role}");
        } else {
            let all = ["person.create", "integrity.rebuild", "event.retry", "organization.configure"];
            assert_eq!(refused, all, "{role}");
        }
        assert_eq!(events(&test), before + i64::from(writes), "{role}");
    }
}

#[test]
fn only_commands_of_the_desk_are_for_anyone() {
    for command in COMMANDS {
        assert_eq!(command.kind == Kind::Desk, command.role == Role::Anyone, "{}", command.name);
    }
}

#[test]
fn an_answer_given_before_is_not_given_to_someone_who_may_not_ask() {
    let test = with_staff();
    let id = "01a208c2-2efc-7081-b1b4-6f4b653ab8e9";
    let create = || {
        let input = json!({ "kind": "lender", "name": "North Quay Partners" });
        test.desk.call(Call { command_id: Some(id), ..Call::new("person.create", input) })
    };
    let first = create().unwrap();
    sign_in(&test, "Otto");
    assert_eq!(create().unwrap(), first);
    sign_in(&test, "Aude");
    assert_eq!(create().unwrap_err().code, ErrorCode::NotPermitted);
}

#[test]
fn the_one_signed_in_is_the_one_recorded() {
    let test = with_staff();
    let person = |name: &str| {
        let created = test.ok("person.create", json!({ "kind": "lender", "name": name }));
        let history = test.ok("event.history", json!({ "aggregate_id": created["person_id"] }));
        history["events"][0]["metadata"]["userId"].clone()
    };
    assert_eq!(person("Before"), "Ada");
    sign_in(&test, "  OTTO ");
    assert_eq!(person("After"), "Otto");
    sign_in(&test, "ada");
    assert_eq!(person("Again"), "Ada");
}

#[test]
fn a_call_that_runs_already_ends_as_the_one_who_began_it() {
    let test = with_staff();
    let book = test.desk.book().unwrap();
    sign_in(&test, "Aude");
    let add = |work: &mut UnitOfWork<'_>| {
        let new = NewUser {
            user_id: UserId::from_uuid(work.next_id()),
            name: "Late".to_owned(),
            role: UserRole::Auditor,
        };
        commands::user::add(work, new)
    };
    let user_id = book.write(add).unwrap();
    let history = test.ok("event.history", json!({ "aggregate_id": user_id }));
    assert_eq!(history["events"][0]["metadata"]["userId"], "Ada");
    assert_eq!(history["events"][0]["payload"]["addedBy"], "Ada");
}

#[test]
fn only_active_users_sign_in() {
    let test = with_staff();
    let error = test.refused("book.sign_in", json!({ "user": "Grace" }));
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::UnknownUser, Some("user")));
    assert_eq!(error.message, "\"Grace\" is not a user of this book; its owner can add them with user.add");
    assert_eq!(test.ok("book.get", json!({}))["user"], "Ada");

    let otto = user_id(&test, "Otto");
    test.ok("user.change", json!({ "user_id": otto, "is_active": false }));
    let error = test.refused("book.sign_in", json!({ "user": "otto" }));
    assert_eq!((error.code, error.params["is_deactivated"].as_str()), (ErrorCode::UnknownUser, "true"));
    assert!(error.message.starts_with("\"Otto\" was deactivated"), "{}", error.message);

    test.ok("user.change", json!({ "user_id": otto, "is_active": true }));
    assert_eq!(sign_in(&test, "Otto")["role"], "officer");
    test.ok("book.close", json!({}));
    assert_eq!(test.refused("book.sign_in", json!({ "user": "Ada" })).code, ErrorCode::NoBookOpen);
}

/// A colleague on another laptop changes who may do what: it holds from the next call on.
#[test]
fn a_role_holds_as_it_is_now() {
    let test = with_staff();
    let colleague = test.second();
    ok(&colleague, "book.sign_in", json!({ "user": "Otto" }));
    let create = || {
        let input = json!({ "kind": "lender", "name": "North Quay Partners" });
        colleague.call(Call::new("person.create", input))
    };
    create().unwrap();
    let otto = user_id(&test, "Otto");
    test.ok("user.change", json!({ "user_id": otto, "role": "inspector" }));
    let error = create().unwrap_err();
    assert_eq!((error.code, error.params["role"].as_str()), (ErrorCode::NotPermitted, "inspector"));
    assert_eq!(ok(&colleague, "book.get", json!({}))["role"], "inspector");
    test.ok("user.change", json!({ "user_id": otto, "role": "approver", "is_active": false }));
    assert_eq!(create().unwrap_err().code, ErrorCode::UnknownUser);
    let error = colleague.call(Call::new("loan.list", json!({}))).unwrap_err();
    assert_eq!(error.code, ErrorCode::UnknownUser);
    test.ok("user.change", json!({ "user_id": otto, "is_active": true }));
    create().unwrap();
    assert_eq!(ok(&colleague, "book.get", json!({}))["role"], "approver");
}

#[test]
fn names_are_taken_once_and_the_owner_stays_the_owner() {
    let test = with_staff();
    let before = events(&test);
    let cases = [
        ("user.add", json!({ "name": " oTTo ", "role": "auditor" }), ErrorCode::UserExists, "name"),
        ("user.add", json!({ "name": "ADA", "role": "auditor" }), ErrorCode::UserExists, "name"),
        ("user.add", json!({ "name": "  ", "role": "auditor" }), ErrorCode::InvalidInput, "name"),
        ("user.add", json!({ "name": "n".repeat(201), "role": "auditor" }), ErrorCode::InvalidInput, "name"),
        ("user.add", json!({ "name": "Grace", "role": "owner" }), ErrorCode::OneOwner, "role"),
        ("user.add", json!({ "name": "Grace", "role": "boss" }), ErrorCode::UnreadableInput, "role"),
        (
            "user.change",
            json!({ "user_id": user_id(&test, "Ada"), "role": "officer" }),
            ErrorCode::OwnerIsFixed,
            "role",
        ),
        (
            "user.change",
            json!({ "user_id": user_id(&test, "Ada"), "is_active": false }),
            ErrorCode::OwnerIsFixed,
            "is_active",
        ),
        (
            "user.change",
            json!({ "user_id": user_id(&test, "Otto"), "role": "owner" }),
            ErrorCode::OneOwner,
            "role",
        ),
        ("user.change", json!({ "user_id": user_id(&test, "Otto") }), ErrorCode::InvalidInput, "role"),
        (
            "user.change",
            json!({ "user_id": "01a208c2-2efc-7081-b1b4-6f4b653ab8e9", "role": "auditor" }),
            ErrorCode::NotFound,
            "user_id",
        ),
    ];
    for (command, input, code, field) in cases {
        let error = test.refused(command, input.clone());
        assert_eq!((error.code, error.field.as_deref()), (code, Some(field)), "{input}: {}", error.message);
    }
    assert_eq!(events(&test), before);
    // Whoever is gone keeps their name: what they did is found under it.
    test.ok("user.change", json!({ "user_id": user_id(&test, "Otto"), "is_active": false }));
    let error = test.refused("user.add", json!({ "name": "Otto", "role": "officer" }));
    assert_eq!((error.code, error.params["is_active"].as_str()), (ErrorCode::UserExists, "false"));
}

#[test]
fn users_and_settings_are_events_and_the_book_stays_whole() {
    let test = TestDesk::new();
    let users = test.ok("user.list", json!({}));
    assert_eq!(users["users"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&users["users"][0]["name"], &users["users"][0]["role"], &users["users"][0]["is_active"]),
        (&json!("Ada"), &json!("owner"), &json!(true))
    );
    let grace = test.ok("user.add", json!({ "name": "Grace", "role": "officer" }))["user_id"].clone();
    test.ok("user.change", json!({ "user_id": grace, "role": "approver", "is_active": false }));
    test.ok("user.change", json!({ "user_id": grace, "role": "approver", "is_active": false }));
    let changed = test.ok("user.change", json!({ "user_id": grace, "is_active": true }));
    assert_eq!((&changed["role"], &changed["is_active"]), (&json!("approver"), &json!(true)));
    let types = |aggregate: &Json| {
        let history = test.ok("event.history", json!({ "aggregate_id": aggregate }));
        let events = history["events"].as_array().unwrap();
        events.iter().map(|event| event["event_type"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(types(&grace), ["User.Added", "User.RoleChanged", "User.Deactivated", "User.Reactivated"]);

    let view = test.ok("book.get", json!({}));
    assert_eq!(view["one_person_lender"], false);
    for _ in 0..2 {
        let settings = test.ok("organization.configure", json!({ "one_person_lender": true }));
        assert_eq!(settings["one_person_lender"], true);
    }
    assert_eq!(test.ok("book.get", json!({}))["one_person_lender"], true);
    assert_eq!(types(&view["organization_id"]), ["Organization.Created", "Organization.SettingsChanged"]);

    let before = (test.ok("user.list", json!({})), test.ok("book.get", json!({})));
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
    test.ok("integrity.rebuild", json!({}));
    assert_eq!((test.ok("user.list", json!({})), test.ok("book.get", json!({}))), before);
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
}

/// A loan with an instalment that is long overdue would give the daily run something to write.
#[test]
fn an_auditors_open_window_writes_nothing() {
    let test = with_staff();
    test.funded_loan(json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }));
    test.clock.pass(60 * 24 * 60 * 60);
    for name in ["Aude", "Ines"] {
        sign_in(&test, name);
        let before = events(&test);
        assert_eq!((test.desk.tick().unwrap(), events(&test)), (0, before), "{name}");
    }
    sign_in(&test, "Otto");
    let before = events(&test);
    assert_eq!(test.desk.tick().unwrap(), 1);
    assert!(events(&test) > before);
}
