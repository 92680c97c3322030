//! A process for tests that kill it, stop it or take its disk away.
//!
//! Arguments: the book, and what to do with it:
//! - a number: fund that many loans (0: without end), and say after each commit which loan it was
//! - `draft LOAN`: write a draft of a draw over and over, and say after each commit which draw asks for how much
//! - `work-off`: do what is left after the commits, such as making documents, and end
//! - `hold`: take the write lock, say so, and keep it until killed
//! - `aged`: make the book with a loan in each of the months from January 2025 to March 2026
//! - `archive`: archive what is a year old
//! - `copy TARGET`: copy the book to another place
//! - `newer`: write in the book that a newer release has migrated it
//! - `attach`: make the book on a disk that is too small for a file, and add the file
//! - `export`: make the book, fill the disk but for more and more room, and write a workbook each time until it fits
//! - `fill`: make the book on a disk that is too small, fund loans until the disk is full, make room, and go on

#![expect(clippy::unwrap_used, reason = "a process that cannot go on must stop")]

use std::{fs, io::Write as _, path::Path, sync::Arc, time::Duration};

use api::{Call, Desk, DeskConfig, ErrorCode, WireError};
use app::{Environment, environment::Clock};
use lendingos_tests::{ManualClock, WAY_TO_FUNDED, ok};
use serde_json::{Value as Json, json};
use uuid::Uuid;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (address, what) = (arguments.next().unwrap(), arguments.next().unwrap());
    let desk = Desk::new(config());
    match what.as_str() {
        "draft" => draft(&desk, &address, &arguments.next().unwrap()),
        "work-off" => work_off(&desk, &address),
        "hold" => hold(&desk, &address),
        "aged" => aged(&address),
        "archive" => archive(&desk, &address),
        "copy" => copy(&desk, &address, &arguments.next().unwrap()),
        "newer" => newer(&address),
        "export" => export(&desk, &address),
        "attach" => attach(&desk, &address),
        "fill" => fill(&desk, &address),
        most => publish(&desk, &address, most.parse().unwrap()),
    }
}

fn config() -> DeskConfig {
    DeskConfig {
        backends: Arc::new(backends::AllBackends),
        config_folder: None,
        documents_folder: std::env::temp_dir(),
        user: None,
        source: "publisher",
        on_notice: None,
    }
}

fn work_off(desk: &Desk, address: &str) {
    desk.open(address, None).unwrap();
    desk.work_off().unwrap();
}

fn draft(desk: &Desk, address: &str, loan_id: &str) {
    desk.open(address, None).unwrap();
    let mut draw = json!({ "loan_id": loan_id });
    for amount in 1.. {
        let mut input = draw.clone();
        input["lines"] = json!([{ "code": "site", "amount": format!("{amount}.00"), "work_done": "Dig" }]);
        input["note"] = "As the borrower said on site".into();
        let written = ok(desk, "draw.draft", input);
        draw = json!({ "draw_id": written["draw_id"] });
        say(&format!("{} {amount}", written["draw_id"].as_str().unwrap()));
    }
}

fn hold(desk: &Desk, address: &str) {
    let book = desk.open(address, None).unwrap();
    let _lock = book.store().write().unwrap();
    say("holding");
    std::thread::sleep(Duration::from_secs(3_600));
}

fn aged(address: &str) {
    const MONTHS: u32 = 15;
    const MONTH: i64 = 30 * 24 * 60 * 60;
    let clock = Arc::new(ManualClock::default());
    let environment =
        Environment { clock: Arc::clone(&clock) as Arc<dyn Clock>, ..Environment::system("publisher") };
    let desk = Desk::with_environment(config(), environment);
    ok(
        &desk,
        "book.create",
        json!({ "address": address, "organization": "Harbor Private Lending", "currency": "USD", "owner": "Mara Lind" }),
    );
    for _ in 0..MONTHS {
        let loan = ok(&desk, "loan.create", terms(&borrower(&desk)));
        for to in WAY_TO_FUNDED {
            ok(&desk, "loan.transition", json!({ "loan_id": loan["loan_id"], "to": to }));
        }
        clock.pass(MONTH);
    }
}

