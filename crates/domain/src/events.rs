//! The events of the log: their names, versions and payloads.
//!
//! Every payload is a typed struct. Keys are camelCase, amounts exact decimals as text, dates ISO. A payload's
//! version grows when its meaning or its fields change; old versions are upcast on read and never rewritten.

#![expect(
    clippy::disallowed_types,
    reason = "what serde derives for flattened fields knows every JSON number; no payload has a float"
)]

use chrono::{DateTime, NaiveDate, Utc};
use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    AgreedTerms, Amount, AnnualRate, AttachmentId, CarriedBalance, Currency, EventId, FeeId, FeeKind, LoanId,
    LoanStatus, MediaType, OrganizationId, PaymentId, PaymentMethod, PersonId, PersonKind, QuoteId,
    RemainingTerms, ScheduleId, ScheduleReason, UserId, UserRole,
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

        /// The event types of this file, in the order of the source.
        pub(super) const CATALOGUE: &[EventDescription] = &[$(EventDescription {
            event_type: $event_type,
            event_version: $version,
            aggregate_type: $aggregate,
            payload: written_schema::<$payload>,
        },)*];
    };
}

pub mod compliance;
pub mod construction;
pub mod documents;
pub mod fund;
pub mod import;
pub mod loan_file;

/// Every event type this release writes, in the order of the sources.
pub fn catalogue() -> impl Iterator<Item = &'static EventDescription> {
    CATALOGUE
        .iter()
        .chain(construction::CATALOGUE)
        .chain(documents::CATALOGUE)
        .chain(fund::CATALOGUE)
        .chain(import::CATALOGUE)
        .chain(loan_file::CATALOGUE)
        .chain(compliance::CATALOGUE)
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

    /// What holds for the whole book was set anew.
    OrganizationSettingsChanged = "organization", "Organization.SettingsChanged" v 1 {
        /// The lender.
        organization_id: OrganizationId,
        /// Whether whoever requested a draw may approve it as well.
        one_person_lender: bool,
        /// Who set it.
        changed_by: String,
    }

    /// Someone may work in the book from now on. The owner has no such event: `Organization.Created` names them.
    UserAdded = "user", "User.Added" v 1 {
        /// The user.
        user_id: UserId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Name, unlike that of every other user of the book.
        name: String,
        /// What the user may do.
        role: UserRole,
        /// Who added them.
        added_by: String,
    }

    /// A user may do more or less than before.
    UserRoleChanged = "user", "User.RoleChanged" v 1 {
        /// The user.
        user_id: UserId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Role until now.
        from: UserRole,
        /// Role from now on.
        to: UserRole,
        /// Who changed it.
        changed_by: String,
    }

    /// A user may not work in the book any more; what they did stays theirs.
    UserDeactivated = "user", "User.Deactivated" v 1 {
        /// The user.
        user_id: UserId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Who deactivated them.
        deactivated_by: String,
    }

    /// A user who was deactivated may work in the book again.
    UserReactivated = "user", "User.Reactivated" v 1 {
        /// The user.
        user_id: UserId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Who reactivated them.
        reactivated_by: String,
    }

    /// A borrower or a lender was entered.
    PersonCreated = "person", "Person.Created" v 1 {
        /// The person.
        person_id: PersonId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// What they are: a borrower, a lender, an investor, or any other contact.
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
    LoanCreated = "loan", "Loan.Created" v 4 {
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
        /// Its number elsewhere: with the lender's other system, or the lender that it was taken over from.
        external_reference: Option<String>,
        /// What the money is for.
        purpose: Option<String>,
        /// Currency of every amount of the loan.
        currency: Currency,
        /// What is agreed.
        #[serde(flatten)]
        terms: AgreedTerms,
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
    LoanFunded = "loan", "Loan.Funded" v 5 {
        /// The loan.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Day from which interest accrues.
        funded_on: NaiveDate,
        /// Currency of every amount of the loan.
        currency: Currency,
        /// What is agreed.
        #[serde(flatten)]
        terms: AgreedTerms,
        /// What was owed of it when it was taken over from elsewhere; none of a loan that began in this book.
        carried_over: Option<CarriedBalance>,
        /// Who funded it.
        funded_by: String,
    }

    /// A payment schedule was made for a loan, or the rest of one was cut anew. One `Payment.Scheduled` follows for
    /// each instalment.
    PaymentScheduleCreated = "payment_schedule", "Payment.ScheduleCreated" v 2 {
        /// The schedule.
        schedule_id: ScheduleId,
        /// The loan it belongs to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The event that it follows from.
        funded_event_id: EventId,
        /// Instalments due on this day and later give way to these; none for the first schedule.
        replaces_from: Option<NaiveDate>,
        /// Why it was made.
        reason: ScheduleReason,
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

    /// Money came in. `Payment.Processed` says where it went.
    PaymentReceived = "payment", "Payment.Received" v 1 {
        /// The payment.
        payment_id: PaymentId,
        /// The loan it is for.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Currency of its amount.
        currency: Currency,
        /// How much came in.
        amount: Amount,
        /// The day from which it counts.
        received_on: NaiveDate,
        /// How it came.
        method: PaymentMethod,
        /// A cheque's or a transfer's number.
        reference: Option<String>,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who recorded it.
        received_by: String,
    }

    /// A payment was put to what was owed; a later one of the same payment takes the place of the former, since a
    /// payment recorded late, a reversal or a waiver moves what comes after it.
    PaymentProcessed = "payment", "Payment.Processed" v 1 {
        /// The payment.
        payment_id: PaymentId,
        /// The loan it is for.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Currency of its amounts.
        currency: Currency,
        /// How often it was processed, from 1.
        revision: u32,
        /// All of it: the sum of the parts.
        amount: Amount,
        /// To fees.
        fees: Amount,
        /// To late charges.
        late_charges: Amount,
        /// To interest.
        interest: Amount,
        /// To principal.
        principal: Amount,
        /// What of the principal was not due yet.
        prepaid: Amount,
        /// What is held, since nothing was owed for it.
        held: Amount,
        /// The instalments that it covered.
        covered: Vec<CoveredInstalment>,
        /// Principal outstanding after it.
        balance: Amount,
    }

    /// A payment did not come in after all, or was recorded by mistake. From its day on, it never had.
    PaymentReversed = "payment", "Payment.Reversed" v 1 {
        /// The payment.
        payment_id: PaymentId,
        /// The loan it was for.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Currency of its amount.
        currency: Currency,
        /// How much it was.
        amount: Amount,
        /// The day from which it does not count any more.
        reversed_on: NaiveDate,
        /// Why, in the user's words.
        reason: String,
        /// Who reversed it.
        reversed_by: String,
    }

    /// The bank returned a payment; `Payment.Reversed` follows.
    PaymentFailed = "payment", "Payment.Failed" v 1 {
        /// The payment.
        payment_id: PaymentId,
        /// The loan it was for.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Currency of its amount.
        currency: Currency,
        /// How much it was.
        amount: Amount,
        /// The day on which it was returned.
        failed_on: NaiveDate,
        /// Why, in the bank's words.
        reason: String,
    }

    /// An instalment was not paid within its days of grace.
    PaymentLate = "payment", "Payment.Late" v 1 {
        /// The instalment.
        payment_id: PaymentId,
        /// The loan it belongs to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Currency of its amounts.
        currency: Currency,
        /// Place in the schedule, from 1.
        number: u32,
        /// Day on which it was due.
        due_on: NaiveDate,
        /// First day after the days of grace.
        late_on: NaiveDate,
        /// Amount due.
        payment: Amount,
    }

    /// A fee fell due.
    FeeAssessed = "fee", "Fee.Assessed" v 1 {
        /// The fee.
        fee_id: FeeId,
        /// The loan it is charged to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Currency of its amount.
        currency: Currency,
        /// What it is charged for.
        kind: FeeKind,
        /// How much.
        amount: Amount,
        /// The day on which it fell due.
        assessed_on: NaiveDate,
        /// Of a late charge: the due date of the instalment that is late.
        late_due_on: Option<NaiveDate>,
        /// What is to be remembered of it.
        note: Option<String>,
        /// Who assessed it.
        assessed_by: String,
    }

    /// What was unpaid of a fee was forgiven.
    FeeWaived = "fee", "Fee.Waived" v 2 {
        /// The fee.
        fee_id: FeeId,
        /// The loan it was charged to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Currency of its amount.
        currency: Currency,
        /// How much was forgiven.
        amount: Amount,
        /// The day from which it is not owed any more.
        waived_on: NaiveDate,
        /// Why.
        reason: String,
        /// Of a late charge: whether it was not warranted, since the instalment was paid in time.
        was_unwarranted: bool,
        /// Who forgave it.
        waived_by: String,
    }

    /// What was forgiven of a late charge since the instalment had been paid in time is owed again: that payment did
    /// not come in after all.
    FeeReinstated = "fee", "Fee.Reinstated" v 1 {
        /// The fee.
        fee_id: FeeId,
        /// The loan it is charged to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Currency of its amount.
        currency: Currency,
        /// How much is owed again.
        amount: Amount,
        /// The day from which it is: that on which it fell due.
        reinstated_on: NaiveDate,
        /// Why.
        reason: String,
        /// Who did what it follows from.
        reinstated_by: String,
    }

    /// The borrower was told what pays the loan off until a day.
    LoanPayoffQuoted = "loan", "Loan.PayoffQuoted" v 1 {
        /// The quote.
        quote_id: QuoteId,
        /// The loan.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Currency of its amounts.
        currency: Currency,
        /// The day of the quote.
        quoted_on: NaiveDate,
        /// The day through which interest is reckoned; the quote expires after it.
        good_through: NaiveDate,
        /// Principal outstanding.
        principal: Amount,
        /// Interest unpaid, accrued through the day.
        interest: Amount,
        /// Fees unpaid.
        fees: Amount,
        /// Late charges unpaid.
        late_charges: Amount,
        /// Money held, which is taken off.
        held: Amount,
        /// What pays the loan off.
        total: Amount,
        /// What each further day adds.
        per_diem: Amount,
        /// Who quoted it.
        quoted_by: String,
    }

    /// Nothing is owed any more.
    LoanPaidOff = "loan", "Loan.PaidOff" v 1 {
        /// The loan.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The day on which the last of it was paid.
        paid_off_on: NaiveDate,
    }

    /// The borrower does not pay; default interest accrues from that day.
    LoanDefaulted = "loan", "Loan.Defaulted" v 1 {
        /// The loan.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The day from which default interest accrues.
        defaulted_on: NaiveDate,
        /// Added to the annual rate.
        default_margin_percent: AnnualRate,
        /// Why.
        reason: Option<String>,
        /// Who marked it.
        marked_by: String,
    }

    /// A default was made good; default interest ends on that day.
    LoanCured = "loan", "Loan.Cured" v 1 {
        /// The loan.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The day on which default interest ends.
        cured_on: NaiveDate,
        /// Why.
        reason: Option<String>,
        /// Who marked it.
        marked_by: String,
    }

    /// What is owed was given up as a loss.
    LoanChargedOff = "loan", "Loan.ChargedOff" v 1 {
        /// The loan.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// Currency of its amounts.
        currency: Currency,
        /// The day of the loss.
        charged_off_on: NaiveDate,
        /// Principal given up.
        principal: Amount,
        /// Interest given up.
        interest: Amount,
        /// Fees and late charges given up.
        fees: Amount,
        /// Why.
        reason: Option<String>,
        /// Who gave it up.
        charged_off_by: String,
    }

    /// The rest of a loan runs on other terms from a day on.
    LoanModified = "loan", "Loan.Modified" v 3 {
        /// The loan.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The day from which they hold.
        modified_on: NaiveDate,
        /// The terms of the rest.
        #[serde(flatten)]
        terms: RemainingTerms,
        /// Why.
        reason: String,
        /// Who modified it.
        modified_by: String,
    }

    /// A loan ends later than was agreed.
    LoanExtended = "loan", "Loan.Extended" v 3 {
        /// The loan.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The day from which that holds.
        extended_on: NaiveDate,
        /// By so many months.
        months: u32,
        /// The day of the last payment until now.
        maturity_before: NaiveDate,
        /// The day of the last payment from now on.
        maturity_on: NaiveDate,
        /// The terms of the rest.
        #[serde(flatten)]
        terms: RemainingTerms,
        /// Why.
        reason: String,
        /// Who extended it.
        extended_by: String,
    }

    /// A file was added to a loan. Its content is kept in the book under its hash, once for all files that are the
    /// same; the log has the hash alone.
    AttachmentAdded = "attachment", "Attachment.Added" v 1 {
        /// The attachment.
        attachment_id: AttachmentId,
        /// The loan it belongs to.
        loan_id: LoanId,
        /// The book's owner.
        organization_id: OrganizationId,
        /// The file's name, without a folder.
        file_name: String,
        /// What the content is.
        media_type: MediaType,
        /// How large it is, in bytes.
        size_bytes: i64,
        /// SHA-256 of the content, in hexadecimal.
        sha256: String,
        /// Who added it.
        added_by: String,
    }
}

/// What a payment covered of an instalment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CoveredInstalment {
    /// The instalment, by its due date.
    pub due_on: NaiveDate,
    /// The day from which it is covered.
    pub covered_on: NaiveDate,
    /// How much of it.
    pub amount: Amount,
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
