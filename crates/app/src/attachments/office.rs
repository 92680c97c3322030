//! Telling Word and Excel files apart from other ZIP files, by the directory at their end. A ZIP file that was cut
//! short has none.

use std::io::{self, Read, Seek, SeekFrom};

use domain::MediaType;

const END: &[u8] = b"PK\x05\x06";
const ENTRY: &[u8] = b"PK\x01\x02";
/// Bytes of the record at the end without its comment, and the longest comment.
const END_BYTES: u64 = 22;
const LONGEST_COMMENT: u64 = 65_535;
/// More of a directory is not read: an office document has a few hundred entries.
const MOST_DIRECTORY: u64 = 1 << 20;
/// Bytes of an entry before its name.
const ENTRY_BYTES: usize = 46;

/// What a ZIP file is, if it is a document that is kept. One with macros is none.
pub fn kind(file: &mut (impl Read + Seek), size: u64) -> io::Result<Option<MediaType>> {
    let Some(directory) = directory(file, size)? else { return Ok(None) };
    let names = names(&directory);
    let has = |wanted: &dyn Fn(&[u8]) -> bool| names.iter().any(|name| wanted(name));
    let is_office = has(&|name| name == b"[Content_Types].xml");
    let has_macros = has(&|name| name.ends_with(b"vbaProject.bin"));
    Ok(match () {
        () if !is_office || has_macros => None,
        () if has(&|name| name.starts_with(b"word/")) => Some(MediaType::Docx),
        () if has(&|name| name.starts_with(b"xl/")) => Some(MediaType::Xlsx),
        () => None,
    })
}

fn directory(file: &mut (impl Read + Seek), size: u64) -> io::Result<Option<Vec<u8>>> {
    let tail_bytes = size.min(END_BYTES + LONGEST_COMMENT);
    let tail = at(file, size - tail_bytes, tail_bytes)?;
    let Some(end) = tail.windows(END.len()).rposition(|window| window == END) else { return Ok(None) };
    let (Some(bytes), Some(start)) = (number::<4>(&tail, end + 12), number::<4>(&tail, end + 16)) else {
        return Ok(None);
    };
    if bytes > MOST_DIRECTORY || start.saturating_add(bytes) > size {
        return Ok(None);
    }
    at(file, start, bytes).map(Some)
}

fn at(file: &mut (impl Read + Seek), start: u64, bytes: u64) -> io::Result<Vec<u8>> {
    let mut found = Vec::new();
    file.seek(SeekFrom::Start(start))?;
    file.take(bytes).read_to_end(&mut found)?;
    Ok(found)
}

/// The names of the entries of a directory; what does not look like one ends it.
fn names(directory: &[u8]) -> Vec<&[u8]> {
    let mut names = Vec::new();
    let mut rest = directory;
    while rest.starts_with(ENTRY) {
        let length = |place| number::<2>(rest, place).and_then(|length| usize::try_from(length).ok());
        let (Some(name), Some(extra), Some(comment)) = (length(28), length(30), length(32)) else { break };
        let Some(found) = rest.get(ENTRY_BYTES..ENTRY_BYTES + name) else { break };
        names.push(found);
        rest = rest.get(ENTRY_BYTES + name + extra + comment..).unwrap_or_default();
    }
    names
}

/// A number of so many bytes, the lowest first.
fn number<const BYTES: usize>(bytes: &[u8], place: usize) -> Option<u64> {
    let digits = bytes.get(place..place + BYTES)?;
    Some(digits.iter().rev().fold(0, |number, digit| number << 8 | u64::from(*digit)))
}
