//! What the commands of documents and templates take.

use chrono::NaiveDate;
use domain::{DocumentId, DocumentKind, DrawId, FundId, LoanId, PersonId, QuoteId};
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::{Change, or_default};

inputs! {
    /// Asks for a document. What each kind needs is said where it is missing.
    GenerateDocument {
        /// What it is.
        kind: DocumentKind,
        /// The loan; of a draw's letter it may be left out.
        #[serde(default)]
        loan_id: Option<LoanId>,
        /// Of a draw's letter: the draw.
        #[serde(default)]
        draw_id: Option<DrawId>,
        /// Of an investor statement: the fund.
        #[serde(default)]
        fund_id: Option<FundId>,
        /// Of an investor statement: the investor.
        #[serde(default)]
        investor_id: Option<PersonId>,
        /// Of a payoff letter: the quote; the newest where left out.
        #[serde(default)]
        quote_id: Option<QuoteId>,
        /// Of an interest statement: the calendar year.
        #[serde(default)]
        year: Option<i32>,
        /// Of a statement: the first day; of an investor statement the fund's first where left out.
        #[serde(default)]
        from: Option<NaiveDate>,
        /// Of a statement: the last day; today where left out.
        #[serde(default)]
        to: Option<NaiveDate>,
    }

    /// Which documents are shown.
    ListDocuments {
        /// Of one loan; left out, all.
        #[serde(default)]
        loan_id: Option<LoanId>,
        /// Only those that are about no loan.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<bool>")]
        of_the_book: bool,
        /// Words, each in the title, the name of the file, or the name of who made it.
        #[serde(default)]
        search: Option<String>,
        /// How many at most, up to 10,000; 500 where left out.
        #[serde(default)]
        limit: Option<u32>,
        /// How many to pass over.
        #[serde(default)]
        offset: Option<u32>,
    }

    /// Names a document.
    GetDocument {
        /// The document.
        document_id: DocumentId,
        /// A file that is not there yet, for a copy of the document; left out, none is made.
        #[serde(default)]
        save_to: Option<String>,
        /// Whether its pages are answered as pictures.
        #[serde(default)]
        with_pages: bool,
        /// Whether it is made again from its template and data, to see that it is the same.
        #[serde(default)]
        make_again: bool,
    }

    /// Names the template of a kind of documents.
    GetTemplate {
        /// Of which documents.
        kind: DocumentKind,
    }

    /// Sets the template of a kind of documents.
    SetTemplate {
        /// Of which documents.
        kind: DocumentKind,
        /// Its source; null goes back to the program's own.
        #[serde(default)]
        source: Option<String>,
    }

    /// Asks for the pages of a template.
    PreviewTemplate {
        /// Of which documents.
        kind: DocumentKind,
        /// A source that is not set yet; left out, the one in force.
        #[serde(default)]
        source: Option<String>,
        /// The loan whose document is shown; left out, a sample.
        #[serde(default)]
        loan_id: Option<LoanId>,
        /// A letterhead that is not set yet; left out, the one in force.
        #[serde(default)]
        letterhead: Option<SetLetterhead>,
    }

    /// Sets what stands at the head and the foot of every document. What is left out stays, `null` takes it away.
    SetLetterhead {
        /// Postal address, in lines.
        #[serde(default)]
        #[ts(as = "Option<String>")]
        #[schemars(with = "Option<String>")]
        address: Change<String>,
        /// Telephone number.
        #[serde(default)]
        #[ts(as = "Option<String>")]
        #[schemars(with = "Option<String>")]
        phone: Change<String>,
        /// E-mail address.
        #[serde(default)]
        #[ts(as = "Option<String>")]
        #[schemars(with = "Option<String>")]
        email: Change<String>,
        /// Web site.
        #[serde(default)]
        #[ts(as = "Option<String>")]
        #[schemars(with = "Option<String>")]
        website: Change<String>,
        /// Number of the lender's licence.
        #[serde(default)]
        #[ts(as = "Option<String>")]
        #[schemars(with = "Option<String>")]
        licence_number: Change<String>,
        /// What stands at the foot of every page.
        #[serde(default)]
        #[ts(as = "Option<String>")]
        #[schemars(with = "Option<String>")]
        footer: Change<String>,
        /// A PNG, JPEG or SVG picture of at most 1 MiB; left out, the logo stays as it is.
        #[serde(default)]
        logo_path: Option<String>,
        /// Whether the logo goes.
        #[serde(default)]
        remove_logo: bool,
    }
}
