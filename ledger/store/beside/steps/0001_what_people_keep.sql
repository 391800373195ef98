-- What people keep beside the record. Times are moments in UTC with six decimals (`ledger.domain.times`), so that they
-- sort as text; of tokens there are SHA-256 digests only. {without_rowid} is filled in on SQLite and empty on PostgreSQL.

CREATE TABLE form (number INTEGER NOT NULL PRIMARY KEY);

CREATE TABLE accounts (
    id TEXT NOT NULL PRIMARY KEY,
    participant_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_digest TEXT NOT NULL UNIQUE,
    password TEXT,
    created_at TEXT NOT NULL,
    disabled_at TEXT,
    last_sign_in TEXT
);

CREATE TABLE invitations (
    token_digest TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    made_at TEXT NOT NULL,
    given_by TEXT
);

CREATE INDEX invitations_by_account ON invitations (account_id);

CREATE TABLE sign_ins (
    token_digest TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL,
    since TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    address TEXT NOT NULL,
    browser TEXT NOT NULL
);

CREATE INDEX sign_ins_by_account ON sign_ins (account_id);

CREATE TABLE known_addresses (
    account_id TEXT NOT NULL,
    network_digest TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (account_id, network_digest)
);

CREATE TABLE failures (
    counted TEXT NOT NULL PRIMARY KEY,
    number INTEGER NOT NULL,
    since TEXT NOT NULL,
    last_at TEXT NOT NULL
);

CREATE INDEX failures_by_age ON failures (since);

CREATE TABLE drafts (
    id TEXT NOT NULL PRIMARY KEY,
    author TEXT NOT NULL,
    command TEXT NOT NULL,
    title TEXT NOT NULL,
    fields TEXT NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    share_digest TEXT UNIQUE,
    became TEXT
);

CREATE INDEX drafts_by_author ON drafts (author, changed_at);

CREATE TABLE lines (
    id TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    command_id TEXT NOT NULL,
    author TEXT NOT NULL,
    noted_at TEXT NOT NULL,
    fields TEXT NOT NULL,
    UNIQUE (session_id, number)
);

-- No author, no time, no order: what is not recorded cannot be disclosed. A rowid would number the rows as they came, so
-- there is none. What the files themselves still tell until the close, see `ledger.store.beside.minutes`.
CREATE TABLE held (
    session_id TEXT NOT NULL,
    id TEXT NOT NULL,
    fields TEXT NOT NULL,
    statement_id TEXT,
    command_id TEXT,
    place TEXT,
    PRIMARY KEY (session_id, id)
) {without_rowid};
