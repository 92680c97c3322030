//! Documents that someone asks for.

use chrono::NaiveDate;
use domain::{
    DocumentId, DocumentKind, DrawApproved, DrawDisbursed, DrawId, EventId, EventPayload, FundId, LoanFunded,
    LoanId, PersonId, QuoteId,
};
use store::{RecordedEvent, Transaction, event_log, upcast::Upcasters};

use super::{Draft, LoanWriter, Place, Typeset, fund_draft, loan_drafts::refused, portfolio_draft};
use crate::{Book, Result, accounts, bus::UnitOfWork, queries, upcasters::payload_of};

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Wish {
    /// What it is.
    pub kind: DocumentKind,
    /// The loan; of a draw's letter it may be left out.
    pub loan_id: Option<LoanId>,
    /// The draw.
    pub draw_id: Option<DrawId>,
    /// The fund.
    pub fund_id: Option<FundId>,
    /// The investor.
    pub investor_id: Option<PersonId>,
    /// The payoff quote; left out, the loan's newest.
    pub quote_id: Option<QuoteId>,
    /// The calendar year.
    pub year: Option<i32>,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day, or the day that the document bears.
    pub to: Option<NaiveDate>,
}

/// Writes and typesets what is asked for, with the place in the log that it was made from.
///
/// # Errors
/// What is missing, by its field; a fault of the template; storage.
pub fn prepare(book: &Book, wish: &Wish) -> Result<(Typeset, i64)> {
    book.read(|transaction| {
        let position = event_log::head(transaction, book.organization().id)?.position;
        let draft = draft(book, transaction, wish)?;
        Ok((super::typeset(transaction, draft)?, position))
    })
}

/// Keeps what was prepared, and says under which id. What the book has already is not kept twice: the same template and
/// the same data are the same document.
///
/// # Errors
/// Storage.
pub fn keep(work: &mut UnitOfWork<'_>, (typeset, position): (Typeset, i64)) -> Result<DocumentId> {
    if let Some(present) =
        queries::document::find_same(work.transaction(), &typeset.draft, &typeset.sha256())?
    {
        return Ok(present);
    }
    let decision = &work.context().decision;
    let place = Place {
        document_id: DocumentId::from_uuid(work.next_id()),
        event_id: EventId::from_uuid(work.next_id()),
        organization_id: decision.organization_id,
        position,
        effective_on: decision.today,
        generated_by: decision.user.clone(),
    };
    let document_id = place.document_id;
    let event = super::record(work.transaction(), typeset, place)?;
    work.publish(vec![event])?;
    Ok(document_id)
}

/// What a document would say.
///
/// # Errors
/// What is missing, by its field; storage.
pub fn draft(book: &Book, transaction: &mut dyn Transaction, wish: &Wish) -> Result<Draft> {
    let currency = book.organization().currency;
    let upcasters = book.bus().upcasters();
    let today = book.environment().clock.today();
    if wish.kind == DocumentKind::PortfolioReport {
        return portfolio_draft::portfolio(book, transaction, wish.to);
    }
    let required =
        |field: &'static str| refused(field, format!("is needed for {}", wish.kind.with_article()));
    if wish.kind == DocumentKind::InvestorStatement {
        let fund_id = wish.fund_id.ok_or_else(|| required("fund_id"))?;
        let investor_id = wish.investor_id.ok_or_else(|| required("investor_id"))?;
        let days = (wish.from, wish.to.unwrap_or(today));
        return fund_draft::statement((transaction, upcasters), (fund_id, investor_id), days, currency);
    }
    let loan_id = loan_of(transaction, wish)?;
    let history = event_log::loan_history(transaction, loan_id)?;
    let account = accounts::fold(&history, upcasters)?;
    let mut writer = LoanWriter::of(transaction, loan_id, currency)?;
    let account = account.ok_or_else(|| required("loan_id"))?;
    match wish.kind {
        kind if DocumentKind::OF_FUNDING.contains(&kind) => {
            let funded = newest::<LoanFunded>(&history, upcasters, |_| true)?
                .ok_or_else(|| refused("loan_id", "names a loan that is not funded yet"))?;
            match kind {
                DocumentKind::AmortizationSchedule => writer.amortization_schedule(&account, &funded),
                _ => writer.one_of_funding(kind, &funded),
            }
        }
        DocumentKind::DrawApprovalLetter => {
            let draw_id = wish.draw_id.ok_or_else(|| required("draw_id"))?;
            let approved =
                newest::<DrawApproved>(&history, upcasters, |approved| approved.draw_id == draw_id)?
                    .ok_or_else(|| refused("draw_id", "names a draw that is not approved yet"))?;
            writer.approval(&approved)
        }
        DocumentKind::DrawDisbursementLetter => {
            let draw_id = wish.draw_id.ok_or_else(|| required("draw_id"))?;
            let disbursed =
                newest::<DrawDisbursed>(&history, upcasters, |disbursed| disbursed.draw_id == draw_id)?
                    .ok_or_else(|| refused("draw_id", "names a draw that is not paid out yet"))?;
            writer.disbursement(&disbursed)
        }
        DocumentKind::PayoffLetter => writer.payoff(wish.quote_id),
        DocumentKind::InterestStatement => {
            writer.interest(&account, wish.year.ok_or_else(|| required("year"))?, today)
        }
        _ => {
            let from = wish.from.ok_or_else(|| required("from"))?;
            writer.statement(&account, (from, wish.to.unwrap_or(today)), today)
        }
    }
}

fn loan_of(transaction: &mut dyn Transaction, wish: &Wish) -> Result<LoanId> {
    match (wish.loan_id, wish.draw_id) {
        (Some(loan_id), None) => Ok(loan_id),
        (named, Some(draw_id)) => {
            let loan_id = queries::draw::loan_of_draw(transaction, draw_id)?;
            match named {
                Some(named) if named != loan_id => Err(refused("draw_id", "names a draw of another loan")),
                _ => Ok(loan_id),
            }
        }
        (None, None) => Err(refused("loan_id", format!("is needed for {}", wish.kind.with_article()))),
    }
}

/// The newest event of a type that is meant.
fn newest<P: EventPayload>(
    history: &[RecordedEvent],
    upcasters: &Upcasters,
    is_meant: impl Fn(&P) -> bool,
) -> Result<Option<P>> {
    for event in history.iter().rev() {
        if let Some(payload) = payload_of(event, upcasters)?
            && is_meant(&payload)
        {
            return Ok(Some(payload));
        }
    }
    Ok(None)
}
