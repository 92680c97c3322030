//! Tools that come by rustup and Cargo.

use anyhow::{Result, bail};
use xshell::cmd;

use crate::workspace::{has_program, shell};

/// The driver that passes WebDriver on to the system's web view.
const TAURI_DRIVER: &str = "2.1.0";

/// Sees to `rustfmt` and `clippy`.
pub(super) fn ensure_components(wanted: bool) -> Result<()> {
    let missing: Vec<&str> = [("rustfmt", "cargo-fmt"), ("clippy", "cargo-clippy")]
        .into_iter()
        .filter(|(_, program)| wanted && !has_program(program))
        .map(|(component, _)| component)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !has_program("rustup") {
        bail!("{} missing, and there is no rustup: install them with your Rust", missing.join(" and "));
    }
    let shell = shell()?;
    cmd!(shell, "rustup component add {missing...}").run()?;
    Ok(())
}

/// Sees to `tauri-driver`, which exists for Linux and Windows.
pub(super) fn ensure_tauri_driver() -> Result<()> {
    if cfg!(target_os = "macos") || has_program("tauri-driver") {
        return Ok(());
    }
    let shell = shell()?;
    cmd!(shell, "cargo install tauri-driver --version {TAURI_DRIVER} --locked").run()?;
    Ok(())
}
