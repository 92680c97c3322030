//! An amortization schedule of 360 rows as a PDF, against one line of text.

use app::documents::request::{self, Wish};
use domain::DocumentKind;
use typesetting::Manuscript;

use crate::{
    fixture::{Fixture, publish_funded},
    measure::{Report, Samples},
};

const TERM_MONTHS: u32 = 360;
const RUNS: usize = 20;

pub fn run(report: &mut Report) {
    let fixture = Fixture::new();
    let book = fixture.book();
    let loan_id = fixture.loans_in_closing(1, TERM_MONTHS).remove(0).parse().unwrap();
    publish_funded(&book, loan_id, TERM_MONTHS);
    let wish = Wish {
        kind: DocumentKind::AmortizationSchedule,
        loan_id: Some(loan_id),
        draw_id: None,
        quote_id: None,
        year: None,
        from: None,
        to: None,
    };
    let line = Manuscript {
        template_name: "line".to_owned(),
        template: "One line.".to_owned(),
        data: "{}".to_owned(),
        files: Vec::new(),
    };
    let (mut ours, mut bare) = (Samples::default(), Samples::default());
    for _ in 0..RUNS {
        ours.time(|| request::prepare(&book, &wish).unwrap());
        bare.time(|| line.typeset().unwrap().pdf("line").unwrap());
    }
    report.line("amortization PDF of 360 rows (bare: one line)", &ours, &bare);
}
