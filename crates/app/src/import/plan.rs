//! What is to be recorded of a file: decided by `domain`, row by row, before anything is written.

use chrono::NaiveDate;
use domain::{Currency, EventId, EventPayload, ImportCounts, LoanAccount, Money, ScheduleReason};
use spreadsheet::read::Table;
use store::{NewEvent, Transaction, upcast::Upcasters};
use uuid::Uuid;

use super::{
    columns::Columns,
    problems::{MOST_LISTED, Problems},
};
use crate::{AppError, Result, bus::Context, integrity::Progress};

/// What is to be recorded.
#[derive(Default)]
pub struct Plan {
    /// The steps, in their order.
    pub steps: Vec<Step>,
    /// What is made.
    pub counts: ImportCounts,
    /// The sum of what the file lists.
    pub total: Money,
}

/// Something to record.
pub enum Step {
    /// Events from which handlers make the rest.
    Events(Vec<NewEvent>),
    /// Events of a loan, and what follows from them on its account.
    OnAccount {
        /// The account, which has followed the events.
        account: Box<LoanAccount>,
        /// The events.
        events: Vec<NewEvent>,
        /// The first day from which one of them counts.
        on: NaiveDate,
        /// Why its instalments may be cut anew.
        reason: ScheduleReason,
    },
}

/// What a file is planned with.
pub struct Planner<'p> {
    /// The file.
    pub table: &'p Table,
    /// Its columns.
    pub columns: &'p Columns,
    /// What is wrong with it.
    pub problems: Problems,
    /// What is to be recorded.
    pub plan: Plan,
    /// Who imports it, when.
    pub context: &'p Context,
    /// The book.
    pub transaction: &'p mut dyn Transaction,
    /// How old events are read.
    pub upcasters: &'p Upcasters,
    /// Whether what looks like something that is recorded is another one.
    pub allow_duplicates: bool,
    progress: Progress<'p>,
}

/// How many rows are planned between two looks at whether to go on.
const ROWS_A_LOOK: usize = 50;

impl<'p> Planner<'p> {
    /// A plan of nothing.
    pub fn new(
        (table, columns): (&'p Table, &'p Columns),
        context: &'p Context,
        transaction: &'p mut dyn Transaction,
        upcasters: &'p Upcasters,
        allow_duplicates: bool,
        progress: Progress<'p>,
    ) -> Self {
        Self {
            table,
            columns,
            problems: Problems::up_to(MOST_LISTED),
            plan: Plan::default(),
            context,
            transaction,
            upcasters,
            allow_duplicates,
            progress,
        }
    }

    /// A new id.
    pub fn next_id(&self) -> Uuid {
        self.context.ids.next(self.context.decision.now)
    }

    /// The book's currency.
    pub fn currency(&self) -> Currency {
        self.context.decision.currency
    }

    /// An event of this import.
    pub fn event<P: EventPayload>(&self, aggregate_id: Uuid, on: NaiveDate, payload: &P) -> Result<NewEvent> {
        Ok(NewEvent::of(EventId::from_uuid(self.next_id()), aggregate_id, on, payload)?)
    }

    /// Tells how far the plan is; planning is half of the work.
    ///
    /// # Errors
    /// [`AppError::Cancelled`].
    pub fn look_up(&self, place: usize) -> Result<()> {
        if !place.is_multiple_of(ROWS_A_LOOK) {
            return Ok(());
        }
        let rows = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
        let goes_on = (self.progress)(rows(place), 2 * rows(self.table.rows.len()));
        if goes_on { Ok(()) } else { Err(AppError::Cancelled) }
    }

    /// Adds to what the file lists.
    pub fn add(&mut self, amount: Money) {
        self.plan.total = self.plan.total.checked_add(amount).unwrap_or(self.plan.total);
    }
}
