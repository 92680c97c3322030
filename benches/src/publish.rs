//! `Loan.Funded` with its handler, against the same rows.

use crate::{
    bare,
    fixture::{Fixture, publish_funded},
    measure::{Report, Samples},
};

const RUNS: usize = 60;

pub fn run(report: &mut Report, instalments: u32) {
    let fixture = Fixture::new();
    let book = fixture.book();
    let loans = fixture.loans_in_closing(RUNS, instalments);
    let copy = bare::copy(&fixture.path(), &fixture.folder.path().join("bare.lendingos"));
    let reader = bare::connect(&fixture.path());
    let (mut ours, mut bare_times) = (Samples::default(), Samples::default());
    for loan_id in &loans {
        let head = fixture.head();
        ours.time(|| publish_funded(&book, loan_id.parse().unwrap(), instalments));
        let written = bare::Publish::read(&reader, head, loan_id);
        bare_times.time(|| written.write(&copy));
    }
    assert_eq!(bare::counts(&reader), bare::counts(&copy), "both sides wrote the same rows");
    report.line(&format!("publish Loan.Funded, {instalments} instalments"), &ours, &bare_times);
}
