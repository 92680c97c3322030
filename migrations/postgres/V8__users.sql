-- Who works in the book and what they may do, and what holds for the whole book.

ALTER TABLE organizations ADD COLUMN one_person_lender bigint NOT NULL DEFAULT 0 CHECK (one_person_lender IN (0, 1));

CREATE TABLE users (
    id              uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id),
    name            text NOT NULL,
    role            text NOT NULL,
    is_active       bigint NOT NULL CHECK (is_active IN (0, 1)),
    added_at        timestamptz NOT NULL
);

-- The owner is a user without an event; their id is the organization's with the number of another UUID version.
INSERT INTO users
SELECT overlay(id::text PLACING '8' FROM 15 FOR 1)::uuid, id, owner, 'owner', 1, created_at
FROM organizations;
