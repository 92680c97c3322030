//! Dependencies point one way: `domain ← store ← app ← api ← {shell, cli}` and `store ← each backend`.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::Value;
use xshell::cmd;

use super::Problems;
use crate::workspace::shell;

/// Each package of the product and all that it may use of the workspace. A package that is missing here is a problem:
/// its place is to be decided, not to happen.
const ALLOWED: [(&str, &[&str]); 11] = [
    ("lendingos-domain", &[]),
    ("lendingos-store", &["lendingos-domain"]),
    ("lendingos-store-sqlite", &["lendingos-store"]),
    ("lendingos-store-postgres", &["lendingos-store"]),
    ("lendingos-backends", &["lendingos-store", "lendingos-store-sqlite", "lendingos-store-postgres"]),
    ("lendingos-typesetting", &[]),
    ("lendingos-spreadsheet", &[]),
    (
        "lendingos-app",
        &["lendingos-domain", "lendingos-store", "lendingos-typesetting", "lendingos-spreadsheet"],
    ),
    ("lendingos-api", &["lendingos-domain", "lendingos-store", "lendingos-app"]),
    ("lendingos-cli", &["lendingos-api", "lendingos-backends"]),
    ("lendingos", &["lendingos-api", "lendingos-backends"]),
];

/// Packages that look at all sides, and that no part of the product uses.
const OUTSIDE: [&str; 5] =
    ["lendingos-store-conformance", "lendingos-tests", "lendingos-benches", "empty-window", "xtask"];

/// What the domain may use: data types and errors. No I/O, no SQL, no window. That it calls no clock and makes no
/// random id of theirs is for the lints to see (`crates/domain/clippy.toml`).
const DOMAIN_MAY_USE: [&str; 9] =
    ["chrono", "num-bigint", "rust_decimal", "schemars", "serde", "serde_json", "thiserror", "ts-rs", "uuid"];

/// Where a backend is named outside the product's own `backends`.
const SQL_PACKAGES: [(&str, &str); 4] = [
    ("rusqlite", "lendingos-store-sqlite"),
    ("refinery", "lendingos-store-sqlite lendingos-store-postgres"),
    ("postgres", "lendingos-store-postgres"),
    ("tauri", "lendingos empty-window"),
];

pub(super) fn check() -> Result<Problems> {
    let shell = shell()?;
    let metadata = cmd!(shell, "cargo metadata --no-deps --locked --format-version 1").quiet().read()?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    Ok(problems(packages))
}

fn problems(packages: &[Value]) -> Problems {
    let members: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.into_iter().collect();
    let mut problems = Problems::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        for dependency in dependencies(package) {
            let used = dependency["name"].as_str().unwrap_or_default();
            problems.extend(direction(name, used, &members, &allowed));
            problems.extend(foreign(name, used));
            if name == "lendingos-domain" {
                problems.extend(domain(used));
            }
        }
        if !allowed.contains_key(name) && !OUTSIDE.contains(&name) {
            problems.push(format!("{name} has no place in the order of xtask/src/check/dependencies.rs"));
        }
    }
    problems
}

/// What a package uses when it is built; its own tests may look further.
fn dependencies(package: &Value) -> impl Iterator<Item = &Value> {
    let all = package["dependencies"].as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter(|dependency| dependency["kind"].is_null())
}

fn direction(
    name: &str,
    used: &str,
    members: &BTreeSet<&str>,
    allowed: &BTreeMap<&str, &[&str]>,
) -> Option<String> {
    let may_use = allowed.get(name)?;
    (members.contains(used) && !may_use.contains(&used)).then(|| format!("{name} may not depend on {used}"))
}

fn foreign(name: &str, used: &str) -> Option<String> {
    let (_, users) = SQL_PACKAGES.into_iter().find(|(package, _)| *package == used)?;
    let may = OUTSIDE.contains(&name) || users.split(' ').any(|user| user == name);
    (!may).then(|| format!("{name} may not depend on {used}; only {users} may"))
}

fn domain(used: &str) -> Option<String> {
    (!DOMAIN_MAY_USE.contains(&used))
        .then(|| format!("lendingos-domain may not depend on {used}: it has no I/O, SQL or window"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(name: &str, uses: &[&str]) -> Value {
        let dependencies: Vec<Value> =
            uses.iter().map(|used| json!({ "name": used, "kind": null, "features": [] })).collect();
        json!({ "name": name, "dependencies": dependencies })
    }

    fn found(packages: &[Value]) -> String {
        problems(packages).join("\n")
    }

    #[test]
    fn the_order_of_the_architecture_passes() {
        let packages = [
            package("lendingos-domain", &["serde"]),
            package("lendingos-store", &["lendingos-domain"]),
            package("lendingos-store-sqlite", &["lendingos-store", "rusqlite"]),
            package("lendingos-app", &["lendingos-store", "lendingos-domain"]),
        ];
        assert_eq!(found(&packages), "");
    }

    #[test]
    fn a_dependency_against_the_order_is_named() {
        let packages = [
            package("lendingos-domain", &[]),
            package("lendingos-app", &["lendingos-store-sqlite"]),
            package("lendingos-store-sqlite", &[]),
        ];
        assert_eq!(found(&packages), "lendingos-app may not depend on lendingos-store-sqlite");
    }

    #[test]
    fn sql_stays_in_its_backend_and_out_of_the_domain() {
        let text = found(&[package("lendingos-app", &["rusqlite"]), package("lendingos-domain", &["rand"])]);
        assert!(text.contains("lendingos-app may not depend on rusqlite"), "{text}");
        assert!(text.contains("lendingos-domain may not depend on rand"), "{text}");
    }

    #[test]
    fn a_package_without_a_place_is_a_problem() {
        assert!(found(&[package("lendingos-surprise", &[])]).contains("no place"));
    }
}
