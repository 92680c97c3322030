//! Telling the file of a book from any other, without opening it: what is written elsewhere must never take its place.

use std::{
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
};

/// Marks a file as a book: "LEND".
pub const APPLICATION_ID: i32 = 0x4C45_4E44;

/// What a database in a file begins with, and where in it the mark stands.
const HEADER: &[u8] = b"SQLite format 3\0";
const MARK_AT: usize = 68;

/// Bytes of a page.
const PAGE: usize = 4_096;

/// What the name of a file beside a book ends in: what was written last, and how to undo what was half-written.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// What files that are no book may begin with, although they look like chance further on: workbooks and other zipped
/// files, gzip, PDF, PNG, JPEG, and the workbooks of old.
const KNOWN_BEGINNINGS: [&[u8]; 6] =
    [b"PK", b"\x1f\x8b", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0"];

/// The files of a book in a file: the book itself, and those that come and go beside it.
#[must_use]
pub fn with_those_beside(book: &Path) -> Vec<PathBuf> {
    let beside = BESIDE.iter().map(|ending| {
        let mut name = book.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    });
    std::iter::once(book.to_owned()).chain(beside).collect()
}

/// Whether a file is a book, or has its place beside one.
#[must_use]
pub fn is_of_a_book(path: &Path) -> bool {
    is_book(path) || is_beside_a_book(path)
}

/// Whether a name is that of a file which comes and goes beside a book.
#[must_use]
pub fn is_beside_a_book(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    let book = name.and_then(|name| BESIDE.iter().find_map(|ending| name.strip_suffix(ending)));
    book.is_some_and(|book| !book.is_empty() && is_book(&path.with_file_name(book)))
}

/// An encrypted book is whole pages of what looks like chance. A file that only looks like one is kept as well, which
/// costs whoever wants to replace it another name.
fn is_book(path: &Path) -> bool {
    let Ok(about) = fs::metadata(path) else { return false };
    if !about.is_file() || about.len() < PAGE as u64 {
        return false;
    }
    let mut first = [0_u8; PAGE];
    if File::open(path).and_then(|mut file| file.read_exact(&mut first)).is_err() {
        return false;
    }
    if first.starts_with(HEADER) {
        return first[MARK_AT..].starts_with(&APPLICATION_ID.to_be_bytes());
    }
    about.len() % PAGE as u64 == 0 && looks_like_chance(&first)
}

fn looks_like_chance(page: &[u8]) -> bool {
    /// In a page of chance each byte comes about 16 times: 64 times in none that will ever be seen, and few not at all.
    const MOST_OF_ONE: u32 = 64;
    const FEWEST_DIFFERENT: usize = 250;
    let mut seen = [0_u32; 256];
    for byte in page {
        seen[usize::from(*byte)] += 1;
    }
    seen.iter().all(|times| *times < MOST_OF_ONE)
        && seen.iter().filter(|times| **times > 0).count() >= FEWEST_DIFFERENT
        && !KNOWN_BEGINNINGS.iter().any(|beginning| page.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    fn chance(pages: usize) -> Vec<u8> {
        (0..pages * PAGE / 32).flat_map(|block| Sha256::digest(block.to_string())).collect()
    }

    #[test]
    fn a_book_is_told_by_its_mark_or_by_looking_like_chance() {
        let folder = tempfile::tempdir().unwrap();
        let is_book = |name: &str, content: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, content).unwrap();
            is_of_a_book(&path)
        };
        let mut plain = vec![0_u8; PAGE];
        plain[..HEADER.len()].copy_from_slice(HEADER);
        assert!(!is_book("other.db", &plain), "a database of another program");
        plain[MARK_AT..MARK_AT + 4].copy_from_slice(b"LEND");
        assert!(is_book("plain.db", &plain));
        assert!(is_book("plain.db-wal", b""), "what comes and goes beside it");
        assert!(!is_book("plain.db-copy", b""));
        assert!(is_book("encrypted.db", &chance(3)));
        assert!(!is_book("no-whole-pages.bin", &chance(3)[1..]));
        assert!(!is_book("loans.csv", &b"Loan,Borrower,Amount\r\n".repeat(PAGE)));
        assert!(!is_book("loans.xlsx", &[b"PK\x03\x04", &chance(2)[4..]].concat()));
        assert!(!is_of_a_book(&folder.path().join("not-there")));
    }
}
