//! A command that is sent twice has one effect: the second sending gets the first one's answer.

use domain::CommandId;
use serde::Serialize;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use store::{Insert, StoreError, Transaction, Value};

use crate::{AppError, Result, bus::UnitOfWork};

static INSERT: Insert = Insert::new(
    "command_log",
    &["command_id", "organization_id", "name", "input_hash", "output", "user_id", "executed_at"],
);

/// A command as it was sent.
#[derive(Debug, Clone)]
pub struct SentCommand<'a> {
    /// Its id, which the sender keeps when it sends again.
    pub id: CommandId,
    /// Its name in the command table.
    pub name: &'a str,
    /// Its input.
    pub input: &'a Json,
}

/// Runs a command unless it has run before, and keeps what it answered, in the same transaction.
///
/// # Errors
/// [`AppError::CommandIdReused`] where the id was used for something else; what `run` returns; storage.
pub fn run_once<T: Serialize>(
    work: &mut UnitOfWork<'_>,
    sent: &SentCommand<'_>,
    run: impl FnOnce(&mut UnitOfWork<'_>) -> Result<T>,
) -> Result<Json> {
    if let Some(answered) = first_answer(work.transaction(), sent)? {
        return Ok(answered);
    }
    let output = serde_json::to_value(run(work)?)
        .map_err(|error| StoreError::backend("writing the answer of a command", error))?;
    let decision = &work.context().decision;
    let text = output.to_string();
    work.transaction().insert(
        &INSERT,
        &[vec![
            sent.id.into(),
            decision.organization_id.into(),
            sent.name.into(),
            input_hash(sent).into(),
            Value::Json(text.as_str().into()),
            decision.user.as_str().into(),
            decision.now.into(),
        ]],
    )?;
    Ok(output)
}

fn input_hash(sent: &SentCommand<'_>) -> String {
    hex::encode(Sha256::digest(sent.input.to_string()))
}

/// What a command answered when it was first sent; none where it has not run yet. What is prepared for a command needs
/// not be prepared again then.
///
/// # Errors
/// [`AppError::CommandIdReused`] where the id was used for something else, or storage.
pub fn first_answer(transaction: &mut dyn Transaction, sent: &SentCommand<'_>) -> Result<Option<Json>> {
    let row = transaction.query_optional(
        "SELECT name, input_hash, output FROM command_log WHERE command_id = $1",
        &[sent.id.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let mut row = row.reader();
    let (name, hash, output) = (row.take::<String>()?, row.take::<String>()?, row.take::<String>()?);
    if name != sent.name || hash != input_hash(sent) {
        return Err(AppError::CommandIdReused(sent.id.to_string()));
    }
    let output = serde_json::from_str(&output)
        .map_err(|error| StoreError::corrupt(format!("the answer of command {}: {error}", sent.id)))?;
    Ok(Some(output))
}
