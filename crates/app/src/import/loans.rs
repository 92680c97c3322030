//! Loans of a file, with their borrowers, and with what is owed of them where they ran elsewhere before.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    AnnualRate, CarryOver, ConstructionTerms, DayCount, FeeId, FeeKind, Frequency, LoanAccount, LoanEvent,
    LoanId, LoanRejection, LoanStatus, LoanTerms, Money, NewFee, NewLoan, PersonId, PersonKind, Rounding,
    ScheduleType, ServicingEvent, ServicingTerms, StatusWish, Transition,
};
use store::NewEvent;

use super::{
    columns::Cells,
    maturity,
    people::{self, Found, People},
    plan::{Planner, Step},
    problems::{ProblemCode, Problems},
};
use crate::{AppError, Result, commands::loan::next_number};

const TYPES: &[(&str, &[&str])] = &[
    (
        "amortized",
        &[
            "fullyamortized",
            "fullyamortizing",
            "amortizing",
            "annuity",
            "level",
            "pi",
            "principalandinterest",
        ],
    ),
    ("interest_only", &["io", "interestonlyballoon"]),
    ("balloon", &["partiallyamortizing"]),
    ("equal_principal", &["straightline", "fixedprincipal"]),
    ("at_maturity", &["bullet", "singlepay", "singlepayment"]),
];

const FREQUENCIES: &[(&str, &[&str])] = &[
    ("monthly", &["month", "m"]),
    ("quarterly", &["quarter", "q"]),
    ("maturity", &["atmaturity", "once"]),
    ("weekly", &["week", "w"]),
    ("biweekly", &["every2weeks", "everytwoweeks"]),
    ("semimonthly", &["twiceamonth", "twicemonthly"]),
    ("semiannual", &["semiannually", "halfyearly"]),
    ("annual", &["annually", "yearly", "year", "a"]),
];

const DAY_COUNTS: &[(&str, &[&str])] = &[
    ("30/360", &["30360bondbasis", "360"]),
    ("30/360us", &[]),
    ("30E/360", &["eurobond"]),
    ("actual/360", &["act360"]),
    ("actual/365", &["act365", "actual365fixed", "365"]),
    ("actual/actual", &["actact"]),
];

const STATUSES: &[(&str, &[&str])] = &[
    ("draft", &["new", "application"]),
    ("submitted", &[]),
    ("verification", &[]),
    ("underwriting", &[]),
    ("approved", &[]),
    ("closing", &[]),
    ("funded", &["active", "current", "open", "performing", "live", "late", "pastdue", "delinquent"]),
    ("defaulted", &["default", "nonperforming", "foreclosure"]),
    ("rejected", &["declined", "denied"]),
    ("paid_off", &["paidoff", "paid", "closed", "payoff"]),
    ("charged_off", &["chargedoff", "writtenoff", "chargeoff"]),
];

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
        let wish = read(planner, &cells, balance_as_of);
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

/// What a row says of a loan.
struct Wish {
    external_reference: Option<String>,
    purpose: Option<String>,
    terms: LoanTerms,
    status: LoanStatus,
    funded_on: Option<NaiveDate>,
    balance: Option<CarryOver>,
    fees: Option<Money>,
    late_charges: Option<Money>,
}

