//! `cargo xtask run`: the application, for a person to use, or driven once where nobody could see it.

use std::path::Path;

use anyhow::Result;
use clap::Args;
use xshell::cmd;

use crate::setup::{self, Need};
use crate::workspace::{artifacts, shell};
use crate::{application, display};

/// What to open.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// A book to open; without one the window shows the first run or offers the books it knows
    book: Option<String>,
}

/// Builds and opens the application.
pub(crate) fn run(options: &Options) -> Result<()> {
    if display::is_there() {
        setup::ensure(&[Need::Build])?;
        let program = application::build()?;
        return open(&program, options.book.as_deref());
    }
    setup::ensure(&[Need::Build, Need::Window])?;
    let program = application::build()?;
    drive(&program)
}

fn open(program: &Path, book: Option<&str>) -> Result<()> {
    // The person's shell names a book relative to where they are, not to the workspace.
    let shell = xshell::Shell::new()?;
    cmd!(shell, "{program} {book...}").run()?;
    Ok(())
}

/// Creates a loan in the window, funds it, and prints the schedule that the window shows.
fn drive(program: &Path) -> Result<()> {
    println!("There is no display, so nobody could see the window. It runs on a virtual one, driven once:");
    println!("create a book, a borrower and a loan, walk the loan to funded, read its schedule.\n");
    let shell = shell()?;
    shell.set_var("LENDINGOS_APPLICATION", program);
    shell.set_var("LENDINGOS_ARTIFACTS", artifacts());
    cmd!(shell, "node tests/e2e/main_job.mjs").quiet().run()?;
    println!("\nScreenshots: {}", artifacts().display());
    Ok(())
}
