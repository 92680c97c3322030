//! Documents: made after the funding, the same bytes each time, from templates that a lender may change.

use std::{path::Path, process::Command};

use lendingos_tests::{Site, TestDesk};
use serde_json::{Value as Json, json};

/// The text of a PDF, as any other program reads it.
fn text_of(path: &Path) -> String {
    let output =
        Command::new("pdftotext").args(["-layout".as_ref(), path.as_os_str(), "-".as_ref()]).output();
    // pdftotext, of poppler-utils.
    let output = output.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn documents(test: &TestDesk, loan_id: &str) -> Vec<Json> {
    test.ok("document.list", json!({ "loan_id": loan_id }))["documents"].as_array().unwrap().clone()
}

pub fn of_kind(test: &TestDesk, loan_id: &str, kind: &str) -> Json {
    documents(test, loan_id).into_iter().find(|document| document["kind"] == kind).unwrap()
}

/// Saves a document and gives its text.
pub fn read(test: &TestDesk, document: &Json) -> String {
    let path = test.folder.path().join(format!("{}.pdf", document["document_id"].as_str().unwrap()));
    if !path.exists() {
        let input = json!({ "document_id": document["document_id"], "save_to": path });
        test.ok("document.get", input);
    }
    text_of(&path)
}

fn usual_loan_funded(test: &TestDesk) -> String {
    test.funded_loan(json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }))
}

#[test]
fn a_funding_makes_three_documents_with_the_figures_of_the_loan() {
    let test = TestDesk::new();
    let loan_id = usual_loan_funded(&test);
    assert_eq!(documents(&test, &loan_id).len(), 0, "nobody waits for them");
    assert_eq!(test.desk.work_off().unwrap(), 1);
    assert_eq!(test.desk.work_off().unwrap(), 0);
    for kind in ["promissory_note", "amortization_schedule", "closing_statement"] {
        let document = of_kind(&test, &loan_id, kind);
        let text = read(&test, &document);
        for expected in ["Marisol Vega", "8,675.74", "104,108.91", "4,108.91", "100,000.00", "L-00001"] {
            assert!(text.contains(expected), "{kind} has no {expected}: {text}");
        }
        let again =
            test.ok("document.get", json!({ "document_id": document["document_id"], "make_again": true }));
        assert_eq!(again["is_same_made_again"], true, "{kind}");
        assert_eq!(document["generated_by"], "Ada");
    }
    let schedule = read(&test, &of_kind(&test, &loan_id, "amortization_schedule"));
    for row in ["Feb 15, 2025", "91,949.26", "Jan 15, 2026", "8,675.77"] {
        assert!(schedule.contains(row), "{row}: {schedule}");
    }
    let history = test.ok("event.history", json!({ "aggregate_id": loan_id, "include_loan": true }));
    let events = history["events"].as_array().unwrap();
    let made = events.iter().filter(|event| event["event_type"] == "Compliance.DocumentGenerated").count();
    assert_eq!(made, 3);
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
    test.ok("integrity.rebuild", json!({}));
    assert_eq!(documents(&test, &loan_id).len(), 3);
}

#[test]
fn the_same_call_later_is_the_same_file_and_no_second_document() {
    let test = TestDesk::new();
    let loan_id = usual_loan_funded(&test);
    test.desk.work_off().unwrap();
    let first = of_kind(&test, &loan_id, "closing_statement");
    usual_loan_funded(&test);
    test.clock.pass(90 * 86_400);
    test.ok(
        "payment.record",
        json!({ "loan_id": loan_id, "amount": "8675.74", "received_on": "2025-02-15", "method": "check" }),
    );
    let asked = json!({ "kind": "closing_statement", "loan_id": loan_id });
    assert_eq!(test.ok("document.generate", asked.clone()), first);
    assert_eq!(test.ok("document.generate", asked), first);
    assert_eq!(documents(&test, &loan_id).len(), 3);
}

