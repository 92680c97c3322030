-- The terms in force of a loan that was modified or extended, beside those that were agreed first; NULL where none was.

ALTER TABLE loans ADD COLUMN amended_on TEXT;
ALTER TABLE loans ADD COLUMN amended_rate_micro_percent INTEGER;
ALTER TABLE loans ADD COLUMN amended_schedule_type TEXT;
ALTER TABLE loans ADD COLUMN amended_frequency TEXT;
ALTER TABLE loans ADD COLUMN amended_amortization_months INTEGER;
ALTER TABLE loans ADD COLUMN amended_interest_only_periods INTEGER;
ALTER TABLE loans ADD COLUMN amended_first_payment_on TEXT;

UPDATE loans SET
    amended_on = COALESCE(json_extract(amendment.payload, '$.modifiedOn'), json_extract(amendment.payload, '$.extendedOn')),
    amended_rate_micro_percent = CAST(ROUND(json_extract(amendment.payload, '$.annualRatePercent') * 1000000) AS INTEGER),
    amended_schedule_type = json_extract(amendment.payload, '$.scheduleType'),
    amended_frequency = json_extract(amendment.payload, '$.frequency'),
    amended_amortization_months = json_extract(amendment.payload, '$.amortizationMonths'),
    amended_interest_only_periods = json_extract(amendment.payload, '$.interestOnlyPeriods'),
    amended_first_payment_on = json_extract(amendment.payload, '$.firstPaymentOn')
FROM (
    SELECT loan_id, payload, MAX(position) FROM domain_events
    WHERE event_type IN ('Loan.Modified', 'Loan.Extended') GROUP BY loan_id
) AS amendment
WHERE amendment.loan_id = loans.id;

-- Loans of which something may be due again with the first instalment of other terms.
CREATE INDEX loans_amended ON loans (amended_on) WHERE amended_on IS NOT NULL;
