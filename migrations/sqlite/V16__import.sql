-- The number of a loan elsewhere, and the day of the balance with which it was taken over; NULL where it began here.

ALTER TABLE loans ADD COLUMN external_reference TEXT;
ALTER TABLE loans ADD COLUMN carried_over_on TEXT;

CREATE INDEX loans_by_external_reference ON loans (external_reference) WHERE external_reference IS NOT NULL;
