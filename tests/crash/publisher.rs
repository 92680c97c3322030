//! A process to be killed: it funds loans without end and says after each commit which loan it was.
//!
//! Arguments: the book, and how many loans at most (0 for without end). With `hold` as the second argument it takes
//! the write lock instead, says so, and keeps it until it is killed.

#![expect(clippy::unwrap_used, reason = "a process that cannot go on must stop")]

use std::{io::Write as _, sync::Arc, time::Duration};

use api::{Desk, DeskConfig};
use lendingos_tests::{WAY_TO_FUNDED, ok};
use serde_json::json;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (address, what) = (arguments.next().unwrap(), arguments.next().unwrap());
    let desk = Desk::new(DeskConfig {
        backends: Arc::new(backends::AllBackends),
        config_folder: None,
        documents_folder: std::env::temp_dir(),
        user: None,
        source: "publisher",
    });
    let book = desk.open(&address, None).unwrap();
    if what == "hold" {
        let _lock = book.store().write().unwrap();
        say("holding");
        std::thread::sleep(Duration::from_secs(3_600));
    }
    let most: u32 = what.parse().unwrap();
    let borrower = ok(&desk, "person.create", json!({ "kind": "borrower", "name": "Marisol Vega" }));
    for number in 1.. {
        let loan = ok(
            &desk,
            "loan.create",
            json!({
                "borrower_id": borrower["person_id"], "principal": "100000.00", "annual_rate_percent": "7.5",
                "term_months": 12,
            }),
        );
        for to in WAY_TO_FUNDED {
            ok(&desk, "loan.transition", json!({ "loan_id": loan["loan_id"], "to": to }));
        }
        say(loan["loan_id"].as_str().unwrap());
        if number == most {
            break;
        }
    }
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}
