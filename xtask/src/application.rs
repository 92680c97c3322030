//! The release build of the window.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::javascript;
use crate::workspace::{release_program, shell};

/// Builds the application without installers and returns the program.
pub(crate) fn build() -> Result<PathBuf> {
    tauri_build(&["--no-bundle".to_owned()])
}

/// Builds the application with these installers, `deb,rpm` for instance, and returns the program.
pub(crate) fn build_with(bundles: &str, target: Option<&str>) -> Result<PathBuf> {
    let mut arguments = vec!["--bundles".to_owned(), bundles.to_owned()];
    if let Some(target) = target {
        arguments.extend(["--target".to_owned(), target.to_owned()]);
    }
    tauri_build(&arguments)
}

fn tauri_build(options: &[String]) -> Result<PathBuf> {
    let shell = shell()?;
    let mut arguments = vec!["build".to_owned(), "--ci".to_owned()];
    arguments.extend_from_slice(options);
    // What follows the dashes is Cargo's: a build never changes the lock file.
    arguments.extend(["--".to_owned(), "--locked".to_owned()]);
    javascript::tauri(&shell, &arguments).run()?;
    let program = release_program("lendingos");
    if !options.iter().any(|option| option == "--target") && !program.is_file() {
        bail!("the build ended well, but {} is missing", program.display());
    }
    Ok(program)
}
