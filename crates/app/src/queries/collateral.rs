//! What secures a loan, and what the loan is of its value.

use chrono::NaiveDate;
use domain::{
    Amount, CollateralContent, CollateralId, CollateralState, Currency, LoanId, LoanToValue, Money,
    PropertyId, SecuredBy,
};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Row, StoreError, Transaction};
use ts_rs::TS;

use super::{loan, property, property::Property};
use crate::{AppError, Result};

const COLUMNS: &str = "id, loan_id, property_id, description, value_minor, lien_position, senior_liens_minor, \
                       pledged_on, released_on, release_reason";

views! {
    /// What secures a loan.
    Security {
        /// The loan.
        loan_id: LoanId,
        /// What secures it, in the order in which it was pledged; what was released comes last.
        collateral: Vec<Collateral>,
        /// What of it is outstanding; of a loan that is not funded, what is agreed.
        debt: Amount,
        /// What was agreed to be lent.
        commitment: Amount,
        /// What is owed on the liens before the loan's.
        senior_liens: Amount,
        /// What all of it is worth as it stands; none while the value of a part of it is not known.
        as_is: Option<Amount>,
        /// What all of it is worth after repair, where something is valued so; the rest of it as it stands.
        after_repair: Option<Amount>,
        /// What is outstanding, with the liens before it, of the value as it stands.
        loan_to_value: Option<LoanToValue>,
        /// All that was agreed, with the liens before it, of the value after repair.
        loan_to_after_repair_value: Option<LoanToValue>,
    }

    /// Something that secures a loan.
    Collateral {
        /// The collateral.
        collateral_id: CollateralId,
        /// The property, where it is one.
        property: Option<Property>,
        /// What it is, where it is no property.
        description: Option<String>,
        /// What it is worth: a property as it was valued last as it stands.
        value: Option<Amount>,
        /// Place of the loan's lien among the liens on it, from 1.
        lien_position: Option<u32>,
        /// What is owed on the liens before it.
        senior_liens: Amount,
        /// The day from which it secures the loan.
        pledged_on: NaiveDate,
        /// The day from which it does not any more.
        released_on: Option<NaiveDate>,
        /// Why it was released.
        release_reason: Option<String>,
    }
}

/// What secures a loan, and the loan-to-value.
///
/// # Errors
/// An unknown loan, or storage.
pub fn list(transaction: &mut dyn Transaction, loan_id: LoanId, currency: Currency) -> Result<Security> {
    let (commitment, debt) = owed(transaction, loan_id)?;
    let mut collateral = Vec::new();
    for (state, release_reason) in states(transaction, loan_id)? {
        collateral.push(view(transaction, state, release_reason, currency)?);
    }
    let values = Values::of(&collateral, currency)?;
    let amount = |money: Money| Amount::new(money, currency);
    let ratio = |debt: Money, value: Option<Money>| {
        value.and_then(|value| LoanToValue::of(debt, values.senior_liens, value))
    };
    Ok(Security {
        loan_id,
        debt: amount(debt),
        commitment: amount(commitment),
        senior_liens: amount(values.senior_liens),
        as_is: values.as_is.map(amount),
        after_repair: values.after_repair.map(amount),
        loan_to_value: ratio(debt, values.as_is),
        loan_to_after_repair_value: ratio(commitment, values.after_repair),
        collateral,
    })
}

/// What all that is held is worth together.
struct Values {
    senior_liens: Money,
    as_is: Option<Money>,
    after_repair: Option<Money>,
}

impl Values {
    fn of(collateral: &[Collateral], currency: Currency) -> Result<Self> {
        let mut senior_liens = Money::ZERO;
        let (mut as_is, mut after_repair) = (Some(Money::ZERO), Some(Money::ZERO));
        let (mut holds_any, mut is_repaired) = (false, false);
        for held in collateral.iter().filter(|held| held.released_on.is_none()) {
            holds_any = true;
            let value = held.value.map(|value| value.money(currency)).transpose()?;
            let repaired = held.property.as_ref().and_then(|property| property.after_repair);
            let repaired = repaired.map(|value| value.money(currency)).transpose()?;
            is_repaired |= repaired.is_some();
            senior_liens = plus(senior_liens, held.senior_liens.money(currency)?)?;
            as_is = sum(as_is, value)?;
            after_repair = sum(after_repair, repaired.or(value))?;
        }
        Ok(Self {
            senior_liens,
            as_is: as_is.filter(|_| holds_any),
            after_repair: after_repair.filter(|_| is_repaired),
        })
    }
}

