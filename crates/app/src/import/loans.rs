//! Loans of a file, with their borrowers, and with what is owed of them where they ran elsewhere before.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    FeeId, FeeKind, LoanAccount, LoanEvent, LoanId, LoanStatus, Money, NewFee, NewLoan, PersonId, PersonKind,
    ServicingEvent, StatusWish, Transition,
};
use store::NewEvent;

use super::{
    cells::Cells,
    loan_row::{self, Wish},
    people::{self, Found, People},
    plan::{Planner, Step},
    problems::{ProblemCode, Problems},
};
use crate::{AppError, Result, commands::loan::next_number};

/// The way of a loan to its funding.
const WAY: [LoanStatus; 6] = [
    LoanStatus::Submitted,
    LoanStatus::Verification,
    LoanStatus::Underwriting,
    LoanStatus::Approved,
    LoanStatus::Closing,
    LoanStatus::Funded,
];

/// The loans that are known: of the book and of the rows before.
struct KnownLoans {
    by_reference: HashMap<String, Option<u32>>,
    by_terms: HashMap<(PersonId, Money, Option<NaiveDate>), Option<u32>>,
}

impl KnownLoans {
    fn of_book(planner: &mut Planner<'_>) -> Result<Self> {
        let sql = "SELECT external_reference, borrower_id, principal_minor, funded_on FROM loans";
        let mut known = Self { by_reference: HashMap::new(), by_terms: HashMap::new() };
        for row in planner.transaction.query(sql, &[])? {
            let mut row = row.reader();
            if let Some(reference) = row.take::<Option<String>>()? {
                known.by_reference.insert(reference, None);
            }
            known.by_terms.insert((row.take()?, row.take()?, row.take()?), None);
        }
        Ok(known)
    }
}

/// Plans a file of loans.
///
/// # Errors
/// Cancellation, or storage.
pub fn plan(planner: &mut Planner<'_>, balance_as_of: Option<NaiveDate>) -> Result<()> {
    let mut people = People::of_book(planner)?;
    let mut known = KnownLoans::of_book(planner)?;
    let mut number = next_number(planner.transaction)?;
    let (table, columns) = (planner.table, planner.columns);
    for (place, row) in table.rows.iter().enumerate() {
        planner.look_up(place)?;
        let cells = columns.row(row, planner.currency());
        cells.refuse_damage(&mut planner.problems, table.columns.len());
        let wish = loan_row::read(planner, &cells, balance_as_of);
        let borrower = borrower(planner, &cells, &people);
        refuse_known_number(planner, &cells, &mut known);
        let Some((wish, borrower)) = wish.zip(borrower).filter(|_| !planner.problems.has(row.number)) else {
            if !matches!(borrower, Some(Some(_))) {
                people::judge(planner, &cells, "borrower_", PersonKind::Borrower);
            }
            continue;
        };
        if is_known(planner, &cells, &known, &wish, borrower) {
            continue;
        }
        // A borrower is entered with the first loan that can be.
        let mut events = Vec::new();
        let borrower_id = match borrower {
            Some(borrower_id) => borrower_id,
            None => match people.enter(planner, &cells, "borrower_", PersonKind::Borrower)? {
                Some((borrower_id, event)) => {
                    events.push(event);
                    borrower_id
                }
                None => continue,
            },
        };
        let (principal, is_new) = (wish.terms.principal, borrower.is_none());
        match decide(planner, &wish, borrower_id, number) {
            Ok(decided) => {
                events.extend(decided);
                planner.plan.steps.push(Step::Events(events));
                planner.plan.counts.loans += 1;
                planner.add(principal);
                number += 1;
                let key = (borrower_id, principal, wish.funded_on);
                known.by_terms.entry(key).or_insert(Some(row.number));
            }
            Err(error) => {
                if is_new {
                    people.take_back(planner);
                }
                refuse(planner, &cells, error)?;
            }
        }
    }
    Ok(())
}

