//! Runs what the command line says.

use std::{
    fs,
    io::{self, IsTerminal, Read, Write},
    path::Path,
    process::ExitCode,
};

use api::{Call, Desk, ErrorCode, WireError, table};
use serde_json::{Value as Json, json};

use crate::{
    arguments::{Arguments, BookCommand, Command, Export, Format, HandlerChange, InputFile, TableFormat},
    desk,
    failure::{report, unreadable, usage},
    import, table_text,
};

type Answer = Result<String, WireError>;

/// Runs a command line to its exit status.
#[must_use]
pub fn run(arguments: &Arguments) -> ExitCode {
    let desk = desk(arguments.user.clone(), "cli");
    let answered = answer(&desk, arguments).and_then(|text| {
        let mut out = io::stdout().lock();
        // A reader that has seen enough (`| head`) closes the pipe; that is no fault.
        match writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(WireError::new(ErrorCode::Internal, format!("standard output: {error}")))
            }
            _ => Ok(()),
        }
    });
    match answered {
        Ok(()) => {
            // The answer stands; what could not be done now is done by whoever opens the book next.
            if let Err(error) = desk.work_off() {
                report(&WireError {
                    message: format!("the answer stands, and what follows from it waits: {}", error.message),
                    ..error
                });
            }
            ExitCode::SUCCESS
        }
        Err(error) => report(&error),
    }
}

fn answer(desk: &Desk, arguments: &Arguments) -> Answer {
    match &arguments.command {
        Command::Commands { schema } => Ok(pretty(&commands(*schema))),
        Command::Schedule { input, format } => schedule(desk, input, *format),
        Command::Apr { input, places } => apr(desk, input, *places),
        Command::Ledger { input } => call(desk, "ledger", read_input(input)?),
        Command::Payoff { input } => call(desk, "payoff", read_input(input)?),
        Command::Days { input } => call(desk, "days", read_input(input)?),
        Command::Book(command) => make_book(desk, arguments, command),
        Command::Call { name, input, command_id } => {
            let input = read_input(input)?;
            if needs_book(name) {
                open(desk, arguments)?;
            }
            let call = Call {
                command_id: command_id.as_deref(),
                progress: &show_progress,
                ..Call::new(name, input)
            };
            desk.call(call).map(|output| pretty(&output))
        }
        command => {
            open(desk, arguments)?;
            on_book(desk, command)
        }
    }
}

