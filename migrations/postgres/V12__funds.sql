-- Investors and other contacts among the people.

ALTER TABLE people DROP CONSTRAINT people_kind_check;
ALTER TABLE people ADD CONSTRAINT people_kind_check CHECK (kind IN ('borrower', 'lender', 'investor', 'contact'));
