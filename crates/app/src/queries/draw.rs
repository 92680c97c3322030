//! Draws: one with all that belongs to it, and many across loans.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Amount, ApprovalWish, Currency, DecisionContext, DisbursementWish, Draw, DrawId, DrawRejection,
    DrawStatus, LienWaiver, LoanAccount, LoanId, Money, PaymentMethod, Percent, WaiverCondition, WaiverId,
    WaiverScope,
};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Row, Transaction, event_log, upcast::Upcasters};
use ts_rs::TS;

use super::{Word, conditions::Conditions, count, inspection::InspectionView, loan::number_text};
use crate::{
    Result,
    commands::construction::{self, Found},
};

views! {
    /// A draw as a row of a list.
    DrawSummary {
        /// The draw.
        draw_id: DrawId,
        /// The loan it belongs to.
        loan_id: LoanId,
        /// The loan's number in the book.
        loan_number: String,
        /// Who borrows.
        borrower_name: String,
        /// Its number on the loan, from 1.
        number: u32,
        /// Where it stands.
        status: DrawStatus,
        /// Who did the work, where the lines do not say.
        contractor: Option<String>,
        /// What is asked for.
        requested: Amount,
        /// What is approved, retainage included.
        approved: Amount,
        /// What of it is held back.
        retainage: Amount,
        /// What is or was to be paid out.
        to_disburse: Amount,
        /// The day of the request.
        requested_on: Option<NaiveDate>,
        /// Who requested it.
        requested_by: Option<String>,
        /// The day of the approval.
        approved_on: Option<NaiveDate>,
        /// Who approved it.
        approved_by: Option<String>,
        /// Whether who approved it had requested it, as a one-person lender may.
        approver_is_requester: bool,
        /// The day on which its money went out.
        disbursed_on: Option<NaiveDate>,
        /// What of its retainage went out since.
        retainage_released: Amount,
        /// Whether the loan asks for an inspection.
        inspection_required: bool,
        /// Whether the loan asks for lien waivers.
        waivers_required: bool,
        /// When something happened to it last.
        changed_at: DateTime<Utc>,
    }

    /// A draw with all that belongs to it.
    DrawView as "Draw" {
        /// What a list shows of it.
        #[serde(flatten)]
        summary: DrawSummary,
        /// Events in its stream; send it back as `expected_version` to be told of another's change.
        version: i64,
        /// What is asked for and approved, by line.
        lines: Vec<DrawLineView>,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Photos and invoices.
        attachments: Vec<domain::AttachmentId>,
        /// Who wrote it last.
        drafted_by: String,
        /// What the approver remarked.
        approval_note: Option<String>,
        /// By how much the loan was out of balance, where the approver accepted that.
        out_of_balance_by: Option<Amount>,
        /// Why it was sent back, rejected or cancelled.
        end: Option<DrawEndView>,
        /// How its money went out.
        disbursement: Option<DrawDisbursementView>,
        /// What of its retainage is held back now.
        retainage_held: Amount,
        /// Visits to the site for it.
        inspections: Vec<InspectionView>,
        /// Lien waivers for it.
        waivers: Vec<WaiverView>,
        /// Contractors whose waiver is missing, where the loan asks for waivers.
        missing_waivers: Vec<String>,
        /// What may be done with it now by whoever is signed in, and why not.
        actions: Vec<DrawAction>,
    }

    /// What a draw asks for of one line.
    DrawLineView as "DrawLine" {
        /// The line.
        code: String,
        /// What it is for.
        description: String,
        /// What is asked for.
        requested: Amount,
        /// What is approved.
        approved: Amount,
        /// What of it is held back.
        retainage: Amount,
        /// What was done.
        work_done: Option<String>,
        /// Who did it, where the line says.
        contractor: Option<String>,
        /// The line's budget.
        budget: Amount,
        /// What of the line other draws have drawn or are approved for.
        other_draws: Amount,
        /// What the line has left after this draw, as far as it is approved, or as it is asked for.
        left: Amount,
        /// How far the line's work had come at the last inspection.
        percent_complete: Option<Percent>,
        /// What is drawn of the line with this draw, of the budget.
        percent_drawn: Percent,
    }

    /// Why a draw did not go on.
    DrawEndView as "DrawEnd" {
        /// The day.
        on: NaiveDate,
        /// Who said so.
        by: String,
        /// Why.
        reason: String,
    }

    /// How the money of a draw went out.
    DrawDisbursementView as "DrawDisbursement" {
        /// The day from which it bears interest.
        on: NaiveDate,
        /// How much.
        amount: Amount,
        /// How it went.
        method: PaymentMethod,
        /// A wire's or a cheque's number.
        reference: Option<String>,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who paid it out.
        by: String,
    }

    /// What may be done with a draw.
    DrawAction {
        /// The command that does it.
        command: String,
        /// Whether the rules allow it now. Whether the role of who is signed in does is said by the command's role.
        allowed: bool,
        /// Why not.
        reason: Option<String>,
    }

    /// A lien waiver.
    WaiverView as "LienWaiver" {
        /// The waiver.
        waiver_id: WaiverId,
        /// The draw that it is for.
        draw_id: DrawId,
        /// Who gives up the right.
        contractor: String,
        /// Whether it takes effect by itself.
        condition: WaiverCondition,
        /// For which work.
        scope: WaiverScope,
        /// The amount that it names.
        amount: Option<Amount>,
        /// The day through which work is covered.
        through_on: Option<NaiveDate>,
        /// The day on which it was signed.
        signed_on: NaiveDate,
        /// The signed paper.
        attachment_id: Option<domain::AttachmentId>,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who recorded it.
        recorded_by: String,
    }
}