fn archive(desk: &Desk, address: &str) {
    desk.open(address, None).unwrap();
    say("archiving");
    ok(desk, "archive.create", json!({}));
}

fn copy(desk: &Desk, from: &str, to: &str) {
    ok(desk, "book.copy", json!({ "from": from, "to": to }));
}

fn newer(address: &str) {
    rusqlite::Connection::open(address)
        .unwrap()
        .execute(
            "INSERT INTO refinery_schema_history VALUES (999, 'of_a_newer_release', '2099-01-01', '1')",
            [],
        )
        .unwrap();
}

fn publish(desk: &Desk, address: &str, most: u32) {
    desk.open(address, None).unwrap();
    let borrower = borrower(desk);
    for number in 1.. {
        let loan = ok(desk, "loan.create", terms(&borrower));
        for to in WAY_TO_FUNDED {
            ok(desk, "loan.transition", json!({ "loan_id": loan["loan_id"], "to": to }));
        }
        say(loan["loan_id"].as_str().unwrap());
        if number == most {
            break;
        }
    }
}

/// The file beside the book that is deleted to make room: for the next write, and for the fold of the whole log into a
/// book beside it, by which the book is verified.
const BALLAST_BYTES: usize = 3 << 20;

fn fill(desk: &Desk, address: &str) {
    let ballast = Path::new(address).with_extension("ballast");
    fs::write(&ballast, vec![1; BALLAST_BYTES]).unwrap();
    let book = json!({ "address": address, "organization": "Cedar Street Lending", "currency": "USD", "owner": "Ada" });
    ok(desk, "book.create", book);
    let borrower = borrower(desk);
    let mut created = 0;
    let (command_id, error) = loop {
        let command_id = Uuid::now_v7().to_string();
        match create(desk, &borrower, &command_id) {
            Ok(_) => created += 1,
            Err(error) => break (command_id, error),
        }
    };
    assert_eq!((error.code, error.retryable), (ErrorCode::DiskFull, true), "{}", error.message);
    assert_eq!(loans(desk), created, "what was acknowledged, and nothing else");

    fs::remove_file(&ballast).unwrap();
    let loan = create(desk, &borrower, &command_id).unwrap();
    for to in WAY_TO_FUNDED {
        ok(desk, "loan.transition", json!({ "loan_id": loan["loan_id"], "to": to }));
    }
    assert_eq!(loans(desk), created + 1);
    let report = ok(desk, "integrity.verify", json!({}));
    assert_eq!(report["ok"], true, "{report}");
    say(&format!("full after {created} loans, whole afterwards"));
}

/// Bytes of a file that the disk has no room for.
const LARGE_FILE_BYTES: usize = 3 << 20;

fn attach(desk: &Desk, address: &str) {
    let ballast = Path::new(address).with_extension("ballast");
    fs::write(&ballast, vec![1; BALLAST_BYTES]).unwrap();
    let book = json!({ "address": address, "organization": "Cedar Street Lending", "currency": "USD", "owner": "Ada" });
    ok(desk, "book.create", book);
    let loan = ok(desk, "loan.create", terms(&borrower(desk)));
    let elsewhere = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: usize| {
        let path = elsewhere.path().join(name);
        fs::write(&path, [b"%PDF-1.4\n".as_slice(), &vec![7; bytes]].concat()).unwrap();
        json!({ "loan_id": loan["loan_id"], "path": path })
    };
    let command_id = Uuid::now_v7().to_string();
    let large = file("large.pdf", LARGE_FILE_BYTES);
    let add =
        || desk.call(Call { command_id: Some(&command_id), ..Call::new("attachment.add", large.clone()) });
    let error = add().unwrap_err();
    assert_eq!((error.code, error.retryable), (ErrorCode::DiskFull, true), "{}", error.message);
    assert_nothing_is_attached(desk, &loan);

    // A disk that is full already when the first byte is to be written.
    fs::write(Path::new(address).with_extension("more"), vec![1; 8 << 20]).unwrap_err();
    assert_eq!(add().unwrap_err().code, ErrorCode::DiskFull);
    fs::remove_file(Path::new(address).with_extension("more")).unwrap();
    assert_nothing_is_attached(desk, &loan);

    fs::remove_file(&ballast).unwrap();
    ok(desk, "attachment.add", file("small.pdf", 300_000));
    let report = ok(desk, "integrity.verify", json!({}));
    assert_eq!(report["ok"], true, "{report}");
    say("nothing half-stored, whole afterwards");
}

