//! Payments of a file: the history of loans that are in the book.

use std::collections::{BTreeMap, HashMap};

use domain::{LoanAccount, LoanId, NewPayment, PaymentId, PaymentMethod, ScheduleReason, ServicingEvent};

use super::{
    cells::Cells,
    loans::LoansByNumber,
    plan::{Planner, Step},
    problems::ProblemCode,
};
use crate::{Result, accounts};

const METHODS: &[(&str, &[&str])] = &[
    ("check", &["cheque", "chk", "ck"]),
    ("ach", &["eft", "directdebit", "debit", "banktransfer", "transfer"]),
    ("wire", &["wiretransfer"]),
    ("cash", &[]),
    ("card", &["creditcard", "debitcard"]),
    ("other", &["payment", "regular"]),
];

/// Plans a file of payments: each loan's in the order of their days, put to what is owed once all are recorded.
///
/// # Errors
/// Cancellation, or storage.
pub fn plan(planner: &mut Planner<'_>) -> Result<()> {
    let loans = LoansByNumber::of_book(planner)?;
    let (table, columns) = (planner.table, planner.columns);
    let mut by_loan: BTreeMap<usize, (LoanId, Vec<(Cells<'_>, NewPayment)>)> = BTreeMap::new();
    let mut places: HashMap<LoanId, usize> = HashMap::new();
    for row in &table.rows {
        let cells = columns.row(row, planner.currency());
        cells.refuse_damage(&mut planner.problems, table.columns.len());
        if let Some((loan_id, payment)) = read(planner, &cells, &loans) {
            let next = places.len();
            let place = *places.entry(loan_id).or_insert(next);
            by_loan.entry(place).or_insert_with(|| (loan_id, Vec::new())).1.push((cells, payment));
        }
    }
    let mut done = 0;
    for (loan_id, mut payments) in by_loan.into_values() {
        planner.look_up(done)?;
        done += payments.len();
        payments.sort_by_key(|(_, payment)| payment.received_on);
        of_loan(planner, loan_id, payments)?;
    }
    Ok(())
}

fn read(planner: &mut Planner<'_>, cells: &Cells<'_>, loans: &LoansByNumber) -> Option<(LoanId, NewPayment)> {
    let payment_id = PaymentId::from_uuid(planner.next_id());
    let problems = &mut planner.problems;
    let found = loans.find(cells, problems);
    for field in ["received_on", "amount"].into_iter().filter(|field| !cells.has(field)) {
        cells.must_have(problems, field);
    }
    let (received_on, amount) = (cells.date(problems, "received_on"), cells.amount(problems, "amount"));
    let method = cells.word(problems, "method", METHODS).unwrap_or(PaymentMethod::Other);
    if problems.has(cells.number()) || cells.are_open() {
        return None;
    }
    let payment = NewPayment {
        payment_id,
        amount: amount?,
        received_on: received_on?,
        method,
        reference: cells.text("reference"),
        note: cells.text("note"),
        allow_duplicate: planner.allow_duplicates,
        accept_overpayment: false,
    };
    Some((found?, payment))
}

fn of_loan(planner: &mut Planner<'_>, loan_id: LoanId, payments: Vec<(Cells<'_>, NewPayment)>) -> Result<()> {
    let mut account: LoanAccount = accounts::load((planner.transaction, planner.upcasters), loan_id)?;
    let mut events = Vec::with_capacity(payments.len());
    let mut first = None;
    for (cells, payment) in payments {
        let (payment_id, received_on, amount) = (payment.payment_id, payment.received_on, payment.amount);
        match account.record_payment(payment, &planner.context.decision) {
            Ok(received) => {
                let event = planner.event(payment_id.as_uuid(), received_on, &received)?;
                events.push(event.of_loan(loan_id).expecting(0));
                account.apply(ServicingEvent::Received(received))?;
                first = first.or(Some(received_on));
                planner.plan.counts.payments += 1;
                planner.add(amount);
            }
            Err(rejection) => {
                let code = match rejection {
                    domain::ServicingRejection::Duplicate { .. } => ProblemCode::Duplicate,
                    _ => ProblemCode::NotAllowed,
                };
                let field = match rejection.field() {
                    Some("loan_id") => Some("loan"),
                    other => other,
                };
                let reason = in_words_of_a_file(&rejection);
                cells.refuse(&mut planner.problems, field, code, reason);
            }
        }
    }
    if let Some(on) = first {
        let reason = ScheduleReason::Movement;
        planner.plan.steps.push(Step::OnAccount { account: Box::new(account), events, on, reason });
    }
    Ok(())
}

/// What a rule says to a person who can send something else, for a row that cannot.
fn in_words_of_a_file(rejection: &domain::ServicingRejection) -> String {
    use domain::ServicingRejection::{Duplicate, Overpayment};
    match rejection {
        Duplicate { amount, received_on } => {
            format!("a payment of {amount} that counts from {received_on} is recorded already")
        }
        Overpayment { owed, excess } => {
            format!("amount is {excess} more than the {owed} that pays the loan off")
        }
        other => other.to_string(),
    }
}
