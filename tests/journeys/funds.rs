//! Funds from the first commitment to the last distribution, loans that are paid out of them, and loans that several
//! lenders share.

use lendingos_tests::{TestDesk, tell};
use serde_json::{Value as Json, json};

/// A fund of 1,000,000.00 with commitments of 500,000.00, 300,000.00 and 200,000.00.
struct Fund {
    test: TestDesk,
    fund_id: Json,
    investors: [Json; 3],
}

impl Fund {
    fn new() -> Self {
        let test = TestDesk::new();
        let created =
            json!({ "name": "Bridge Fund I", "capacity": "1000000.00", "strategy": "Bridge loans" });
        let fund_id = test.ok("fund.create", created)["fund_id"].clone();
        let investors =
            [("Ada Byron", "500000.00"), ("Grace Murray", "300000.00"), ("Mary Somerville", "200000.00")]
                .map(|(name, amount)| {
                    let person = test.ok("person.create", json!({ "kind": "investor", "name": name }));
                    let investor_id = person["person_id"].clone();
                    let commitment =
                        json!({ "fund_id": fund_id, "investor_id": investor_id, "amount": amount });
                    test.ok("fund.commit", commitment);
                    investor_id
                });
        Self { test, fund_id, investors }
    }

    /// The same with an amount called and come in.
    fn with_capital(amount: &str) -> Self {
        let fund = Self::new();
        fund.take_in(amount);
        fund
    }

    fn take_in(&self, amount: &str) {
        let called = self.ok("fund.call_capital", json!({ "amount": amount }));
        for part in called["calls"][0]["parts"].as_array().unwrap() {
            let (investor_id, amount) = (&part["investor_id"], &part["amount"]);
            self.ok("fund.receive", json!({ "investor_id": investor_id, "amount": amount }));
        }
    }

    fn ok(&self, name: &str, input: Json) -> Json {
        self.test.ok(name, self.input(input))
    }

    fn refused(&self, name: &str, input: Json) -> api::WireError {
        self.test.refused(name, self.input(input))
    }

    fn input(&self, mut input: Json) -> Json {
        input["fund_id"] = self.fund_id.clone();
        input
    }

    fn get(&self) -> Json {
        self.ok("fund.get", json!({}))
    }

    /// A loan of 100,000.00 that is paid out of the fund, walked to `closing`.
    fn loan(&self) -> String {
        self.test.loan_in_closing(json!({
            "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12,
            "funding_fund_id": self.fund_id,
        }))
    }
}

fn figures(fund: &Json, names: &[&str]) -> Vec<String> {
    names.iter().map(|name| fund[*name].as_str().unwrap().to_owned()).collect()
}

fn parts(entry: &Json) -> Vec<&str> {
    entry["parts"].as_array().unwrap().iter().map(|part| part["amount"].as_str().unwrap()).collect()
}

/// The figures are worked out in the story itself, beside each step.
#[test]
fn a_fund_pays_a_loan_out_before_all_of_its_capital_has_come() {
    tell(include_str!("../stories/funds.json"), &mut TestDesk::new());
}

#[test]
fn a_fund_runs_from_commitments_to_distributions() {
    let fund = Fund::new();
    // 50 %, 30 % and 20 % of 400,000.01 are 200,000.005, 120,000.003 and 80,000.002: the cent goes to the first.
    let preview = fund.ok("fund.preview_call", json!({ "amount": "400000.01" }));
    assert_eq!(parts(&preview), ["200000.01", "120000.00", "80000.00"]);
    assert_eq!([&preview["before"]["called"], &preview["after"]["called"]], ["0.00", "400000.01"]);
    assert_eq!(fund.get()["called"], "0.00", "a preview changes nothing");
    fund.take_in("400000.01");
    let loan_id = fund.test.usual_loan();
    fund.ok("fund.allocate", json!({ "loan_id": loan_id, "amount": "100000.00" }));
    fund.ok("fund.return_capital", json!({ "loan_id": loan_id, "amount": "40000.00" }));
    let names = ["committed", "uncalled", "received", "allocated", "returned", "deployed", "available"];
    assert_eq!(
        figures(&fund.get(), &names),
        ["1000000.00", "599999.99", "400000.01", "100000.00", "40000.00", "60000.00", "340000.01"]
    );
    // 200,000.01, 120,000.00 and 80,000.00 of 400,000.01 share 1,000.01: 500.0050…, 300.0030…, 200.0020….
    let paid = fund.ok("fund.distribute", json!({ "kind": "interest", "amount": "1000.01" }));
    assert_eq!(parts(&paid["distributions"][0]), ["500.01", "300.00", "200.00"]);
    let paid = fund.ok("fund.distribute", json!({ "kind": "return_of_capital", "amount": "40000.00" }));
    assert_eq!(paid["available"], "300000.01");
    let first = &paid["investors"][0];
    assert_eq!(
        figures(first, &["contributed", "return_of_capital", "interest"]),
        ["200000.01", "20000.00", "500.01"]
    );
    assert_eq!(first["capital"], "180000.01");
    let listed = fund.test.ok("fund.list", json!({}))["funds"][0].clone();
    for (name, figure) in listed.as_object().unwrap() {
        assert_eq!(&paid[name], figure, "{name} of the list is that of the fund");
    }
    let report = fund.test.ok("integrity.verify", json!({}));
    assert_eq!(report["ok"], true, "{report}");
}

