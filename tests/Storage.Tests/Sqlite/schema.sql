-- application_id 1112232515, user_version 2

CREATE TABLE act(
    sequence       INTEGER PRIMARY KEY,
    transaction_id TEXT,
    user_no        INTEGER NOT NULL REFERENCES user,
    item_no        INTEGER NOT NULL REFERENCES item,
    kind           INTEGER NOT NULL,
    rating         REAL,
    is_read        INTEGER NOT NULL,
    price          TEXT,
    occurred_at    INTEGER NOT NULL
);

CREATE TABLE book(
    item_no     INTEGER PRIMARY KEY REFERENCES item,
    title       TEXT NOT NULL,
    authors     TEXT NOT NULL,
    series      TEXT NOT NULL,
    volume      REAL,
    genres      TEXT NOT NULL,
    description TEXT,
    language    TEXT,
    year        INTEGER,
    publisher   TEXT,
    work_id     TEXT,
    price       TEXT,
    available   INTEGER NOT NULL
, revision INTEGER NOT NULL DEFAULT 0);

CREATE TABLE grain_state(
    grain_id   TEXT NOT NULL,
    state_name TEXT NOT NULL,
    etag       TEXT NOT NULL,
    state      TEXT NOT NULL,
    PRIMARY KEY (grain_id, state_name)
) WITHOUT ROWID;

CREATE TABLE item(
    item_no   INTEGER PRIMARY KEY,
    item_id   TEXT NOT NULL UNIQUE,
    act_count INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE shop(
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    is_synthetic  INTEGER NOT NULL DEFAULT 0,
    last_sequence INTEGER NOT NULL DEFAULT 0,
    acts          INTEGER NOT NULL DEFAULT 0,
    users         INTEGER NOT NULL DEFAULT 0,
    items         INTEGER NOT NULL DEFAULT 0
, catalogue_revision INTEGER NOT NULL DEFAULT 0);

CREATE TABLE user(
    user_no INTEGER PRIMARY KEY,
    user_id TEXT NOT NULL UNIQUE
);

CREATE INDEX act_item ON act(item_no, occurred_at, kind, user_no);

CREATE UNIQUE INDEX act_transaction ON act(transaction_id) WHERE transaction_id IS NOT NULL;

CREATE INDEX act_user ON act(user_no, occurred_at, item_no, kind);

CREATE INDEX book_revision ON book(revision);
