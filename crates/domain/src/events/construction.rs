//! The events of construction loans: budgets, draws, inspections, lien waivers, retainage, interest reserve.

use super::{
    CoveredInstalment, Deserialize, EventDescription, EventPayload, JsonSchema, NaiveDate, Serialize,
    written_schema,
};
use crate::{
    Amount, AttachmentId, BudgetId, BudgetLineKind, Currency, DrawId, InspectionId, InspectionKind, LoanId,
    OrganizationId, PaymentMethod, Percent, WaiverCondition, WaiverId, WaiverScope,
};

events! {
    /// A budget was made for a construction loan, or made anew: it takes the place of the one before.
    BudgetSet = "budget", "Budget.Set" v 1 {
        /// The budget.
        budget_id: BudgetId,
        /// The loan it belongs to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Currency of its amounts.
        currency: Currency,
        /// What is to be built, line by line; contingency and interest reserve are lines too.
        lines: Vec<BudgetLineAmount>,
        /// Sum of the lines.
        total: Amount,
        /// The part of each draw that is held back.
        retainage_percent: Percent,
        /// When the borrower plans to draw how much.
        plan: Vec<PlannedDraw>,
        /// The day from which it holds.
        set_on: NaiveDate,
        /// Why, where it takes the place of another.
        reason: Option<String>,
        /// Who set it.
        set_by: String,
    }

    /// Money went from one line of a budget to another.
    BudgetReallocated = "budget", "Budget.Reallocated" v 1 {
        /// The budget.
        budget_id: BudgetId,
        /// The loan it belongs to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Currency of its amount.
        currency: Currency,
        /// The line that gave.
        from_code: String,
        /// The line that received.
        to_code: String,
        /// How much.
        amount: Amount,
        /// The day from which it holds.
        reallocated_on: NaiveDate,
        /// Why.
        reason: String,
        /// Who reallocated it.
        reallocated_by: String,
    }

    /// A draw was written down, or a draft was changed: all of it, as it stands now.
    DrawDrafted = "draw", "Draw.Drafted" v 1 {
        /// The draw.
        draw_id: DrawId,
        /// The loan it belongs to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The draw's number on the loan, counted from 1.
        number: u32,
        /// Currency of its amounts.
        currency: Currency,
        /// What is asked for, by line of the budget.
        lines: Vec<RequestedLine>,
        /// Who did the work, where a line does not say.
        contractor: Option<String>,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Photos and invoices.
        attachments: Vec<AttachmentId>,
        /// Who wrote it.
        drafted_by: String,
    }

    /// A draw was handed in.
    DrawRequested = "draw", "Draw.Requested" v 1 {
        /// The draw.
        draw_id: DrawId,
        /// The loan it belongs to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The draw's number on the loan, counted from 1.
        number: u32,
        /// Currency of its amounts.
        currency: Currency,
        /// What is asked for, by line of the budget.
        lines: Vec<RequestedLine>,
        /// Sum of the lines.
        amount: Amount,
        /// Who did the work, where a line does not say.
        contractor: Option<String>,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Photos and invoices.
        attachments: Vec<AttachmentId>,
        /// The day of the request.
        requested_on: NaiveDate,
        /// Who requested it.
        requested_by: String,
    }

    /// A request was given back to be changed; it can be requested again.
    DrawSentBack = "draw", "Draw.SentBack" v 1 {
        /// The draw.
        draw_id: DrawId,
        /// The loan it belongs to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Why.
        reason: String,
        /// The day.
        sent_back_on: NaiveDate,
        /// Who sent it back.
        sent_back_by: String,
    }

    /// Somebody is to visit the site.
    InspectionScheduled = "inspection", "Inspection.Scheduled" v 1 {
        /// The inspection.
        inspection_id: InspectionId,
        /// The loan whose site it is.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The draw that it is for.
        draw_id: Option<DrawId>,
        /// What kind of visit.
        kind: InspectionKind,
        /// Who is to go.
        inspector: String,
        /// The day.
        scheduled_on: NaiveDate,
        /// What is to be looked at.
        note: Option<String>,
        /// Who scheduled it.
        scheduled_by: String,
    }

    /// The site was visited: how far the work has come.
    InspectionCompleted = "inspection", "Inspection.Completed" v 1 {
        /// The inspection.
        inspection_id: InspectionId,
        /// The loan whose site it is.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The draw that it is for.
        draw_id: Option<DrawId>,
        /// What kind of visit.
        kind: InspectionKind,
        /// Who went.
        inspector: String,
        /// The day of the visit.
        inspected_on: NaiveDate,
        /// How far each line's work has come.
        lines: Vec<LineProgress>,
        /// What was found.
        findings: Option<String>,
        /// Photos.
        photos: Vec<AttachmentId>,
        /// Who recorded it.
        completed_by: String,
    }

    /// A contractor gave up the right to a lien for what a draw pays.
    LienWaiverRecorded = "lien_waiver", "LienWaiver.Recorded" v 1 {
        /// The waiver.
        waiver_id: WaiverId,
        /// The draw that it is for.
        draw_id: DrawId,
        /// The loan it belongs to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Currency of its amount.
        currency: Currency,
        /// Who gives up the right.
        contractor: String,
        /// Whether it takes effect only when the money has come.
        condition: WaiverCondition,
        /// Whether it is for work so far or for all of it.
        scope: WaiverScope,
        /// The amount that it names.
        amount: Option<Amount>,
        /// The day through which work is covered.
        through_on: Option<NaiveDate>,
        /// The day on which it was signed.
        signed_on: NaiveDate,
        /// The signed paper.
        attachment_id: Option<AttachmentId>,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who recorded it.
        recorded_by: String,
    }

    /// A draw was approved, whole or in part. Its retainage is held back when the rest is paid out.
    DrawApproved = "draw", "Draw.Approved" v 1 {
        /// The draw.
        draw_id: DrawId,
        /// The loan it belongs to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The draw's number on the loan.
        number: u32,
        /// Currency of its amounts.
        currency: Currency,
        /// What is approved, by line of the budget.
        lines: Vec<ApprovedLine>,
        /// What was requested.
        requested: Amount,
        /// What is approved.
        approved: Amount,
        /// What of it is held back.
        retainage: Amount,
        /// What is to be paid out: approved less retainage.
        to_disburse: Amount,
        /// The day of the approval.
        approved_on: NaiveDate,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who requested the draw.
        requested_by: String,
        /// Who approved it.
        approved_by: String,
        /// Whether both are one person, as a one-person lender may.
        approver_is_requester: bool,
        /// What the rest of the building costs more than is left of the loan, where the approver accepted that.
        out_of_balance_by: Option<Amount>,
    }

    /// A draw was turned down.
    DrawRejected = "draw", "Draw.Rejected" v 1 {
        /// The draw.
        draw_id: DrawId,
        /// The loan it belongs to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Why.
        reason: String,
        /// The day.
        rejected_on: NaiveDate,
        /// Who rejected it.
        rejected_by: String,
    }

    /// A draw was given up before its money went out.
    DrawCancelled = "draw", "Draw.Cancelled" v 1 {
        /// The draw.
        draw_id: DrawId,
        /// The loan it belongs to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Currency of its amount.
        currency: Currency,
        /// What was approved of it and is free again; zero where it was not approved.
        approved: Amount,
        /// Why.
        reason: String,
        /// The day.
        cancelled_on: NaiveDate,
        /// Who cancelled it.
        cancelled_by: String,
    }

    /// The money of a draw went out: principal rises from that day.
    DrawDisbursed = "draw", "Draw.Disbursed" v 1 {
        /// The draw.
        draw_id: DrawId,
        /// The loan it belongs to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The draw's number on the loan.
        number: u32,
        /// Currency of its amounts.
        currency: Currency,
        /// What went out: approved less retainage.
        amount: Amount,
        /// What was approved.
        approved: Amount,
        /// What was held back.
        retainage: Amount,
        /// The day from which it bears interest.
        disbursed_on: NaiveDate,
        /// How it went.
        method: PaymentMethod,
        /// A wire's or a cheque's number.
        reference: Option<String>,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who paid it out.
        disbursed_by: String,
    }

    /// Retainage went out: principal rises from that day.
    RetainageReleased = "budget", "Retainage.Released" v 1 {
        /// The budget.
        budget_id: BudgetId,
        /// The loan it belongs to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Currency of its amounts.
        currency: Currency,
        /// What went out.
        amount: Amount,
        /// Of which draws, the oldest first.
        draws: Vec<ReleasedRetainage>,
        /// What is still held back.
        held_after: Amount,
        /// The day from which it bears interest.
        released_on: NaiveDate,
        /// How it went.
        method: PaymentMethod,
        /// A wire's or a cheque's number.
        reference: Option<String>,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who released it.
        released_by: String,
    }

    /// The interest reserve paid interest that fell due: principal rises by it. A later one for the same due date
    /// takes the place of the former, since what is recorded late moves what was due.
    InterestReserveApplied = "budget", "InterestReserve.Applied" v 1 {
        /// The budget.
        budget_id: BudgetId,
        /// The loan it belongs to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Currency of its amounts.
        currency: Currency,
        /// The day on which the interest was due.
        due_on: NaiveDate,
        /// How often it was applied for that day, from 1.
        revision: u32,
        /// How much it paid.
        amount: Amount,
        /// How much more that is than was applied for that day before.
        change: Amount,
        /// The instalments that it covered.
        covered: Vec<CoveredInstalment>,
        /// What is left of the reserve after it.
        left: Amount,
    }

    /// An approval, a payment of a draw, a release or the reserve moved what of a loan is approved, held back and still
    /// to be drawn. Each figure says by how much.
    LoanDrawBalancesChanged = "loan", "Loan.DrawBalancesChanged" v 1 {
        /// The loan.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Currency of its amounts.
        currency: Currency,
        /// Of what is approved and not yet disbursed.
        approved_undisbursed_change: Amount,
        /// Of what is available to draw: neither approved nor disbursed.
        available_change: Amount,
        /// Of what is held back.
        retainage_change: Amount,
    }
}

