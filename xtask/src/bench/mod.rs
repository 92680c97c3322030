//! `cargo xtask bench`: figures beside baselines of the same run.

mod window;

use anyhow::Result;
use clap::Args;
use xshell::cmd;

use crate::postgres::{self, Server};
use crate::setup::{self, Need};
use crate::workspace::shell;

/// What to time.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// `window` for the start of the window alone; anything else goes to the benches; nothing for all
    what: Vec<String>,
    /// 10,000 loans and a million events on both stores, and what they cost; takes many minutes
    #[arg(long, conflicts_with = "what")]
    scale: bool,
}

/// Runs the benches.
pub(crate) fn run(options: &Options) -> Result<()> {
    let window_alone = options.what == ["window"];
    if !window_alone {
        setup::ensure(&[Need::Build, Need::Postgres])?;
        let arguments = if options.scale { &["--scale".to_owned()][..] } else { &options.what };
        let shell = shell()?;
        let server = Server::named_or_started()?;
        shell.set_var(postgres::SERVER, server.address());
        cmd!(shell, "cargo run --quiet --release --locked -p lendingos-benches -- {arguments...}").run()?;
    }
    if window_alone || (options.what.is_empty() && !options.scale) {
        setup::ensure(&[Need::Build, Need::Window])?;
        window::run()?;
    }
    Ok(())
}
