//! What commands answer, where a query's own answer is not it.

use app::{
    bus::DryRunOutcome,
    exports::ExportKind,
    queries::{
        account::{AccountView, AccrualView, PayoffQuote},
        attachment::Attachment,
        compliance::ComplianceEntry,
        document::{Document, Template},
        draw::DrawSummary,
        event::EventView,
        filing::Filing,
        fund::FundSummary,
        handler::HandlerStatistics,
        inspection::InspectionSummary,
        licence::Licence,
        loan::LoanSummary,
        note::Note,
        party::Party,
        payment::{DueInstalment, Payment},
        person::Person,
        property::Property,
        schedule::{SchedulePreview, ScheduleVersion},
        search::SearchHit,
        user::User,
    },
};
use chrono::NaiveDate;
use domain::{Amount, AnnualRate, Currency, EventId};
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

    /// Who works in the book, and who did.
    UserList {
        /// The owner first, then in the order in which they were added.
        users: Vec<User>,
    }

    /// What can be exported.
    ExportKindList {
        /// By name.
        kinds: Vec<ExportKind>,
    }

    /// Entries of the compliance log.
    ComplianceLog {
        /// Newest first.
        entries: Vec<ComplianceEntry>,
        /// How many there are that fit.
        total: i64,
        /// How many events matter and have no entry, of all loans and areas: they passed while the recorder was disabled,
        /// or it failed on them. `compliance.catch_up` writes their entries.
        missing: i64,
        /// Send it as `before_number` for the next page; none after the last one.
        next_before_number: Option<i64>,
    }

    /// What the compliance log has caught up with.
    ComplianceCaughtUp {
        /// How many entries were written.
        recorded: i64,
    }

    /// What is to be filed.
    FilingList {
        /// What is due first, and what is done last.
        filings: Vec<Filing>,
    }

    /// Licences of the lender.
    LicenceList {
        /// The one that expires next first, and those that have ended last.
        licences: Vec<Licence>,
    }

    /// The funds of the book.
    FundList {
        /// By name.
        funds: Vec<FundSummary>,
    }

    /// Notes on a loan or on a person.
    NoteList {
        /// Pinned ones first, then the newest first.
        notes: Vec<Note>,
    }

    /// People in their roles on loans.
    PartyList {
        /// Borrower and lender first, then in the order in which the roles began.
        parties: Vec<Party>,
    }

    /// Properties.
    PropertyList {
        /// By address.
        properties: Vec<Property>,
    }

    /// What a search found.
    SearchAnswer {
        /// The best first.
        hits: Vec<SearchHit>,
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

    /// Payments that came in.
    PaymentList {
        /// Newest first.
        payments: Vec<Payment>,
        /// How many fit the filter in all.
        total: i64,
    }

    /// Instalments that are to be paid.
    DueList {
        /// The day from which they are reckoned.
        today: NaiveDate,
        /// Oldest first.
        instalments: Vec<DueInstalment>,
        /// How many there are in all.
        total: i64,
    }

    /// Draws.
    DrawList {
        /// Of one loan by number; of all, what happened last first.
        draws: Vec<DrawSummary>,
        /// How many fit the filter in all.
        total: i64,
    }

    /// Inspections.
    InspectionList {
        /// Those to do first, by their day, then those done, newest first.
        inspections: Vec<InspectionSummary>,
        /// How many fit the filter in all.
        total: i64,
    }

    /// A payment after it was recorded or reversed.
    Recorded {
        /// The payment, and where it went.
        payment: Payment,
        /// What is owed of the loan today.
        account: AccountView,
    }

    /// Payoff quotes.
    PayoffList {
        /// Newest first.
        quotes: Vec<PayoffQuote>,
    }

    /// The schedules of a loan.
    ScheduleList {
        /// Newest first.
        schedules: Vec<ScheduleVersion>,
    }

    /// The instalments to come on the present terms and on others.
    AmendmentPreview {
        /// The day from which the others hold.
        effective_on: NaiveDate,
        /// Principal outstanding on that day.
        principal: Amount,
        /// Interest overdue on that day. It is owed on either terms; on the others it is due on top of the first instalment.
        carried_interest: Amount,
        /// What is open of instalments due until that day, on the present terms; on the others it is due anew.
        past_due: Amount,
        /// On the present terms, without what is due until that day.
        before: SchedulePreview,
        /// On the others.
        after: SchedulePreview,
        /// Interest that the days to come bear on the present terms, arrears apart.
        interest_before: Amount,
        /// The same on the others.
        interest_after: Amount,
    }

    /// An annual percentage rate.
    AprView {
        /// In percent, half up to the places asked for.
        apr_percent: String,
        /// The period over which interest compounds.
        unit_period: UnitPeriodView,
        /// How many of them a year has: a number where that is whole, else a ratio as text, such as `"73/51"`.
        unit_periods_per_year: PeriodsPerYear,
        /// The same as two whole numbers, whatever it is.
        unit_periods_per_year_exactly: Ratio,
    }

    /// A ratio of whole numbers, in lowest terms.
    Ratio {
        /// Upper part.
        numerator: u32,
        /// Lower part, not zero.
        denominator: u32,
    }

    /// What is owed on a day by terms and transactions.
    LedgerView {
        /// The day.
        as_of: NaiveDate,
        /// Principal outstanding.
        principal: Amount,
        /// Interest accrued and not paid.
        accrued_interest: Amount,
        /// Fees unpaid, without late charges.
        fees: Amount,
        /// Late charges unpaid.
        late_charges: Amount,
        /// Principal, interest, fees and late charges.
        total: Amount,
        /// Money received that nothing is owed for yet.
        held: Amount,
        /// Interest of one further day.
        per_diem: Amount,
        /// The rate in force.
        annual_rate_percent: AnnualRate,
        /// Interest accrued and not paid, before rounding.
        accrued_exactly: String,
        /// The due date of the oldest instalment that is not paid.
        next_due_on: Option<NaiveDate>,
        /// What is open of instalments due before the day.
        past_due: Amount,
        /// Where each payment went, in the order in which they count.
        allocations: Vec<LedgerAllocation>,
        /// The stretches of time in which interest accrued.
        accruals: Vec<AccrualView>,
        /// The instalments in force.
        instalments: Vec<LedgerInstalment>,
    }

    /// Where a payment went.
    LedgerAllocation {
        /// Its place among the transactions, from 1.
        transaction: usize,
        /// The day from which it counts.
        on: NaiveDate,
        /// All of it.
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
        /// Principal outstanding after it.
        balance: Amount,
    }

    /// An instalment, and what was paid of it.
    LedgerInstalment {
        /// Place in the schedule, from 1.
        number: u32,
        /// Day on which it is due.
        due_on: NaiveDate,
        /// Amount due.
        payment: Amount,
        /// What was paid of it.
        paid: Amount,
        /// The day on which the last of it was paid.
        paid_on: Option<NaiveDate>,
    }

    /// What pays a loan off.
    PayoffView {
        /// The day of the quote.
        as_of: NaiveDate,
        /// The day through which interest is reckoned.
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
    }

    /// The attachments of a loan.
    AttachmentList {
        /// Oldest first.
        attachments: Vec<Attachment>,
    }

    /// An attachment, and what it looks like.
    AttachmentView {
        /// The attachment.
        attachment: Attachment,
        /// A small JPEG as a data URL; none of what is no picture, or could not be made small.
        thumbnail: Option<String>,
        /// Where a copy of the content was written.
        saved_to: Option<String>,
    }

    /// Documents.
    DocumentList {
        /// The newest first.
        documents: Vec<Document>,
        /// How many there are that fit.
        total: i64,
    }

    /// A document that was asked for.
    MadeDocument {
        /// The document.
        #[serde(flatten)]
        document: Document,
        /// Characters in it that no font has, so that boxes stand in their places; left out where there are none.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        missing_characters: Option<String>,
    }

    /// A document, and what was wished for of it.
    DocumentView {
        /// The document.
        document: Document,
        /// Where a copy of it was written.
        saved_to: Option<String>,
        /// Its pages as SVG pictures.
        pages: Option<Vec<String>>,
        /// Characters on its pages that no font has, so that boxes stand in their places.
        missing_characters: Option<String>,
        /// Whether it is the same, byte for byte, when it is made again.
        is_same_made_again: Option<bool>,
    }

    /// The templates of all kinds.
    TemplateList {
        /// In the order in which they are shown.
        templates: Vec<Template>,
    }

    /// The pages of a template, or why there are none.
    TemplatePreview {
        /// The pages as SVG pictures.
        pages: Vec<String>,
        /// Characters on the pages that no font has, so that boxes stand in their places.
        missing_characters: Option<String>,
        /// What is wrong with the template.
        fault: Option<TemplateFault>,
    }

    /// What is wrong with a template, and where.
    TemplateFault {
        /// What is wrong.
        message: String,
        /// Line, from 1.
        line: Option<usize>,
        /// Column in it, from 1.
        column: Option<usize>,
        /// What might help.
        hints: Vec<String>,
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

/// A unit-period: a word where it has one, or so many of a unit.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, TS)]
#[serde(untagged)]
pub enum UnitPeriodView {
    /// In a word, such as `monthly`.
    Word(String),
    /// In numbers, such as 255 days.
    Period {
        /// How many of the unit.
        every: u32,
        /// `days`, `weeks` or `months`.
        unit: &'static str,
    },
}

/// How many unit-periods a year has.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema, TS)]
#[serde(untagged)]
pub enum PeriodsPerYear {
    /// A whole number.
    Whole(u32),
    /// A ratio such as `365/255`.
    Ratio(String),
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
    /// It runs after the commit.
    Queued,
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

impl AmendmentPreview {
    pub(crate) fn of(preview: &domain::AmendmentEffect, currency: Currency) -> Self {
        let amount = |money| Amount::new(money, currency);
        Self {
            effective_on: preview.effective_on,
            principal: amount(preview.principal),
            carried_interest: amount(preview.carried_interest),
            past_due: amount(preview.past_due),
            interest_before: amount(preview.interest_before),
            interest_after: amount(preview.interest_after),
            before: SchedulePreview::of(&preview.before, currency),
            after: SchedulePreview::of(&preview.after, currency),
        }
    }
}
