//! The portfolio report: all loans with their balances.

use chrono::NaiveDate;
use domain::{Amount, AmountError, Currency, DocumentKind, Money};
use serde_json::{Value as Json, json};
use store::Transaction;

use super::{
    draft::{About, Draft, Subject},
    text,
};
use crate::{Result, queries};

/// Every loan, what was lent and what is outstanding, as the book is now; it bears the day `dated_on`.
///
/// # Errors
/// Storage.
pub(super) fn portfolio(
    transaction: &mut dyn Transaction,
    dated_on: NaiveDate,
    currency: Currency,
) -> Result<Draft> {
    let loans = queries::loan::balances(transaction, currency)?;
    let (mut lent, mut outstanding) = (Money::ZERO, Money::ZERO);
    let mut rows: Vec<Json> = Vec::with_capacity(loans.len());
    for loan in &loans {
        lent = sum(lent, loan.principal, currency)?;
        outstanding = sum(outstanding, loan.outstanding, currency)?;
        rows.push(json!([
            loan.number,
            loan.borrower_name,
            loan.status.to_string().replace('_', " "),
            loan.funded_on.map(text::short_date).unwrap_or_default(),
            text::amount(loan.principal),
            text::amount(loan.outstanding),
        ]));
    }
    let facts = json!({
        "rows": rows,
        "number_of_loans": loans.len(),
        "total_principal": text::money(lent, currency),
        "total_outstanding": text::money(outstanding, currency),
    });
    let kind = DocumentKind::PortfolioReport;
    let subject = Subject { kind, about: About::default(), named_after: "", dated_on, currency };
    Draft::of(transaction, &subject, facts)
}

fn sum(sum: Money, amount: Amount, currency: Currency) -> Result<Money> {
    Ok(sum.checked_add(amount.money(currency)?).ok_or(AmountError::OutOfRange)?)
}
