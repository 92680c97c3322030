//! Why something is not done with a budget or a draw. Each says what to do instead.

use chrono::NaiveDate;
use thiserror::Error;

use super::DrawStatus;
use crate::{Amount, LedgerError, LoanStatus, ServicingRejection, text::TextError};

/// Why something was not recorded.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DrawRejection {
    /// All of the loan goes out when it is funded.
    #[error(
        "the loan is paid out at its funding; a loan with a budget and draws is created with `construction` in its \
         terms"
    )]
    NotConstruction,
    /// There is nothing to draw from.
    #[error("the loan has no budget yet; set one first (budget.set)")]
    NoBudget,
    /// Draws need a loan whose life they are part of.
    #[error("the loan is {status}, and draws are requested, approved and paid out of a funded loan only; {}", hint(.status))]
    LoanNotFunded {
        /// Where the loan stands.
        status: LoanStatus,
    },
    /// A budget or a request without lines.
    #[error("lines must name at least one line of the budget with an amount")]
    NoLines,
    /// A line that the budget does not have.
    #[error("{field}: the budget has no line {code:?}; its lines are {lines}")]
    UnknownLine {
        /// The input field.
        field: &'static str,
        /// The code.
        code: String,
        /// The codes there are.
        lines: String,
    },
    /// A code that is given twice.
    #[error("lines: the code {code:?} is given twice; each line has its own")]
    DuplicateLine {
        /// The code.
        code: String,
    },
    /// A code that stands for a line with a meaning of its own.
    #[error("lines: {code:?} is named by the field {code}, not as a line")]
    ReservedCode {
        /// The code.
        code: String,
    },
    /// An amount of nothing or less.
    #[error("{field} must be more than zero{}", of_line(.code))]
    NotPositive {
        /// The input field.
        field: &'static str,
        /// The line, where it is about one.
        code: Option<String>,
    },
    /// Amounts beyond what is kept.
    #[error("{field} must be at most what a loan may be, a thousand billion")]
    TooLarge {
        /// The input field.
        field: &'static str,
    },
    /// More lines or plans than a budget has.
    #[error("{field} must be at most {most}")]
    TooMany {
        /// The input field.
        field: &'static str,
        /// How many are allowed.
        most: usize,
    },
    /// The interest reserve pays interest by itself.
    #[error("lines: the interest reserve pays the interest that falls due by itself; it is not drawn")]
    ReserveIsNotDrawn,
    /// A budget that leaves a line less than is asked for or paid of it.
    #[error(
        "lines: line {code} must keep at least the {committed} that is requested, approved or paid out of it"
    )]
    LineBelowCommitted {
        /// The line.
        code: String,
        /// What it must keep.
        committed: Amount,
    },
    /// A budget that takes the place of one of which something was drawn.
    #[error("reason must say why the budget is set anew, since draws stand on the present one")]
    ReasonMissing,
    /// A reallocation from a line to itself.
    #[error("to must be another line than from")]
    SameLine,
    /// More than a line has left.
    #[error(
        "lines: {amount} is more than the {available} that line {code} has left; ask for less, or move budget to the line first \
         (budget.reallocate)"
    )]
    OverLine {
        /// The line.
        code: String,
        /// What was asked for.
        amount: Amount,
        /// What it has left.
        available: Amount,
    },
    /// More is taken from a line than it has left.
    #[error("amount must be at most {available}, what line {code} has left; the rest is requested or drawn")]
    OverLineReallocated {
        /// The line.
        code: String,
        /// What it has left.
        available: Amount,
    },
    /// More than was requested.
    #[error(
        "lines: {approved} is more than the {requested} that was requested of line {code}; approve at most that, or \
         send the draw back so that more is requested"
    )]
    OverRequested {
        /// The line.
        code: String,
        /// What was to be approved.
        approved: Amount,
        /// What was requested.
        requested: Amount,
    },
    /// More than was approved.
    #[error("amount must be {to_disburse}, what was approved less retainage; {amount} is more than that")]
    OverApproval {
        /// What was to be paid out.
        amount: Amount,
        /// What is to be paid out.
        to_disburse: Amount,
    },
    /// Less than was approved.
    #[error("amount must be {to_disburse}, what was approved less retainage; a draw is paid out whole")]
    UnderApproval {
        /// What is to be paid out.
        to_disburse: Amount,
    },
    /// More than the loan has left.
    #[error(
        "{amount} is more than the {available} of the loan that is neither approved nor paid out; ask for less, or \
         agree on a larger loan"
    )]
    OverCommitment {
        /// What was asked for.
        amount: Amount,
        /// What the loan has left.
        available: Amount,
    },
    /// A draw that is not where it must be.
    #[error("draw {number} is {status}; {action} needs one that is {}", list(.allowed))]
    WrongStatus {
        /// The draw's number.
        number: u32,
        /// Where it stands.
        status: DrawStatus,
        /// What was to be done.
        action: &'static str,
        /// Where it may stand.
        allowed: &'static [DrawStatus],
    },
    /// A draw that was handed in cannot be written any more.
    #[error("draw {number} is {status} and cannot be changed; {}", remedy(.status))]
    NotEditable {
        /// The draw's number.
        number: u32,
        /// Where it stands.
        status: DrawStatus,
    },
    /// A draw whose money is out is final.
    #[error("draw {number} was paid out on {disbursed_on} and is final; write a new draw for anything more")]
    DisbursedAlready {
        /// The draw's number.
        number: u32,
        /// When its money went out.
        disbursed_on: NaiveDate,
    },
    /// Money goes out of an approved draw only.
    #[error(
        "draw {number} is {status}; nothing is paid out without approval: have it approved first (draw.approve)"
    )]
    NotApproved {
        /// The draw's number.
        number: u32,
        /// Where it stands.
        status: DrawStatus,
    },
    /// The loan asks for an inspection.
    #[error(
        "draw {number} needs an inspection before it is approved, as the loan's terms say; record one \
         (inspection.complete)"
    )]
    InspectionMissing {
        /// The draw's number.
        number: u32,
    },
    /// The loan asks for lien waivers.
    #[error(
        "draw {number} needs a lien waiver of {contractors} before it is paid out, as the loan's terms say; record it \
         (waiver.record)"
    )]
    WaiverMissing {
        /// The draw's number.
        number: u32,
        /// Whose waivers are missing.
        contractors: String,
    },
    /// The loan asks for lien waivers, which somebody must give.
    #[error("contractor must be named for line {code}, since the loan's terms ask for lien waivers")]
    ContractorMissing {
        /// The line.
        code: String,
    },
    /// Nobody approves what they requested.
    #[error(
        "draw {number} was requested by {requester}, who cannot approve it too; another approver must, unless the \
         owner says that this is a one-person lender (organization.configure)"
    )]
    ApproverIsRequester {
        /// The draw's number.
        number: u32,
        /// Who requested it.
        requester: String,
    },
    /// The rest of the building costs more than is left of the loan.
    #[error(
        "the loan is out of balance by {by}: the rest of the budget costs {cost_to_complete}, and {undisbursed} of the \
         loan is left; send accept_out_of_balance: true to approve all the same"
    )]
    OutOfBalance {
        /// By how much.
        by: Amount,
        /// What the rest costs.
        cost_to_complete: Amount,
        /// What is left of the loan.
        undisbursed: Amount,
    },
    /// An inspection that is over.
    #[error("the inspection was completed on {inspected_on}; record a new one for another visit")]
    InspectionCompleted {
        /// When.
        inspected_on: NaiveDate,
    },
    /// An inspection for another draw or loan than is named.
    #[error("{field} is not that of the inspection; leave it out")]
    OtherInspection {
        /// The input field.
        field: &'static str,
    },
    /// Nothing is held back.
    #[error("no retainage is held back that could be released")]
    NothingHeld,
    /// More than is held back.
    #[error("amount must be at most {held}, the retainage that is held back")]
    MoreThanHeld {
        /// What is held back.
        held: Amount,
    },
    /// A day on which the loan is over.
    #[error("{field} must be before the loan's maturity, {maturity_on}; extend the loan first (loan.extend)")]
    AfterMaturity {
        /// The input field.
        field: &'static str,
        /// The day of the last payment.
        maturity_on: NaiveDate,
    },
    /// A text is empty or too long.
    #[error(transparent)]
    Text(#[from] TextError),
    /// A day before the funding, in the future, before another.
    #[error(transparent)]
    Servicing(#[from] ServicingRejection),
}

impl From<LedgerError> for DrawRejection {
    fn from(error: LedgerError) -> Self {
        Self::Servicing(error.into())
    }
}

fn hint(status: &LoanStatus) -> &'static str {
    match status {
        _ if status.is_before_funding() => "fund it first",
        LoanStatus::Defaulted => "mark the default as made good first (loan.cure)",
        _ => "nothing more is drawn of it",
    }
}

