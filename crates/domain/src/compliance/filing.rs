//! Filings: what is to be filed with an authority, by when, and when it is due again.

use chrono::NaiveDate;

use super::{ComplianceRejection, FilingFrequency, deadline::reminder, past};
use crate::{
    DecisionContext, FilingAdded, FilingChanged, FilingCompleted, FilingId, FilingRemoved, FilingReopened,
    calendar::months_after, text,
};

impl FilingFrequency {
    /// Months from one due date to the next.
    #[must_use]
    pub const fn months(self) -> Option<u32> {
        match self {
            Self::Once => None,
            Self::Monthly => Some(1),
            Self::Quarterly => Some(3),
            Self::Semiannual => Some(6),
            Self::Annual => Some(12),
        }
    }
}

/// What is entered of a filing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilingContent {
    /// What is to be filed.
    pub name: String,
    /// With whom.
    pub authority: String,
    /// The last day for it.
    pub due_on: NaiveDate,
    /// How often it is due again.
    pub frequency: FilingFrequency,
    /// How many days before the due date it is brought to mind.
    pub remind_days: u32,
    /// What is to be remembered of it.
    pub note: Option<String>,
}

impl FilingContent {
    fn checked(self) -> Result<Self, ComplianceRejection> {
        Ok(Self {
            name: text::line("name", &self.name, 200)?,
            authority: text::line("authority", &self.authority, 200)?,
            due_on: self.due_on,
            frequency: self.frequency,
            remind_days: reminder(self.remind_days)?,
            note: text::optional("note", self.note, 2_000)?,
        })
    }

    /// Decides that it is to be filed.
    ///
    /// # Errors
    /// Texts that are empty or too long, or a reminder more than a year ahead.
    pub fn add(
        self,
        filing_id: FilingId,
        context: &DecisionContext,
    ) -> Result<FilingAdded, ComplianceRejection> {
        let content = self.checked()?;
        Ok(FilingAdded {
            filing_id,
            organization_id: context.organization_id,
            name: content.name,
            authority: content.authority,
            due_on: content.due_on,
            frequency: content.frequency,
            remind_days: content.remind_days,
            note: content.note,
            added_by: context.user.clone(),
        })
    }
}

/// How something was filed.
#[derive(Debug, Clone)]
pub struct Completion {
    /// The day.
    pub filed_on: NaiveDate,
    /// The authority's number for it.
    pub reference: Option<String>,
    /// What is to be remembered of it.
    pub note: Option<String>,
}

/// A filing as it stands.
#[derive(Debug, Clone)]
pub struct FilingState {
    /// The filing.
    pub filing_id: FilingId,
    /// What is entered of it, with the date for which it is due now.
    pub content: FilingContent,
    /// The due date that was typed last: the others follow from its day of the month.
    pub anchored_on: NaiveDate,
    /// The due dates that were filed for and stand, the oldest first.
    pub completed_for: Vec<NaiveDate>,
    /// Whether nothing is due any more.
    pub is_done: bool,
    /// Whether it was removed.
    pub is_removed: bool,
}

impl FilingState {
    fn must_be_there(&self) -> Result<(), ComplianceRejection> {
        if self.is_removed {
            return Err(ComplianceRejection::new("filing_id", "names a filing that was removed"));
        }
        Ok(())
    }

    fn must_be_due(&self) -> Result<(), ComplianceRejection> {
        self.must_be_there()?;
        if self.is_done {
            let problem = "names a filing that is done; reopen it where that was a mistake";
            return Err(ComplianceRejection::new("filing_id", problem));
        }
        Ok(())
    }

    /// Decides that it is described anew, or due on another day; none where nothing of it differs.
    ///
    /// # Errors
    /// A filing that is done or was removed, or as [`FilingContent::add`].
    pub fn change(
        &self,
        content: FilingContent,
        context: &DecisionContext,
    ) -> Result<Option<FilingChanged>, ComplianceRejection> {
        self.must_be_due()?;
        let content = content.checked()?;
        if content == self.content {
            return Ok(None);
        }
        Ok(Some(FilingChanged {
            filing_id: self.filing_id,
            organization_id: context.organization_id,
            name: content.name,
            authority: content.authority,
            due_on: content.due_on,
            frequency: content.frequency,
            remind_days: content.remind_days,
            note: content.note,
            changed_by: context.user.clone(),
        }))
    }

    /// Decides that what is due was filed, and when it is due again: so many months on, on the day of the month that
    /// was typed, or on the last of a month that is shorter.
    ///
    /// # Errors
    /// A filing that is done or was removed, a day in the future, or texts that are too long.
    pub fn complete(
        &self,
        completion: Completion,
        context: &DecisionContext,
    ) -> Result<FilingCompleted, ComplianceRejection> {
        self.must_be_due()?;
        Ok(FilingCompleted {
            filing_id: self.filing_id,
            organization_id: context.organization_id,
            due_on: self.content.due_on,
            filed_on: past("filed_on", completion.filed_on, context.today)?,
            reference: text::optional("reference", completion.reference, 200)?,
            note: text::optional("note", completion.note, 2_000)?,
            next_due_on: self.next_due_on(),
            completed_by: context.user.clone(),
        })
    }

    /// None also where the calendar ends.
    fn next_due_on(&self) -> Option<NaiveDate> {
        let months = self.content.frequency.months()?;
        (1..)
            .map_while(|count: u32| months_after(self.anchored_on, count.checked_mul(months)?).ok())
            .find(|due_on| *due_on > self.content.due_on)
    }

    /// Decides that the last completion was a mistake.
    ///
    /// # Errors
    /// A filing that was never completed or was removed, or no reason.
    pub fn reopen(
        &self,
        reason: &str,
        context: &DecisionContext,
    ) -> Result<FilingReopened, ComplianceRejection> {
        self.must_be_there()?;
        let Some(due_on) = self.completed_for.last().copied() else {
            return Err(ComplianceRejection::new("filing_id", "names a filing that was never completed"));
        };
        Ok(FilingReopened {
            filing_id: self.filing_id,
            organization_id: context.organization_id,
            due_on,
            reason: text::required("reason", reason, 500)?,
            reopened_by: context.user.clone(),
        })
    }

    /// Decides that nothing is to be filed any more.
    ///
    /// # Errors
    /// A filing that was removed, or no reason.
    pub fn remove(
        &self,
        reason: &str,
        context: &DecisionContext,
    ) -> Result<FilingRemoved, ComplianceRejection> {
        self.must_be_there()?;
        Ok(FilingRemoved {
            filing_id: self.filing_id,
            organization_id: context.organization_id,
            reason: text::required("reason", reason, 500)?,
            removed_by: context.user.clone(),
        })
    }
}
