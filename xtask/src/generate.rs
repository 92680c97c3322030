//! `cargo xtask generate`: files that come from the command table and the events. They are committed, never edited.

use anyhow::Result;
use xshell::{Cmd, Shell, cmd};

use crate::workspace::{debug_program, shell};

/// Writes them.
pub(crate) fn run() -> Result<()> {
    let shell = shell()?;
    command(&shell)?.run()?;
    Ok(())
}

/// The program that knows the table; with `--check` it compares instead of writing. Built with the features of the
/// whole workspace: for one package alone, half of what it depends on would be compiled once more.
pub(crate) fn command(shell: &Shell) -> Result<Cmd<'_>> {
    cmd!(shell, "cargo build --quiet --locked --workspace --bin generate").quiet().run()?;
    let program = debug_program("generate");
    Ok(cmd!(shell, "{program}").quiet())
}
