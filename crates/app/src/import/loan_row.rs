//! What a row of loans says: the terms, the status, and what is owed where the loan ran elsewhere before.

use chrono::NaiveDate;
use domain::{
    AnnualRate, CarryOver, ConstructionTerms, Currency, DayCount, Frequency, LoanStatus, LoanTerms, Money,
    Rounding, ScheduleType, ServicingTerms,
};

use super::{
    cells::Cells,
    maturity,
    plan::Planner,
    problems::{ProblemCode, Problems},
};

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

/// What a row says of a loan.
pub struct Wish {
    pub external_reference: Option<String>,
    pub purpose: Option<String>,
    pub terms: LoanTerms,
    pub status: LoanStatus,
    pub funded_on: Option<NaiveDate>,
    pub balance: Option<CarryOver>,
    pub fees: Option<Money>,
    pub late_charges: Option<Money>,
}

/// Reads a row, and tells all that is wrong with it by itself; none where something is.
pub fn read(planner: &mut Planner<'_>, cells: &Cells<'_>, balance_as_of: Option<NaiveDate>) -> Option<Wish> {
    let (currency, today) = (planner.currency(), planner.context.decision.today);
    let problems = &mut planner.problems;
    let mut written = WrittenTerms::read(problems, cells, currency);
    let funded_on = cells.date(problems, "funded_on");
    let maturity_on = cells.date(problems, "maturity_on");
    must_have_term(problems, cells);
    let status = status_of(problems, cells);
    if status.is_some_and(|status| LoanStatus::SERVICED.contains(&status)) && !cells.has("funded_on") {
        cells.must_have(problems, "funded_on");
    }
    refuse_funding_to_come(problems, cells, status, funded_on, today);
    let balance = carry_over(problems, cells, status, funded_on, balance_as_of);
    let [fees, late_charges] = ["fees", "late_charges"].map(|field| owed_beside(problems, cells, field));
    written.refuse_faults(problems, cells, currency);
    if problems.has(cells.number()) || cells.are_open() {
        return None;
    }
    if let Some(maturity_on) = maturity_on {
        let (terms, given) = (&written.terms, written.term_months);
        let term = match funded_on {
            Some(funded_on) => maturity::term_until(terms, given, funded_on, maturity_on),
            None => maturity::ends_with_term(terms, today, maturity_on).map(|()| terms.term_months),
        };
        match term {
            Ok(months) => written.terms.term_months = months,
            Err(reason) => {
                cells.refuse(problems, Some("maturity_on"), ProblemCode::NotAllowed, reason);
                return None;
            }
        }
    }
    Some(Wish {
        external_reference: cells.text("external_reference"),
        purpose: cells.text("purpose"),
        terms: written.terms,
        status: status?,
        funded_on,
        balance,
        fees,
        late_charges,
    })
}

/// The terms of a row.
struct WrittenTerms {
    /// What could be read; what is allowed stands in for what could not, which is told already.
    terms: LoanTerms,
    /// The term, where the row says one.
    term_months: Option<u32>,
    /// The fields for which something stands in.
    unread: Vec<&'static str>,
}

