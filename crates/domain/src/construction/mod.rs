//! Construction loans: budget, draws, inspections, lien waivers, retainage and interest reserve.
//!
//! A construction loan is not paid out at its funding but in *draws*, each for work that was done on lines of the
//! *budget*. A draw is requested, looked at on site, approved, and its money disbursed; a part of it, the *retainage*,
//! is held back until the end. Each rule stands here, as a function from what the loan's events say and a wish to an
//! event or a [`DrawRejection`]; [`Construction::apply`] folds the events.

mod approval;
mod budget;
mod disbursement;
mod draw;
mod figures;
mod inspection;
mod rejection;
mod request;
mod reserve;
mod terms;
mod waiver;
mod words;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use approval::{Approval, ApprovalEffect, ApprovalWish, LineEffect};
pub use budget::{
    Budget, BudgetEffect, BudgetLine, CONTINGENCY, INTEREST_RESERVE, NewBudget, NewBudgetLine, Planned,
    ReallocatedLine, Reallocation, ReallocationEffect,
};
pub use disbursement::{DisbursementEffect, DisbursementWish, Release, ReleaseWish};
pub use draw::{Draw, DrawDisbursement, DrawEnd, DrawLine};
pub use figures::{BudgetFigures, DrawBalances, LineFigures};
pub use inspection::{CompletedInspection, Inspection, InspectionResult, NewInspection, SiteVisit};
pub use rejection::DrawRejection;
pub use request::{DrawContent, NewDrawLine, RequestEffect, RequestedLineEffect};
pub use reserve::{ReserveApplied, ReserveStep};
pub use terms::{AgreedConstruction, ConstructionTerms};
pub use waiver::{LienWaiver, NewWaiverRecord};
pub use words::{BudgetLineKind, DrawStatus, InspectionKind, WaiverCondition, WaiverScope};

use crate::{
    AmountError, BudgetReallocated, BudgetSet, DrawApproved, DrawCancelled, DrawDisbursed, DrawDrafted,
    DrawId, DrawRejected, DrawRequested, DrawSentBack, InspectionCompleted, InspectionScheduled,
    InterestReserveApplied, LienWaiverRecorded, LoanAccount, LoanStatus, RetainageReleased,
};

/// An event of a construction loan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConstructionEvent {
    /// A budget was made.
    BudgetSet(BudgetSet),
    /// Money went from line to line.
    BudgetReallocated(BudgetReallocated),
    /// A draw was written.
    Drafted(DrawDrafted),
    /// It was handed in.
    Requested(DrawRequested),
    /// It was given back.
    SentBack(DrawSentBack),
    /// Somebody is to visit the site.
    InspectionScheduled(InspectionScheduled),
    /// The site was visited.
    InspectionCompleted(InspectionCompleted),
    /// A contractor gave up the right to a lien.
    WaiverRecorded(LienWaiverRecorded),
    /// A draw was approved.
    Approved(DrawApproved),
    /// It was turned down.
    Rejected(DrawRejected),
    /// It was given up.
    Cancelled(DrawCancelled),
    /// Its money went out.
    Disbursed(DrawDisbursed),
    /// Retainage went out.
    RetainageReleased(RetainageReleased),
    /// The reserve paid interest.
    ReserveApplied(InterestReserveApplied),
}

/// What the events of a construction loan say of its budget and draws.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Construction {
    /// The budget as it stands; none before it was set.
    pub budget: Option<Budget>,
    /// The draws, in the order of their numbers.
    pub draws: Vec<Draw>,
    /// The inspections, in the order in which they were recorded.
    pub inspections: Vec<Inspection>,
    /// The lien waivers, in the order in which they were recorded.
    pub waivers: Vec<LienWaiver>,
    /// Retainage that went out, in the order in which it was recorded.
    pub releases: Vec<Release>,
    /// How large the interest reserve is, from which day.
    pub reserve: Vec<ReserveStep>,
    /// What the reserve was applied to, as it was last recorded, by due date.
    pub reserve_applied: BTreeMap<NaiveDate, ReserveApplied>,
}

impl Construction {
    /// A draw.
    #[must_use]
    pub fn draw(&self, draw_id: DrawId) -> Option<&Draw> {
        self.draws.iter().find(|draw| draw.draw_id == draw_id)
    }

    fn draw_mut(&mut self, draw_id: DrawId) -> Option<&mut Draw> {
        self.draws.iter_mut().find(|draw| draw.draw_id == draw_id)
    }

    /// Folds one further event. What is about something that is not there is passed over: a part of the events may be
    /// folded alone, where only money is asked for.
    ///
    /// # Errors
    /// An amount that does not fit the currency: the log was damaged.
    pub fn apply(&mut self, event: ConstructionEvent) -> Result<(), AmountError> {
        match event {
            ConstructionEvent::BudgetSet(set) => self.set_budget(set)?,
            ConstructionEvent::BudgetReallocated(moved) => self.reallocate(&moved)?,
            ConstructionEvent::Drafted(drafted) => self.draft(drafted)?,
            ConstructionEvent::Requested(requested) => self.request(requested)?,
            ConstructionEvent::SentBack(sent_back) => {
                if let Some(draw) = self.draw_mut(sent_back.draw_id) {
                    draw.send_back(sent_back);
                }
            }
            ConstructionEvent::InspectionScheduled(scheduled) => self.schedule_inspection(scheduled),
            ConstructionEvent::InspectionCompleted(completed) => self.complete_inspection(completed),
            ConstructionEvent::WaiverRecorded(recorded) => {
                self.waivers.push(LienWaiver::recorded(recorded)?);
            }
            ConstructionEvent::Approved(approved) => {
                if let Some(draw) = self.draw_mut(approved.draw_id) {
                    draw.approve(approved)?;
                }
            }
            ConstructionEvent::Rejected(rejected) => {
                if let Some(draw) = self.draw_mut(rejected.draw_id) {
                    draw.reject(rejected);
                }
            }
            ConstructionEvent::Cancelled(cancelled) => {
                if let Some(draw) = self.draw_mut(cancelled.draw_id) {
                    draw.cancel(cancelled);
                }
            }
            ConstructionEvent::Disbursed(disbursed) => {
                if let Some(draw) = self.draw_mut(disbursed.draw_id) {
                    draw.disburse(disbursed)?;
                }
            }
            ConstructionEvent::RetainageReleased(released) => self.release(released)?,
            ConstructionEvent::ReserveApplied(applied) => self.apply_reserve(applied)?,
        }
        Ok(())
    }
}

impl LoanAccount {
    /// The terms under which the loan is drawn.
    fn drawn(&self) -> Result<ConstructionTerms, DrawRejection> {
        self.loan.terms.construction.ok_or(DrawRejection::NotConstruction)
    }

    /// The budget of a loan that is drawn.
    fn budgeted(&self) -> Result<&Budget, DrawRejection> {
        self.drawn()?;
        self.construction.budget.as_ref().ok_or(DrawRejection::NoBudget)
    }

    /// Refuses a loan whose money may not go out.
    fn must_be_funded(&self) -> Result<(), DrawRejection> {
        match self.loan.status {
            LoanStatus::Funded => Ok(()),
            status => Err(DrawRejection::LoanNotFunded { status }),
        }
    }
}

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;
