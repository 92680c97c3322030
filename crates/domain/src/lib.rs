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
mod compliance;
mod construction;
mod currency;
mod day_count;
mod decimal_text;
mod discounting;
mod document;
pub mod events;
mod exact_interest;
mod fund;
mod ids;
mod ledger;
mod loan;
mod loan_file;
mod money;
mod organization;
mod participation;
mod percent;
mod person;
mod portfolio;
mod rate;
mod rounding;
mod schedule;
mod servicing;
mod split;
pub mod text;
mod text_on_the_wire;
pub mod time_value;
mod user;
mod words;
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
pub use compliance::{
    Completion, ComplianceArea, ComplianceRejection, Deadline, DeadlineStanding, FilingContent,
    FilingFrequency, FilingState, LicenceContent, LicenceState, MATTERS, Matter, Renewal, matter,
};
pub use construction::{
    AgreedConstruction, Approval, ApprovalEffect, ApprovalWish, Budget, BudgetEffect, BudgetFigures,
    BudgetLine, BudgetLineKind, CONTINGENCY, CompletedInspection, Construction, ConstructionEvent,
    ConstructionTerms, DisbursementEffect, DisbursementWish, Draw, DrawBalances, DrawContent,
    DrawDisbursement, DrawEnd, DrawLine, DrawRejection, DrawStatus, INTEREST_RESERVE, Inspection,
    InspectionKind, InspectionResult, LienWaiver, LineEffect, LineFigures, NewBudget, NewBudgetLine,
    NewDrawLine, NewInspection, NewWaiverRecord, Planned, ReallocatedLine, Reallocation, ReallocationEffect,
    Release, ReleaseWish, RequestEffect, RequestedLineEffect, ReserveApplied, ReserveStep, SiteVisit,
    WaiverCondition, WaiverScope,
};
pub use currency::{Currency, UnknownCurrency};
pub use day_count::{DayCount, UnknownDayCount};
pub use document::{
    DocumentKind, DocumentRejection, LONGEST_TEMPLATE, Letterhead, Logo, change_letterhead, change_template,
};
pub use events::compliance::{
    FilingAdded, FilingChanged, FilingCompleted, FilingRemoved, FilingReopened, LicenceAdded, LicenceChanged,
    LicenceEnded, LicenceRenewed,
};
pub use events::construction::{
    ApprovedLine, BudgetLineAmount, BudgetReallocated, BudgetSet, DrawApproved, DrawCancelled, DrawDisbursed,
    DrawDrafted, DrawRejected, DrawRequested, DrawSentBack, InspectionCompleted, InspectionScheduled,
    InterestReserveApplied, LienWaiverRecorded, LineProgress, LoanDrawBalancesChanged, PlannedDraw,
    ReleasedRetainage, RequestedLine, RetainageReleased,
};
pub use events::documents::{DocumentGenerated, LetterheadChanged, TemplateChanged};
pub use events::fund::{
    FundCapitalAllocated, FundCapitalCalled, FundCapitalReceived, FundCapitalReturned, FundChanged,
    FundCommitmentMade, FundCreated, FundDistributionMade, FundEntryReversed, InvestorAmount,
    LoanFundingSourceSet, LoanParticipationsSet, ParticipantShare,
};
pub use events::import::{ImportCompleted, ImportCounts, ImportKind};
pub use events::loan_file::{
    CollateralAdded, CollateralChanged, CollateralReleased, Insurance, NoteAdded, NoteAmended, NoteWithdrawn,
    PartyAdded, PartyRemoved, PersonChanged, PropertyAdded, PropertyChanged, PropertyRemoved, PropertyValued,
};
pub use events::{
    AttachmentAdded, CoveredInstalment, DecisionContext, EventPayload, FeeAssessed, FeeReinstated, FeeWaived,
    LoanChargedOff, LoanCreated, LoanCured, LoanDefaulted, LoanExtended, LoanFunded, LoanModified,
    LoanPaidOff, LoanPayoffQuoted, LoanStatusChanged, OrganizationCreated, OrganizationSettingsChanged,
    PaymentFailed, PaymentLate, PaymentProcessed, PaymentReceived, PaymentReversed, PaymentScheduleCreated,
    PaymentScheduled, PersonCreated, UserAdded, UserDeactivated, UserReactivated, UserRoleChanged,
};
pub use exact_interest::ExactInterest;
pub use fund::{
    DistributionKind, EntryReversal, FundAccount, FundEntry, FundEntryKind, FundEvent, FundFigures,
    FundRejection, FundWish, InvestorFigures, InvestorMovement, InvestorPart, InvestorStatement, LoanFigures,
    LoanToFund, NewFund, create_fund, split_within,
};
pub use ids::{
    AttachmentId, BudgetId, CollateralId, CommandId, DocumentId, DrawId, EventId, FeeId, FilingId,
    FundEntryId, FundId, ImportId, InspectionId, LicenceId, LoanId, NoteId, OrganizationId, PartyId,
    PaymentId, PersonId, PropertyId, QuoteId, ScheduleId, TemplateId, UserId, WaiverId,
};
pub use ledger::{
    Allocation, Covered, Entry, FeeState, InstalmentState, Ledger, LedgerError, LedgerTerms, Movement,
    Opening, PayoffFigures, ReserveUse,
};
pub use loan::{
    AgreedTerms, AllocationOrder, Bucket, CarriedBalance, CarryOver, ExcessRule, FeeKind, Loan, LoanEvent,
    LoanRejection, LoanStatus, LoanTerms, NewLoan, PaymentMethod, RemainingTerms, ScheduleReason,
    ServicingTerms, Transition, create_loan,
};
pub use loan_file::{
    CollateralContent, CollateralState, HeldParty, LoanFileRejection, LoanToValue, NewNote, NewParty,
    NoteContent, NoteState, PartyRole, PropertyContent, PropertyKind, PropertyState, SecuredBy, Valuation,
    ValuationBasis, WrittenOn,
};
pub use money::Money;
pub use organization::{NewOrganization, OrganizationSettings, create_organization};
pub use participation::{ParticipationRejection, Participations, set_participations, split_by_shares};
pub use percent::Percent;
pub use person::{NewPerson, PersonKind, PersonRejection, change_person, create_person};
pub use portfolio::{AgingBucket, weighted_average_rate};
pub use rate::{AnnualRate, RateError};
pub use rounding::Rounding;
pub use schedule::{
    AccrualCalendar, Disbursement, Frequency, Instalment, LARGEST_PRINCIPAL, LONGEST_TERM_MONTHS,
    MOST_PAYMENTS, MonthEnd, PaymentPeriod, Period, RateChange, Schedule, ScheduleError, ScheduleTerms,
    ScheduleTotals, ScheduleType, Term, YearTotals, totals_by_year,
};
pub use servicing::{
    Amendment, AmendmentEffect, BY_THE_DAILY_RUN, Extension, Fee, Followed, FoundLate, LoanAccount,
    LoanStatement, NewFee, NewPayment, NewWaiver, OpenInstalment, PAID_IN_TIME, Parts, PaymentChange,
    PaymentEffect, Received, Reconciled, Reversal, ReversalEffect, Reversed, Scheduled, ServicingEvent,
    ServicingRejection, StatusStep, StatusWish,
};
pub use split::split;
pub use user::{NewUser, User, UserChange, UserEvent, UserRejection, UserRole, add_user};
pub use year_fraction::YearFraction;
