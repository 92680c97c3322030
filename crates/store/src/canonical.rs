//! Canonical JSON (RFC 8785) of what the log keeps: keys in order, no white space.
//!
//! Every published event passes here, so it is written out rather than left to the general library, which takes
//! ten times as long; a test holds the two against each other. Floating-point numbers have no place in the log and
//! are refused.

use serde::Serialize;
use serde_json::Value;

use crate::{Result, StoreError};

/// The canonical form of a value.
///
/// # Errors
/// [`StoreError::Backend`] where the value cannot be written as JSON, or holds a number that is not whole.
pub fn canonical_json<T: Serialize>(value: &T) -> Result<String> {
    let value = serde_json::to_value(value).map_err(cannot_be_written)?;
    let mut text = Vec::with_capacity(512);
    write(&value, &mut text)?;
    String::from_utf8(text).map_err(|error| StoreError::backend("writing canonical JSON", error))
}

fn cannot_be_written(error: serde_json::Error) -> StoreError {
    StoreError::backend("writing canonical JSON", error)
}

fn write(value: &Value, text: &mut Vec<u8>) -> Result<()> {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            // RFC 8785 orders keys by their UTF-16 code units; a key beyond ASCII is not written here.
            members.sort_unstable_by_key(|(key, _)| *key);
            text.push(b'{');
            for (place, (key, member)) in members.into_iter().enumerate() {
                if place > 0 {
                    text.push(b',');
                }
                serde_json::to_writer(&mut *text, key).map_err(cannot_be_written)?;
                text.push(b':');
                write(member, text)?;
            }
            text.push(b'}');
        }
        Value::Array(items) => {
            text.push(b'[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    text.push(b',');
                }
                write(item, text)?;
            }
            text.push(b']');
        }
        Value::Number(number) if !number.is_i64() && !number.is_u64() => {
            let message = format!("{number} is not whole; the log keeps such numbers as text");
            return Err(StoreError::Backend { message, source: None });
        }
        leaf => serde_json::to_writer(text, leaf).map_err(cannot_be_written)?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn agrees_with_the_library() {
        let values = [
            json!({}),
            json!({ "b": 1, "a": { "z": [], "y": null, "A": true }, "a1": -5 }),
            json!(["é", "\u{1}\u{8}\t\n\u{c}\r\"\\/\u{7f}", "🏠", ""]),
            json!({ "amount": "100000.00", "largest": 9_007_199_254_740_991_i64 }),
        ];
        for value in values {
            let expected = serde_json_canonicalizer::to_string(&value).unwrap();
            assert_eq!(canonical_json(&value).unwrap(), expected);
        }
    }

    #[test]
    fn refuses_numbers_that_are_not_whole() {
        assert!(canonical_json(&json!({ "amount": 0.1 })).is_err());
    }
}
