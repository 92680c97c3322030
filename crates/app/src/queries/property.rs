//! Properties, with what they are worth and what they secure.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Amount, Currency, Insurance, LoanId, Money, PropertyContent, PropertyId, PropertyKind, PropertyState,
    ValuationBasis,
};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Row, Transaction, Value};
use ts_rs::TS;

use super::{Word, contains_pattern, loan::number_text};
use crate::{AppError, Result};

const COLUMNS: &str = "id, kind, address, parcel_number, legal_description, purchase_price_minor, insurance_carrier, \
                       insurance_policy, insurance_expires_on, added_at, removed_at";

views! {
    /// A property.
    Property {
        /// The property.
        property_id: PropertyId,
        /// What kind of property.
        kind: PropertyKind,
        /// Where it is.
        address: String,
        /// Number of the parcel in the county's books.
        parcel_number: Option<String>,
        /// How the deed describes it.
        legal_description: Option<String>,
        /// What it was bought for.
        purchase_price: Option<Amount>,
        /// The insurer.
        insurance_carrier: Option<String>,
        /// Number of the policy.
        insurance_policy: Option<String>,
        /// The last day of the insurance.
        insurance_expires_on: Option<NaiveDate>,
        /// When it was entered.
        added_at: DateTime<Utc>,
        /// When it was removed.
        removed_at: Option<DateTime<Utc>>,
        /// What it was worth when, the latest first.
        valuations: Vec<ValuationView>,
        /// The latest of its values as it stands.
        as_is: Option<Amount>,
        /// The latest of its values after repair.
        after_repair: Option<Amount>,
        /// The loans that it secures.
        secures: Vec<SecuredLoan>,
    }

    /// What a property is worth.
    ValuationView as "Valuation" {
        /// What it is worth.
        amount: Amount,
        /// As it stands, or after repair.
        basis: ValuationBasis,
        /// The day for which it holds.
        valued_on: NaiveDate,
        /// Who valued it, or what.
        source: String,
        /// Who recorded it.
        recorded_by: String,
    }

    /// A loan that a property secures.
    SecuredLoan {
        /// The loan.
        loan_id: LoanId,
        /// Its number.
        loan_number: String,
        /// Who borrows.
        borrower_name: String,
        /// Place of its lien.
        lien_position: Option<u32>,
    }
}

impl Property {
    pub(crate) fn state(self, currency: Currency) -> Result<PropertyState> {
        let insurance = self.insurance_carrier.map(|carrier| Insurance {
            carrier,
            policy_number: self.insurance_policy,
            expires_on: self.insurance_expires_on,
        });
        Ok(PropertyState {
            property_id: self.property_id,
            is_removed: self.removed_at.is_some(),
            secures: self.secures.len(),
            content: PropertyContent {
                kind: self.kind,
                address: self.address,
                parcel_number: self.parcel_number,
                legal_description: self.legal_description,
                purchase_price: self.purchase_price.map(|price| price.money(currency)).transpose()?,
                insurance,
            },
        })
    }
}

/// One property.
///
/// # Errors
/// An unknown property, or storage.
pub fn get(
    transaction: &mut dyn Transaction,
    property_id: PropertyId,
    currency: Currency,
) -> Result<Property> {
    let row = transaction
        .query_optional(&format!("SELECT {COLUMNS} FROM properties WHERE id = $1"), &[property_id.into()])?
        .ok_or_else(|| AppError::NotFound {
            kind: "property",
            field: "property_id",
            id: property_id.to_string(),
        })?;
    whole(transaction, row, currency)
}

/// The properties of the book by address, or those that secure a loan, or whose address or parcel has a text in it.
///
/// # Errors
/// An unknown loan, or storage.
pub fn list(
    transaction: &mut dyn Transaction,
    loan_id: Option<LoanId>,
    search: Option<&str>,
    currency: Currency,
) -> Result<Vec<Property>> {
    if let Some(loan_id) = loan_id {
        super::loan::require(transaction, loan_id)?;
    }
    let pattern = contains_pattern(search.unwrap_or_default());
    let loan_of = loan_id.map_or(
        "",
        |_| "AND id IN (SELECT property_id FROM collateral WHERE loan_id = $2 AND released_on IS NULL) ",
    );
    let sql = format!(
        "SELECT {COLUMNS} FROM properties WHERE removed_at IS NULL AND (LOWER(address) LIKE $1 ESCAPE '!' \
         OR LOWER(COALESCE(parcel_number, '')) LIKE $1 ESCAPE '!') {loan_of}ORDER BY address, id"
    );
    let mut parameters: Vec<Value<'_>> = vec![pattern.into()];
    parameters.extend(loan_id.map(Value::from));
    let rows = transaction.query(&sql, &parameters)?;
    rows.into_iter().map(|row| whole(transaction, row, currency)).collect()
}

fn whole(transaction: &mut dyn Transaction, row: Row, currency: Currency) -> Result<Property> {
    let mut row = row.reader();
    let property_id: PropertyId = row.take()?;
    let valuations = valuations(transaction, property_id, currency)?;
    let latest = |basis: ValuationBasis| {
        valuations.iter().find(|valuation| valuation.basis == basis).map(|valuation| valuation.amount)
    };
    Ok(Property {
        property_id,
        kind: row.take::<Word<_>>()?.0,
        address: row.take()?,
        parcel_number: row.take()?,
        legal_description: row.take()?,
        purchase_price: row.take::<Option<Money>>()?.map(|price| Amount::new(price, currency)),
        insurance_carrier: row.take()?,
        insurance_policy: row.take()?,
        insurance_expires_on: row.take()?,
        added_at: row.take()?,
        removed_at: row.take()?,
        as_is: latest(ValuationBasis::AsIs),
        after_repair: latest(ValuationBasis::AfterRepair),
        secures: secured(transaction, property_id)?,
        valuations,
    })
}

/// The latest first; of one day, that which was recorded last.
fn valuations(
    transaction: &mut dyn Transaction,
    property_id: PropertyId,
    currency: Currency,
) -> Result<Vec<ValuationView>> {
    let sql = "SELECT amount_minor, basis, valued_on, source, recorded_by FROM valuations WHERE property_id = $1 \
               ORDER BY valued_on DESC, recorded_at DESC, id DESC";
    let read = |row: Row| {
        let mut row = row.reader();
        Ok(ValuationView {
            amount: Amount::new(row.take()?, currency),
            basis: row.take::<Word<_>>()?.0,
            valued_on: row.take()?,
            source: row.take()?,
            recorded_by: row.take()?,
        })
    };
    transaction.query(sql, &[property_id.into()])?.into_iter().map(read).collect()
}

fn secured(transaction: &mut dyn Transaction, property_id: PropertyId) -> Result<Vec<SecuredLoan>> {
    let sql = "SELECT loans.id, loans.number, people.name, collateral.lien_position FROM collateral \
               JOIN loans ON loans.id = collateral.loan_id JOIN people ON people.id = loans.borrower_id \
               WHERE collateral.property_id = $1 AND collateral.released_on IS NULL ORDER BY loans.number";
    let read = |row: Row| {
        let mut row = row.reader();
        Ok(SecuredLoan {
            loan_id: row.take()?,
            loan_number: number_text(row.take()?),
            borrower_name: row.take()?,
            lien_position: row.take()?,
        })
    };
    transaction.query(sql, &[property_id.into()])?.into_iter().map(read).collect()
}
