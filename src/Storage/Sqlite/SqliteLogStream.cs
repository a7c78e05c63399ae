using BookRecs.Recommender.Data;

namespace BookRecs.Storage.Sqlite;

/// <summary>Reads the whole log in one snapshot, on a connection of its own.</summary>
internal static class SqliteLogStream
{
    private const string AllActs = "SELECT user_no, item_no, kind, is_read, rating, occurred_at FROM act ORDER BY sequence";

    /// <summary>Every act in log order. Holds the ids of all users and items, and nothing of the acts.</summary>
    public static IEnumerable<Interaction> Read(SqliteReaders readers, CancellationToken cancellationToken)
    {
        using var database = readers.Connect();
        var (users, items, acts) = SqliteReaders.Translate(database, static database =>
        {
            database.Execute("BEGIN");
            return (
                Ids(database, "SELECT user_no, user_id FROM user", "SELECT max(user_no) FROM user"),
                Ids(database, "SELECT item_no, item_id FROM item", "SELECT max(item_no) FROM item"),
                database.Prepare(AllActs));
        });

        while (SqliteReaders.Translate(acts, static acts => acts.Step()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return SqliteValues.Interaction(users[acts.Int64(0)], items[acts.Int64(1)], acts, 2);
        }
    }

    private static string[] Ids(SqliteDatabase database, string all, string highest)
    {
        var ids = new string[database.Scalar(highest) + 1];
        using var rows = database.Prepare(all);
        while (rows.Step())
            ids[rows.Int64(0)] = rows.Text(1);
        return ids;
    }
}
