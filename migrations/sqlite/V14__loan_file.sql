-- What is kept with a loan beside its money: notes, parties, properties and collateral; and the search across all.

-- Notes stay after they are withdrawn; lists leave them out.
CREATE TABLE notes (
    id                TEXT NOT NULL PRIMARY KEY,
    organization_id   TEXT NOT NULL,
    loan_id           TEXT,
    person_id         TEXT,
    text              TEXT NOT NULL,
    is_pinned         INTEGER NOT NULL CHECK (is_pinned IN (0, 1)),
    added_by          TEXT NOT NULL,
    added_at          TEXT NOT NULL,
    amended_by        TEXT,
    amended_at        TEXT,
    withdrawn_by      TEXT,
    withdrawn_at      TEXT,
    withdrawal_reason TEXT
) STRICT;

CREATE INDEX notes_by_loan ON notes (loan_id);
CREATE INDEX notes_by_person ON notes (person_id);

-- No references from here on to people, loans or properties: other times of a loan are shown without what is not its own.
CREATE TABLE parties (
    id              TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL,
    loan_id         TEXT NOT NULL,
    person_id       TEXT NOT NULL,
    role            TEXT NOT NULL CHECK (role IN (
        'co_borrower', 'guarantor', 'lender', 'broker', 'attorney', 'title_company', 'contractor', 'insurer',
        'servicer', 'other')),
    since_on        TEXT NOT NULL,
    note            TEXT,
    added_by        TEXT NOT NULL,
    removed_on      TEXT,
    removal_reason  TEXT
) STRICT;

CREATE INDEX parties_by_loan ON parties (loan_id);
CREATE INDEX parties_by_person ON parties (person_id);

CREATE TABLE properties (
    id                   TEXT NOT NULL PRIMARY KEY,
    organization_id      TEXT NOT NULL,
    kind                 TEXT NOT NULL CHECK (kind IN (
        'single_family', 'multi_family', 'commercial', 'land', 'other')),
    address              TEXT NOT NULL,
    parcel_number        TEXT,
    legal_description    TEXT,
    purchase_price_minor INTEGER,
    insurance_carrier    TEXT,
    insurance_policy     TEXT,
    insurance_expires_on TEXT,
    added_at             TEXT NOT NULL,
    removed_at           TEXT
) STRICT;

-- The id is that of the event that recorded it.
CREATE TABLE valuations (
    id              TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL,
    property_id     TEXT NOT NULL REFERENCES properties (id),
    amount_minor    INTEGER NOT NULL,
    basis           TEXT NOT NULL CHECK (basis IN ('as_is', 'after_repair')),
    valued_on       TEXT NOT NULL,
    source          TEXT NOT NULL,
    recorded_by     TEXT NOT NULL,
    recorded_at     TEXT NOT NULL
) STRICT;

CREATE INDEX valuations_by_property ON valuations (property_id, valued_on);

CREATE TABLE collateral (
    id                 TEXT NOT NULL PRIMARY KEY,
    organization_id    TEXT NOT NULL,
    loan_id            TEXT NOT NULL,
    property_id        TEXT,
    description        TEXT,
    value_minor        INTEGER,
    lien_position      INTEGER,
    senior_liens_minor INTEGER NOT NULL,
    pledged_on         TEXT NOT NULL,
    released_on        TEXT,
    release_reason     TEXT
) STRICT;

CREATE INDEX collateral_by_loan ON collateral (loan_id);
CREATE INDEX collateral_by_property ON collateral (property_id);

-- What can be found by its words; they are folded before they are kept, so that every backend finds the same.
CREATE TABLE search_entries (
    id              TEXT NOT NULL UNIQUE,
    organization_id TEXT NOT NULL,
    -- Position of the event with which it began: its place in the index of words, which never changes.
    number          INTEGER PRIMARY KEY,
    kind            TEXT NOT NULL,
    loan_id         TEXT,
    person_id       TEXT,
    title           TEXT NOT NULL,
    body            TEXT NOT NULL,
    title_words     TEXT NOT NULL,
    words           TEXT NOT NULL
) STRICT;

CREATE INDEX search_entries_by_loan ON search_entries (loan_id);
CREATE INDEX search_entries_by_person ON search_entries (person_id);

-- Words are separated by spaces and folded already: here every other character belongs to a word.
CREATE VIRTUAL TABLE search_words USING fts5 (
    title_words, words,
    content = 'search_entries', content_rowid = 'number', tokenize = 'ascii', prefix = '1 2 3', detail = column,
    columnsize = 0
);

CREATE TRIGGER search_entries_added AFTER INSERT ON search_entries BEGIN
    INSERT INTO search_words (rowid, title_words, words) VALUES (new.number, new.title_words, new.words);
END;

CREATE TRIGGER search_entries_removed AFTER DELETE ON search_entries BEGIN
    INSERT INTO search_words (search_words, rowid, title_words, words)
    VALUES ('delete', old.number, old.title_words, old.words);
END;

CREATE TRIGGER search_entries_changed AFTER UPDATE OF title_words, words ON search_entries BEGIN
    INSERT INTO search_words (search_words, rowid, title_words, words)
    VALUES ('delete', old.number, old.title_words, old.words);
    INSERT INTO search_words (rowid, title_words, words) VALUES (new.number, new.title_words, new.words);
END;
