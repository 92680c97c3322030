//! The JavaScript packages of the workspace: the UI, the window's driver, the workflow lint.

use std::path::PathBuf;

use anyhow::{Context, Result};
use xshell::{Cmd, cmd};

use crate::workspace::{files, root, shell};

/// The program is a script on Windows, which is started by its full name alone.
pub(crate) const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Runs `npm ci` in a folder when its lock file is not the one that was installed last.
pub(crate) fn install(folder: &str) -> Result<()> {
    let place = root().join(folder);
    let lock = std::fs::read(place.join("package-lock.json"))
        .with_context(|| format!("{folder}/package-lock.json cannot be read"))?;
    let installed = place.join("node_modules").join(".installed-lock.json");
    if std::fs::read(&installed).is_ok_and(|last| last == lock) {
        return Ok(());
    }
    println!("installing the packages of {folder}/");
    let shell = shell()?;
    let _there = shell.push_dir(folder);
    cmd!(shell, "{NPM} ci --no-audit --no-fund --loglevel=error").quiet().run()?;
    std::fs::write(installed, lock)?;
    Ok(())
}

/// Runs a script of a folder's `package.json`.
pub(crate) fn run_script(folder: &str, script: &str) -> Result<()> {
    let shell = shell()?;
    let _there = shell.push_dir(folder);
    cmd!(shell, "{NPM} run {script}").quiet().run()?;
    Ok(())
}

/// Builds the UI when nothing is there yet: the window embeds it, and cannot be compiled without.
pub(crate) fn ensure_ui_built() -> Result<()> {
    if root().join("ui/dist/index.html").is_file() {
        return Ok(());
    }
    run_script("ui", "build")
}

/// Adds the packages of other platforms to every lock file; see `xtask/complete-lock.mjs`.
pub(crate) fn complete_locks() -> Result<()> {
    let shell = shell()?;
    let locks = files(root(), &["package-lock.json"])?;
    cmd!(shell, "node xtask/complete-lock.mjs {locks...}").quiet().run()?;
    Ok(())
}

/// The Tauri command line, which the UI's packages bring, without a network.
pub(crate) fn tauri<'a>(shell: &'a xshell::Shell, arguments: &[String]) -> Cmd<'a> {
    let program: PathBuf = root().join("ui/node_modules/@tauri-apps/cli/tauri.js");
    cmd!(shell, "node {program} {arguments...}")
}
