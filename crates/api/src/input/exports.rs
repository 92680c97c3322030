//! What exports, and the whole book as a file of its events, take.

use app::exports::ExportFormat;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{ComplianceArea, DrawId, FundId, LoanId, PersonId, PropertyId, ScheduleId};
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::optional_date;

inputs! {
    /// Exports a list or a report. A filter that the kind does not have is refused: `export.kinds` lists them.
    RunExport {
        /// Which list or report, such as `loans`.
        kind: String,
        /// The file.
        path: String,
        /// How it is written; left out, as the ending of `path` says.
        #[serde(default)]
        format: Option<ExportFormat>,
        /// Whether a file that is there is replaced.
        #[serde(default)]
        replace: bool,
        /// Only what belongs to this loan.
        #[serde(default)]
        loan_id: Option<LoanId>,
        /// This schedule of the loan, which may have been replaced since.
        #[serde(default)]
        schedule_id: Option<ScheduleId>,
        /// Only what belongs to this draw.
        #[serde(default)]
        draw_id: Option<DrawId>,
        /// Only what belongs to this fund.
        #[serde(default)]
        fund_id: Option<FundId>,
        /// Only what is about this investor.
        #[serde(default)]
        investor_id: Option<PersonId>,
        /// Only what is about this person.
        #[serde(default)]
        person_id: Option<PersonId>,
        /// Only what is about this property.
        #[serde(default)]
        property_id: Option<PropertyId>,
        /// Only what has this status.
        #[serde(default)]
        status: Option<String>,
        /// Only entries of the compliance log of this area.
        #[serde(default)]
        area: Option<ComplianceArea>,
        /// Only events of this type.
        #[serde(default)]
        event_type: Option<String>,
        /// Only what this user did, by their name.
        #[serde(default)]
        who: Option<String>,
        /// Only from this day on.
        #[serde(default, deserialize_with = "optional_date")]
        from: Option<NaiveDate>,
        /// Only until this day.
        #[serde(default, deserialize_with = "optional_date")]
        to: Option<NaiveDate>,
        /// As it is effective on this day; left out, today.
        #[serde(default, deserialize_with = "optional_date")]
        as_of: Option<NaiveDate>,
        /// Balances only: what was recorded until this moment.
        #[serde(default)]
        known_at: Option<DateTime<Utc>>,
    }

    /// Writes the whole book to a file of its events.
    ExportEvents {
        /// The file; compressed where it ends in `.gz`. It is plain text, of an encrypted book as well.
        path: String,
        /// Whether a file that is there is replaced.
        #[serde(default)]
        replace: bool,
    }

    /// Makes a book from a file of events.
    ImportEvents {
        /// The file, compressed or not.
        path: String,
        /// Where to: a place where no book is yet, a file or `postgres://user@host/database`.
        address: String,
        /// The passphrase that the book gets, or the password of its server.
        #[serde(default)]
        passphrase: Option<String>,
    }
}
