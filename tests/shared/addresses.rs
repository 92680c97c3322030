//! A wrong address says what is wrong.

use api::{Call, ErrorCode, WireError};
use lendingos_tests::TestDesk;
use serde_json::json;

fn refused(test: &TestDesk, address: &str) -> WireError {
    let desk = test.second();
    desk.call(Call::new("book.open", json!({ "address": address }))).unwrap_err()
}

#[test]
fn a_server_that_is_not_there_is_said_to_be_unreachable() {
    let test = TestDesk::shared();
    let error = refused(&test, "postgres://ada@127.0.0.1:1/books");
    assert_eq!((error.code, error.retryable), (ErrorCode::BookUnreachable, true), "{error:?}");
    assert!(error.message.contains("127.0.0.1"), "{}", error.message);
    let error = refused(&test, "postgres://ada@no-such-host.invalid/books?sslmode=disable");
    assert_eq!(error.code, ErrorCode::BookUnreachable, "{error:?}");
}

#[test]
fn a_database_that_is_not_there_and_one_without_a_book_are_told_apart() {
    let test = TestDesk::shared();
    let elsewhere = test.address().replace("lendingos_", "nowhere_");
    let error = refused(&test, &elsewhere);
    assert_eq!(error.code, ErrorCode::BookMissing, "{error:?}");
    let error = refused(&test, &format!("{}?book=nobodys", test.address()));
    assert_eq!(error.code, ErrorCode::BookMissing, "{error:?}");
}

#[test]
fn a_user_that_the_server_does_not_know_is_refused() {
    let test = TestDesk::shared();
    let error = refused(&test, &test.address().replace("postgres@", "nobody@"));
    assert_eq!(error.code, ErrorCode::AccessDenied, "{error:?}");
    assert!(error.message.contains("nobody"), "{}", error.message);
}

#[test]
fn a_user_without_rights_is_refused() {
    let test = TestDesk::shared();
    let name = format!("reader_{}", uuid::Uuid::new_v4().simple());
    test.administrator().batch_execute(&format!("CREATE ROLE {name} LOGIN")).unwrap();
    let error = refused(&test, &test.address().replace("postgres@", &format!("{name}@")));
    test.administrator().batch_execute(&format!("DROP ROLE {name}")).unwrap();
    assert_eq!(error.code, ErrorCode::AccessDenied, "{error:?}");
}

#[test]
fn an_address_that_cannot_be_read_names_what_is_wrong_and_no_password() {
    let test = TestDesk::shared();
    for (address, problem) in [
        ("postgres://ada:secret@host/books?sslmode=perhaps", "sslmode"),
        ("postgres://ada:secret@host/books?book=Not%20a%20name", "book must be"),
        ("postgres://ada:secret@host:port/books", "port"),
        ("postgres://host", "no user or no database"),
        ("postgres://ada:secret@host/books?sslrootcert=/nowhere.pem", "/nowhere.pem"),
    ] {
        let error = refused(&test, address);
        assert_eq!(
            (error.code, error.field.as_deref()),
            (ErrorCode::InvalidInput, Some("address")),
            "{error:?}"
        );
        assert!(error.message.contains(problem), "{problem}: {}", error.message);
        assert!(!error.message.contains("secret"), "{}", error.message);
    }
}

#[test]
fn a_book_is_never_made_over_another() {
    let test = TestDesk::shared();
    let again = test.refused(
        "book.create",
        json!({ "address": test.address(), "organization": "Second", "currency": "USD", "owner": "Eve" }),
    );
    assert_eq!(again.code, ErrorCode::BookExists);
    assert_eq!(test.ok("book.get", json!({}))["organization"], "Cedar Street Lending");
}

#[test]
fn a_shared_book_is_among_those_that_were_open_lately() {
    let test = TestDesk::shared();
    let desk = api::Desk::new(api::DeskConfig {
        backends: std::sync::Arc::new(backends::AllBackends),
        config_folder: Some(test.folder.path().to_owned()),
        documents_folder: test.folder.path().to_owned(),
        user: None,
        source: "test",
        on_notice: None,
    });
    lendingos_tests::ok(&desk, "book.open", json!({ "address": test.address() }));
    let recent = lendingos_tests::ok(&desk, "book.recent", json!({}));
    let address = desk.book().unwrap().store().address().to_owned();
    assert_eq!(recent["books"][0]["address"], address);
}
