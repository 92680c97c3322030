//! The layers of tests, each a command that can be run on its own.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use xshell::{Shell, cmd};

use crate::setup::{self, Need};
use crate::workspace::{artifacts, files, root, shell};
use crate::{application, bundle, check, javascript, postgres};

/// One layer, in the order in which a failure is told soonest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Layer {
    /// Formatting, lints, the shape of the workspace
    Check,
    /// Rust: units, golden figures, conformance, journeys, crashes
    Rust,
    /// Components of the UI
    Ui,
    /// Screens in a browser against the development host
    Screens,
    /// The built application in its real window
    Window,
    /// The installer: install, start, remove
    Bundle,
}

/// What later layers reuse from earlier ones of the same run.
#[derive(Debug, Default)]
pub(crate) struct Built {
    program: Option<PathBuf>,
    debian_package: Option<PathBuf>,
}

impl Built {
    /// Builds the installers, and the program in them, once for both layers that need them.
    fn installers(&mut self) -> Result<()> {
        if self.debian_package.is_none() {
            let built = bundle::build(bundle::default_bundles(), None)?;
            self.debian_package =
                built.into_iter().find(|file| file.extension().is_some_and(|ending| ending == "deb"));
            self.program = Some(crate::workspace::release_program("lendingos"));
        }
        Ok(())
    }

    fn program(&mut self) -> Result<PathBuf> {
        if let Some(program) = &self.program {
            return Ok(program.clone());
        }
        let program = application::build()?;
        self.program = Some(program.clone());
        Ok(program)
    }
}

impl Layer {
    pub(crate) const ALL: &[Self] =
        &[Self::Check, Self::Rust, Self::Ui, Self::Screens, Self::Window, Self::Bundle];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Rust => "rust",
            Self::Ui => "ui",
            Self::Screens => "screens",
            Self::Window => "window",
            Self::Bundle => "bundle",
        }
    }

    /// What the machine needs for this layer.
    pub(crate) fn needs(self) -> &'static [Need] {
        match self {
            Self::Check => &[Need::Build, Need::Check],
            Self::Rust => &[Need::Build, Need::Readers, Need::Postgres],
            Self::Ui => &[Need::Build],
            Self::Screens => &[Need::Build, Need::Browser],
            Self::Window => &[Need::Build, Need::Window, Need::Readers, Need::Postgres],
            Self::Bundle => &[Need::Build, Need::Bundle],
        }
    }

    /// Runs the layer. One that cannot run here fails: a test that was passed over proves nothing.
    pub(crate) fn run(self, chosen: &[Self], built: &mut Built) -> Result<()> {
        match self {
            Self::Check => check::run(),
            Self::Rust => rust(),
            Self::Ui => javascript::run_script("ui", "test"),
            Self::Screens => screens(),
            Self::Window => {
                if chosen.contains(&Self::Bundle) {
                    built.installers()?;
                }
                window(built)
            }
            Self::Bundle => installer(built),
        }
    }
}

fn rust() -> Result<()> {
    javascript::ensure_ui_built()?;
    let shell = shell()?;
    let server = postgres::Server::named_or_started()?;
    shell.set_var(postgres::SERVER, server.address());
    cmd!(shell, "cargo test --workspace --locked").run()?;
    // The same stories once more, on a shared book.
    shell.set_var("LENDINGOS_TEST_BACKEND", "postgres");
    cmd!(shell, "cargo test --locked --workspace --test journeys").run()?;
    println!("covered: SQLite, and PostgreSQL at {}", server.address());
    Ok(())
}

fn screens() -> Result<()> {
    let shell = shell()?;
    // Built here, so that the time of a build is not taken for that of a screen.
    cmd!(shell, "cargo build --locked --workspace --bin lendingos-cli").run()?;
    javascript::ensure_ui_built()?;
    javascript::run_script("ui", "test:screens")
}

fn window(built: &mut Built) -> Result<()> {
    let shell = shell()?;
    // Stands for another program on the same book.
    cmd!(shell, "cargo build --locked --workspace --bin publisher").run()?;
    shell.set_var("LENDINGOS_APPLICATION", built.program()?);
    let server = postgres::Server::named_or_started()?;
    shell.set_var(postgres::SERVER, server.address());
    node_tests(&shell, "tests/e2e/stories")
}

fn installer(built: &mut Built) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("the installer is tested on Debian and Ubuntu only");
    }
    built.installers()?;
    let package = built.debian_package.as_ref().context("the build left no .deb")?;
    let elevation = setup::elevation()?.join(" ");
    let shell = shell()?;
    shell.set_var("LENDINGOS_DEB", package);
    shell.set_var("LENDINGOS_ELEVATION", elevation);
    node_tests(&shell, "tests/bundle")
}

/// Runs every `*.test.mjs` of a folder, one after the other: each has a window, and a display, of its own.
fn node_tests(shell: &Shell, folder: &str) -> Result<()> {
    let tests = files(&root().join(folder), &[".test.mjs"])?;
    if tests.is_empty() {
        bail!("{folder} has no tests");
    }
    shell.set_var("LENDINGOS_ARTIFACTS", artifacts());
    cmd!(shell, "node --test --test-concurrency=1 --test-reporter=spec {tests...}").quiet().run()?;
    Ok(())
}
