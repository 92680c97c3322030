//! Lock files hold names, versions and hashes, never the address of a mirror that only one machine reaches.

use anyhow::Result;

use super::Problems;
use crate::workspace::{files, root, shown};

pub(super) fn check() -> Result<Problems> {
    let mut problems = Problems::new();
    for file in files(root(), &["package-lock.json"])? {
        if std::fs::read_to_string(&file)?.contains("\"resolved\": \"http") {
            problems
                .push(format!("{} names a registry: run npm install with the folder's .npmrc", shown(&file)));
        }
    }
    Ok(problems)
}