/// Which draws a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of one loan.
    pub loan_id: Option<LoanId>,
    /// Statuses; empty for all.
    pub statuses: Vec<DrawStatus>,
}

const SUMMARY: &str = "SELECT draws.id, draws.loan_id, loans.number, people.name, draws.number, draws.status, contractor, \
     requested_minor, approved_minor, draws.retainage_minor, requested_on, requested_by, approved_on, approved_by, \
     approver_is_requester, disbursed_on, released_minor, inspection_required, waivers_required, changed_at";

const FROM: &str =
    "FROM draws JOIN loans ON loans.id = draws.loan_id JOIN people ON people.id = loans.borrower_id";

/// Draws, what happened last first, and how many there are in all; those of one loan in the order of their numbers.
///
/// # Errors
/// Storage.
pub fn list(
    transaction: &mut dyn Transaction,
    filter: &Filter,
    (limit, offset): (u32, u32),
    currency: Currency,
) -> Result<(Vec<DrawSummary>, i64)> {
    let mut conditions = Conditions::new();
    conditions.with("draws.loan_id = ?", filter.loan_id);
    conditions.one_of("draws.status", filter.statuses.iter().map(|status| status.as_str()));
    let counted = format!("SELECT COUNT(*) FROM draws WHERE {}", conditions.text());
    let total = count(transaction, &counted, conditions.parameters())?;
    let order =
        if filter.loan_id.is_some() { "draws.number" } else { "draws.changed_at DESC, draws.id DESC" };
    let (limit, offset) = (conditions.place(limit.into()), conditions.place(offset.into()));
    let (condition, parameters) = conditions.into_parts();
    let sql = format!("{SUMMARY} {FROM} WHERE {condition} ORDER BY {order} LIMIT {limit} OFFSET {offset}");
    let rows = transaction.query(&sql, &parameters)?;
    let draws = rows.into_iter().map(|row| summary(row, currency)).collect::<Result<_>>()?;
    Ok((draws, total))
}

