-- Current state, folded from the events in the transaction that records them. Amounts are whole minor units.

CREATE TABLE organizations (
    id         uuid NOT NULL PRIMARY KEY,
    name       text NOT NULL,
    currency   text NOT NULL,
    owner      text NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE people (
    id              uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id),
    kind            text NOT NULL CHECK (kind IN ('borrower', 'lender')),
    name            text NOT NULL,
    email           text,
    phone           text,
    address         text,
    tax_id          text,
    created_at      timestamptz NOT NULL
);

CREATE INDEX people_by_name ON people (organization_id, name);

CREATE TABLE loans (
    id                        uuid NOT NULL PRIMARY KEY,
    organization_id           uuid NOT NULL REFERENCES organizations (id),
    number                    bigint NOT NULL,
    borrower_id               uuid NOT NULL REFERENCES people (id),
    lender_id                 uuid REFERENCES people (id),
    purpose                   text,
    status                    text NOT NULL,
    status_changed_at         timestamptz NOT NULL,
    principal_minor           bigint NOT NULL CHECK (principal_minor > 0),
    annual_rate_micro_percent bigint NOT NULL,
    term_months               integer NOT NULL,
    schedule_type             text NOT NULL,
    frequency                 text NOT NULL,
    day_count                 text NOT NULL,
    rounding                  text NOT NULL,
    first_payment_on          date,
    funded_on                 date,
    maturity_on               date,
    created_at                timestamptz NOT NULL,
    version                   bigint NOT NULL,
    UNIQUE (organization_id, number)
);

CREATE INDEX loans_by_status ON loans (organization_id, status, number);

CREATE TABLE payment_schedules (
    id                    uuid NOT NULL PRIMARY KEY,
    organization_id       uuid NOT NULL REFERENCES organizations (id),
    loan_id               uuid NOT NULL REFERENCES loans (id),
    event_id              uuid NOT NULL UNIQUE,
    number_of_payments    integer NOT NULL,
    first_due_on          date NOT NULL,
    maturity_on           date NOT NULL,
    total_principal_minor bigint NOT NULL,
    total_interest_minor  bigint NOT NULL,
    total_payment_minor   bigint NOT NULL,
    created_at            timestamptz NOT NULL
);

CREATE INDEX payment_schedules_by_loan ON payment_schedules (loan_id);

CREATE TABLE payments (
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
    status          text NOT NULL CHECK (status IN ('scheduled')),
    UNIQUE (schedule_id, number)
);

CREATE INDEX payments_by_loan ON payments (loan_id, due_on);
CREATE INDEX payments_by_due_date ON payments (status, due_on);
