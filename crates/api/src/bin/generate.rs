//! Writes what follows from the command table and the event catalogue: the TypeScript client's types,
//! `docs/COMMANDS.md` and `docs/EVENTS.md`. With `--check` it writes nothing and says what is stale.

use std::{
    collections::BTreeMap,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use domain::{UserRole, events::catalogue};
use lendingos_api::table::COMMANDS;
use schemars::Schema;
use serde_json::Value as Json;
use ts_rs::TS;

const BINDINGS: &str = "ui/src/bindings";
const MARK: &str = "Generated from the command table: edit crates/api, then run `cargo xtask generate`.";

type Files = BTreeMap<PathBuf, String>;

fn main() -> ExitCode {
    let check = std::env::args().any(|argument| argument == "--check");
    match generated().and_then(|files| if check { stale(&files) } else { write(&files) }) {
        Ok(stale) if stale.is_empty() => ExitCode::SUCCESS,
        Ok(stale) => {
            for file in stale {
                eprintln!("stale: {} (run `cargo xtask generate`)", file.display());
            }
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn generated() -> Result<Files, Box<dyn Error>> {
    let mut files = bindings()?;
    files.insert("docs/COMMANDS.md".into(), commands_page());
    files.insert("docs/EVENTS.md".into(), events_page());
    Ok(files)
}

/// One file for each type, as the exporter writes them, and one that lists the commands.
fn bindings() -> Result<Files, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let config = ts_rs::Config::new().with_out_dir(folder.path()).with_large_int("number");
    lendingos_api::WireError::export_all(&config)?;
    let mut lines = String::new();
    let mut imports = Vec::new();
    for command in COMMANDS {
        let names = (command.typescript)(&config)?;
        writeln!(lines, "  {:?}: {{ input: {}; output: {} }};", command.name, names.input, names.output)?;
        imports.extend([names.input, names.output]);
    }
    imports.sort();
    imports.dedup();
    let mut commands = format!("// {MARK}\n");
    for import in imports {
        writeln!(commands, "import type {{ {import} }} from \"./{import}\";")?;
    }
    write!(
        commands,
        "\n/** Every command, with what it takes and what it answers. */\nexport type Commands = {{\n{lines}}};\n"
    )?;
    commands.push_str(&roles()?);
    let mut files = Files::from([(Path::new(BINDINGS).join("commands.ts"), commands)]);
    for entry in fs::read_dir(folder.path())? {
        let path = entry?.path();
        if let Some(name) = path.file_name() {
            files.insert(Path::new(BINDINGS).join(name), fs::read_to_string(&path)?);
        }
    }
    Ok(files)
}

/// The roles in their order, and which of them each command needs.
fn roles() -> Result<String, std::fmt::Error> {
    let names: Vec<String> = UserRole::ALL.iter().map(|role| format!("\"{role}\"")).collect();
    let mut text = format!(
        "\n/** The roles of a book's users; each may do what those before it may. */\n\
         export const roles = [{}] as const;\n\
         \n/** The least role that a command needs; `anyone` needs no book. */\n\
         export const commandRoles = {{\n",
        names.join(", ")
    );
    for command in COMMANDS {
        writeln!(text, "  {:?}: {:?},", command.name, command.role.as_str())?;
    }
    text.push_str("} as const satisfies Record<keyof Commands, (typeof roles)[number] | \"anyone\">;\n");
    Ok(text)
}

fn commands_page() -> String {
    let mut page = format!("<!-- {MARK} -->\n# Commands\n\n");
    page.push_str("Each is one line of the table in `crates/api/src/table.rs`. The window, the terminal (`lendingos-cli call NAME`) and the development host run the same functions.\n\n");
    for command in COMMANDS {
        let _ = write!(
            page,
            "## `{}`\n{}\n\nNeeds the role: {}.\n\n",
            command.name,
            command.summary,
            command.role.as_str()
        );
        page.push_str(&fields("Input", &command.input_schema()));
        page.push_str(&fields("Output", &(command.output_schema)()));
    }
    page.truncate(page.trim_end().len());
    page + "\n"
}

fn events_page() -> String {
    let mut page = "<!-- Generated from the event catalogue: edit crates/domain/src/events.rs, then run `cargo xtask generate`. -->\n# Events\n\n".to_owned();
    page.push_str("The types of the log, with the fields of their payloads. Keys are camelCase, amounts exact decimals as text, dates ISO. Every event also has the envelope of `domain_events`; its metadata holds `organizationId`, `userId` and `source`, and `handler` where a handler published it.\n\n");
    for event in catalogue() {
        let schema = (event.payload)();
        let _ = write!(
            page,
            "## `{}`\n{}\n\nVersion {}, stream of a `{}`.\n\n",
            event.event_type,
            describe(&schema.clone().to_value()),
            event.event_version,
            event.aggregate_type
        );
        page.push_str(&fields("Payload", &schema));
    }
    page.truncate(page.trim_end().len());
    page + "\n"
}

fn fields(title: &str, schema: &Schema) -> String {
    let schema = schema.clone().to_value();
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    let Some(properties) = schema["properties"].as_object().filter(|properties| !properties.is_empty())
    else {
        return format!("{title}: nothing.\n\n");
    };
    let mut table = format!("| {title} | type | |\n|---|---|---|\n");
    for (name, property) in properties {
        let optional = if required.contains(&name.as_str()) { "" } else { ", may be left out" };
        let _ = writeln!(
            table,
            "| `{name}` | {}{optional} | {} |",
            kind(property),
            describe(property).replace('\n', " ")
        );
    }
    table.push('\n');
    table
}

fn describe(schema: &Json) -> &str {
    schema["description"].as_str().unwrap_or_default()
}

fn kind(schema: &Json) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        return choices.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    let format = schema["format"].as_str().map(|format| format!(" ({format})")).unwrap_or_default();
    match &schema["type"] {
        Json::String(name) if name == "array" => format!("list of {}", kind(&schema["items"])),
        Json::String(name) => format!("{name}{format}"),
        Json::Array(names) => {
            names.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" or ") + &format
        }
        _ => "any".to_owned(),
    }
}

fn write(files: &Files) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    for (path, text) in files {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)?;
    }
    for leftover in leftovers(files)? {
        fs::remove_file(leftover)?;
    }
    Ok(Vec::new())
}

fn stale(files: &Files) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let differs = |(path, text): &(&PathBuf, &String)| fs::read_to_string(path).ok().as_ref() != Some(*text);
    let mut stale: Vec<PathBuf> = files.iter().filter(differs).map(|(path, _)| path.clone()).collect();
    stale.extend(leftovers(files)?);
    Ok(stale)
}

/// Bindings of types that are no longer there.
fn leftovers(files: &Files) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = Vec::new();
    if Path::new(BINDINGS).is_dir() {
        for entry in fs::read_dir(BINDINGS)? {
            let path = entry?.path();
            if !files.contains_key(&path) {
                found.push(path);
            }
        }
    }
    Ok(found)
}
