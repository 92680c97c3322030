//! Events of documents, their templates and the letterhead.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EventDescription, EventPayload, written_schema};
use crate::{DocumentId, DocumentKind, DrawId, FundId, LoanId, OrganizationId, PersonId, TemplateId};

events! {
    /// A document was made. From its template and its data, which the book keeps under their hashes, the same bytes can
    /// be made again.
    DocumentGenerated = "document", "Compliance.DocumentGenerated" v 2 {
        /// The document.
        document_id: DocumentId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// What it is.
        kind: DocumentKind,
        /// The loan it is about.
        loan_id: Option<LoanId>,
        /// The draw it is about.
        draw_id: Option<DrawId>,
        /// The fund it is about.
        fund_id: Option<FundId>,
        /// The investor it is about.
        investor_id: Option<PersonId>,
        /// What stands at its head.
        title: String,
        /// The name of its file.
        file_name: String,
        /// The day that it bears.
        dated_on: NaiveDate,
        /// Place in the log of the last event that it was made from.
        made_from_position: i64,
        /// SHA-256 of its template with all that belongs to it, in hexadecimal.
        template_sha256: String,
        /// SHA-256 of its data, in hexadecimal.
        data_sha256: String,
        /// SHA-256 of the file, in hexadecimal.
        sha256: String,
        /// How large the file is, in bytes.
        size_bytes: i64,
        /// Who made it, or did what it follows from.
        generated_by: String,
    }

    /// A template was put in the place of the program's own, or the program's own put back.
    TemplateChanged = "template", "Template.Changed" v 1 {
        /// The template.
        template_id: TemplateId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Of which documents.
        kind: DocumentKind,
        /// Its source; none for the program's own.
        source: Option<String>,
        /// Who changed it.
        changed_by: String,
    }

    /// What stands at the head of every document was set anew.
    LetterheadChanged = "organization", "Organization.LetterheadChanged" v 1 {
        /// The lender.
        organization_id: OrganizationId,
        /// Postal address, in lines.
        address: Option<String>,
        /// Telephone number.
        phone: Option<String>,
        /// E-mail address.
        email: Option<String>,
        /// Web site.
        website: Option<String>,
        /// Number of the lender's licence.
        licence_number: Option<String>,
        /// What stands at the foot of every page.
        footer: Option<String>,
        /// SHA-256 of the logo, in hexadecimal.
        logo_sha256: Option<String>,
        /// The name of its file.
        logo_file_name: Option<String>,
        /// Who set it.
        changed_by: String,
    }
}
