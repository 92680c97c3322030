//! What commands take, read strictly: a field that is not known is refused by its name.

use app::AppError;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    AllocationOrder, Amount, AnnualRate, CommandId, Currency, DayCount, EventId, ExcessRule, Frequency,
    FundId, LoanId, LoanStatus, Money, Percent, PersonId, PersonKind, Rounding, ScheduleId, ScheduleType,
};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de};
use serde_json::Value as Json;
use ts_rs::TS;
use uuid::Uuid;

use crate::{ErrorCode, WireError, desk::Call};

/// Reads an input, and says of what cannot be read which field it is and what is allowed.
///
/// # Errors
/// `unknown_field`, `missing_field`, `unreadable_input` or `invalid_input`, each with the field.
pub fn read<T: de::DeserializeOwned>(input: Json) -> Result<T, WireError> {
    if !input.is_object() {
        return Err(WireError::new(ErrorCode::UnreadableInput, "the input must be a JSON object"));
    }
    serde_path_to_error::deserialize(input).map_err(|error| {
        let path = error.path().to_string();
        let message = error.into_inner().to_string();
        // The path ends with the object in which the field is, or with the field itself.
        let field = || {
            let name = message.split('`').nth(1).unwrap_or_default();
            let is_named = path == name || path.ends_with(&format!(".{name}"));
            match path.as_str() {
                "." => name.to_owned(),
                _ if is_named => path.clone(),
                inside => format!("{inside}.{name}"),
            }
        };
        if message.starts_with("unknown field") {
            return WireError::new(ErrorCode::UnknownField, message.clone()).at(field());
        }
        if message.starts_with("missing field") {
            let field = field();
            return WireError::new(ErrorCode::MissingField, format!("{field} is missing")).at(field);
        }
        if path == "." {
            let message = format!("the input must be a JSON object: {}", in_plain_words(&message));
            return WireError::new(ErrorCode::UnreadableInput, message);
        }
        let code =
            if is_refused_rate(&message) { ErrorCode::InvalidInput } else { ErrorCode::UnreadableInput };
        WireError { code, ..WireError::invalid(&path, in_plain_words(&message)) }
    })
}

/// A rate is checked while it is read; one that was read and then refused is no unreadable input.
fn is_refused_rate(message: &str) -> bool {
    use domain::RateError::{Negative, OverAHundred, TooManyDecimals};
    [Negative, OverAHundred, TooManyDecimals].iter().any(|error| error.to_string() == message)
}

/// A deserializer speaks of Rust's types; a person has numbers and texts.
fn in_plain_words(message: &str) -> String {
    let plain = [
        ("expected u32", "expected a whole number, not negative"),
        ("expected i64", "expected a whole number"),
        ("expected a string", "expected text"),
        ("expected string or map", "expected a word"),
        ("expected a sequence", "expected a list"),
        ("expected a map", "expected an object"),
        ("expected a boolean", "expected true or false"),
        ("invalid length", "must not be of length"),
        ("invalid type: ", "must not be "),
        ("invalid value: ", "must not be "),
        ("unknown variant", "must not be"),
        ("UUID parsing failed", "must be an id"),
    ];
    let message = match message.split_once("expected struct ") {
        Some((before, _)) => format!("{before}expected an object"),
        None => message.to_owned(),
    };
    plain.iter().fold(message, |text, (from, to)| text.replace(from, to))
}

fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let text = String::deserialize(deserializer)?;
    let is_iso = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let date = if is_iso { text.parse().ok() } else { None };
    date.ok_or_else(|| {
        de::Error::custom(format!("must be an existing date written YYYY-MM-DD, not {text:?}"))
    })
}

fn optional_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    struct Date(NaiveDate);

    impl<'de> Deserialize<'de> for Date {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            date(deserializer).map(Self)
        }
    }

    Ok(Option::<Date>::deserialize(deserializer)?.map(|Date(date)| date))
}

/// A field with a default, which `null` means too.
fn or_default<'de, T: Deserialize<'de> + Default, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// What a change says of a field that may be empty: left out, it stays; `null` takes it away.
#[derive(Debug, Clone, Copy, Default)]
pub enum Change<T> {
    /// It stays.
    #[default]
    Keep,
    /// It becomes this, or nothing.
    To(Option<T>),
}

