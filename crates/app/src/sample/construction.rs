//! The construction loan of the sample portfolio: a budget with an interest reserve, and draws in every stage.

use chrono::{Days, NaiveDate};
use domain::{
    ApprovalWish, CompletedInspection, DisbursementWish, DrawContent, DrawId, InspectionId, InspectionKind,
    LoanId, Money, NewBudget, NewBudgetLine, NewDrawLine, NewInspection, NewUser, NewWaiverRecord,
    PaymentMethod, Percent, Planned, SiteVisit, UserId, UserRole, WaiverCondition, WaiverId, WaiverScope,
};

use crate::{
    AppError, Book, Result,
    bus::UnitOfWork,
    commands::{
        self,
        construction::{self, WrittenDraw},
    },
    queries,
};

/// Who approves, and who visits the sites.
const APPROVER: &str = "Priya Shah";
const INSPECTOR: &str = "Luis Ortega";

/// Code, description and whole units of the currency.
const LINES: [(&str, &str, i64); 6] = [
    ("site", "Site work", 45_000),
    ("foundation", "Foundations", 85_000),
    ("framing", "Framing", 120_000),
    ("roof", "Roofs", 48_000),
    ("mechanical", "Plumbing, heating, electricity", 62_000),
    ("interior", "Interiors", 85_000),
];

/// How far a draw has come.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Draft,
    Requested,
    Approved,
    Disbursed,
}

/// A draw: days ago, contractor, what is asked for, what is approved of the last line, and how far it has come.
struct SampleDraw {
    days_ago: u64,
    contractor: &'static str,
    lines: &'static [(&'static str, i64, &'static str)],
    approved_of_the_last: Option<i64>,
    stage: Stage,
}

const DRAWS: [SampleDraw; 5] = [
    SampleDraw {
        days_ago: 100,
        contractor: "Bay Excavating Co.",
        lines: &[
            ("site", 45_000, "Lots cleared and graded"),
            ("foundation", 30_000, "Footings of units 1 and 2"),
        ],
        approved_of_the_last: None,
        stage: Stage::Disbursed,
    },
    SampleDraw {
        days_ago: 58,
        contractor: "Bay Excavating Co.",
        lines: &[
            ("foundation", 55_000, "Slabs of all units"),
            ("framing", 40_000, "Lumber delivered, unit 1 begun"),
        ],
        approved_of_the_last: Some(30_000),
        stage: Stage::Disbursed,
    },
    SampleDraw {
        days_ago: 9,
        contractor: "Summit Carpentry LLC",
        lines: &[("framing", 60_000, "Units 1 to 3 framed"), ("roof", 20_000, "Trusses set on unit 1")],
        approved_of_the_last: None,
        stage: Stage::Approved,
    },
    SampleDraw {
        days_ago: 2,
        contractor: "Coastline Mechanical",
        lines: &[("mechanical", 25_000, "Rough-in of units 1 and 2")],
        approved_of_the_last: None,
        stage: Stage::Requested,
    },
    SampleDraw {
        days_ago: 0,
        contractor: "Summit Carpentry LLC",
        lines: &[("framing", 12_000, "Unit 4 begun")],
        approved_of_the_last: None,
        stage: Stage::Draft,
    },
];

/// Gives the loan a budget and its draws, by the people whose part each step is.
pub(super) fn fill(book: &Book, loan_id: LoanId) -> Result<()> {
    book.write(|work| {
        for (name, role) in [(APPROVER, UserRole::Approver), (INSPECTOR, UserRole::Inspector)] {
            let user_id = UserId::from_uuid(work.next_id());
            commands::user::add(work, NewUser { user_id, name: name.to_owned(), role })?;
        }
        budget(work, loan_id)
    })?;
    for draw in &DRAWS {
        one_draw(book, loan_id, draw)?;
    }
    Ok(())
}

fn units(work: &UnitOfWork<'_>, units: i64) -> Money {
    Money::from_minor_units(units * 10_i64.pow(work.context().decision.currency.minor_digits()))
}

fn ago(work: &UnitOfWork<'_>, days: u64) -> NaiveDate {
    let today = work.context().decision.today;
    today.checked_sub_days(Days::new(days)).unwrap_or(today)
}

fn budget(work: &mut UnitOfWork<'_>, loan_id: LoanId) -> Result<()> {
    let line = |(code, description, amount): (&str, &str, i64)| NewBudgetLine {
        code: code.to_owned(),
        description: description.to_owned(),
        amount: units(work, amount),
    };
    let plan = [(100, 75_000), (60, 95_000), (10, 90_000)];
    let coming = Planned {
        on: work.context().decision.today.checked_add_days(Days::new(45)).unwrap_or(NaiveDate::MAX),
        amount: units(work, 110_000),
    };
    let planned = |(days, amount)| Planned { on: ago(work, days), amount: units(work, amount) };
    let new = NewBudget {
        budget_id: construction::budget_id(loan_id),
        lines: LINES.into_iter().map(line).collect(),
        contingency: Some(units(work, 20_000)),
        interest_reserve: Some(units(work, 15_000)),
        retainage_percent: Percent::whole(10).unwrap_or(Percent::ZERO),
        plan: plan.into_iter().map(planned).chain([coming]).collect(),
        set_on: ago(work, 118),
        reason: None,
    };
    construction::set_budget(work, loan_id, new, None)
}

