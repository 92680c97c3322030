//! The books that were open lately, kept beside the program's settings and never in a book.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Backends;
use ts_rs::TS;

/// How many are kept.
const MOST: usize = 10;

/// A book that was open lately.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
pub struct RecentBook {
    /// Where it is.
    pub address: String,
    /// The lender's name.
    pub organization: String,
    /// When it was last opened.
    pub opened_at: DateTime<Utc>,
}

/// The list in its file. A list that cannot be read or written is a comfort lost, never an error.
pub struct RecentBooks(Option<PathBuf>);

impl RecentBooks {
    pub(crate) fn in_folder(folder: Option<&Path>) -> Self {
        Self(folder.map(|folder| folder.join("recent-books.json")))
    }

    /// The books, last opened first, without those that are gone.
    pub(crate) fn list(&self, backends: &dyn Backends) -> Vec<RecentBook> {
        let text = self.0.as_ref().and_then(|file| fs::read_to_string(file).ok());
        let books: Vec<RecentBook> =
            text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        books.into_iter().filter(|book| !backends.is_gone(&book.address)).collect()
    }

    pub(crate) fn remember(
        &self,
        backends: &dyn Backends,
        address: &str,
        organization: &str,
        opened_at: DateTime<Utc>,
    ) {
        let Some(file) = &self.0 else { return };
        let address =
            fs::canonicalize(address).map_or_else(|_| address.to_owned(), |path| path.display().to_string());
        let mut books = self.list(backends);
        books.retain(|book| book.address != address);
        books.insert(0, RecentBook { address, organization: organization.to_owned(), opened_at });
        books.truncate(MOST);
        if let (Some(folder), Ok(text)) = (file.parent(), serde_json::to_string_pretty(&books)) {
            let _ = fs::create_dir_all(folder).and_then(|()| fs::write(file, text));
        }
    }
}
