-- What a lender answers for: the compliance log, filings and licences; and a faster way to what is due.

-- No projection: the handler that listens writes it, and nothing changes it any more. The position is not hashed.
CREATE TABLE compliance_log (
    number          INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
    organization_id TEXT    NOT NULL,
    position        INTEGER NOT NULL,
    event_id        TEXT    NOT NULL UNIQUE,
    event_type      TEXT    NOT NULL,
    event_hash      TEXT    NOT NULL,
    area            TEXT    NOT NULL,
    what            TEXT    NOT NULL,
    amount          TEXT,
    reason          TEXT,
    who             TEXT    NOT NULL,
    occurred_at     TEXT    NOT NULL,
    effective_on    TEXT    NOT NULL,
    aggregate_type  TEXT    NOT NULL,
    aggregate_id    TEXT    NOT NULL,
    loan_id         TEXT,
    hash            TEXT    NOT NULL
) STRICT;

CREATE INDEX compliance_log_by_position ON compliance_log (position);
CREATE INDEX compliance_log_by_loan ON compliance_log (loan_id, number) WHERE loan_id IS NOT NULL;
CREATE INDEX compliance_log_by_area ON compliance_log (area, number);

CREATE TRIGGER compliance_log_is_final
BEFORE UPDATE ON compliance_log
BEGIN
    SELECT RAISE(ABORT, 'entries of the compliance log are final');
END;

CREATE TRIGGER compliance_log_is_never_deleted
BEFORE DELETE ON compliance_log
BEGIN
    SELECT RAISE(ABORT, 'entries of the compliance log are final');
END;

-- INSERT OR REPLACE would delete without asking the trigger above.
CREATE TRIGGER compliance_log_is_never_replaced
BEFORE INSERT ON compliance_log
WHEN EXISTS (SELECT 1 FROM compliance_log WHERE number = new.number OR event_id = new.event_id)
BEGIN
    SELECT RAISE(ABORT, 'entries of the compliance log are final');
END;

CREATE TABLE filings (
    id              TEXT    NOT NULL PRIMARY KEY,
    organization_id TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    authority       TEXT    NOT NULL,
    -- The next due date, or the last one once nothing is due any more.
    due_on          TEXT    NOT NULL,
    -- The due date that was typed last.
    anchored_on     TEXT    NOT NULL,
    frequency       TEXT    NOT NULL CHECK (frequency IN ('once', 'monthly', 'quarterly', 'semiannual', 'annual')),
    remind_days     INTEGER NOT NULL,
    note            TEXT,
    is_done         INTEGER NOT NULL CHECK (is_done IN (0, 1)),
    added_at        TEXT    NOT NULL,
    removed_at      TEXT,
    removal_reason  TEXT
) STRICT;

CREATE INDEX filings_due ON filings (due_on) WHERE is_done = 0 AND removed_at IS NULL;

-- The id is that of the event that recorded it.
CREATE TABLE filing_completions (
    id              TEXT    NOT NULL PRIMARY KEY,
    organization_id TEXT    NOT NULL,
    filing_id       TEXT    NOT NULL REFERENCES filings (id),
    position        INTEGER NOT NULL,
    due_on          TEXT    NOT NULL,
    filed_on        TEXT    NOT NULL,
    reference       TEXT,
    note            TEXT,
    completed_by    TEXT    NOT NULL,
    completed_at    TEXT    NOT NULL,
    -- Why it was taken back.
    reopen_reason   TEXT
) STRICT;

CREATE INDEX filing_completions_by_filing ON filing_completions (filing_id, position);

CREATE TABLE licences (
    id              TEXT    NOT NULL PRIMARY KEY,
    organization_id TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    authority       TEXT    NOT NULL,
    number          TEXT    NOT NULL,
    issued_on       TEXT,
    expires_on      TEXT    NOT NULL,
    remind_days     INTEGER NOT NULL,
    note            TEXT,
    renewed_on      TEXT,
    added_at        TEXT    NOT NULL,
    ended_on        TEXT,
    end_reason      TEXT
) STRICT;

CREATE INDEX licences_that_expire ON licences (expires_on) WHERE ended_on IS NULL;

-- What is expected of all loans in a month is read from the index alone.
DROP INDEX instalments_open;
CREATE INDEX instalments_open ON instalments (due_on, loan_id, payment_minor, paid_minor, interest_minor)
WHERE is_open = 1;
