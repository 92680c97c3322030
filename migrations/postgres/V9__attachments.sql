-- Files of loans. The content is kept once under its hash, in chunks, so that none is ever whole in memory.

CREATE TABLE attachments (
    id              uuid        NOT NULL PRIMARY KEY,
    organization_id uuid        NOT NULL,
    loan_id         uuid        NOT NULL REFERENCES loans (id),
    -- No reference: the content is no projection, and other times are shown without it.
    sha256          text        COLLATE "C" NOT NULL,
    file_name       text        NOT NULL,
    media_type      text        NOT NULL,
    size_bytes      bigint      NOT NULL CHECK (size_bytes > 0),
    added_by        text        NOT NULL,
    added_at        timestamptz NOT NULL
);

CREATE INDEX attachments_by_loan ON attachments (loan_id);
CREATE INDEX attachments_by_content ON attachments (sha256);

-- No projections: the log has the hashes alone.
CREATE TABLE attachment_contents (
    sha256          text   COLLATE "C" NOT NULL PRIMARY KEY,
    organization_id uuid   NOT NULL,
    size_bytes      bigint NOT NULL CHECK (size_bytes > 0),
    -- A small JPEG; none of what is no picture.
    thumbnail       bytea
);

CREATE TABLE attachment_chunks (
    sha256 text   COLLATE "C" NOT NULL REFERENCES attachment_contents (sha256),
    -- Place in the content, from 1.
    number bigint NOT NULL CHECK (number > 0),
    bytes  bytea  NOT NULL,
    PRIMARY KEY (sha256, number)
);

-- Pictures and documents are packed already: packing them again costs time and gains nothing.
ALTER TABLE attachment_chunks ALTER COLUMN bytes SET STORAGE EXTERNAL;