#[test]
fn replaying_and_working_off_again_make_nothing_twice() {
    let test = TestDesk::new();
    let loan_id = usual_loan_funded(&test);
    let queued = test.ok("event.replay", json!({ "aggregate_id": loan_id }));
    let outcome = |report: &Json| {
        let outcomes = report["outcomes"].as_array().unwrap();
        outcomes.iter().find(|outcome| outcome["handler"] == "DocumentGenerator").unwrap()["outcome"].clone()
    };
    assert_eq!(outcome(&queued), "queued");
    assert_eq!(
        test.desk.work_off().unwrap(),
        1,
        "a line for each handler and event, however often it is asked for"
    );
    let replayed = test.ok("event.replay", json!({ "aggregate_id": loan_id }));
    assert_eq!(outcome(&replayed), "skipped");
    let dry = test.ok("event.replay", json!({ "aggregate_id": loan_id, "dry_run": true }));
    assert_eq!(outcome(&dry), "same", "{dry}");
    assert_eq!(test.desk.work_off().unwrap(), 0);
    assert_eq!(documents(&test, &loan_id).len(), 3);
}

#[test]
fn a_template_that_breaks_on_a_loan_leaves_it_funded_and_says_its_line() {
    let test = TestDesk::new();
    // It typesets the sample, whose borrower has an address; this loan's has none.
    let source = "#import \"letterhead.typ\": *\n#show: letter\n\n#data.borrower.address.first()\n";
    test.ok("template.set", json!({ "kind": "closing_statement", "source": source }));
    let loan_id = usual_loan_funded(&test);
    test.desk.work_off().unwrap();
    assert_eq!(test.ok("loan.get", json!({ "loan_id": loan_id }))["status"], "funded");
    let funded = test.event(&loan_id, "Loan.Funded");
    assert_eq!(funded["status"], "failed");
    let error = funded["error"].as_str().unwrap();
    assert!(error.contains("template closing_statement, line 4"), "{error}");
    assert_eq!(documents(&test, &loan_id).len(), 0, "all of a funding's documents, or none");

    test.ok("template.set", json!({ "kind": "closing_statement", "source": null }));
    test.ok("event.retry", json!({ "event_id": funded["event_id"] }));
    assert_eq!(test.desk.work_off().unwrap(), 1);
    let funded = test.event(&loan_id, "Loan.Funded");
    assert_eq!((&funded["status"], &funded["error"]), (&json!("processed"), &Json::Null));
    assert_eq!(documents(&test, &loan_id).len(), 3);
    let schedules = test.ok("schedule.list", json!({ "loan_id": loan_id }));
    assert_eq!(schedules["schedules"].as_array().unwrap().len(), 1, "the schedule was not made again");
}

#[test]
fn a_handler_that_is_disabled_makes_nothing_until_it_is_replayed() {
    let test = TestDesk::new();
    test.ok("handler.disable", json!({ "name": "DocumentGenerator" }));
    let loan_id = usual_loan_funded(&test);
    assert_eq!(test.desk.work_off().unwrap(), 0);
    test.ok("handler.enable", json!({ "name": "DocumentGenerator" }));
    assert_eq!(documents(&test, &loan_id).len(), 0);
    test.ok("event.replay", json!({ "aggregate_id": loan_id }));
    test.desk.work_off().unwrap();
    assert_eq!(documents(&test, &loan_id).len(), 3);
}

#[test]
fn two_programs_that_work_off_at_once_make_each_document_once() {
    let test = TestDesk::new();
    let loans: Vec<String> = (0..4).map(|_| usual_loan_funded(&test)).collect();
    let second = test.second();
    std::thread::scope(|scope| {
        scope.spawn(|| test.desk.work_off().unwrap());
        scope.spawn(|| second.work_off().unwrap());
    });
    for loan_id in &loans {
        assert_eq!(documents(&test, loan_id).len(), 3);
    }
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
}

