-- The log of events is the system of record; everything else in a book can be made from it.

CREATE TABLE domain_events (
    position          INTEGER PRIMARY KEY,
    id                TEXT    NOT NULL UNIQUE,
    organization_id   TEXT    NOT NULL,
    event_type        TEXT    NOT NULL,
    event_version     INTEGER NOT NULL CHECK (event_version >= 1),
    aggregate_type    TEXT    NOT NULL,
    aggregate_id      TEXT    NOT NULL,
    loan_id           TEXT,
    sequence_number   INTEGER NOT NULL CHECK (sequence_number >= 1),
    payload           TEXT    NOT NULL,
    metadata          TEXT    NOT NULL,
    causation_id      TEXT,
    correlation_id    TEXT    NOT NULL,
    occurred_at       TEXT    NOT NULL,
    effective_on      TEXT    NOT NULL,
    previous_hash     TEXT    NOT NULL,
    hash              TEXT    NOT NULL,
    processing_status TEXT    NOT NULL CHECK (processing_status IN ('pending', 'processing', 'processed', 'failed')),
    processed_at      TEXT,
    processing_error  TEXT,
    retry_count       INTEGER NOT NULL DEFAULT 0 CHECK (retry_count >= 0),
    next_retry_at     TEXT,
    UNIQUE (aggregate_id, sequence_number)
) STRICT;

CREATE INDEX domain_events_by_type ON domain_events (event_type, position);
CREATE INDEX domain_events_by_loan ON domain_events (loan_id, position) WHERE loan_id IS NOT NULL;
CREATE INDEX domain_events_by_cause ON domain_events (causation_id) WHERE causation_id IS NOT NULL;
CREATE INDEX domain_events_by_recording ON domain_events (occurred_at);
CREATE INDEX domain_events_by_effect ON domain_events (effective_on);
CREATE INDEX domain_events_unprocessed ON domain_events (processing_status, position) WHERE processing_status <> 'processed';

-- Mistakes are corrected by reversing events. Only the columns of the processing may change.
CREATE TRIGGER domain_events_facts_are_final
BEFORE UPDATE OF position, id, organization_id, event_type, event_version, aggregate_type, aggregate_id, loan_id,
    sequence_number, payload, metadata, causation_id, correlation_id, occurred_at, effective_on, previous_hash, hash
ON domain_events
BEGIN
    SELECT RAISE(ABORT, 'the facts of an event are final; a mistake is corrected by a reversing event');
END;

CREATE TRIGGER domain_events_position_is_final
BEFORE UPDATE ON domain_events
WHEN new.position <> old.position
BEGIN
    SELECT RAISE(ABORT, 'the facts of an event are final; a mistake is corrected by a reversing event');
END;

CREATE TRIGGER domain_events_are_never_deleted
BEFORE DELETE ON domain_events
BEGIN
    SELECT RAISE(ABORT, 'an event is never deleted; a mistake is corrected by a reversing event');
END;

-- INSERT OR REPLACE would delete without asking the trigger above.
CREATE TRIGGER domain_events_are_never_replaced
BEFORE INSERT ON domain_events
WHEN EXISTS (SELECT 1 FROM domain_events WHERE position = new.position)
    OR EXISTS (SELECT 1 FROM domain_events WHERE id = new.id)
    OR EXISTS (SELECT 1 FROM domain_events WHERE aggregate_id = new.aggregate_id AND sequence_number = new.sequence_number)
BEGIN
    SELECT RAISE(ABORT, 'conflict: this place in the log or in the stream is taken');
END;

CREATE TABLE event_handlers (
    organization_id        TEXT    NOT NULL,
    name                   TEXT    NOT NULL,
    event_type             TEXT    NOT NULL,
    enabled                INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    priority               INTEGER NOT NULL DEFAULT 100,
    success_count          INTEGER NOT NULL DEFAULT 0,
    failure_count          INTEGER NOT NULL DEFAULT 0,
    total_execution_micros INTEGER NOT NULL DEFAULT 0,
    last_executed_at       TEXT,
    created_at             TEXT    NOT NULL,
    updated_at             TEXT    NOT NULL,
    PRIMARY KEY (organization_id, name, event_type)
) STRICT;

CREATE TABLE event_processing_log (
    id               INTEGER PRIMARY KEY,
    organization_id  TEXT    NOT NULL,
    event_id         TEXT    NOT NULL REFERENCES domain_events (id),
    handler          TEXT    NOT NULL,
    status           TEXT    NOT NULL CHECK (status IN ('success', 'failure', 'skipped')),
    attempt          INTEGER NOT NULL CHECK (attempt >= 1),
    execution_micros INTEGER NOT NULL,
    error            TEXT,
    executed_at      TEXT    NOT NULL
) STRICT;

CREATE INDEX event_processing_log_by_event ON event_processing_log (event_id, handler);
-- Exactly once, whatever the program does: a handler succeeds on an event one time.
CREATE UNIQUE INDEX event_processing_log_one_success ON event_processing_log (event_id, handler) WHERE status = 'success';

-- What a command answered, so that sending it again answers the same and changes nothing.
CREATE TABLE command_log (
    command_id      TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL,
    name            TEXT NOT NULL,
    input_hash      TEXT NOT NULL,
    output          TEXT NOT NULL,
    user_id         TEXT NOT NULL,
    executed_at     TEXT NOT NULL
) STRICT;
