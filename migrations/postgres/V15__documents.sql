-- Documents, their templates and the letterhead; and what is still to be done after the commit of an event.

CREATE TABLE documents (
    id                 uuid NOT NULL PRIMARY KEY,
    organization_id    uuid NOT NULL,
    kind               text NOT NULL,
    loan_id            uuid    REFERENCES loans (id),
    draw_id            uuid,
    title              text NOT NULL,
    file_name          text NOT NULL,
    dated_on           date NOT NULL,
    made_from_position bigint NOT NULL,
    -- No references: contents are no projections.
    template_sha256    text COLLATE "C"    NOT NULL,
    data_sha256        text COLLATE "C"    NOT NULL,
    sha256             text COLLATE "C"    NOT NULL,
    size_bytes         bigint NOT NULL CHECK (size_bytes > 0),
    generated_by       text NOT NULL,
    generated_at       timestamptz NOT NULL
);

CREATE INDEX documents_by_loan ON documents (loan_id, generated_at);
CREATE INDEX documents_by_content ON documents (sha256);
CREATE INDEX documents_by_data ON documents (data_sha256);
CREATE INDEX documents_by_template ON documents (template_sha256);

-- Templates that are not the program's own.
CREATE TABLE templates (
    id              uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    kind            text NOT NULL UNIQUE,
    source          text NOT NULL,
    changed_by      text NOT NULL,
    changed_at      timestamptz NOT NULL
);

-- Each that was ever set, by its event: the newest holds, and the others have logos that old documents have.
CREATE TABLE letterheads (
    id              uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    position        bigint NOT NULL,
    address         text,
    phone           text,
    email           text,
    website         text,
    licence_number  text,
    footer          text,
    logo_sha256     text COLLATE "C",
    logo_file_name  text,
    changed_at      timestamptz NOT NULL
);

-- No projection: a line is taken out when its handler has run.
CREATE TABLE outbox (
    id              text COLLATE "C" NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    position        bigint NOT NULL,
    event_id        uuid NOT NULL,
    handler         text NOT NULL,
    queued_at       timestamptz NOT NULL
);

CREATE INDEX outbox_in_order ON outbox (position, handler);
