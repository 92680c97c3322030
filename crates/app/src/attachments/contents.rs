//! The bytes of attachments: each content once under its hash, in chunks.

use domain::OrganizationId;
use sha2::{Digest, Sha256};
use store::{Insert, Row, StoreError, Transaction};

use crate::{AppError, Result};

/// Bytes of a chunk; the last one of a content may have fewer.
pub const CHUNK_BYTES: usize = 256 * 1_024;

/// Chunks read at a time.
const CHUNKS_AT_ONCE: i64 = 8;

/// Contents whose facts and thumbnails are read at a time.
const CONTENTS_AT_ONCE: i64 = 50;

/// Users of a content that are named.
const MOST_NAMED: i64 = 10;

/// Hashes read at a time.
const HASHES_AT_ONCE: i64 = 10_000;

static INSERT: Insert =
    Insert::new("attachment_contents", &["sha256", "organization_id", "size_bytes", "thumbnail"]);
static INSERT_CHUNK: Insert = Insert::new("attachment_chunks", &["sha256", "number", "bytes"]);

/// Whether the book has a content already.
///
/// # Errors
/// Storage.
pub fn has(transaction: &mut dyn Transaction, sha256: &str) -> Result<bool> {
    let found = transaction
        .query_optional("SELECT 1 FROM attachment_contents WHERE sha256 = $1", &[sha256.into()])?;
    Ok(found.is_some())
}

/// The thumbnail of a content, a small JPEG, where it has one.
///
/// # Errors
/// Storage.
pub fn thumbnail(transaction: &mut dyn Transaction, sha256: &str) -> Result<Option<Vec<u8>>> {
    let row = transaction
        .query_optional("SELECT thumbnail FROM attachment_contents WHERE sha256 = $1", &[sha256.into()])?;
    Ok(row.map(Row::single::<Option<Vec<u8>>>).transpose()?.flatten())
}

/// Writes a content chunk by chunk.
pub struct Writer<'a> {
    transaction: &'a mut dyn Transaction,
    sha256: &'a str,
    chunks: i64,
}

impl<'a> Writer<'a> {
    /// Begins a content that the book does not have.
    ///
    /// # Errors
    /// Storage.
    pub fn begin(
        transaction: &'a mut dyn Transaction,
        organization_id: OrganizationId,
        sha256: &'a str,
        size_bytes: i64,
        thumbnail: Option<&[u8]>,
    ) -> Result<Self> {
        let row = vec![sha256.into(), organization_id.into(), size_bytes.into(), thumbnail.into()];
        transaction.insert(&INSERT, &[row])?;
        Ok(Self { transaction, sha256, chunks: 0 })
    }

    /// Writes the next chunk.
    ///
    /// # Errors
    /// [`StoreError::Full`], or other storage.
    pub fn chunk(&mut self, bytes: &[u8]) -> Result<()> {
        self.chunks += 1;
        self.transaction
            .insert(&INSERT_CHUNK, &[vec![self.sha256.into(), self.chunks.into(), bytes.into()]])?;
        if self.chunks % CHUNKS_AT_ONCE == 0 {
            self.transaction.release_memory()?;
        }
        Ok(())
    }
}

/// Why a content is not what it was.
pub struct Changed(pub String);

/// Reads a content back chunk by chunk, and says at its end whether it is the one that was kept.
///
/// # Errors
/// What `visit` returns, or storage.
pub fn read(
    transaction: &mut dyn Transaction,
    sha256: &str,
    mut visit: impl FnMut(&[u8]) -> Result<()>,
) -> Result<std::result::Result<(), Changed>> {
    let (mut hasher, mut last) = (Sha256::new(), 0_i64);
    loop {
        let page = transaction.query(
            "SELECT number, bytes FROM attachment_chunks WHERE sha256 = $1 AND number > $2 ORDER BY number LIMIT $3",
            &[sha256.into(), last.into(), CHUNKS_AT_ONCE.into()],
        )?;
        if page.is_empty() {
            break;
        }
        for row in page {
            let mut row = row.reader();
            let number: i64 = row.take()?;
            if number != last + 1 {
                return Ok(Err(Changed(format!("part {} of it is missing", last + 1))));
            }
            let bytes: Vec<u8> = row.take()?;
            hasher.update(&bytes);
            visit(&bytes)?;
            last = number;
        }
    }
    Ok(match hex::encode(hasher.finalize()) {
        found if found == sha256 => Ok(()),
        _ if last == 0 => Err(Changed("no part of it is there".to_owned())),
        found => {
            Err(Changed(format!("it is not the one that was added: its SHA-256 is {found}, not {sha256}")))
        }
    })
}

