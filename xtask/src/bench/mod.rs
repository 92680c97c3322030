//! `cargo xtask bench`: figures beside baselines of the same run.

mod window;

use anyhow::Result;
use clap::Args;
use xshell::cmd;

use crate::setup::{self, Need};
use crate::workspace::shell;

/// What to time.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// `window` for the start of the window alone; anything else goes to the benches; nothing for all
    what: Vec<String>,
}

/// Runs the benches.
pub(crate) fn run(options: &Options) -> Result<()> {
    let window_alone = options.what == ["window"];
    if !window_alone {
        setup::ensure(&[Need::Build])?;
        let arguments = &options.what;
        let shell = shell()?;
        cmd!(shell, "cargo run --quiet --release --locked -p lendingos-benches -- {arguments...}").run()?;
    }
    if window_alone || options.what.is_empty() {
        setup::ensure(&[Need::Build, Need::Window])?;
        window::run()?;
    }
    Ok(())
}
