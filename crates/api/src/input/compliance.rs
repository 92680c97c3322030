//! What the commands of the compliance log, of filings and of licences take.

use chrono::NaiveDate;
use domain::{ComplianceArea, FilingFrequency, FilingId, LicenceId, LoanId};
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::{Change, changed_date, date, optional_date};

inputs! {
    /// Which entries of the compliance log to list, the newest first.
    ListCompliance {
        /// About this loan.
        #[serde(default)]
        loan_id: Option<LoanId>,
        /// Of this area.
        #[serde(default)]
        area: Option<ComplianceArea>,
        /// By whom, word for word.
        #[serde(default)]
        who: Option<String>,
        /// In effect from this day on.
        #[serde(default, deserialize_with = "optional_date")]
        from: Option<NaiveDate>,
        /// In effect until this day.
        #[serde(default, deserialize_with = "optional_date")]
        to: Option<NaiveDate>,
        /// Entries before this number only.
        #[serde(default)]
        before_number: Option<i64>,
        /// At most so many, up to 1,000; 100 where left out.
        #[serde(default)]
        limit: Option<u32>,
    }

    /// Writes the compliance log to a file that can be checked without the book.
    ExportCompliance {
        /// The file.
        path: String,
        /// Whether a file that is there is replaced.
        #[serde(default)]
        replace: bool,
    }

    /// Enters what is to be filed.
    AddFiling {
        /// What is to be filed.
        name: String,
        /// With whom.
        authority: String,
        /// The last day for it.
        #[serde(deserialize_with = "date")]
        due_on: NaiveDate,
        /// How often it is due again; once where left out.
        #[serde(default)]
        frequency: Option<FilingFrequency>,
        /// How many days before the due date it is brought to mind, 0 to 366; 30 where left out.
        #[serde(default)]
        remind_days: Option<u32>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
    }

    /// Describes a filing anew; what is left out stays, and an empty note takes it away.
    ChangeFiling {
        /// The filing.
        filing_id: FilingId,
        /// What is to be filed.
        #[serde(default)]
        name: Option<String>,
        /// With whom.
        #[serde(default)]
        authority: Option<String>,
        /// The last day for it.
        #[serde(default, deserialize_with = "optional_date")]
        due_on: Option<NaiveDate>,
        /// How often it is due again.
        #[serde(default)]
        frequency: Option<FilingFrequency>,
        /// How many days before the due date it is brought to mind, 0 to 366.
        #[serde(default)]
        remind_days: Option<u32>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
    }

    /// Records that what is due was filed.
    CompleteFiling {
        /// The filing.
        filing_id: FilingId,
        /// The day on which it was filed; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        filed_on: Option<NaiveDate>,
        /// The authority's number for it.
        #[serde(default)]
        reference: Option<String>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
    }

    /// Takes something of a filing back, or all of it, and says why.
    FilingReason {
        /// The filing.
        filing_id: FilingId,
        /// Why.
        reason: String,
    }

    /// Names a filing.
    FilingRef {
        /// The filing.
        filing_id: FilingId,
    }

    /// Which filings to list.
    ListFilings {
        /// With those that were removed; false where left out.
        #[serde(default)]
        with_removed: Option<bool>,
    }

    /// Enters a licence of the lender.
    AddLicence {
        /// What it allows.
        name: String,
        /// Who granted it.
        authority: String,
        /// Its number.
        number: String,
        /// The day on which it was granted.
        #[serde(default, deserialize_with = "optional_date")]
        issued_on: Option<NaiveDate>,
        /// Its last day.
        #[serde(deserialize_with = "date")]
        expires_on: NaiveDate,
        /// How many days before its last day it is brought to mind, 0 to 366; 60 where left out.
        #[serde(default)]
        remind_days: Option<u32>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
    }

    /// Describes a licence anew; what is left out stays. An empty note takes it away, `null` the day of issue.
    ChangeLicence {
        /// The licence.
        licence_id: LicenceId,
        /// What it allows.
        #[serde(default)]
        name: Option<String>,
        /// Who granted it.
        #[serde(default)]
        authority: Option<String>,
        /// Its number.
        #[serde(default)]
        number: Option<String>,
        /// The day on which it was granted.
        #[serde(default, deserialize_with = "changed_date")]
        #[ts(as = "Option<NaiveDate>")]
        #[schemars(with = "Option<NaiveDate>")]
        issued_on: Change<NaiveDate>,
        /// Its last day.
        #[serde(default, deserialize_with = "optional_date")]
        expires_on: Option<NaiveDate>,
        /// How many days before its last day it is brought to mind, 0 to 366.
        #[serde(default)]
        remind_days: Option<u32>,
        /// What is to be remembered of it.
        #[serde(default)]
        note: Option<String>,
    }

    /// Records that a licence was renewed.
    RenewLicence {
        /// The licence.
        licence_id: LicenceId,
        /// Its last day from now on.
        #[serde(deserialize_with = "date")]
        expires_on: NaiveDate,
        /// Its number from now on, where it has another.
        #[serde(default)]
        number: Option<String>,
        /// The day on which it was renewed; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        renewed_on: Option<NaiveDate>,
    }

    /// Records that a licence was given up or taken away.
    EndLicence {
        /// The licence.
        licence_id: LicenceId,
        /// Why.
        reason: String,
        /// From which day it holds no more; today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        ended_on: Option<NaiveDate>,
    }

    /// Names a licence.
    LicenceRef {
        /// The licence.
        licence_id: LicenceId,
    }

    /// Which licences to list.
    ListLicences {
        /// With those that have ended; false where left out.
        #[serde(default)]
        with_ended: Option<bool>,
    }
}
