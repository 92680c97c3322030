//! A draw, as its events make it.

use chrono::NaiveDate;

use super::{Approval, Construction, DrawStatus};
use crate::{
    AmountError, AttachmentId, Currency, DrawApproved, DrawCancelled, DrawDisbursed, DrawDrafted, DrawId,
    DrawRejected, DrawRequested, DrawSentBack, Money, PaymentMethod, RequestedLine,
};

/// A request for a disbursement, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// The draw.
    pub draw_id: DrawId,
    /// Its number on the loan, from 1.
    pub number: u32,
    /// Where it stands.
    pub status: DrawStatus,
    /// What is asked for, by line.
    pub lines: Vec<DrawLine>,
    /// Who did the work, where a line does not say.
    pub contractor: Option<String>,
    /// What is to be remembered of it.
    pub note: Option<String>,
    /// Photos and invoices.
    pub attachments: Vec<AttachmentId>,
    /// Who wrote it last.
    pub drafted_by: String,
    /// The day of the request.
    pub requested_on: Option<NaiveDate>,
    /// Who requested it.
    pub requested_by: Option<String>,
    /// Its approval.
    pub approval: Option<Approval>,
    /// Why it was sent back, rejected or cancelled, the last of these.
    pub end: Option<DrawEnd>,
    /// How its money went out.
    pub disbursement: Option<DrawDisbursement>,
    /// What of its retainage went out since.
    pub released: Money,
}

/// What a draw asks for of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawLine {
    /// The line of the budget.
    pub code: String,
    /// What is asked for.
    pub requested: Money,
    /// What was done.
    pub work_done: Option<String>,
    /// Who did it; the draw's contractor where left out.
    pub contractor: Option<String>,
    /// What is approved; zero until then.
    pub approved: Money,
    /// What of it is held back.
    pub retainage: Money,
}

/// Why a draw did not go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawEnd {
    /// The day.
    pub on: NaiveDate,
    /// Who said so.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// How the money of a draw went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawDisbursement {
    /// The day from which it bears interest.
    pub on: NaiveDate,
    /// How much.
    pub amount: Money,
    /// How it went.
    pub method: PaymentMethod,
    /// A wire's or a cheque's number.
    pub reference: Option<String>,
    /// What is to be remembered of it.
    pub note: Option<String>,
    /// Who paid it out.
    pub by: String,
}

impl Draw {
    /// Sum of what is asked for.
    #[must_use]
    pub fn requested(&self) -> Money {
        self.lines.iter().fold(Money::ZERO, |sum, line| sum.plus(line.requested))
    }

    /// Sum of what is approved, retainage included.
    #[must_use]
    pub fn approved(&self) -> Money {
        self.lines.iter().fold(Money::ZERO, |sum, line| sum.plus(line.approved))
    }

    /// Sum of what is held back.
    #[must_use]
    pub fn retainage(&self) -> Money {
        self.lines.iter().fold(Money::ZERO, |sum, line| sum.plus(line.retainage))
    }

    /// What is to be paid out: approved less retainage.
    #[must_use]
    pub fn to_disburse(&self) -> Money {
        self.approved().less(self.retainage())
    }

    /// What of its retainage is held: nothing before its money went out.
    #[must_use]
    pub fn retainage_held(&self) -> Money {
        if self.status == DrawStatus::Disbursed { self.retainage().less(self.released) } else { Money::ZERO }
    }

    /// Who does the work of a line.
    #[must_use]
    pub fn contractor_of<'d>(&'d self, line: &'d DrawLine) -> Option<&'d str> {
        line.contractor.as_deref().or(self.contractor.as_deref())
    }

    /// Everyone who does work of the draw, once each, whatever the letters' case.
    #[must_use]
    pub fn contractors(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for name in self.lines.iter().filter_map(|line| self.contractor_of(line)) {
            if !found.iter().any(|known| same_name(known, name)) {
                found.push(name);
            }
        }
        found
    }

    pub(super) fn send_back(&mut self, sent_back: DrawSentBack) {
        let DrawSentBack { reason, sent_back_on: on, sent_back_by: by, .. } = sent_back;
        self.status = DrawStatus::SentBack;
        self.end = Some(DrawEnd { on, by, reason });
    }

