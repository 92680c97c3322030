//! Reports of construction loans: the budget, what was planned to be drawn and was, and one draw line by line.

use store::Transaction;

use super::{
    Field::{self, Amount as Figure, Date, Percent, Sum, Text},
    Scope,
    rows::{Rows, word},
};
use crate::{
    Result,
    queries::{
        budget,
        draw::{self, DrawView},
    },
};

type Columns = &'static [(&'static str, Field)];

pub const BUDGET: Columns = &[
    ("Line", Text),
    ("Description", Text),
    ("Kind", Text),
    ("Budget", Sum),
    ("Requested", Sum),
    ("Approved", Sum),
    ("Drawn", Sum),
    ("Retainage held", Sum),
    ("Remaining", Sum),
    ("Available", Sum),
    ("Complete %", Percent),
    ("Drawn %", Percent),
];

pub fn budget(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    let upcasters = scope.book.bus().upcasters();
    let budget = budget::get((transaction, upcasters), scope.loan_id()?, scope.today)?;
    for line in budget.lines {
        rows.made([
            line.code.into(),
            line.description.into(),
            word(line.kind),
            line.budget.into(),
            line.requested.into(),
            line.approved.into(),
            line.drawn.into(),
            line.retainage_held.into(),
            line.remaining.into(),
            line.available.into(),
            line.percent_complete.into(),
            line.percent_drawn.into(),
        ])?;
    }
    Ok(())
}

pub const DRAW_SCHEDULE: Columns = &[
    ("Day", Date),
    ("Planned until then", Figure),
    ("Planned %", Percent),
    ("Drawn until then", Figure),
    ("Drawn %", Percent),
];

pub fn draw_schedule(
    scope: &Scope<'_>,
    transaction: &mut dyn Transaction,
    rows: &mut Rows<'_>,
) -> Result<()> {
    let upcasters = scope.book.bus().upcasters();
    for day in budget::get((transaction, upcasters), scope.loan_id()?, scope.today)?.draw_schedule {
        rows.made([
            day.on.into(),
            day.planned.into(),
            day.percent_planned.into(),
            day.actual.into(),
            day.percent_actual.into(),
        ])?;
    }
    Ok(())
}

/// The draw that is asked for. Who may do what with it is no part of a report.
fn draw_of(scope: &Scope<'_>, transaction: &mut dyn Transaction) -> Result<DrawView> {
    let context = scope.book.context().decision;
    draw::get((transaction, scope.book.bus().upcasters()), scope.draw_id()?, false, &context)
}

pub const DRAW_LINES: Columns = &[
    ("Loan", Text),
    ("Draw", Field::Whole),
    ("Line", Text),
    ("Description", Text),
    ("Contractor", Text),
    ("Work done", Text),
    ("Budget", Figure),
    ("Other draws", Figure),
    ("Requested", Sum),
    ("Approved", Sum),
    ("Retainage", Sum),
    ("Left of the budget", Figure),
    ("Complete %", Percent),
    ("Drawn %", Percent),
];

/// Each line of the budget of which the draw asks something.
pub fn draw_lines(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    let draw = draw_of(scope, transaction)?;
    for line in draw.lines {
        rows.made([
            draw.summary.loan_number.as_str().into(),
            draw.summary.number.into(),
            line.code.into(),
            line.description.into(),
            line.contractor.or_else(|| draw.summary.contractor.clone()).into(),
            line.work_done.into(),
            line.budget.into(),
            line.other_draws.into(),
            line.requested.into(),
            line.approved.into(),
            line.retainage.into(),
            line.left.into(),
            line.percent_complete.into(),
            line.percent_drawn.into(),
        ])?;
    }
    Ok(())
}

pub const LIEN_WAIVERS: Columns = &[
    ("Loan", Text),
    ("Draw", Field::Whole),
    ("Contractor", Text),
    ("Condition", Text),
    ("Scope", Text),
    ("Amount", Figure),
    ("Work through", Date),
    ("Signed on", Date),
    ("Note", Text),
    ("Recorded by", Text),
];

pub fn lien_waivers(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    let draw = draw_of(scope, transaction)?;
    for waiver in draw.waivers {
        rows.made([
            draw.summary.loan_number.as_str().into(),
            draw.summary.number.into(),
            waiver.contractor.into(),
            word(waiver.condition),
            word(waiver.scope),
            waiver.amount.into(),
            waiver.through_on.into(),
            waiver.signed_on.into(),
            waiver.note.into(),
            waiver.recorded_by.into(),
        ])?;
    }
    Ok(())
}
