//! The connection is encrypted, and the server proves its name.

use api::{Call, ErrorCode};
use lendingos_tests::TestDesk;
use serde_json::json;

/// The certificate that the server of the tests proves its name by.
fn certificate(test: &TestDesk) -> String {
    let row = test.administrator().query_one("SHOW data_directory", &[]).unwrap();
    format!("{}/server.crt", row.get::<_, String>(0))
}

#[test]
fn an_encrypted_session_works_and_is_one() {
    let test = TestDesk::shared();
    let address = format!("{}?sslrootcert={}", test.address(), certificate(&test));
    let desk = test.second();
    desk.call(Call::new("book.open", json!({ "address": address }))).unwrap();
    let encrypted: i64 = test
        .administrator()
        .query_one(
            "SELECT COUNT(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) \
             WHERE ssl AND datname = current_database()",
            &[],
        )
        .unwrap()
        .get(0);
    assert!(encrypted >= 1);
    assert_eq!(desk.call(Call::new("loan.list", json!({}))).unwrap()["total"], 0);
}

#[test]
fn a_server_that_cannot_prove_its_name_is_refused() {
    let test = TestDesk::shared();
    let desk = test.second();
    for address in [
        // Nobody this machine trusts has signed its certificate.
        format!("{}?sslmode=require", test.address()),
        // The certificate is for another name.
        format!("{}?sslrootcert={}", test.address().replace("127.0.0.1", "localhost"), certificate(&test)),
    ] {
        let error = desk.call(Call::new("book.open", json!({ "address": address }))).unwrap_err();
        assert_eq!(error.code, ErrorCode::NotSecure, "{error:?}");
    }
}
