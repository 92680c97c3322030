//! A desk: the program's one open book, and what is needed to open another.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use app::{
    Book, Environment, NewBook, Parts,
    copy::{self, BookPlace},
    integrity::{Progress, VerifyReport},
    outbox, permission, recovery, servicing_day,
};
use domain::UserRole;
use serde_json::Value as Json;
use store::{Backends, Notice, Watch};

use crate::{
    ErrorCode, WireError,
    input::{CopyBook, CreateBook},
    recent::{RecentBook, RecentBooks},
    table,
};

/// What a program gives its desk.
pub struct DeskConfig {
    /// Opens and makes books.
    pub backends: Arc<dyn Backends>,
    /// Where settings of the program are kept, not of a book; none keeps none.
    pub config_folder: Option<PathBuf>,
    /// Where new books are suggested.
    pub documents_folder: PathBuf,
    /// Who is signed in to a book that is opened; left out, its owner. A book that is made is its owner's.
    pub user: Option<String>,
    /// Which program: `window`, `cli`, …
    pub source: &'static str,
    /// Is told what others do to a shared book while it is open; left out, nobody watches.
    pub on_notice: Option<Arc<dyn Fn(Notice) + Send + Sync>>,
}

/// What one must be to retry events and to run the day.
const TICKING: UserRole = UserRole::Officer;

/// The program's one open book, and what is needed to open another.
pub struct Desk {
    config: DeskConfig,
    environment: Environment,
    recent: RecentBooks,
    book: RwLock<Option<OpenBook>>,
    working_off: Mutex<()>,
}

/// The open book, and who watches what others do to it.
struct OpenBook {
    book: Arc<Book>,
    _watch: Option<Watch>,
}

/// One call of a command.
pub struct Call<'a> {
    /// Name in the table.
    pub name: &'a str,
    /// Input, as JSON.
    pub input: Json,
    /// Sent again with the same id, a write has no second effect.
    pub command_id: Option<&'a str>,
    /// Told how far a long command is; answers whether to go on.
    pub progress: &'a dyn Fn(i64, i64) -> bool,
}

impl<'a> Call<'a> {
    /// A call without a command id and without anyone who watches.
    #[must_use]
    pub fn new(name: &'a str, input: Json) -> Self {
        Self { name, input, command_id: None, progress: &|_, _| true }
    }
}

impl Desk {
    /// A desk without an open book.
    #[must_use]
    pub fn new(config: DeskConfig) -> Self {
        let environment = Environment::system(config.source);
        Self::with_environment(config, environment)
    }

    /// A desk with time and ids from elsewhere.
    #[must_use]
    pub fn with_environment(config: DeskConfig, environment: Environment) -> Self {
        let recent = RecentBooks::in_folder(config.config_folder.as_deref());
        Self { config, environment, recent, book: RwLock::default(), working_off: Mutex::default() }
    }

    /// Runs a command of the table.
    ///
    /// # Errors
    /// As the command says; every error has a code.
    pub fn call(&self, call: Call<'_>) -> Result<Json, WireError> {
        let Some(command) = table::find(call.name) else {
            let message = format!("there is no command {:?}", call.name);
            return Err(WireError::new(ErrorCode::UnknownCommand, message));
        };
        (command.run)(self, call)
    }

    /// The open book.
    ///
    /// # Errors
    /// `no_book_open`.
    pub fn book(&self) -> Result<Arc<Book>, WireError> {
        let book = self.book.read().unwrap_or_else(PoisonError::into_inner);
        let open = book.as_ref().map(|open| Arc::clone(&open.book));
        open.ok_or_else(|| WireError::new(ErrorCode::NoBookOpen, "no book is open"))
    }

    /// Tries again what failed and whose pause is over, and runs the day where something is late; called every few
    /// seconds while the program runs, and at its start. Says how much there was to do, and tells the windows of it.
    /// Does nothing while someone is signed in who may not do the same by hand.
    ///
    /// # Errors
    /// Storage.
    pub fn tick(&self) -> Result<usize, WireError> {
        let Ok(book) = self.book() else { return Ok(0) };
        if !permission::has(&book, TICKING)? {
            return Ok(0);
        }
        let mut done = recovery::retry_due(&book)?.len();
        let today = book.environment().clock.today();
        if book.read(|transaction| servicing_day::is_needed(transaction, today))? {
            book.write(servicing_day::run)?;
            done += 1;
        }
        if let Some(on_notice) = self.config.on_notice.as_ref().filter(|_| done > 0) {
            on_notice(Notice::Changed);
        }
        Ok(done)
    }

