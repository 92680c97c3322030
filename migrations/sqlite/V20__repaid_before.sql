-- What of a loan's principal had been repaid when it was taken over; 0 of one that began here. Without it the first
-- payment made everything outstanding that had ever been lent.

ALTER TABLE loans ADD COLUMN repaid_before_minor INTEGER NOT NULL DEFAULT 0;

-- An amount is written with all decimals of its currency: without the point it is in the smallest unit.
UPDATE loans SET
    repaid_before_minor = principal_minor
        - CAST(REPLACE(json_extract(funded.payload, '$.carriedOver.principal'), '.', '') AS INTEGER)
FROM domain_events AS funded
WHERE funded.loan_id = loans.id AND funded.event_type = 'Loan.Funded' AND loans.carried_over_on IS NOT NULL;

UPDATE loans SET
    outstanding_minor = disbursed_minor - repaid_before_minor
        - (SELECT COALESCE(SUM(payments.principal_minor), 0) FROM payments
           WHERE payments.loan_id = loans.id AND reversed_on IS NULL)
WHERE carried_over_on IS NOT NULL AND repaid_before_minor <> 0 AND status <> 'charged_off';
