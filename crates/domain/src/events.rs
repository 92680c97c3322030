//! The events of the log: their names, versions and payloads.
//!
//! Every payload is a typed struct. Keys are camelCase, amounts exact decimals as text, dates ISO. A payload's
//! version grows when its meaning or its fields change; old versions are upcast on read and never rewritten.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    Amount, AnnualRate, Currency, DayCount, EventId, Frequency, LoanId, LoanStatus, OrganizationId,
    PaymentId, PersonId, PersonKind, Rounding, ScheduleId, ScheduleType,
};

/// What a payload struct says of itself, so that the log can name and version it.
pub trait EventPayload: Serialize + DeserializeOwned + JsonSchema {
    /// The constant by which the event is known, `Domain.PastTense`.
    const EVENT_TYPE: &'static str;
    /// The version this release writes.
    const EVENT_VERSION: u16;
    /// The kind of aggregate whose stream the event belongs to.
    const AGGREGATE_TYPE: &'static str;
}

/// One line of the catalogue: everything that `docs/EVENTS.md` says of an event type.
pub struct EventDescription {
    /// The constant by which the event is known.
    pub event_type: &'static str,
    /// The version this release writes.
    pub event_version: u16,
    /// The kind of aggregate whose stream it belongs to.
    pub aggregate_type: &'static str,
    /// JSON Schema of the payload.
    pub payload: fn() -> Schema,
}

/// JSON Schema of what this program writes as `T`: a field that may be null is always there.
#[must_use]
pub fn written_schema<T: JsonSchema>() -> Schema {
    SchemaSettings::default().for_serialize().into_generator().into_root_schema_for::<T>()
}

macro_rules! events {
    ($($(#[$doc:meta])* $payload:ident = $aggregate:literal, $event_type:literal v $version:literal {
        $($(#[$field_doc:meta])* $field:ident: $kind:ty,)*
    })*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
            #[serde(rename_all = "camelCase")]
            pub struct $payload {
                $($(#[$field_doc])* pub $field: $kind,)*
            }

            impl EventPayload for $payload {
                const EVENT_TYPE: &'static str = $event_type;
                const EVENT_VERSION: u16 = $version;
                const AGGREGATE_TYPE: &'static str = $aggregate;
            }
        )*

        /// Every event type this release writes, in the order of the source.
        pub const CATALOGUE: &[EventDescription] = &[$(EventDescription {
            event_type: $event_type,
            event_version: $version,
            aggregate_type: $aggregate,
            payload: written_schema::<$payload>,
        },)*];
    };
}

events! {
    /// A book was made for a lender. Always the first event of an organization.
    OrganizationCreated = "organization", "Organization.Created" v 1 {
        /// The lender.
        organization_id: OrganizationId,
        /// Its name.
        name: String,
        /// The book's one currency.
        currency: Currency,
        /// Who owns the book.
        owner: String,
    }

    /// A borrower or a lender was entered.
    PersonCreated = "person", "Person.Created" v 1 {
        /// The person.
        person_id: PersonId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Borrower or lender.
        kind: PersonKind,
        /// Name of the person or company.
        name: String,
        /// E-mail address.
        email: Option<String>,
        /// Telephone number.
        phone: Option<String>,
        /// Postal address.
        address: Option<String>,
        /// Tax identification number.
        tax_id: Option<String>,
    }

    /// A loan was applied for; it starts as a draft.
    LoanCreated = "loan", "Loan.Created" v 1 {
        /// The loan.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The loan's number in the book, counted from 1.
        number: i64,
        /// Who borrows.
        borrower_id: PersonId,
        /// Who lends, where it is not the organization itself.
        lender_id: Option<PersonId>,
        /// What the money is for.
        purpose: Option<String>,
        /// Currency of every amount of the loan.
        currency: Currency,
        /// Amount lent.
        principal: Amount,
        /// Nominal rate, percent a year.
        annual_rate_percent: AnnualRate,
        /// Months from the funding to maturity.
        term_months: u32,
        /// How principal and interest are repaid.
        schedule_type: ScheduleType,
        /// How often a payment is due.
        frequency: Frequency,
        /// How days become a fraction of a year.
        day_count: DayCount,
        /// How a fraction of the smallest unit is rounded.
        rounding: Rounding,
        /// First due date, where it is not one period after the funding.
        first_payment_on: Option<NaiveDate>,
    }

    /// A loan passed from one status of its life to another.
    LoanStatusChanged = "loan", "Loan.StatusChanged" v 1 {
        /// The loan.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Status it left.
        from: LoanStatus,
        /// Status it has now.
        to: LoanStatus,
        /// Why, in the user's words.
        reason: Option<String>,
        /// Who changed it.
        changed_by: String,
    }

    /// The money of a loan was paid out. Repeats the terms, so that a schedule can be made of this event alone.
    LoanFunded = "loan", "Loan.Funded" v 1 {
        /// The loan.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Day from which interest accrues.
        funded_on: NaiveDate,
        /// Currency of every amount of the loan.
        currency: Currency,
        /// Amount lent.
        principal: Amount,
        /// Nominal rate, percent a year.
        annual_rate_percent: AnnualRate,
        /// Months from the funding to maturity.
        term_months: u32,
        /// How principal and interest are repaid.
        schedule_type: ScheduleType,
        /// How often a payment is due.
        frequency: Frequency,
        /// How days become a fraction of a year.
        day_count: DayCount,
        /// How a fraction of the smallest unit is rounded.
        rounding: Rounding,
        /// First due date, where it is not one period after the funding.
        first_payment_on: Option<NaiveDate>,
        /// Who funded it.
        funded_by: String,
    }

    /// A payment schedule was made for a loan. One `Payment.Scheduled` follows for each instalment.
    PaymentScheduleCreated = "payment_schedule", "Payment.ScheduleCreated" v 1 {
        /// The schedule.
        schedule_id: ScheduleId,
        /// The loan it belongs to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The event that it follows from.
        funded_event_id: EventId,
        /// Currency of every amount of the schedule.
        currency: Currency,
        /// How many instalments it has.
        number_of_payments: u32,
        /// Due date of the first instalment.
        first_due_on: NaiveDate,
        /// Due date of the last instalment.
        maturity_on: NaiveDate,
        /// Sum of the principal of all instalments: the amount lent, to the cent.
        total_principal: Amount,
        /// Sum of the interest of all instalments.
        total_interest: Amount,
        /// Sum of all payments.
        total_payment: Amount,
    }

    /// An instalment fell to be paid on a day.
    PaymentScheduled = "payment", "Payment.Scheduled" v 1 {
        /// The instalment.
        payment_id: PaymentId,
        /// The schedule it is part of.
        schedule_id: ScheduleId,
        /// The loan it belongs to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Currency of its amounts.
        currency: Currency,
        /// Place in the schedule, from 1.
        number: u32,
        /// Day on which it is due.
        due_on: NaiveDate,
        /// Days of interest it bears, by the loan's day count.
        days: i64,
        /// Amount due.
        payment: Amount,
        /// Its interest part.
        interest: Amount,
        /// Its principal part.
        principal: Amount,
        /// Principal outstanding after it.
        balance: Amount,
    }
}

/// When and by whom something is decided; time comes in as an argument, never from a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionContext {
    /// The book's owner.
    pub organization_id: OrganizationId,
    /// The moment of the decision.
    pub now: DateTime<Utc>,
    /// The civil date of the decision where the user is.
    pub today: NaiveDate,
    /// Who decides.
    pub user: String,
    /// The book's currency.
    pub currency: Currency,
}
