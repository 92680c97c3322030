//! How often a publish syncs to the disk: counted by the kernel, with `strace`.

use std::process::Command;

use crate::{
    fixture::{Fixture, desk, publish_funded},
    measure::Report,
};

/// The argument with which the bench starts itself under `strace`.
pub const CHILD: &str = "--publish-in-child";

const PUBLISHES: usize = 50;

pub fn run(report: &mut Report) {
    let what = "syncs to the disk for each publish";
    if Command::new("strace").arg("--version").output().is_err() {
        report.figure(what, "not measured: strace is not installed");
        return;
    }
    let (none, all) = (syncs(0), syncs(PUBLISHES));
    report.figure(
        what,
        &format!("{:.2} ({} in {PUBLISHES} publishes)", (all - none) as f64 / PUBLISHES as f64, all - none),
    );
}

/// Syncs of a process that opens a book, funds so many loans and closes it.
fn syncs(publishes: usize) -> usize {
    let fixture = Fixture::new();
    fixture.loans_in_closing(PUBLISHES, 12);
    let address = fixture.path().display().to_string();
    fixture.call("book.close", serde_json::json!({}));
    let output = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=fsync,fdatasync"])
        .arg(std::env::current_exe().unwrap())
        .args([CHILD, &address, &publishes.to_string()])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stderr).lines().filter(|line| line.contains("sync(")).count()
}

/// Funds so many loans of a book; the process that is counted.
pub fn publish(address: &str, count: usize) {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(&folder);
    let book = desk.open(address, None).unwrap();
    let loans = desk.call(api::Call::new("loan.list", serde_json::json!({}))).unwrap();
    for loan in loans["loans"].as_array().unwrap().iter().take(count) {
        publish_funded(&book, loan["loan_id"].as_str().unwrap().parse().unwrap(), 12);
    }
}
