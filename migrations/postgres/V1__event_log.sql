-- The log of events is the system of record; everything else in a book can be made from it.

-- Partitioned by the moment of recording, so that old events can be archived a partition at a time. A key that is
-- unique over all partitions would have to hold the partition key; the table of streams below and the lock for
-- appending keep positions and places in a stream unique all the same.
CREATE TABLE domain_events (
    position          bigint      NOT NULL,
    id                uuid        NOT NULL,
    organization_id   uuid        NOT NULL,
    event_type        text        NOT NULL,
    event_version     integer     NOT NULL CHECK (event_version >= 1),
    aggregate_type    text        NOT NULL,
    aggregate_id      uuid        NOT NULL,
    loan_id           uuid,
    sequence_number   bigint      NOT NULL CHECK (sequence_number >= 1),
    payload           jsonb       NOT NULL,
    metadata          jsonb       NOT NULL,
    causation_id      uuid,
    correlation_id    uuid        NOT NULL,
    occurred_at       timestamptz NOT NULL,
    effective_on      date        NOT NULL,
    previous_hash     text        NOT NULL,
    hash              text        NOT NULL,
    processing_status text        NOT NULL CHECK (processing_status IN ('pending', 'processing', 'processed', 'failed')),
    processed_at      timestamptz,
    processing_error  text,
    retry_count       integer     NOT NULL DEFAULT 0 CHECK (retry_count >= 0),
    next_retry_at     timestamptz,
    PRIMARY KEY (position, occurred_at)
) PARTITION BY RANGE (occurred_at);

CREATE TABLE domain_events_rest PARTITION OF domain_events DEFAULT;

CREATE INDEX domain_events_by_id ON domain_events (id);
CREATE INDEX domain_events_by_stream ON domain_events (aggregate_id, sequence_number);
CREATE INDEX domain_events_by_type ON domain_events (event_type, position);
CREATE INDEX domain_events_by_loan ON domain_events (loan_id, position) WHERE loan_id IS NOT NULL;
CREATE INDEX domain_events_by_cause ON domain_events (causation_id) WHERE causation_id IS NOT NULL;
CREATE INDEX domain_events_by_recording ON domain_events (occurred_at);
CREATE INDEX domain_events_by_effect ON domain_events (effective_on);
CREATE INDEX domain_events_by_organization ON domain_events (organization_id, position);
CREATE INDEX domain_events_unprocessed ON domain_events (processing_status, position) WHERE processing_status <> 'processed';

-- Mistakes are corrected by reversing events. Only the columns of the processing may change.
CREATE FUNCTION facts_are_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the facts of an event are final; a mistake is corrected by a reversing event';
END $$;

CREATE TRIGGER domain_events_facts_are_final
BEFORE UPDATE OF position, id, organization_id, event_type, event_version, aggregate_type, aggregate_id, loan_id,
    sequence_number, payload, metadata, causation_id, correlation_id, occurred_at, effective_on, previous_hash, hash
ON domain_events FOR EACH ROW EXECUTE FUNCTION facts_are_final();

CREATE TRIGGER domain_events_are_never_deleted
BEFORE DELETE ON domain_events FOR EACH ROW EXECUTE FUNCTION facts_are_final();

CREATE TRIGGER domain_events_are_never_truncated
BEFORE TRUNCATE ON domain_events FOR EACH STATEMENT EXECUTE FUNCTION facts_are_final();

-- How long each stream is. Its primary key is what refuses a second event in one place.
CREATE TABLE event_streams (
    aggregate_id    uuid   NOT NULL PRIMARY KEY,
    sequence_number bigint NOT NULL
);

-- The end of the log, one row.
CREATE TABLE event_log_head (
    only_row boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (only_row),
    position bigint  NOT NULL
);
INSERT INTO event_log_head (position) VALUES (0);

-- One statement for all the rows of an insert: the streams go on without a gap, and so does the log. Held to this
-- schema, whatever a session that writes looks into.
CREATE FUNCTION event_streams_go_on() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    streams  bigint;
    advanced bigint;
BEGIN
    SELECT COUNT(DISTINCT aggregate_id) INTO streams FROM appended;
    INSERT INTO event_streams AS stream (aggregate_id, sequence_number)
    SELECT aggregate_id, MAX(sequence_number) FROM appended
    GROUP BY aggregate_id
    HAVING COUNT(*) = MAX(sequence_number) - MIN(sequence_number) + 1 AND COUNT(*) = COUNT(DISTINCT sequence_number)
    ON CONFLICT (aggregate_id) DO UPDATE SET sequence_number = excluded.sequence_number
    WHERE stream.sequence_number = (
        SELECT MIN(appended.sequence_number) - 1 FROM appended WHERE appended.aggregate_id = excluded.aggregate_id
    );
    GET DIAGNOSTICS advanced = ROW_COUNT;
    IF advanced <> streams THEN
        RAISE EXCEPTION USING ERRCODE = 'unique_violation', MESSAGE = 'this place in the stream is taken';
    END IF;
    UPDATE event_log_head SET position = (SELECT MAX(position) FROM appended)
    WHERE position = (SELECT MIN(position) - 1 FROM appended)
        AND (SELECT COUNT(*) = MAX(position) - MIN(position) + 1 FROM appended);
    IF NOT FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'unique_violation', MESSAGE = 'this place in the log is taken';
    END IF;
    -- Tells the open windows of other programs, at the commit; the payload lets a program pass over its own.
    PERFORM pg_notify(TG_TABLE_SCHEMA::text, current_setting('application_name'));
    RETURN NULL;
END $$;

CREATE TRIGGER domain_events_go_on
AFTER INSERT ON domain_events REFERENCING NEW TABLE AS appended
FOR EACH STATEMENT EXECUTE FUNCTION event_streams_go_on();

CREATE TABLE event_handlers (
    organization_id        uuid        NOT NULL,
    name                   text        NOT NULL,
    event_type             text        NOT NULL,
    enabled                boolean     NOT NULL DEFAULT true,
    priority               integer     NOT NULL DEFAULT 100,
    success_count          bigint      NOT NULL DEFAULT 0,
    failure_count          bigint      NOT NULL DEFAULT 0,
    total_execution_micros bigint      NOT NULL DEFAULT 0,
    last_executed_at       timestamptz,
    created_at             timestamptz NOT NULL,
    updated_at             timestamptz NOT NULL,
    PRIMARY KEY (organization_id, name, event_type)
);

CREATE TABLE event_processing_log (
    id               bigint      GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    organization_id  uuid        NOT NULL,
    event_id         uuid        NOT NULL,
    handler          text        NOT NULL,
    status           text        NOT NULL CHECK (status IN ('success', 'failure', 'skipped')),
    attempt          integer     NOT NULL CHECK (attempt >= 1),
    execution_micros bigint      NOT NULL,
    error            text,
    executed_at      timestamptz NOT NULL
);

CREATE INDEX event_processing_log_by_event ON event_processing_log (event_id, handler);
-- Exactly once, whatever the program does: a handler succeeds on an event one time.
CREATE UNIQUE INDEX event_processing_log_one_success ON event_processing_log (event_id, handler) WHERE status = 'success';

-- What a command answered, so that sending it again answers the same and changes nothing.
CREATE TABLE command_log (
    command_id      uuid        NOT NULL PRIMARY KEY,
    organization_id uuid        NOT NULL,
    name            text        NOT NULL,
    input_hash      text        NOT NULL,
    output          text        NOT NULL,
    user_id         text        NOT NULL,
    executed_at     timestamptz NOT NULL
);