/// Reads a row; none where something of it cannot be read.
fn read(planner: &mut Planner<'_>, cells: &Cells<'_>, balance_as_of: Option<NaiveDate>) -> Option<Wish> {
    let (currency, today) = (planner.currency(), planner.context.decision.today);
    let usual = ServicingTerms::usual(currency);
    let problems = &mut planner.problems;
    for field in ["principal", "annual_rate_percent"] {
        if !cells.has(field) {
            cells.must_have(problems, field);
        }
    }
    let (principal, annual_rate) =
        (cells.amount(problems, "principal"), cells.rate(problems, "annual_rate_percent"));
    let funded_on = cells.date(problems, "funded_on");
    let first_payment_on = cells.date(problems, "first_payment_on");
    let maturity_on = cells.date(problems, "maturity_on");
    let term_months = cells.count(problems, "term_months");
    let has_term =
        cells.may_have("term_months") || cells.may_have("maturity_on") && cells.may_have("funded_on");
    if !has_term {
        let reason = "term_months must be given, or maturity_on with funded_on";
        let field = if cells.has("maturity_on") { "maturity_on" } else { "term_months" };
        cells.refuse(problems, Some(field), ProblemCode::MissingValue, reason);
    }
    let schedule_type: Option<ScheduleType> = cells.word(problems, "type", TYPES);
    let frequency: Option<Frequency> = cells.word(problems, "frequency", FREQUENCIES);
    let day_count: Option<DayCount> = cells.word(problems, "day_count", DAY_COUNTS);
    let status: Option<LoanStatus> = cells.word(problems, "status", STATUSES);
    let amortization_months = cells.count(problems, "amortization_months");
    let interest_only_periods = cells.count(problems, "interest_only_periods");
    let grace_days = cells.count(problems, "grace_days");
    let servicing = ServicingTerms {
        grace_days: grace_days.unwrap_or(usual.grace_days),
        late_fee_percent: cells.rate(problems, "late_fee_percent").unwrap_or(usual.late_fee_percent),
        default_margin: cells.rate(problems, "default_margin_percent").unwrap_or(usual.default_margin),
        ..usual
    };
    let is_construction = cells.yes_no(problems, "is_construction");
    let initial_advance = cells.amount(problems, "initial_advance");
    let is_drawn = is_construction.unwrap_or(initial_advance.is_some());
    let fees = cells.amount(problems, "fees").filter(|fees| !fees.is_zero());
    let late_charges = cells.amount(problems, "late_charges").filter(|charges| !charges.is_zero());
    for (field, owed) in [("fees", fees), ("late_charges", late_charges)] {
        if owed.is_some_and(Money::is_negative) {
            let reason = format!("{field} must not be negative");
            cells.refuse(problems, Some(field), ProblemCode::NotAllowed, reason);
        }
    }
    let status = status_of(problems, cells, status);
    if status.is_some_and(|status| LoanStatus::SERVICED.contains(&status)) && !cells.has("funded_on") {
        cells.must_have(problems, "funded_on");
    }
    let balance = carry_over(planner, cells, status, funded_on, balance_as_of);
    let problems = &mut planner.problems;
    if !cells.may_have("balance") {
        for (field, owed) in [("fees", fees), ("late_charges", late_charges)] {
            refuse_without_balance(problems, cells, field, owed.is_some());
        }
    }
    // What could not be read is told already, and something that is allowed stands in for it.
    let mut terms = LoanTerms {
        principal: principal.unwrap_or(Money::from_minor_units(1)),
        annual_rate: annual_rate.unwrap_or(AnnualRate::ZERO),
        term_months: term_months.unwrap_or(1),
        schedule_type: schedule_type.unwrap_or_default(),
        amortization_months,
        interest_only_periods: interest_only_periods.unwrap_or(0),
        frequency: frequency.unwrap_or_default(),
        day_count: day_count.unwrap_or_default(),
        rounding: Rounding::default(),
        first_payment_on,
        servicing,
        construction: is_drawn.then(|| ConstructionTerms {
            initial_advance: initial_advance.unwrap_or(Money::ZERO),
            inspection_required: true,
            waivers_required: false,
        }),
    };
    let is_read = [
        ("principal", principal.is_some()),
        ("term_months", term_months.is_some()),
        ("type", schedule_type.is_some()),
        ("amortization_months", amortization_months.is_some()),
        ("interest_only_periods", interest_only_periods.is_some()),
        ("grace_days", grace_days.is_some()),
        ("initial_advance", initial_advance.is_some()),
    ];
    let is_unread =
        |(field, is_read): &(&str, bool)| !is_read && (*field == "principal" || cells.may_have(field));
    let unread = is_read.into_iter().filter(is_unread);
    let unread: Vec<&str> = unread.map(|(field, _)| field).collect();
    refuse_faults(problems, cells, &terms.faults(currency), &unread);
    if problems.has(cells.number()) || cells.are_open() {
        return None;
    }
    if let Some(maturity_on) = maturity_on {
        let term = match funded_on {
            Some(funded_on) => maturity::term_until(&terms, term_months, funded_on, maturity_on),
            None => maturity::ends_with_term(&terms, today, maturity_on).map(|()| terms.term_months),
        };
        match term {
            Ok(months) => terms.term_months = months,
            Err(reason) => {
                cells.refuse(problems, Some("maturity_on"), ProblemCode::NotAllowed, reason);
                return None;
            }
        }
    }
    Some(Wish {
        external_reference: cells.text("external_reference"),
        purpose: cells.text("purpose"),
        terms,
        status: status?,
        funded_on,
        balance,
        fees,
        late_charges,
    })
}

