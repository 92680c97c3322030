//! That every list can be exported, and what the lists hold that other tests do not look into.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use api::table::{COMMANDS, Kind, Role};
use lendingos_tests::{Site, TestDesk};
use serde_json::{Value as Json, json};

use super::exports::{cells_in, cells_of};

/// The kinds of exports in which a list leaves the book.
enum Leaves {
    /// As these kinds.
    As(&'static [&'static str]),
    /// Not at all, since …
    Not(&'static str),
}

use Leaves::{As, Not};

/// Each command that reads a list of the book.
const LISTS: &[(&str, Leaves)] = &[
    ("attachment.list", As(&["attachments"])),
    ("book.get", Not("it says what the book can do; its users are a list of their own")),
    ("book.statistics", Not("it measures the file, not what is in it")),
    ("budget.get", As(&["budget", "draw_schedule", "draws"])),
    ("collateral.list", As(&["collateral"])),
    ("compliance.log", As(&["compliance_log"])),
    ("dashboard.get", As(&["aging_by_age", "expected_cash", "maturities", "todo"])),
    ("document.list", As(&["documents"])),
    ("document.get", Not("its list is the pages of the document, which is a file already")),
    ("draw.get", As(&["draw_lines", "lien_waivers"])),
    ("draw.list", As(&["draws"])),
    ("event.history", As(&["events"])),
    ("event.list", As(&["events"])),
    ("event.replay", Not("it is the outcome of one run, shown when it is done")),
    ("event.retry", Not("it is the outcome of one run, shown when it is done")),
    ("filing.get", As(&["filing_completions"])),
    ("filing.list", As(&["filings"])),
    ("fund.get", As(&["fund_entries", "fund_investors", "fund_loans", "fund_splits"])),
    ("fund.list", As(&["funds"])),
    ("fund.statement", As(&["investor_statement"])),
    ("handler.list", As(&["handlers"])),
    ("import.check", Not("import.export_problems writes it, of the file that is checked")),
    ("inspection.list", As(&["inspections"])),
    ("integrity.verify", Not("it is the outcome of one run, shown when it is done")),
    ("integrity.rebuild", Not("it is the outcome of one run, shown when it is done")),
    ("licence.list", As(&["licences"])),
    ("loan.account", As(&["account", "fees"])),
    ("loan.as_of", As(&["balances"])),
    ("loan.balances", As(&["balances"])),
    ("loan.get", Not("its lists are words of its terms")),
    ("loan.list", As(&["loans", "portfolio"])),
    ("note.list", As(&["notes"])),
    ("participation.get", As(&["participations", "payment_shares"])),
    ("party.list", As(&["parties"])),
    ("payment.due", As(&["due", "late", "aging", "instalments"])),
    ("payment.list", As(&["payments"])),
    ("payoff.list", As(&["payoff_quotes"])),
    ("person.list", As(&["contacts"])),
    ("property.get", As(&["valuations", "collateral"])),
    ("property.list", As(&["properties", "valuations"])),
    ("schedule.accruals", As(&["accruals"])),
    ("schedule.get", As(&["schedule"])),
    ("schedule.list", As(&["schedule_versions"])),
    ("search", Not("it leads to what is found; each is in a list of its own")),
    ("template.list", As(&["templates"])),
    ("user.list", As(&["users"])),
];

fn kinds(test: &TestDesk) -> Vec<Json> {
    test.ok("export.kinds", json!({}))["kinds"].as_array().unwrap().clone()
}

/// Whether what a command answers has a list in it.
fn answers_a_list(schema: &schemars::Schema) -> bool {
    let is_list = |property: &Json| property["type"] == "array";
    let properties = schema.get("properties").and_then(Json::as_object);
    properties.is_some_and(|properties| properties.values().any(is_list))
}

