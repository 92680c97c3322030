//! What can go wrong in storage.

use thiserror::Error;

/// Result of a storage operation.
pub type Result<T> = std::result::Result<T, StoreError>;

/// What went wrong in storage. The kinds are those that a caller treats differently.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Somebody else changed the same thing first: read again and decide again.
    #[error("somebody else changed this at the same moment: {0}")]
    Conflict(String),
    /// There is no book at the address.
    #[error("there is no book at {0}")]
    Missing(String),
    /// There is a book (or another file) at the address where a new one was to be made.
    #[error("there is already something at {0}; a book is never made over it")]
    Exists(String),
    /// Making or copying the book stopped half-way.
    #[error(
        "the book at {0} was never finished: making or copying it stopped half-way; remove it and start again"
    )]
    Unfinished(String),
    /// An address that names no place.
    #[error("address {0}")]
    Address(String),
    /// The server does not answer, or has gone in the middle: what was being done is not saved, unless it is found
    /// to be when it is sent again.
    #[error("the server at {address} does not answer: {reason}")]
    Unreachable {
        /// Where the server was looked for.
        address: String,
        /// What the network or the server said.
        reason: String,
    },
    /// The server answers and refuses this user, this password or this right.
    #[error("the server at {address} refuses the user or the password: {reason}")]
    AccessDenied {
        /// Which server.
        address: String,
        /// What it said.
        reason: String,
    },
    /// The connection cannot be encrypted, or the server cannot prove that it is the one that was meant.
    #[error("the connection to {address} is not safe: {reason}")]
    NotSecure {
        /// Which server.
        address: String,
        /// What was missing.
        reason: String,
    },
    /// The file is something else.
    #[error("{0} is not a LendingOS book")]
    NotABook(String),
    /// The file cannot be read without another passphrase.
    #[error("{0} is encrypted, and its passphrase is missing or another one (or it is no LendingOS book)")]
    Encrypted(String),
    /// Another process is writing.
    #[error("another program is writing to this book; try again when it is done")]
    Busy,
    /// The book was written by a newer release.
    #[error(
        "this book has schema version {found}, this release knows up to {known}: update LendingOS to open it"
    )]
    TooNew {
        /// Schema version of the book.
        found: i64,
        /// Newest schema version of this release.
        known: i64,
    },
    /// What was read cannot have been written by LendingOS.
    #[error("the book is damaged: {0}")]
    Corrupt(String),
    /// A file of archived events is not where it was put.
    #[error("the archive {file} cannot be opened: {reason}; put it back where it was")]
    ArchiveMissing {
        /// Where it was put.
        file: String,
        /// What the file system said.
        reason: String,
    },
    /// There is no room left on the disk.
    #[error("the disk is full; nothing was saved")]
    Full,
    /// The engine cannot be trusted with a book.
    #[error(
        "the database engine {found} is older than {needed}, which can damage a book with two connections"
    )]
    EngineTooOld {
        /// Version found.
        found: String,
        /// Oldest version allowed.
        needed: &'static str,
    },
    /// Anything else that the backend reports.
    #[error("storage failed: {message}")]
    Backend {
        /// What was being done.
        message: String,
        /// The backend's own error.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
}

impl StoreError {
    /// A backend's own error, with what was being done.
    pub fn backend(
        message: impl Into<String>,
        source: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        Self::Backend { message: message.into(), source: Some(Box::new(source)) }
    }

    /// Something read that cannot have been written by this program.
    pub fn corrupt(detail: impl Into<String>) -> Self {
        Self::Corrupt(detail.into())
    }
}
