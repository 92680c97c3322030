//! `cargo xtask bundle`: the installers.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::application;
use crate::setup::{self, Need};
use crate::workspace::{files, shown, target};

const ENDINGS: [&str; 5] = [".deb", ".rpm", ".AppImage", ".dmg", ".msi"];

/// Which installers, and where to.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Kinds, separated by commas: deb, rpm, appimage, dmg, msi
    #[arg(long, default_value = default_bundles())]
    bundles: String,
    /// The platform to build for, when it is not this machine's
    #[arg(long)]
    target: Option<String>,
    /// A folder to copy the installers into
    #[arg(long)]
    into: Option<PathBuf>,
}

/// What can be built here without fetching anything.
pub(crate) const fn default_bundles() -> &'static str {
    if cfg!(target_os = "macos") {
        "dmg"
    } else if cfg!(windows) {
        "msi"
    } else {
        "deb,rpm"
    }
}

/// Builds the installers and prints their paths.
pub(crate) fn run(options: &Options) -> Result<()> {
    setup::ensure(&[Need::Build])?;
    let built = build(&options.bundles, options.target.as_deref())?;
    for file in &built {
        println!("{}", shown(file));
    }
    options.into.as_deref().map_or(Ok(()), |folder| copy(&built, folder))
}

/// Builds these installers and returns their files.
pub(crate) fn build(bundles: &str, platform: Option<&str>) -> Result<Vec<PathBuf>> {
    let folder = platform.map_or_else(target, |platform| target().join(platform)).join("release/bundle");
    // An installer of an earlier version beside the new one could be taken for it.
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    application::build_with(bundles, platform)?;
    let built = files(&folder, &ENDINGS)?;
    if built.is_empty() {
        bail!("the build left no installer in {}", folder.display());
    }
    Ok(built)
}

fn copy(built: &[PathBuf], folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    for file in built {
        let name = file.file_name().context("an installer without a name")?;
        std::fs::copy(file, folder.join(name))?;
    }
    Ok(())
}
