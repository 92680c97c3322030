//! Files to import, and what a check says of them.

use std::path::PathBuf;

use lendingos_tests::TestDesk;
use serde_json::{Value as Json, json};

/// A book on 1 July 2025.
pub fn desk() -> TestDesk {
    let test = TestDesk::new();
    test.clock.pass_to("2025-07-01".parse().unwrap());
    test
}

/// Writes a file of this name into the folder of the test.
pub fn write_as(test: &TestDesk, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = test.folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// The same of a file whose name says nothing.
pub fn write(test: &TestDesk, content: impl AsRef<[u8]>) -> PathBuf {
    write_as(test, "file", content)
}

/// What a dry run says of a file.
pub fn check(test: &TestDesk, kind: &str, content: impl AsRef<[u8]>) -> Json {
    test.ok("import.check", json!({ "path": write(test, content), "kind": kind }))
}

/// Row, column, code and reason of each problem.
pub fn problems(checked: &Json) -> Vec<(u64, &str, &str, &str)> {
    let listed = checked["problems"].as_array().unwrap();
    let mut problems = Vec::new();
    for problem in listed {
        let text = |field: &str| problem[field].as_str().unwrap_or_default();
        problems.push((problem["row"].as_u64().unwrap(), text("column"), text("code"), text("reason")));
    }
    problems
}

/// Row, column and code of each problem.
pub fn places(checked: &Json) -> Vec<(u64, &str, &str)> {
    problems(checked).into_iter().map(|(row, column, code, _)| (row, column, code)).collect()
}