/// The borrower of the book whom the row means; none where one is to be entered, and nothing where it is unclear.
#[expect(clippy::option_option, reason = "unclear, to be entered, or known")]
fn borrower(planner: &mut Planner<'_>, cells: &Cells<'_>, people: &People) -> Option<Option<PersonId>> {
    let texts = ["borrower_name", "borrower_email", "borrower_tax_id"].map(|field| cells.text(field));
    let [name, email, tax_id] = &texts;
    match people.borrower(name.as_deref(), email.as_deref(), tax_id.as_deref()) {
        Found::One(borrower_id) => Some(Some(borrower_id)),
        Found::Nobody if name.is_some() => Some(None),
        Found::Nobody => {
            cells.must_have(&mut planner.problems, "borrower_name");
            None
        }
        Found::Unclear(code, field, reason) => {
            cells.refuse(&mut planner.problems, Some(field), code, reason);
            None
        }
    }
}

/// Refuses a number elsewhere that a loan has already, in the book or in a row before.
fn refuse_known_number(planner: &mut Planner<'_>, cells: &Cells<'_>, known: &mut KnownLoans) {
    let Some(reference) = cells.text("external_reference") else { return };
    let row = cells.number();
    match known.by_reference.get(&reference) {
        Some(before) => refuse_known(planner, cells, "external_reference", "loan of this number", *before),
        None => {
            known.by_reference.insert(reference, Some(row));
        }
    }
}

/// Refuses a loan without a number elsewhere that is like one in the book or in a row before.
fn is_known(
    planner: &mut Planner<'_>,
    cells: &Cells<'_>,
    known: &KnownLoans,
    wish: &Wish,
    borrower: Option<PersonId>,
) -> bool {
    if wish.external_reference.is_some() || planner.allow_duplicates {
        return false;
    }
    let like = |borrower| known.by_terms.get(&(borrower, wish.terms.principal, wish.funded_on));
    let Some(before) = borrower.and_then(like) else { return false };
    let what = "loan of this borrower, with this amount and funding,";
    refuse_known(planner, cells, "borrower_name", what, *before);
    true
}

fn refuse_known(planner: &mut Planner<'_>, cells: &Cells<'_>, field: &str, what: &str, row: Option<u32>) {
    let reason = match row {
        Some(row) => format!("a {what} is in row {row} already"),
        None => format!("a {what} is in the book already"),
    };
    cells.refuse(&mut planner.problems, Some(field), ProblemCode::Duplicate, reason);
}

/// Decides all that makes the loan what the row says, as by hand: created, walked to its status, funded, taken over.
fn decide(planner: &Planner<'_>, wish: &Wish, borrower_id: PersonId, number: i64) -> Result<Vec<NewEvent>> {
    let decision = &planner.context.decision;
    let loan_id = LoanId::from_uuid(planner.next_id());
    let stream = loan_id.as_uuid();
    let new = NewLoan {
        loan_id,
        number,
        borrower_id,
        lender_id: None,
        external_reference: wish.external_reference.clone(),
        purpose: wish.purpose.clone(),
        terms: wish.terms.clone(),
    };
    let created = domain::create_loan(new, decision)?;
    let on = wish.funded_on.unwrap_or(decision.today);
    let mut account = LoanAccount::from_created(&created)?;
    let mut events = vec![planner.event(stream, decision.today, &created)?.of_loan(loan_id).expecting(0)];
    for event in walk(&mut account, wish, on, decision)? {
        events.push(match &event {
            LoanEvent::Created(payload) => planner.event(stream, on, payload)?,
            LoanEvent::StatusChanged(payload) => planner.event(stream, on, payload)?,
            LoanEvent::Funded(payload) => planner.event(stream, on, payload)?,
        });
    }
    if let Some(balance) = &wish.balance {
        let owed = [(FeeKind::Other, wish.fees), (FeeKind::LateCharge, wish.late_charges)];
        for (kind, amount) in owed {
            let Some(amount) = amount else { continue };
            let fee_id = FeeId::from_uuid(planner.next_id());
            let note = Some("Owed when the loan was taken over".to_owned());
            let assessed_on = balance.carried_over_on;
            let fee = account.assess_fee(NewFee { fee_id, kind, amount, assessed_on, note }, decision)?;
            events.push(planner.event(fee_id.as_uuid(), assessed_on, &fee)?.expecting(0));
        }
    }
    if wish.status == LoanStatus::Defaulted {
        let effective_on = wish.balance.as_ref().map_or(decision.today, |balance| balance.carried_over_on);
        let (steps, defaulted) =
            account.mark_default(StatusWish { effective_on, reason: None }, None, decision)?;
        for step in &steps {
            if let LoanEvent::StatusChanged(changed) = step {
                events.push(planner.event(stream, effective_on, changed)?);
            }
        }
        events.push(planner.event(stream, effective_on, &defaulted)?);
    }
    Ok(events.into_iter().map(|event| event.of_loan(loan_id)).collect())
}

