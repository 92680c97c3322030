-- Servicing: the instalments of schedules apart from the payments that come in, fees, payoff quotes.

ALTER TABLE loans ADD COLUMN amortization_months bigint;
ALTER TABLE loans ADD COLUMN interest_only_periods bigint NOT NULL DEFAULT 0;
ALTER TABLE loans ADD COLUMN allocation_order text NOT NULL DEFAULT 'fees,late_charges,interest,principal';
ALTER TABLE loans ADD COLUMN excess_rule text NOT NULL DEFAULT 'shorten_term';
ALTER TABLE loans ADD COLUMN grace_days bigint NOT NULL DEFAULT 10;
ALTER TABLE loans ADD COLUMN late_fee_micro_percent bigint NOT NULL DEFAULT 5000000;
ALTER TABLE loans ADD COLUMN late_fee_at_most_minor bigint;
ALTER TABLE loans ADD COLUMN default_margin_micro_percent bigint NOT NULL DEFAULT 0;
ALTER TABLE loans ADD COLUMN returned_payment_fee_minor bigint NOT NULL DEFAULT 0;
-- Principal paid out and neither repaid nor given up; money received that nothing was owed for.
ALTER TABLE loans ADD COLUMN outstanding_minor bigint NOT NULL DEFAULT 0;
ALTER TABLE loans ADD COLUMN held_minor bigint NOT NULL DEFAULT 0;

-- Fifty of the currency, as an upcast event has it.
UPDATE loans SET late_fee_at_most_minor = (
    SELECT CASE
        WHEN currency IN ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND',
                          'VUV', 'XAF', 'XOF', 'XPF') THEN 50
        WHEN currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') THEN 50000
        WHEN currency IN ('CLF', 'UYW') THEN 500000
        ELSE 5000
    END
    FROM organizations WHERE organizations.id = loans.organization_id
);
UPDATE loans SET outstanding_minor = principal_minor
WHERE funded_on IS NOT NULL AND status IN ('funded', 'defaulted');

-- Loans that hold money wait for a due date.
CREATE INDEX loans_holding ON loans (held_minor) WHERE held_minor > 0;

ALTER TABLE payment_schedules ADD COLUMN replaces_from date;
ALTER TABLE payment_schedules ADD COLUMN reason text NOT NULL DEFAULT 'funding';

CREATE TABLE instalments (
    id              uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    schedule_id     uuid NOT NULL REFERENCES payment_schedules (id),
    loan_id         uuid NOT NULL,
    number          bigint NOT NULL,
    due_on          date NOT NULL,
    days            integer NOT NULL,
    payment_minor   bigint NOT NULL,
    interest_minor  bigint NOT NULL,
    principal_minor bigint NOT NULL,
    balance_minor   bigint NOT NULL,
    paid_minor      bigint NOT NULL,
    -- The day on which the last of it was paid.
    paid_on         date,
    -- The last day of its grace, and the day after it where it was found to be late.
    grace_until     date NOT NULL,
    late_on         date,
    status          text NOT NULL CHECK (status IN ('scheduled', 'partly_paid', 'paid', 'superseded')),
    -- 1 while something of it is to be paid.
    is_open         bigint NOT NULL CHECK (is_open IN (0, 1)),
    -- 1 until it is known whether it was late.
    may_be_late     bigint NOT NULL CHECK (may_be_late IN (0, 1)),
    UNIQUE (schedule_id, number)
);

INSERT INTO instalments
SELECT payments.id, payments.organization_id, schedule_id, loan_id, payments.number, due_on, days, payment_minor,
       interest_minor, payments.principal_minor, balance_minor, 0, NULL, due_on + 10, NULL, 'scheduled',
       CASE WHEN payment_minor > 0 THEN 1 ELSE 0 END, CASE WHEN payment_minor > 0 THEN 1 ELSE 0 END
FROM payments;

DROP TABLE payments;

-- The next instalment of a loan is asked for with each loan that is shown.
CREATE INDEX instalments_by_loan ON instalments (loan_id, is_open, due_on);
CREATE INDEX instalments_open ON instalments (due_on) WHERE is_open = 1;
CREATE INDEX instalments_that_may_be_late ON instalments (grace_until) WHERE may_be_late = 1;

CREATE TABLE payments (
    id                 uuid NOT NULL PRIMARY KEY,
    organization_id    uuid NOT NULL,
    loan_id            uuid NOT NULL REFERENCES loans (id),
    received_on        date NOT NULL,
    recorded_at        timestamptz NOT NULL,
    amount_minor       bigint NOT NULL CHECK (amount_minor > 0),
    method             text NOT NULL,
    reference          text,
    note               text,
    received_by        text NOT NULL,
    -- Where it went; nothing until it was processed.
    revision           bigint NOT NULL,
    fees_minor         bigint NOT NULL,
    late_charges_minor bigint NOT NULL,
    interest_minor     bigint NOT NULL,
    principal_minor    bigint NOT NULL,
    prepaid_minor      bigint NOT NULL,
    held_minor         bigint NOT NULL,
    balance_minor      bigint,
    reversed_on        date,
    reversal_reason    text,
    is_returned        bigint NOT NULL CHECK (is_returned IN (0, 1))
);

CREATE INDEX payments_by_loan ON payments (loan_id, received_on);
CREATE INDEX payments_by_day ON payments (received_on);

-- What a payment covered of an instalment, by its due date.
CREATE TABLE payment_coverage (
    id              uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    payment_id      uuid NOT NULL REFERENCES payments (id),
    loan_id         uuid NOT NULL,
    due_on          date NOT NULL,
    covered_on      date NOT NULL,
    amount_minor    bigint NOT NULL
);

CREATE INDEX payment_coverage_by_payment ON payment_coverage (payment_id);
CREATE INDEX payment_coverage_by_instalment ON payment_coverage (loan_id, due_on);

CREATE TABLE fees (
    id              uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    loan_id         uuid NOT NULL REFERENCES loans (id),
    kind            text NOT NULL,
    amount_minor    bigint NOT NULL CHECK (amount_minor > 0),
    assessed_on     date NOT NULL,
    late_due_on     date,
    note            text,
    assessed_by     text NOT NULL,
    waived_minor    bigint NOT NULL,
    waiver_reason   text
);

CREATE INDEX fees_by_loan ON fees (loan_id, assessed_on);

CREATE TABLE payoff_quotes (
    id                 uuid NOT NULL PRIMARY KEY,
    organization_id    uuid NOT NULL,
    loan_id            uuid NOT NULL REFERENCES loans (id),
    quoted_on          date NOT NULL,
    quoted_at          timestamptz NOT NULL,
    quoted_by          text NOT NULL,
    good_through       date NOT NULL,
    principal_minor    bigint NOT NULL,
    interest_minor     bigint NOT NULL,
    fees_minor         bigint NOT NULL,
    late_charges_minor bigint NOT NULL,
    held_minor         bigint NOT NULL,
    total_minor        bigint NOT NULL,
    per_diem_minor     bigint NOT NULL
);

CREATE INDEX payoff_quotes_by_loan ON payoff_quotes (loan_id, quoted_at);
