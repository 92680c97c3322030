//! What holds for the whole book.

use domain::OrganizationSettings;
use store::{Row, Transaction};

use crate::Result;

/// The settings of the book.
///
/// # Errors
/// Storage.
pub fn settings(transaction: &mut dyn Transaction) -> Result<OrganizationSettings> {
    let row =
        transaction.query_optional("SELECT one_person_lender FROM organizations ORDER BY id LIMIT 1", &[])?;
    Ok(OrganizationSettings { one_person_lender: row.map(Row::single).transpose()?.unwrap_or_default() })
}