#[test]
fn templates_and_letterhead_are_the_lenders_own_and_refused_where_they_are_broken() {
    let test = TestDesk::new();
    let broken = test.refused(
        "template.set",
        json!({ "kind": "payoff_letter", "source": "#show: it => it\n#nonsense\n" }),
    );
    assert_eq!((broken.code.word().as_str(), broken.field.as_deref()), ("template_fault", Some("source")));
    assert!(broken.message.contains("line 2"), "{}", broken.message);
    let preview = test.ok("template.preview", json!({ "kind": "payoff_letter", "source": "= A\n#b" }));
    assert_eq!((&preview["fault"]["line"], &preview["pages"]), (&json!(2), &json!([])));
    let templates = test.ok("template.list", json!({}));
    for template in templates["templates"].as_array().unwrap() {
        let shown = test.ok("template.preview", json!({ "kind": template["kind"] }));
        assert!(
            shown["pages"][0].as_str().is_some_and(|page| page.starts_with("<svg")),
            "{template} {shown}"
        );
    }

    let logo = test.folder.path().join("logo.svg");
    std::fs::write(
        &logo,
        "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'><rect width='20' height='10'/></svg>",
    )
    .unwrap();
    let letterhead = json!({ "address": "1 Main Street\nAlbany", "footer": "NMLS 12345", "logo_path": logo });
    let preview = |letterhead: &Json| {
        test.ok("template.preview", json!({ "kind": "closing_statement", "letterhead": letterhead }))
    };
    // A letterhead is seen before it is set, as it will be.
    let in_force = preview(&Json::Null);
    let unsaved = preview(&letterhead);
    assert_ne!(unsaved, in_force);
    assert_eq!(preview(&Json::Null), in_force, "a preview sets nothing");
    test.ok("letterhead.set", letterhead);
    assert_eq!(preview(&Json::Null), unsaved);
    assert_ne!(preview(&json!({ "remove_logo": true })), unsaved);
    // What is left out stays, and null takes it away.
    let set = |change: Json| test.ok("letterhead.set", change);
    assert_eq!(set(json!({ "phone": "555-0100" }))["address"], "1 Main Street\nAlbany");
    assert_eq!(set(json!({ "phone": null }))["phone"], Json::Null);
    assert_eq!(preview(&Json::Null), unsaved);
    let wrong = test.folder.path().join("logo.png");
    std::fs::write(&wrong, "no picture").unwrap();
    let unreadable = json!({ "logo_path": wrong });
    let refused = test.refused("letterhead.set", unreadable.clone());
    assert_eq!(refused.field.as_deref(), Some("logo_path"));
    let unseen = json!({ "kind": "closing_statement", "letterhead": unreadable });
    assert_eq!(test.refused("template.preview", unseen).field.as_deref(), Some("logo_path"));
    let source = test.ok("template.get", json!({ "kind": "closing_statement" }))["source"]
        .as_str()
        .unwrap()
        .to_owned();
    let changed = source.replace("== Totals", "== Sums agreed");
    test.ok("template.set", json!({ "kind": "closing_statement", "source": changed }));
    let loan_id = usual_loan_funded(&test);
    test.desk.work_off().unwrap();
    let text = read(&test, &of_kind(&test, &loan_id, "closing_statement"));
    for expected in ["Sums agreed", "1 Main Street", "NMLS 12345", "8,675.74"] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    test.ok("letterhead.set", json!({ "remove_logo": true }));
    let document = of_kind(&test, &loan_id, "closing_statement");
    let again =
        test.ok("document.get", json!({ "document_id": document["document_id"], "make_again": true }));
    assert_eq!(again["is_same_made_again"], true, "made again with what it was made with");
    assert_eq!(
        test.ok("integrity.verify", json!({}))["ok"],
        true,
        "an old logo is still of a letterhead that was set"
    );
}

