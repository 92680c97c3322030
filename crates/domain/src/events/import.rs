//! The events of imports.

use super::{Deserialize, EventDescription, EventPayload, JsonSchema, Serialize, written_schema};
use crate::{Amount, Currency, ImportId, OrganizationId, words::words};

words! {
    /// What a file that is imported lists.
    ImportKind {
        /// Borrowers, lenders and other contacts.
        Contacts = "contacts",
        /// Loans, with their borrowers and balances.
        Loans = "loans",
        /// Payments that came in.
        Payments = "payments",
        /// The lines of construction loans' budgets.
        Budgets = "budgets",
    }
}

events! {
    /// A file was imported, all of it; the events that make what it lists follow from this one.
    ImportCompleted = "import", "Import.Completed" v 1 {
        /// The import.
        import_id: ImportId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// What the file lists.
        kind: ImportKind,
        /// The file's name, without a folder.
        file_name: String,
        /// SHA-256 of the file, in hexadecimal.
        sha256: String,
        /// What was made of it.
        counts: ImportCounts,
        /// Currency of its amounts.
        currency: Currency,
        /// The sum of what it lists: principal, payments or budget lines; nothing of contacts.
        total: Amount,
        /// Who imported it.
        imported_by: String,
    }
}

/// What was made of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportCounts {
    /// Contacts entered.
    pub contacts: u32,
    /// Loans created.
    pub loans: u32,
    /// Payments recorded.
    pub payments: u32,
    /// Budget lines set.
    pub budget_lines: u32,
}
