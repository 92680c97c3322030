-- Investors and other contacts among the people. SQLite cannot change a CHECK, so the table is made again; the loans
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