#[test]
fn letters_and_statements_are_made_on_request() {
    let test = TestDesk::new();
    let draft = test.usual_loan();
    let early = test.refused("document.generate", json!({ "kind": "promissory_note", "loan_id": draft }));
    assert_eq!(early.field.as_deref(), Some("loan_id"));
    let loan_id = usual_loan_funded(&test);
    for (on, amount) in [("2025-02-15", "8675.74"), ("2025-03-15", "8675.74")] {
        test.clock.pass(31 * 86_400);
        let input = json!({ "loan_id": loan_id, "amount": amount, "received_on": on, "method": "wire" });
        test.ok("payment.record", input);
    }
    let missing = test.refused("document.generate", json!({ "kind": "payoff_letter", "loan_id": loan_id }));
    assert_eq!(missing.field.as_deref(), Some("quote_id"));
    let quote = test.ok("payoff.quote", json!({ "loan_id": loan_id, "good_through": "2025-04-01" }));
    let payoff = test.ok("document.generate", json!({ "kind": "payoff_letter", "loan_id": loan_id }));
    let text = read(&test, &payoff);
    let total = quote["total"].as_str().unwrap();
    let grouped = format!("{},{}", &total[..total.len() - 6], &total[total.len() - 6..]);
    assert!(text.contains(&grouped) && text.contains("April 1, 2025"), "{grouped}: {text}");

    let from_to =
        json!({ "kind": "borrower_statement", "loan_id": loan_id, "from": "2025-01-01", "to": "2025-03-18" });
    let text = read(&test, &test.ok("document.generate", from_to));
    // 625.00 and 574.68 of interest; 8,050.74 and 8,101.06 of principal.
    for expected in ["17,351.48", "1,199.68", "16,151.80", "83,848.20"] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    let year = json!({ "kind": "interest_statement", "loan_id": loan_id, "year": 2025 });
    let text = read(&test, &test.ok("document.generate", year));
    for expected in ["1,199.68", "100,000.00", "January 15, 2025"] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    let needs_year =
        test.refused("document.generate", json!({ "kind": "interest_statement", "loan_id": loan_id }));
    assert_eq!(needs_year.field.as_deref(), Some("year"));
    for year in [2024, 2190] {
        let other = json!({ "kind": "interest_statement", "loan_id": loan_id, "year": year });
        assert_eq!(test.refused("document.generate", other).field.as_deref(), Some("year"));
    }
    let report = test.ok("document.generate", json!({ "kind": "portfolio_report" }));
    let text = read(&test, &report);
    assert!(text.contains("L-00002") && text.contains("83,848.20"), "{text}");
    assert!(!text.contains("L-00001"), "a draft is no part of the portfolio: {text}");
    let then = json!({ "kind": "portfolio_report", "to": "2025-02-28" });
    let text = read(&test, &test.ok("document.generate", then));
    assert!(text.contains("February 28, 2025") && text.contains("91,949.26"), "{text}");
    let to_come =
        test.refused("document.generate", json!({ "kind": "portfolio_report", "to": "2199-01-01" }));
    assert_eq!(to_come.field.as_deref(), Some("to"));
}

/// A fund with two investors: 300,000.00 and 100,000.00 committed, half of it called and come in on 15 January, and on
/// 15 April interest distributed and capital given back.
fn a_fund_with_investors(test: &TestDesk) -> (Json, [Json; 2]) {
    let created = json!({ "name": "Cedar Income Fund", "capacity": "1000000.00" });
    let fund_id = test.ok("fund.create", created)["fund_id"].clone();
    let investor = |name: &str, address: &str| {
        let person = json!({ "kind": "investor", "name": name, "address": address });
        test.ok("person.create", person)["person_id"].clone()
    };
    let investors = [investor("Noor Haddad", "4 Harbor Row\nPortland, ME"), investor("Tomas Lindqvist", "")];
    let record = |name: &str, mut input: Json| {
        input["fund_id"] = fund_id.clone();
        test.ok(name, input);
    };
    for (investor_id, amount) in investors.iter().zip(["300000.00", "100000.00"]) {
        record("fund.commit", json!({ "investor_id": investor_id, "amount": amount }));
    }
    record("fund.call_capital", json!({ "amount": "200000.00" }));
    for (investor_id, amount) in investors.iter().zip(["150000.00", "50000.00"]) {
        let note = "#strong[Wire] = 7";
        record("fund.receive", json!({ "investor_id": investor_id, "amount": amount, "note": note }));
    }
    test.clock.pass_to("2025-04-15".parse().unwrap());
    // Three quarters of 1,000.02 are 750.015: the cent goes to the first.
    record("fund.distribute", json!({ "kind": "interest", "amount": "1000.02" }));
    record("fund.distribute", json!({ "kind": "return_of_capital", "amount": "40000.00" }));
    (fund_id, investors)
}

