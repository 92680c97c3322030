//! What the commands of imports take.

use std::collections::BTreeMap;

use app::{exports::ExportFormat, import::columns::Choice};
use chrono::NaiveDate;
use domain::ImportKind;
use schemars::JsonSchema;
use serde::Deserialize;
use ts_rs::TS;

use super::optional_date;

inputs! {
    /// Names a file, what it lists, and how it is to be read.
    CheckImport {
        /// Where the file is: CSV or XLSX.
        path: String,
        /// What it lists.
        kind: ImportKind,
        /// Which column is which field; left out, the columns are known by their usual names.
        #[serde(default)]
        mapping: Option<ImportMapping>,
        /// How it is to be read.
        #[serde(default)]
        options: Option<ImportOptions>,
    }

    /// Imports a file: all of it, or nothing.
    RunImport {
        /// Where the file is: CSV or XLSX.
        path: String,
        /// What it lists.
        kind: ImportKind,
        /// Which column is which field; left out, the columns are known by their usual names.
        #[serde(default)]
        mapping: Option<ImportMapping>,
        /// How it is to be read.
        #[serde(default)]
        options: Option<ImportOptions>,
        /// The `sha256` of the check; a file that is another since then is refused.
        #[serde(default)]
        expected_sha256: Option<String>,
    }

    /// Checks a file anew and writes what is wrong with it to another file, for whoever made it.
    ExportProblems {
        /// Where the file is: CSV or XLSX.
        path: String,
        /// What it lists.
        kind: ImportKind,
        /// Which column is which field; left out, the columns are known by their usual names.
        #[serde(default)]
        mapping: Option<ImportMapping>,
        /// How it is to be read.
        #[serde(default)]
        options: Option<ImportOptions>,
        /// The `sha256` of the check; a file that is another since then is refused.
        #[serde(default)]
        expected_sha256: Option<String>,
        /// The file for the problems.
        to: String,
        /// How it is written; left out, as the ending of `to` says.
        #[serde(default)]
        format: Option<ExportFormat>,
        /// Whether a file that is there is replaced.
        #[serde(default)]
        replace: bool,
    }

    /// Which column is which field, and how what could be read in two ways is meant.
    ImportMapping {
        /// The field of a column, by its header; null for one that is passed over. A column that is left out is known by
        /// its usual names.
        #[serde(default)]
        columns: BTreeMap<String, Option<String>>,
        /// The answer to the question of a column, by its header.
        #[serde(default)]
        answers: BTreeMap<String, Choice>,
    }

    /// How a file is to be read.
    ImportOptions {
        /// The sheet of a workbook; the first that is shown where left out.
        #[serde(default)]
        sheet: Option<String>,
        /// What stands between two cells of a text file, one character; found by its rows where left out.
        #[serde(default)]
        delimiter: Option<char>,
        /// The row of the header, from 1; found by the usual names of columns where left out.
        #[serde(default)]
        header_row: Option<u32>,
        /// The day of the balances of loans, where no column says it.
        #[serde(default, deserialize_with = "optional_date")]
        balance_as_of: Option<NaiveDate>,
        /// Whether contacts, payments and loans without a number that look like recorded ones are others.
        #[serde(default)]
        allow_duplicates: Option<bool>,
    }
}
