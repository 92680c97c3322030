//! Templates of a lender's own that would take the program down: each ends with its limits, and the program goes on.

use lendingos_tests::TestDesk;
use serde_json::json;
use typesetting::{File, Manuscript};

/// A closing statement with more in it.
fn with(more: &str) -> String {
    format!("#import \"letterhead.typ\": *\n#show: letter\n\n{more}\n")
}

/// Doubles a text until no machine can hold it.
const DOUBLED: &str = "#let s = \"ab\"\n#for i in range(40) { s = s + s }\n#s.len()";

#[test]
fn a_template_beyond_the_limits_is_refused_and_the_program_lives_on() {
    let test = TestDesk::new();
    for (more, message) in [
        ("#(\"ab\" * 10000000000)", "it needs more than 1024 MiB of memory"),
        (DOUBLED, "it needs more than 1024 MiB of memory"),
        ("#for i in range(100000) { for j in range(10000) {} }", "it is not ready after 10 seconds"),
        ("#for i in range(2500) [x #pagebreak()]", "it has 2501 pages; at most 2000 are allowed"),
    ] {
        let input = json!({ "kind": "closing_statement", "source": with(more) });
        let refused = test.refused("template.set", input.clone());
        assert_eq!(
            (refused.code.word().as_str(), refused.field.as_deref()),
            ("template_fault", Some("source"))
        );
        assert!(refused.message.contains(message), "{more}: {}", refused.message);
    }
    let seen = test.ok("template.preview", json!({ "kind": "closing_statement", "source": with(DOUBLED) }));
    assert_eq!((&seen["pages"], &seen["fault"]["line"]), (&json!([]), &json!(null)));
    let template = test.ok("template.get", json!({ "kind": "closing_statement" }));
    assert_eq!(template["source"], template["built_in"]);
}

#[test]
fn a_template_that_only_a_loan_takes_beyond_them_leaves_that_event_failed() {
    let test = TestDesk::new();
    let source = with("#if data.borrower.name == \"Marisol Vega\" { \"ab\" * 10000000000 }");
    test.ok("template.set", json!({ "kind": "closing_statement", "source": source }));
    let terms = json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 });
    let loan_id = test.funded_loan(terms);
    assert_eq!(test.desk.work_off().unwrap(), 1);
    let funded = test.event(&loan_id, "Loan.Funded");
    assert_eq!(funded["status"], "failed");
    let error = funded["error"].as_str().unwrap();
    assert!(error.contains("template closing_statement: it needs more than 1024 MiB"), "{error}");

    test.ok("template.set", json!({ "kind": "closing_statement", "source": null }));
    test.ok("event.retry", json!({ "event_id": funded["event_id"] }));
    test.desk.work_off().unwrap();
    assert_eq!(test.event(&loan_id, "Loan.Funded")["status"], "processed");
    let made = test.ok("document.list", json!({ "loan_id": loan_id }));
    assert_eq!(made["documents"].as_array().unwrap().len(), 3);
}

#[test]
fn what_is_typeset_apart_is_the_same_bytes() {
    let test = TestDesk::new();
    let logo = br#"<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="9" height="9"/></svg>"#;
    let here = Manuscript {
        template_name: "note".to_owned(),
        template: "#import \"other.typ\": head\n= #head\n#image(\"logo.svg\")\n#lorem(900)\n$ x^2 $"
            .to_owned(),
        data: "{}".to_owned(),
        files: vec![
            File { name: "other.typ".to_owned(), bytes: "#let head = [Rosa Díaz]".into() },
            File { name: "logo.svg".to_owned(), bytes: logo.to_vec() },
        ],
        is_our_own: true,
    };
    let apart = Manuscript { is_our_own: false, ..here.clone() };
    assert!(here.pdf() == apart.pdf());
    let pictures = here.pictures().unwrap();
    assert!(pictures.of.len() > 1 && apart.pictures().unwrap() == pictures);
    let broken = |is_our_own| Manuscript { template: "one\n#two".to_owned(), is_our_own, ..here.clone() };
    assert_eq!(broken(false).pdf(), broken(true).pdf());

    // The lender's own template with the same words makes the document that is there already.
    let terms = json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 });
    let loan_id = test.funded_loan(terms);
    test.desk.work_off().unwrap();
    let wish = json!({ "kind": "closing_statement", "loan_id": loan_id });
    let first = test.ok("document.generate", wish.clone());
    let template = test.ok("template.get", json!({ "kind": "closing_statement" }));
    let source = format!("{}// as it was\n", template["built_in"].as_str().unwrap());
    test.ok("template.set", json!({ "kind": "closing_statement", "source": source }));
    assert_eq!(test.ok("document.generate", wish), first);
}

#[test]
fn a_fault_in_what_a_template_calls_is_told_at_the_templates_own_line() {
    let test = TestDesk::new();
    for more in
        ["#facts(1, 2)", "#amounts(3)", "#signature(\"x\")", "#ledger(((1, 2),), columns: 1fr, header: 5)"]
    {
        let source = with(&format!("Hello\n\n{more}"));
        let seen = test.ok("template.preview", json!({ "kind": "closing_statement", "source": source }));
        assert_eq!(seen["fault"]["line"], 6, "{more}: {}", seen["fault"]);
        let refused = test.refused("template.set", json!({ "kind": "closing_statement", "source": source }));
        assert!(refused.message.contains("template closing_statement, line 6: "), "{}", refused.message);
    }
}

#[test]
fn a_logo_has_so_many_pixels_and_no_more() {
    let test = TestDesk::new();
    let logo = |name: &str, width, height| {
        let path = test.folder.path().join(name);
        image::GrayImage::new(width, height).save(&path).unwrap();
        json!({ "logo_path": path })
    };
    test.ok("letterhead.set", logo("small.png", 4000, 4000));
    let large = logo("large.png", 4001, 4000);
    let refused = test.refused("letterhead.set", large.clone());
    assert_eq!(refused.field.as_deref(), Some("logo_path"));
    let told = "logo_path has 4001 × 4000 pixels; at most 16 million in all are allowed";
    assert_eq!(refused.message, told);
    let preview = json!({ "kind": "payoff_letter", "letterhead": large });
    assert_eq!(test.refused("template.preview", preview).message, told);
}