#[test]
fn an_investors_statement_has_their_capital_and_what_moved() {
    let test = TestDesk::new();
    let (fund_id, [noor, tomas]) = a_fund_with_investors(&test);
    let wish = |investor_id: &Json, from: &str, to: &str| {
        json!({
            "kind": "investor_statement", "fund_id": fund_id, "investor_id": investor_id, "from": from, "to": to,
        })
    };
    let year = wish(&noor, "2025-01-01", "2025-12-31");
    let statement = test.ok("document.generate", year.clone());
    assert_eq!([&statement["fund_id"], &statement["investor_id"]], [&fund_id, &noor]);
    assert_eq!(statement["file_name"], "Cedar Income Fund Noor Haddad Investor statement 2025-12-31.pdf");
    let text = read(&test, &statement);
    for expected in [
        "Noor Haddad",
        "4 Harbor Row",
        "Cedar Income Fund",
        "January 1, 2025 through December 31, 2025",
        "Jan 15, 2025",
        // Committed, called and contributed; interest; capital returned, and what is left.
        "300,000.00",
        "150,000.00",
        "750.02",
        "(30,000.00)",
        "120,000.00",
        // A note is text, whatever it looks like.
        "Contribution · #strong[Wire] = 7",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert!(!text.contains("Tomas"), "{text}");

    // What moved before the first day is the capital with which it opens.
    let spring = read(&test, &test.ok("document.generate", wish(&noor, "2025-02-01", "2025-04-30")));
    let line =
        |name: &str| spring.lines().find(|line| line.trim_start().starts_with(name)).unwrap().to_owned();
    assert!(line("Before February 1, 2025").ends_with("150,000.00"), "{spring}");
    assert!(line("Contributed").ends_with(" 0.00"), "{spring}");
    assert!(line("At the end of April 30, 2025").ends_with("120,000.00"), "{spring}");
    assert!(!spring.contains("Jan 15, 2025"), "{spring}");

    // The same wish is the same document; another investor's is another.
    test.clock.pass(30 * 86_400);
    assert_eq!(test.ok("document.generate", year), statement);
    let again = json!({ "document_id": statement["document_id"], "make_again": true });
    assert_eq!(test.ok("document.get", again)["is_same_made_again"], true);
    let other = test.ok("document.generate", wish(&tomas, "2025-01-01", "2025-12-31"));
    assert_ne!(other["sha256"], statement["sha256"]);
    assert!(read(&test, &other).contains("40,000.00"));
    let list = |of: Json| {
        let answer = test.ok("document.list", of);
        (answer["documents"].as_array().unwrap().len(), answer["total"].as_i64().unwrap())
    };
    assert_eq!(list(json!({})), (3, 3));
    assert_eq!(list(json!({ "limit": 2 })), (2, 3));
    assert_eq!(list(json!({ "limit": 2, "offset": 2 })), (1, 3));
    assert_eq!(list(json!({ "of_the_book": true })), (3, 3));
    assert_eq!(list(json!({ "search": "INVESTOR statement" })), (3, 3));
    assert_eq!(list(json!({ "search": "investor 100%" })), (0, 0));
    assert_eq!(test.ok("integrity.verify", json!({}))["ok"], true);
    test.ok("integrity.rebuild", json!({}));
    assert_eq!(test.ok("document.list", json!({}))["documents"][0]["investor_id"], tomas);
}

#[test]
fn an_investors_statement_of_nobody_is_refused_by_the_field() {
    let test = TestDesk::new();
    let (fund_id, [noor, _]) = a_fund_with_investors(&test);
    let stranger =
        test.ok("person.create", json!({ "kind": "investor", "name": "Stranger" }))["person_id"].clone();
    let unknown = json!("0198f3a0-0000-7000-8000-000000000000");
    let whole =
        |fund_id: &Json, investor_id: &Json| json!({ "fund_id": fund_id, "investor_id": investor_id });
    for (mut input, field) in [
        (json!({ "investor_id": noor }), "fund_id"),
        (json!({ "fund_id": fund_id }), "investor_id"),
        (whole(&unknown, &noor), "fund_id"),
        (whole(&fund_id, &unknown), "investor_id"),
        (whole(&fund_id, &stranger), "investor_id"),
        (json!({ "fund_id": fund_id, "investor_id": noor, "from": "2025-02-01", "to": "2025-01-31" }), "to"),
    ] {
        input["kind"] = "investor_statement".into();
        let refused = test.refused("document.generate", input.clone());
        assert_eq!(refused.field.as_deref(), Some(field), "{input}: {}", refused.message);
    }
    assert_eq!(test.ok("document.list", json!({}))["documents"], json!([]));
}

fn loan_of(test: &TestDesk, borrower: &str, mut terms: Json) -> String {
    let person = json!({ "kind": "borrower", "name": borrower });
    terms["borrower_id"] = test.ok("person.create", person)["person_id"].clone();
    let loan_id = test.ok("loan.create", terms)["loan_id"].as_str().unwrap().to_owned();
    for status in &lendingos_tests::WAY_TO_FUNDED[..5] {
        test.ok("loan.transition", json!({ "loan_id": loan_id, "to": status }));
    }
    test.fund(&loan_id);
    test.desk.work_off().unwrap();
    loan_id
}

fn usual_terms() -> Json {
    json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 })
}

