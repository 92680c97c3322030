//! `cargo xtask generate`: files that come from the command table and the events. They are committed, never edited.

use anyhow::Result;
use xshell::{Cmd, Shell, cmd};

use crate::workspace::shell;

/// Writes them.
pub(crate) fn run() -> Result<()> {
    let shell = shell()?;
    command(&shell).run()?;
    Ok(())
}

/// The program that knows the table; with `--check` it compares instead of writing.
pub(crate) fn command(shell: &Shell) -> Cmd<'_> {
    cmd!(shell, "cargo run --quiet --locked -p lendingos-api --bin generate --").quiet()
}