impl<T> Change<T> {
    /// What the field is afterwards.
    pub(crate) fn from(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Keep => before,
            Self::To(after) => after,
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Change<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::To)
    }
}

fn changed_date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Change<NaiveDate>, D::Error> {
    optional_date(deserializer).map(Change::To)
}

/// An amount of a list, in minor units of the currency; what is refused names its entry, from 0.
pub(crate) fn listed_money(
    list: &str,
    place: usize,
    amount: Amount,
    currency: Currency,
) -> Result<Money, WireError> {
    amount
        .money(currency)
        .map_err(|error| WireError::invalid(&format!("{list}[{place}].amount"), error.to_string()))
}

/// An amount in the book's currency.
pub(crate) fn money(field: &'static str, amount: Amount, currency: Currency) -> app::Result<Money> {
    amount.money(currency).map_err(|error| AppError::InvalidInput { field, problem: error.to_string() })
}

/// The same of an amount that may be left out.
pub(crate) fn optional_money(
    field: &'static str,
    amount: Option<Amount>,
    currency: Currency,
) -> app::Result<Option<Money>> {
    amount.map(|amount| money(field, amount, currency)).transpose()
}

macro_rules! inputs {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $kind:ty,)* })*) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Deserialize, JsonSchema, TS)]
            #[serde(deny_unknown_fields)]
            #[ts(optional_fields = nullable)]
            pub struct $name {
                $($(#[$field_meta])* pub $field: $kind,)*
            }
        )*
    };
}

mod apr;
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

pub use apr::*;
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

