//! What the machine must have, and how it gets it. Quiet and quick when nothing is missing.

mod cargo;
mod system;

use anyhow::Result;

pub(crate) use system::elevation;

use crate::javascript;

/// A reason for which the machine needs something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Compiling the workspace, the window included
    Build,
    /// Formatting and linting
    Check,
    /// What reads the files that leave a book: the text of a PDF, the compliance log
    Readers,
    /// A PostgreSQL server of the tests' own
    Postgres,
    /// Driving the built window
    Window,
    /// Screens in a browser
    Browser,
    /// Building and installing packages
    Bundle,
}

const ALL: [Need; 7] =
    [Need::Build, Need::Check, Need::Readers, Need::Postgres, Need::Window, Need::Browser, Need::Bundle];

/// Installs what is missing for any command.
pub(crate) fn everything() -> Result<()> {
    ensure(&ALL)?;
    println!("everything is in place");
    Ok(())
}

/// Installs what is missing for these needs.
///
/// # Errors
/// With the names of what is missing, where it cannot be installed from here.
pub(crate) fn ensure(needs: &[Need]) -> Result<()> {
    let has = |need| needs.contains(&need);
    system::ensure(needs)?;
    cargo::ensure_components(has(Need::Check))?;
    if has(Need::Window) || has(Need::Bundle) {
        cargo::ensure_tauri_driver()?;
    }
    javascript::install("ui")?;
    if has(Need::Window) || has(Need::Bundle) {
        javascript::install("tests/e2e")?;
    }
    if has(Need::Check) {
        javascript::install(".github/lint")?;
    }
    Ok(())
}