#[test]
fn every_list_of_the_book_leaves_as_a_file_or_there_is_a_reason() {
    let test = TestDesk::new();
    let reads_a_list = |command: &&api::table::Command| {
        matches!(command.kind, Kind::Read | Kind::Book)
            && command.role != Role::Anyone
            && !command.name.contains("preview")
            && (command.name.ends_with(".list") || answers_a_list(&(command.output_schema)()))
    };
    let known: BTreeMap<&str, &Leaves> = LISTS.iter().map(|(name, leaves)| (*name, leaves)).collect();
    let lists: BTreeSet<&str> = COMMANDS.iter().filter(reads_a_list).map(|command| command.name).collect();
    let missing: Vec<&str> = lists.iter().filter(|name| !known.contains_key(**name)).copied().collect();
    assert_eq!(missing, Vec::<&str>::new(), "these read lists that nobody can take along");
    for (name, leaves) in &known {
        assert!(api::table::find(name).is_some(), "{name} is no command");
        assert!(!matches!(leaves, Not(reason) if reason.is_empty()));
    }
    let exported: BTreeSet<String> =
        kinds(&test).iter().map(|kind| kind["kind"].as_str().unwrap().to_owned()).collect();
    let said: BTreeSet<String> = known
        .values()
        .filter_map(|leaves| match leaves {
            As(kinds) => Some(*kinds),
            Not(_) => None,
        })
        .flatten()
        .map(|kind| (*kind).to_owned())
        .collect();
    assert_eq!(said, exported, "each kind is that of a list, and each list has its kinds");
}

/// The window has a word for each kind; that each has a button is told by a test of the window.
#[test]
fn the_window_knows_every_kind() {
    let test = TestDesk::new();
    let messages = include_str!("../../ui/src/messages.ts");
    let words = messages.split_once("exports: {").unwrap().1.split_once("kinds: {").unwrap().1;
    let words = words.split_once('}').unwrap().0;
    let shown: BTreeSet<&str> =
        words.lines().filter_map(|line| line.trim().split_once(": ")).map(|(kind, _)| kind).collect();
    let kinds = kinds(&test);
    let known: BTreeSet<&str> = kinds.iter().map(|kind| kind["kind"].as_str().unwrap()).collect();
    assert_eq!(shown, known);
}

/// A site with a draw that was approved, a fund, a filing and a licence.
fn busy() -> (Site, Json, [Json; 2]) {
    let site = Site::new();
    let lines = json!([{ "code": "site", "amount": "12000.00", "work_done": "=1+1", "contractor": "@Ace" }]);
    let draft = json!({ "loan_id": site.loan_id, "lines": lines });
    let draw_id = site.by("Otto", "draw.draft", draft)["draw_id"].clone();
    site.by("Otto", "draw.request", json!({ "draw_id": draw_id }));
    let waiver = json!({
        "draw_id": draw_id, "contractor": "-Ace", "condition": "conditional", "scope": "progress",
        "amount": "12000.00", "signed_on": "2025-01-15",
    });
    site.by("Otto", "waiver.record", waiver);
    let test = &site.test;
    let fund_id =
        test.ok("fund.create", json!({ "name": "Bridge", "capacity": "400000.00" }))["fund_id"].clone();
    let investor = json!({ "kind": "investor", "name": "Grace" });
    let investor = test.ok("person.create", investor)["person_id"].clone();
    test.ok("fund.commit", json!({ "fund_id": fund_id, "investor_id": investor, "amount": "200000.00" }));
    (site, draw_id, [fund_id, investor])
}

#[test]
fn every_kind_is_written_in_both_formats() {
    let (site, draw_id, [fund_id, investor_id]) = busy();
    let test = &site.test;
    for kind in kinds(test) {
        let name = kind["kind"].as_str().unwrap();
        for ending in ["csv", "xlsx"] {
            let path = test.folder.path().join(format!("{name}.{ending}"));
            let mut input = json!({ "kind": name, "path": path });
            for needed in kind["needs"].as_array().unwrap() {
                let (field, value) = match needed.as_str().unwrap() {
                    "loan" => ("loan_id", json!(site.loan_id)),
                    "draw" => ("draw_id", draw_id.clone()),
                    "fund" => ("fund_id", fund_id.clone()),
                    "investor" => ("investor_id", investor_id.clone()),
                    other => panic!("{name} needs {other}, which this test does not give"),
                };
                input[field] = value;
            }
            let report = test.ok("export.run", input);
            assert_eq!(report["format"], ending);
            assert!(report["bytes"].as_i64().unwrap() > 0, "{name}");
        }
    }
    let names = fs::read_dir(test.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.filter(|name| name.to_string_lossy().starts_with(".lendingos-export-")).count(), 0);
}

