//! Importing a file from the terminal.

use std::{fs, path::Path};

use api::{Call, Desk, ErrorCode, WireError};
use serde_json::{Map, Value as Json, json};

use crate::{
    failure::{unreadable, usage},
    run::{pretty, show_progress},
};

/// What the command line says of an import, as the command table takes it.
pub fn input(file: &Path, kind: &str, mapping: Option<&Path>, options: &[String]) -> Result<Json, WireError> {
    let mapping = match mapping {
        None => Json::Null,
        Some(path) => {
            let text = fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
            serde_json::from_str(&text)
                .map_err(|error| usage(format!("{} is not JSON: {error}", path.display())).at("mapping"))?
        }
    };
    let mut given = Map::new();
    for option in options {
        let (name, value) = option
            .split_once('=')
            .ok_or_else(|| usage(format!("{option:?} must be written NAME=VALUE")).at("option"))?;
        let value = match (name, value) {
            (_, "true") => Json::Bool(true),
            (_, "false") => Json::Bool(false),
            // A sheet may be called by a number; a row always is.
            ("header_row", row) => row.parse::<u32>().map_or_else(|_| row.into(), Json::from),
            (_, text) => text.into(),
        };
        given.insert(name.to_owned(), value);
    }
    let path = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    Ok(json!({ "path": path, "kind": kind, "mapping": mapping, "options": given }))
}

/// Prints what was found; problems and questions are a refusal, named on standard error.
pub fn check(desk: &Desk, input: Json) -> Result<String, WireError> {
    let call = Call { progress: &show_progress, ..Call::new("import.check", input) };
    let found = desk.call(call)?;
    if found["can_run"] == true {
        return Ok(pretty(&found));
    }
    println!("{}", pretty(&found));
    if let Some(question) = found["questions"].get(0) {
        let column = question["column"].as_str().unwrap_or_default();
        let message = format!("{column:?} can be read in two ways; say in mapping.answers which is meant");
        return Err(WireError::new(ErrorCode::ImportQuestions, message));
    }
    let message = match found["problem_count"].as_u64() {
        Some(0) | None => "nothing in the file can be imported".to_owned(),
        Some(count) => format!("{count} problems; nothing would be imported"),
    };
    Err(WireError::new(ErrorCode::ImportProblems, message))
}
