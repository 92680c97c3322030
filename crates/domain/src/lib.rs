//! Pure lending rules: money, rates, day counts, schedules, loans.
//!
//! Nothing here does I/O, reads a clock, draws a random number or computes with floating point. Decisions are
//! functions from a state and a wish to events or a typed rejection; times, ids and users are arguments.
//!
//! Start with [`Schedule::compute`] for the mathematics and [`Loan::transition`] for the rules of a loan's life;
//! [`events`] lists what can be recorded.

mod accrual;
mod amount;
mod apr;
mod attachment;
pub mod calendar;
mod currency;
mod day_count;
mod decimal_text;
mod discounting;
pub mod events;
mod exact_interest;
mod ids;
mod ledger;
mod loan;
mod money;
mod organization;
mod percent;
mod person;
mod rate;
mod rounding;
mod schedule;
mod servicing;
pub mod text;
mod text_on_the_wire;
pub mod time_value;
mod year_fraction;

pub use accrual::{Accrual, DayAccrual};
pub use amount::{Amount, AmountError};
pub use apr::{
    AnnualPercentageRate, AprError, AprTerms, ConstructionLoan, DatedAmount, InterestBasis, MOST_FLOWS,
    MOST_PLACES, PaymentSeries, PerYear, UnitPeriod, UnitPeriods,
};
pub use attachment::{
    AttachmentRejection, LARGEST_ATTACHMENT, MediaType, NewAttachment, add_attachment, check_size, file_name,
};
pub use currency::{Currency, UnknownCurrency};
pub use day_count::{DayCount, UnknownDayCount};
pub use events::{
    AttachmentAdded, CoveredInstalment, DecisionContext, EventPayload, FeeAssessed, FeeWaived,
    LoanChargedOff, LoanCreated, LoanCured, LoanDefaulted, LoanExtended, LoanFunded, LoanModified,
    LoanPaidOff, LoanPayoffQuoted, LoanStatusChanged, OrganizationCreated, PaymentFailed, PaymentLate,
    PaymentProcessed, PaymentReceived, PaymentReversed, PaymentScheduleCreated, PaymentScheduled,
    PersonCreated,
};
pub use exact_interest::ExactInterest;
pub use ids::{
    AttachmentId, CommandId, EventId, FeeId, LoanId, OrganizationId, PaymentId, PersonId, QuoteId, ScheduleId,
};
pub use ledger::{
    Allocation, Covered, Entry, FeeState, InstalmentState, Ledger, LedgerError, LedgerTerms, Movement,
    PayoffFigures,
};
pub use loan::{
    AgreedTerms, AllocationOrder, Bucket, ExcessRule, FeeKind, Loan, LoanEvent, LoanRejection, LoanStatus,
    LoanTerms, NewLoan, PaymentMethod, RemainingTerms, ScheduleReason, ServicingTerms, Transition,
    create_loan,
};
pub use money::Money;
pub use organization::{NewOrganization, create_organization};
pub use percent::Percent;
pub use person::{NewPerson, PersonKind, PersonRejection, create_person};
pub use rate::{AnnualRate, RateError};
pub use rounding::Rounding;
pub use schedule::{
    AccrualCalendar, Disbursement, Frequency, Instalment, LARGEST_PRINCIPAL, LONGEST_TERM_MONTHS,
    MOST_PAYMENTS, MonthEnd, PaymentPeriod, Period, RateChange, Schedule, ScheduleError, ScheduleTerms,
    ScheduleTotals, ScheduleType, Term, YearTotals, totals_by_year,
};
pub use servicing::{
    Amendment, AmendmentEffect, BY_THE_DAILY_RUN, Extension, Fee, Followed, FoundLate, LoanAccount, NewFee,
    NewPayment, NewWaiver, OpenInstalment, PaymentEffect, Received, Reconciled, Reversal, Reversed,
    Scheduled, ServicingEvent, ServicingRejection, StatusStep, StatusWish,
};
pub use year_fraction::YearFraction;
