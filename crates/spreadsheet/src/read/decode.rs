//! From bytes to characters.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Reads text by its byte-order mark; without one as UTF-8, and where it is none as Windows-1252, which has Latin-1 in
/// it.
pub fn decode(bytes: &[u8]) -> (String, &'static str) {
    let (encoding, skip) = match bytes {
        [0xef, 0xbb, 0xbf, ..] => (UTF_8, 3),
        [0xff, 0xfe, ..] => (UTF_16LE, 2),
        [0xfe, 0xff, ..] => (UTF_16BE, 2),
        _ => match zero_bytes(bytes) {
            Some(encoding) => (encoding, 0),
            None if std::str::from_utf8(bytes).is_ok() => (UTF_8, 0),
            None => (WINDOWS_1252, 0),
        },
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes.get(skip..).unwrap_or_default());
    let name = match encoding.name() {
        "UTF-16LE" | "UTF-16BE" => "UTF-16",
        "windows-1252" => "Windows-1252",
        _ => "UTF-8",
    };
    (text.into_owned(), name)
}

/// UTF-16 without a mark: every other byte of a table's first characters is nothing.
fn zero_bytes(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let first = bytes.get(..8)?;
    let zeros_at = |odd: usize| first.iter().skip(odd).step_by(2).all(|byte| *byte == 0);
    match (zeros_at(0), zeros_at(1)) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}
