//! A sample portfolio: a small lender with loans in every stage, for looking around before the first real one.

mod construction;
mod fund;

use chrono::{Days, NaiveDate};
use domain::{
    ConstructionTerms, DayCount, Frequency, LoanId, LoanStatus, LoanTerms, Money, NewPayment, NewPerson,
    PaymentId, PaymentMethod, PersonId, PersonKind, Rounding, ScheduleType, ServicingTerms, Transition,
};

use crate::{
    AppError, Book, Result, accounts,
    bus::UnitOfWork,
    commands::{self, loan::LoanApplication},
    servicing_day,
};

/// Name, purpose, principal in whole units of the currency, rate, term, schedule, frequency, day count, the status
/// it has come to, and how many days ago it came to it.
type SampleLoan =
    (&'static str, &'static str, i64, &'static str, u32, ScheduleType, Frequency, DayCount, LoanStatus, u64);

const LOANS: [SampleLoan; 12] = {
    use DayCount::{Actual360, Actual365, Thirty360};
    use Frequency::{Maturity, Monthly, Quarterly};
    use LoanStatus::{Approved, Closing, Funded, Rejected, Submitted, Underwriting, Verification};
    use ScheduleType::{Amortized, AtMaturity, InterestOnly};
    [
        (
            "Marisol Vega",
            "Duplex, Elm Street 14",
            100_000,
            "7.5",
            12,
            Amortized,
            Monthly,
            Thirty360,
            Funded,
            45,
        ),
        (
            "Harbor Row Builders LLC",
            "Four townhouses, Harbor Row",
            480_000,
            "10.25",
            18,
            InterestOnly,
            Monthly,
            Actual360,
            Funded,
            120,
        ),
        ("Samuel Okafor", "Bakery fit-out", 62_500, "9.875", 60, Amortized, Monthly, Actual365, Funded, 400),
        (
            "Greta Lindqvist",
            "Bridge until the sale of Oak Lane 3",
            215_000,
            "11",
            9,
            AtMaturity,
            Maturity,
            Actual360,
            Funded,
            30,
        ),
        (
            "Tomas and Ines Duarte",
            "Farmhouse renovation",
            138_000,
            "8.25",
            120,
            Amortized,
            Quarterly,
            Thirty360,
            Funded,
            210,
        ),
        (
            "Pine Ridge Homes Inc.",
            "Model home, lot 7",
            350_000,
            "9.5",
            12,
            InterestOnly,
            Quarterly,
            Thirty360,
            Funded,
            15,
        ),
        (
            "Aisha Rahman",
            "Triplex, Mill Road 22",
            290_000,
            "8.75",
            360,
            Amortized,
            Monthly,
            Thirty360,
            Closing,
            3,
        ),
        (
            "North Quay Partners",
            "Warehouse conversion",
            720_000,
            "10.5",
            24,
            InterestOnly,
            Monthly,
            Actual360,
            Approved,
            6,
        ),
        (
            "Daniel Whitcombe",
            "Garage workshop",
            45_000,
            "9",
            36,
            Amortized,
            Monthly,
            Thirty360,
            Underwriting,
            8,
        ),
        (
            "Lucia Ferrante",
            "Restaurant terrace",
            58_000,
            "9.25",
            48,
            Amortized,
            Monthly,
            Thirty360,
            Verification,
            2,
        ),
        (
            "Evergreen Lots LLC",
            "Land, three parcels",
            165_000,
            "12",
            12,
            AtMaturity,
            Maturity,
            Actual365,
            Submitted,
            1,
        ),
        ("Peter Novak", "Cabin on the lake", 88_000, "8.5", 84, Amortized, Monthly, Thirty360, Rejected, 20),
    ]
};

/// Fills an empty book with the sample portfolio.
///
/// # Errors
/// Storage.
pub fn fill(book: &Book) -> Result<()> {
    let built = book.write(|work| {
        let fund = fund::create(work)?;
        for sample in LOANS {
            loan(work, &sample, &fund)?;
        }
        person(work, PersonKind::Borrower, "Ruth Adeyemi")?;
        construction::loan_of(work, BUILDER)
    })?;
    construction::fill(book, built)?;
    book.write(servicing_day::run)?;
    Ok(())
}

fn loan(work: &mut UnitOfWork<'_>, sample: &SampleLoan, fund: &fund::SampleFund) -> Result<()> {
    let (name, purpose, units, rate, term_months, schedule_type, frequency, day_count, status, days_ago) =
        *sample;
    let borrower_id = person(work, PersonKind::Borrower, name)?;
    let decision = &work.context().decision;
    let minor_units = units * 10_i64.pow(decision.currency.minor_digits());
    let terms = LoanTerms {
        principal: Money::from_minor_units(minor_units),
        annual_rate: rate.parse().map_err(|error| AppError::InvalidInput {
            field: "annual_rate_percent",
            problem: format!("{error}"),
        })?,
        term_months,
        schedule_type,
        frequency,
        day_count,
        rounding: Rounding::HalfUp,
        first_payment_on: None,
        amortization_months: None,
        interest_only_periods: 0,
        servicing: ServicingTerms::usual(decision.currency),
        construction: (name == BUILDER).then_some(DRAWN),
    };
    let effective_on = decision.today.checked_sub_days(Days::new(days_ago)).unwrap_or(decision.today);
    let application = LoanApplication {
        borrower_id,
        lender_id: None,
        external_reference: None,
        purpose: Some(purpose.to_owned()),
        terms,
    };
    let loan_id = commands::loan::create(work, application)?;
    if fund::PAYS_OUT.contains(&name) {
        commands::fund::set_source(work, loan_id, Some(fund.fund_id), None)?;
    }
    walk(work, loan_id, status, effective_on)?;
    // One borrower does not pay, so that there is something late to see.
    if status == LoanStatus::Funded && ![LATE, BUILDER].contains(&name) {
        pay(work, loan_id)?;
    }
    if name == fund::REPAYS {
        fund::pay_back(work, fund, loan_id)?;
    }
    if name == fund::SHARED { fund::share(work, loan_id, effective_on) } else { Ok(()) }
}

/// Who builds, and how that loan is drawn. Its interest reserve pays for it.
const BUILDER: &str = "Harbor Row Builders LLC";
const DRAWN: ConstructionTerms =
    ConstructionTerms { initial_advance: Money::ZERO, inspection_required: true, waivers_required: true };

/// Who does not pay.
const LATE: &str = "Tomas and Ines Duarte";

/// Pays what has fallen due, each instalment on its day.
fn pay(work: &mut UnitOfWork<'_>, loan_id: LoanId) -> Result<()> {
    let today = work.context().decision.today;
    let account = accounts::load(work.transaction_and_upcasters(), loan_id)?;
    for due in
        account.scheduled.iter().map(|scheduled| scheduled.instalment).filter(|due| due.due_on <= today)
    {
        let payment = NewPayment {
            payment_id: PaymentId::from_uuid(work.next_id()),
            amount: due.payment,
            received_on: due.due_on,
            method: PaymentMethod::Ach,
            reference: None,
            note: None,
            allow_duplicate: false,
            accept_overpayment: false,
        };
        commands::servicing::record_payment(work, loan_id, payment)?;
    }
    Ok(())
}

/// Walks a loan along the usual way until it has come to its status.
fn walk(
    work: &mut UnitOfWork<'_>,
    loan_id: LoanId,
    status: LoanStatus,
    effective_on: NaiveDate,
) -> Result<()> {
    let mut at = LoanStatus::Draft;
    while at != status {
        let to = match (status, at.next().first()) {
            (LoanStatus::Rejected, _) => LoanStatus::Rejected,
            (_, Some(next)) => *next,
            (_, None) => return Ok(()),
        };
        commands::loan::transition(work, loan_id, Transition { to, effective_on, reason: None }, None)?;
        at = to;
    }
    Ok(())
}

fn person(work: &mut UnitOfWork<'_>, kind: PersonKind, name: &str) -> Result<PersonId> {
    let person_id = PersonId::from_uuid(work.next_id());
    let new = NewPerson {
        person_id,
        kind,
        name: name.to_owned(),
        email: None,
        phone: None,
        address: None,
        tax_id: None,
    };
    commands::person::create(work, new)
}
