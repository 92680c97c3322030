//! What the dashboard shows, as it is today.

use domain::AgingBucket;
use store::Transaction;

use super::{
    Field::{self, Amount as Figure, Date, Sum, Text, Whole},
    Scope,
    rows::{Rows, word},
};
use crate::{
    Result,
    queries::dashboard::{self, Dashboard},
};

type Columns = &'static [(&'static str, Field)];

fn of_today(scope: &Scope<'_>, transaction: &mut dyn Transaction) -> Result<Dashboard> {
    dashboard::get(transaction, scope.today, scope.book.organization().currency)
}

pub const AGING: Columns = &[("Past due", Text), ("Loans", Whole), ("Instalments", Whole), ("Amount", Sum)];

/// What is past due by its age. Of several ages, a loan is counted in each.
pub fn aging(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    for line in of_today(scope, transaction)?.aging {
        let age = match line.bucket {
            AgingBucket::Thirty => "1–30 days",
            AgingBucket::Sixty => "31–60 days",
            AgingBucket::Ninety => "61–90 days",
            AgingBucket::Older => "More than 90 days",
        };
        rows.made([age.into(), line.loans.into(), line.instalments.into(), line.amount.into()])?;
    }
    Ok(())
}

pub const EXPECTED: Columns = &[("Month", Date), ("Interest", Sum), ("Principal", Sum), ("Total", Sum)];

/// What instalments bring in, each month by its first day.
pub fn expected(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    for line in of_today(scope, transaction)?.expected {
        rows.made([line.month.into(), line.interest.into(), line.principal.into(), line.total.into()])?;
    }
    Ok(())
}

pub const MATURITIES: Columns =
    &[("Month", Date), ("Before or after", Text), ("Loans", Whole), ("Outstanding", Sum)];

/// What matures, each month by its first day; what should have matured comes before, and what is later after.
pub fn maturities(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    for line in of_today(scope, transaction)?.maturities {
        let beside = match (line.month, line.is_past) {
            (Some(_), _) => None,
            (None, true) => Some("Should have matured"),
            (None, false) => Some("Later"),
        };
        rows.made([line.month.into(), beside.into(), line.loans.into(), line.outstanding.into()])?;
    }
    Ok(())
}

pub const TODO: Columns =
    &[("What", Text), ("About", Text), ("On", Date), ("Days left", Whole), ("Amount", Figure)];

/// What is to be done, the most urgent first, as far as the dashboard lists it.
pub fn todo(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    for item in of_today(scope, transaction)?.todo {
        rows.made([
            word(item.kind),
            item.about.into(),
            item.on.into(),
            item.days_left.into(),
            item.amount.into(),
        ])?;
    }
    Ok(())
}