#[test]
fn a_draw_leaves_line_by_line_with_its_waivers() {
    let (site, draw_id, _) = busy();
    let of_draw = || json!({ "draw_id": draw_id });
    let lines = cells_of(&site.test, "draw_lines", of_draw());
    let of_site = lines.iter().find(|row| row[2] == "site").unwrap();
    assert_eq!(
        of_site[1..12],
        [
            "1",
            "site",
            "Site work",
            "'@Ace",
            "'=1+1",
            "40000.00",
            "0.00",
            "12000.00",
            "0.00",
            "0.00",
            "28000.00"
        ]
    );
    let total = lines.last().unwrap();
    assert_eq!((&*total[0], &*total[6], &*total[8]), ("Total", "", "12000.00"));
    let waivers = cells_of(&site.test, "lien_waivers", of_draw());
    assert_eq!(waivers[1][1..6], ["1", "'-Ace", "conditional", "progress", "12000.00"]);
    let refused = |filters: Json| {
        let mut input = json!({ "kind": "draw_lines", "path": site.test.folder.path().join("refused.csv") });
        input.as_object_mut().unwrap().extend(filters.as_object().unwrap().clone());
        site.test.refused("export.run", input).field.unwrap()
    };
    assert_eq!(refused(json!({})), "draw_id");
    assert_eq!(refused(json!({ "draw_id": site.loan_id })), "draw_id");
    assert_eq!(refused(json!({ "draw_id": draw_id, "loan_id": site.loan_id })), "loan_id");
}

#[test]
fn the_compliance_log_leaves_with_its_hashes_narrowed_as_it_is_shown() {
    let (site, ..) = busy();
    let test = &site.test;
    let filing = json!({ "name": "=Annual report", "authority": "+State", "due_on": "2025-01-31" });
    let filing_id = test.ok("filing.add", filing)["filing_id"].clone();
    test.ok("filing.complete", json!({ "filing_id": filing_id, "reference": "-7", "note": "@paid" }));
    let licence = json!({
        "name": "=Lender", "authority": "State", "number": "-603", "expires_on": "2025-02-15", "remind_days": 60,
    });
    let licence_id = test.ok("licence.add", licence)["licence_id"].clone();

    let log = test.ok("compliance.log", json!({ "limit": 1000 }));
    let entries = log["entries"].as_array().unwrap();
    let rows = cells_of(test, "compliance_log", json!({}));
    assert_eq!(rows.len() - 1, entries.len());
    // The file goes from the first entry to the last, the screen from the last to the first.
    for (row, entry) in rows[1..].iter().zip(entries.iter().rev()) {
        let text = |key: &str| entry[key].as_str().unwrap_or_default();
        assert_eq!(row[0], entry["number"].to_string());
        assert_eq!([&*row[2], &*row[3], &*row[4]], ["who", "what", "area"].map(text));
        assert_eq!([&*row[7], &*row[8]], ["amount", "effective_on"].map(text));
        assert_eq!([&*row[5], &*row[10]], ["loan_number", "event_type"].map(text));
        let ids = ["aggregate_id", "event_id", "event_hash", "hash"].map(text);
        assert_eq!([&*row[13], &*row[14], &*row[15], &*row[16]], ids);
    }
    let narrowed = |filters: Json| -> Vec<String> {
        let rows = cells_of(test, "compliance_log", filters);
        rows[1..].iter().map(|row| row[3].clone()).collect()
    };
    assert_eq!(narrowed(json!({ "area": "deadlines" })).len(), 3);
    assert_eq!(narrowed(json!({ "area": "deadlines", "who": "Nobody" })).len(), 0);
    assert_eq!(narrowed(json!({ "to": "2025-01-14" })).len(), 0);
    let of_loan = narrowed(json!({ "loan_id": site.loan_id }));
    assert!(!of_loan.is_empty() && of_loan.len() < entries.len());

    let filings = cells_of(test, "filings", json!({}));
    assert_eq!(filings[1][..3], ["'=Annual report", "'+State", "2025-01-31"]);
    assert_eq!(filings[1][7..9], ["2025-01-15", "'-7"]);
    let completions = cells_of(test, "filing_completions", json!({ "from": "2025-01-15" }));
    assert_eq!(completions[1][2..6], ["2025-01-31", "2025-01-15", "'-7", "'@paid"]);
    assert_eq!(cells_of(test, "filing_completions", json!({ "to": "2025-01-14" })).len(), 1);
    let licences = cells_of(test, "licences", json!({}));
    assert_eq!(licences[1][..7], ["'=Lender", "State", "'-603", "", "2025-02-15", "31", "soon"]);
    test.ok("licence.end", json!({ "licence_id": licence_id, "reason": "=Left" }));
    let licences = cells_of(test, "licences", json!({}));
    assert_eq!(licences[1][5..7], ["", ""]);
    assert_eq!(licences[1][11], "'=Left");
    let todo = cells_of(test, "todo", json!({}));
    assert_eq!(todo[1][0], "draw_to_decide");
    let handlers = cells_of(test, "handlers", json!({}));
    assert!(handlers.iter().any(|row| row[0] == "ComplianceRecorder" && row[2] == "yes"));
}