/// The steps of a loan's life until the status that it is to have, or its funding.
fn walk(
    account: &mut LoanAccount,
    wish: &Wish,
    on: NaiveDate,
    decision: &domain::DecisionContext,
) -> Result<Vec<LoanEvent>> {
    let mut walked = Vec::new();
    let until = match wish.status {
        LoanStatus::Draft => return Ok(walked),
        LoanStatus::Rejected => vec![LoanStatus::Rejected],
        LoanStatus::Defaulted => WAY.to_vec(),
        status => WAY.iter().copied().take_while(|step| *step != status).chain([status]).collect(),
    };
    for to in until {
        let decided = match wish.balance.as_ref().filter(|_| to == LoanStatus::Funded) {
            Some(balance) => account.loan.carry_over(balance, decision)?,
            None => account.loan.transition(Transition { to, effective_on: on, reason: None }, decision)?,
        };
        for event in &decided {
            match event {
                LoanEvent::Created(_) => {}
                LoanEvent::StatusChanged(changed) => {
                    account.apply(ServicingEvent::StatusChanged(changed.clone()))?
                }
                LoanEvent::Funded(funded) => account.apply(ServicingEvent::Funded(funded.clone()))?,
            }
        }
        walked.extend(decided);
    }
    Ok(walked)
}

/// What a rule refuses is a problem of the row; anything else ends the import.
fn refuse(planner: &mut Planner<'_>, cells: &Cells<'_>, error: AppError) -> Result<()> {
    let reason = error.to_string();
    let field = match &error {
        AppError::Loan(rejection) => rejection.field().map(field_of),
        AppError::Servicing(domain::ServicingRejection::Loan(rejection)) => rejection.field().map(field_of),
        AppError::Servicing(rejection) => rejection.field().map(field_of),
        _ => return Err(error),
    };
    cells.refuse(&mut planner.problems, field.as_deref(), ProblemCode::NotAllowed, reason);
    Ok(())
}

/// The field of a row that a rule's field is.
fn field_of(field: &str) -> String {
    match field {
        "effective_on" => "balance_as_of",
        "assessed_on" | "amount" => "fees",
        "to" => "status",
        other => other,
    }
    .to_owned()
}

/// The loans of the book by their number elsewhere and their own.
pub struct LoansByNumber(HashMap<String, Vec<LoanId>>);

impl LoansByNumber {
    /// The loans of the book.
    ///
    /// # Errors
    /// Storage.
    pub fn of_book(planner: &mut Planner<'_>) -> Result<Self> {
        let sql = "SELECT id, number, external_reference FROM loans";
        let mut loans: HashMap<String, Vec<LoanId>> = HashMap::new();
        for row in planner.transaction.query(sql, &[])? {
            let mut row = row.reader();
            let (loan_id, number): (LoanId, i64) = (row.take()?, row.take()?);
            let own = format!("L-{number:05}");
            let elsewhere = row.take::<Option<String>>()?.filter(|elsewhere| *elsewhere != own);
            for number in [Some(own), elsewhere].into_iter().flatten() {
                loans.entry(number).or_default().push(loan_id);
            }
        }
        Ok(Self(loans))
    }

    /// The loan that a row names; a problem of the row where there is none, or where one has for its own number what
    /// another had elsewhere.
    pub fn find(&self, cells: &Cells<'_>, problems: &mut Problems) -> Option<LoanId> {
        let number = cells.required(problems, "loan")?;
        let (code, reason) = match self.0.get(&number).map_or(&[][..], Vec::as_slice) {
            [loan_id] => return Some(*loan_id),
            [] => {
                let reason = "loan must be the number of a loan in the book, its own or that elsewhere";
                (ProblemCode::NotFound, reason.to_owned())
            }
            several => {
                let reason = format!(
                    "loan is the number of {} loans, the own one of one and that elsewhere of another; give the other \
                     number of the one that is meant",
                    several.len()
                );
                (ProblemCode::SeveralFound, reason)
            }
        };
        cells.refuse(problems, Some("loan"), code, reason);
        None
    }
}
