//! Stories told as data: who does what on which day, what is expected, and why the figures are right. One story runs
//! wherever commands can be called: on the command table, in a terminal.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

/// A story.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// What it is about.
    pub story: String,
    /// What happens.
    pub steps: Vec<Step>,
}

/// One call of a command.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The day to which time passes before it.
    on: Option<NaiveDate>,
    /// Who calls.
    by: String,
    /// The command.
    call: String,
    /// Its input; a text that begins with `$` names something that was kept.
    input: Json,
    /// What is kept of the answer, by a name, as a JSON pointer.
    #[serde(default)]
    keep: HashMap<String, String>,
    /// What the answer says, by JSON pointers.
    #[serde(default)]
    expect: Map<String, Json>,
    /// What it says on the day of the story, where time stands there.
    #[serde(default)]
    expect_that_day: Map<String, Json>,
    /// The code of the error with which it is refused.
    refused: Option<String>,
    /// Why that is so, for whoever reads the story.
    why: Option<String>,
}

/// Where a story is told.
pub trait Teller {
    /// Lets time pass to a day, and says whether it did: some tellers have the real time only.
    fn pass_to(&mut self, day: NaiveDate) -> bool;
    /// Calls a command as somebody: its answer, or the code of the error.
    fn call(&mut self, user: &str, command: &str, input: Json) -> Result<Json, String>;
}

/// Tells a story from its text.
pub fn tell(text: &str, teller: &mut dyn Teller) {
    let story: Story = serde_json::from_str(text).unwrap();
    let mut kept: HashMap<String, Json> = HashMap::new();
    let mut is_that_day = false;
    for (number, step) in story.steps.iter().enumerate() {
        if let Some(day) = step.on {
            is_that_day = teller.pass_to(day);
        }
        let place = format!("step {}, {}: {}", number + 1, step.call, step.why.as_deref().unwrap_or(""));
        let answer = teller.call(&step.by, &step.call, filled(&step.input, &kept));
        match (answer, &step.refused) {
            (Err(code), Some(expected)) => assert_eq!(code, *expected, "{place}"),
            (Err(code), None) => panic!("{place}: refused with {code}"),
            (Ok(answer), Some(expected)) => panic!("{place}: not refused with {expected}: {answer}"),
            (Ok(answer), None) => {
                let that_day = step.expect_that_day.iter().filter(|_| is_that_day);
                for (pointer, expected) in step.expect.iter().chain(that_day) {
                    assert_eq!(answer.pointer(pointer), Some(expected), "{place} {pointer} of {answer}");
                }
                for (name, pointer) in &step.keep {
                    kept.insert(name.clone(), answer.pointer(pointer).unwrap().clone());
                }
            }
        }
    }
}

fn filled(input: &Json, kept: &HashMap<String, Json>) -> Json {
    match input {
        Json::String(text) => match text.strip_prefix('$') {
            Some(name) => kept[name].clone(),
            None => input.clone(),
        },
        Json::Array(items) => items.iter().map(|item| filled(item, kept)).collect(),
        Json::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| (name.clone(), filled(value, kept)));
            Json::Object(fields.collect())
        }
        other => other.clone(),
    }
}
