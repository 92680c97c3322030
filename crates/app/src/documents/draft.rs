//! What a document says, before it is typeset.

use chrono::NaiveDate;
use domain::{Currency, DocumentKind, DrawId, FundId, LoanId, PersonId};
use serde_json::{Map, Value as Json, json};
use store::{StoreError, Transaction, canonical_json};

use super::{templates, text};
use crate::Result;

/// Which parts of the book a document is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct About {
    /// The loan.
    pub loan_id: Option<LoanId>,
    /// The draw.
    pub draw_id: Option<DrawId>,
    /// The fund.
    pub fund_id: Option<FundId>,
    /// The investor.
    pub investor_id: Option<PersonId>,
}

/// What a document is about and what it says.
pub struct Draft {
    /// What it is.
    pub kind: DocumentKind,
    /// What it is about.
    pub about: About,
    /// What stands at its head.
    pub title: String,
    /// The name of its file.
    pub file_name: String,
    /// The day that it bears.
    pub dated_on: NaiveDate,
    /// What its template reads, as canonical JSON: the same facts are the same bytes.
    pub data: String,
}

/// What a document is about.
pub struct Subject<'a> {
    pub kind: DocumentKind,
    pub about: About,
    /// What the file is named after: a loan's number, an investor's name.
    pub named_after: &'a str,
    pub dated_on: NaiveDate,
    pub currency: Currency,
}

impl Draft {
    /// A draft with what every document has beside `facts`: its title, its day, the letterhead.
    pub(super) fn of(transaction: &mut dyn Transaction, subject: &Subject<'_>, facts: Json) -> Result<Self> {
        let Subject { kind, about, named_after, dated_on, currency } = subject;
        let title = kind.title();
        let mut data = match facts {
            Json::Object(facts) => facts,
            other => Map::from_iter([("facts".to_owned(), other)]),
        };
        let paper = if ["USD", "CAD", "MXN", "PHP"].contains(&currency.code()) { "us-letter" } else { "a4" };
        data.extend([
            ("title".to_owned(), json!(title)),
            ("dated".to_owned(), json!(text::date(*dated_on))),
            ("currency".to_owned(), json!(currency.code())),
            ("paper".to_owned(), json!(paper)),
            ("lender".to_owned(), templates::lender(transaction)?),
        ]);
        Ok(Self {
            kind: *kind,
            about: *about,
            title: title.to_owned(),
            file_name: text::file_name(title, named_after, *dated_on),
            dated_on: *dated_on,
            data: canonical_json(&Json::Object(data))?,
        })
    }

    /// The same under another letterhead.
    pub(super) fn under(self, lender: Json) -> Result<Self> {
        let mut data: Map<String, Json> = serde_json::from_str(&self.data)
            .map_err(|error| StoreError::backend("reading the data of a document", error))?;
        data.insert("lender".to_owned(), lender);
        Ok(Self { data: canonical_json(&Json::Object(data))?, ..self })
    }
}