/// What makes a draw that can be written, by where this one stands.
fn remedy(status: &DrawStatus) -> &'static str {
    match status {
        DrawStatus::Requested | DrawStatus::Inspected => "send it back first (draw.send_back)",
        DrawStatus::Approved => "cancel it first (draw.cancel) and write a new draw",
        _ => "write a new draw (draw.draft)",
    }
}

fn list(statuses: &[DrawStatus]) -> String {
    statuses.iter().map(|status| status.as_str()).collect::<Vec<_>>().join(" or ")
}

fn of_line(code: &Option<String>) -> String {
    code.as_ref().map(|code| format!(" for line {code}")).unwrap_or_default()
}

impl DrawRejection {
    /// The input field at fault, where there is one.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::UnknownLine { field, .. }
            | Self::NotPositive { field, .. }
            | Self::TooLarge { field }
            | Self::TooMany { field, .. }
            | Self::OtherInspection { field }
            | Self::AfterMaturity { field, .. } => Some(field),
            Self::NoLines
            | Self::DuplicateLine { .. }
            | Self::ReservedCode { .. }
            | Self::ReserveIsNotDrawn
            | Self::LineBelowCommitted { .. }
            | Self::OverLine { .. }
            | Self::OverRequested { .. } => Some("lines"),
            Self::ReasonMissing => Some("reason"),
            Self::SameLine => Some("to"),
            Self::OverLineReallocated { .. }
            | Self::OverApproval { .. }
            | Self::UnderApproval { .. }
            | Self::MoreThanHeld { .. } => Some("amount"),
            Self::ContractorMissing { .. } => Some("contractor"),
            Self::NotConstruction | Self::NoBudget | Self::LoanNotFunded { .. } | Self::NothingHeld => {
                Some("loan_id")
            }
            Self::WrongStatus { .. }
            | Self::NotEditable { .. }
            | Self::DisbursedAlready { .. }
            | Self::NotApproved { .. }
            | Self::InspectionMissing { .. }
            | Self::WaiverMissing { .. }
            | Self::ApproverIsRequester { .. } => Some("draw_id"),
            Self::InspectionCompleted { .. } => Some("inspection_id"),
            Self::OutOfBalance { .. } => Some("accept_out_of_balance"),
            Self::Text(error) => Some(error.field),
            Self::Servicing(error) => error.field(),
            Self::OverCommitment { .. } => None,
        }
    }
}
