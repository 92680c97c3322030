//! What commands answer, where a query's own answer is not it.

use app::{
    bus::DryRunOutcome,
    queries::{event::EventView, handler::HandlerStatistics, loan::LoanSummary, person::Person},
};
use domain::EventId;
use schemars::JsonSchema;
use serde::Serialize;
use ts_rs::TS;

use crate::recent::RecentBook;

macro_rules! outputs {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $kind:ty,)* })*) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, TS)]
            pub struct $name {
                $($(#[$field_meta])* pub $field: $kind,)*
            }
        )*
    };
}

outputs! {
    /// Nothing.
    Nothing {}

    /// The books that were open lately.
    RecentBookList {
        /// Last opened first.
        books: Vec<RecentBook>,
        /// Where a new book is suggested.
        suggested_folder: String,
    }

    /// Currencies a book can have.
    CurrencyList {
        /// In the order of the codes.
        currencies: Vec<CurrencyView>,
    }

    /// A currency.
    CurrencyView {
        /// Its code.
        code: String,
        /// Its decimals.
        minor_digits: u32,
    }

    /// Days between two dates.
    DaysView {
        /// Days, by the day count.
        days: i64,
        /// Fraction of a year, ten decimals, half up.
        year_fraction: String,
    }

    /// People.
    PersonList {
        /// In the order of the names.
        people: Vec<Person>,
    }

    /// Loans.
    LoanList {
        /// Newest first.
        loans: Vec<LoanSummary>,
        /// How many fit the filter in all.
        total: i64,
    }

    /// A history.
    EventHistoryView {
        /// In the order of the recording.
        events: Vec<EventView>,
    }

    /// A page of the book's events.
    EventPage {
        /// Newest first.
        events: Vec<EventView>,
        /// Send it as `before_position` for the next page; none after the last one.
        next_before_position: Option<i64>,
        /// The event types of this release.
        event_types: Vec<String>,
    }

    /// What a replay or a retry did.
    ReplayReport {
        /// Whether nothing was changed.
        dry_run: bool,
        /// One for each event and handler.
        outcomes: Vec<ReplayOutcome>,
    }

    /// What became of one handler on one event.
    ReplayOutcome {
        /// The event.
        event_id: EventId,
        /// Its place in the log.
        position: i64,
        /// Its type.
        event_type: String,
        /// The handler.
        handler: String,
        /// How it ended.
        outcome: Outcome,
        /// Why it failed.
        error: Option<String>,
        /// Where what it would publish differs from what it has published.
        differences: Vec<String>,
    }

    /// The handlers.
    HandlerList {
        /// In the order in which they run.
        handlers: Vec<HandlerStatistics>,
    }
}

/// How a handler's run ended, or would end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It did its work.
    Success,
    /// It failed.
    Failure,
    /// It had succeeded before and was not run.
    Skipped,
    /// It has not succeeded yet, and would.
    WouldSucceed,
    /// It would fail.
    WouldFail,
    /// It would do what it did.
    Same,
    /// It would do something else than it did.
    Differs,
}

impl ReplayOutcome {
    pub(crate) fn of_dry_run(dry: DryRunOutcome) -> Self {
        let outcome = match (&dry.error, dry.succeeded_before, dry.differences.is_empty()) {
            (Some(_), _, _) => Outcome::WouldFail,
            (None, false, _) => Outcome::WouldSucceed,
            (None, true, true) => Outcome::Same,
            (None, true, false) => Outcome::Differs,
        };
        Self {
            event_id: dry.event_id,
            position: dry.position,
            event_type: dry.event_type,
            handler: dry.handler.to_owned(),
            outcome,
            error: dry.error,
            differences: dry.differences,
        }
    }
}