#[test]
fn names_of_every_script_are_readable_and_characters_that_no_font_has_are_told() {
    let test = TestDesk::new();
    for name in ["王小明", "鈴木一郎", "김민준", "สมชาย", "Ελένη Дмитрий"] {
        let loan_id = loan_of(&test, name, usual_terms());
        let note = of_kind(&test, &loan_id, "promissory_note");
        assert!(read(&test, &note).contains(name), "{name}");
        let again = test.ok("document.generate", json!({ "kind": "promissory_note", "loan_id": loan_id }));
        assert_eq!(again, note, "nothing is missing");
    }
    let loan_id = loan_of(&test, "Rosa 🦀🏠 Díaz", usual_terms());
    let wish = json!({ "kind": "promissory_note", "loan_id": loan_id });
    let made = test.ok("document.generate", wish.clone());
    assert_eq!(made["missing_characters"], "🏠🦀");
    let seen = test.ok("document.get", json!({ "document_id": made["document_id"], "with_pages": true }));
    assert_eq!(seen["missing_characters"], "🏠🦀");
    let preview = test.ok("template.preview", wish);
    assert_eq!((&preview["missing_characters"], &preview["fault"]), (&json!("🏠🦀"), &Json::Null));
    // Of a template of the lender's own too.
    let source = "#import \"letterhead.typ\": *\n#show: letter\n🚀";
    let preview = test.ok("template.preview", json!({ "kind": "promissory_note", "source": source }));
    assert_eq!(preview["missing_characters"], "🚀");
}