fn one_draw(book: &Book, loan_id: LoanId, draw: &SampleDraw) -> Result<()> {
    let draw_id = book.write(|work| written(work, loan_id, draw))?;
    if draw.stage == Stage::Requested {
        book.write(|work| visit_tomorrow(work, loan_id, draw_id))?;
    }
    if draw.stage >= Stage::Approved {
        book.signed_in_as(INSPECTOR)?.write(|work| inspected(work, loan_id, draw_id, draw))?;
        book.signed_in_as(APPROVER)?.write(|work| approved(work, draw_id, draw))?;
    }
    if draw.stage >= Stage::Disbursed {
        book.write(|work| disbursed(work, draw_id, draw))?;
    }
    Ok(())
}

fn written(work: &mut UnitOfWork<'_>, loan_id: LoanId, draw: &SampleDraw) -> Result<DrawId> {
    let line = |(code, amount, work_done): &(&str, i64, &str)| NewDrawLine {
        code: (*code).to_owned(),
        amount: units(work, *amount),
        work_done: Some((*work_done).to_owned()),
        contractor: None,
    };
    let content = DrawContent {
        lines: draw.lines.iter().map(line).collect(),
        contractor: Some(draw.contractor.to_owned()),
        ..DrawContent::default()
    };
    let new = WrittenDraw::New(loan_id);
    if draw.stage == Stage::Draft {
        return construction::draft(work, new, content, None);
    }
    let requested_on = ago(work, draw.days_ago);
    construction::request(work, new, Some(content), requested_on, None)
}

fn visit_tomorrow(work: &mut UnitOfWork<'_>, loan_id: LoanId, draw_id: DrawId) -> Result<()> {
    let today = work.context().decision.today;
    let new = NewInspection {
        inspection_id: InspectionId::from_uuid(work.next_id()),
        visit: SiteVisit {
            draw_id: Some(draw_id),
            kind: InspectionKind::Progress,
            inspector: INSPECTOR.to_owned(),
        },
        scheduled_on: today.succ_opt().unwrap_or(today),
        note: Some("Pressure test of the pipes".to_owned()),
    };
    construction::schedule_inspection(work, loan_id, new)
}

fn inspected(work: &mut UnitOfWork<'_>, loan_id: LoanId, draw_id: DrawId, draw: &SampleDraw) -> Result<()> {
    let found = construction::find(work.transaction_and_upcasters(), draw_id)?;
    let figures = found.account.budget_figures();
    let progress = |line: &&domain::DrawLine| {
        let of_line = figures.lines.iter().find(|figures| figures.code == line.code)?;
        let done = of_line.drawn.checked_add(line.requested)?;
        Some((line.code.clone(), Percent::ratio(done, of_line.budget)))
    };
    let wish = CompletedInspection {
        inspection_id: InspectionId::from_uuid(work.next_id()),
        draw_id: Some(draw_id),
        kind: Some(InspectionKind::Progress),
        inspector: None,
        inspected_on: ago(work, draw.days_ago.saturating_sub(1)),
        lines: found.draw.lines.iter().filter_map(|line| progress(&line)).collect(),
        findings: Some("Work is in place as requested.".to_owned()),
        photos: Vec::new(),
    };
    construction::complete_inspection(work, loan_id, wish)
}

fn approved(work: &mut UnitOfWork<'_>, draw_id: DrawId, draw: &SampleDraw) -> Result<()> {
    let last = draw.lines.len().saturating_sub(1);
    let approved = |(place, (code, amount, _)): (usize, &(&str, i64, &str))| {
        let less = draw.approved_of_the_last.filter(|_| place == last);
        ((*code).to_owned(), units(work, less.unwrap_or(*amount)))
    };
    let wish = ApprovalWish {
        lines: Some(draw.lines.iter().enumerate().map(approved).collect()),
        approved_on: ago(work, draw.days_ago.saturating_sub(2)),
        note: draw.approved_of_the_last.map(|_| "Lumber only as far as it is on site".to_owned()),
        accept_out_of_balance: false,
        one_person_lender: queries::organization::settings(work.transaction())?.one_person_lender,
    };
    construction::approve(work, draw_id, wish, None)
}

fn disbursed(work: &mut UnitOfWork<'_>, draw_id: DrawId, draw: &SampleDraw) -> Result<()> {
    let on = ago(work, draw.days_ago.saturating_sub(3));
    let waiver = NewWaiverRecord {
        waiver_id: WaiverId::from_uuid(work.next_id()),
        contractor: draw.contractor.to_owned(),
        condition: WaiverCondition::Conditional,
        scope: WaiverScope::Progress,
        amount: None,
        through_on: Some(ago(work, draw.days_ago)),
        signed_on: on,
        attachment_id: None,
        note: None,
    };
    construction::record_waiver(work, draw_id, waiver)?;
    let wish = DisbursementWish {
        amount: None,
        disbursed_on: on,
        method: PaymentMethod::Wire,
        reference: None,
        note: None,
    };
    construction::disburse(work, draw_id, wish, None)
}

/// The loan of the borrower of that name.
pub(super) fn loan_of(work: &mut UnitOfWork<'_>, borrower: &str) -> Result<LoanId> {
    let row = work.transaction().query_optional(
        "SELECT loans.id FROM loans JOIN people ON people.id = loans.borrower_id WHERE people.name = $1",
        &[borrower.into()],
    )?;
    let not_found = || AppError::NotFound { kind: "loan", field: "borrower", id: borrower.to_owned() };
    Ok(row.ok_or_else(not_found)?.single()?)
}