macro_rules! parts {
    ($($(#[$doc:meta])* $part:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
            #[serde(rename_all = "camelCase")]
            pub struct $part {
                $($(#[$field_doc])* pub $field: $kind,)*
            }
        )*
    };
}

parts! {
    /// A line of a budget.
    BudgetLineAmount {
        /// Its code, one in a budget.
        code: String,
        /// What it is for.
        description: String,
        /// What kind of line.
        kind: BudgetLineKind,
        /// How much.
        amount: Amount,
    }

    /// A draw that the borrower plans.
    PlannedDraw {
        /// The day.
        on: NaiveDate,
        /// How much.
        amount: Amount,
    }

    /// What a draw asks for of one line.
    RequestedLine {
        /// The line.
        code: String,
        /// How much.
        amount: Amount,
        /// What was done.
        work_done: Option<String>,
        /// Who did it; the draw's contractor where left out.
        contractor: Option<String>,
    }

    /// What is approved of one line.
    ApprovedLine {
        /// The line.
        code: String,
        /// What was requested.
        requested: Amount,
        /// What is approved.
        approved: Amount,
        /// What of it is held back.
        retainage: Amount,
    }

    /// How far the work of a line has come.
    LineProgress {
        /// The line.
        code: String,
        /// 0 to 100.
        percent_complete: Percent,
    }

    /// What of a draw's retainage went out.
    ReleasedRetainage {
        /// The draw.
        draw_id: DrawId,
        /// How much.
        amount: Amount,
    }
}
