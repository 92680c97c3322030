//! `lendingos-cli`: every command of the table from a terminal, JSON in and JSON out.

use std::process::ExitCode;

use clap::Parser;
use lendingos_cli::{arguments::Arguments, run};

fn main() -> ExitCode {
    if let Some(ended) = api::serve_if_asked() {
        return ended;
    }
    // Usage errors leave with 2, help and version with 0, as clap does by itself.
    let arguments = Arguments::parse();
    run::run(&arguments)
}