#[test]
fn what_the_dashboard_shows_leaves_as_it_shows_it() {
    let test = TestDesk::new();
    test.funded_loan(json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 6 }));
    test.clock.pass_to("2025-03-20".parse().unwrap());
    let dashboard = test.ok("dashboard.get", json!({}));
    let column = |kind: &str, place: usize| -> Vec<String> {
        cells_of(&test, kind, json!({}))[1..].iter().map(|row| row[place].clone()).collect()
    };
    let shown = |lines: &str, key: &str, total: &str| -> Vec<String> {
        let of_line = |line: &Json| line[key].as_str().unwrap_or_default().to_owned();
        dashboard[lines].as_array().unwrap().iter().map(of_line).chain([total.to_owned()]).collect()
    };
    let overdue = dashboard["overdue"].as_str().unwrap();
    assert_eq!(column("aging_by_age", 3), shown("aging", "amount", overdue));
    assert_eq!(column("aging_by_age", 0)[..2], ["1–30 days", "31–60 days"]);
    let months = column("expected_cash", 0);
    assert_eq!(months, shown("expected", "month", "Total"));
    let expected = column("expected_cash", 3);
    assert_eq!(expected[..12], shown("expected", "total", "")[..12]);
    assert_eq!(column("maturities", 3), shown("maturities", "outstanding", "100000.00"));
    let beside = column("maturities", 1);
    assert_eq!((&*beside[0], &*beside[beside.len() - 2]), ("Should have matured", "Later"));
    // Two instalments are past due, of 15 February and 15 March; a third comes on 15 April.
    let day = |kind: &str, filters: Json| -> Vec<String> {
        let rows = cells_of(&test, kind, filters);
        rows[1..].iter().filter(|row| row[0].starts_with("L-")).map(|row| row[3].clone()).collect()
    };
    assert_eq!(day("late", json!({})), ["2025-02-15", "2025-03-15"]);
    assert_eq!(day("due", json!({ "from": "2025-03-20", "to": "2025-04-30" })), ["2025-04-15"]);
    assert_eq!(day("due", json!({})), ["2025-02-15", "2025-03-15"]);
}

