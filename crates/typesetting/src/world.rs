//! What the compiler sees of the world: a manuscript and the bundled fonts.

use std::{collections::HashMap, sync::LazyLock};

use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use crate::{DATA, MAIN, Manuscript};

/// Fonts of every document; reading them takes a moment, once.
struct Fonts {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let fonts: Vec<Font> =
        typst_assets::fonts().flat_map(|bytes| Font::iter(Bytes::new(bytes)).collect::<Vec<_>>()).collect();
    Fonts { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
});

static LIBRARY: LazyLock<LazyHash<Library>> =
    LazyLock::new(|| LazyHash::new(<Library as LibraryExt>::default()));

/// A manuscript as the compiler asks for it.
pub struct ManuscriptWorld {
    main: FileId,
    files: HashMap<FileId, Bytes>,
}

impl ManuscriptWorld {
    pub fn of(manuscript: &Manuscript) -> Self {
        let mut files = HashMap::new();
        for file in &manuscript.files {
            if let Some(id) = file_id(&file.name) {
                files.insert(id, Bytes::new(file.bytes.clone()));
            }
        }
        if let Some(id) = file_id(DATA) {
            files.insert(id, Bytes::from_string(manuscript.data.clone()));
        }
        let main = file_id(MAIN).unwrap_or_else(|| Source::detached("").id());
        files.insert(main, Bytes::from_string(manuscript.template.clone()));
        Self { main, files }
    }
}

/// None for a name that is no path.
fn file_id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

impl World for ManuscriptWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let bytes = self.file(id)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| FileError::InvalidUtf8)?;
        Ok(Source::new(id, text.to_owned()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let missing = || FileError::NotFound(id.get().vpath().get_without_slash().into());
        self.files.get(&id).cloned().ok_or_else(missing)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.fonts.get(index).cloned()
    }

    /// A document that knew the day would be another one tomorrow.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
