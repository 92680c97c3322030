//! What each command does: read its input, call the core, shape the answer. No lending rule lives here.

use std::path::Path;

use app::{
    AppError, Book, Result,
    archive::{self, ArchivePreview, ArchiveReport},
    bus::{EventBus, EventOutcome, RunStatus, UnitOfWork},
    commands::{self, loan::LoanApplication},
    integrity::{self, ChainHead, RebuildReport, VerifyReport},
    queries::{
        self,
        as_of::{AsOf, Balances, LoanAsOf},
        book::BookView,
        loan::Loan,
        person::Person,
        schedule::LoanSchedule,
        statistics::BookStatistics,
    },
    recovery, sample,
};
use domain::{
    ConstructionTerms, Currency, LoanTerms, Money, NewPerson, PersonId, ServicingTerms, Transition,
};
use store::Transaction;

use crate::{Desk, WireError, desk::Call, input::*, output::*};

mod attachments;
mod calculators;
mod compliance;
mod construction;
mod documents;
mod exports;
mod fund;
mod import;
mod loan_file;
mod servicing;
mod users;

pub use attachments::*;
pub use calculators::*;
pub use compliance::*;
pub use construction::*;
pub use documents::*;
pub use exports::*;
pub use fund::*;
pub use import::*;
pub use loan_file::*;
pub use servicing::*;
pub use users::*;

/// What a command of the desk answers; the others answer with the core's own error.
type Answer<T> = std::result::Result<T, WireError>;

/// How many loans a list shows at most.
const MOST_LOANS: u32 = 10_000;
/// How many events a page shows at most.
const MOST_EVENTS: u32 = 1_000;

pub fn book_create(desk: &Desk, input: CreateBook) -> Answer<BookView> {
    view(&*desk.create(&input)?)
}

pub fn book_open(desk: &Desk, input: OpenBook) -> Answer<BookView> {
    view(&*desk.open(&input.address, input.passphrase.as_deref())?)
}

pub fn book_sample(desk: &Desk, input: SampleBook) -> Answer<BookView> {
    let address = input.address.unwrap_or_else(|| free_sample_address(desk));
    let new = CreateBook {
        address,
        organization: "Cedar Street Lending (sample)".to_owned(),
        currency: Currency::from_code("USD").map_err(|error| WireError::invalid("currency", error))?,
        owner: "Alex Morgan".to_owned(),
        passphrase: None,
    };
    let book = desk.create(&new)?;
    sample::fill(&book)?;
    view(&book)
}

/// The first name in the documents folder that no file has.
fn free_sample_address(desk: &Desk) -> String {
    let folder = desk.documents_folder();
    let name = |number: u32| match number {
        1 => folder.join("Sample portfolio.lendingos"),
        number => folder.join(format!("Sample portfolio {number}.lendingos")),
    };
    let free = (1..).map(name).find(|path| !path.exists());
    free.unwrap_or_else(|| folder.join("Sample portfolio.lendingos")).display().to_string()
}

pub fn book_copy(desk: &Desk, input: CopyBook, call: &Call<'_>) -> Answer<VerifyReport> {
    desk.copy(&input, call.progress)
}

pub fn book_statistics(book: &Book, _: NoInput, _: &Call<'_>) -> Result<BookStatistics> {
    book.read(|transaction| queries::statistics::get(book, transaction))
}

pub fn book_close(desk: &Desk, _: NoInput) -> Answer<Nothing> {
    desk.close();
    Ok(Nothing {})
}

pub fn book_recent(desk: &Desk, _: NoInput) -> Answer<RecentBookList> {
    Ok(RecentBookList {
        books: desk.recent(),
        suggested_folder: desk.documents_folder().display().to_string(),
    })
}

pub fn currency_list(_: &Desk, _: NoInput) -> Answer<CurrencyList> {
    let view = |currency: Currency| CurrencyView {
        code: currency.code().to_owned(),
        minor_digits: currency.minor_digits(),
    };
    Ok(CurrencyList { currencies: Currency::all().map(view).collect() })
}

fn view(book: &Book) -> Answer<BookView> {
    Ok(book.read(|transaction| queries::book::get(book, transaction))?)
}

pub fn book_get(book: &Book, transaction: &mut dyn Transaction, _: NoInput) -> Result<BookView> {
    queries::book::get(book, transaction)
}

pub fn person_create(_: &Book, work: &mut UnitOfWork<'_>, input: CreatePerson) -> Result<Person> {
    let CreatePerson { kind, name, email, phone, address, tax_id } = input;
    let person_id = PersonId::from_uuid(work.next_id());
    commands::person::create(work, NewPerson { person_id, kind, name, email, phone, address, tax_id })?;
    queries::person::get(work.transaction(), person_id)
}

pub fn person_list(_: &Book, transaction: &mut dyn Transaction, input: ListPeople) -> Result<PersonList> {
    Ok(PersonList { people: queries::person::list(transaction, input.kind, input.search.as_deref())? })
}

