//! Draws: one with all that belongs to it, and many across loans.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Amount, ApprovalEffect, ApprovalWish, Currency, DecisionContext, DisbursementEffect, DisbursementWish,
    Draw, DrawId, DrawRejection, DrawStatus, InspectionId, InspectionKind, LienWaiver, LoanAccount, LoanId,
    Money, PaymentMethod, Percent, ReleaseWish, RequestEffect, WaiverCondition, WaiverId, WaiverScope,
};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Row, Transaction, Value, event_log, upcast::Upcasters};
use ts_rs::TS;

use super::{Word, account::AccountView, count, loan::number_text};
use crate::{
    Result,
    commands::construction::{self, Found},
};

macro_rules! views {
    ($($(#[$meta:meta])* $name:ident $(as $wire:literal)? { $($(#[$field_meta:meta])* $field:ident: $kind:ty,)* })*) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
            $(#[ts(rename = $wire)] #[schemars(rename = $wire)])?
            pub struct $name {
                $($(#[$field_meta])* pub $field: $kind,)*
            }
        )*
    };
}

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

    /// A visit to a site.
    InspectionView as "Inspection" {
        /// The inspection.
        inspection_id: InspectionId,
        /// The loan whose site it is.
        loan_id: LoanId,
        /// The draw that it is for.
        draw_id: Option<DrawId>,
        /// What kind of visit.
        kind: InspectionKind,
        /// Who goes or went.
        inspector: String,
        /// The day for which it was scheduled.
        scheduled_on: Option<NaiveDate>,
        /// What is to be looked at.
        note: Option<String>,
        /// The day of the visit, once it was done.
        inspected_on: Option<NaiveDate>,
        /// How far each line's work has come.
        lines: Vec<LineProgressView>,
        /// What was found.
        findings: Option<String>,
        /// Photos.
        photos: Vec<domain::AttachmentId>,
        /// Who recorded it.
        completed_by: Option<String>,
    }

    /// How far the work of a line has come.
    LineProgressView as "LineProgress" {
        /// The line.
        code: String,
        /// 0 to 100.
        percent_complete: Percent,
    }

    /// An inspection as a row of a list.
    InspectionSummary {
        /// The inspection.
        inspection_id: InspectionId,
        /// The loan whose site it is.
        loan_id: LoanId,
        /// The loan's number in the book.
        loan_number: String,
        /// Who borrows.
        borrower_name: String,
        /// The draw that it is for.
        draw_id: Option<DrawId>,
        /// The draw's number.
        draw_number: Option<u32>,
        /// What kind of visit.
        kind: InspectionKind,
        /// Who goes or went.
        inspector: String,
        /// The day for which it was scheduled.
        scheduled_on: Option<NaiveDate>,
        /// The day of the visit, once it was done.
        inspected_on: Option<NaiveDate>,
        /// What is to be looked at.
        note: Option<String>,
        /// How many photos it has.
        photos: u32,
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

    /// What a request would come to.
    RequestPreview {
        /// Line by line of the budget.
        lines: Vec<RequestedLinePreview>,
        /// Sum of what is asked for.
        total: Amount,
        /// What the loan has left for it.
        available: Amount,
        /// Why it would be refused.
        problem: Option<String>,
    }

    /// What a request would leave of a line.
    RequestedLinePreview {
        /// The line.
        code: String,
        /// What is asked for.
        requested: Amount,
        /// What the line has for it.
        available: Amount,
        /// What the line would have left.
        left: Amount,
        /// Whether more is asked for than it has.
        is_over: bool,
    }

    /// What an approval would do.
    ApprovalPreview {
        /// Line by line of the draw.
        lines: Vec<ApprovedLinePreview>,
        /// What was requested.
        requested: Amount,
        /// What would be approved.
        approved: Amount,
        /// What of it would be held back.
        retainage: Amount,
        /// What would be paid out.
        to_disburse: Amount,
        /// What the loan has for it.
        available_before: Amount,
        /// What the loan would have left.
        available_after: Amount,
        /// What the rest of the building costs.
        cost_to_complete: Amount,
        /// What the loan still has.
        undisbursed: Amount,
        /// What the rest costs more than that; the approver must accept it.
        out_of_balance_by: Amount,
        /// Why it would be refused, though the approver accepts a loan that is out of balance.
        problem: Option<String>,
    }

    /// What an approval would do to a line.
    ApprovedLinePreview {
        /// The line.
        code: String,
        /// What was requested.
        requested: Amount,
        /// What would be approved.
        approved: Amount,
        /// What of it would be held back.
        retainage: Amount,
        /// What remains of the line without this draw.
        remaining_before: Amount,
        /// What would remain of it.
        remaining_after: Amount,
    }

    /// What paying out money would do.
    DisbursementPreview {
        /// What would go out.
        amount: Amount,
        /// The day from which it would bear interest.
        disbursed_on: NaiveDate,
        /// What is owed on that day without it.
        before: AccountView,
        /// What is owed on that day with it.
        after: AccountView,
        /// Why it would be refused.
        problem: Option<String>,
    }

    /// What releasing retainage would do.
    ReleasePreview {
        /// What would go out.
        amount: Amount,
        /// The day from which it would bear interest.
        released_on: NaiveDate,
        /// What is held back now.
        held_before: Amount,
        /// What would still be held back.
        held_after: Amount,
        /// What is owed on that day without it.
        before: AccountView,
        /// What is owed on that day with it.
        after: AccountView,
        /// Why it would be refused.
        problem: Option<String>,
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
    let mut parameters: Vec<Value<'static>> = Vec::new();
    let mut conditions = vec!["TRUE".to_owned()];
    if let Some(loan_id) = filter.loan_id {
        parameters.push(loan_id.into());
        conditions.push(format!("draws.loan_id = ${}", parameters.len()));
    }
    if !filter.statuses.is_empty() {
        let mut places = Vec::with_capacity(filter.statuses.len());
        for status in &filter.statuses {
            parameters.push(status.as_str().into());
            places.push(format!("${}", parameters.len()));
        }
        conditions.push(format!("draws.status IN ({})", places.join(", ")));
    }
    let condition = conditions.join(" AND ");
    let total = count(transaction, &format!("SELECT COUNT(*) FROM draws WHERE {condition}"), &parameters)?;
    let order =
        if filter.loan_id.is_some() { "draws.number" } else { "draws.changed_at DESC, draws.id DESC" };
    let place = parameters.len();
    parameters.extend([limit.into(), offset.into()]);
    let sql = format!(
        "{SUMMARY} {FROM} WHERE {condition} ORDER BY {order} LIMIT ${} OFFSET ${}",
        place + 1,
        place + 2
    );
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

impl InspectionView {
    /// An inspection, as it is shown.
    #[must_use]
    pub fn of(visit: &domain::Inspection, loan_id: LoanId) -> Self {
        let result = visit.result.as_ref();
        let progress = |(code, percent): &(String, Percent)| LineProgressView {
            code: code.clone(),
            percent_complete: *percent,
        };
        Self {
            inspection_id: visit.inspection_id,
            loan_id,
            draw_id: visit.draw_id,
            kind: visit.kind,
            inspector: visit.inspector.clone(),
            scheduled_on: visit.scheduled_on,
            note: visit.note.clone(),
            inspected_on: result.map(|result| result.on),
            lines: result.map_or_else(Vec::new, |result| result.lines.iter().map(progress).collect()),
            findings: result.and_then(|result| result.findings.clone()),
            photos: result.map_or_else(Vec::new, |result| result.photos.clone()),
            completed_by: result.map(|result| result.by.clone()),
        }
    }
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
fn whole(approved_on: NaiveDate, one_person_lender: bool) -> ApprovalWish {
    ApprovalWish { lines: None, approved_on, note: None, accept_out_of_balance: true, one_person_lender }
}

fn paid_out(disbursed_on: NaiveDate) -> DisbursementWish {
    DisbursementWish { amount: None, disbursed_on, method: PaymentMethod::Wire, reference: None, note: None }
}

impl RequestPreview {
    /// An effect, as it is shown.
    #[must_use]
    pub fn of(effect: &RequestEffect, currency: Currency) -> Self {
        let amount = |money| Amount::new(money, currency);
        Self {
            lines: effect
                .lines
                .iter()
                .map(|line| RequestedLinePreview {
                    code: line.code.clone(),
                    requested: amount(line.requested),
                    available: amount(line.available),
                    left: amount(line.left),
                    is_over: line.left.is_negative(),
                })
                .collect(),
            total: amount(effect.total),
            available: amount(effect.available),
            problem: effect.problem.as_ref().map(ToString::to_string),
        }
    }
}

/// What an approval would do.
///
/// # Errors
/// An unknown draw, lines that it does not have, more than was requested, or storage.
pub fn preview_approval(
    found: &Found,
    lines: Option<Vec<(String, Money)>>,
    may_approve_own: bool,
    context: &DecisionContext,
) -> Result<ApprovalPreview> {
    let Found { account, draw } = found;
    let effect = account.approval_effect(draw, lines.as_deref())?;
    let wish = ApprovalWish { lines, ..whole(context.today, may_approve_own) };
    let problem = account.approve_draw(draw, wish, context).err();
    Ok(ApprovalPreview::of(&effect, problem, account.currency))
}

impl ApprovalPreview {
    fn of(effect: &ApprovalEffect, problem: Option<DrawRejection>, currency: Currency) -> Self {
        let amount = |money| Amount::new(money, currency);
        Self {
            lines: effect
                .lines
                .iter()
                .map(|line| ApprovedLinePreview {
                    code: line.code.clone(),
                    requested: amount(line.requested),
                    approved: amount(line.approved),
                    retainage: amount(line.retainage),
                    remaining_before: amount(line.remaining_before),
                    remaining_after: amount(line.remaining_after),
                })
                .collect(),
            requested: amount(effect.requested),
            approved: amount(effect.approved),
            retainage: amount(effect.retainage),
            to_disburse: amount(effect.to_disburse),
            available_before: amount(effect.available_before),
            available_after: amount(effect.available_after),
            cost_to_complete: amount(effect.before.cost_to_complete),
            undisbursed: amount(effect.before.undisbursed),
            out_of_balance_by: amount(effect.before.out_of_balance_by),
            problem: problem.map(|rejection| rejection.to_string()),
        }
    }
}

/// What paying a draw out on a day would do.
///
/// # Errors
/// An unknown draw, a loan that is not funded, a day before that, or storage.
pub fn preview_disbursement(
    found: &Found,
    disbursed_on: NaiveDate,
    context: &DecisionContext,
) -> Result<DisbursementPreview> {
    let Found { account, draw } = found;
    let effect = account.disbursement_effect(draw.to_disburse(), disbursed_on)?;
    let problem = account.disburse_draw(draw, paid_out(disbursed_on), context).err();
    Ok(DisbursementPreview::of(account, &effect, disbursed_on, problem))
}

impl DisbursementPreview {
    fn of(
        account: &LoanAccount,
        effect: &DisbursementEffect,
        disbursed_on: NaiveDate,
        problem: Option<DrawRejection>,
    ) -> Self {
        let (loan_id, currency) = (account.loan.loan_id, account.currency);
        Self {
            amount: Amount::new(effect.amount, currency),
            disbursed_on,
            before: AccountView::of(loan_id, &effect.before, currency),
            after: AccountView::of(loan_id, &effect.after, currency),
            problem: problem.map(|rejection| rejection.to_string()),
        }
    }
}

/// What releasing retainage on a day would do; all that is held back where no amount is wished for.
///
/// # Errors
/// A loan without a budget or that is not funded, or a day before that.
pub fn preview_release(
    account: &LoanAccount,
    amount: Option<Money>,
    released_on: NaiveDate,
    context: &DecisionContext,
) -> Result<ReleasePreview> {
    let held = account.draw_balances().retainage_held;
    let released = amount.unwrap_or(held);
    let effect = account.disbursement_effect(released, released_on)?;
    let wish = ReleaseWish { amount, released_on, method: PaymentMethod::Wire, reference: None, note: None };
    let problem = account.release_retainage(wish, context).err();
    let (loan_id, currency) = (account.loan.loan_id, account.currency);
    Ok(ReleasePreview {
        amount: Amount::new(released, currency),
        released_on,
        held_before: Amount::new(held, currency),
        held_after: Amount::new(held.checked_sub(released).unwrap_or(held), currency),
        before: AccountView::of(loan_id, &effect.before, currency),
        after: AccountView::of(loan_id, &effect.after, currency),
        problem: problem.map(|rejection| rejection.to_string()),
    })
}

/// Inspections of one loan or of all: those to do first, by their day, then those done, newest first.
///
/// # Errors
/// Storage.
pub fn inspections(
    transaction: &mut dyn Transaction,
    loan_id: Option<LoanId>,
    to_do_only: bool,
    (limit, offset): (u32, u32),
) -> Result<(Vec<InspectionSummary>, i64)> {
    let mut parameters: Vec<Value<'static>> = Vec::new();
    let mut condition = if to_do_only { "inspected_on IS NULL" } else { "TRUE" }.to_owned();
    if let Some(loan_id) = loan_id {
        parameters.push(loan_id.into());
        condition.push_str(" AND inspections.loan_id = $1");
    }
    let total =
        count(transaction, &format!("SELECT COUNT(*) FROM inspections WHERE {condition}"), &parameters)?;
    let place = parameters.len();
    parameters.extend([limit.into(), offset.into()]);
    let sql = format!(
        "SELECT inspections.id, inspections.loan_id, loans.number, people.name, inspections.draw_id, draws.number, \
         inspections.kind, inspector, scheduled_on, inspected_on, inspections.note, photos FROM inspections \
         JOIN loans ON loans.id = inspections.loan_id JOIN people ON people.id = loans.borrower_id \
         LEFT JOIN draws ON draws.id = inspections.draw_id WHERE {condition} \
         ORDER BY CASE WHEN inspected_on IS NULL THEN 0 ELSE 1 END, inspected_on DESC, scheduled_on, inspections.id \
         LIMIT ${} OFFSET ${}",
        place + 1,
        place + 2
    );
    let read = |row: Row| {
        let mut row = row.reader();
        Ok(InspectionSummary {
            inspection_id: row.take()?,
            loan_id: row.take()?,
            loan_number: number_text(row.take()?),
            borrower_name: row.take()?,
            draw_id: row.take()?,
            draw_number: row.take()?,
            kind: row.take::<Word<InspectionKind>>()?.0,
            inspector: row.take()?,
            scheduled_on: row.take()?,
            inspected_on: row.take()?,
            note: row.take()?,
            photos: row.take()?,
        })
    };
    let inspections = transaction.query(&sql, &parameters)?.into_iter().map(read).collect::<Result<_>>()?;
    Ok((inspections, total))
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

/// The loan whose site an inspection visits.
///
/// # Errors
/// An unknown inspection, or storage.
pub fn loan_of_inspection(transaction: &mut dyn Transaction, inspection_id: InspectionId) -> Result<LoanId> {
    let row = transaction
        .query_optional("SELECT loan_id FROM inspections WHERE id = $1", &[inspection_id.into()])?;
    let not_found = || crate::AppError::NotFound {
        kind: "inspection",
        field: "inspection_id",
        id: inspection_id.to_string(),
    };
    Ok(row.ok_or_else(not_found)?.single()?)
}
