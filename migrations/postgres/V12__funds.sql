-- Funds; investors and other contacts among the people.

ALTER TABLE people DROP CONSTRAINT people_kind_check;
ALTER TABLE people ADD CONSTRAINT people_kind_check CHECK (kind IN ('borrower', 'lender', 'investor', 'contact'));

-- Funds, and every entry of their accounts; the figures of a fund are sums over what was not reversed.
CREATE TABLE funds (
    id              uuid   NOT NULL PRIMARY KEY,
    organization_id uuid   NOT NULL REFERENCES organizations (id),
    name            text   NOT NULL,
    strategy        text,
    capacity_minor  bigint NOT NULL CHECK (capacity_minor > 0),
    created_on      date   NOT NULL
);

CREATE TABLE fund_entries (
    id              uuid   NOT NULL PRIMARY KEY,
    organization_id uuid   NOT NULL REFERENCES organizations (id),
    fund_id         uuid   NOT NULL,
    loan_id         uuid,
    kind            text   NOT NULL,
    effective_on    date   NOT NULL,
    amount_minor    bigint NOT NULL CHECK (amount_minor > 0),
    is_reversed     bigint NOT NULL CHECK (is_reversed IN (0, 1))
);

CREATE INDEX fund_entries_by_fund ON fund_entries (fund_id, kind);
CREATE INDEX fund_entries_by_loan ON fund_entries (loan_id) WHERE loan_id IS NOT NULL;

-- The fund whose capital a loan is paid out of; NULL, where it is the lender's own money.
ALTER TABLE loans ADD COLUMN funding_fund_id uuid;
