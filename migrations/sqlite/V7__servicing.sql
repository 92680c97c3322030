-- Servicing: the instalments of schedules apart from the payments that come in, fees, payoff quotes.

ALTER TABLE loans ADD COLUMN amortization_months INTEGER;
ALTER TABLE loans ADD COLUMN interest_only_periods INTEGER NOT NULL DEFAULT 0;
ALTER TABLE loans ADD COLUMN allocation_order TEXT NOT NULL DEFAULT 'fees,late_charges,interest,principal';
ALTER TABLE loans ADD COLUMN excess_rule TEXT NOT NULL DEFAULT 'shorten_term';
ALTER TABLE loans ADD COLUMN grace_days INTEGER NOT NULL DEFAULT 10;
ALTER TABLE loans ADD COLUMN late_fee_micro_percent INTEGER NOT NULL DEFAULT 5000000;
ALTER TABLE loans ADD COLUMN late_fee_at_most_minor INTEGER;
ALTER TABLE loans ADD COLUMN default_margin_micro_percent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE loans ADD COLUMN returned_payment_fee_minor INTEGER NOT NULL DEFAULT 0;
-- Principal paid out and neither repaid nor given up; money received that nothing was owed for.
ALTER TABLE loans ADD COLUMN outstanding_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE loans ADD COLUMN held_minor INTEGER NOT NULL DEFAULT 0;

-- Fifty of the currency, as an upcast event has it.
UPDATE loans SET late_fee_at_most_minor = (
    SELECT CASE
        WHEN currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND',
                          'VUV', 'XAF', 'XOF', 'XPF') THEN 50
        WHEN currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN 50000
        WHEN currency IN ('CLF', 'UYW') THEN 500000
        ELSE 5000
    END
    FROM organizations WHERE organizations.id = loans.organization_id
);
UPDATE loans SET outstanding_minor = principal_minor
WHERE funded_on IS NOT NULL AND status IN ('funded', 'defaulted');

-- Loans that hold money wait for a due date.
CREATE INDEX loans_holding ON loans (held_minor) WHERE held_minor > 0;

ALTER TABLE payment_schedules ADD COLUMN replaces_from TEXT;
ALTER TABLE payment_schedules ADD COLUMN reason TEXT NOT NULL DEFAULT 'funding';

CREATE TABLE instalments (
    id              TEXT    NOT NULL PRIMARY KEY,
    organization_id TEXT    NOT NULL,
    schedule_id     TEXT    NOT NULL REFERENCES payment_schedules (id),
    loan_id         TEXT    NOT NULL,
    number          INTEGER NOT NULL,
    due_on          TEXT    NOT NULL,
    days            INTEGER NOT NULL,
    payment_minor   INTEGER NOT NULL,
    interest_minor  INTEGER NOT NULL,
    principal_minor INTEGER NOT NULL,
    balance_minor   INTEGER NOT NULL,
    paid_minor      INTEGER NOT NULL,
    -- The day on which the last of it was paid.
    paid_on         TEXT,
    -- The last day of its grace, and the day after it where it was found to be late.
    grace_until     TEXT    NOT NULL,
    late_on         TEXT,
    status          TEXT    NOT NULL CHECK (status IN ('scheduled', 'partly_paid', 'paid', 'superseded')),
    -- 1 while something of it is to be paid.
    is_open         INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    -- 1 until it is known whether it was late.
    may_be_late     INTEGER NOT NULL CHECK (may_be_late IN (0, 1)),
    UNIQUE (schedule_id, number)
) STRICT;

INSERT INTO instalments
SELECT payments.id, payments.organization_id, schedule_id, loan_id, payments.number, due_on, days, payment_minor,
       interest_minor, payments.principal_minor, balance_minor, 0, NULL, date(due_on, '+10 days'), NULL, 'scheduled',
       CASE WHEN payment_minor > 0 THEN 1 ELSE 0 END, CASE WHEN payment_minor > 0 THEN 1 ELSE 0 END