fn on_book(desk: &Desk, command: &Command) -> Answer {
    match command {
        Command::Events { aggregate_id, r#loan } => {
            call(desk, "event.history", json!({ "aggregate_id": aggregate_id, "include_loan": r#loan }))
        }
        Command::Replay { aggregate_id, dry_run } => {
            call(desk, "event.replay", json!({ "aggregate_id": aggregate_id, "dry_run": dry_run }))
        }
        Command::Retry => call(desk, "event.retry", json!({})),
        Command::Handlers { change: None } => call(desk, "handler.list", json!({})),
        Command::Handlers { change: Some(HandlerChange::Enable { name }) } => {
            call(desk, "handler.enable", json!({ "name": name }))
        }
        Command::Handlers { change: Some(HandlerChange::Disable { name }) } => {
            call(desk, "handler.disable", json!({ "name": name }))
        }
        Command::Rebuild => call(desk, "integrity.rebuild", json!({})),
        Command::Verify { head } => verify(desk, head.as_deref()),
        Command::Head { file } => call(desk, "integrity.write_head", json!({ "path": file })),
        Command::Export(export) => run_export(desk, export),
        Command::Import { file, kind, mapping, options, dry_run } => {
            let input = import::input(file, kind, mapping.as_deref(), options)?;
            if *dry_run { import::check(desk, input) } else { call(desk, "import.run", input) }
        }
        Command::Stats => call(desk, "book.statistics", json!({})),
        Command::Archive { before, dry_run: true, .. } => {
            call(desk, "archive.preview", json!({ "before": before }))
        }
        Command::Archive { before, folder, .. } => {
            call(desk, "archive.create", json!({ "before": before, "folder": folder }))
        }
        Command::AsOf { loan_id: Some(loan_id), known_at, effective_on } => call(
            desk,
            "loan.as_of",
            json!({ "loan_id": loan_id, "known_at": known_at, "effective_on": effective_on }),
        ),
        Command::AsOf { loan_id: None, known_at, effective_on } => {
            call(desk, "loan.balances", json!({ "known_at": known_at, "effective_on": effective_on }))
        }
        _ => Err(usage("this command needs no book")),
    }
}

/// Prints the report in any case; damage is a failure of storage, named on standard error.
fn verify(desk: &Desk, head: Option<&Path>) -> Answer {
    let input = json!({ "head": head });
    let call = Call { progress: &show_progress, ..Call::new("integrity.verify", input) };
    let output = desk.call(call)?;
    if output["ok"] == true {
        return Ok(pretty(&output));
    }
    println!("{}", pretty(&output));
    let first = &output["damages"][0];
    let place = match (&first["position"], &first["table"]) {
        (Json::Number(position), _) => format!("position {position}"),
        (_, Json::String(table)) => format!("table {table}"),
        _ => "the file".to_owned(),
    };
    let detail = first["detail"].as_str().unwrap_or_default();
    if first["kind"] == "archive_missing" {
        return Err(WireError::new(ErrorCode::ArchiveMissing, detail));
    }
    Err(WireError::new(ErrorCode::BookDamaged, format!("the book is damaged at {place}: {detail}")))
}

fn call(desk: &Desk, name: &str, input: Json) -> Answer {
    let call = Call { progress: &show_progress, ..Call::new(name, input) };
    desk.call(call).map(|output| pretty(&output))
}

fn run_export(desk: &Desk, export: &Export) -> Answer {
    let Export { kind, out, format, replace, r#loan, status, from, to, as_of, known_at } = export;
    let is_table = out
        .extension()
        .is_some_and(|ending| ["csv", "xlsx"].iter().any(|of_table| ending.eq_ignore_ascii_case(of_table)));
    if kind == "events" && format.is_none() && !is_table {
        let narrowed = [r#loan, status, from, to, as_of, known_at].iter().any(|filter| filter.is_some());
        if narrowed {
            return Err(usage("the whole book has no filters; a table of its events has: give --format"));
        }
        return call(desk, "book.export_events", json!({ "path": out, "replace": replace }));
    }
    let format = format.map(|format| match format {
        TableFormat::Csv => "csv",
        TableFormat::Xlsx => "xlsx",
    });
    call(
        desk,
        "export.run",
        json!({
            "kind": kind, "path": out, "format": format, "replace": replace, "loan_id": r#loan,
            "status": status, "from": from, "to": to, "as_of": as_of, "known_at": known_at,
        }),
    )
}

/// Progress goes to standard error, and only where a person is looking.
pub(crate) fn show_progress(done: i64, total: i64) -> bool {
    let mut errors = io::stderr().lock();
    if errors.is_terminal() {
        let end = if done >= total { "\n" } else { "" };
        let _ = write!(errors, "\r{done} of {total}{end}");
    }
    true
}

fn needs_book(name: &str) -> bool {
    table::find(name).is_some_and(|command| command.kind != table::Kind::Desk)
}

fn open(desk: &Desk, arguments: &Arguments) -> Result<(), WireError> {
    let passphrase = passphrase(arguments)?;
    desk.open(address(arguments)?, passphrase.as_deref()).map(|_| ())
}

fn address(arguments: &Arguments) -> Result<&str, WireError> {
    let none = || usage("no book is named: give --book PATH or set LENDINGOS_BOOK").at("book");
    arguments.book.as_deref().filter(|address| !address.is_empty()).ok_or_else(none)
}

fn passphrase(arguments: &Arguments) -> Result<Option<String>, WireError> {
    read_passphrase(arguments.passphrase_file.as_deref())
}

fn read_passphrase(file: Option<&Path>) -> Result<Option<String>, WireError> {
    let Some(file) = file else { return Ok(None) };
    let text = fs::read_to_string(file).map_err(|error| unreadable(file, &error))?;
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(
            usage(format!("{} has no passphrase in its first line", file.display())).at("passphrase_file")
        );
    }
    Ok(Some(line.to_owned()))
}

fn make_book(desk: &Desk, arguments: &Arguments, command: &BookCommand) -> Answer {
    match command {
        BookCommand::Create { organization, currency, owner } => {
            let (address, passphrase) = (address(arguments)?, passphrase(arguments)?);
            call(
                desk,
                "book.create",
                json!({
                    "address": address, "organization": organization, "currency": currency, "owner": owner,
                    "passphrase": passphrase,
                }),
            )
        }
        BookCommand::Sample => call(desk, "book.sample", json!({ "address": address(arguments)? })),
        BookCommand::ImportEvents { file } => {
            let (address, passphrase) = (address(arguments)?, passphrase(arguments)?);
            call(
                desk,
                "book.import_events",
                json!({ "path": file, "address": address, "passphrase": passphrase }),
            )
        }
        BookCommand::Copy { from, to, from_passphrase_file, to_passphrase_file } => {
            let from_passphrase = read_passphrase(from_passphrase_file.as_deref())?;
            let to_passphrase = read_passphrase(to_passphrase_file.as_deref())?;
            call(
                desk,
                "book.copy",
                json!({
                    "from": from, "from_passphrase": from_passphrase, "to": to, "to_passphrase": to_passphrase,
                }),
            )
        }
    }
}

fn apr(desk: &Desk, input: &InputFile, places: Option<u32>) -> Answer {
    let mut input = read_input(input)?;
    if let (Some(places), Some(input)) = (places, input.as_object_mut()) {
        input.insert("places".to_owned(), places.into());
    }
    call(desk, "apr", input)
}

fn schedule(desk: &Desk, input: &InputFile, format: Format) -> Answer {
    let mut input = read_input(input)?;
    // A program that reads the schedule can also check it; people read columns.
    if let (Format::Json, Some(input)) = (format, input.as_object_mut()) {
        input.entry("explain").or_insert(Json::Bool(true));
    }
    let output = desk.call(Call::new("schedule.preview", input))?;
    Ok(match format {
        Format::Json => pretty(&output),
        Format::Csv => table_text::csv(&output),
        Format::Table => table_text::columns(&output),
    })
}

/// Standard input is read only when asked for by `-`: a script that leaves it open must not wait for ever.
fn read_input(input: &InputFile) -> Result<Json, WireError> {
    let text = match &input.input {
        None => return Ok(json!({})),
        Some(file) if file == Path::new("-") => read_standard_input()?,
        Some(file) => fs::read_to_string(file).map_err(|error| unreadable(file, &error))?,
    };
    serde_json::from_str(&text).map_err(|error| usage(format!("the input is not JSON: {error}")))
}

fn read_standard_input() -> Result<String, WireError> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).map_err(|error| unreadable(Path::new("standard input"), &error))?;
    Ok(text)
}

fn commands(with_schemas: bool) -> Json {
    let line = |command: &table::Command| {
        let mut line = json!({
            "name": command.name, "summary": command.summary, "role": command.role, "kind": command.kind,
        });
        if with_schemas {
            line["input"] = command.input_schema().to_value();
            line["output"] = (command.output_schema)().to_value();
        }
        line
    };
    json!({ "commands": table::COMMANDS.iter().map(line).collect::<Vec<_>>() })
}

pub(crate) fn pretty(value: &Json) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