#[test]
fn what_is_refused_names_the_field_and_the_limit() {
    let fund = Fund::with_capital("300000.00");
    let loan_id = fund.test.usual_loan();
    let investor_id = &fund.investors[0];
    let over = [
        ("fund.commit", json!({ "investor_id": investor_id, "amount": "0.01" }), "0.00"),
        ("fund.call_capital", json!({ "amount": "700000.01" }), "700000.00"),
        ("fund.receive", json!({ "investor_id": investor_id, "amount": "0.01" }), "0.00"),
        ("fund.allocate", json!({ "loan_id": loan_id, "amount": "300000.01" }), "300000.00"),
        ("fund.allocate", json!({ "loan_id": loan_id, "amount": "100000.01" }), "100000.00"),
        ("fund.return_capital", json!({ "loan_id": loan_id, "amount": "0.01" }), "0.00"),
        ("fund.distribute", json!({ "kind": "return_of_capital", "amount": "300000.01" }), "300000.00"),
    ];
    for (name, input, limit) in over {
        let refused = fund.refused(name, input);
        assert_eq!(refused.field.as_deref(), Some("amount"), "{name}: {refused:?}");
        assert_eq!(refused.params["limit"], limit, "{name}: {refused:?}");
    }
    fund.test.ok("loan.transition", json!({ "loan_id": loan_id, "to": "rejected" }));
    let rejected = json!({ "loan_id": loan_id, "amount": "1.00" });
    assert_eq!(fund.refused("fund.allocate", rejected).field.as_deref(), Some("loan_id"));
    let name = json!({ "name": "bridge fund i", "capacity": "1.00" });
    assert_eq!(fund.test.refused("fund.create", name).field.as_deref(), Some("name"));
    let nobody = json!({ "investor_id": fund.fund_id, "amount": "1.00" });
    assert_eq!(fund.refused("fund.commit", nobody).field.as_deref(), Some("investor_id"));
    let more = json!({ "amount": "1.00", "kind": "gift" });
    assert_eq!(fund.refused("fund.distribute", more).field.as_deref(), Some("kind"));
}

#[test]
fn funding_a_loan_takes_its_capital_once() {
    let fund = Fund::with_capital("300000.00");
    let loan_id = fund.loan();
    assert_eq!(fund.test.ok("loan.get", json!({ "loan_id": loan_id }))["funding_fund_id"], fund.fund_id);
    fund.test.fund(&loan_id);
    fund.test.desk.work_off().unwrap();
    let once = fund.get();
    assert_eq!(figures(&once, &["deployed", "available"]), ["100000.00", "200000.00"]);
    assert_eq!(once["loans"][0]["loan_id"], loan_id.as_str());
    fund.test.ok("event.replay", json!({ "aggregate_id": loan_id }));
    fund.test.ok("event.replay", json!({ "aggregate_id": fund.fund_id }));
    assert_eq!(fund.get(), once, "a replay takes nothing twice");
    let dry = fund.test.ok("event.replay", json!({ "dry_run": true, "aggregate_id": loan_id }));
    let outcomes = dry["outcomes"].as_array().unwrap().iter();
    let again: Vec<_> = outcomes.filter(|outcome| outcome["handler"] == "FundAllocator").collect();
    assert_eq!(again.iter().map(|outcome| &outcome["outcome"]).collect::<Vec<_>>(), ["same"], "{dry}");
    let history = fund.test.ok("event.history", json!({ "aggregate_id": loan_id, "include_loan": true }));
    assert_eq!(history.to_string().matches("\"Fund.CapitalAllocated\"").count(), 1);
    let late = json!({ "loan_id": loan_id, "fund_id": null });
    assert_eq!(fund.test.refused("loan.set_funding_source", late).field.as_deref(), Some("fund_id"));
    // The loan is shown as of another time although the fund is not part of it.
    fund.test.ok("loan.as_of", json!({ "loan_id": loan_id, "effective_on": "2025-01-15" }));
}

