//! The commands of construction loans.

use app::{
    AppError, Book, Result,
    bus::UnitOfWork,
    commands::construction::{self, WrittenDraw},
    queries::{
        self,
        budget::{BudgetPreview, BudgetView, ReallocationPreview},
        draw::{DrawView, WaiverView},
        draw_preview::{ApprovalPreview, DisbursementPreview, ReleasePreview, RequestPreview},
        inspection::InspectionView,
    },
};
use domain::{
    ApprovalWish, CompletedInspection, Currency, DecisionContext, DisbursementWish, DrawContent, DrawId,
    InspectionId, InspectionKind, LoanId, Money, NewBudget, NewBudgetLine, NewDrawLine, NewInspection,
    NewWaiverRecord, PaymentMethod, Percent, Planned, Reallocation, ReleaseWish, SiteVisit, WaiverId,
};
use store::Transaction;

use super::servicing::page;
use crate::{input::*, output::*};

pub fn budget_set(book: &Book, work: &mut UnitOfWork<'_>, input: SetBudget) -> Result<BudgetView> {
    let (loan_id, expected_version) = (input.loan_id, input.expected_version);
    let new = new_budget(input, &work.context().decision)?;
    construction::set_budget(work, loan_id, new, expected_version)?;
    budget_after(book, work, loan_id)
}

pub fn budget_preview(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: SetBudget,
) -> Result<BudgetPreview> {
    let context = book.context().decision;
    let reason = input.reason.clone().or_else(|| Some(SOME_REASON.to_owned()));
    let account = app::accounts::load((transaction, book.bus().upcasters()), input.loan_id)?;
    let new = new_budget(SetBudget { reason, ..input }, &context)?;
    Ok(BudgetPreview::of(&account.budget_effect(new, &context), context.currency))
}

/// A reason that stands for one that the user gives later.
const SOME_REASON: &str = "to be given";

fn new_budget(input: SetBudget, decision: &DecisionContext) -> Result<NewBudget> {
    let currency = decision.currency;
    let line = |line: BudgetLineInput| {
        let amount = money("lines", line.amount, currency)?;
        Ok(NewBudgetLine { code: line.code, description: line.description, amount })
    };
    let planned = |planned: PlannedDrawInput| {
        Ok(Planned { on: planned.on, amount: money("plan", planned.amount, currency)? })
    };
    Ok(NewBudget {
        budget_id: construction::budget_id(input.loan_id),
        lines: input.lines.into_iter().map(line).collect::<Result<_>>()?,
        contingency: optional_money("contingency", input.contingency, currency)?,
        interest_reserve: optional_money("interest_reserve", input.interest_reserve, currency)?,
        retainage_percent: input.retainage_percent.unwrap_or(Percent::ZERO),
        plan: input.plan.unwrap_or_default().into_iter().map(planned).collect::<Result<_>>()?,
        set_on: input.set_on.unwrap_or(decision.today),
        reason: input.reason,
    })
}

fn optional_money(
    field: &'static str,
    amount: Option<domain::Amount>,
    currency: Currency,
) -> Result<Option<Money>> {
    amount.map(|amount| money(field, amount, currency)).transpose()
}

fn budget_after(book: &Book, work: &mut UnitOfWork<'_>, loan_id: LoanId) -> Result<BudgetView> {
    let today = book.environment().clock.today();
    queries::budget::get(work.transaction_and_upcasters(), loan_id, today)
}

pub fn budget_reallocate(
    book: &Book,
    work: &mut UnitOfWork<'_>,
    input: ReallocateBudget,
) -> Result<BudgetView> {
    let decision = &work.context().decision;
    let wish = Reallocation {
        from: input.from,
        to: input.to,
        amount: money("amount", input.amount, decision.currency)?,
        reallocated_on: input.reallocated_on.unwrap_or(decision.today),
        reason: input.reason,
    };
    construction::reallocate(work, input.loan_id, wish)?;
    budget_after(book, work, input.loan_id)
}

pub fn budget_preview_reallocation(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: PreviewReallocation,
) -> Result<ReallocationPreview> {
    let context = book.context().decision;
    let wish = Reallocation {
        from: input.from,
        to: input.to,
        amount: money("amount", input.amount, context.currency)?,
        reallocated_on: context.today,
        reason: SOME_REASON.to_owned(),
    };
    let account = app::accounts::load((transaction, book.bus().upcasters()), input.loan_id)?;
    Ok(ReallocationPreview::of(&account.reallocation_effect(wish, &context)?, context.currency))
}

