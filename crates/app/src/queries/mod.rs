//! What can be read of a book. Queries come resource first: [`loan::list`], [`event::history`].
//!
//! No query names an organization: a book holds one, and a shared database shows a connection no other's rows.

/// Structures that a query answers with: what each is for is said once, and all of them can be written as JSON.
macro_rules! views {
    ($($(#[$meta:meta])* $name:ident $(as $wire:literal)? { $($(#[$field_meta:meta])* $field:ident: $kind:ty,)* })*) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, TS)]
            $(#[ts(rename = $wire)] #[schemars(rename = $wire)])?
            pub struct $name {
                $($(#[$field_meta])* pub $field: $kind,)*
            }
        )*
    };
}

pub mod account;
pub mod as_of;
pub mod attachment;
pub mod book;
pub mod budget;
pub mod collateral;
pub mod compliance;
pub(crate) mod conditions;
pub mod dashboard;
pub mod document;
pub mod draw;
pub mod draw_preview;
pub mod event;
pub mod filing;
pub mod fund;
pub mod handler;
pub mod inspection;
pub mod licence;
pub mod loan;
pub mod note;
pub mod organization;
pub mod participation;
pub mod party;
pub mod payment;
pub mod person;
pub mod property;
pub mod schedule;
pub mod search;
pub mod statistics;
pub mod user;

use serde::{de::DeserializeOwned, de::IntoDeserializer};
use store::{FromValue, Row, StoreError, Transaction, Value};

use crate::Result;

pub(crate) fn count(transaction: &mut dyn Transaction, sql: &str, parameters: &[Value<'_>]) -> Result<i64> {
    Ok(transaction.query_optional(sql, parameters)?.map(Row::single).transpose()?.unwrap_or(0))
}

/// Text between `%` for LIKE, with what LIKE would read as a pattern escaped by `!`.
fn contains_pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for character in text.to_lowercase().chars() {
        if matches!(character, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

/// A column that keeps a word of the domain: a status, a frequency, a day count.
pub(crate) struct Word<T>(pub(crate) T);

impl<T: DeserializeOwned> FromValue for Word<T> {
    fn from_value(value: Value<'static>) -> store::Result<Self> {
        let word = String::from_value(value)?;
        let deserializer: serde::de::value::StrDeserializer<'_, serde::de::value::Error> =
            word.as_str().into_deserializer();
        T::deserialize(deserializer)
            .map(Self)
            .map_err(|error| StoreError::corrupt(format!("{word:?}: {error}")))
    }
}
