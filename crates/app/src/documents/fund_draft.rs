//! An investor's statement: their capital in a fund, what was distributed to them, and what moved.

use chrono::NaiveDate;
use domain::{Amount, AmountError, Currency, DocumentKind, FundEntryKind, FundId, Money, PersonId};
use serde_json::{Value as Json, json};
use store::{Transaction, upcast::Upcasters};

use super::{
    draft::{About, Draft, Subject},
    loan_drafts::refused,
    text,
};
use crate::{
    Result,
    queries::fund::{self, FundInvestor, InvestorMovementView, InvestorStatementView},
};

/// What an investor has in a fund, and what moved from a day to another.
///
/// # Errors
/// An unknown fund, someone who has nothing in it, days in the wrong order, or storage.
pub(super) fn statement(
    (transaction, upcasters): (&mut dyn Transaction, &Upcasters),
    (fund_id, investor_id): (FundId, PersonId),
    (from, to): (Option<NaiveDate>, NaiveDate),
    currency: Currency,
) -> Result<Draft> {
    let statement = fund::investor_statement((&mut *transaction, upcasters), fund_id, investor_id, from, to)?;
    if statement.movements.is_empty() && statement.closing.committed.money(currency)?.is_zero() {
        return Err(refused("investor_id", format!("names nobody who has something in this fund on {to}")));
    }
    let subject = Subject {
        kind: DocumentKind::InvestorStatement,
        about: About { fund_id: Some(fund_id), investor_id: Some(investor_id), ..About::default() },
        named_after: &format!("{} {}", statement.fund_name, statement.investor.name),
        dated_on: to,
        currency,
    };
    Draft::of(transaction, &subject, facts(&statement, currency)?)
}

fn facts(statement: &InvestorStatementView, currency: Currency) -> Result<Json> {
    let InvestorStatementView { opening, closing, investor, .. } = statement;
    let between = |figure: fn(&FundInvestor) -> Amount| -> Result<Money> {
        let (before, after) = (figure(opening).money(currency)?, figure(closing).money(currency)?);
        Ok(after.checked_sub(before).ok_or(AmountError::OutOfRange)?)
    };
    let money = |money| text::money(money, currency);
    let returned = between(|of| of.return_of_capital)?;
    // In parentheses, so that the column adds up as it stands.
    let taken_out = Money::ZERO.checked_sub(returned).ok_or(AmountError::OutOfRange)?;
    let address: Vec<&str> = investor.address.as_deref().unwrap_or_default().lines().map(str::trim).collect();
    Ok(json!({
        "fund": statement.fund_name,
        "investor": { "name": investor.name, "address": address },
        "from": text::date(statement.from),
        "to": text::date(statement.to),
        "capital": {
            "opening": text::amount(opening.capital),
            "contributed": money(between(|of| of.contributed)?),
            "returned": money(taken_out),
            "closing": text::amount(closing.capital),
        },
        "distributed": {
            "interest": money(between(|of| of.interest)?),
            "profit": money(between(|of| of.profit)?),
            "return_of_capital": money(returned),
            "total": money(between(|of| of.distributed)?),
        },
        "commitment": {
            "committed": text::amount(closing.committed),
            "called": text::amount(closing.called),
            "receivable": text::amount(closing.receivable),
            "uncalled": text::amount(closing.uncalled),
        },
        "movements": statement.movements.iter().map(movement).collect::<Json>(),
    }))
}

fn movement(movement: &InvestorMovementView) -> Json {
    json!({
        "on": text::short_date(movement.effective_on),
        "what": what(movement.kind),
        "note": movement.note,
        "amount": text::amount(movement.amount),
        "capital": text::amount(movement.capital),
    })
}

const fn what(kind: FundEntryKind) -> &'static str {
    match kind {
        FundEntryKind::Commitment => "Commitment",
        FundEntryKind::CapitalCall => "Capital called",
        FundEntryKind::Receipt => "Contribution",
        FundEntryKind::Allocation => "Allocation to a loan",
        FundEntryKind::Return => "Return from a loan",
        FundEntryKind::Interest => "Interest distributed",
        FundEntryKind::ReturnOfCapital => "Capital returned",
        FundEntryKind::Profit => "Profit distributed",
    }
}