fn sum(total: Option<Money>, value: Option<Money>) -> Result<Option<Money>> {
    total.zip(value).map(|(total, value)| plus(total, value)).transpose()
}

fn plus(total: Money, more: Money) -> Result<Money> {
    let too_large = || StoreError::corrupt("what secures a loan adds up to more than an amount can hold");
    Ok(total.checked_add(more).ok_or_else(too_large)?)
}

/// What was agreed, and what of it is outstanding; before the funding, all of it counts.
fn owed(transaction: &mut dyn Transaction, loan_id: LoanId) -> Result<(Money, Money)> {
    loan::require(transaction, loan_id)?;
    let sql = "SELECT principal_minor, CASE WHEN funded_on IS NULL THEN principal_minor ELSE outstanding_minor END \
               FROM loans WHERE id = $1";
    let row = transaction.query_optional(sql, &[loan_id.into()])?.ok_or_else(|| AppError::NotFound {
        kind: "loan",
        field: "loan_id",
        id: loan_id.to_string(),
    })?;
    let mut row = row.reader();
    Ok((row.take()?, row.take()?))
}

fn view(
    transaction: &mut dyn Transaction,
    state: CollateralState,
    release_reason: Option<String>,
    currency: Currency,
) -> Result<Collateral> {
    let CollateralState { collateral_id, content, pledged_on, released_on, .. } = state;
    let (property, description, value) = match content.secured_by {
        SecuredBy::Property(property_id) => {
            let property = property::get(transaction, property_id, currency)?;
            let value = property.as_is;
            (Some(property), None, value)
        }
        SecuredBy::Other { description, value } => {
            (None, Some(description), value.map(|value| Amount::new(value, currency)))
        }
    };
    Ok(Collateral {
        collateral_id,
        property,
        description,
        value,
        lien_position: content.lien_position,
        senior_liens: Amount::new(content.senior_liens, currency),
        pledged_on,
        released_on,
        release_reason,
    })
}

fn states(
    transaction: &mut dyn Transaction,
    loan_id: LoanId,
) -> Result<Vec<(CollateralState, Option<String>)>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM collateral WHERE loan_id = $1 \
         ORDER BY CASE WHEN released_on IS NULL THEN 0 ELSE 1 END, pledged_on, id"
    );
    transaction.query(&sql, &[loan_id.into()])?.into_iter().map(read).collect()
}

/// All that secures a loan, or did.
pub(crate) fn held_on(transaction: &mut dyn Transaction, loan_id: LoanId) -> Result<Vec<CollateralState>> {
    Ok(states(transaction, loan_id)?.into_iter().map(|(state, _)| state).collect())
}

/// One collateral.
///
/// # Errors
/// An unknown collateral, or storage.
pub(crate) fn state(
    transaction: &mut dyn Transaction,
    collateral_id: CollateralId,
) -> Result<CollateralState> {
    let sql = format!("SELECT {COLUMNS} FROM collateral WHERE id = $1");
    let row = transaction.query_optional(&sql, &[collateral_id.into()])?.ok_or_else(|| {
        AppError::NotFound { kind: "collateral", field: "collateral_id", id: collateral_id.to_string() }
    })?;
    Ok(read(row)?.0)
}

fn read(row: Row) -> Result<(CollateralState, Option<String>)> {
    let mut row = row.reader();
    let (collateral_id, loan_id) = (row.take()?, row.take()?);
    let property_id: Option<PropertyId> = row.take()?;
    let description: Option<String> = row.take()?;
    let value = row.take()?;
    let secured_by = match property_id {
        Some(property_id) => SecuredBy::Property(property_id),
        None => SecuredBy::Other { description: description.unwrap_or_default(), value },
    };
    let content = CollateralContent { secured_by, lien_position: row.take()?, senior_liens: row.take()? };
    let (pledged_on, released_on) = (row.take()?, row.take()?);
    Ok((CollateralState { collateral_id, loan_id, content, pledged_on, released_on }, row.take()?))
}
