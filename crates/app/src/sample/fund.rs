//! The sample's fund: four investors, two capital calls, loans that are paid out of it, and a loan that lenders share.

use chrono::{Days, NaiveDate};
use domain::{
    DistributionKind, FundEntryId, FundId, FundWish, LoanId, Money, NewFund, ParticipantShare, PersonId,
    PersonKind,
};

use super::{BUILDER, person};
use crate::{AppError, Result, bus::UnitOfWork, commands::fund};

/// Whose loans are paid out of the fund.
pub const PAYS_OUT: [&str; 3] = ["Marisol Vega", "Samuel Okafor", BUILDER];

/// Whose loan has paid some of the fund's capital back.
pub const REPAYS: &str = "Samuel Okafor";

/// Whose loan several lenders share.
pub const SHARED: &str = "Greta Lindqvist";

/// The fund, once it is made.
pub struct SampleFund {
    /// The fund.
    pub fund_id: FundId,
}

/// Investors and their commitments, in whole units of the currency.
const COMMITMENTS: [(&str, i64); 4] = [
    ("Nadia Petrov", 400_000),
    ("Owen Castellanos", 350_000),
    ("Brightwater Family Trust", 300_000),
    ("Lena Sorensen", 150_000),
];

/// The first call, which came in whole, and the second, of which some is still to come.
const CALLS: [(i64, u64); 2] = [(600_000, 420), (180_000, 12)];

/// Makes the fund with its commitments and calls, before the loans that are paid out of it.
pub fn create(work: &mut UnitOfWork<'_>) -> Result<SampleFund> {
    let fund_id = FundId::from_uuid(work.next_id());
    let new = NewFund {
        fund_id,
        name: "Cedar Bridge Fund I".to_owned(),
        capacity: units(work, 1_500_000),
        strategy: Some("First-lien bridge and construction loans".to_owned()),
        created_on: days_ago(work, 440),
    };
    fund::create(work, new)?;
    let mut investors: Vec<PersonId> = Vec::new();
    for (name, committed) in COMMITMENTS {
        let investor_id = person(work, PersonKind::Investor, name)?;
        let wish = wish(work, committed, 430);
        fund::commit(work, fund_id, investor_id, wish)?;
        investors.push(investor_id);
    }
    let [(first, first_days), (second, second_days)] = CALLS;
    let called = wish(work, first, first_days);
    let due_on = called.on.checked_add_days(Days::new(14));
    fund::call_capital(work, fund_id, called, due_on)?;
    for (investor_id, (_, committed)) in investors.iter().zip(COMMITMENTS) {
        // Half of each commitment was called.
        let wish = wish(work, committed / 2, first_days - 9);
        fund::receive(work, fund_id, *investor_id, wish)?;
    }
    let called = wish(work, second, second_days);
    let due_on = called.on.checked_add_days(Days::new(21));
    fund::call_capital(work, fund_id, called, due_on)?;
    if let Some(first) = investors.first() {
        let wish = wish(work, 60_000, 4);
        fund::receive(work, fund_id, *first, wish)?;
    }
    Ok(SampleFund { fund_id })
}

/// Brings capital back from a loan and passes it on, with a distribution of interest.
pub fn pay_back(work: &mut UnitOfWork<'_>, sample: &SampleFund, loan_id: LoanId) -> Result<()> {
    let returned = wish(work, 15_000, 30);
    fund::return_capital(work, sample.fund_id, loan_id, returned)?;
    let interest =
        FundWish { note: Some("Interest of the last quarter".to_owned()), ..wish(work, 9_187, 28) };
    fund::distribute(work, sample.fund_id, DistributionKind::Interest, interest)?;
    let capital = wish(work, 15_000, 28);
    fund::distribute(work, sample.fund_id, DistributionKind::ReturnOfCapital, capital)
}

/// Shares a loan between the lender itself and two others.
pub fn share(work: &mut UnitOfWork<'_>, loan_id: LoanId, from: NaiveDate) -> Result<()> {
    let north = person(work, PersonKind::Lender, "North Shore Credit")?;
    let private = person(work, PersonKind::Investor, "Aldous Fenn")?;
    let share = |person_id, percent: &str| {
        let problem = |error: domain::RateError| AppError::InvalidInput {
            field: "share_percent",
            problem: error.to_string(),
        };
        Ok::<_, AppError>(ParticipantShare { person_id, share_percent: percent.parse().map_err(problem)? })
    };
    let participants =
        vec![share(None, "50")?, share(Some(north), "33.333333")?, share(Some(private), "16.666667")?];
    fund::set_participations(work, loan_id, participants, Some(from), None)
}

fn wish(work: &UnitOfWork<'_>, amount: i64, days: u64) -> FundWish {
    let entry_id = FundEntryId::from_uuid(work.next_id());
    FundWish { entry_id, amount: units(work, amount), on: days_ago(work, days), note: None }
}

fn units(work: &UnitOfWork<'_>, whole: i64) -> Money {
    Money::from_minor_units(whole * 10_i64.pow(work.context().decision.currency.minor_digits()))
}

fn days_ago(work: &UnitOfWork<'_>, days: u64) -> NaiveDate {
    let today = work.context().decision.today;
    today.checked_sub_days(Days::new(days)).unwrap_or(today)
}
