//! `cargo xtask`: one place for what is done with this workspace, the same on a laptop and in CI.
//!
//! - [`setup`]: what the machine must have, and how it gets it
//! - [`check`]: formatting, lints, the shape of the workspace
//! - [`test`]: the layers of tests
//! - [`run`], [`bundle`], [`bench`]: the application itself

mod application;
mod bench;
mod bundle;
mod check;
mod display;
mod generate;
mod javascript;
mod layers;
mod postgres;
mod run;
mod setup;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, checks, tests and runs LendingOS. Each command first installs what it needs and the machine lacks.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Installs everything that any of the commands needs
    Setup,
    /// Formatting, lints, dependency directions, generated files, links
    Check,
    /// Checks and all tests, or one layer of them
    Test(test::Options),
    /// Builds the application and opens it; without a display, drives it once and prints the schedule it shows
    Run(run::Options),
    /// Writes the generated files anew: bindings of the UI, tables of commands and events
    Generate,
    /// Completes the JavaScript lock files with packages of other platforms that the registry here does not serve
    Lock,
    /// Builds the installers of this operating system
    Bundle(bundle::Options),
    /// Timings beside their baselines; `bench window` times the start of the window alone
    Bench(bench::Options),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Setup => setup::everything(),
        Command::Check => check::run(),
        Command::Test(options) => test::run(&options),
        Command::Run(options) => run::run(&options),
        Command::Generate => generate::run(),
        Command::Lock => javascript::complete_locks(),
        Command::Bundle(options) => bundle::run(&options),
        Command::Bench(options) => bench::run(&options),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
