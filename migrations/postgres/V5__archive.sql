-- Old events go to a file; what is asked of them most is kept here, and where the rest lies.

CREATE TABLE event_archives (
    number          bigint      NOT NULL PRIMARY KEY,
    organization_id uuid        NOT NULL,
    file            text        NOT NULL,
    first_position  bigint      NOT NULL UNIQUE,
    last_position   bigint      NOT NULL UNIQUE CHECK (last_position >= first_position),
    previous_hash   text        NOT NULL,
    last_hash       text        NOT NULL,
    recorded_from   timestamptz NOT NULL,
    recorded_until  timestamptz NOT NULL,
    bytes           bigint      NOT NULL,
    sha256          text        NOT NULL,
    secret          text,
    archived_by     text        NOT NULL,
    archived_at     timestamptz NOT NULL
);

CREATE TABLE archive_blocks (
    first_position bigint NOT NULL PRIMARY KEY,
    last_position  bigint NOT NULL CHECK (last_position >= first_position),
    archive        bigint NOT NULL REFERENCES event_archives (number),
    start          bigint NOT NULL,
    length         bigint NOT NULL
);

CREATE TABLE archived_events (
    position        bigint      NOT NULL PRIMARY KEY,
    event_type      text        NOT NULL,
    aggregate_type  text        NOT NULL,
    aggregate_id    uuid        NOT NULL,
    loan_id         uuid,
    sequence_number bigint      NOT NULL,
    causation_id    uuid,
    user_id         text        NOT NULL,
    occurred_at     timestamptz NOT NULL,
    UNIQUE (aggregate_id, sequence_number)
);

CREATE INDEX archived_events_by_loan ON archived_events (loan_id, position) WHERE loan_id IS NOT NULL;

CREATE FUNCTION archives_are_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what an archive holds is final';
END $$;

CREATE TRIGGER event_archives_are_final
BEFORE UPDATE OR DELETE ON event_archives FOR EACH ROW EXECUTE FUNCTION archives_are_final();

CREATE FUNCTION only_archived_events_leave() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM event_archives WHERE last_position >= old.position)
        AND EXISTS (SELECT 1 FROM archived_events WHERE position = old.position) THEN
        RETURN old;
    END IF;
    RAISE EXCEPTION 'an event is never deleted; a mistake is corrected by a reversing event';
END $$;

DROP TRIGGER domain_events_are_never_deleted ON domain_events;
CREATE TRIGGER domain_events_leave_for_an_archive_only
BEFORE DELETE ON domain_events FOR EACH ROW EXECUTE FUNCTION only_archived_events_leave();

-- A partition for each month (UTC) between two days that has none. A month whose events are in the default partition
-- already stays there.
CREATE FUNCTION make_event_partitions(from_day date, until_day date) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    month     timestamp := date_trunc('month', from_day::timestamp);
    partition text;
BEGIN
    WHILE month <= until_day LOOP
        partition := 'domain_events_' || to_char(month, 'YYYY_MM');
        IF to_regclass(partition) IS NULL AND NOT EXISTS (
            SELECT 1 FROM domain_events_rest
            WHERE occurred_at >= month AT TIME ZONE 'UTC' AND occurred_at < (month + interval '1 month') AT TIME ZONE 'UTC'
        ) THEN
            EXECUTE format(
                'CREATE TABLE %I PARTITION OF domain_events FOR VALUES FROM (%L) TO (%L)',
                partition, month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC'
            );
        END IF;
        month := month + interval '1 month';
    END LOOP;
END $$;

-- Takes off the partitions of which every event is in an archive. What an archive holds of a partition that goes on
-- is deleted row by row, under the trigger above.
CREATE FUNCTION drop_archived_partitions(archived_until bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    partition regclass;
    events    bigint;
    leave     bigint;
    dropped   bigint := 0;
BEGIN
    FOR partition IN
        SELECT inhrelid::regclass FROM pg_inherits
        WHERE inhparent = 'domain_events'::regclass AND inhrelid <> 'domain_events_rest'::regclass
    LOOP
        EXECUTE format(
            'SELECT COUNT(*), COUNT(archived.position) FROM %s AS event LEFT JOIN archived_events AS archived '
            'ON archived.position = event.position AND event.position <= $1', partition
        ) INTO events, leave USING archived_until;
        IF events > 0 AND events = leave THEN
            EXECUTE format('ALTER TABLE domain_events DETACH PARTITION %s', partition);
            EXECUTE format('DROP TABLE %s', partition);
            dropped := dropped + events;
        END IF;
    END LOOP;
    RETURN dropped;
END $$;