#[test]
fn a_loan_that_the_fund_cannot_pay_stays_funded_until_capital_comes() {
    let fund = Fund::with_capital("60000.00");
    let loan_id = fund.loan();
    let funded = fund.test.fund(&loan_id);
    assert_eq!([&funded["status"], &funded["failed_events"]], [&json!("funded"), &json!(1)]);
    assert!(funded["schedule"].is_object(), "its schedule is made all the same");
    let failed =
        fund.test.ok("event.history", json!({ "aggregate_id": loan_id, "include_loan": true })).to_string();
    assert!(failed.contains("60000.00 of capital available, and 100000.00 went out"), "{failed}");
    fund.take_in("100000.00");
    fund.test.ok("event.retry", json!({}));
    assert_eq!(figures(&fund.get(), &["deployed", "available"]), ["100000.00", "60000.00"]);
    assert_eq!(fund.test.ok("loan.get", json!({ "loan_id": loan_id }))["failed_events"], 0);
}

#[test]
fn a_construction_loan_takes_capital_as_it_is_drawn() {
    let fund = Fund::with_capital("300000.00");
    let loan_id = fund.test.loan_in_closing(json!({
        "principal": "200000.00", "annual_rate_percent": "10", "term_months": 12, "type": "interest_only",
        "construction": { "initial_advance": "50000.00", "inspection_required": false },
        "funding_fund_id": fund.fund_id,
    }));
    fund.test.fund(&loan_id);
    assert_eq!(fund.get()["deployed"], "50000.00");
    let lines = json!([{ "code": "site", "description": "Site work", "amount": "150000.00" }]);
    fund.test.ok("budget.set", json!({ "loan_id": loan_id, "lines": lines, "retainage_percent": "10" }));
    fund.test.ok("organization.configure", json!({ "one_person_lender": true }));
    let ask = json!({ "loan_id": loan_id, "lines": [{ "code": "site", "amount": "60000.00" }] });
    let draw_id = fund.test.ok("draw.request", ask)["draw_id"].clone();
    fund.test.ok("draw.approve", json!({ "draw_id": draw_id }));
    fund.test.ok("draw.disburse", json!({ "draw_id": draw_id }));
    assert_eq!(fund.get()["deployed"], "104000.00", "the draw less its retainage");
    fund.test.ok("retainage.release", json!({ "loan_id": loan_id, "amount": "6000.00" }));
    assert_eq!(fund.get()["deployed"], "110000.00");
}

#[test]
fn of_two_allocations_at_once_one_is_refused() {
    let fund = Fund::with_capital("100000.00");
    let loans = [fund.test.usual_loan(), fund.test.usual_loan()];
    let second = fund.test.second();
    let results = std::thread::scope(|scope| {
        let of = |loan_id: &String| fund.input(json!({ "loan_id": loan_id, "amount": "60000.00" }));
        let (one, other) = (of(&loans[0]), of(&loans[1]));
        let one = scope.spawn(|| fund.test.desk.call(api::Call::new("fund.allocate", one)));
        let other = scope.spawn(|| second.call(api::Call::new("fund.allocate", other)));
        [one.join().unwrap(), other.join().unwrap()]
    });
    let refused: Vec<_> = results.iter().filter_map(|result| result.as_ref().err()).collect();
    assert_eq!(refused.len(), 1, "{results:?}");
    assert_eq!(refused[0].params["limit"], "40000.00");
    assert_eq!(fund.get()["available"], "40000.00");
}