pub fn loan_create(book: &Book, work: &mut UnitOfWork<'_>, input: CreateLoan) -> Result<Loan> {
    let currency = book.organization().currency;
    let terms = LoanTerms {
        principal: money("principal", input.principal, currency)?,
        annual_rate: input.annual_rate_percent,
        term_months: input.term_months,
        schedule_type: input.schedule_type,
        frequency: input.frequency,
        day_count: input.day_count,
        rounding: input.rounding,
        first_payment_on: input.first_payment_on,
        amortization_months: input.amortization_months,
        interest_only_periods: input.interest_only_periods.unwrap_or(0),
        servicing: servicing_terms(&input, currency)?,
        construction: construction_terms(input.construction.as_ref(), currency)?,
    };
    let CreateLoan {
        borrower_id, lender_id, external_reference, purpose, funding_fund_id, participants, ..
    } = input;
    let application = LoanApplication { borrower_id, lender_id, external_reference, purpose, terms };
    let loan_id = commands::loan::create(work, application)?;
    if funding_fund_id.is_some() {
        commands::fund::set_source(work, loan_id, funding_fund_id, None).map_err(as_funding_fund)?;
    }
    if let Some(participants) = participants {
        commands::fund::set_participations(work, loan_id, fund::shares(participants), None, None)?;
    }
    queries::loan::get(work.transaction(), loan_id, currency)
}

/// A loan that is created names its fund by another field.
fn as_funding_fund(error: AppError) -> AppError {
    match error {
        AppError::NotFound { kind: "fund", id, .. } => {
            AppError::NotFound { kind: "fund", field: "funding_fund_id", id }
        }
        other => other,
    }
}

/// What is said of servicing, and the usual where nothing is.
fn servicing_terms(input: &CreateLoan, currency: Currency) -> Result<ServicingTerms> {
    let usual = ServicingTerms::usual(currency);
    let limit = |amount| money("late_fee_at_most", amount, currency);
    let fee = |amount| money("returned_payment_fee", amount, currency);
    Ok(ServicingTerms {
        allocation_order: input.allocation_order.unwrap_or_default(),
        excess: input.excess_rule.unwrap_or_default(),
        grace_days: input.grace_days.unwrap_or(usual.grace_days),
        late_fee_percent: input.late_fee_percent.unwrap_or(usual.late_fee_percent),
        late_fee_at_most: input.late_fee_at_most.map(limit).transpose()?.or(usual.late_fee_at_most),
        default_margin: input.default_margin_percent.unwrap_or(usual.default_margin),
        returned_payment_fee: input.returned_payment_fee.map(fee).transpose()?.unwrap_or(Money::ZERO),
    })
}

/// A loan that is drawn, where anything is said of it. An inspection is asked for unless it is said otherwise.
fn construction_terms(
    input: Option<&ConstructionInput>,
    currency: Currency,
) -> Result<Option<ConstructionTerms>> {
    let Some(input) = input else { return Ok(None) };
    let advance =
        input.initial_advance.map(|amount| money("initial_advance", amount, currency)).transpose()?;
    Ok(Some(ConstructionTerms {
        initial_advance: advance.unwrap_or(Money::ZERO),
        inspection_required: input.inspection_required.unwrap_or(true),
        waivers_required: input.waivers_required.unwrap_or(false),
    }))
}

pub fn loan_get(book: &Book, transaction: &mut dyn Transaction, input: LoanRef) -> Result<Loan> {
    queries::loan::get(transaction, input.loan_id, book.organization().currency)
}

pub fn loan_as_of(book: &Book, input: LoanAtTime, _: &Call<'_>) -> Result<LoanAsOf> {
    let LoanAtTime { loan_id, known_at, effective_on } = input;
    queries::as_of::loan(book, loan_id, AsOf { known_at, effective_on })
}

pub fn loan_balances(book: &Book, transaction: &mut dyn Transaction, input: AtTime) -> Result<Balances> {
    let AtTime { loan_id, known_at, effective_on } = input;
    queries::as_of::balances(book, transaction, loan_id, AsOf { known_at, effective_on })
}

pub fn loan_list(book: &Book, transaction: &mut dyn Transaction, input: ListLoans) -> Result<LoanList> {
    let filter = queries::loan::Filter { statuses: input.statuses.unwrap_or_default(), search: input.search };
    let limit = input.limit.unwrap_or(500).min(MOST_LOANS);
    let offset = input.offset.unwrap_or(0);
    let (loans, total) =
        queries::loan::list(transaction, &filter, limit, offset, book.organization().currency)?;
    Ok(LoanList { loans, total })
}

pub fn loan_transition(book: &Book, work: &mut UnitOfWork<'_>, input: TransitionLoan) -> Result<Loan> {
    let effective_on = input.effective_on.unwrap_or(work.context().decision.today);
    let transition = Transition { to: input.to, effective_on, reason: input.reason };
    commands::loan::transition(work, input.loan_id, transition, input.expected_version)?;
    queries::loan::get(work.transaction(), input.loan_id, book.organization().currency)
}

