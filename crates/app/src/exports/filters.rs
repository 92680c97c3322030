//! What narrows an export down: each filter once, with the input field that gives it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{ComplianceArea, DrawId, FundId, LoanId, PersonId, PropertyId, ScheduleId};
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

macro_rules! filters {
    ($($(#[$meta:meta])* $filter:ident = $field:ident: $kind:ty,)*) => {
        /// What narrows an export down.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
        #[serde(rename_all = "snake_case")]
        pub enum ExportFilter {
            $($(#[$meta])* $filter,)*
        }

        impl ExportFilter {
            /// The input field.
            pub(super) const fn field(self) -> &'static str {
                match self {
                    $(Self::$filter => stringify!($field),)*
                }
            }
        }

        /// The filters of one export, as they were given.
        #[derive(Debug, Clone, Default)]
        pub struct ExportFilters {
            $($(#[$meta])* pub $field: Option<$kind>,)*
            /// As it was known at this moment; balances only.
            pub known_at: Option<DateTime<Utc>>,
        }

        impl ExportFilters {
            /// Those that were given.
            pub(super) fn given(&self) -> Vec<ExportFilter> {
                let given = [$(self.$field.is_some().then_some(ExportFilter::$filter),)*];
                given.into_iter().flatten().collect()
            }
        }
    };
}

filters! {
    /// `loan_id`: what belongs to one loan.
    Loan = loan_id: LoanId,
    /// `schedule_id`: one schedule of a loan, which may have been replaced since.
    Schedule = schedule_id: ScheduleId,
    /// `draw_id`: what belongs to one draw.
    Draw = draw_id: DrawId,
    /// `fund_id`: what belongs to one fund.
    Fund = fund_id: FundId,
    /// `investor_id`: what is about one investor.
    Investor = investor_id: PersonId,
    /// `person_id`: what is about one person.
    Person = person_id: PersonId,
    /// `property_id`: what is about one property.
    Property = property_id: PropertyId,
    /// `status`: what has one status.
    Status = status: String,
    /// `area`: entries of the compliance log of one area.
    Area = area: ComplianceArea,
    /// `event_type`: events of one type.
    EventType = event_type: String,
    /// `who`: what one user did, by their name.
    Who = who: String,
    /// `from`: from this day on.
    From = from: NaiveDate,
    /// `to`: until this day.
    To = to: NaiveDate,
    /// `as_of`: as it is effective on this day; today where left out.
    AsOf = as_of: NaiveDate,
}
