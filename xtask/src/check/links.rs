//! Links in the documents that point at files of the repository.

use std::path::Path;

use anyhow::Result;

use super::Problems;
use crate::workspace::{files, root, shown};

pub(super) fn check() -> Result<Problems> {
    let mut documents = vec![root().join("README.md")];
    documents.extend(files(&root().join("docs"), &[".md"])?);
    let mut problems = Problems::new();
    for document in documents {
        let text = std::fs::read_to_string(&document)?;
        let folder = document.parent().unwrap_or(root());
        let broken = targets(&text).filter(|target| is_broken(folder, target));
        problems.extend(broken.map(|target| format!("{}: {target} is missing", shown(&document))));
    }
    Ok(problems)
}

/// The targets of `[text](target)` and `![text](target)`.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next())
}

fn is_broken(folder: &Path, target: &str) -> bool {
    let elsewhere = target.contains("://") || target.starts_with("mailto:") || target.starts_with('#');
    let path = target.split('#').next().unwrap_or_default();
    !elsewhere && !path.is_empty() && !folder.join(path).exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_with_and_without_a_title() {
        let text = "[a](docs/A.md) ![b](b.png \"title\") (c.md) [d](#here)";
        assert_eq!(targets(text).collect::<Vec<_>>(), ["docs/A.md", "b.png", "#here"]);
    }

    #[test]
    fn only_missing_files_are_broken() {
        let broken = |target| is_broken(root(), target);
        assert!(broken("no-such-file.md#part"));
        assert!(!broken("Cargo.toml") && !broken("https://example.org/x.md") && !broken("#part"));
    }
}