inputs! {
    /// Nothing.
    NoInput {}

    /// Copies a book.
    CopyBook {
        /// The book: a file, or `postgres://user@host/database`.
        from: String,
        /// Its passphrase, or the password of its server.
        from_passphrase: Option<String>,
        /// Where to: a place where no book is yet.
        to: String,
        /// The passphrase that the copy gets, or the password of its server.
        to_passphrase: Option<String>,
    }

    /// Verifies a book.
    VerifyBook {
        /// A file with the end of the chain as it was once; a log that was cut off since then is found by it.
        head: Option<String>,
    }

    /// Keeps the end of the chain.
    WriteHead {
        /// The file; one that is there is replaced.
        path: String,
    }

    /// What archiving would do.
    PreviewArchive {
        /// Events recorded before this day (UTC) go; left out, those that are a year old.
        #[serde(default, deserialize_with = "optional_date")]
        before: Option<NaiveDate>,
    }

    /// Archives old events.
    CreateArchive {
        /// Events recorded before this day (UTC) go; left out, those that are a year old.
        #[serde(default, deserialize_with = "optional_date")]
        before: Option<NaiveDate>,
        /// Where the file goes; left out, the folder of the book. A shared book needs one that every colleague reaches.
        folder: Option<String>,
    }

    /// A loan at another time; what is left out is now.
    LoanAtTime {
        /// The loan.
        loan_id: LoanId,
        /// Only what was recorded until this moment.
        known_at: Option<DateTime<Utc>>,
        /// Only what was effective on this date.
        #[serde(default, deserialize_with = "optional_date")]
        effective_on: Option<NaiveDate>,
    }

    /// All loans, or one, at another time; what is left out is now.
    AtTime {
        /// Only this loan, with all that is owed of it; left out, all loans.
        #[serde(default)]
        loan_id: Option<LoanId>,
        /// Only what was recorded until this moment.
        known_at: Option<DateTime<Utc>>,
        /// Only what was effective on this date.
        #[serde(default, deserialize_with = "optional_date")]
        effective_on: Option<NaiveDate>,
    }

    /// Makes a book.
    CreateBook {
        /// Where: a file that does not exist yet.
        address: String,
        /// The lender's name.
        organization: String,
        /// The book's one currency.
        currency: Currency,
        /// Who owns the book.
        owner: String,
        /// Encrypts the book. Without it, nobody can ever open the book again.
        #[serde(default)]
        passphrase: Option<String>,
    }

    /// Opens a book.
    OpenBook {
        /// Where it is.
        address: String,
        /// The passphrase of an encrypted book.
        #[serde(default)]
        passphrase: Option<String>,
    }

    /// Makes a book with a sample portfolio.
    SampleBook {
        /// Where: a file that does not exist yet. Left out, a place of its own is found.
        #[serde(default)]
        address: Option<String>,
    }

    /// Enters a person.
    CreatePerson {
        /// What they are: a borrower, a lender, an investor, or any other contact.
        kind: PersonKind,
        /// Name of the person or company.
        name: String,
        /// E-mail address.
        #[serde(default)]
        email: Option<String>,
        /// Telephone number.
        #[serde(default)]
        phone: Option<String>,
        /// Postal address.
        #[serde(default)]
        address: Option<String>,
        /// Tax identification number.
        #[serde(default)]
        tax_id: Option<String>,
    }

    /// Which people to list.
    ListPeople {
        /// Only people of this kind; left out, everyone.
        #[serde(default)]
        kind: Option<PersonKind>,
        /// Text in the name or the e-mail address.
        #[serde(default)]
        search: Option<String>,
    }

    /// Creates a loan as a draft.
    CreateLoan {
        /// Who borrows.
        borrower_id: PersonId,
        /// Who lends, where it is not the organization itself.
        #[serde(default)]
        lender_id: Option<PersonId>,
        /// The fund whose capital it is paid out of, where it is not the lender's own money.
        #[serde(default)]
        funding_fund_id: Option<FundId>,
        /// Who shares it, where several lend.
        #[serde(default)]
        participants: Option<Vec<ParticipantInput>>,
        /// Its number elsewhere: with another system, or the lender that it was taken over from.
        #[serde(default)]
        external_reference: Option<String>,
        /// What the money is for.
        #[serde(default)]
        purpose: Option<String>,
        /// Amount lent.
        principal: Amount,
        /// Nominal rate, percent a year.
        annual_rate_percent: AnnualRate,
        /// Months from the funding to maturity, 1 to 1200.
        term_months: u32,
        /// How principal and interest are repaid; `amortized` where left out.
        #[serde(default, rename = "type", deserialize_with = "or_default")]
        #[ts(optional, as = "Option<ScheduleType>")]
        schedule_type: ScheduleType,
        /// How often a payment is due; `monthly` where left out.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<Frequency>")]
        frequency: Frequency,
        /// How days become a fraction of a year; `30/360` where left out.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<DayCount>")]
        day_count: DayCount,
        /// How a fraction of the smallest unit is rounded; `half_up` where left out.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<Rounding>")]
        rounding: Rounding,
        /// First due date, where it is not one period after the funding.
        #[serde(default, deserialize_with = "optional_date")]
        first_payment_on: Option<NaiveDate>,
        /// Of a balloon loan, and of no other: months over which the level payment would repay it.
        #[serde(default)]
        amortization_months: Option<u32>,
        /// Periods of interest only, before principal is repaid; none where left out.
        #[serde(default)]
        interest_only_periods: Option<u32>,
        /// In which order a payment goes to what is owed; fees, late charges, interest, principal where left out.
        #[serde(default)]
        allocation_order: Option<AllocationOrder>,
        /// What becomes of money beyond what has fallen due; `shorten_term` where left out.
        #[serde(default)]
        excess_rule: Option<ExcessRule>,
        /// Days after the due date on which a payment is still in time, at most 365; 10 where left out.
        #[serde(default)]
        grace_days: Option<u32>,
        /// A late charge in percent of the instalment, "0" for none; "5" where left out.
        #[serde(default)]
        late_fee_percent: Option<Percent>,
        /// A late charge is at most so much; "50.00" where left out. A large amount sets no limit.
        #[serde(default)]
        late_fee_at_most: Option<Amount>,
        /// Added to the annual rate while the loan is in default; nothing where left out.
        #[serde(default)]
        default_margin_percent: Option<AnnualRate>,
        /// Charged for a payment that the bank returns; nothing where left out.
        #[serde(default)]
        returned_payment_fee: Option<Amount>,
        /// How the loan is drawn: a construction loan with a budget. Left out, all goes out at the funding.
        #[serde(default)]
        construction: Option<ConstructionInput>,
    }

    /// Names a loan.
    LoanRef {
        /// The loan.
        loan_id: LoanId,
    }

    /// Names a loan, and one of its schedules.
    GetSchedule {
        /// The loan.
        loan_id: LoanId,
        /// The schedule; left out, the instalments in force, whatever schedules they come from.
        #[serde(default)]
        schedule_id: Option<ScheduleId>,
    }

    /// Which loans to list.
    ListLoans {
        /// Statuses; left out or empty, all.
        #[serde(default)]
        statuses: Option<Vec<LoanStatus>>,
        /// Text in the borrower's name, the number or the purpose.
        #[serde(default)]
        search: Option<String>,
        /// At most so many, up to 10,000; 500 where left out.
        #[serde(default)]
        limit: Option<u32>,
        /// Leave out so many from the start.
        #[serde(default)]
        offset: Option<u32>,
    }

    /// Passes a loan to another status.
    TransitionLoan {
        /// The loan.
        loan_id: LoanId,
        /// The status wished for.
        to: LoanStatus,
        /// Business date; for `funded`, the day the money goes out. Today where left out.
        #[serde(default, deserialize_with = "optional_date")]
        effective_on: Option<NaiveDate>,
        /// Why.
        #[serde(default)]
        reason: Option<String>,
        /// The loan's `version` as it was last read; another's change since then is a `conflict`.
        #[serde(default)]
        expected_version: Option<i64>,
    }

    /// Names an aggregate whose history is wanted.
    EventHistory {
        /// The aggregate: a loan, a payment, a person, …
        aggregate_id: Uuid,
        /// Take in everything that belongs to the loan of that id.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<bool>")]
        include_loan: bool,
    }

    /// Which events to list; nothing set lists all, newest first.
    ListEvents {
        /// One event type.
        #[serde(default)]
        event_type: Option<String>,
        /// One kind of aggregate.
        #[serde(default)]
        aggregate_type: Option<String>,
        /// One aggregate.
        #[serde(default)]
        aggregate_id: Option<Uuid>,
        /// One user.
        #[serde(default)]
        user: Option<String>,
        /// One status.
        #[serde(default)]
        status: Option<EventStatusInput>,
        /// Recorded on this day (UTC) or later.
        #[serde(default, deserialize_with = "optional_date")]
        from: Option<NaiveDate>,
        /// Recorded on this day (UTC) or earlier.
        #[serde(default, deserialize_with = "optional_date")]
        to: Option<NaiveDate>,
        /// Events before this position only.
        #[serde(default)]
        before_position: Option<i64>,
        /// At most so many, up to 1,000; 100 where left out.
        #[serde(default)]
        limit: Option<u32>,
    }

    /// Names an aggregate whose handlers are to run again.
    ReplayEvents {
        /// The aggregate.
        aggregate_id: Uuid,
        /// Change nothing; say what every handler would do.
        #[serde(default, deserialize_with = "or_default")]
        #[ts(optional, as = "Option<bool>")]
        dry_run: bool,
    }

    /// Names a failed event that is to be tried again.
    RetryEvents {
        /// The event; left out, all that failed.
        #[serde(default)]
        event_id: Option<EventId>,
    }

    /// Names a handler.
    HandlerRef {
        /// The handler.
        name: String,
    }
}

