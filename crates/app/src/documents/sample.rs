//! Facts of nobody's loan, for looking at a template before there is one.

use chrono::NaiveDate;
use domain::{Currency, DocumentKind, DocumentRejection, Letterhead};
use serde_json::Value as Json;
use store::{StoreError, Transaction};
use typesetting::Made;

use super::{
    Draft, Stationery,
    draft::{About, Subject},
    logo, pictures,
    templates::{lender_with, logo_name},
    typeset_with,
};
use crate::{AppError, Result, commands::document::LogoChange};

const FACTS: &str = include_str!("../../../../documents/sample.json");

/// A draft of nobody's loan, with the book's letterhead.
///
/// # Errors
/// Storage.
pub fn draft(transaction: &mut dyn Transaction, kind: DocumentKind, currency: Currency) -> Result<Draft> {
    let facts: Json = serde_json::from_str(FACTS)
        .map_err(|error| StoreError::backend("reading the sample of the documents", error))?;
    let dated_on = NaiveDate::from_ymd_opt(2025, 1, 15).unwrap_or_default();
    let subject = Subject { kind, about: About::default(), named_after: "L-00001", dated_on, currency };
    Draft::of(transaction, &subject, facts[kind.as_str()].clone())
}

/// Refuses a template that cannot typeset the sample.
///
/// # Errors
/// The fault with its line; storage.
pub fn try_template(
    transaction: &mut dyn Transaction,
    kind: DocumentKind,
    source: &str,
    currency: Currency,
) -> Result<()> {
    let stationery = Stationery { template: source.to_owned(), ..Stationery::of(transaction, kind)? };
    let draft = draft(transaction, kind, currency)?;
    match typeset_with(&stationery, draft) {
        Ok(_) => Ok(()),
        Err(AppError::Template(fault)) => Err(DocumentRejection::Template(fault.to_string()).into()),
        Err(other) => Err(other),
    }
}

/// The pages of a draft as SVG pictures, with a template and a letterhead that are not set yet, or with those in force.
///
/// # Errors
/// The fault of the template with its line, a logo that no page can show, or storage.
pub fn preview(
    transaction: &mut dyn Transaction,
    draft: Draft,
    source: Option<String>,
    letterhead: Option<(Letterhead, LogoChange)>,
) -> Result<Made<Vec<String>>> {
    let mut stationery = Stationery::of(transaction, draft.kind)?;
    if let Some(source) = source {
        stationery.template = source;
    }
    let Some((letterhead, logo)) = letterhead else { return pictures(&stationery, &draft) };
    logo::attempt(&logo)?;
    match logo {
        LogoChange::Keep => {}
        LogoChange::Remove => stationery.logo = None,
        LogoChange::Replace { file_name, bytes } => stationery.logo = Some((logo_name(&file_name), bytes)),
    }
    let logo = stationery.logo.as_ref().map(|(name, _)| name.as_str());
    let lender = lender_with(transaction, letterhead, logo)?;
    pictures(&stationery, &draft.under(lender)?)
}