    /// Does what is left to do after the commit of what was written, such as making documents; called after a write, so
    /// that nobody waits for it. Says how much there was to do, and tells the windows of it. One call does the work of
    /// all: a second one meanwhile does nothing.
    ///
    /// # Errors
    /// Storage; what is not done waits for the next time.
    pub fn work_off(&self) -> Result<usize, WireError> {
        let Ok(book) = self.book() else { return Ok(0) };
        let Ok(_working) = self.working_off.try_lock() else { return Ok(0) };
        if book.read(outbox::is_empty)? || !permission::has(&book, TICKING)? {
            return Ok(0);
        }
        let done = outbox::work_off(&book)?;
        if let Some(on_notice) = self.config.on_notice.as_ref().filter(|_| done > 0) {
            on_notice(Notice::Changed);
        }
        Ok(done)
    }

    /// Opens a book and makes it the current one.
    ///
    /// # Errors
    /// A book that cannot be opened, or of which the desk's user is none; the one open before stays open.
    pub fn open(&self, address: &str, passphrase: Option<&str>) -> Result<Arc<Book>, WireError> {
        let store = self.config.backends.open(address, passphrase)?;
        let book =
            Book::open(store, self.config.user.as_deref(), self.environment.clone(), Parts::default())?;
        self.make_current(book)
    }

    /// Opens a book with other handlers and projections, for tests.
    ///
    /// # Errors
    /// As [`Desk::open`].
    #[doc(hidden)]
    pub fn open_with(&self, address: &str, parts: Parts) -> Result<Arc<Book>, WireError> {
        let store = self.config.backends.open(address, None)?;
        let book = Book::open(store, self.config.user.as_deref(), self.environment.clone(), parts)?;
        self.make_current(book)
    }

    pub(crate) fn create(&self, new: &CreateBook) -> Result<Arc<Book>, WireError> {
        if new.passphrase.as_deref().is_some_and(str::is_empty) {
            return Err(WireError::invalid(
                "passphrase",
                "must not be empty; leave it out for a book without one",
            ));
        }
        let book = Book::create(
            &*self.config.backends,
            &new.address,
            new.passphrase.as_deref(),
            &NewBook {
                organization: new.organization.clone(),
                currency: new.currency,
                owner: new.owner.clone(),
            },
            self.environment.clone(),
        )?;
        self.make_current(book)
    }

    pub(crate) fn copy(&self, input: &CopyBook, progress: Progress<'_>) -> Result<VerifyReport, WireError> {
        let from = BookPlace { address: &input.from, passphrase: input.from_passphrase.as_deref() };
        let to = BookPlace { address: &input.to, passphrase: input.to_passphrase.as_deref() };
        Ok(copy::copy(&*self.config.backends, from, to, &self.environment, progress)?)
    }

    /// Passes the open book to another of its users. What runs already ends as the one who began it.
    pub(crate) fn sign_in(&self, name: &str) -> Result<Arc<Book>, WireError> {
        let before = self.book()?;
        let book = Arc::new(before.signed_in_as(name)?);
        let mut open = self.book.write().unwrap_or_else(PoisonError::into_inner);
        match open.as_mut().filter(|open| Arc::ptr_eq(&open.book, &before)) {
            Some(open) => open.book = Arc::clone(&book),
            None => return Err(WireError::new(ErrorCode::NoBookOpen, "the book was closed meanwhile")),
        }
        Ok(book)
    }

    pub(crate) fn close(&self) {
        *self.book.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    pub(crate) fn recent(&self) -> Vec<RecentBook> {
        self.recent.list(&*self.config.backends)
    }

    pub(crate) fn documents_folder(&self) -> &std::path::Path {
        &self.config.documents_folder
    }

    fn make_current(&self, book: Book) -> Result<Arc<Book>, WireError> {
        let book = Arc::new(book);
        self.recent.remember(
            &*self.config.backends,
            book.store().address(),
            &book.organization().name,
            self.environment.clock.now(),
        );
        let watch = match &self.config.on_notice {
            Some(on_notice) => {
                let on_notice = Arc::clone(on_notice);
                book.store().watch(Box::new(move |notice| on_notice(notice)))?
            }
            None => None,
        };
        let open = OpenBook { book: Arc::clone(&book), _watch: watch };
        *self.book.write().unwrap_or_else(PoisonError::into_inner) = Some(open);
        Ok(book)
    }
}