    pub(super) fn reject(&mut self, rejected: DrawRejected) {
        let DrawRejected { reason, rejected_on: on, rejected_by: by, .. } = rejected;
        self.status = DrawStatus::Rejected;
        self.end = Some(DrawEnd { on, by, reason });
    }

    pub(super) fn cancel(&mut self, cancelled: DrawCancelled) {
        let DrawCancelled { reason, cancelled_on: on, cancelled_by: by, .. } = cancelled;
        self.status = DrawStatus::Cancelled;
        self.end = Some(DrawEnd { on, by, reason });
    }

    pub(super) fn approve(&mut self, approved: DrawApproved) -> Result<(), AmountError> {
        self.status = DrawStatus::Approved;
        for of_line in &approved.lines {
            let is_it = |line: &&mut DrawLine| line.code == of_line.code;
            if let Some(line) = self.lines.iter_mut().find(is_it) {
                line.approved = of_line.approved.money(approved.currency)?;
                line.retainage = of_line.retainage.money(approved.currency)?;
            }
        }
        self.approval = Some(Approval::recorded(approved)?);
        Ok(())
    }

    pub(super) fn disburse(&mut self, disbursed: DrawDisbursed) -> Result<(), AmountError> {
        self.status = DrawStatus::Disbursed;
        self.disbursement = Some(DrawDisbursement {
            on: disbursed.disbursed_on,
            amount: disbursed.amount.money(disbursed.currency)?,
            method: disbursed.method,
            reference: disbursed.reference,
            note: disbursed.note,
            by: disbursed.disbursed_by,
        });
        Ok(())
    }
}

/// Whether two texts name one person or company.
pub(super) fn same_name(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn lines(requested: Vec<RequestedLine>, currency: Currency) -> Result<Vec<DrawLine>, AmountError> {
    let line = |line: RequestedLine| {
        Ok(DrawLine {
            code: line.code,
            requested: line.amount.money(currency)?,
            work_done: line.work_done,
            contractor: line.contractor,
            approved: Money::ZERO,
            retainage: Money::ZERO,
        })
    };
    requested.into_iter().map(line).collect()
}

impl Construction {
    pub(super) fn draft(&mut self, drafted: DrawDrafted) -> Result<(), AmountError> {
        let lines = lines(drafted.lines, drafted.currency)?;
        let draw = self.written(drafted.draw_id, drafted.number);
        draw.status = DrawStatus::Draft;
        draw.lines = lines;
        draw.contractor = drafted.contractor;
        draw.note = drafted.note;
        draw.attachments = drafted.attachments;
        draw.drafted_by = drafted.drafted_by;
        Ok(())
    }

    pub(super) fn request(&mut self, requested: DrawRequested) -> Result<(), AmountError> {
        let lines = lines(requested.lines, requested.currency)?;
        // The site was visited for an earlier request of the same draw.
        let is_inspected = self.is_inspected(requested.draw_id);
        let draw = self.written(requested.draw_id, requested.number);
        draw.status = if is_inspected { DrawStatus::Inspected } else { DrawStatus::Requested };
        draw.lines = lines;
        draw.contractor = requested.contractor;
        draw.note = requested.note;
        draw.attachments = requested.attachments;
        if draw.drafted_by.is_empty() {
            draw.drafted_by.clone_from(&requested.requested_by);
        }
        draw.requested_on = Some(requested.requested_on);
        draw.requested_by = Some(requested.requested_by);
        Ok(())
    }

    /// The draw that is written, a new one where there is none yet.
    fn written(&mut self, draw_id: DrawId, number: u32) -> &mut Draw {
        let place = self.draws.iter().position(|draw| draw.draw_id == draw_id).unwrap_or_else(|| {
            self.draws.push(Draw {
                draw_id,
                number,
                status: DrawStatus::Draft,
                lines: Vec::new(),
                contractor: None,
                note: None,
                attachments: Vec::new(),
                drafted_by: String::new(),
                requested_on: None,
                requested_by: None,
                approval: None,
                end: None,
                disbursement: None,
                released: Money::ZERO,
            });
            self.draws.len() - 1
        });
        &mut self.draws[place]
    }
}