fn summary(row: Row, currency: Currency) -> Result<DrawSummary> {
    let mut row = row.reader();
    let amount = |money| Amount::new(money, currency);
    let (draw_id, loan_id) = (row.take()?, row.take()?);
    let (loan_number, borrower_name) = (number_text(row.take()?), row.take()?);
    let (number, status, contractor) = (row.take()?, row.take::<Word<DrawStatus>>()?.0, row.take()?);
    let requested: Money = row.take()?;
    let (approved, retainage): (Money, Money) = (row.take()?, row.take()?);
    let too_large = || store::StoreError::corrupt("a draw holds back more than an amount can hold");
    Ok(DrawSummary {
        draw_id,
        loan_id,
        loan_number,
        borrower_name,
        number,
        status,
        contractor,
        requested: amount(requested),
        approved: amount(approved),
        retainage: amount(retainage),
        to_disburse: amount(approved.checked_sub(retainage).ok_or_else(too_large)?),
        requested_on: row.take()?,
        requested_by: row.take()?,
        approved_on: row.take()?,
        approved_by: row.take()?,
        approver_is_requester: row.take()?,
        disbursed_on: row.take()?,
        retainage_released: amount(row.take()?),
        inspection_required: row.take()?,
        waivers_required: row.take()?,
        changed_at: row.take()?,
    })
}

/// A draw with all that belongs to it. `may_approve_own` says whether the organization is a one-person lender.
///
/// # Errors
/// An unknown draw, or storage.
pub fn get(
    (transaction, upcasters): (&mut dyn Transaction, &Upcasters),
    draw_id: DrawId,
    may_approve_own: bool,
    context: &DecisionContext,
) -> Result<DrawView> {
    let Found { account, draw } = construction::find((&mut *transaction, upcasters), draw_id)?;
    let sql = format!("{SUMMARY} {FROM} WHERE draws.id = $1");
    let not_found = || crate::AppError::NotFound { kind: "draw", field: "draw_id", id: draw_id.to_string() };
    let row = transaction.query_optional(&sql, &[draw_id.into()])?.ok_or_else(not_found)?;
    let summary = summary(row, account.currency)?;
    let version = event_log::stream_version(transaction, draw_id.as_uuid())?;
    let amount = |money| Amount::new(money, account.currency);
    let construction = &account.construction;
    let inspections = construction.inspections.iter().filter(|visit| visit.draw_id == Some(draw_id));
    let waivers = construction.waivers.iter().filter(|waiver| waiver.draw_id == draw_id);
    let missing = match account.loan.terms.construction {
        Some(terms) if terms.waivers_required => construction.missing_waivers(&draw),
        _ => Vec::new(),
    };
    Ok(DrawView {
        summary,
        version,
        lines: lines(&account, &draw),
        note: draw.note.clone(),
        attachments: draw.attachments.clone(),
        drafted_by: draw.drafted_by.clone(),
        approval_note: draw.approval.as_ref().and_then(|approval| approval.note.clone()),
        out_of_balance_by: draw.approval.as_ref().and_then(|approval| approval.out_of_balance_by).map(amount),
        end: draw.end.as_ref().map(|end| DrawEndView {
            on: end.on,
            by: end.by.clone(),
            reason: end.reason.clone(),
        }),
        disbursement: draw.disbursement.as_ref().map(|paid| DrawDisbursementView {
            on: paid.on,
            amount: amount(paid.amount),
            method: paid.method,
            reference: paid.reference.clone(),
            note: paid.note.clone(),
            by: paid.by.clone(),
        }),
        retainage_held: amount(draw.retainage_held()),
        inspections: inspections.map(|visit| InspectionView::of(visit, account.loan.loan_id)).collect(),
        waivers: waivers.map(|waiver| WaiverView::of(waiver, account.currency)).collect(),
        missing_waivers: missing.into_iter().map(ToOwned::to_owned).collect(),
        actions: actions(&account, &draw, may_approve_own, context),
    })
}

