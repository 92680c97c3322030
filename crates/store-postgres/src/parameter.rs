//! Values on their way to PostgreSQL and back, in its native types.

use std::{borrow::Cow, error::Error};

use bytes::{BufMut, BytesMut};
use chrono::{DateTime, NaiveDate, Utc};
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use store::{Value, canonical_json};
use uuid::Uuid;

type Boxed = Box<dyn Error + Sync + Send>;

/// A value to be sent.
#[derive(Debug)]
pub struct Parameter<'a>(pub &'a Value<'a>);

impl ToSql for Parameter<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Boxed> {
        match (self.0, ty) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Integer(integer), &Type::INT2) => i16::try_from(*integer)?.to_sql(ty, out),
            (Value::Integer(integer), &Type::INT4) => i32::try_from(*integer)?.to_sql(ty, out),
            (Value::Integer(integer), &Type::BOOL) => (*integer != 0).to_sql(ty, out),
            (Value::Integer(integer), _) => integer.to_sql(ty, out),
            (Value::Boolean(boolean), _) => boolean.to_sql(ty, out),
            (Value::Text(text), &Type::UUID) => text.parse::<Uuid>()?.to_sql(ty, out),
            (Value::Text(text), &Type::TIMESTAMPTZ) => text.parse::<DateTime<Utc>>()?.to_sql(ty, out),
            (Value::Text(text), &Type::DATE) => text.parse::<NaiveDate>()?.to_sql(ty, out),
            (Value::Json(text) | Value::Text(text), &Type::JSONB) => {
                // The version of the format, then the text.
                out.put_u8(1);
                out.put_slice(text.as_bytes());
                Ok(IsNull::No)
            }
            (Value::Json(text) | Value::Text(text), _) => text.as_ref().to_sql(ty, out),
            (Value::Uuid(id), &Type::TEXT) => id.to_string().to_sql(ty, out),
            (Value::Uuid(id), _) => id.to_sql(ty, out),
            (Value::Date(date), _) => date.to_sql(ty, out),
            (Value::Timestamp(moment), _) => moment.to_sql(ty, out),
            (Value::Bytes(bytes), _) => bytes.as_ref().to_sql(ty, out),
        }
    }

    fn accepts(ty: &Type) -> bool {
        matches!(
            *ty,
            Type::INT2
                | Type::INT4
                | Type::INT8
                | Type::BOOL
                | Type::TEXT
                | Type::VARCHAR
                | Type::JSONB
                | Type::UUID
                | Type::DATE
                | Type::TIMESTAMPTZ
                | Type::BYTEA
        )
    }

    to_sql_checked!();
}

/// A value that came back.
pub struct Column(pub Value<'static>);

impl<'a> FromSql<'a> for Column {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Boxed> {
        Ok(Self(match *ty {
            Type::INT2 => Value::Integer(i16::from_sql(ty, raw)?.into()),
            Type::INT4 => Value::Integer(i32::from_sql(ty, raw)?.into()),
            Type::INT8 => Value::Integer(i64::from_sql(ty, raw)?),
            Type::BOOL => Value::Boolean(bool::from_sql(ty, raw)?),
            Type::UUID => Value::Uuid(Uuid::from_sql(ty, raw)?),
            Type::DATE => Value::Date(NaiveDate::from_sql(ty, raw)?),
            Type::TIMESTAMPTZ => Value::Timestamp(DateTime::<Utc>::from_sql(ty, raw)?),
            Type::BYTEA => Value::Bytes(Cow::Owned(raw.to_vec())),
            Type::JSONB => Value::Json(Cow::Owned(canonical(raw)?)),
            _ => Value::Text(Cow::Owned(String::from_sql(ty, raw)?)),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Boxed> {
        Ok(Self(Value::Null))
    }

    fn accepts(ty: &Type) -> bool {
        Parameter::accepts(ty) || <String as FromSql>::accepts(ty)
    }
}

/// PostgreSQL keeps the members of an object in an order of its own.
fn canonical(raw: &[u8]) -> Result<String, Boxed> {
    let (version, text) = raw.split_first().ok_or("an empty JSON value")?;
    if *version != 1 {
        return Err(format!("JSON in version {version} of the format").into());
    }
    let value: serde_json::Value = serde_json::from_slice(text)?;
    Ok(canonical_json(&value)?)
}
