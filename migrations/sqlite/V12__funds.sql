-- Funds; investors and other contacts among the people. SQLite cannot change a CHECK, so the table is made again; the loans
-- that refer to it hold when the migration commits.

PRAGMA defer_foreign_keys = ON;
CREATE TEMPORARY TABLE people_before AS SELECT * FROM people;
DELETE FROM people;
DROP TABLE people;
CREATE TABLE people (
    id              TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations (id),
    kind            TEXT NOT NULL CHECK (kind IN ('borrower', 'lender', 'investor', 'contact')),
    name            TEXT NOT NULL,
    email           TEXT,
    phone           TEXT,
    address         TEXT,
    tax_id          TEXT,
    created_at      TEXT NOT NULL
) STRICT;
INSERT INTO people SELECT * FROM temp.people_before;
DROP TABLE temp.people_before;

CREATE INDEX people_by_name ON people (organization_id, name);

-- Funds, and every entry of their accounts; the figures of a fund are sums over what was not reversed.
CREATE TABLE funds (
    id              TEXT    NOT NULL PRIMARY KEY,
    organization_id TEXT    NOT NULL REFERENCES organizations (id),
    name            TEXT    NOT NULL,
    strategy        TEXT,
    capacity_minor  INTEGER NOT NULL CHECK (capacity_minor > 0),
    created_on      TEXT    NOT NULL
) STRICT;

CREATE TABLE fund_entries (
    id              TEXT    NOT NULL PRIMARY KEY,
    organization_id TEXT    NOT NULL REFERENCES organizations (id),
    fund_id         TEXT    NOT NULL,
    loan_id         TEXT,
    kind            TEXT    NOT NULL,
    effective_on    TEXT    NOT NULL,
    amount_minor    INTEGER NOT NULL CHECK (amount_minor > 0),
    is_reversed     INTEGER NOT NULL CHECK (is_reversed IN (0, 1))
) STRICT;

CREATE INDEX fund_entries_by_fund ON fund_entries (fund_id, kind);
CREATE INDEX fund_entries_by_loan ON fund_entries (loan_id) WHERE loan_id IS NOT NULL;

-- The fund whose capital a loan is paid out of; NULL, where it is the lender's own money.
ALTER TABLE loans ADD COLUMN funding_fund_id TEXT;
