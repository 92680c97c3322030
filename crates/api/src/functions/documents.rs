//! What the commands of documents and templates do.

use std::{io::Write as _, path::Path};

use app::{
    AppError, Book, Result,
    commands::document::{self as commands, LogoChange},
    destination::{Destination, Existing},
    documents::{self, logo, request, sample},
    queries::document::{self as queries, LetterheadView, Template},
};
use domain::Letterhead;
use store::Transaction;

use crate::{desk::Call, input::*, output::*, table::Prepared};

/// How many documents a list has at most.
const MOST_DOCUMENTS: u32 = 10_000;

pub fn document_generate<'a>(
    book: &Book,
    input: GenerateDocument,
    _: &'a Call<'_>,
) -> Result<Prepared<'a, MadeDocument>> {
    let GenerateDocument { kind, loan_id, draw_id, fund_id, investor_id, quote_id, year, from, to } = input;
    let wish = request::Wish { kind, loan_id, draw_id, fund_id, investor_id, quote_id, year, from, to };
    let prepared = request::prepare(book, &wish)?;
    Ok(Box::new(move |work| {
        let missing_characters = some(prepared.0.missing_characters.clone());
        let document_id = request::keep(work, prepared)?;
        Ok(MadeDocument { document: queries::get(work.transaction(), document_id)?, missing_characters })
    }))
}

pub fn document_list(
    _: &Book,
    transaction: &mut dyn Transaction,
    input: ListDocuments,
) -> Result<DocumentList> {
    let ListDocuments { loan_id, of_the_book, search, limit, offset } = input;
    let filter = queries::Filter { loan_id, of_the_book, search };
    let limit = limit.unwrap_or(500).min(MOST_DOCUMENTS);
    let (documents, total) = queries::list(transaction, &filter, limit, offset.unwrap_or(0))?;
    Ok(DocumentList { documents, total })
}

pub fn document_get(book: &Book, input: GetDocument, _: &Call<'_>) -> Result<DocumentView> {
    let GetDocument { document_id, save_to, with_pages, make_again } = input;
    let (document, bytes, pages, is_same) = book.read(|transaction| {
        let document = queries::get(transaction, document_id)?;
        let bytes = save_to.is_some().then(|| documents::file(transaction, &document)).transpose()?;
        let pages = with_pages
            .then(|| documents::pages_again(transaction, &document.template_sha256, &document.data_sha256))
            .transpose()?;
        let is_same = make_again.then(|| documents::is_same_again(transaction, &document)).transpose()?;
        Ok((document, bytes, pages, is_same))
    })?;
    if let (Some(path), Some(bytes)) = (&save_to, bytes) {
        save(book, Path::new(path), &bytes)?;
    }
    let (pages, missing_characters) = pages.map(|made| (made.of, made.missing_characters)).unzip();
    let missing_characters = missing_characters.and_then(some);
    Ok(DocumentView { document, saved_to: save_to, pages, missing_characters, is_same_made_again: is_same })
}

/// None where there are none.
fn some(missing_characters: String) -> Option<String> {
    Some(missing_characters).filter(|missing| !missing.is_empty())
}

/// Never over a file that is there, and never half of one.
fn save(book: &Book, path: &Path, bytes: &[u8]) -> Result<()> {
    let destination = Destination::begin(book, ("save_to", path), Existing::Kept)?;
    destination.file().write_all(bytes).map_err(|error| destination.failed(error))?;
    destination.keep()?;
    Ok(())
}

pub fn template_list(_: &Book, transaction: &mut dyn Transaction, _: NoInput) -> Result<TemplateList> {
    Ok(TemplateList { templates: queries::template_list(transaction)? })
}

pub fn template_get(_: &Book, transaction: &mut dyn Transaction, input: GetTemplate) -> Result<Template> {
    queries::template(transaction, input.kind)
}

pub fn template_set<'a>(book: &Book, input: SetTemplate, _: &'a Call<'_>) -> Result<Prepared<'a, Template>> {
    let SetTemplate { kind, source } = input;
    if let Some(source) = &source {
        let currency = book.organization().currency;
        book.read(|transaction| sample::try_template(transaction, kind, source, currency))?;
    }
    Ok(Box::new(move |work| {
        commands::change_template(work, kind, source)?;
        queries::template(work.transaction(), kind)
    }))
}

/// A fault of the template is an answer: whoever writes one wants to see it beside the line.
pub fn template_preview(book: &Book, input: PreviewTemplate, _: &Call<'_>) -> Result<TemplatePreview> {
    let PreviewTemplate { kind, source, loan_id, letterhead } = input;
    let logo = letterhead.as_ref().map(logo_of).transpose()?;
    let previewed = book.read(|transaction| {
        let in_force = documents::templates::letterhead(transaction)?;
        let letterhead = letterhead.map(|input| changed(in_force, input)).zip(logo);
        let currency = book.organization().currency;
        let draft = match loan_id {
            None => sample::draft(transaction, kind, currency)?,
            Some(loan_id) => {
                let wish = request::Wish {
                    kind,
                    loan_id: Some(loan_id),
                    draw_id: None,
                    fund_id: None,
                    investor_id: None,
                    quote_id: None,
                    year: None,
                    from: None,
                    to: None,
                };
                request::draft(book, transaction, &wish)?
            }
        };
        sample::preview(transaction, draft, source, letterhead)
    });
    match previewed {
        Ok(made) => Ok(TemplatePreview {
            pages: made.of,
            missing_characters: some(made.missing_characters),
            fault: None,
        }),
        Err(AppError::Template(fault)) => Ok(TemplatePreview {
            pages: Vec::new(),
            missing_characters: None,
            fault: Some(TemplateFault {
                message: fault.message,
                line: fault.line,
                column: fault.column,
                hints: fault.hints,
            }),
        }),
        Err(other) => Err(other),
    }
}

pub fn letterhead_get(_: &Book, transaction: &mut dyn Transaction, _: NoInput) -> Result<LetterheadView> {
    queries::letterhead(transaction)
}

fn logo_of(input: &SetLetterhead) -> Result<LogoChange> {
    match (&input.logo_path, input.remove_logo) {
        (Some(path), _) => logo::read(Path::new(path)),
        (None, true) => Ok(LogoChange::Remove),
        (None, false) => Ok(LogoChange::Keep),
    }
}

fn changed(from: Letterhead, input: SetLetterhead) -> Letterhead {
    Letterhead {
        address: input.address.from(from.address),
        phone: input.phone.from(from.phone),
        email: input.email.from(from.email),
        website: input.website.from(from.website),
        licence_number: input.licence_number.from(from.licence_number),
        footer: input.footer.from(from.footer),
    }
}

pub fn letterhead_set<'a>(
    _: &Book,
    input: SetLetterhead,
    _: &'a Call<'_>,
) -> Result<Prepared<'a, LetterheadView>> {
    let logo = logo_of(&input)?;
    Ok(Box::new(move |work| {
        let to = changed(documents::templates::letterhead(work.transaction())?, input);
        commands::change_letterhead(work, to, logo)?;
        queries::letterhead(work.transaction())
    }))
}
