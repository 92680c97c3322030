//! What the commands of construction loans take.

use chrono::NaiveDate;
use domain::{
    Amount, AttachmentId, DrawId, DrawStatus, InspectionId, InspectionKind, LoanId, PaymentMethod, Percent,
    WaiverCondition, WaiverScope,
};
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::{date, optional_date, or_default};

inputs! {
    /// How a loan is drawn; what is left out has its usual value.
    ConstructionInput {
        /// What goes out at the funding, without a draw; nothing where left out.
        #[serde(default)]
        initial_advance: Option<Amount>,
        /// Whether a draw needs an inspection before it is approved; true where left out.
        #[serde(default)]
        inspection_required: Option<bool>,
        /// Whether a draw needs its contractors' lien waivers before it is paid out; false where left out.
        #[serde(default)]
        waivers_required: Option<bool>,
    }

    /// Sets the budget of a loan, in the place of the one before.
    SetBudget {
        /// The loan.
        loan_id: LoanId,
        /// What is to be built, line by line.
        lines: Vec<BudgetLineInput>,
        /// Set aside for what nobody foresaw: a line with the code `contingency`.
        #[serde(default)]
        contingency: Option<Amount>,
        /// Set aside to pay the loan's own interest as it falls due: a line with the code `interest_reserve`.
        #[serde(default)]
        interest_reserve: Option<Amount>,
        /// The part of each draw that is held back; nothing where left out.
        #[serde(default)]
        retainage_percent: Option<Percent>,
        /// When the borrower plans to draw how much.
        #[serde(default)]
        plan: Option<Vec<PlannedDrawInput>>,
        /// The day from which it holds; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        set_on: Option<NaiveDate>,
        /// Why; must be said where draws stand on the budget that it replaces.
        #[serde(default)]
        reason: Option<String>,
        /// The budget's `version` as it was last read; another's change since then is a `conflict`.
        #[serde(default)]
        expected_version: Option<i64>,
    }

    /// A line of a budget.
    BudgetLineInput {
        /// Its code, one in the budget.
        code: String,
        /// What it is for.
        description: String,
        /// How much.
        amount: Amount,
    }

    /// A draw that is planned.
    PlannedDrawInput {
        /// The day.
        #[serde(deserialize_with = "date")]
        on: NaiveDate,
        /// How much.
        amount: Amount,
    }

    /// Moves money between lines of a budget.
    ReallocateBudget {
        /// The loan.
        loan_id: LoanId,
        /// Code of the line that gives.
        from: String,
        /// Code of the line that receives.
        to: String,
        /// How much.
        amount: Amount,
        /// Why.
        reason: String,
        /// The day from which it holds; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        reallocated_on: Option<NaiveDate>,
    }

    /// What moving money between lines would do.
    PreviewReallocation {
        /// The loan.
        loan_id: LoanId,
        /// Code of the line that gives.
        from: String,
        /// Code of the line that receives.
        to: String,
        /// How much.
        amount: Amount,
    }

    /// Writes a draft of a draw: a new one of a loan, or another state of one that is there.
    DraftDraw {
        /// The loan, of a new draw.
        #[serde(default)]
        loan_id: Option<LoanId>,
        /// The draw, of one that is there.
        #[serde(default)]
        draw_id: Option<DrawId>,
        /// What is asked for, by line.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<Vec<DrawLineInput>>")]
        lines: Vec<DrawLineInput>,
        /// Who did the work, where a line does not say.
        #[serde(default)]
        contractor: Option<String>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
        /// Photos and invoices.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<Vec<AttachmentId>>")]
        attachments: Vec<AttachmentId>,
        /// The draw's `version` as it was last read; another's change since then is a `conflict`.
        #[serde(default)]
        expected_version: Option<i64>,
    }

    /// What a draw asks for of one line.
    DrawLineInput {
        /// Code of the line.
        code: String,
        /// How much.
        amount: Amount,
        /// What was done.
        #[serde(default)]
        work_done: Option<String>,
        /// Who did it; the draw's contractor where left out.
        #[serde(default)]
        contractor: Option<String>,
    }

    /// Hands a draw in: a draft as it stands, or with what is given here; or a new draw of a loan in one step.
    RequestDraw {
        /// The loan, of a new draw.
        #[serde(default)]
        loan_id: Option<LoanId>,
        /// The draw, of one that is there.
        #[serde(default)]
        draw_id: Option<DrawId>,
        /// What is asked for, by line; what the draft says where left out, and then all below is as in the draft too.
        #[serde(default)]
        lines: Option<Vec<DrawLineInput>>,
        /// Who did the work, where a line does not say.
        #[serde(default)]
        contractor: Option<String>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
        /// Photos and invoices.
        #[serde(default)]
        attachments: Option<Vec<AttachmentId>>,
        /// The day of the request; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        requested_on: Option<NaiveDate>,
        /// The draw's `version` as it was last read; another's change since then is a `conflict`.
        #[serde(default)]
        expected_version: Option<i64>,
    }

    /// What a request would come to, while it is typed.
    PreviewRequest {
        /// The loan.
        loan_id: LoanId,
        /// What is asked for, by line.
        lines: Vec<DrawLineInput>,
        /// Who did the work, where a line does not say.
        #[serde(default)]
        contractor: Option<String>,
    }

    /// Gives a draw back, turns it down or gives it up.
    EndDraw {
        /// The draw.
        draw_id: DrawId,
        /// Why.
        reason: String,
        /// The draw's `version` as it was last read; another's change since then is a `conflict`.
        #[serde(default)]
        expected_version: Option<i64>,
    }

    /// Approves a draw, whole or in part.
    ApproveDraw {
        /// The draw.
        draw_id: DrawId,
        /// What is approved, by line: a line that is not named is not approved. Left out, all that was requested.
        #[serde(default)]
        lines: Option<Vec<ApprovedLineInput>>,
        /// The day; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        approved_on: Option<NaiveDate>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
        /// Whether the approver knows that the rest of the building costs more than the loan still has.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<bool>")]
        accept_out_of_balance: bool,
        /// The draw's `version` as it was last read; another's change since then is a `conflict`.
        #[serde(default)]
        expected_version: Option<i64>,
    }

    /// What is approved of one line.
    ApprovedLineInput {
        /// Code of the line.
        code: String,
        /// How much, at most what was requested.
        amount: Amount,
    }

    /// What an approval would do.
    PreviewApproval {
        /// The draw.
        draw_id: DrawId,
        /// What is approved, by line; left out, all that was requested.
        #[serde(default)]
        lines: Option<Vec<ApprovedLineInput>>,
    }

    /// Pays a draw out.
    DisburseDraw {
        /// The draw.
        draw_id: DrawId,
        /// The day from which it bears interest; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        disbursed_on: Option<NaiveDate>,
        /// How much goes out, where it is to be checked: what was approved less retainage.
        #[serde(default)]
        amount: Option<Amount>,
        /// How it goes; `wire` where left out.
        #[serde(default)]
        method: Option<PaymentMethod>,
        /// A wire's or a cheque's number.
        #[serde(default)]
        reference: Option<String>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
        /// The draw's `version` as it was last read; another's change since then is a `conflict`.
        #[serde(default)]
        expected_version: Option<i64>,
    }

    /// What paying a draw out would do.
    PreviewDisbursement {
        /// The draw.
        draw_id: DrawId,
        /// The day from which it bears interest; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        disbursed_on: Option<NaiveDate>,
    }

    /// Releases retainage.
    ReleaseRetainage {
        /// The loan.
        loan_id: LoanId,
        /// How much; all that is held back where left out.
        #[serde(default)]
        amount: Option<Amount>,
        /// The day from which it bears interest; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        released_on: Option<NaiveDate>,
        /// How it goes; `wire` where left out.
        #[serde(default)]
        method: Option<PaymentMethod>,
        /// A wire's or a cheque's number.
        #[serde(default)]
        reference: Option<String>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
    }

    /// What releasing retainage would do.
    PreviewRelease {
        /// The loan.
        loan_id: LoanId,
        /// How much; all that is held back where left out.
        #[serde(default)]
        amount: Option<Amount>,
        /// The day from which it bears interest; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        released_on: Option<NaiveDate>,
    }

    /// Names a draw.
    DrawRef {
        /// The draw.
        draw_id: DrawId,
    }

    /// Which draws to list: those of one loan by number, or of all, what happened last first.
    ListDraws {
        /// Of one loan; left out, of all.
        #[serde(default)]
        loan_id: Option<LoanId>,
        /// Statuses; left out or empty, all.
        #[serde(default)]
        statuses: Option<Vec<DrawStatus>>,
        /// At most so many, up to 10,000; 500 where left out.
        #[serde(default)]
        limit: Option<u32>,
        /// Leave out so many from the start.
        #[serde(default)]
        offset: Option<u32>,
    }

    /// Schedules an inspection of a loan's site.
    ScheduleInspection {
        /// The loan; may be left out where the draw is named.
        #[serde(default)]
        loan_id: Option<LoanId>,
        /// The draw that it is for.
        #[serde(default)]
        draw_id: Option<DrawId>,
        /// What kind of visit; `progress` where left out.
        #[serde(default)]
        kind: Option<InspectionKind>,
        /// Who goes.
        inspector: String,
        /// The day.
        #[serde(deserialize_with = "date")]
        scheduled_on: NaiveDate,
        /// What is to be looked at.
        #[serde(default)]
        note: Option<String>,
    }

    /// Records what an inspection found: of one that was scheduled, or of a visit that nobody had planned.
    CompleteInspection {
        /// The inspection, of one that was scheduled.
        #[serde(default)]
        inspection_id: Option<InspectionId>,
        /// The loan, of another visit; may be left out where the draw is named.
        #[serde(default)]
        loan_id: Option<LoanId>,
        /// The draw that it is for.
        #[serde(default)]
        draw_id: Option<DrawId>,
        /// What kind of visit; as scheduled, or `progress`, where left out.
        #[serde(default)]
        kind: Option<InspectionKind>,
        /// Who went; as scheduled, or whoever records it, where left out.
        #[serde(default)]
        inspector: Option<String>,
        /// The day of the visit; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        inspected_on: Option<NaiveDate>,
        /// How far each line's work has come.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<Vec<LineProgressInput>>")]
        lines: Vec<LineProgressInput>,
        /// What was found.
        #[serde(default)]
        findings: Option<String>,
        /// Photos.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<Vec<AttachmentId>>")]
        photos: Vec<AttachmentId>,
    }

    /// How far the work of a line has come.
    LineProgressInput {
        /// Code of the line.
        code: String,
        /// 0 to 100.
        percent_complete: Percent,
    }

    /// Which inspections to list: those to do by their day, then those done.
    ListInspections {
        /// Of one loan; left out, of all.
        #[serde(default)]
        loan_id: Option<LoanId>,
        /// Only those that are to be done.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<bool>")]
        to_do_only: bool,
        /// At most so many, up to 10,000; 500 where left out.
        #[serde(default)]
        limit: Option<u32>,
        /// Leave out so many from the start.
        #[serde(default)]
        offset: Option<u32>,
    }

    /// Records a lien waiver.
    RecordWaiver {
        /// The draw that it is for.
        draw_id: DrawId,
        /// Who gives up the right.
        contractor: String,
        /// Whether it takes effect by itself: `conditional` or `unconditional`.
        condition: WaiverCondition,
        /// For which work: `progress` or `final`.
        scope: WaiverScope,
        /// The amount that it names.
        #[serde(default)]
        amount: Option<Amount>,
        /// The day through which work is covered.
        #[serde(default, deserialize_with = "optional_date")]
        through_on: Option<NaiveDate>,
        /// The day on which it was signed; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        signed_on: Option<NaiveDate>,
        /// The signed paper.
        #[serde(default)]
        attachment_id: Option<AttachmentId>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
    }
}
