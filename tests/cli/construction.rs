//! Stories of a house and of a fund from a terminal.

use chrono::NaiveDate;
use lendingos_tests::{Teller, tell};
use serde_json::Value as Json;

use crate::Terminal;

impl Teller for Terminal {
    /// A terminal has the real time, which is after the days of a story; each step says its own.
    fn pass_to(&mut self, _: NaiveDate) -> bool {
        false
    }

    fn call(&mut self, user: &str, command: &str, input: Json) -> Result<Json, String> {
        let output = self.run(&["--user", user, "call", command, "--input", "-"], &input.to_string());
        match output.status.code() {
            Some(0) => Ok(serde_json::from_slice(&output.stdout).unwrap()),
            code => {
                let errors = String::from_utf8(output.stderr).unwrap();
                assert_eq!(code, Some(1), "{command} {input}: a refusal ends with 1: {errors}");
                assert!(output.stdout.is_empty(), "{command} {input}: a refusal answers nothing");
                let error: Json = serde_json::from_str(errors.lines().last().unwrap()).unwrap();
                assert!(!error["message"].as_str().unwrap().is_empty());
                Err(error["code"].as_str().unwrap().to_owned())
            }
        }
    }
}

#[test]
fn a_fund_pays_a_loan_out_before_all_of_its_capital_has_come() {
    tell(include_str!("../stories/funds.json"), &mut Terminal::with_book());
}

#[test]
fn a_house_is_built_from_its_budget_to_the_release_of_the_retainage() {
    tell(include_str!("../stories/construction.json"), &mut Terminal::with_book());
}