#[test]
fn schedules_leave_in_every_version() {
    let test = TestDesk::new();
    let loan_id = test
        .funded_loan(json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }));
    test.clock.pass_to("2025-02-15".parse().unwrap());
    let other = json!({ "loan_id": loan_id, "annual_rate_percent": "6.125", "reason": "Agreed" });
    test.ok("loan.modify", other);
    let versions = test.ok("schedule.list", json!({ "loan_id": loan_id }))["schedules"].clone();
    let versions = versions.as_array().unwrap();
    assert_eq!(versions.len(), 2);
    let rows = cells_of(&test, "schedule_versions", json!({ "loan_id": loan_id }));
    let of = |version: &str| rows[1..].iter().filter(|row| row[0] == version).count();
    let payments =
        |place: usize| usize::try_from(versions[place]["number_of_payments"].as_u64().unwrap()).unwrap();
    assert_eq!((of("1"), of("2")), (payments(1), payments(0)));
    assert_eq!(rows.len() - 1, of("1") + of("2"), "there is no line of sums");
    let first = json!({ "loan_id": loan_id, "schedule_id": versions[1]["schedule_id"] });
    let shown = test.ok("schedule.get", first.clone());
    let exported = cells_of(&test, "schedule", first);
    let last = exported.last().unwrap();
    assert_eq!(last[3], shown["totals"]["payment"].as_str().unwrap());
    assert_eq!(exported.len() - 2, payments(1));
    let unknown = json!({
        "kind": "schedule", "path": test.folder.path().join("x.csv"), "loan_id": loan_id, "schedule_id": loan_id,
    });
    assert_eq!(test.refused("export.run", unknown).field.as_deref(), Some("schedule_id"));
}

#[test]
fn events_leave_narrowed_as_they_are_shown() {
    let (site, ..) = busy();
    let narrowed = |filters: Json| -> usize { cells_of(&site.test, "events", filters).len() - 1 };
    let shown =
        |filters: Json| -> usize { site.test.ok("event.list", filters)["events"].as_array().unwrap().len() };
    for (exported, listed) in [
        (json!({ "event_type": "User.Added" }), json!({ "event_type": "User.Added" })),
        (json!({ "who": "Otto" }), json!({ "user": "Otto" })),
        (json!({ "status": "failed" }), json!({ "status": "failed" })),
        (json!({ "who": "Otto", "status": "processed" }), json!({ "user": "Otto", "status": "processed" })),
    ] {
        assert_eq!(narrowed(exported.clone()), shown(listed), "{exported}");
    }
    assert!(narrowed(json!({ "who": "Otto" })) > 0);
    let wrong =
        json!({ "kind": "events", "path": site.test.folder.path().join("x.csv"), "status": "broken" });
    assert_eq!(site.test.refused("export.run", wrong).field.as_deref(), Some("status"));
}

#[test]
fn what_is_wrong_with_a_file_leaves_as_a_table_that_does_not_run() {
    let test = TestDesk::new();
    let file = test.folder.path().join("contacts.csv");
    let mut content = "Name,Email,Kind,Phone\r\n".to_owned();
    content.push_str("=SUM(A1),\"=cmd|'/c calc'!A1\",@someone,1\r\n");
    for number in 0..10_050 {
        content.push_str(&format!("Person {number},p{number}@example.com,-nobody,2\r\n"));
    }
    fs::write(&file, content).unwrap();
    let of_file = || json!({ "path": file, "kind": "contacts" });
    let checked = test.ok("import.check", of_file());
    let count = checked["problem_count"].as_u64().unwrap();
    assert!(count > 10_000, "{}", checked["problems"][0]);
    assert_eq!(checked["problems"].as_array().unwrap().len(), 10_000);
    let to = |name: &str| {
        let mut input = of_file();
        input["to"] = json!(test.folder.path().join(name));
        input["expected_sha256"] = checked["sha256"].clone();
        input
    };
    let report = test.ok("import.export_problems", to("problems.csv"));
    assert_eq!(report["rows"], count, "more than are shown");
    let text = fs::read_to_string(test.folder.path().join("problems.csv")).unwrap();
    let rows = cells_in(&text);
    assert_eq!(rows[0], ["Row", "Line", "Column", "Value", "Problem", "Kind of problem"]);
    assert_eq!(rows[1][0], "2");
    assert!(rows.iter().any(|row| row[2] == "Kind" && row[3] == "'@someone"), "{:?}", &rows[..4]);
    assert!(rows.iter().any(|row| row[3] == "'-nobody"));
    assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '@', '+'])));
    test.ok("import.export_problems", to("problems.xlsx"));
    let taken = test.refused("import.export_problems", to("problems.csv"));
    assert_eq!(taken.field.as_deref(), Some("to"));
    fs::write(&file, "Name\r\nAda\r\n").unwrap();
    let changed = test.refused("import.export_problems", to("other.csv"));
    assert_eq!(changed.code.word(), "import_file_changed");
    assert!(!test.folder.path().join("other.csv").exists());
}
