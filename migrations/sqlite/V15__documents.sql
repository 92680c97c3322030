-- Documents, their templates and the letterhead; and what is still to be done after the commit of an event.

CREATE TABLE documents (
    id                 TEXT    NOT NULL PRIMARY KEY,
    organization_id    TEXT    NOT NULL,
    kind               TEXT    NOT NULL,
    loan_id            TEXT    REFERENCES loans (id),
    draw_id            TEXT,
    title              TEXT    NOT NULL,
    file_name          TEXT    NOT NULL,
    dated_on           TEXT    NOT NULL,
    made_from_position INTEGER NOT NULL,
    -- No references: contents are no projections.
    template_sha256    TEXT    NOT NULL,
    data_sha256        TEXT    NOT NULL,
    sha256             TEXT    NOT NULL,
    size_bytes         INTEGER NOT NULL CHECK (size_bytes > 0),
    generated_by       TEXT    NOT NULL,
    generated_at       TEXT    NOT NULL
) STRICT;

CREATE INDEX documents_by_loan ON documents (loan_id, generated_at);
CREATE INDEX documents_by_content ON documents (sha256);
CREATE INDEX documents_by_data ON documents (data_sha256);
CREATE INDEX documents_by_template ON documents (template_sha256);

-- Templates that are not the program's own.
CREATE TABLE templates (
    id              TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL,
    kind            TEXT NOT NULL UNIQUE,
    source          TEXT NOT NULL,
    changed_by      TEXT NOT NULL,
    changed_at      TEXT NOT NULL
) STRICT;

-- Each that was ever set, by its event: the newest holds, and the others have logos that old documents have.
CREATE TABLE letterheads (
    id              TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL,
    position        INTEGER NOT NULL,
    address         TEXT,
    phone           TEXT,
    email           TEXT,
    website         TEXT,
    licence_number  TEXT,
    footer          TEXT,
    logo_sha256     TEXT,
    logo_file_name  TEXT,
    changed_at      TEXT NOT NULL
) STRICT;

-- No projection: a line is taken out when its handler has run.
CREATE TABLE outbox (
    id              TEXT    NOT NULL PRIMARY KEY,
    organization_id TEXT    NOT NULL,
    position        INTEGER NOT NULL,
    event_id        TEXT    NOT NULL,
    handler         TEXT    NOT NULL,
    queued_at       TEXT    NOT NULL
) STRICT;

CREATE INDEX outbox_in_order ON outbox (position, handler);