/// How far the handlers of an event have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "EventStatus")]
#[schemars(rename = "EventStatus")]
pub enum EventStatusInput {
    /// Its handlers have not run.
    Pending,
    /// Its handlers are running.
    Processing,
    /// Every enabled handler has succeeded.
    Processed,
    /// A handler failed.
    Failed,
}

impl From<EventStatusInput> for store::EventStatus {
    fn from(status: EventStatusInput) -> Self {
        match status {
            EventStatusInput::Pending => Self::Pending,
            EventStatusInput::Processing => Self::Processing,
            EventStatusInput::Processed => Self::Processed,
            EventStatusInput::Failed => Self::Failed,
        }
    }
}

/// Takes the id of a command from beside its input, or out of it.
///
/// # Errors
/// A text that is no UUID.
pub(crate) fn take_command_id(call: &mut Call<'_>) -> Result<Option<CommandId>, WireError> {
    let inside = call.input.as_object_mut().and_then(|input| input.remove("command_id")).unwrap_or_default();
    let id = match call.command_id {
        Some(id) => Json::from(id),
        None => inside,
    };
    serde_json::from_value(id).map_err(|_| WireError {
        code: ErrorCode::UnreadableInput,
        ..WireError::invalid("command_id", "must be an id (UUID)")
    })
}
