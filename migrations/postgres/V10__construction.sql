-- Construction loans: what is drawn of a loan, its draws, and the visits to its site.

-- What goes out at the funding of a loan that is drawn; NULL where all of it does.
ALTER TABLE loans ADD COLUMN initial_advance_minor bigint;
ALTER TABLE loans ADD COLUMN inspection_required bigint NOT NULL DEFAULT 0;
ALTER TABLE loans ADD COLUMN waivers_required bigint NOT NULL DEFAULT 0;
-- All that went out; of a loan that is drawn, also what is approved, held back and still available.
ALTER TABLE loans ADD COLUMN disbursed_minor bigint NOT NULL DEFAULT 0;
ALTER TABLE loans ADD COLUMN approved_undisbursed_minor bigint NOT NULL DEFAULT 0;
ALTER TABLE loans ADD COLUMN retainage_minor bigint NOT NULL DEFAULT 0;
ALTER TABLE loans ADD COLUMN available_minor bigint NOT NULL DEFAULT 0;
-- What is set aside for interest, what of it was used, and the last due date for which it was.
ALTER TABLE loans ADD COLUMN reserve_minor bigint NOT NULL DEFAULT 0;
ALTER TABLE loans ADD COLUMN reserve_used_minor bigint NOT NULL DEFAULT 0;
ALTER TABLE loans ADD COLUMN reserve_applied_on date;

UPDATE loans SET disbursed_minor = principal_minor WHERE funded_on IS NOT NULL;

-- Loans whose reserve waits for a due date.
CREATE INDEX loans_with_reserve ON loans (reserve_minor) WHERE reserve_minor > 0;

-- An instalment may be covered by a payment or by the interest reserve: the source is either's.
ALTER TABLE payment_coverage DROP CONSTRAINT IF EXISTS payment_coverage_payment_id_fkey;
ALTER TABLE payment_coverage RENAME COLUMN payment_id TO source_id;
DROP INDEX IF EXISTS payment_coverage_by_payment;
CREATE INDEX payment_coverage_by_source ON payment_coverage (source_id);

CREATE TABLE draws (
    id                    uuid NOT NULL PRIMARY KEY,
    organization_id       uuid NOT NULL,
    loan_id               uuid NOT NULL REFERENCES loans (id),
    number                bigint NOT NULL,
    status                text NOT NULL CHECK (status IN (
        'draft', 'requested', 'inspected', 'approved', 'disbursed', 'rejected', 'sent_back', 'cancelled')),
    contractor            text,
    requested_minor       bigint NOT NULL,
    requested_on          date,
    requested_by          text,
    approved_minor        bigint NOT NULL,
    retainage_minor       bigint NOT NULL,
    approved_on           date,
    approved_by           text,
    approver_is_requester bigint NOT NULL CHECK (approver_is_requester IN (0, 1)),
    disbursed_on          date,
    -- What of its retainage went out since.
    released_minor        bigint NOT NULL,
    changed_at            timestamptz NOT NULL,
    version               bigint NOT NULL,
    UNIQUE (loan_id, number)
);

CREATE INDEX draws_by_status ON draws (status, changed_at);

CREATE TABLE inspections (
    id              uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    loan_id         uuid NOT NULL REFERENCES loans (id),
    draw_id         uuid,
    kind            text NOT NULL,
    inspector       text NOT NULL,
    scheduled_on    date,
    inspected_on    date,
    note            text,
    photos          bigint NOT NULL
);

CREATE INDEX inspections_by_loan ON inspections (loan_id);
CREATE INDEX inspections_by_draw ON inspections (draw_id);
CREATE INDEX inspections_to_do ON inspections (scheduled_on) WHERE inspected_on IS NULL;
