//! What a file is, by its content and never by its name.

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    path::Path,
};

use domain::MediaType;
use image::{ImageFormat, ImageReader};

use super::office;

/// Enough of a file to tell its kind.
const HEAD_BYTES: u64 = 8_192;

/// What a file is.
pub struct Kind {
    /// In the book's words; none where it is nothing that is kept.
    pub media_type: Option<MediaType>,
    /// In a person's words.
    pub words: String,
}

/// Tells what a file is.
pub fn of(file: &mut File, size: u64) -> io::Result<Kind> {
    let mut head = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.by_ref().take(HEAD_BYTES).read_to_end(&mut head)?;
    let found = infer::get(&head);
    let media_type = if head.starts_with(b"PK\x03\x04") {
        office::kind(file, size)?
    } else {
        found
            .as_ref()
            .and_then(|found| MediaType::ALL.iter().find(|kind| kind.as_str() == found.mime_type()))
            .copied()
    };
    let words = match (media_type, found) {
        (Some(media_type), _) => media_type.words().to_owned(),
        (None, Some(found)) => other_words(found),
        (None, None) => "of an unknown kind".to_owned(),
    };
    Ok(Kind { media_type, words })
}

/// A person has heard of programs and archives; anything else goes by the ending that such files have.
fn other_words(found: infer::Type) -> String {
    match found.matcher_type() {
        infer::MatcherType::App => "a program".to_owned(),
        infer::MatcherType::Video => "a video".to_owned(),
        infer::MatcherType::Audio => "a sound recording".to_owned(),
        _ => format!("a .{} file", found.extension()),
    }
}

/// The picture's format, where this program can read it.
pub const fn picture_format(media_type: MediaType) -> Option<ImageFormat> {
    match media_type {
        MediaType::Jpeg => Some(ImageFormat::Jpeg),
        MediaType::Png => Some(ImageFormat::Png),
        MediaType::Webp => Some(ImageFormat::WebP),
        MediaType::Gif => Some(ImageFormat::Gif),
        MediaType::Tiff => Some(ImageFormat::Tiff),
        MediaType::Heif | MediaType::Pdf | MediaType::Docx | MediaType::Xlsx => None,
    }
}

/// Whether the header of a picture can be read; true of what is no picture.
pub fn has_readable_header(path: &Path, media_type: MediaType) -> io::Result<bool> {
    let Some(format) = picture_format(media_type) else { return Ok(true) };
    let file = BufReader::new(File::open(path)?);
    if format == ImageFormat::Jpeg {
        return Ok(jpeg_decoder::Decoder::new(file).read_info().is_ok());
    }
    Ok(ImageReader::with_format(file, format).into_dimensions().is_ok())
}
