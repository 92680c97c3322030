//! Lock files of the JavaScript packages hold for every machine.

use anyhow::Result;
use serde_json::Value;

use super::Problems;
use crate::workspace::{files, root, shown};

pub(super) fn check() -> Result<Problems> {
    let mut problems = Problems::new();
    for file in files(root(), &["package-lock.json"])? {
        let text = std::fs::read_to_string(&file)?;
        // Names, versions and hashes do for any mirror; an address is that of one which only some machines reach.
        if text.contains("\"resolved\": \"http") {
            problems
                .push(format!("{} names a registry: run npm install with the folder's .npmrc", shown(&file)));
        }
        let lock = serde_json::from_str(&text)?;
        let missing = missing_platforms(&lock);
        if !missing.is_empty() {
            problems.push(format!("{} lacks {}: run cargo xtask lock", shown(&file), missing.join(", ")));
        }
    }
    Ok(problems)
}

/// Optional packages of other platforms that a lock names without an entry: `npm ci` refuses such a lock.
fn missing_platforms(lock: &Value) -> Vec<&str> {
    let Some(packages) = lock["packages"].as_object() else { return Vec::new() };
    let optional = packages.values().filter_map(|entry| entry["optionalDependencies"].as_object()).flatten();
    optional
        .filter(|(_, version)| {
            version.as_str().is_some_and(|text| text.starts_with(|c: char| c.is_ascii_digit()))
        })
        .map(|(name, _)| name.as_str())
        .filter(|name| !packages.contains_key(&format!("node_modules/{name}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_platform_without_an_entry_is_missing() {
        let optional = json!({ "tool-linux-x64": "1.0.0", "tool-win32-x64": "1.0.0", "any": "^1.0.0" });
        let lock = json!({ "packages": {
            "node_modules/tool": { "optionalDependencies": optional },
            "node_modules/tool-linux-x64": {},
        }});
        assert_eq!(missing_platforms(&lock), ["tool-win32-x64"]);
    }
}
