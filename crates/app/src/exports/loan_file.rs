//! Reports of what is kept with loans: properties with what they are worth, and what secures which loan.

use domain::{LoanId, ValuationBasis};
use store::{Row, Transaction};

use super::{
    Field::{self, Amount as Figure, Date, Moment, Percent, Text, Whole},
    Scope,
    rows::{Rows, word},
};
use crate::{
    Result,
    queries::{collateral, loan, property},
};

type Columns = &'static [(&'static str, Field)];

pub const PROPERTIES: Columns = &[
    ("Address", Text),
    ("Kind", Text),
    ("Parcel number", Text),
    ("Legal description", Text),
    ("Purchase price", Figure),
    ("Value as is", Figure),
    ("Valued on", Date),
    ("Valued by", Text),
    ("Value after repair", Figure),
    ("Insurer", Text),
    ("Policy", Text),
    ("Insured until", Date),
    ("Secures", Text),
    ("Added at (UTC)", Moment),
];

/// Each with the latest of its values as it stands.
pub fn properties(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    let currency = scope.book.organization().currency;
    for property in property::list(transaction, scope.filters.loan_id, None, currency)? {
        let latest = property.valuations.iter().find(|valuation| valuation.basis == ValuationBasis::AsIs);
        let loans: Vec<&str> = property.secures.iter().map(|secured| secured.loan_number.as_str()).collect();
        rows.made([
            property.address.as_str().into(),
            word(property.kind),
            property.parcel_number.into(),
            property.legal_description.into(),
            property.purchase_price.into(),
            property.as_is.into(),
            latest.map(|valuation| valuation.valued_on).into(),
            latest.map(|valuation| valuation.source.as_str()).into(),
            property.after_repair.into(),
            property.insurance_carrier.into(),
            property.insurance_policy.into(),
            property.insurance_expires_on.into(),
            loans.join(", ").into(),
            property.added_at.into(),
        ])?;
    }
    Ok(())
}

pub const COLLATERAL: Columns = &[
    ("Loan", Text),
    ("Borrower", Text),
    ("Collateral", Text),
    ("Kind", Text),
    ("Value", Figure),
    ("Value after repair", Figure),
    ("Lien position", Whole),
    ("Senior liens", Figure),
    ("Pledged on", Date),
    ("Released on", Date),
    ("Release reason", Text),
    ("Debt of the loan", Figure),
    ("Loan-to-value %", Percent),
    ("Loan to value after repair %", Percent),
];

/// What secures a loan, or every loan, or those that a property secures; the ratios are of the whole loan, beside each of its collateral.
pub fn collateral(scope: &Scope<'_>, transaction: &mut dyn Transaction, rows: &mut Rows<'_>) -> Result<()> {
    let currency = scope.book.organization().currency;
    let secured: Vec<LoanId> = match scope.filters.loan_id {
        Some(loan_id) => vec![loan_id],
        None => {
            let sql = "SELECT id FROM loans WHERE EXISTS (SELECT 1 FROM collateral \
                       WHERE collateral.loan_id = loans.id) ORDER BY number";
            transaction
                .query(sql, &[])?
                .into_iter()
                .map(Row::single)
                .collect::<std::result::Result<_, _>>()?
        }
    };
    for loan_id in secured {
        let loan = loan::get(transaction, loan_id, currency)?;
        let security = collateral::list(transaction, loan_id, currency)?;
        for held in security.collateral {
            let property = held.property.as_ref();
            let wanted = scope.filters.property_id;
            if wanted.is_some_and(|wanted| property.is_none_or(|property| property.property_id != wanted)) {
                continue;
            }
            let address = property.map(|property| property.address.clone());
            rows.made([
                loan.summary.number.as_str().into(),
                loan.borrower.name.as_str().into(),
                address.or(held.description).into(),
                property.map_or_else(|| "other".into(), |property| word(property.kind)),
                held.value.into(),
                property.and_then(|property| property.after_repair).into(),
                held.lien_position.into(),
                held.senior_liens.into(),
                held.pledged_on.into(),
                held.released_on.into(),
                held.release_reason.into(),
                security.debt.into(),
                security.loan_to_value.into(),
                security.loan_to_after_repair_value.into(),
            ])?;
        }
    }
    Ok(())
}
