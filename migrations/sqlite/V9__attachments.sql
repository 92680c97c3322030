-- Files of loans. The content is kept once under its hash, in chunks, so that none is ever whole in memory.

CREATE TABLE attachments (
    id              TEXT    NOT NULL PRIMARY KEY,
    organization_id TEXT    NOT NULL,
    loan_id         TEXT    NOT NULL REFERENCES loans (id),
    -- No reference: the content is no projection, and other times are shown without it.
    sha256          TEXT    NOT NULL,
    file_name       TEXT    NOT NULL,
    media_type      TEXT    NOT NULL,
    size_bytes      INTEGER NOT NULL CHECK (size_bytes > 0),
    added_by        TEXT    NOT NULL,
    added_at        TEXT    NOT NULL
) STRICT;

CREATE INDEX attachments_by_loan ON attachments (loan_id);
CREATE INDEX attachments_by_content ON attachments (sha256);

-- No projections: the log has the hashes alone.
CREATE TABLE attachment_contents (
    sha256          TEXT    NOT NULL PRIMARY KEY,
    organization_id TEXT    NOT NULL,
    size_bytes      INTEGER NOT NULL CHECK (size_bytes > 0),
    -- A small JPEG; none of what is no picture.
    thumbnail       BLOB
) STRICT;

CREATE TABLE attachment_chunks (
    sha256 TEXT    NOT NULL REFERENCES attachment_contents (sha256),
    -- Place in the content, from 1.
    number INTEGER NOT NULL CHECK (number > 0),
    bytes  BLOB    NOT NULL,
    PRIMARY KEY (sha256, number)
) STRICT;
