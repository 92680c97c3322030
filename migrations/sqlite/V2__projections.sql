-- Current state, folded from the events in the transaction that records them. Amounts are whole minor units.

CREATE TABLE organizations (
    id         TEXT NOT NULL PRIMARY KEY,
    name       TEXT NOT NULL,
    currency   TEXT NOT NULL,
    owner      TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE people (
    id              TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    kind            TEXT NOT NULL CHECK (kind IN ('borrower', 'lender')),
    name            TEXT NOT NULL,
    email           TEXT,
    phone           TEXT,
    address         TEXT,
    tax_id          TEXT,
    created_at      TEXT NOT NULL
) STRICT;

CREATE INDEX people_by_name ON people (organization_id, name);

CREATE TABLE loans (
    id                        TEXT    NOT NULL PRIMARY KEY,
    organization_id           TEXT    NOT NULL REFERENCES organizations (id),
    number                    INTEGER NOT NULL,
    borrower_id               TEXT    NOT NULL REFERENCES people (id),
    lender_id                 TEXT    REFERENCES people (id),
    purpose                   TEXT,
    status                    TEXT    NOT NULL,
    status_changed_at         TEXT    NOT NULL,
    principal_minor           INTEGER NOT NULL CHECK (principal_minor > 0),
    annual_rate_micro_percent INTEGER NOT NULL,
    term_months               INTEGER NOT NULL,
    schedule_type             TEXT    NOT NULL,
    frequency                 TEXT    NOT NULL,
    day_count                 TEXT    NOT NULL,
    rounding                  TEXT    NOT NULL,
    first_payment_on          TEXT,
    funded_on                 TEXT,
    maturity_on               TEXT,
    created_at                TEXT    NOT NULL,
    version                   INTEGER NOT NULL,
    UNIQUE (organization_id, number)
) STRICT;

CREATE INDEX loans_by_status ON loans (organization_id, status, number);

CREATE TABLE payment_schedules (
    id                    TEXT    NOT NULL PRIMARY KEY,
    organization_id       TEXT    NOT NULL REFERENCES organizations (id),
    loan_id               TEXT    NOT NULL REFERENCES loans (id),
    event_id              TEXT    NOT NULL UNIQUE,
    number_of_payments    INTEGER NOT NULL,
    first_due_on          TEXT    NOT NULL,
    maturity_on           TEXT    NOT NULL,
    total_principal_minor INTEGER NOT NULL,
    total_interest_minor  INTEGER NOT NULL,
    total_payment_minor   INTEGER NOT NULL,
    created_at            TEXT    NOT NULL
) STRICT;

CREATE INDEX payment_schedules_by_loan ON payment_schedules (loan_id);

CREATE TABLE payments (
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
    status          TEXT    NOT NULL CHECK (status IN ('scheduled')),
    UNIQUE (schedule_id, number)
) STRICT;

CREATE INDEX payments_by_loan ON payments (loan_id, due_on);
CREATE INDEX payments_by_due_date ON payments (status, due_on);