pub fn budget_get(book: &Book, transaction: &mut dyn Transaction, input: LoanRef) -> Result<BudgetView> {
    let today = book.environment().clock.today();
    queries::budget::get((transaction, book.bus().upcasters()), input.loan_id, today)
}

pub fn draw_draft(_: &Book, work: &mut UnitOfWork<'_>, input: DraftDraw) -> Result<DrawView> {
    let draw = written(input.loan_id, input.draw_id)?;
    let content = DrawContent {
        lines: draw_lines(input.lines, work.context().decision.currency)?,
        contractor: input.contractor,
        note: input.note,
        attachments: input.attachments,
    };
    let draw_id = construction::draft(work, draw, content, input.expected_version)?;
    draw_after(work, draw_id)
}

pub fn draw_request(_: &Book, work: &mut UnitOfWork<'_>, input: RequestDraw) -> Result<DrawView> {
    let draw = written(input.loan_id, input.draw_id)?;
    let decision = &work.context().decision;
    let content = match input.lines {
        Some(lines) => Some(DrawContent {
            lines: draw_lines(lines, decision.currency)?,
            contractor: input.contractor,
            note: input.note,
            attachments: input.attachments.unwrap_or_default(),
        }),
        None => None,
    };
    let requested_on = input.requested_on.unwrap_or(decision.today);
    let draw_id = construction::request(work, draw, content, requested_on, input.expected_version)?;
    draw_after(work, draw_id)
}

/// A draw that is there, or a new one.
fn written(loan_id: Option<LoanId>, draw_id: Option<DrawId>) -> Result<WrittenDraw> {
    match (loan_id, draw_id) {
        (loan_id, Some(draw_id)) => Ok(WrittenDraw::Present(draw_id, loan_id)),
        (Some(loan_id), None) => Ok(WrittenDraw::New(loan_id)),
        (None, None) => Err(AppError::InvalidInput {
            field: "draw_id",
            problem: "or loan_id must be given: a draw that is there, or the loan of a new one".to_owned(),
        }),
    }
}

fn draw_lines(lines: Vec<DrawLineInput>, currency: Currency) -> Result<Vec<NewDrawLine>> {
    let line = |line: DrawLineInput| {
        Ok(NewDrawLine {
            code: line.code,
            amount: money("lines", line.amount, currency)?,
            work_done: line.work_done,
            contractor: line.contractor,
        })
    };
    lines.into_iter().map(line).collect()
}

fn draw_after(work: &mut UnitOfWork<'_>, draw_id: DrawId) -> Result<DrawView> {
    let context = &work.context().decision;
    let may_approve_own = queries::organization::settings(work.transaction())?.one_person_lender;
    queries::draw::get(work.transaction_and_upcasters(), draw_id, may_approve_own, context)
}

pub fn draw_preview_request(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: PreviewRequest,
) -> Result<RequestPreview> {
    let currency = book.organization().currency;
    let content = DrawContent {
        lines: draw_lines(input.lines, currency)?,
        contractor: input.contractor,
        ..DrawContent::default()
    };
    let account = app::accounts::load((transaction, book.bus().upcasters()), input.loan_id)?;
    Ok(RequestPreview::of(&account.request_effect(content)?, currency))
}

pub fn draw_send_back(_: &Book, work: &mut UnitOfWork<'_>, input: EndDraw) -> Result<DrawView> {
    construction::send_back(work, input.draw_id, &input.reason, input.expected_version)?;
    draw_after(work, input.draw_id)
}

pub fn draw_reject(_: &Book, work: &mut UnitOfWork<'_>, input: EndDraw) -> Result<DrawView> {
    construction::reject(work, input.draw_id, &input.reason, input.expected_version)?;
    draw_after(work, input.draw_id)
}

pub fn draw_cancel(_: &Book, work: &mut UnitOfWork<'_>, input: EndDraw) -> Result<DrawView> {
    construction::cancel(work, input.draw_id, &input.reason, input.expected_version)?;
    draw_after(work, input.draw_id)
}