/// How many chunks the book has.
///
/// # Errors
/// Storage.
pub fn count_chunks(transaction: &mut dyn Transaction) -> Result<i64> {
    let row = transaction.query_optional("SELECT COUNT(*) FROM attachment_chunks", &[])?;
    Ok(row.map(Row::single).transpose()?.unwrap_or(0))
}

/// The next hashes in order.
fn next_hashes(transaction: &mut dyn Transaction, after: &str) -> Result<Vec<String>> {
    let page = transaction.query(EVERY_HASH, &[after.into(), HASHES_AT_ONCE.into()])?;
    Ok(page.into_iter().map(Row::single).collect::<store::Result<_>>()?)
}

/// Hashes that attachments and documents name, that contents have, or that chunks lie under.
const EVERY_HASH: &str = "
    SELECT sha256 FROM (
        SELECT sha256 FROM attachments UNION SELECT sha256 FROM documents
        UNION SELECT template_sha256 FROM documents UNION SELECT data_sha256 FROM documents
        UNION SELECT logo_sha256 FROM letterheads WHERE logo_sha256 IS NOT NULL
        UNION SELECT sha256 FROM attachment_contents
        UNION SELECT DISTINCT sha256 FROM attachment_chunks
    ) AS known WHERE sha256 > $1 ORDER BY sha256 LIMIT $2";

