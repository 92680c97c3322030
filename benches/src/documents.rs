//! The amortization schedule of 360 rows as a PDF, from the command to the kept file, against the same loan's note of a
//! page or two. Each run has a loan of its own: the typesetter remembers what it set before.

use serde_json::{Value as Json, json};

use crate::{
    fixture::{Fixture, publish_funded},
    measure::{Report, Samples},
};

const RUNS: usize = 10;
const TERM_MONTHS: u32 = 360;

pub fn run(report: &mut Report) {
    let fixture = Fixture::new();
    let book = fixture.book();
    let generate = |kind: &str, loan_id: &str| -> Json {
        fixture.call("document.generate", json!({ "kind": kind, "loan_id": loan_id }))
    };
    let (mut schedules, mut notes) = (Samples::default(), Samples::default());
    for loan_id in fixture.loans_in_closing(RUNS, TERM_MONTHS) {
        publish_funded(&book, loan_id.parse().unwrap(), TERM_MONTHS);
        notes.time(|| generate("promissory_note", &loan_id));
        schedules.time(|| generate("amortization_schedule", &loan_id));
    }
    report.line("amortization PDF of 360 rows (bare: the note)", &schedules, &notes);
}
