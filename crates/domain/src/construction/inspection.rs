//! Inspections: who visits the site, and how far the work has come.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Construction, DrawRejection, DrawStatus, InspectionKind, budget::MOST_LINES};
use crate::{
    AttachmentId, DecisionContext, DrawId, InspectionCompleted, InspectionId, InspectionScheduled,
    LineProgress, LoanAccount, Percent, servicing::not_in_the_future, text,
};

/// Photos of an inspection, at most.
const MOST_PHOTOS: usize = 500;

/// A visit to the site, planned or done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// The inspection.
    pub inspection_id: InspectionId,
    /// The draw that it is for.
    pub draw_id: Option<DrawId>,
    /// What kind of visit.
    pub kind: InspectionKind,
    /// Who goes.
    pub inspector: String,
    /// The day for which it was scheduled.
    pub scheduled_on: Option<NaiveDate>,
    /// What is to be looked at.
    pub note: Option<String>,
    /// What was found, once it was done.
    pub result: Option<InspectionResult>,
}

/// What an inspection found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InspectionResult {
    /// The day of the visit.
    pub on: NaiveDate,
    /// How far each line's work has come.
    pub lines: Vec<(String, Percent)>,
    /// What was found, in words.
    pub findings: Option<String>,
    /// Photos.
    pub photos: Vec<AttachmentId>,
    /// Who recorded it.
    pub by: String,
}

/// A wish to schedule an inspection.
#[derive(Debug, Clone)]
pub struct NewInspection {
    /// Id of the new inspection.
    pub inspection_id: InspectionId,
    /// Which visit.
    pub visit: SiteVisit,
    /// The day.
    pub scheduled_on: NaiveDate,
    /// What is to be looked at.
    pub note: Option<String>,
}

/// For what the site is visited, and by whom.
#[derive(Debug, Clone)]
pub struct SiteVisit {
    /// The draw that it is for.
    pub draw_id: Option<DrawId>,
    /// What kind of visit.
    pub kind: InspectionKind,
    /// Who goes.
    pub inspector: String,
}

/// A wish to record what an inspection found.
#[derive(Debug, Clone)]
pub struct CompletedInspection {
    /// The inspection: one that was scheduled, or a new one.
    pub inspection_id: InspectionId,
    /// For what, and by whom; left out of one that was scheduled, what was said then.
    pub draw_id: Option<DrawId>,
    /// What kind of visit.
    pub kind: Option<InspectionKind>,
    /// Who went.
    pub inspector: Option<String>,
    /// The day of the visit.
    pub inspected_on: NaiveDate,
    /// How far each line's work has come.
    pub lines: Vec<(String, Percent)>,
    /// What was found, in words.
    pub findings: Option<String>,
    /// Photos.
    pub photos: Vec<AttachmentId>,
}

impl Construction {
    /// An inspection.
    #[must_use]
    pub fn inspection(&self, inspection_id: InspectionId) -> Option<&Inspection> {
        self.inspections.iter().find(|inspection| inspection.inspection_id == inspection_id)
    }

    /// Whether the site was visited for a draw.
    #[must_use]
    pub fn is_inspected(&self, draw_id: DrawId) -> bool {
        let done =
            |inspection: &&Inspection| inspection.draw_id == Some(draw_id) && inspection.result.is_some();
        self.inspections.iter().any(|inspection| done(&inspection))
    }

    /// How far a line's work had come at the last visit that looked at it.
    #[must_use]
    pub fn percent_complete(&self, code: &str) -> Option<Percent> {
        let visits = self.inspections.iter().filter_map(|inspection| inspection.result.as_ref());
        let of_line = visits.filter_map(|result| {
            let found = result.lines.iter().find(|(line, _)| line == code)?;
            Some((result.on, found.1))
        });
        // Of two visits on one day the one recorded later counts.
        of_line.max_by_key(|(on, _)| *on).map(|(_, percent)| percent)
    }

    pub(super) fn schedule_inspection(&mut self, scheduled: InspectionScheduled) {
        self.inspections.push(Inspection {
            inspection_id: scheduled.inspection_id,
            draw_id: scheduled.draw_id,
            kind: scheduled.kind,
            inspector: scheduled.inspector,
            scheduled_on: Some(scheduled.scheduled_on),
            note: scheduled.note,
            result: None,
        });
    }

    pub(super) fn complete_inspection(&mut self, completed: InspectionCompleted) {
        let InspectionCompleted { inspection_id, draw_id, kind, inspector, .. } = completed;
        let result = InspectionResult {
            on: completed.inspected_on,
            lines: completed.lines.into_iter().map(|line| (line.code, line.percent_complete)).collect(),
            findings: completed.findings,
            photos: completed.photos,
            by: completed.completed_by,
        };
        if let Some(draw) = draw_id.and_then(|draw_id| self.draw_mut(draw_id))
            && draw.status == DrawStatus::Requested
        {
            draw.status = DrawStatus::Inspected;
        }
        let scheduled =
            self.inspections.iter_mut().find(|inspection| inspection.inspection_id == inspection_id);
        match scheduled {
            Some(inspection) => {
                (inspection.kind, inspection.inspector) = (kind, inspector);
                inspection.result = Some(result);
            }
            None => self.inspections.push(Inspection {
                inspection_id,
                draw_id,
                kind,
                inspector,
                scheduled_on: None,
                note: None,
                result: Some(result),
            }),
        }
    }
}

