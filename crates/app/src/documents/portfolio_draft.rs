//! The portfolio report: all loans with their balances.

use chrono::NaiveDate;
use domain::{Amount, AmountError, Currency, DocumentKind, Money};
use serde_json::{Value as Json, json};
use store::Transaction;

use super::{
    draft::{About, Draft, Subject},
    loan_drafts::refused,
    text,
};
use crate::{
    Book, Result,
    queries::{self, as_of::AsOf},
};

/// Every loan that was funded by a day, what was lent and what was outstanding of it at the end of that day; today where
/// none is given.
///
/// # Errors
/// A day to come, or storage.
pub(super) fn portfolio(
    book: &Book,
    transaction: &mut dyn Transaction,
    dated_on: Option<NaiveDate>,
) -> Result<Draft> {
    let currency = book.organization().currency;
    let today = book.environment().clock.today();
    if dated_on.is_some_and(|day| day > today) {
        return Err(refused("to", format!("must not be after today, {today}")));
    }
    let effective_on = dated_on.filter(|day| *day != today);
    let as_of = AsOf { known_at: None, effective_on };
    let mut loans = queries::as_of::balances(book, transaction, None, as_of)?.loans;
    loans.retain(|loan| loan.funded_on.is_some());
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
    let dated_on = dated_on.unwrap_or(today);
    let subject = Subject { kind, about: About::default(), named_after: "", dated_on, currency };
    Draft::of(transaction, &subject, facts)
}

fn sum(sum: Money, amount: Amount, currency: Currency) -> Result<Money> {
    Ok(sum.checked_add(amount.money(currency)?).ok_or(AmountError::OutOfRange)?)
}
