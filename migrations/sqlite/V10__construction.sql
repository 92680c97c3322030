-- Construction loans: what is drawn of a loan, its draws, and the visits to its site.

-- What goes out at the funding of a loan that is drawn; NULL where all of it does.
ALTER TABLE loans ADD COLUMN initial_advance_minor INTEGER;
ALTER TABLE loans ADD COLUMN inspection_required INTEGER NOT NULL DEFAULT 0;
ALTER TABLE loans ADD COLUMN waivers_required INTEGER NOT NULL DEFAULT 0;
-- All that went out; of a loan that is drawn, also what is approved, held back and still available.
ALTER TABLE loans ADD COLUMN disbursed_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE loans ADD COLUMN approved_undisbursed_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE loans ADD COLUMN retainage_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE loans ADD COLUMN available_minor INTEGER NOT NULL DEFAULT 0;
-- What is set aside for interest, what of it was used, and the last due date for which it was.
ALTER TABLE loans ADD COLUMN reserve_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE loans ADD COLUMN reserve_used_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE loans ADD COLUMN reserve_applied_on TEXT;

UPDATE loans SET disbursed_minor = principal_minor WHERE funded_on IS NOT NULL;

-- Loans whose reserve waits for a due date.
CREATE INDEX loans_with_reserve ON loans (reserve_minor) WHERE reserve_minor > 0;

-- An instalment may be covered by a payment or by the interest reserve: the source is either's.
CREATE TABLE coverage_by_source (
    id              TEXT    NOT NULL PRIMARY KEY,
    organization_id TEXT    NOT NULL,
    source_id       TEXT    NOT NULL,
    loan_id         TEXT    NOT NULL,
    due_on          TEXT    NOT NULL,
    covered_on      TEXT    NOT NULL,
    amount_minor    INTEGER NOT NULL
) STRICT;

INSERT INTO coverage_by_source
SELECT id, organization_id, payment_id, loan_id, due_on, covered_on, amount_minor FROM payment_coverage;

DROP TABLE payment_coverage;
ALTER TABLE coverage_by_source RENAME TO payment_coverage;

CREATE INDEX payment_coverage_by_source ON payment_coverage (source_id);
CREATE INDEX payment_coverage_by_instalment ON payment_coverage (loan_id, due_on);

CREATE TABLE draws (
    id                    TEXT    NOT NULL PRIMARY KEY,
    organization_id       TEXT    NOT NULL,
    loan_id               TEXT    NOT NULL REFERENCES loans (id),
    number                INTEGER NOT NULL,
    status                TEXT    NOT NULL CHECK (status IN (
        'draft', 'requested', 'inspected', 'approved', 'disbursed', 'rejected', 'sent_back', 'cancelled')),
    contractor            TEXT,
    requested_minor       INTEGER NOT NULL,
    requested_on          TEXT,
    requested_by          TEXT,
    approved_minor        INTEGER NOT NULL,
    retainage_minor       INTEGER NOT NULL,
    approved_on           TEXT,
    approved_by           TEXT,
    approver_is_requester INTEGER NOT NULL CHECK (approver_is_requester IN (0, 1)),
    disbursed_on          TEXT,
    -- What of its retainage went out since.
    released_minor        INTEGER NOT NULL,
    changed_at            TEXT    NOT NULL,
    version               INTEGER NOT NULL,
    UNIQUE (loan_id, number)
) STRICT;

CREATE INDEX draws_by_status ON draws (status, changed_at);

CREATE TABLE inspections (
    id              TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL,
    loan_id         TEXT NOT NULL REFERENCES loans (id),
    draw_id         TEXT,
    kind            TEXT NOT NULL,
    inspector       TEXT NOT NULL,
    scheduled_on    TEXT,
    inspected_on    TEXT,
    note            TEXT,
    photos          INTEGER NOT NULL
) STRICT;

CREATE INDEX inspections_by_loan ON inspections (loan_id);
CREATE INDEX inspections_by_draw ON inspections (draw_id);
CREATE INDEX inspections_to_do ON inspections (scheduled_on) WHERE inspected_on IS NULL;
