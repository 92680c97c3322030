//! Words that may not stand in some of the sources.

use anyhow::Result;

use super::Problems;
use crate::workspace::{files, root, shown};

/// The rules compute in whole minor units and exact decimals; a float would round where nobody looks.
pub(super) fn floats_in_domain() -> Result<Problems> {
    lines_with(&["crates/domain/src", "crates/domain/tests"], &[".rs"], |line| {
        let code = line.split("//").next().unwrap_or_default();
        words(code).any(|word| matches!(word, "f32" | "f64") || is_float_suffixed(word))
    })
}

/// The window's own interface stands behind one folder, so that every other part runs in a browser too.
pub(super) fn tauri_outside_platform() -> Result<Problems> {
    let found =
        lines_with(&["ui/src"], &[".ts", ".tsx", ".mts", ".js"], |line| line.contains("@tauri-apps/"))?;
    Ok(found.into_iter().filter(|place| !place.starts_with("ui/src/platform/")).collect())
}

fn lines_with(folders: &[&str], endings: &[&str], unwanted: impl Fn(&str) -> bool) -> Result<Problems> {
    let mut problems = Problems::new();
    for folder in folders.iter().map(|folder| root().join(folder)).filter(|folder| folder.is_dir()) {
        for file in files(&folder, endings)? {
            let text = std::fs::read_to_string(&file)?;
            let lines = text.lines().enumerate().filter(|(_, line)| unwanted(line));
            problems.extend(
                lines.map(|(index, line)| format!("{}:{}: {}", shown(&file), index + 1, line.trim())),
            );
        }
    }
    Ok(problems)
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|character: char| !(character.is_alphanumeric() || character == '_'))
        .filter(|word| !word.is_empty())
}

/// `1f64`, for instance.
fn is_float_suffixed(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit())
        && (word.ends_with("f32") || word.ends_with("f64"))
        && !word.starts_with("0x")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn float_suffixes_are_seen_and_hexadecimal_is_not() {
        assert!(is_float_suffixed("1f64"));
        assert!(is_float_suffixed("2_0f32"));
        assert!(!is_float_suffixed("0xaf32"));
        assert!(!is_float_suffixed("half32"));
    }
}