#[test]
fn a_mistake_is_reversed_unless_something_rests_on_it() {
    let fund = Fund::with_capital("100000.00");
    let loan_id = fund.test.usual_loan();
    let allocated = fund.ok("fund.allocate", json!({ "loan_id": loan_id, "amount": "90000.00" }));
    let receipt = json!({ "entry_id": allocated["receipts"][0]["entry_id"], "reason": "Bounced" });
    assert_eq!(fund.refused("fund.reverse", receipt.clone()).field.as_deref(), Some("entry_id"));
    let allocation = json!({ "entry_id": allocated["allocations"][0]["entry_id"], "reason": "Other loan" });
    let reversed = fund.ok("fund.reverse", allocation);
    assert_eq!(reversed["allocations"][0]["reversal_reason"], "Other loan");
    assert_eq!(figures(&reversed, &["deployed", "available"]), ["0.00", "100000.00"]);
    let bounced = fund.ok("fund.reverse", receipt);
    assert_eq!(bounced["receivable"], bounced["receipts"][0]["amount"]);
    fund.test.ok("integrity.rebuild", json!({}));
    assert_eq!(fund.get(), bounced);
}

#[test]
fn a_statement_has_what_moved_for_the_investor() {
    let fund = Fund::with_capital("400000.01");
    fund.test.clock.pass_to("2025-02-10".parse().unwrap());
    fund.ok("fund.distribute", json!({ "kind": "interest", "amount": "1000.01" }));
    let of = |from: &str, to: &str| {
        fund.ok("fund.statement", json!({ "investor_id": fund.investors[0], "from": from, "to": to }))
    };
    let whole = of("2025-01-01", "2025-02-28");
    let kinds: Vec<_> = whole["movements"].as_array().unwrap().iter().map(|m| m["kind"].clone()).collect();
    assert_eq!(kinds, ["commitment", "capital_call", "receipt", "interest"]);
    assert_eq!([&whole["opening"]["capital"], &whole["closing"]["capital"]], ["0.00", "200000.01"]);
    let february = of("2025-02-01", "2025-02-28");
    assert_eq!(february["opening"]["contributed"], "200000.01");
    assert_eq!(february["movements"][0]["amount"], "500.01");
    let backwards = json!({ "investor_id": fund.investors[0], "from": "2025-02-01", "to": "2025-01-01" });
    assert_eq!(fund.refused("fund.statement", backwards).field.as_deref(), Some("to"));
}

#[test]
fn lenders_share_a_loan_and_each_payment_of_it() {
    let test = TestDesk::new();
    let loan_id = test
        .funded_loan(json!({ "principal": "100000.00", "annual_rate_percent": "7.5", "term_months": 12 }));
    let lender =
        |name: &str| test.ok("person.create", json!({ "kind": "lender", "name": name }))["person_id"].clone();
    let (north, south) = (lender("North Bank"), lender("South Bank"));
    let set = |shares: [&str; 3]| {
        json!({ "loan_id": loan_id, "participants": [
            { "share_percent": shares[0] },
            { "person_id": north, "share_percent": shares[1] },
            { "person_id": south, "share_percent": shares[2] },
        ] })
    };
    let short = test.refused("participation.set", set(["50", "30", "19.5"]));
    assert_eq!(short.field.as_deref(), Some("participants"));
    assert!(short.message.contains("the shares make 99.5%, not 100%"), "{}", short.message);
    let thirds = set(["33.333334", "33.333333", "33.333333"]);
    let preview = test.ok("participation.preview", thirds.clone());
    assert_eq!(preview["participants"][0]["principal"], "33333.34");
    assert_eq!(test.ok("participation.get", json!({ "loan_id": loan_id }))["participants"], json!([]));
    test.ok("participation.set", thirds);
    test.clock.pass_to("2025-02-15".parse().unwrap());
    test.ok("payment.record", json!({ "loan_id": loan_id, "amount": "8675.74" }));
    let shared = test.ok("participation.get", json!({ "loan_id": loan_id }));
    let payment = &shared["payments"][0];
    // 625.00 of interest and 8,050.74 of principal: 208.33333… and 2,683.58 each; the cent goes to the largest share.
    let part = |place: usize| {
        let part = &payment["parts"][place];
        [part["interest"].as_str().unwrap().to_owned(), part["principal"].as_str().unwrap().to_owned()]
    };
    assert_eq!(
        [part(0), part(1), part(2)],
        [["208.34", "2683.58"], ["208.33", "2683.58"], ["208.33", "2683.58"]]
    );
    let owner = &shared["participants"][0];
    assert_eq!([&owner["name"], &owner["principal"]], ["Cedar Street Lending", "33333.34"]);
    // 91,949.26 outstanding: 30,649.7539…, twice 30,649.7530….
    let outstanding: Vec<_> =
        (0..3).map(|place| shared["participants"][place]["outstanding"].clone()).collect();
    assert_eq!(outstanding, ["30649.76", "30649.75", "30649.75"]);
    assert_eq!(shared["outstanding"], "91949.26");
    // Later shares leave the payment as it was divided.
    test.clock.pass_to("2025-02-16".parse().unwrap());
    test.ok("participation.set", set(["20", "40", "40"]));
    let later = test.ok("participation.get", json!({ "loan_id": loan_id }));
    assert_eq!(
        later["payments"],
        json!([{ "amount": "8675.74", "interest": "625.00", "parts": payment["parts"],
        "payment_id": payment["payment_id"], "principal": "8050.74", "received_on": "2025-02-15",
        "servicer": "0.00" }])
    );
    assert_eq!(later["settings"].as_array().unwrap().len(), 2);
}

