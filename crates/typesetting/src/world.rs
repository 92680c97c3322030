//! What the compiler sees of the world: a manuscript and the bundled fonts.

use std::{collections::HashMap, sync::LazyLock};

use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Coverage, Font, FontBook},
    utils::LazyHash,
};

use crate::{DATA, MAIN, Manuscript};

/// Fonts of every document; reading them takes a moment, once.
struct Fonts {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

/// Scripts that the fonts of Typst have not. Chinese is in the shapes that are usual in Japan.
const MORE_FONTS: [&[u8]; 3] = [
    include_bytes!("../fonts/NotoSansThai-Regular.ttf"),
    include_bytes!("../fonts/NotoSansThai-Bold.ttf"),
    include_bytes!("../fonts/NotoSansCJKjp-Regular.otf"),
];

static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let read = |bytes: &'static [u8]| Font::iter(Bytes::new(bytes)).collect::<Vec<_>>();
    let mut fonts: Vec<Font> = typst_assets::fonts().flat_map(read).collect();
    let mut book = FontBook::from_fonts(&fonts);
    // They step in only for what those have not: a document that was made before they came is the same bytes still.
    let mut is_covered = vec![false; char::MAX as usize + 1];
    for point in fonts.iter().flat_map(|font| font.info().coverage.iter()) {
        is_covered[point as usize] = true;
    }
    for font in MORE_FONTS.into_iter().flat_map(read) {
        let mut info = font.info().clone();
        let more = info.coverage.iter().filter(|point| !is_covered[*point as usize]).collect();
        info.coverage = Coverage::from_vec(more);
        book.push(info);
        fonts.push(font);
    }
    Fonts { book: LazyHash::new(book), fonts }
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
