//! Portable values: what crosses between the code above and a backend, typed alike on every backend.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use uuid::Uuid;

use crate::{Result, StoreError};

/// A parameter or a column. SQLite keeps ids, dates, timestamps and JSON as text; PostgreSQL has types for them.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// SQL NULL.
    Null,
    /// Whole number; also money, in minor units.
    Integer(i64),
    /// True or false.
    Boolean(bool),
    /// Text.
    Text(Cow<'a, str>),
    /// JSON text in canonical form (RFC 8785). A backend with a JSON type puts the keys back in order on the way out.
    Json(Cow<'a, str>),
    /// An id.
    Uuid(Uuid),
    /// A civil date.
    Date(NaiveDate),
    /// A moment, to the microsecond.
    Timestamp(DateTime<Utc>),
    /// Bytes.
    Bytes(Cow<'a, [u8]>),
}

/// A timestamp as it is hashed and kept as text: UTC, six places, so that text order is time order.
#[must_use]
pub fn timestamp_text(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Micros, true)
}

macro_rules! into_value {
    ($($from:ty => |$value:ident| $into:expr;)*) => {
        $(impl<'a> From<$from> for Value<'a> {
            fn from($value: $from) -> Self {
                $into
            }
        })*
    };
}

into_value! {
    i64 => |value| Value::Integer(value);
    i32 => |value| Value::Integer(value.into());
    u32 => |value| Value::Integer(value.into());
    u16 => |value| Value::Integer(value.into());
    bool => |value| Value::Boolean(value);
    &'a str => |value| Value::Text(Cow::Borrowed(value));
    &'a String => |value| Value::Text(Cow::Borrowed(value));
    String => |value| Value::Text(Cow::Owned(value));
    &'a [u8] => |value| Value::Bytes(Cow::Borrowed(value));
    Vec<u8> => |value| Value::Bytes(Cow::Owned(value));
    Uuid => |value| Value::Uuid(value);
    NaiveDate => |value| Value::Date(value);
    DateTime<Utc> => |value| Value::Timestamp(value);
    domain::EventId => |value| Value::Uuid(value.as_uuid());
    domain::OrganizationId => |value| Value::Uuid(value.as_uuid());
    domain::PersonId => |value| Value::Uuid(value.as_uuid());
    domain::LoanId => |value| Value::Uuid(value.as_uuid());
    domain::ScheduleId => |value| Value::Uuid(value.as_uuid());
    domain::PaymentId => |value| Value::Uuid(value.as_uuid());
    domain::FeeId => |value| Value::Uuid(value.as_uuid());
    domain::QuoteId => |value| Value::Uuid(value.as_uuid());
    domain::BudgetId => |value| Value::Uuid(value.as_uuid());
    domain::DocumentId => |value| Value::Uuid(value.as_uuid());
    domain::TemplateId => |value| Value::Uuid(value.as_uuid());
    domain::DrawId => |value| Value::Uuid(value.as_uuid());
    domain::InspectionId => |value| Value::Uuid(value.as_uuid());
    domain::WaiverId => |value| Value::Uuid(value.as_uuid());
    domain::AttachmentId => |value| Value::Uuid(value.as_uuid());
    domain::NoteId => |value| Value::Uuid(value.as_uuid());
    domain::PartyId => |value| Value::Uuid(value.as_uuid());
    domain::PropertyId => |value| Value::Uuid(value.as_uuid());
    domain::CollateralId => |value| Value::Uuid(value.as_uuid());
    domain::UserId => |value| Value::Uuid(value.as_uuid());
    domain::FilingId => |value| Value::Uuid(value.as_uuid());
    domain::LicenceId => |value| Value::Uuid(value.as_uuid());
    domain::FundId => |value| Value::Uuid(value.as_uuid());
    domain::FundEntryId => |value| Value::Uuid(value.as_uuid());
    domain::CommandId => |value| Value::Uuid(value.as_uuid());
    domain::Money => |value| Value::Integer(value.minor_units());
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// A type that a column can be read as.
pub trait FromValue: Sized {
    /// Reads the column.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where the column holds something else.
    fn from_value(value: Value<'static>) -> Result<Self>;
}

fn mismatch<T>(wanted: &str, found: &Value<'_>) -> Result<T> {
    if let Value::Bytes(bytes) = found {
        return Err(StoreError::corrupt(format!("expected {wanted}, found {} bytes", bytes.len())));
    }
    Err(StoreError::corrupt(format!("expected {wanted}, found {found:?}")))
}

/// Reads a type that is native on one backend and text on another.
macro_rules! from_native_or_text {
    ($($kind:ty, $variant:ident, $wanted:literal;)*) => {
        $(impl FromValue for $kind {
            fn from_value(value: Value<'static>) -> Result<Self> {
                match value {
                    Value::$variant(native) => Ok(native),
                    Value::Text(text) => match text.parse() {
                        Ok(parsed) => Ok(parsed),
                        Err(_) => mismatch($wanted, &Value::Text(text)),
                    },
                    other => mismatch($wanted, &other),
                }
            }
        })*
    };
}

from_native_or_text! {
    Uuid, Uuid, "an id";
    NaiveDate, Date, "a date";
    DateTime<Utc>, Timestamp, "a timestamp";
}

impl FromValue for i64 {
    fn from_value(value: Value<'static>) -> Result<Self> {
        match value {
            Value::Integer(integer) => Ok(integer),
            other => mismatch("a whole number", &other),
        }
    }
}

macro_rules! from_integer {
    ($($kind:ty),*) => {
        $(impl FromValue for $kind {
            fn from_value(value: Value<'static>) -> Result<Self> {
                let integer = i64::from_value(value)?;
                Self::try_from(integer)
                    .map_err(|_| StoreError::corrupt(format!("{integer} is out of range")))
            }
        })*
    };
}

from_integer!(i32, u16, u32, u64);

impl FromValue for bool {
    fn from_value(value: Value<'static>) -> Result<Self> {
        match value {
            Value::Boolean(boolean) => Ok(boolean),
            Value::Integer(0) => Ok(false),
            Value::Integer(1) => Ok(true),
            other => mismatch("true or false", &other),
        }
    }
}

impl FromValue for String {
    fn from_value(value: Value<'static>) -> Result<Self> {
        match value {
            Value::Text(text) | Value::Json(text) => Ok(text.into_owned()),
            other => mismatch("text", &other),
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: Value<'static>) -> Result<Self> {
        match value {
            Value::Bytes(bytes) => Ok(bytes.into_owned()),
            other => mismatch("bytes", &other),
        }
    }
}

macro_rules! from_uuid {
    ($($id:ty),*) => {
        $(impl FromValue for $id {
            fn from_value(value: Value<'static>) -> Result<Self> {
                Uuid::from_value(value).map(Self::from_uuid)
            }
        })*
    };
}

from_uuid!(
    domain::EventId,
    domain::OrganizationId,
    domain::PersonId,
    domain::LoanId,
    domain::ScheduleId,
    domain::PaymentId,
    domain::FeeId,
    domain::QuoteId,
    domain::BudgetId,
    domain::DocumentId,
    domain::TemplateId,
    domain::DrawId,
    domain::InspectionId,
    domain::WaiverId,
    domain::AttachmentId,
    domain::NoteId,
    domain::PartyId,
    domain::PropertyId,
    domain::CollateralId,
    domain::UserId,
    domain::FundId,
    domain::FundEntryId,
    domain::FilingId,
    domain::LicenceId,
    domain::CommandId
);

impl FromValue for domain::Money {
    fn from_value(value: Value<'static>) -> Result<Self> {
        i64::from_value(value).map(Self::from_minor_units)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value<'static>) -> Result<Self> {
        match value {
            Value::Null => Ok(None),
            some => T::from_value(some).map(Some),
        }
    }
}

/// A row of an answer: its columns in the order of the query.
#[derive(Debug, Clone, PartialEq)]
pub struct Row(Vec<Value<'static>>);

impl Row {
    /// Made by a backend.
    #[must_use]
    pub fn new(columns: Vec<Value<'static>>) -> Self {
        Self(columns)
    }

    /// Reads the columns one after the other, in the order of the query.
    #[must_use]
    pub fn reader(self) -> RowReader {
        RowReader(self.0.into_iter())
    }

    /// Reads a row of one column.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where the column holds something else.
    pub fn single<T: FromValue>(self) -> Result<T> {
        self.reader().take()
    }

    /// The columns as they are, for comparing tables.
    #[must_use]
    pub fn columns(&self) -> &[Value<'static>] {
        &self.0
    }
}

/// Reads a row column by column.
#[derive(Debug)]
pub struct RowReader(std::vec::IntoIter<Value<'static>>);

impl RowReader {
    /// The next column.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where the column holds something else, or the row has no further one.
    pub fn take<T: FromValue>(&mut self) -> Result<T> {
        match self.0.next() {
            Some(value) => T::from_value(value),
            None => Err(StoreError::corrupt("a row has fewer columns than expected")),
        }
    }
}