impl LoanAccount {
    /// Decides that somebody is to visit the site.
    ///
    /// # Errors
    /// A loan that is not drawn, a draw that is ended or paid out, texts that are empty or too long. An unknown draw is the
    /// caller's to refuse.
    pub fn schedule_inspection(
        &self,
        new: NewInspection,
        context: &DecisionContext,
    ) -> Result<InspectionScheduled, DrawRejection> {
        self.drawn()?;
        self.draw_can_be_inspected(new.visit.draw_id)?;
        Ok(InspectionScheduled {
            inspection_id: new.inspection_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            draw_id: new.visit.draw_id,
            kind: new.visit.kind,
            inspector: text::line("inspector", &new.visit.inspector, 200)?,
            scheduled_on: new.scheduled_on,
            note: text::optional("note", new.note, 2_000)?,
            scheduled_by: context.user.clone(),
        })
    }

    /// Decides what an inspection found: of one that was scheduled, or of a visit that nobody had planned.
    ///
    /// # Errors
    /// An inspection that is over, another draw than it was scheduled for, lines that the budget does not have, a day in
    /// the future, texts that are too long.
    pub fn complete_inspection(
        &self,
        wish: CompletedInspection,
        context: &DecisionContext,
    ) -> Result<InspectionCompleted, DrawRejection> {
        self.drawn()?;
        let scheduled = self.construction.inspection(wish.inspection_id);
        if let Some(result) = scheduled.and_then(|inspection| inspection.result.as_ref()) {
            return Err(DrawRejection::InspectionCompleted { inspected_on: result.on });
        }
        let draw_id = match (scheduled, wish.draw_id) {
            (Some(scheduled), Some(named)) if scheduled.draw_id != Some(named) => {
                return Err(DrawRejection::OtherInspection { field: "draw_id" });
            }
            (Some(scheduled), _) => scheduled.draw_id,
            (None, named) => named,
        };
        self.draw_can_be_inspected(draw_id)?;
        not_in_the_future("inspected_on", wish.inspected_on, context.today)?;
        let usual = |said: fn(&super::Inspection) -> String| scheduled.map(said);
        let inspector = wish.inspector.or_else(|| usual(|inspection| inspection.inspector.clone()));
        Ok(InspectionCompleted {
            inspection_id: wish.inspection_id,
            loan_id: self.loan.loan_id,
            organization_id: context.organization_id,
            draw_id,
            kind: wish
                .kind
                .or(scheduled.map(|inspection| inspection.kind))
                .unwrap_or(InspectionKind::Progress),
            inspector: text::line("inspector", inspector.as_deref().unwrap_or(&context.user), 200)?,
            inspected_on: wish.inspected_on,
            lines: self.progress(wish.lines)?,
            findings: text::optional("findings", wish.findings, 10_000)?,
            photos: unique(wish.photos)?,
            completed_by: context.user.clone(),
        })
    }

    fn progress(&self, lines: Vec<(String, Percent)>) -> Result<Vec<LineProgress>, DrawRejection> {
        if lines.is_empty() {
            return Ok(Vec::new());
        }
        if lines.len() > MOST_LINES {
            return Err(DrawRejection::TooMany { field: "lines", most: MOST_LINES });
        }
        let budget = self.budgeted()?;
        let mut codes = BTreeSet::new();
        let mut progress = Vec::with_capacity(lines.len());
        for (code, percent_complete) in lines {
            let code = budget.named("lines", &code)?.code.clone();
            if !codes.insert(code.clone()) {
                return Err(DrawRejection::DuplicateLine { code });
            }
            progress.push(LineProgress { code, percent_complete });
        }
        Ok(progress)
    }

    fn draw_can_be_inspected(&self, draw_id: Option<DrawId>) -> Result<(), DrawRejection> {
        match draw_id.and_then(|draw_id| self.construction.draw(draw_id)) {
            Some(draw) => draw.must_be("an inspection", DrawStatus::OPEN),
            None => Ok(()),
        }
    }
}

fn unique(mut photos: Vec<AttachmentId>) -> Result<Vec<AttachmentId>, DrawRejection> {
    if photos.len() > MOST_PHOTOS {
        return Err(DrawRejection::TooMany { field: "photos", most: MOST_PHOTOS });
    }
    let mut seen = BTreeSet::new();
    photos.retain(|photo| seen.insert(*photo));
    Ok(photos)
}
