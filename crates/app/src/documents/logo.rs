//! The picture at the head of every document.

use std::{fs, io::Cursor, path::Path};

use domain::DocumentRejection;

use crate::{Result, commands::document::LogoChange};

/// Its bytes at most: it goes into every document.
const LARGEST: u64 = 1 << 20;

/// Pixels that it may have, however few bytes they take: each is drawn anew for every document.
const MOST_PIXELS: u64 = 16_000_000;

/// Reads a logo before the transaction.
///
/// # Errors
/// A file that cannot be read, that is too large, or that is no picture that a document can hold.
pub fn read(path: &Path) -> Result<LogoChange> {
    let refuse = |problem: String| DocumentRejection::Logo(problem);
    let shown = path.display();
    let size = fs::metadata(path).map_err(|error| refuse(format!("cannot be read: {shown}: {error}")))?.len();
    if size > LARGEST {
        return Err(refuse(format!("has {size} bytes; at most {LARGEST} are allowed")).into());
    }
    let bytes = fs::read(path).map_err(|error| refuse(format!("cannot be read: {shown}: {error}")))?;
    let ending = match infer::get(&bytes).map(|kind| kind.extension()) {
        Some(ending @ ("png" | "jpg")) => ending,
        _ if is_svg(&bytes) => "svg",
        _ => return Err(refuse("must be a PNG, JPEG or SVG picture".to_owned()).into()),
    };
    if let Some((width, height)) = pixels(&bytes)
        && !is_small((width, height))
    {
        let most = MOST_PIXELS / 1_000_000;
        let problem = format!("has {width} × {height} pixels; at most {most} million in all are allowed");
        return Err(refuse(problem).into());
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let change = LogoChange::Replace { file_name: format!("{stem}.{ending}"), bytes };
    attempt(&change)?;
    Ok(change)
}

/// Refuses a logo that no page can show.
///
/// # Errors
/// [`DocumentRejection::Logo`].
pub fn attempt(logo: &LogoChange) -> Result<()> {
    let LogoChange::Replace { file_name, bytes } = logo else { return Ok(()) };
    let ending = file_name.rsplit('.').next().unwrap_or("png");
    let name = format!("logo.{ending}");
    let files = vec![typesetting::File { name: name.clone(), bytes: bytes.clone() }];
    let manuscript = typesetting::Manuscript {
        template_name: "logo".to_owned(),
        template: format!("#image(\"{name}\", height: 14mm)"),
        data: "{}".to_owned(),
        is_our_own: files.iter().all(is_harmless),
        files,
    };
    let pdf = manuscript.pdf();
    pdf.map(|_| ())
        .map_err(|fault| DocumentRejection::Logo(format!("is no picture: {}", fault.message)).into())
}

/// Whether a file is a picture of pixels that takes no long time to draw. A drawing may be a small file and take for
/// ever.
pub fn is_harmless(file: &typesetting::File) -> bool {
    pixels(&file.bytes).is_some_and(is_small)
}

fn is_small((width, height): (u32, u32)) -> bool {
    u64::from(width) * u64::from(height) <= MOST_PIXELS
}

/// Width and height of a picture of pixels.
fn pixels(bytes: &[u8]) -> Option<(u32, u32)> {
    image::ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?.into_dimensions().ok()
}

fn is_svg(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| text.contains("<svg"))
}