/// By how much more the disk has room each time.
const MORE_ROOM_BYTES: u64 = 48 << 10;

fn export(desk: &Desk, address: &str) {
    let book = json!({ "address": address, "organization": "Cedar Street Lending", "currency": "USD", "owner": "Ada" });
    ok(desk, "book.create", book);
    let borrower = borrower(desk);
    for _ in 0..2 {
        let mut terms = terms(&borrower);
        terms["term_months"] = json!(360);
        let loan = ok(desk, "loan.create", terms);
        for to in WAY_TO_FUNDED {
            ok(desk, "loan.transition", json!({ "loan_id": loan["loan_id"], "to": to }));
        }
    }
    let folder = Path::new(address).parent().unwrap();
    let (path, ballast) = (folder.join("instalments.xlsx"), folder.join("ballast"));
    fs::write(&path, "the old one").unwrap();
    let mut ballast_file = fs::File::create(&ballast).unwrap();
    ballast_file.write_all(&vec![1; 8 << 20]).unwrap_err();
    let mut ballast_bytes = ballast_file.metadata().unwrap().len();
    let mut refused = 0;
    let input = json!({ "kind": "instalments", "path": path, "replace": true });
    while let Err(error) = desk.call(Call::new("export.run", input.clone())) {
        assert_eq!((error.code, error.retryable), (ErrorCode::DiskFull, true), "{}", error.message);
        assert_eq!(fs::read_to_string(&path).unwrap(), "the old one");
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        assert_eq!(names.filter(|name| name.to_string_lossy().starts_with(".lendingos-")).count(), 0);
        refused += 1;
        ballast_bytes = ballast_bytes.checked_sub(MORE_ROOM_BYTES).unwrap();
        ballast_file.set_len(ballast_bytes).unwrap();
    }
    assert!(refused > 2, "the disk was full {refused} times");
    say("the old one stayed each time");
}

fn assert_nothing_is_attached(desk: &Desk, loan: &Json) {
    let list = ok(desk, "attachment.list", json!({ "loan_id": loan["loan_id"] }));
    assert_eq!(list["attachments"], json!([]));
    let figures = ok(desk, "book.statistics", json!({}));
    for table in figures["tables"].as_array().unwrap() {
        if table["table"].as_str().is_some_and(|name| name.starts_with("attachment")) {
            assert_eq!(table["rows"], 0, "{table}");
        }
    }
}

fn create(desk: &Desk, borrower: &Json, command_id: &str) -> Result<Json, WireError> {
    desk.call(Call { command_id: Some(command_id), ..Call::new("loan.create", terms(borrower)) })
}

fn loans(desk: &Desk) -> usize {
    ok(desk, "loan.list", json!({ "limit": 10_000 }))["loans"].as_array().unwrap().len()
}

fn borrower(desk: &Desk) -> Json {
    ok(desk, "person.create", json!({ "kind": "borrower", "name": "Marisol Vega" }))["person_id"].clone()
}

fn terms(borrower: &Json) -> Json {
    json!({ "borrower_id": borrower, "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 })
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}
