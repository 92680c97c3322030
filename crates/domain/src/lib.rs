//! Pure lending rules: money, rates, day counts, schedules, loans.
//!
//! Nothing here does I/O, reads a clock, draws a random number or computes with floating point. Decisions are
//! functions from a state and a wish to events or a typed rejection; times, ids and users are arguments.
//!
//! Start with [`Schedule::compute`] for the mathematics and [`Loan::transition`] for the rules of a loan's life;
//! [`events`] lists what can be recorded.

mod amount;
pub mod calendar;
mod currency;
mod day_count;
mod decimal_text;
pub mod events;
mod ids;
mod loan;
mod money;
mod organization;
mod person;
mod rate;
mod rounding;
mod schedule;
pub mod text;
mod text_on_the_wire;
mod year_fraction;

pub use amount::{Amount, AmountError};
pub use currency::{Currency, UnknownCurrency};
pub use day_count::{DayCount, UnknownDayCount};
pub use events::{
    DecisionContext, EventPayload, LoanCreated, LoanFunded, LoanStatusChanged, OrganizationCreated,
    PaymentScheduleCreated, PaymentScheduled, PersonCreated,
};
pub use ids::{CommandId, EventId, LoanId, OrganizationId, PaymentId, PersonId, ScheduleId};
pub use loan::{Loan, LoanEvent, LoanRejection, LoanStatus, LoanTerms, NewLoan, Transition, create_loan};
pub use money::Money;
pub use organization::{NewOrganization, create_organization};
pub use person::{NewPerson, PersonKind, PersonRejection, create_person};
pub use rate::{AnnualRate, RateError};
pub use rounding::Rounding;
pub use schedule::{
    Frequency, Instalment, LARGEST_PRINCIPAL, LONGEST_TERM_MONTHS, Schedule, ScheduleError, ScheduleTerms,
    ScheduleTotals, ScheduleType, YearTotals, totals_by_year,
};
pub use year_fraction::YearFraction;