#[test]
fn what_was_not_possible_on_a_day_is_refused_by_that_day() {
    let fund = Fund::new();
    let of = |investor: usize, amount: &str, field: &str, on: &str| json!({ "investor_id": fund.investors[investor], "amount": amount, field: on });
    let before = fund.refused("fund.commit", of(0, "1.00", "committed_on", "2025-01-14"));
    assert_eq!(before.field.as_deref(), Some("committed_on"), "{before:?}");
    assert!(before.message.contains("2025-01-15, the day from which the fund exists"), "{}", before.message);
    fund.test.clock.pass_to("2025-02-01".parse().unwrap());
    fund.ok("fund.call_capital", json!({ "amount": "100000.00", "called_on": "2025-01-20" }));
    let early = fund.refused("fund.receive", of(0, "1000.00", "received_on", "2025-01-19"));
    assert_eq!(early.field.as_deref(), Some("received_on"), "{early:?}");
    assert_eq!(early.params["limit"], "0.00");
    fund.ok("fund.receive", of(0, "1000.00", "received_on", "2025-01-20"));
    let split = json!({ "kind": "interest", "amount": "1.00", "distributed_on": "2025-01-19" });
    assert_eq!(fund.refused("fund.distribute", split.clone()).field.as_deref(), Some("distributed_on"));
    assert_eq!(fund.refused("fund.preview_distribution", split).field.as_deref(), Some("distributed_on"));
    let loan_id = fund.test.usual_loan();
    let put_in = json!({ "loan_id": loan_id, "amount": "1.00", "allocated_on": "2025-01-19" });
    assert_eq!(fund.refused("fund.allocate", put_in).field.as_deref(), Some("allocated_on"));
    let statement =
        fund.ok("fund.statement", json!({ "investor_id": fund.investors[0], "to": "2025-01-19" }));
    assert_eq!([&statement["closing"]["contributed"], &statement["closing"]["receivable"]], ["0.00", "0.00"]);

    for (name, field, input) in [
        ("fund.commit", "committed_on", json!({ "investor_id": fund.investors[0], "amount": "1.00" })),
        ("fund.call_capital", "called_on", json!({ "amount": "1.00" })),
        ("fund.receive", "received_on", json!({ "investor_id": fund.investors[0], "amount": "1.00" })),
        ("fund.allocate", "allocated_on", json!({ "loan_id": loan_id, "amount": "1.00" })),
        ("fund.distribute", "distributed_on", json!({ "kind": "profit", "amount": "1.00" })),
        ("fund.return_capital", "returned_on", json!({ "loan_id": loan_id, "amount": "1.00" })),
        ("fund.create", "created_on", json!({ "name": "Next", "capacity": "1.00" })),
    ] {
        let mut input = input;
        input[field] = json!("2025-02-02");
        let refused =
            if name == "fund.create" { fund.test.refused(name, input) } else { fund.refused(name, input) };
        assert_eq!(refused.field.as_deref(), Some(field), "{name}: {refused:?}");
    }
}

