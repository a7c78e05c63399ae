-- Names carry their schema everywhere, so that nobody's search_path decides what a function touches.
-- Text holds no NUL in PostgreSQL: the program writes U+0000 as U+0001 U+0002 and U+0001 as U+0001 U+0003, which keeps the order.

-- Always one row: the exact sizes, so that none of them needs a count. Whoever writes acts locks it first, so the places in the log
-- rise in the order of the commits, whichever silo writes.
CREATE TABLE bookrecs.shop (
    id            smallint PRIMARY KEY CHECK (id = 1),
    is_synthetic  boolean NOT NULL DEFAULT false,
    last_sequence bigint NOT NULL DEFAULT 0,
    acts          bigint NOT NULL DEFAULT 0,
    users         bigint NOT NULL DEFAULT 0,
    items         bigint NOT NULL DEFAULT 0,
    holder        uuid
) WITH (fillfactor = 10);
COMMENT ON COLUMN bookrecs.shop.holder IS 'The process that last had the shop for itself; one that lost it in between must not write.';
INSERT INTO bookrecs.shop (id) VALUES (1);

-- The last commit of each writer: tells a repeat after a lost answer whether the first try was committed.
CREATE TABLE bookrecs.writers (
    writer          uuid PRIMARY KEY,
    batch           bigint NOT NULL,
    before_sequence bigint NOT NULL,
    after_sequence  bigint NOT NULL,
    written_at      timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 10);

CREATE TABLE bookrecs.users (
    user_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id text COLLATE "C" NOT NULL UNIQUE
);

-- Items of the catalogue and of the log.
CREATE TABLE bookrecs.items (
    item_no   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item_id   text COLLATE "C" NOT NULL UNIQUE,
    act_count bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 80);

CREATE TABLE bookrecs.books (
    item_no     integer PRIMARY KEY REFERENCES bookrecs.items,
    title       text NOT NULL,
    authors     text[] NOT NULL,
    series      text[] NOT NULL,
    volume      real,
    genres      text[] NOT NULL,
    description text,
    language    text,
    year        integer,
    publisher   text,
    work_id     text,
    price       numeric,
    available   boolean NOT NULL
);

-- transaction_id is NULL for imported acts, occurred_at is -infinity for acts without a date. Numbers are not checked by foreign
-- keys: that costs a fifth of an import, and both are only ever written by the statements that have just looked them up.
CREATE TABLE bookrecs.acts (
    sequence       bigint NOT NULL,
    occurred_at    timestamptz NOT NULL,
    user_no        integer NOT NULL,
    item_no        integer NOT NULL,
    kind           smallint NOT NULL,
    is_read        boolean NOT NULL,
    rating         real,
    price          numeric,
    transaction_id text COLLATE "C"
) PARTITION BY RANGE (occurred_at);

CREATE TABLE bookrecs.acts_undated PARTITION OF bookrecs.acts
    FOR VALUES FROM ('-infinity') TO ('4713-01-01 00:00:00+00 BC');
CREATE TABLE bookrecs.acts_before_1990 PARTITION OF bookrecs.acts
    FOR VALUES FROM ('4713-01-01 00:00:00+00 BC') TO ('1990-01-01 00:00:00+00');
CREATE TABLE bookrecs.acts_from_2100 PARTITION OF bookrecs.acts
    FOR VALUES FROM ('2100-01-01 00:00:00+00') TO (MAXVALUE);

-- A transaction_id is unique over all months, which no index of a table split by month can promise: its own table does. It leads to
-- the act by the index of users.
CREATE TABLE bookrecs.act_ids (
    transaction_id text COLLATE "C" PRIMARY KEY,
    sequence       bigint NOT NULL,
    occurred_at    timestamptz NOT NULL,
    user_no        integer NOT NULL
);

CREATE TABLE bookrecs.grain_states (
    grain_id   text COLLATE "C" NOT NULL,
    state_name text COLLATE "C" NOT NULL,
    etag       text NOT NULL,
    state      text NOT NULL,
    PRIMARY KEY (grain_id, state_name)
);

CREATE TABLE bookrecs.models (
    version   text COLLATE "C" PRIMARY KEY,
    stored_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE bookrecs.model_files (
    version text COLLATE "C" NOT NULL REFERENCES bookrecs.models ON DELETE CASCADE,
    name    text COLLATE "C" NOT NULL,
    bytes   bigint NOT NULL,
    sha256  bytea NOT NULL,
    PRIMARY KEY (version, name)
);

CREATE TABLE bookrecs.model_chunks (
    version text COLLATE "C" NOT NULL,
    name    text COLLATE "C" NOT NULL,
    number  integer NOT NULL,
    sha256  bytea NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (version, name, number),
    FOREIGN KEY (version, name) REFERENCES bookrecs.model_files ON DELETE CASCADE
);
ALTER TABLE bookrecs.model_chunks ALTER COLUMN content SET STORAGE EXTERNAL;

-- What an analyst reads: one row an act, with the shop's own ids.
CREATE VIEW bookrecs.interactions AS
SELECT a.sequence,
       a.transaction_id,
       u.user_id,
       i.item_id,
       (ARRAY['purchase', 'read', 'rating', 'wish'])[a.kind + 1] AS kind,
       a.rating,
       a.is_read,
       a.price,
       NULLIF(a.occurred_at, '-infinity') AS occurred_at
FROM bookrecs.acts a
JOIN bookrecs.users u ON u.user_no = a.user_no
JOIN bookrecs.items i ON i.item_no = a.item_no;
