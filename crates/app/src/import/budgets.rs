//! Budgets of construction loans that are in the book, line by line.

use std::collections::{BTreeMap, HashMap};

use domain::{
    Amount, BudgetSet, CONTINGENCY, ConstructionEvent, Currency, DrawRejection, INTEREST_RESERVE,
    LARGEST_PRINCIPAL, LoanId, Money, NewBudget, NewBudgetLine, Percent, ScheduleReason, ServicingEvent,
};

use super::{
    cells::Cells,
    loans::LoansByNumber,
    plan::{Planner, Step},
    problems::{ProblemCode, Problems},
};
use crate::{Result, accounts, commands::construction::budget_id};

/// A line as a row has it. What cannot be read is told, and then nothing.
struct Line<'r> {
    cells: Cells<'r>,
    code: Option<String>,
    description: Option<String>,
    amount: Option<Money>,
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

/// Reads a row, and tells what is wrong with it whatever the others of its loan are.
fn read<'r>(
    planner: &mut Planner<'_>,
    cells: Cells<'r>,
    loans: &LoansByNumber,
) -> Option<(LoanId, Line<'r>)> {
    let currency = planner.currency();
    let problems = &mut planner.problems;
    let found = loans.find(&cells, problems);
    let code = cells.required(problems, "code");
    if !cells.has("amount") {
        cells.must_have(problems, "amount");
    }
    let amount = cells.amount(problems, "amount");
    let retainage = cells.rate(problems, "retainage_percent");
    if let Some(field) = ["code", "description"].into_iter().find(|field| is_a_sum(cells.text(field))) {
        let reason = format!(
            "{field} is that of a sum, which is no line of its own and would count twice; leave the row out"
        );
        cells.refuse(problems, Some(field), ProblemCode::NotAllowed, reason);
    }
    let line = Line { cells, code, description: cells.text("description"), amount, retainage };
    if line.is_of_work() {
        line.refuse_faults(problems, currency);
    } else if amount.is_some_and(Money::is_negative) {
        cells.refuse(problems, Some("amount"), ProblemCode::NotAllowed, "amount must not be negative");
    }
    Some((found?, line))
}

impl Line<'_> {
    /// Whether it is no line that is set aside, which the budget has apart.
    fn is_of_work(&self) -> bool {
        let is = |reserved| self.code.as_deref().is_some_and(|code| same_code(code, reserved));
        !is(CONTINGENCY) && !is(INTEREST_RESERVE)
    }

    /// The line as it is entered; none where something of it could not be read.
    fn wish(&self) -> Option<NewBudgetLine> {
        let code = self.code.clone()?;
        let description = self.description.clone().unwrap_or_else(|| code.clone());
        Some(NewBudgetLine { code, description, amount: self.amount? })
    }

    /// Refuses what the rule for one line refuses. What could not be read is told already, and something that is
    /// allowed stands in for it.
    fn refuse_faults(&self, problems: &mut Problems, currency: Currency) {
        let or_allowed = |text: &Option<String>| text.clone().unwrap_or_else(|| "1".to_owned());
        let line = NewBudgetLine {
            code: or_allowed(&self.code),
            description: or_allowed(&self.description),
            amount: self.amount.unwrap_or(Money::from_minor_units(1)),
        };
        for fault in line.faults() {
            let (field, reason) = match fault {
                DrawRejection::NotPositive { .. } => ("amount", "amount must be more than zero".to_owned()),
                DrawRejection::TooLarge { .. } => {
                    let largest = Amount::new(LARGEST_PRINCIPAL, currency);
                    ("amount", format!("amount must be at most {largest} {currency}"))
                }
                DrawRejection::Text(error) => (error.field, error.to_string()),
                other => ("code", other.to_string()),
            };
            self.cells.refuse(problems, Some(field), ProblemCode::NotAllowed, reason);
        }
    }
}

fn of_loan(planner: &mut Planner<'_>, loan_id: LoanId, lines: &[Line<'_>]) -> Result<()> {
    let Some(first) = lines.first() else { return Ok(()) };
    let today = planner.context.decision.today;
    let mut account = accounts::load((planner.transaction, planner.upcasters), loan_id)?;
    if account.construction.budget.is_some() {
        let reason = "the loan has a budget already; change it there";
        first.cells.refuse(&mut planner.problems, Some("loan"), ProblemCode::Duplicate, reason);
    }
    refuse_other_retainage(&mut planner.problems, lines);
    refuse_codes_again(&mut planner.problems, lines);
    // The lines of a loan are one budget: it is decided when each of them is in order.
    let has_problem = lines.iter().any(|line| planner.problems.has(line.cells.number()));
    let is_undecided = has_problem || first.cells.are_open();
    let wishes = |is_of_work: bool| -> Option<Vec<NewBudgetLine>> {
        lines.iter().filter(|line| line.is_of_work() == is_of_work).map(Line::wish).collect()
    };
    let (false, Some(of_work), Some(aside)) = (is_undecided, wishes(true), wishes(false)) else {
        return Ok(());
    };
    let set_aside = |code: &str| {
        let of_code = aside.iter().filter(|line| same_code(&line.code, code));
        of_code.map(|line| line.amount).reduce(|sum, amount| sum.checked_add(amount).unwrap_or(sum))
    };
    let new = NewBudget {
        budget_id: budget_id(loan_id),
        lines: of_work,
        contingency: set_aside(CONTINGENCY),
        interest_reserve: set_aside(INTEREST_RESERVE),
        retainage_percent: lines.iter().find_map(|line| line.retainage).unwrap_or(Percent::ZERO),
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
            let field = match rejection.field() {
                Some("loan_id") => "loan",
                Some("retainage_percent") => "retainage_percent",
                _ => "code",
            };
            let reason = rejection.to_string();
            first.cells.refuse(&mut planner.problems, Some(field), ProblemCode::NotAllowed, reason);
            account.construction.budget = None;
            Ok(())
        }
    }
}

/// Refuses each line of which another part is held back than of the first that says so.
fn refuse_other_retainage(problems: &mut Problems, lines: &[Line<'_>]) {
    let mut said = lines.iter().filter_map(|line| Some((line, line.retainage?)));
    let Some((first, retainage)) = said.next() else { return };
    for (other, _) in said.filter(|(_, other)| *other != retainage) {
        let row = first.cells.number();
        let reason = format!(
            "retainage_percent must be the same for all lines of a loan, {retainage} as in row {row}"
        );
        other.cells.refuse(problems, Some("retainage_percent"), ProblemCode::NotAllowed, reason);
    }
}

/// Refuses each line whose code another one of the loan has in a row before.
fn refuse_codes_again(problems: &mut Problems, lines: &[Line<'_>]) {
    let mut rows: HashMap<String, u32> = HashMap::new();
    for line in lines.iter().filter(|line| line.is_of_work()) {
        let Some(code) = line.code.as_deref().and_then(|code| domain::text::line("code", code, 40).ok())
        else {
            continue;
        };
        let row = line.cells.number();
        let first = *rows.entry(code.to_lowercase()).or_insert(row);
        if first != row {
            let reason = format!("code {code:?} is in row {first} already; each line of a loan has its own");
            line.cells.refuse(problems, Some("code"), ProblemCode::Duplicate, reason);
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