pub fn draw_approve(_: &Book, work: &mut UnitOfWork<'_>, input: ApproveDraw) -> Result<DrawView> {
    let settings = queries::organization::settings(work.transaction())?;
    let decision = &work.context().decision;
    let wish = ApprovalWish {
        lines: approved_lines(input.lines, decision.currency)?,
        approved_on: input.approved_on.unwrap_or(decision.today),
        note: input.note,
        accept_out_of_balance: input.accept_out_of_balance,
        one_person_lender: settings.one_person_lender,
    };
    construction::approve(work, input.draw_id, wish, input.expected_version)?;
    draw_after(work, input.draw_id)
}

fn approved_lines(
    lines: Option<Vec<ApprovedLineInput>>,
    currency: Currency,
) -> Result<Option<Vec<(String, Money)>>> {
    let line = |line: ApprovedLineInput| Ok((line.code, money("lines", line.amount, currency)?));
    lines.map(|lines| lines.into_iter().map(line).collect()).transpose()
}

pub fn draw_preview_approval(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: PreviewApproval,
) -> Result<ApprovalPreview> {
    let may_approve_own = queries::organization::settings(transaction)?.one_person_lender;
    let lines = approved_lines(input.lines, book.organization().currency)?;
    let found = construction::find((transaction, book.bus().upcasters()), input.draw_id)?;
    queries::draw_preview::approval(&found, lines, may_approve_own, &book.context().decision)
}

pub fn draw_disburse(_: &Book, work: &mut UnitOfWork<'_>, input: DisburseDraw) -> Result<DrawView> {
    let decision = &work.context().decision;
    let wish = DisbursementWish {
        amount: optional_money("amount", input.amount, decision.currency)?,
        disbursed_on: input.disbursed_on.unwrap_or(decision.today),
        method: input.method.unwrap_or(PaymentMethod::Wire),
        reference: input.reference,
        note: input.note,
    };
    construction::disburse(work, input.draw_id, wish, input.expected_version)?;
    draw_after(work, input.draw_id)
}

pub fn draw_preview_disbursement(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: PreviewDisbursement,
) -> Result<DisbursementPreview> {
    let context = book.context().decision;
    let found = construction::find((transaction, book.bus().upcasters()), input.draw_id)?;
    queries::draw_preview::disbursement(&found, input.disbursed_on.unwrap_or(context.today), &context)
}

pub fn retainage_release(
    book: &Book,
    work: &mut UnitOfWork<'_>,
    input: ReleaseRetainage,
) -> Result<BudgetView> {
    let decision = &work.context().decision;
    let wish = ReleaseWish {
        amount: optional_money("amount", input.amount, decision.currency)?,
        released_on: input.released_on.unwrap_or(decision.today),
        method: input.method.unwrap_or(PaymentMethod::Wire),
        reference: input.reference,
        note: input.note,
    };
    construction::release_retainage(work, input.loan_id, wish)?;
    budget_after(book, work, input.loan_id)
}

pub fn retainage_preview_release(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: PreviewRelease,
) -> Result<ReleasePreview> {
    let context = book.context().decision;
    let amount = optional_money("amount", input.amount, context.currency)?;
    let account = app::accounts::load((transaction, book.bus().upcasters()), input.loan_id)?;
    let released_on = input.released_on.unwrap_or(context.today);
    queries::draw_preview::release(&account, amount, released_on, &context)
}

pub fn draw_get(book: &Book, transaction: &mut dyn Transaction, input: DrawRef) -> Result<DrawView> {
    let context = book.context().decision;
    let may_approve_own = queries::organization::settings(transaction)?.one_person_lender;
    queries::draw::get((transaction, book.bus().upcasters()), input.draw_id, may_approve_own, &context)
}

pub fn draw_list(book: &Book, transaction: &mut dyn Transaction, input: ListDraws) -> Result<DrawList> {
    if let Some(loan_id) = input.loan_id {
        queries::loan::require(transaction, loan_id)?;
    }
    let filter =
        queries::draw::Filter { loan_id: input.loan_id, statuses: input.statuses.unwrap_or_default() };
    let page = page(input.limit, input.offset)?;
    let (draws, total) = queries::draw::list(transaction, &filter, page, book.organization().currency)?;
    Ok(DrawList { draws, total })
}