FROM payments;

DROP TABLE payments;

-- The next instalment of a loan is asked for with each loan that is shown.
CREATE INDEX instalments_by_loan ON instalments (loan_id, is_open, due_on);
CREATE INDEX instalments_open ON instalments (due_on) WHERE is_open = 1;
CREATE INDEX instalments_that_may_be_late ON instalments (grace_until) WHERE may_be_late = 1;

CREATE TABLE payments (
    id                 TEXT    NOT NULL PRIMARY KEY,
    organization_id    TEXT    NOT NULL,
    loan_id            TEXT    NOT NULL REFERENCES loans (id),
    received_on        TEXT    NOT NULL,
    recorded_at        TEXT    NOT NULL,
    amount_minor       INTEGER NOT NULL CHECK (amount_minor > 0),
    method             TEXT    NOT NULL,
    reference          TEXT,
    note               TEXT,
    received_by        TEXT    NOT NULL,
    -- Where it went; nothing until it was processed.
    revision           INTEGER NOT NULL,
    fees_minor         INTEGER NOT NULL,
    late_charges_minor INTEGER NOT NULL,
    interest_minor     INTEGER NOT NULL,
    principal_minor    INTEGER NOT NULL,
    prepaid_minor      INTEGER NOT NULL,
    held_minor         INTEGER NOT NULL,
    balance_minor      INTEGER,
    reversed_on        TEXT,
    reversal_reason    TEXT,
    is_returned        INTEGER NOT NULL CHECK (is_returned IN (0, 1))
) STRICT;

CREATE INDEX payments_by_loan ON payments (loan_id, received_on);
CREATE INDEX payments_by_day ON payments (received_on);

-- What a payment covered of an instalment, by its due date.
CREATE TABLE payment_coverage (
    id              TEXT    NOT NULL PRIMARY KEY,
    organization_id TEXT    NOT NULL,
    payment_id      TEXT    NOT NULL REFERENCES payments (id),
    loan_id         TEXT    NOT NULL,
    due_on          TEXT    NOT NULL,
    covered_on      TEXT    NOT NULL,
    amount_minor    INTEGER NOT NULL
) STRICT;

CREATE INDEX payment_coverage_by_payment ON payment_coverage (payment_id);
CREATE INDEX payment_coverage_by_instalment ON payment_coverage (loan_id, due_on);

CREATE TABLE fees (
    id              TEXT    NOT NULL PRIMARY KEY,
    organization_id TEXT    NOT NULL,
    loan_id         TEXT    NOT NULL REFERENCES loans (id),
    kind            TEXT    NOT NULL,
    amount_minor    INTEGER NOT NULL CHECK (amount_minor > 0),
    assessed_on     TEXT    NOT NULL,
    late_due_on     TEXT,
    note            TEXT,
    assessed_by     TEXT    NOT NULL,
    waived_minor    INTEGER NOT NULL,
    waiver_reason   TEXT
) STRICT;

CREATE INDEX fees_by_loan ON fees (loan_id, assessed_on);

CREATE TABLE payoff_quotes (
    id                 TEXT    NOT NULL PRIMARY KEY,
    organization_id    TEXT    NOT NULL,
    loan_id            TEXT    NOT NULL REFERENCES loans (id),
    quoted_on          TEXT    NOT NULL,
    quoted_at          TEXT    NOT NULL,
    quoted_by          TEXT    NOT NULL,
    good_through       TEXT    NOT NULL,
    principal_minor    INTEGER NOT NULL,
    interest_minor     INTEGER NOT NULL,
    fees_minor         INTEGER NOT NULL,
    late_charges_minor INTEGER NOT NULL,
    held_minor         INTEGER NOT NULL,
    total_minor        INTEGER NOT NULL,
    per_diem_minor     INTEGER NOT NULL
) STRICT;

CREATE INDEX payoff_quotes_by_loan ON payoff_quotes (loan_id, quoted_at);