pub fn schedule_get(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: GetSchedule,
) -> Result<LoanSchedule> {
    queries::schedule::get(transaction, input.loan_id, input.schedule_id, book.organization().currency)
}

pub fn event_history(
    _: &Book,
    transaction: &mut dyn Transaction,
    input: EventHistory,
) -> Result<EventHistoryView> {
    Ok(EventHistoryView {
        events: queries::event::history(transaction, input.aggregate_id, input.include_loan)?,
    })
}

pub fn event_list(_: &Book, transaction: &mut dyn Transaction, input: ListEvents) -> Result<EventPage> {
    let filter = queries::event::Filter {
        event_type: input.event_type,
        aggregate_type: input.aggregate_type,
        aggregate_id: input.aggregate_id,
        user: input.user,
        status: input.status.map(Into::into),
        from: input.from,
        to: input.to,
        before_position: input.before_position,
    };
    let limit = input.limit.unwrap_or(100).clamp(1, MOST_EVENTS);
    let events = queries::event::list(transaction, &filter, limit)?;
    let is_full = u32::try_from(events.len()).is_ok_and(|found| found == limit);
    Ok(EventPage {
        next_before_position: events.last().filter(|_| is_full).map(|event| event.position),
        events,
        event_types: domain::events::catalogue().map(|event| event.event_type.to_owned()).collect(),
    })
}

pub fn event_replay(book: &Book, input: ReplayEvents, _: &Call<'_>) -> Result<ReplayReport> {
    let outcomes = if input.dry_run {
        recovery::dry_run(book, input.aggregate_id)?.into_iter().map(ReplayOutcome::of_dry_run).collect()
    } else {
        outcomes(recovery::replay(book, input.aggregate_id)?)
    };
    Ok(ReplayReport { dry_run: input.dry_run, outcomes })
}

pub fn event_retry(book: &Book, input: RetryEvents, _: &Call<'_>) -> Result<ReplayReport> {
    Ok(ReplayReport { dry_run: false, outcomes: outcomes(recovery::retry(book, input.event_id)?) })
}

fn outcomes(events: Vec<EventOutcome>) -> Vec<ReplayOutcome> {
    let of_event = |event: EventOutcome| {
        let EventOutcome { event_id, position, event_type, pairs } = event;
        pairs.into_iter().map(move |pair| ReplayOutcome {
            event_id,
            position,
            event_type: event_type.clone(),
            handler: pair.handler.to_owned(),
            outcome: match pair.status {
                RunStatus::Success => Outcome::Success,
                RunStatus::Failure => Outcome::Failure,
                RunStatus::Skipped => Outcome::Skipped,
                RunStatus::Queued => Outcome::Queued,
            },
            error: pair.error,
            differences: Vec::new(),
        })
    };
    events.into_iter().flat_map(of_event).collect()
}

pub fn handler_list(_: &Book, transaction: &mut dyn Transaction, _: NoInput) -> Result<HandlerList> {
    Ok(HandlerList { handlers: queries::handler::list(transaction)? })
}

pub fn handler_enable(_: &Book, work: &mut UnitOfWork<'_>, input: HandlerRef) -> Result<HandlerList> {
    set_enabled(work, &input.name, true)
}

pub fn handler_disable(_: &Book, work: &mut UnitOfWork<'_>, input: HandlerRef) -> Result<HandlerList> {
    set_enabled(work, &input.name, false)
}

fn set_enabled(work: &mut UnitOfWork<'_>, name: &str, enabled: bool) -> Result<HandlerList> {
    let context = work.context();
    if !EventBus::set_enabled(work.transaction(), context, name, enabled)? {
        return Err(app::AppError::NotFound { kind: "handler", field: "name", id: name.to_owned() });
    }
    Ok(HandlerList { handlers: queries::handler::list(work.transaction())? })
}

pub fn archive_preview(
    book: &Book,
    transaction: &mut dyn Transaction,
    input: PreviewArchive,
) -> Result<ArchivePreview> {
    archive::preview(book, transaction, input.before)
}

pub fn archive_create(book: &Book, input: CreateArchive, call: &Call<'_>) -> Result<ArchiveReport> {
    archive::create(book, input.before, input.folder.as_deref().map(Path::new), call.progress)
}

pub fn integrity_verify(book: &Book, input: VerifyBook, call: &Call<'_>) -> Result<VerifyReport> {
    let kept = input.head.map(|path| integrity::read_head(book, Path::new(&path))).transpose()?;
    integrity::verify(book, kept.as_ref(), call.progress)
}

pub fn integrity_write_head(book: &Book, input: WriteHead, _: &Call<'_>) -> Result<ChainHead> {
    integrity::write_head(book, Path::new(&input.path))
}

pub fn integrity_rebuild(book: &Book, _: NoInput, call: &Call<'_>) -> Result<RebuildReport> {
    integrity::rebuild(book, call.progress)
}
