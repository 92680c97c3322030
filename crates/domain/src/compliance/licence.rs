//! Licences: what the lender may do, and until when.

use chrono::NaiveDate;

use super::{ComplianceRejection, deadline::reminder, past};
use crate::{DecisionContext, LicenceAdded, LicenceChanged, LicenceEnded, LicenceId, LicenceRenewed, text};

/// What is entered of a licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceContent {
    /// What it allows.
    pub name: String,
    /// Who granted it.
    pub authority: String,
    /// Its number.
    pub number: String,
    /// The day on which it was granted.
    pub issued_on: Option<NaiveDate>,
    /// Its last day.
    pub expires_on: NaiveDate,
    /// How many days before its last day it is brought to mind.
    pub remind_days: u32,
    /// What is to be remembered of it.
    pub note: Option<String>,
}

impl LicenceContent {
    fn checked(self) -> Result<Self, ComplianceRejection> {
        if let Some(issued_on) = self.issued_on
            && self.expires_on <= issued_on
        {
            let problem = format!("must be after {issued_on}, when it was granted");
            return Err(ComplianceRejection::new("expires_on", problem));
        }
        Ok(Self {
            name: text::line("name", &self.name, 200)?,
            authority: text::line("authority", &self.authority, 200)?,
            number: text::line("number", &self.number, 100)?,
            issued_on: self.issued_on,
            expires_on: self.expires_on,
            remind_days: reminder(self.remind_days)?,
            note: text::optional("note", self.note, 2_000)?,
        })
    }

    /// Decides that the lender has it.
    ///
    /// # Errors
    /// Texts that are empty or too long, a last day that is not after the first, or a reminder more than a year ahead.
    pub fn add(
        self,
        licence_id: LicenceId,
        context: &DecisionContext,
    ) -> Result<LicenceAdded, ComplianceRejection> {
        let content = self.checked()?;
        Ok(LicenceAdded {
            licence_id,
            organization_id: context.organization_id,
            name: content.name,
            authority: content.authority,
            number: content.number,
            issued_on: content.issued_on,
            expires_on: content.expires_on,
            remind_days: content.remind_days,
            note: content.note,
            added_by: context.user.clone(),
        })
    }
}

/// How a licence is renewed.
#[derive(Debug, Clone)]
pub struct Renewal {
    /// The day.
    pub renewed_on: NaiveDate,
    /// Its last day from now on.
    pub expires_on: NaiveDate,
    /// Its number from now on, where it has another.
    pub number: Option<String>,
}

/// A licence as it stands.
#[derive(Debug, Clone)]
pub struct LicenceState {
    /// The licence.
    pub licence_id: LicenceId,
    /// What is entered of it.
    pub content: LicenceContent,
    /// Whether it was given up or taken away.
    pub is_ended: bool,
}

impl LicenceState {
    fn must_hold(&self) -> Result<(), ComplianceRejection> {
        if self.is_ended {
            return Err(ComplianceRejection::new("licence_id", "names a licence that has ended"));
        }
        Ok(())
    }

    /// Decides that it is described anew; none where nothing of it differs.
    ///
    /// # Errors
    /// A licence that has ended, or as [`LicenceContent::add`].
    pub fn change(
        &self,
        content: LicenceContent,
        context: &DecisionContext,
    ) -> Result<Option<LicenceChanged>, ComplianceRejection> {
        self.must_hold()?;
        let content = content.checked()?;
        if content == self.content {
            return Ok(None);
        }
        Ok(Some(LicenceChanged {
            licence_id: self.licence_id,
            organization_id: context.organization_id,
            name: content.name,
            authority: content.authority,
            number: content.number,
            issued_on: content.issued_on,
            expires_on: content.expires_on,
            remind_days: content.remind_days,
            note: content.note,
            changed_by: context.user.clone(),
        }))
    }

    /// Decides that it was renewed.
    ///
    /// # Errors
    /// A licence that has ended, a renewal in the future, or a last day that is not after the one it had.
    pub fn renew(
        &self,
        renewal: Renewal,
        context: &DecisionContext,
    ) -> Result<LicenceRenewed, ComplianceRejection> {
        self.must_hold()?;
        let expired_on = self.content.expires_on;
        if renewal.expires_on <= expired_on {
            let problem = format!("must be after {expired_on}, its last day until now");
            return Err(ComplianceRejection::new("expires_on", problem));
        }
        let number = text::optional_line("number", renewal.number, 100)?;
        Ok(LicenceRenewed {
            licence_id: self.licence_id,
            organization_id: context.organization_id,
            renewed_on: past("renewed_on", renewal.renewed_on, context.today)?,
            expired_on,
            expires_on: renewal.expires_on,
            number: number.unwrap_or_else(|| self.content.number.clone()),
            renewed_by: context.user.clone(),
        })
    }

    /// Decides that it was given up or taken away.
    ///
    /// # Errors
    /// A licence that has ended already, a day in the future, or no reason.
    pub fn end(
        &self,
        ended_on: NaiveDate,
        reason: &str,
        context: &DecisionContext,
    ) -> Result<LicenceEnded, ComplianceRejection> {
        self.must_hold()?;
        Ok(LicenceEnded {
            licence_id: self.licence_id,
            organization_id: context.organization_id,
            ended_on: past("ended_on", ended_on, context.today)?,
            reason: text::required("reason", reason, 500)?,
            ended_by: context.user.clone(),
        })
    }
}
