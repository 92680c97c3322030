//! The file that something goes to for whoever asked for it: written beside its place, saved to the disk, then given
//! its name. Until then a file that was there is as it was, and nothing half-done is ever seen.
//!
//! Every command that writes a file whose name was chosen does it here, because here is what keeps a book from being
//! written over: the open one with all its files, its archives, and any other.

use std::{
    fs::{self, File},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use store::{StoreError, book_file, event_log::archived};
use tempfile::NamedTempFile;

use crate::{AppError, Book, Result};

/// What becomes of a file that has the name already.
#[derive(Debug, Clone, Copy)]
pub enum Existing {
    /// It stays, and another name must be chosen.
    Kept,
    /// It stays unless replacing it is wished for.
    KeptUnlessAsked,
    /// It is replaced.
    Replaced,
    /// It is replaced where it is one of these, and stays otherwise.
    ReplacedIf {
        /// Whether it is.
        is_one: fn(&Path) -> bool,
        /// What it must be.
        what: &'static str,
    },
}

impl Existing {
    /// As whoever chose the name said.
    #[must_use]
    pub const fn replaced(replace: bool) -> Self {
        if replace { Self::Replaced } else { Self::KeptUnlessAsked }
    }
}

/// A file that has no name yet.
pub struct Destination {
    place: Place,
    /// Where it goes: the place itself, or what a link there leads to.
    path: PathBuf,
    folder: PathBuf,
    replace: bool,
    file: NamedTempFile,
}

/// The path as it was chosen, and the input that it came by.
struct Place {
    field: &'static str,
    path: PathBuf,
}

impl Destination {
    /// Makes room beside a path, which came by the input `field`.
    ///
    /// # Errors
    /// A file of a book or an archive of this one, a folder that is not there or cannot be written to, a file that is
    /// there already and stays, something that is no file, or a full disk.
    pub fn begin(book: &Book, (field, path): (&'static str, &Path), existing: Existing) -> Result<Self> {
        let place = Place { field, path: path.to_owned() };
        if path.file_name().is_none() {
            return Err(place.wrong(format!("must name a file, and {:?} names none", place.shown())));
        }
        place.refuse_books(book)?;
        let replace = place.may_be_replaced(existing)?;
        let is_link = path.symlink_metadata().is_ok_and(|about| about.is_symlink());
        let path = if is_link {
            path.canonicalize().map_err(|error| place.not_written(error))?
        } else {
            path.to_owned()
        };
        let folder = folder_of(&path).to_owned();
        let mut file = tempfile::Builder::new();
        file.prefix(".lendingos-export-");
        let file = file.tempfile_in(&folder).map_err(|error| place.not_written(error))?;
        Ok(Self { place, path, folder, replace, file })
    }

    /// What is written to.
    #[must_use]
    pub fn file(&self) -> &File {
        self.file.as_file()
    }

    /// The folder that the file lies in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What a failure of writing means to whoever chose the path.
    #[must_use]
    pub fn failed(&self, error: io::Error) -> AppError {
        self.place.not_written(error)
    }

    /// Saves the file to the disk and gives it its name; answers its bytes.
    ///
    /// # Errors
    /// A full disk, or a file that came to be there meanwhile.
    pub fn keep(self) -> Result<i64> {
        let Self { place, path, folder, replace, file } = self;
        let refused = |error: io::Error| place.not_written(error);
        file.as_file().sync_all().map_err(refused)?;
        let bytes = file.as_file().metadata().map_err(refused)?.len();
        let kept = if replace { file.persist(&path) } else { file.persist_noclobber(&path) };
        kept.map_err(|error| match error.error.kind() {
            ErrorKind::AlreadyExists => place.taken("it has just come to be"),
            _ => refused(error.error),
        })?;
        if cfg!(unix) {
            File::open(&folder).and_then(|folder| folder.sync_all()).map_err(refused)?;
        }
        Ok(i64::try_from(bytes).unwrap_or(i64::MAX))
    }
}

impl Place {
    fn shown(&self) -> String {
        self.path.display().to_string()
    }

    fn wrong(&self, problem: String) -> AppError {
        AppError::InvalidInput { field: self.field, problem }
    }

    fn taken(&self, what_to_do: &str) -> AppError {
        self.wrong(format!("must be a file that is not there yet, and {} is; {what_to_do}", self.shown()))
    }

    /// Refuses what holds a book, whatever is wished for: it would be gone, and with it all that is recorded after.
    fn refuse_books(&self, book: &Book) -> Result<()> {
        let is_one_of = |files: &[PathBuf]| files.iter().any(|file| is_same(&self.path, file));
        let problem = if is_one_of(&book.store().files()) {
            "is the book that is open, or a file that belongs to it"
        } else if is_one_of(&book.read(|transaction| Ok(archived::files(transaction)?))?) {
            "is an archive of the book that is open"
        } else if book_file::is_of_a_book(&self.path) {
            "is a book, or a file that belongs to one"
        } else {
            return Ok(());
        };
        Err(self.wrong(format!("must be another file: {} {problem}, and is never replaced", self.shown())))
    }

    fn may_be_replaced(&self, existing: Existing) -> Result<bool> {
        let Ok(found) = self.path.symlink_metadata() else {
            return Ok(matches!(existing, Existing::Replaced));
        };
        let about = if found.is_symlink() { fs::metadata(&self.path) } else { Ok(found) };
        match about {
            Ok(about) if about.is_dir() => {
                return Err(self.wrong(format!("must name a file, and {} is a folder", self.shown())));
            }
            Ok(about) if about.is_file() => {}
            Ok(_) => {
                return Err(
                    self.wrong(format!("must name a file, and {} is a device or a pipe", self.shown()))
                );
            }
            Err(_) => {
                return Err(
                    self.wrong(format!("must name a file, and {} is a link to nothing", self.shown()))
                );
            }
        }
        match existing {
            Existing::Replaced => Ok(true),
            Existing::ReplacedIf { is_one, .. } if is_one(&self.path) => Ok(true),
            Existing::ReplacedIf { what, .. } => Err(self.wrong(format!(
                "must be a file that is not there yet or {what}, and {} is neither; choose another name",
                self.shown()
            ))),
            Existing::KeptUnlessAsked => Err(self.taken("say replace to replace it")),
            Existing::Kept => Err(self.taken("choose another name")),
        }
    }

    fn not_written(&self, error: io::Error) -> AppError {
        let path = self.path.display();
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::Full.into(),
            ErrorKind::NotFound | ErrorKind::NotADirectory => {
                self.wrong(format!("must be in a folder that is there: {path}"))
            }
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                self.wrong(format!("must be in a folder that can be written to: {path}: {error}"))
            }
            _ => StoreError::backend(format!("writing {path}: {error}"), error).into(),
        }
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether two paths name one file, which need not be there: by links, other spellings, and other names of the same
/// content.
fn is_same(one: &Path, other: &Path) -> bool {
    let is_one_name = match (real(one), real(other)) {
        (Some(one), Some(other)) if cfg!(any(windows, target_os = "macos")) => {
            one.to_string_lossy().to_lowercase() == other.to_string_lossy().to_lowercase()
        }
        (Some(one), Some(other)) => one == other,
        _ => false,
    };
    is_one_name || is_one_content(one, other)
}

/// Where a path leads; of a file that is not there, its name in the real folder.
fn real(path: &Path) -> Option<PathBuf> {
    let in_folder = || Some(folder_of(path).canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(in_folder)
}

#[cfg(unix)]
fn is_one_content(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let content = |path: &Path| fs::metadata(path).ok().map(|about| (about.dev(), about.ino()));
    content(one).is_some_and(|one| content(other) == Some(one))
}

#[cfg(not(unix))]
const fn is_one_content(_: &Path, _: &Path) -> bool {
    false
}
