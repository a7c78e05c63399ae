namespace BookRecs.Storage.Sqlite;

/// <summary>How a piece of work is committed.</summary>
internal enum WriteMode
{
    /// <summary>Together with others that wait.</summary>
    Grouped,

    /// <summary>In a transaction of its own.</summary>
    Alone,

    /// <summary>Outside any transaction, for what SQLite refuses inside one.</summary>
    Bare,
}
