//! Events of filings and licences.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EventDescription, EventPayload, written_schema};
use crate::{FilingFrequency, FilingId, LicenceId, OrganizationId};

events! {
    /// Something is to be filed with an authority by a day.
    FilingAdded = "filing", "Filing.Added" v 1 {
        /// The filing.
        filing_id: FilingId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// What is to be filed.
        name: String,
        /// With whom.
        authority: String,
        /// The last day for it.
        due_on: NaiveDate,
        /// How often it is due again.
        frequency: FilingFrequency,
        /// How many days before the due date it is brought to mind.
        remind_days: u32,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who added it.
        added_by: String,
    }

    /// A filing was described anew, or is due on another day.
    FilingChanged = "filing", "Filing.Changed" v 1 {
        /// The filing.
        filing_id: FilingId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// What is to be filed.
        name: String,
        /// With whom.
        authority: String,
        /// The last day for it.
        due_on: NaiveDate,
        /// How often it is due again.
        frequency: FilingFrequency,
        /// How many days before the due date it is brought to mind.
        remind_days: u32,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who changed it.
        changed_by: String,
    }

    /// What was due was filed.
    FilingCompleted = "filing", "Filing.Completed" v 1 {
        /// The filing.
        filing_id: FilingId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The due date that it was for.
        due_on: NaiveDate,
        /// The day on which it was filed.
        filed_on: NaiveDate,
        /// The authority's number for it.
        reference: Option<String>,
        /// What is to be remembered of it.
        note: Option<String>,
        /// When it is due again; none where it is not.
        next_due_on: Option<NaiveDate>,
        /// Who recorded it.
        completed_by: String,
    }

    /// The last completion of a filing was a mistake: it is due again as before.
    FilingReopened = "filing", "Filing.Reopened" v 1 {
        /// The filing.
        filing_id: FilingId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The due date that counts again.
        due_on: NaiveDate,
        /// Why.
        reason: String,
        /// Who took the completion back.
        reopened_by: String,
    }

    /// Nothing is to be filed any more.
    FilingRemoved = "filing", "Filing.Removed" v 1 {
        /// The filing.
        filing_id: FilingId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Why.
        reason: String,
        /// Who removed it.
        removed_by: String,
    }

    /// The lender has a licence.
    LicenceAdded = "licence", "Licence.Added" v 1 {
        /// The licence.
        licence_id: LicenceId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// What it allows.
        name: String,
        /// Who granted it.
        authority: String,
        /// Its number.
        number: String,
        /// The day on which it was granted.
        issued_on: Option<NaiveDate>,
        /// Its last day.
        expires_on: NaiveDate,
        /// How many days before its last day it is brought to mind.
        remind_days: u32,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who added it.
        added_by: String,
    }

    /// A licence was described anew.
    LicenceChanged = "licence", "Licence.Changed" v 1 {
        /// The licence.
        licence_id: LicenceId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// What it allows.
        name: String,
        /// Who granted it.
        authority: String,
        /// Its number.
        number: String,
        /// The day on which it was granted.
        issued_on: Option<NaiveDate>,
        /// Its last day.
        expires_on: NaiveDate,
        /// How many days before its last day it is brought to mind.
        remind_days: u32,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who changed it.
        changed_by: String,
    }

    /// A licence was renewed.
    LicenceRenewed = "licence", "Licence.Renewed" v 1 {
        /// The licence.
        licence_id: LicenceId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The day on which it was renewed.
        renewed_on: NaiveDate,
        /// Its last day until now.
        expired_on: NaiveDate,
        /// Its last day from now on.
        expires_on: NaiveDate,
        /// Its number from now on.
        number: String,
        /// Who recorded it.
        renewed_by: String,
    }

    /// A licence was given up or taken away.
    LicenceEnded = "licence", "Licence.Ended" v 1 {
        /// The licence.
        licence_id: LicenceId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// From which day it holds no more.
        ended_on: NaiveDate,
        /// Why.
        reason: String,
        /// Who recorded it.
        ended_by: String,
    }
}
