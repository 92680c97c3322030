//! Budgets of construction loans that are in the book, line by line.

use std::collections::{BTreeMap, HashMap};

use domain::{
    BudgetSet, CONTINGENCY, ConstructionEvent, DrawRejection, INTEREST_RESERVE, LoanId, Money, NewBudget,
    NewBudgetLine, Percent, ScheduleReason, ServicingEvent,
};

use super::{
    columns::Cells,
    loans::LoansByNumber,
    plan::{Planner, Step},
    problems::ProblemCode,
};
use crate::{Result, accounts, commands::construction::budget_id};

/// A line as a row has it.
struct Line<'r> {
    cells: Cells<'r>,
    line: NewBudgetLine,
    retainage: Option<Percent>,
}

/// Plans a file of budgets: the lines of a loan make its budget.
///
/// # Errors
/// Cancellation, or storage.
pub fn plan(planner: &mut Planner<'_>) -> Result<()> {
    let loans = LoansByNumber::of_book(planner)?;
    let (table, columns) = (planner.table, planner.columns);
    let mut places: HashMap<LoanId, usize> = HashMap::new();
    let mut by_loan: BTreeMap<usize, (LoanId, Vec<Line<'_>>)> = BTreeMap::new();
    for row in &table.rows {
        let cells = columns.row(row, planner.currency());
        cells.refuse_damage(&mut planner.problems, table.columns.len());
        if let Some((loan_id, line)) = read(planner, cells, &loans) {
            let next = places.len();
            let place = *places.entry(loan_id).or_insert(next);
            by_loan.entry(place).or_insert_with(|| (loan_id, Vec::new())).1.push(line);
        }
    }
    let mut done = 0;
    for (loan_id, lines) in by_loan.into_values() {
        planner.look_up(done)?;
        done += lines.len();
        of_loan(planner, loan_id, &lines)?;
    }
    Ok(())
}

fn read<'r>(
    planner: &mut Planner<'_>,
    cells: Cells<'r>,
    loans: &LoansByNumber,
) -> Option<(LoanId, Line<'r>)> {
    let problems = &mut planner.problems;
    let found = loans.find(&cells, problems);
    let code = cells.required(problems, "code");
    if !cells.has("amount") {
        cells.must_have(problems, "amount");
    }
    let amount = cells.amount(problems, "amount");
    let retainage = cells.rate(problems, "retainage_percent");
    // A line of work must be more than nothing, which is told where it is decided; what is set aside only adds up.
    if amount.is_some_and(Money::is_negative) {
        cells.refuse(problems, Some("amount"), ProblemCode::NotAllowed, "amount must not be negative");
    }
    if let Some(field) = ["code", "description"].into_iter().find(|field| is_a_sum(cells.text(field))) {
        let reason = format!(
            "{field} is that of a sum, which is no line of its own and would count twice; leave the row out"
        );
        cells.refuse(problems, Some(field), ProblemCode::NotAllowed, reason);
    }
    if problems.has(cells.number()) {
        return None;
    }
    let code = code?;
    let description = cells.text("description").unwrap_or_else(|| code.clone());
    Some((found?, Line { cells, line: NewBudgetLine { code, description, amount: amount? }, retainage }))
}

fn of_loan(planner: &mut Planner<'_>, loan_id: LoanId, lines: &[Line<'_>]) -> Result<()> {
    let Some(first) = lines.first() else { return Ok(()) };
    let today = planner.context.decision.today;
    let mut account = accounts::load((planner.transaction, planner.upcasters), loan_id)?;
    if account.construction.budget.is_some() {
        let reason = "the loan has a budget already; change it there";
        first.cells.refuse(&mut planner.problems, Some("loan"), ProblemCode::Duplicate, reason);
        return Ok(());
    }
    let retainage = lines.iter().find_map(|line| line.retainage);
    if let Some(other) = lines.iter().find(|line| line.retainage.is_some() && line.retainage != retainage) {
        let reason = "retainage_percent must be the same for all lines of a loan";
        other.cells.refuse(&mut planner.problems, Some("retainage_percent"), ProblemCode::NotAllowed, reason);
        return Ok(());
    }
    let set_aside = |code: &str| {
        let of_code = lines.iter().filter(|line| same_code(&line.line.code, code));
        of_code.map(|line| line.line.amount).reduce(|sum, amount| sum.checked_add(amount).unwrap_or(sum))
    };
    let is_of_work = |line: &&Line<'_>| {
        !same_code(&line.line.code, CONTINGENCY) && !same_code(&line.line.code, INTEREST_RESERVE)
    };
    let new = NewBudget {
        budget_id: budget_id(loan_id),
        lines: lines.iter().filter(is_of_work).map(|line| line.line.clone()).collect(),
        contingency: set_aside(CONTINGENCY),
        interest_reserve: set_aside(INTEREST_RESERVE),
        retainage_percent: retainage.unwrap_or(Percent::ZERO),
        plan: Vec::new(),
        set_on: today,
        reason: None,
    };
    match account.set_budget(new, &planner.context.decision) {
        Ok(set) => {
            let total = set.total.money(planner.currency())?;
            planner.plan.counts.budget_lines += u32::try_from(lines.len()).unwrap_or(u32::MAX);
            planner.add(total);
            record(planner, account, set)
        }
        Err(rejection) => {
            let line = at_fault(&rejection, lines).unwrap_or(first);
            let field = match rejection.field() {
                Some("loan_id") => "loan",
                Some("retainage_percent") => "retainage_percent",
                _ if matches!(rejection, DrawRejection::NotPositive { .. }) => "amount",
                _ => "code",
            };
            let reason = rejection.to_string();
            line.cells.refuse(&mut planner.problems, Some(field), ProblemCode::NotAllowed, reason);
            account.construction.budget = None;
            Ok(())
        }
    }
}

fn record(planner: &mut Planner<'_>, mut account: domain::LoanAccount, set: BudgetSet) -> Result<()> {
    let (stream, on) = (set.budget_id.as_uuid(), set.set_on);
    let event = planner.event(stream, on, &set)?.of_loan(set.loan_id);
    account.apply(ServicingEvent::Construction(ConstructionEvent::BudgetSet(set)))?;
    let (account, events, reason) = (Box::new(account), vec![event], ScheduleReason::Movement);
    planner.plan.steps.push(Step::OnAccount { account, events, on, reason });
    Ok(())
}

/// The line that a rule refuses: the last of a code that comes twice, one of nothing.
fn at_fault<'l, 'r>(rejection: &DrawRejection, lines: &'l [Line<'r>]) -> Option<&'l Line<'r>> {
    match rejection {
        DrawRejection::DuplicateLine { code } => {
            lines.iter().rev().find(|line| same_code(&line.line.code, code))
        }
        DrawRejection::NotPositive { .. } => lines.iter().find(|line| line.line.amount <= Money::ZERO),
        _ => None,
    }
}

/// Whether a row is that of a sum of the others.
fn is_a_sum(text: Option<String>) -> bool {
    let plain =
        |text: String| text.to_lowercase().chars().filter(char::is_ascii_alphabetic).collect::<String>();
    let sums =
        ["total", "totals", "grandtotal", "subtotal", "totalbudget", "budgettotal", "sum", "summe", "gesamt"];
    text.map(plain).is_some_and(|text| sums.contains(&text.as_str()))
}

fn same_code(one: &str, other: &str) -> bool {
    one.trim().replace(' ', "_").eq_ignore_ascii_case(other)
}