pub fn inspection_schedule(
    _: &Book,
    work: &mut UnitOfWork<'_>,
    input: ScheduleInspection,
) -> Result<InspectionView> {
    let loan_id = site(work.transaction(), input.loan_id, input.draw_id)?;
    let inspection_id = InspectionId::from_uuid(work.next_id());
    let new = NewInspection {
        inspection_id,
        visit: SiteVisit {
            draw_id: input.draw_id,
            kind: input.kind.unwrap_or(InspectionKind::Progress),
            inspector: input.inspector,
        },
        scheduled_on: input.scheduled_on,
        note: input.note,
    };
    construction::schedule_inspection(work, loan_id, new)?;
    inspection_after(work, loan_id, inspection_id)
}

pub fn inspection_complete(
    _: &Book,
    work: &mut UnitOfWork<'_>,
    input: CompleteInspection,
) -> Result<InspectionView> {
    let loan_id = match input.inspection_id {
        Some(inspection_id) => queries::inspection::loan_of_inspection(work.transaction(), inspection_id)?,
        None => site(work.transaction(), input.loan_id, input.draw_id)?,
    };
    let inspection_id = input.inspection_id.unwrap_or_else(|| InspectionId::from_uuid(work.next_id()));
    let wish = CompletedInspection {
        inspection_id,
        draw_id: input.draw_id,
        kind: input.kind,
        inspector: input.inspector,
        inspected_on: input.inspected_on.unwrap_or(work.context().decision.today),
        lines: input.lines.into_iter().map(|line| (line.code, line.percent_complete)).collect(),
        findings: input.findings,
        photos: input.photos,
    };
    construction::complete_inspection(work, loan_id, wish)?;
    inspection_after(work, loan_id, inspection_id)
}

/// The loan whose site is visited: named, or that of the draw.
fn site(
    transaction: &mut dyn Transaction,
    loan_id: Option<LoanId>,
    draw_id: Option<DrawId>,
) -> Result<LoanId> {
    match (loan_id, draw_id) {
        (Some(loan_id), _) => Ok(loan_id),
        (None, Some(draw_id)) => queries::draw::loan_of_draw(transaction, draw_id),
        (None, None) => Err(AppError::InvalidInput {
            field: "loan_id",
            problem: "or draw_id must be given, unless the inspection was scheduled".to_owned(),
        }),
    }
}

fn inspection_after(
    work: &mut UnitOfWork<'_>,
    loan_id: LoanId,
    inspection_id: InspectionId,
) -> Result<InspectionView> {
    let account = app::accounts::load(work.transaction_and_upcasters(), loan_id)?;
    let visit = account.construction.inspection(inspection_id).ok_or_else(|| AppError::NotFound {
        kind: "inspection",
        field: "inspection_id",
        id: inspection_id.to_string(),
    })?;
    Ok(InspectionView::of(visit, loan_id))
}

pub fn inspection_list(
    _: &Book,
    transaction: &mut dyn Transaction,
    input: ListInspections,
) -> Result<InspectionList> {
    if let Some(loan_id) = input.loan_id {
        queries::loan::require(transaction, loan_id)?;
    }
    let page = page(input.limit, input.offset)?;
    let (inspections, total) = queries::inspection::list(transaction, input.loan_id, input.to_do_only, page)?;
    Ok(InspectionList { inspections, total })
}

pub fn waiver_record(_: &Book, work: &mut UnitOfWork<'_>, input: RecordWaiver) -> Result<WaiverView> {
    let decision = &work.context().decision;
    let waiver_id = WaiverId::from_uuid(work.next_id());
    let new = NewWaiverRecord {
        waiver_id,
        contractor: input.contractor,
        condition: input.condition,
        scope: input.scope,
        amount: optional_money("amount", input.amount, decision.currency)?,
        through_on: input.through_on,
        signed_on: input.signed_on.unwrap_or(decision.today),
        attachment_id: input.attachment_id,
        note: input.note,
    };
    construction::record_waiver(work, input.draw_id, new)?;
    let found = construction::find(work.transaction_and_upcasters(), input.draw_id)?;
    let waiver = found.account.construction.waivers.iter().find(|waiver| waiver.waiver_id == waiver_id);
    let waiver = waiver.ok_or_else(|| AppError::NotFound {
        kind: "waiver",
        field: "draw_id",
        id: waiver_id.to_string(),
    })?;
    Ok(WaiverView::of(waiver, decision.currency))
}