impl WrittenTerms {
    fn read(problems: &mut Problems, cells: &Cells<'_>, currency: Currency) -> Self {
        for field in ["principal", "annual_rate_percent"].into_iter().filter(|field| !cells.has(field)) {
            cells.must_have(problems, field);
        }
        let principal = cells.amount(problems, "principal");
        let annual_rate: Option<AnnualRate> = cells.rate(problems, "annual_rate_percent");
        let term_months = cells.count(problems, "term_months");
        let schedule_type: Option<ScheduleType> = cells.word(problems, "type", TYPES);
        let amortization_months = cells.count(problems, "amortization_months");
        let interest_only_periods = cells.count(problems, "interest_only_periods");
        let frequency: Option<Frequency> = cells.word(problems, "frequency", FREQUENCIES);
        let day_count: Option<DayCount> = cells.word(problems, "day_count", DAY_COUNTS);
        let first_payment_on = cells.date(problems, "first_payment_on");
        let usual = ServicingTerms::usual(currency);
        let grace_days = cells.count(problems, "grace_days");
        let servicing = ServicingTerms {
            grace_days: grace_days.unwrap_or(usual.grace_days),
            late_fee_percent: cells.rate(problems, "late_fee_percent").unwrap_or(usual.late_fee_percent),
            default_margin: cells.rate(problems, "default_margin_percent").unwrap_or(usual.default_margin),
            ..usual
        };
        let initial_advance = cells.amount(problems, "initial_advance");
        let is_construction = cells.yes_no(problems, "is_construction");
        if is_construction == Some(false) && initial_advance.is_some_and(|advance| !advance.is_zero()) {
            let reason = "initial_advance can be given of a construction loan only";
            cells.refuse(problems, Some("initial_advance"), ProblemCode::NotAllowed, reason);
        }
        let is_drawn = is_construction.unwrap_or(initial_advance.is_some());
        let is_read = [
            ("term_months", term_months.is_some()),
            ("type", schedule_type.is_some()),
            ("amortization_months", amortization_months.is_some()),
            ("interest_only_periods", interest_only_periods.is_some()),
            ("grace_days", grace_days.is_some()),
            ("initial_advance", initial_advance.is_some()),
        ];
        let unread = is_read.into_iter().filter(|(field, is_read)| !is_read && cells.may_have(field));
        let unread =
            unread.map(|(field, _)| field).chain(principal.is_none().then_some("principal")).collect();
        let terms = LoanTerms {
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
        Self { terms, term_months, unread }
    }

    /// Refuses all that is wrong with the terms by themselves, but for what follows from what could not be read.
    fn refuse_faults(&self, problems: &mut Problems, cells: &Cells<'_>, currency: Currency) {
        for fault in self.terms.faults(currency) {
            let Some(field) = fault.field() else { continue };
            let with = match field {
                "amortization_months" | "interest_only_periods" => "type",
                "initial_advance" => "principal",
                _ => field,
            };
            if !self.unread.contains(&field) && !self.unread.contains(&with) {
                cells.refuse(problems, Some(field), ProblemCode::NotAllowed, fault.to_string());
            }
        }
    }
}

fn must_have_term(problems: &mut Problems, cells: &Cells<'_>) {
    let has_dates = cells.may_have("maturity_on") && cells.may_have("funded_on");
    if !cells.may_have("term_months") && !has_dates {
        let reason = "term_months must be given, or maturity_on with funded_on";
        let field = if cells.has("maturity_on") { "maturity_on" } else { "term_months" };
        cells.refuse(problems, Some(field), ProblemCode::MissingValue, reason);
    }
}

/// Money that goes out tomorrow is not out: such a loan is not serviced yet.
fn refuse_funding_to_come(
    problems: &mut Problems,
    cells: &Cells<'_>,
    status: Option<LoanStatus>,
    funded_on: Option<NaiveDate>,
    today: NaiveDate,
) {
    if status.is_some_and(|status| LoanStatus::SERVICED.contains(&status))
        && funded_on.is_some_and(|funded_on| funded_on > today)
    {
        let reason = format!(
            "funded_on must not be after today, {today}; give a loan that is funded later a status before that, such as \
             closing"
        );
        cells.refuse(problems, Some("funded_on"), ProblemCode::NotAllowed, reason);
    }
}

/// What is owed beside the balance: fees, or late charges.
fn owed_beside(problems: &mut Problems, cells: &Cells<'_>, field: &'static str) -> Option<Money> {
    let owed = cells.amount(problems, field).filter(|owed| !owed.is_zero());
    if owed.is_some_and(Money::is_negative) {
        let reason = format!("{field} must not be negative");
        cells.refuse(problems, Some(field), ProblemCode::NotAllowed, reason);
    }
    refuse_without_balance(problems, cells, field, owed.is_some());
    owed
}

/// The status that a row says, or the one that its funding makes; none where it cannot be read or is not allowed.
fn status_of(problems: &mut Problems, cells: &Cells<'_>) -> Option<LoanStatus> {
    let status = match cells.word(problems, "status", STATUSES) {
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

/// What is owed, where the row says so.
fn carry_over(
    problems: &mut Problems,
    cells: &Cells<'_>,
    status: Option<LoanStatus>,
    funded_on: Option<NaiveDate>,
    balance_as_of: Option<NaiveDate>,
) -> Option<CarryOver> {
    let principal = cells.amount(problems, "balance");
    let as_of = cells.date(problems, "balance_as_of");
    let carried_over_on = as_of.or(balance_as_of);
    let next_due_on = cells.date(problems, "next_due_on");
    let interest = cells.amount(problems, "interest");
    let interest_paid_to = cells.date(problems, "interest_paid_to");
    let payment = cells.amount(problems, "payment");
    let dates =
        [("balance_as_of", as_of), ("next_due_on", next_due_on), ("interest_paid_to", interest_paid_to)];
    for (field, date) in dates {
        refuse_without_balance(problems, cells, field, date.is_some());
    }
    for (field, amount) in [("interest", interest), ("payment", payment)] {
        refuse_without_balance(problems, cells, field, amount.is_some_and(|amount| !amount.is_zero()));
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
    if says && !cells.may_have("balance") {
        let reason = format!("{field} can be given of a loan with a balance only");
        cells.refuse(problems, Some(field), ProblemCode::NotAllowed, reason);
    }
}
