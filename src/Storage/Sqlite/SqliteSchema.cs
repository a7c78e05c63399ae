namespace BookRecs.Storage.Sqlite;

/// <summary>The tables of a shop file, and the way from each format version to the next.</summary>
internal static class SqliteSchema
{
    /// <summary>Marks a SQLite file as one of ours ("BKRC").</summary>
    public const int ApplicationId = 0x424B_5243;

    /// <summary>Everything about an item's acts that its activation needs, without touching the acts themselves.</summary>
    public const string CreateItemIndex =
        "CREATE INDEX IF NOT EXISTS act_item ON act(item_no, occurred_at, kind, user_no)";

    /// <summary>A user's acts by date, and which act of a user on an item there is.</summary>
    public const string CreateUserIndex =
        "CREATE INDEX IF NOT EXISTS act_user ON act(user_no, occurred_at, item_no, kind)";

    /// <summary>Both are left out while an empty log is filled, and built in one go afterwards.</summary>
    public const string DropIndexes = "DROP INDEX IF EXISTS act_item; DROP INDEX IF EXISTS act_user;";

    /// <summary>The format this program writes.</summary>
    public static int Version => Migrations.Count;

    /// <summary>Step n turns format n into format n + 1; a released step never changes.</summary>
    public static IReadOnlyList<string> Migrations { get; } =
    [
        $"""
        PRAGMA application_id = {ApplicationId};

        -- Always one row: the exact sizes, so that none of them needs a count.
        CREATE TABLE shop(
            id            INTEGER PRIMARY KEY CHECK (id = 1),
            is_synthetic  INTEGER NOT NULL DEFAULT 0,
            last_sequence INTEGER NOT NULL DEFAULT 0,
            acts          INTEGER NOT NULL DEFAULT 0,
            users         INTEGER NOT NULL DEFAULT 0,
            items         INTEGER NOT NULL DEFAULT 0
        );
        INSERT INTO shop(id) VALUES (1);

        CREATE TABLE user(
            user_no INTEGER PRIMARY KEY,
            user_id TEXT NOT NULL UNIQUE
        );

        -- Items of the catalogue and of the log.
        CREATE TABLE item(
            item_no   INTEGER PRIMARY KEY,
            item_id   TEXT NOT NULL UNIQUE,
            act_count INTEGER NOT NULL DEFAULT 0
        );

        -- Lists are JSON arrays, prices exact decimals as text.
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
        );

        -- transaction_id is NULL for imported acts; occurred_at counts milliseconds since 1970 (UTC).
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
        CREATE UNIQUE INDEX act_transaction ON act(transaction_id) WHERE transaction_id IS NOT NULL;
        {CreateUserIndex};
        {CreateItemIndex};

        CREATE TABLE grain_state(
            grain_id   TEXT NOT NULL,
            state_name TEXT NOT NULL,
            etag       TEXT NOT NULL,
            state      TEXT NOT NULL,
            PRIMARY KEY (grain_id, state_name)
        ) WITHOUT ROWID;
        """,
        """
        -- Rises with every change of the catalogue; each book holds the revision of its last change.
        ALTER TABLE shop ADD COLUMN catalogue_revision INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE book ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX book_revision ON book(revision);
        """,
    ];
}