fn lines(account: &LoanAccount, draw: &Draw) -> Vec<DrawLineView> {
    let figures = account.budget_figures();
    let amount = |money| Amount::new(money, account.currency);
    let less = |one: Money, other: Money| one.checked_sub(other).unwrap_or(Money::ZERO);
    let view = |line: &domain::DrawLine| {
        let of_line = figures.lines.iter().find(|figures| figures.code == line.code);
        let counted = match draw.status {
            DrawStatus::Approved | DrawStatus::Disbursed => line.approved,
            DrawStatus::Rejected | DrawStatus::Cancelled => Money::ZERO,
            _ => line.requested,
        };
        let own = match draw.status {
            DrawStatus::Approved | DrawStatus::Disbursed => line.approved,
            _ => Money::ZERO,
        };
        let budget = of_line.map_or(Money::ZERO, |figures| figures.budget);
        let drawn =
            of_line.and_then(|figures| figures.drawn.checked_add(figures.approved)).unwrap_or(Money::ZERO);
        let other_draws = less(drawn, own);
        DrawLineView {
            code: line.code.clone(),
            description: of_line.map(|figures| figures.description.clone()).unwrap_or_default(),
            requested: amount(line.requested),
            approved: amount(line.approved),
            retainage: amount(line.retainage),
            work_done: line.work_done.clone(),
            contractor: line.contractor.clone(),
            budget: amount(budget),
            other_draws: amount(other_draws),
            left: amount(less(less(budget, other_draws), counted)),
            percent_complete: of_line.and_then(|figures| figures.percent_complete),
            percent_drawn: Percent::ratio(other_draws.checked_add(counted).unwrap_or(budget), budget),
        }
    };
    draw.lines.iter().map(view).collect()
}

impl WaiverView {
    /// A waiver, as it is shown.
    #[must_use]
    pub fn of(waiver: &LienWaiver, currency: Currency) -> Self {
        Self {
            waiver_id: waiver.waiver_id,
            draw_id: waiver.draw_id,
            contractor: waiver.contractor.clone(),
            condition: waiver.condition,
            scope: waiver.scope,
            amount: waiver.amount.map(|money| Amount::new(money, currency)),
            through_on: waiver.through_on,
            signed_on: waiver.signed_on,
            attachment_id: waiver.attachment_id,
            note: waiver.note.clone(),
            recorded_by: waiver.recorded_by.clone(),
        }
    }
}

/// A reason that stands for one that the user gives later.
const SOME_REASON: &str = "to be given";

/// What the rules say to each step, asked as if it were taken today.
fn actions(
    account: &LoanAccount,
    draw: &Draw,
    may_approve_own: bool,
    context: &DecisionContext,
) -> Vec<DrawAction> {
    fn asked<T>(command: &str, answer: std::result::Result<T, DrawRejection>) -> DrawAction {
        let reason = answer.err().map(|rejection| rejection.to_string());
        DrawAction { command: command.to_owned(), allowed: reason.is_none(), reason }
    }
    let today = context.today;
    vec![
        asked("draw.draft", account.draft_draw(draw.draw_id, domain::DrawContent::default(), context)),
        asked("draw.request", account.request_draw(draw.draw_id, None, today, context)),
        asked("draw.send_back", account.send_back_draw(draw, SOME_REASON, context)),
        asked("draw.approve", account.approve_draw(draw, whole(today, may_approve_own), context)),
        asked("draw.reject", account.reject_draw(draw, SOME_REASON, context)),
        asked("draw.disburse", account.disburse_draw(draw, paid_out(today), context)),
        asked("draw.cancel", account.cancel_draw(draw, SOME_REASON, context)),
    ]
}

/// The approval of all that was requested.
pub(super) fn whole(approved_on: NaiveDate, one_person_lender: bool) -> ApprovalWish {
    ApprovalWish { lines: None, approved_on, note: None, accept_out_of_balance: true, one_person_lender }
}

/// The payment of all that is approved.
pub(super) fn paid_out(disbursed_on: NaiveDate) -> DisbursementWish {
    DisbursementWish { amount: None, disbursed_on, method: PaymentMethod::Wire, reference: None, note: None }
}

/// The loan that a draw belongs to.
///
/// # Errors
/// An unknown draw, or storage.
pub fn loan_of_draw(transaction: &mut dyn Transaction, draw_id: DrawId) -> Result<LoanId> {
    let row = transaction.query_optional("SELECT loan_id FROM draws WHERE id = $1", &[draw_id.into()])?;
    let not_found = || crate::AppError::NotFound { kind: "draw", field: "draw_id", id: draw_id.to_string() };
    Ok(row.ok_or_else(not_found)?.single()?)
}