#[test]
fn the_letters_of_a_draw_say_in_which_currency() {
    let site = Site::new();
    site.drawn(&[("site", "20000.00")]);
    site.sign_in("Ada");
    site.test.desk.work_off().unwrap();
    for (kind, expected) in
        [("draw_approval_letter", "Approved (USD)"), ("draw_disbursement_letter", "Amounts (USD)")]
    {
        let text = read(&site.test, &of_kind(&site.test, &site.loan_id, kind));
        assert!(text.contains(expected) && text.contains("20,000.00"), "{text}");
    }
}

/// Left and right end of every word of a PDF, and the width of its pages, in points.
fn places_of(path: &Path) -> (f64, Vec<(String, f64, f64)>) {
    let output = Command::new("pdftotext").arg("-bbox").arg(path).arg("-").output().unwrap();
    let html = String::from_utf8(output.stdout).unwrap();
    let value = |line: &str, name: &str| -> f64 {
        let rest = line.split_once(&format!("{name}=\"")).unwrap().1;
        rest.split('"').next().unwrap().parse().unwrap()
    };
    let of = |tag: &'static str| html.lines().filter(move |line| line.trim_start().starts_with(tag));
    let width = value(of("<page ").next().unwrap(), "width");
    let words = of("<word ").map(|line| {
        let word = line.split_once('>').unwrap().1.split('<').next().unwrap();
        (word.to_owned(), value(line, "xMin"), value(line, "xMax"))
    });
    (width, words.collect())
}

#[test]
fn a_name_without_a_space_stays_on_the_page_and_off_the_amounts() {
    let test = TestDesk::new();
    for name in ["W".repeat(190), "N".repeat(60), "Rechtsschutzversicherungsgesellschaft".to_owned()] {
        loan_of(&test, &name, usual_terms());
    }
    test.ok("document.generate", json!({ "kind": "portfolio_report" }));
    let website = json!({ "website": "w".repeat(150), "address": "M".repeat(90) });
    test.ok("letterhead.set", website);
    test.ok("document.generate", json!({ "kind": "portfolio_report" }));
    for document in test.ok("document.list", json!({}))["documents"].as_array().unwrap() {
        read(&test, document);
        let path = test.folder.path().join(format!("{}.pdf", document["document_id"].as_str().unwrap()));
        let (width, words) = places_of(&path);
        // The margin is 22 mm, which are 62.4 points.
        for (word, left, right) in &words {
            assert!(*left > 62.0 && *right < width - 62.0, "{}: {word} {left} {right}", document["kind"]);
        }
        if document["kind"] == "portfolio_report" {
            let status = words.iter().find(|(word, ..)| word == "Status").unwrap().1;
            let names = words.iter().filter(|(word, ..)| word.starts_with("WWW") || word.starts_with("NNN"));
            assert!(names.into_iter().all(|(_, _, right)| *right < status), "{words:?}");
        }
    }
}

#[test]
fn one_payment_is_written_as_one() {
    let test = TestDesk::new();
    let terms = |kind: &str, frequency: &str, term_months: i32| {
        let mut terms = usual_terms();
        (terms["type"], terms["frequency"]) = (kind.into(), frequency.into());
        terms["term_months"] = term_months.into();
        terms
    };
    for (terms, expected) in [
        (terms("at_maturity", "maturity", 12), "one payment"),
        (terms("amortized", "monthly", 1), "one payment"),
        (terms("amortized", "monthly", 12), "12 monthly payments"),
    ] {
        let loan_id = loan_of(&test, "Rosa", terms);
        for kind in ["promissory_note", "amortization_schedule", "closing_statement"] {
            let text = read(&test, &of_kind(&test, &loan_id, kind));
            assert!(text.contains(expected), "{kind}: {expected}: {text}");
            assert!(!text.contains("1 monthly payments"), "{text}");
        }
    }
    let needs = test.refused("document.generate", json!({ "kind": "investor_statement" }));
    assert_eq!(needs.message, "fund_id is needed for an investor statement");
    let needs = test.refused("document.generate", json!({ "kind": "payoff_letter" }));
    assert_eq!(needs.message, "loan_id is needed for a payoff letter");
}
