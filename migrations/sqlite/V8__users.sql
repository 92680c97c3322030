-- Who works in the book and what they may do, and what holds for the whole book.

ALTER TABLE organizations ADD COLUMN one_person_lender INTEGER NOT NULL DEFAULT 0 CHECK (one_person_lender IN (0, 1));

CREATE TABLE users (
    id              TEXT    NOT NULL PRIMARY KEY,
    organization_id TEXT    NOT NULL REFERENCES organizations (id),
    name            TEXT    NOT NULL,
    role            TEXT    NOT NULL,
    is_active       INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    added_at        TEXT    NOT NULL
) STRICT;

-- The owner is a user without an event; their id is the organization's with the number of another UUID version.
INSERT INTO users
SELECT substr(id, 1, 14) || '8' || substr(id, 16), id, owner, 'owner', 1, created_at
FROM organizations;
