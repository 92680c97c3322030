-- What a lender answers for: the compliance log, filings and licences; and a faster way to what is due.

-- No projection: the handler that listens writes it, and nothing changes it any more. The position is not hashed.
CREATE TABLE compliance_log (
    number          bigint NOT NULL PRIMARY KEY CHECK (number > 0),
    organization_id uuid NOT NULL,
    position        bigint NOT NULL,
    event_id        uuid NOT NULL UNIQUE,
    event_type      text NOT NULL,
    event_hash      text COLLATE "C" NOT NULL,
    area            text NOT NULL,
    what            text NOT NULL,
    amount          text,
    reason          text,
    who             text NOT NULL,
    occurred_at     timestamptz NOT NULL,
    effective_on    date NOT NULL,
    aggregate_type  text NOT NULL,
    aggregate_id    uuid NOT NULL,
    loan_id         uuid,
    hash            text COLLATE "C" NOT NULL
);

CREATE INDEX compliance_log_by_position ON compliance_log (position);
CREATE INDEX compliance_log_by_loan ON compliance_log (loan_id, number) WHERE loan_id IS NOT NULL;
CREATE INDEX compliance_log_by_area ON compliance_log (area, number);

CREATE OR REPLACE FUNCTION compliance_log_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entries of the compliance log are final';
END $$;

CREATE TRIGGER compliance_log_is_final
BEFORE UPDATE OR DELETE ON compliance_log FOR EACH ROW EXECUTE FUNCTION compliance_log_is_final();

CREATE TRIGGER compliance_log_is_never_truncated
BEFORE TRUNCATE ON compliance_log FOR EACH STATEMENT EXECUTE FUNCTION compliance_log_is_final();

CREATE TABLE filings (
    id              uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    name            text NOT NULL,
    authority       text NOT NULL,
    -- The next due date, or the last one once nothing is due any more.
    due_on          date NOT NULL,
    -- The due date that was typed last.
    anchored_on     date NOT NULL,
    frequency       text NOT NULL CHECK (frequency IN ('once', 'monthly', 'quarterly', 'semiannual', 'annual')),
    remind_days     bigint NOT NULL,
    note            text,
    is_done         bigint NOT NULL CHECK (is_done IN (0, 1)),
    added_at        timestamptz NOT NULL,
    removed_at      timestamptz,
    removal_reason  text
);

CREATE INDEX filings_due ON filings (due_on) WHERE is_done = 0 AND removed_at IS NULL;

-- The id is that of the event that recorded it.
CREATE TABLE filing_completions (
    id              uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    filing_id       uuid NOT NULL REFERENCES filings (id),
    position        bigint NOT NULL,
    due_on          date NOT NULL,
    filed_on        date NOT NULL,
    reference       text,
    note            text,
    completed_by    text NOT NULL,
    completed_at    timestamptz NOT NULL,
    -- Why it was taken back.
    reopen_reason   text
);

CREATE INDEX filing_completions_by_filing ON filing_completions (filing_id, position);

CREATE TABLE licences (
    id              uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    name            text NOT NULL,
    authority       text NOT NULL,
    number          text NOT NULL,
    issued_on       date,
    expires_on      date NOT NULL,
    remind_days     bigint NOT NULL,
    note            text,
    renewed_on      date,
    added_at        timestamptz NOT NULL,
    ended_on        date,
    end_reason      text
);

CREATE INDEX licences_that_expire ON licences (expires_on) WHERE ended_on IS NULL;

-- What is expected of all loans in a month is read from the index alone.
DROP INDEX instalments_open;
CREATE INDEX instalments_open ON instalments (due_on, loan_id, payment_minor, paid_minor, interest_minor)
WHERE is_open = 1;
