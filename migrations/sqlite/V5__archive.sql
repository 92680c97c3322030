-- Old events go to a file; what is asked of them most is kept here, and where the rest lies.

CREATE TABLE event_archives (
    number          INTEGER PRIMARY KEY,
    organization_id TEXT    NOT NULL,
    -- Relative to the folder of the book where it lies in it, so that both can be moved together.
    file            TEXT    NOT NULL,
    first_position  INTEGER NOT NULL UNIQUE,
    last_position   INTEGER NOT NULL UNIQUE CHECK (last_position >= first_position),
    previous_hash   TEXT    NOT NULL,
    last_hash       TEXT    NOT NULL,
    recorded_from   TEXT    NOT NULL,
    recorded_until  TEXT    NOT NULL,
    bytes           INTEGER NOT NULL,
    sha256          TEXT    NOT NULL,
    -- Of the archive of an encrypted book; kept here, it is encrypted with it.
    secret          TEXT,
    archived_by     TEXT    NOT NULL,
    archived_at     TEXT    NOT NULL
) STRICT;

CREATE TABLE archive_blocks (
    first_position INTEGER PRIMARY KEY,
    last_position  INTEGER NOT NULL CHECK (last_position >= first_position),
    archive        INTEGER NOT NULL REFERENCES event_archives (number),
    start          INTEGER NOT NULL,
    length         INTEGER NOT NULL
) STRICT;

CREATE TABLE archived_events (
    position        INTEGER PRIMARY KEY,
    event_type      TEXT    NOT NULL,
    aggregate_type  TEXT    NOT NULL,
    aggregate_id    TEXT    NOT NULL,
    loan_id         TEXT,
    sequence_number INTEGER NOT NULL,
    causation_id    TEXT,
    user_id         TEXT    NOT NULL,
    occurred_at     TEXT    NOT NULL,
    UNIQUE (aggregate_id, sequence_number)
) STRICT;

CREATE INDEX archived_events_by_loan ON archived_events (loan_id, position) WHERE loan_id IS NOT NULL;

CREATE TRIGGER event_archives_are_final
BEFORE UPDATE ON event_archives
BEGIN
    SELECT RAISE(ABORT, 'what an archive holds is final');
END;

CREATE TRIGGER event_archives_are_never_deleted
BEFORE DELETE ON event_archives
BEGIN
    SELECT RAISE(ABORT, 'what an archive holds is final');
END;

DROP TRIGGER domain_events_are_never_deleted;
CREATE TRIGGER domain_events_leave_for_an_archive_only
BEFORE DELETE ON domain_events
WHEN NOT EXISTS (SELECT 1 FROM event_archives WHERE last_position >= old.position)
    OR NOT EXISTS (SELECT 1 FROM archived_events WHERE position = old.position)
BEGIN
    SELECT RAISE(ABORT, 'an event is never deleted; a mistake is corrected by a reversing event');
END;

DROP TRIGGER domain_events_are_never_replaced;
CREATE TRIGGER domain_events_are_never_replaced
BEFORE INSERT ON domain_events
-- The last event is never archived, so a position that is archived is below it as well.
WHEN new.position <= (SELECT MAX(position) FROM domain_events)
    OR EXISTS (SELECT 1 FROM domain_events WHERE id = new.id)
    OR EXISTS (SELECT 1 FROM domain_events WHERE aggregate_id = new.aggregate_id AND sequence_number = new.sequence_number)
    OR EXISTS (SELECT 1 FROM archived_events WHERE aggregate_id = new.aggregate_id AND sequence_number = new.sequence_number)
BEGIN
    SELECT RAISE(ABORT, 'conflict: this place in the log or in the stream is taken');
END;

-- The runs of handlers stay when their event goes to an archive, so they cannot refer to the table of events.
CREATE TABLE runs_of_handlers (
    id               INTEGER PRIMARY KEY,
    organization_id  TEXT    NOT NULL,
    event_id         TEXT    NOT NULL,
    handler          TEXT    NOT NULL,
    status           TEXT    NOT NULL CHECK (status IN ('success', 'failure', 'skipped')),
    attempt          INTEGER NOT NULL CHECK (attempt >= 1),
    execution_micros INTEGER NOT NULL,
    error            TEXT,
    executed_at      TEXT    NOT NULL
) STRICT;
INSERT INTO runs_of_handlers SELECT * FROM event_processing_log;
DROP TABLE event_processing_log;
ALTER TABLE runs_of_handlers RENAME TO event_processing_log;

CREATE INDEX event_processing_log_by_event ON event_processing_log (event_id, handler);
-- Exactly once, whatever the program does: a handler succeeds on an event one time.
CREATE UNIQUE INDEX event_processing_log_one_success ON event_processing_log (event_id, handler) WHERE status = 'success';
