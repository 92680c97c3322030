//! `cargo xtask check`: what a compiler does not see, and what it should not be the first to see.

mod dependencies;
mod links;
mod lock_files;
mod sources;

use std::io::Write;
use std::time::Instant;

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

use crate::setup::{self, Need};
use crate::workspace::shell;
use crate::{generate, javascript};

/// What a check found, a line for each; nothing when all is well.
type Problems = Vec<String>;

type Check = (&'static str, fn() -> Result<Problems>);

/// The quick ones first.
const CHECKS: [Check; 9] = [
    ("formatting (cargo fmt)", || program(|shell| cmd!(shell, "cargo fmt --all --check -- -l"))),
    ("dependency directions", dependencies::check),
    ("no floats in the domain", sources::floats_in_domain),
    ("Tauri only in ui/src/platform", sources::tauri_outside_platform),
    ("links in documents", links::check),
    ("lock files", lock_files::check),
    ("workflows", || npm(".github/lint", "lint")),
    ("user interface", || npm("ui", "check")),
    ("lints", lints),
];

/// Runs after the lints, which have compiled what it needs.
const GENERATED: Check = ("generated files", generated);

/// Runs every check and lists what they found.
pub(crate) fn run() -> Result<()> {
    setup::ensure(&[Need::Build, Need::Check])?;
    javascript::ensure_ui_built()?;
    let mut failed = Vec::new();
    for (name, check) in CHECKS.into_iter().chain([GENERATED]) {
        if !passes(name, check)? {
            failed.push(name);
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!("{} of the checks failed: {}", failed.len(), failed.join(", "))
}

fn passes(name: &str, check: fn() -> Result<Problems>) -> Result<bool> {
    print!("{name:<32}");
    std::io::stdout().flush()?;
    let started = Instant::now();
    let problems = check().unwrap_or_else(|error| vec![format!("{error:#}")]);
    let seconds = started.elapsed().as_secs_f32();
    println!("{} {seconds:>6.1} s", if problems.is_empty() { "ok    " } else { "FAILED" });
    for problem in &problems {
        println!("  {}", problem.trim_end().replace('\n', "\n  "));
    }
    Ok(problems.is_empty())
}

/// Runs a program; what it printed is the problem when it fails.
fn program(command: impl FnOnce(&Shell) -> xshell::Cmd<'_>) -> Result<Problems> {
    let shell = shell()?;
    Ok(printed_by_failure(command(&shell).quiet().ignore_status().output()?))
}

fn printed_by_failure(output: std::process::Output) -> Problems {
    if output.status.success() {
        return Vec::new();
    }
    vec![String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()]
}

fn npm(folder: &str, script: &str) -> Result<Problems> {
    let npm = javascript::NPM;
    program(|shell| {
        shell.change_dir(folder);
        cmd!(shell, "{npm} run --silent {script}")
    })
}

fn lints() -> Result<Problems> {
    program(|shell| cmd!(shell, "cargo clippy --quiet --workspace --all-targets --locked -- -D warnings"))
}

fn generated() -> Result<Problems> {
    let shell = shell()?;
    let comparison = generate::command(&shell)?.arg("--check").ignore_status().output()?;
    Ok(printed_by_failure(comparison))
}
