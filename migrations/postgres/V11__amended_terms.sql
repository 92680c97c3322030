-- The terms in force of a loan that was modified or extended, beside those that were agreed first; NULL where none was.

ALTER TABLE loans ADD COLUMN amended_on date;
ALTER TABLE loans ADD COLUMN amended_rate_micro_percent bigint;
ALTER TABLE loans ADD COLUMN amended_schedule_type text;
ALTER TABLE loans ADD COLUMN amended_frequency text;
ALTER TABLE loans ADD COLUMN amended_amortization_months bigint;
ALTER TABLE loans ADD COLUMN amended_interest_only_periods bigint;
ALTER TABLE loans ADD COLUMN amended_first_payment_on date;

UPDATE loans SET
    amended_on = COALESCE(amendment.terms ->> 'modifiedOn', amendment.terms ->> 'extendedOn')::date,
    amended_rate_micro_percent = ROUND((amendment.terms ->> 'annualRatePercent')::numeric * 1000000)::bigint,
    amended_schedule_type = amendment.terms ->> 'scheduleType',
    amended_frequency = amendment.terms ->> 'frequency',
    amended_amortization_months = (amendment.terms ->> 'amortizationMonths')::bigint,
    amended_interest_only_periods = (amendment.terms ->> 'interestOnlyPeriods')::bigint,
    amended_first_payment_on = (amendment.terms ->> 'firstPaymentOn')::date
FROM (
    SELECT DISTINCT ON (loan_id) loan_id, payload::jsonb AS terms FROM domain_events
    WHERE event_type IN ('Loan.Modified', 'Loan.Extended') ORDER BY loan_id, position DESC
) AS amendment
WHERE amendment.loan_id = loans.id;

-- Loans of which something may be due again with the first instalment of other terms.
CREATE INDEX loans_amended ON loans (amended_on) WHERE amended_on IS NOT NULL;