#[test]
fn capital_that_comes_after_the_loan_was_paid_out_goes_into_it_when_it_comes() {
    let fund = Fund::with_capital("60000.00");
    let loan_id = fund.loan();
    fund.test.fund(&loan_id);
    fund.test.clock.pass_to("2025-01-20".parse().unwrap());
    fund.take_in("100000.00");
    fund.test.ok("event.retry", json!({}));
    let allocation = fund.get()["allocations"][0].clone();
    assert_eq!([&allocation["amount"], &allocation["effective_on"]], ["100000.00", "2025-01-20"]);
    let dry = fund.test.ok("event.replay", json!({ "dry_run": true, "aggregate_id": loan_id }));
    let outcomes = dry["outcomes"].as_array().unwrap().iter();
    let again: Vec<_> = outcomes.filter(|outcome| outcome["handler"] == "FundAllocator").collect();
    assert_eq!(again.iter().map(|outcome| &outcome["outcome"]).collect::<Vec<_>>(), ["same"], "{dry}");
}

#[test]
fn nobody_but_an_investor_has_a_statement() {
    let fund = Fund::with_capital("60000.00");
    let borrower = fund.test.borrower();
    let nobody = json!({ "investor_id": borrower, "to": "2025-01-31" });
    assert_eq!(fund.refused("fund.statement", nobody).field.as_deref(), Some("investor_id"));
}

#[test]
fn shares_hold_from_the_funding_on_and_not_before() {
    let test = TestDesk::new();
    let loan_id =
        test.funded_loan(json!({ "principal": "1000.00", "annual_rate_percent": "7.5", "term_months": 12 }));
    let whole = json!({ "loan_id": loan_id, "participants": [{ "share_percent": "100" }], "effective_on": "2025-01-14" });
    for name in ["participation.set", "participation.preview"] {
        let refused = test.refused(name, whole.clone());
        assert_eq!(refused.field.as_deref(), Some("effective_on"), "{refused:?}");
    }
}

#[test]
fn a_fund_grows_and_takes_another_name() {
    let fund = Fund::new();
    let full = json!({ "investor_id": fund.investors[0], "amount": "0.01" });
    assert_eq!(fund.refused("fund.commit", full.clone()).field.as_deref(), Some("amount"));
    let changed = fund.ok("fund.change", json!({ "name": "Bridge Fund One", "capacity": "1500000.00" }));
    assert_eq!((&changed["name"], &changed["strategy"]), (&json!("Bridge Fund One"), &json!("Bridge loans")));
    assert_eq!(figures(&changed, &["capacity", "uncommitted"]), ["1500000.00", "500000.00"]);
    assert_eq!(fund.ok("fund.commit", full)["uncommitted"], "499999.99");

    let low = fund.refused("fund.change", json!({ "capacity": "1000000.00" }));
    assert_eq!(low.field.as_deref(), Some("capacity"));
    assert!(low.message.contains("at least 1000000.01"), "{}", low.message);
    fund.test.ok("fund.create", json!({ "name": "Second", "capacity": "1.00" }));
    assert_eq!(fund.refused("fund.change", json!({ "name": " second" })).field.as_deref(), Some("name"));
    let version = fund.get()["version"].clone();
    let same = fund.ok("fund.change", json!({ "name": "Bridge Fund One", "strategy": "Bridge loans" }));
    assert_eq!(same["version"], version, "what changes nothing is no event");
    assert_eq!(fund.ok("fund.change", json!({ "strategy": "" }))["strategy"], Json::Null);

    let found =
        |query: &str| fund.test.ok("search", json!({ "query": query }))["hits"].as_array().unwrap().len();
    assert_eq!((found("Bridge Fund One"), found("Bridge loans")), (1, 0));
    let log = fund.test.ok("compliance.log", json!({}));
    assert_eq!(log["entries"][0]["what"], "Fund changed");
    assert_eq!(fund.test.ok("integrity.verify", json!({}))["ok"], true);
    fund.test.ok("integrity.rebuild", json!({}));
    assert_eq!(fund.get()["name"], "Bridge Fund One");
}