/// Reads every content back and tells what is not as it was added: `found` gets the table and the words. `done` is told
/// of each chunk.
///
/// # Errors
/// What `done` returns, or storage.
pub fn check_all(
    transaction: &mut dyn Transaction,
    found: &mut dyn FnMut(&'static str, String),
    done: &mut dyn FnMut() -> Result<()>,
) -> Result<()> {
    let mut after = String::new();
    loop {
        let page = next_hashes(transaction, &after)?;
        let Some(last) = page.last() else { return Ok(()) };
        after.clone_from(last);
        for sha256 in page {
            check(transaction, &sha256, found, done)?;
        }
    }
}

fn check(
    transaction: &mut dyn Transaction,
    sha256: &str,
    found: &mut dyn FnMut(&'static str, String),
    done: &mut dyn FnMut() -> Result<()>,
) -> Result<()> {
    const CONTENTS: &str = "attachment_contents";
    let users = users(transaction, sha256)?;
    let kept = transaction.query_optional(
        "SELECT size_bytes, thumbnail FROM attachment_contents WHERE sha256 = $1",
        &[sha256.into()],
    )?;
    if users.is_empty() {
        let detail = format!("the content {sha256} is of no attachment or document that the log knows");
        found(CONTENTS, detail);
    }
    let names = if users.is_empty() { format!("the content {sha256}") } else { users.join(", ") };
    let Some(kept) = kept else {
        found(CONTENTS, format!("{names}: the content is missing"));
        return Ok(());
    };
    let size: i64 = kept.reader().take()?;
    let mut bytes = 0_i64;
    let content = read(transaction, sha256, |chunk| {
        bytes = bytes.saturating_add(i64::try_from(chunk.len()).unwrap_or(i64::MAX));
        done()
    })?;
    match content {
        Err(Changed(problem)) => {
            found("attachment_chunks", format!("{names}: the content is damaged: {problem}"))
        }
        Ok(()) if bytes != size => {
            found(CONTENTS, format!("{names}: the content has {bytes} bytes and is said to have {size}"));
        }
        Ok(()) => {}
    }
    Ok(())
}

/// What has a content, in words: attachments, documents, the logo.
fn users(transaction: &mut dyn Transaction, sha256: &str) -> Result<Vec<String>> {
    let mut users = attachments_with(transaction, sha256)?;
    users.extend(documents_with(transaction, sha256)?);
    Ok(users)
}

/// Documents of which it is the file, the data or the template, and the letterhead of which it is the logo.
fn documents_with(transaction: &mut dyn Transaction, sha256: &str) -> Result<Vec<String>> {
    let rows = transaction.query(
        "SELECT 'the document ' || title || ' ' || file_name FROM documents WHERE sha256 = $1 \
         UNION ALL SELECT 'the data of ' || file_name FROM documents WHERE data_sha256 = $1 \
         UNION ALL SELECT 'the template of ' || file_name FROM documents WHERE template_sha256 = $1 \
         UNION ALL SELECT 'the logo ' || logo_file_name FROM letterheads WHERE logo_sha256 = $1 LIMIT $2",
        &[sha256.into(), MOST_NAMED.into()],
    )?;
    rows.into_iter().map(|row| Ok(row.single()?)).collect()
}

fn attachments_with(transaction: &mut dyn Transaction, sha256: &str) -> Result<Vec<String>> {
    let rows = transaction.query(
        "SELECT file_name, loans.number FROM attachments LEFT JOIN loans ON loans.id = loan_id \
         WHERE sha256 = $1 ORDER BY added_at, attachments.id LIMIT $2",
        &[sha256.into(), MOST_NAMED.into()],
    )?;
    rows.into_iter()
        .map(|row| {
            let mut row = row.reader();
            let file_name: String = row.take()?;
            let number: Option<i64> = row.take()?;
            Ok(match number {
                Some(number) => format!("{file_name:?} of loan {number}"),
                None => format!("{file_name:?} of a loan that is not there"),
            })
        })
        .collect()
}

/// Copies every content to another book, a few chunks at a time; `done` is told of each chunk.
///
/// # Errors
/// What `done` returns, or storage.
pub fn copy_all(
    read: &mut dyn Transaction,
    write: &mut dyn Transaction,
    done: &mut dyn FnMut() -> Result<()>,
) -> Result<()> {
    let mut after = String::new();
    loop {
        let page = read.query(
            "SELECT organization_id, size_bytes, thumbnail, sha256 FROM attachment_contents WHERE sha256 > $1 \
             ORDER BY sha256 LIMIT $2",
            &[after.as_str().into(), CONTENTS_AT_ONCE.into()],
        )?;
        if page.is_empty() {
            return Ok(());
        }
        for row in page {
            let mut row = row.reader();
            let (organization_id, size_bytes) = (row.take()?, row.take()?);
            let thumbnail: Option<Vec<u8>> = row.take()?;
            after = row.take()?;
            copy(
                read,
                Writer::begin(write, organization_id, &after, size_bytes, thumbnail.as_deref())?,
                done,
            )?;
        }
    }
}

/// The chunks as they are: whether they are whole is found when the copy is verified.
fn copy(
    read: &mut dyn Transaction,
    mut writer: Writer<'_>,
    done: &mut dyn FnMut() -> Result<()>,
) -> Result<()> {
    let sha256 = writer.sha256;
    let copied = self::read(read, sha256, |chunk| {
        writer.chunk(chunk)?;
        done()
    })?;
    copied.map_err(|Changed(problem)| {
        AppError::Store(StoreError::corrupt(format!("the content {sha256} of an attachment: {problem}")))
    })
}

/// Reads a small content whole.
///
/// # Errors
/// A content that is missing or damaged, or storage.
pub fn whole(transaction: &mut dyn Transaction, sha256: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = read(transaction, sha256, |chunk| {
        bytes.extend_from_slice(chunk);
        Ok(())
    })?;
    match read {
        Ok(()) => Ok(bytes),
        Err(Changed(problem)) => {
            Err(StoreError::corrupt(format!("the content {sha256} is damaged: {problem}")).into())
        }
    }
}

/// Keeps bytes that are in memory, unless the book has them, and says under which hash.
///
/// # Errors
/// [`StoreError::Full`], or other storage.
pub fn keep(
    transaction: &mut dyn Transaction,
    organization_id: OrganizationId,
    bytes: &[u8],
) -> Result<String> {
    let sha256 = hex::encode(Sha256::digest(bytes));
    if !has(transaction, &sha256)? {
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        let mut writer = Writer::begin(transaction, organization_id, &sha256, size, None)?;
        for chunk in bytes.chunks(CHUNK_BYTES) {
            writer.chunk(chunk)?;
        }
    }
    Ok(sha256)
}
