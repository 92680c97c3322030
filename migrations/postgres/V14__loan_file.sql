-- What is kept with a loan beside its money: notes, parties, properties and collateral; and the search across all.

-- Notes stay after they are withdrawn; lists leave them out.
CREATE TABLE notes (
    id                uuid NOT NULL PRIMARY KEY,
    organization_id   uuid NOT NULL,
    loan_id           uuid,
    person_id         uuid,
    text              text NOT NULL,
    is_pinned         bigint NOT NULL CHECK (is_pinned IN (0, 1)),
    added_by          text NOT NULL,
    added_at          timestamptz NOT NULL,
    amended_by        text,
    amended_at        timestamptz,
    withdrawn_by      text,
    withdrawn_at      timestamptz,
    withdrawal_reason text
);

CREATE INDEX notes_by_loan ON notes (loan_id);
CREATE INDEX notes_by_person ON notes (person_id);

-- No references from here on to people, loans or properties: other times of a loan are shown without what is not its own.
CREATE TABLE parties (
    id              uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    loan_id         uuid NOT NULL,
    person_id       uuid NOT NULL,
    role            text NOT NULL CHECK (role IN (
        'co_borrower', 'guarantor', 'lender', 'broker', 'attorney', 'title_company', 'contractor', 'insurer',
        'servicer', 'other')),
    since_on        date NOT NULL,
    note            text,
    added_by        text NOT NULL,
    removed_on      date,
    removal_reason  text
);

CREATE INDEX parties_by_loan ON parties (loan_id);
CREATE INDEX parties_by_person ON parties (person_id);

CREATE TABLE properties (
    id                   uuid NOT NULL PRIMARY KEY,
    organization_id      uuid NOT NULL,
    kind                 text NOT NULL CHECK (kind IN (
        'single_family', 'multi_family', 'commercial', 'land', 'other')),
    address              text NOT NULL,
    parcel_number        text,
    legal_description    text,
    purchase_price_minor bigint,
    insurance_carrier    text,
    insurance_policy     text,
    insurance_expires_on date,
    added_at             timestamptz NOT NULL,
    removed_at           timestamptz
);

-- The id is that of the event that recorded it.
CREATE TABLE valuations (
    id              uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    property_id     uuid NOT NULL REFERENCES properties (id),
    amount_minor    bigint NOT NULL,
    basis           text NOT NULL CHECK (basis IN ('as_is', 'after_repair')),
    valued_on       date NOT NULL,
    source          text NOT NULL,
    recorded_by     text NOT NULL,
    recorded_at     timestamptz NOT NULL
);

CREATE INDEX valuations_by_property ON valuations (property_id, valued_on);

CREATE TABLE collateral (
    id                 uuid NOT NULL PRIMARY KEY,
    organization_id    uuid NOT NULL,
    loan_id            uuid NOT NULL,
    property_id        uuid,
    description        text,
    value_minor        bigint,
    lien_position      bigint,
    senior_liens_minor bigint NOT NULL,
    pledged_on         date NOT NULL,
    released_on        date,
    release_reason     text
);

CREATE INDEX collateral_by_loan ON collateral (loan_id);
CREATE INDEX collateral_by_property ON collateral (property_id);

-- What can be found by its words; they are folded before they are kept, so that every backend finds the same.
CREATE TABLE search_entries (
    id              uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL,
    -- Position of the event with which it began: its place in the index of words, which never changes.
    number          bigint NOT NULL UNIQUE,
    kind            text NOT NULL,
    loan_id         uuid,
    person_id       uuid,
    title           text NOT NULL,
    body            text NOT NULL,
    title_words     text NOT NULL,
    words           text NOT NULL
);

CREATE INDEX search_entries_by_loan ON search_entries (loan_id);
CREATE INDEX search_entries_by_person ON search_entries (person_id);

-- Words are separated by spaces and folded already: no parser, and no dictionary.
CREATE INDEX search_entries_by_words ON search_entries USING gin (array_to_tsvector(string_to_array(words, ' ')));
CREATE INDEX search_entries_by_title ON search_entries USING gin (
    array_to_tsvector(string_to_array(title_words, ' ')));
