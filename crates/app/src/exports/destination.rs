//! The file that an export goes to: written beside its place, saved to the disk, then given its name. Until then a file
//! that was there is as it was, and nothing half-done is ever seen.

use std::{
    fs::File,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use store::StoreError;
use tempfile::NamedTempFile;

use crate::{AppError, Result};

/// A file that has no name yet.
pub struct Destination {
    path: PathBuf,
    folder: PathBuf,
    replace: bool,
    file: NamedTempFile,
}

impl Destination {
    /// Makes room beside a path. A file that is there already is replaced only where that is wished for.
    ///
    /// # Errors
    /// A folder that is not there or cannot be written to, a file that is there already, or a full disk.
    pub fn begin(path: &Path, replace: bool) -> Result<Self> {
        if path.file_name().is_none() {
            return Err(wrong(format!("must name a file, and {:?} names none", path.display().to_string())));
        }
        if path.is_dir() {
            return Err(wrong(format!("must name a file, and {} is a folder", path.display())));
        }
        if !replace && path.symlink_metadata().is_ok() {
            return Err(taken(path));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::Builder::new();
        file.prefix(".lendingos-export-");
        let file = file.tempfile_in(folder).map_err(|error| not_written(path, error))?;
        Ok(Self { path: path.to_owned(), folder: folder.to_owned(), replace, file })
    }

    /// What is written to.
    pub fn file(&self) -> &File {
        self.file.as_file()
    }

    /// The folder that the file lies in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What a failure of writing means to whoever chose the path.
    pub fn failed(&self, error: io::Error) -> AppError {
        not_written(&self.path, error)
    }

    /// Saves the file to the disk and gives it its name; answers its bytes.
    ///
    /// # Errors
    /// A full disk, or a file that came to be there meanwhile.
    pub fn keep(self) -> Result<i64> {
        let Self { path, folder, replace, file } = self;
        let refused = |error: io::Error| not_written(&path, error);
        file.as_file().sync_all().map_err(refused)?;
        let bytes = file.as_file().metadata().map_err(refused)?.len();
        let kept = if replace { file.persist(&path) } else { file.persist_noclobber(&path) };
        kept.map_err(|error| match error.error.kind() {
            ErrorKind::AlreadyExists => taken(&path),
            _ => refused(error.error),
        })?;
        if cfg!(unix) {
            File::open(&folder).and_then(|folder| folder.sync_all()).map_err(refused)?;
        }
        Ok(i64::try_from(bytes).unwrap_or(i64::MAX))
    }
}

fn wrong(problem: String) -> AppError {
    AppError::InvalidInput { field: "path", problem }
}

fn taken(path: &Path) -> AppError {
    wrong(format!(
        "must be a file that is not there yet, and {} is; say replace to replace it",
        path.display()
    ))
}

fn not_written(path: &Path, error: io::Error) -> AppError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => StoreError::Full.into(),
        ErrorKind::NotFound | ErrorKind::NotADirectory => {
            wrong(format!("must be in a folder that is there: {}", path.display()))
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            wrong(format!("must be in a folder that can be written to: {}: {error}", path.display()))
        }
        _ => StoreError::backend(format!("writing {}: {error}", path.display()), error).into(),
    }
}