/// The status that a row says, or the one that its funding makes; none where it cannot be read or is not allowed.
fn status_of(problems: &mut Problems, cells: &Cells<'_>, written: Option<LoanStatus>) -> Option<LoanStatus> {
    let status = match written {
        Some(status) => status,
        None if cells.may_have("status") => return None,
        None if cells.may_have("funded_on") => LoanStatus::Funded,
        None => LoanStatus::Draft,
    };
    if matches!(status, LoanStatus::PaidOff | LoanStatus::ChargedOff) {
        let reason = format!(
            "status must not be {status}: a loan comes to that by what is recorded of it; leave the row out, or import \
             the loan as funded and then its payments"
        );
        cells.refuse(problems, Some("status"), ProblemCode::NotAllowed, reason);
        return None;
    }
    Some(status)
}

/// Refuses all that is wrong with the terms of a row, but for what comes of a cell that could not be read.
fn refuse_faults(problems: &mut Problems, cells: &Cells<'_>, faults: &[LoanRejection], unread: &[&str]) {
    for fault in faults {
        let Some(field) = fault.field() else { continue };
        let with = match field {
            "amortization_months" | "interest_only_periods" => "type",
            "initial_advance" => "principal",
            _ => field,
        };
        if !unread.contains(&field) && !unread.contains(&with) {
            cells.refuse(problems, Some(field), ProblemCode::NotAllowed, fault.to_string());
        }
    }
}

/// What is owed, where the row says so.
fn carry_over(
    planner: &mut Planner<'_>,
    cells: &Cells<'_>,
    status: Option<LoanStatus>,
    funded_on: Option<NaiveDate>,
    balance_as_of: Option<NaiveDate>,
) -> Option<CarryOver> {
    let problems = &mut planner.problems;
    let principal = cells.amount(problems, "balance");
    let as_of = cells.date(problems, "balance_as_of");
    let carried_over_on = as_of.or(balance_as_of);
    let next_due_on = cells.date(problems, "next_due_on");
    let interest = cells.amount(problems, "interest");
    let interest_paid_to = cells.date(problems, "interest_paid_to");
    let payment = cells.amount(problems, "payment");
    if !cells.may_have("balance") {
        for (field, date) in
            [("balance_as_of", as_of), ("next_due_on", next_due_on), ("interest_paid_to", interest_paid_to)]
        {
            refuse_without_balance(problems, cells, field, date.is_some());
        }
        for (field, amount) in [("interest", interest), ("payment", payment)] {
            refuse_without_balance(problems, cells, field, amount.is_some_and(|amount| !amount.is_zero()));
        }
    }
    let principal = principal?;
    let status = status?;
    if !LoanStatus::SERVICED.contains(&status) {
        let reason =
            format!("balance must be left out of a loan that is {status}: nothing is owed of it yet");
        cells.refuse(problems, Some("balance"), ProblemCode::NotAllowed, reason);
        return None;
    }
    if carried_over_on.is_none() && !cells.may_have("balance_as_of") {
        let reason = "balance_as_of must be given with a balance, in a column or for the whole file";
        cells.refuse(problems, Some("balance"), ProblemCode::MissingValue, reason);
    }
    Some(CarryOver {
        funded_on: funded_on?,
        carried_over_on: carried_over_on?,
        principal,
        interest,
        interest_paid_to,
        next_due_on,
        payment,
    })
}

/// Refuses what says something of a balance where there is none: it would be lost. An amount of nothing says nothing.
fn refuse_without_balance(problems: &mut Problems, cells: &Cells<'_>, field: &'static str, says: bool) {
    if says {
        let reason = format!("{field} can be given of a loan with a balance only");
        cells.refuse(problems, Some(field), ProblemCode::NotAllowed, reason);
    }
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
