using System.Data;
using BookRecs.Recommender.Data;
using Npgsql;
using NpgsqlTypes;

namespace BookRecs.Storage.Postgres;

/// <summary>Reads the whole log in one snapshot.</summary>
internal static class PostgresLogStream
{
    private const string AllActs =
        """
        COPY (SELECT user_no, item_no, kind, is_read, rating, occurred_at FROM bookrecs.acts ORDER BY sequence)
        TO STDOUT (FORMAT binary)
        """;

    /// <summary>Every act in log order. Holds the ids of all users and items, and nothing of the acts.</summary>
    public static IEnumerable<Interaction> Read(NpgsqlConnection connection)
    {
        using var transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
        var users = Ids(connection, "COPY (SELECT user_no, user_id FROM bookrecs.users ORDER BY user_no) TO STDOUT (FORMAT binary)");
        var items = Ids(connection, "COPY (SELECT item_no, item_id FROM bookrecs.items ORDER BY item_no) TO STDOUT (FORMAT binary)");
        using var acts = Export(connection, AllActs);
        while (acts.StartRow() >= 0)
        {
            var user = users[acts.Read<int>(NpgsqlDbType.Integer)];
            var item = items[acts.Read<int>(NpgsqlDbType.Integer)];
            var kind = (InteractionKind)acts.Read<short>(NpgsqlDbType.Smallint);
            var isRead = acts.Read<bool>(NpgsqlDbType.Boolean);
            float? rating = null;
            if (acts.IsNull)
                acts.Skip();
            else
                rating = acts.Read<float>(NpgsqlDbType.Real);
            var date = PostgresValues.FromTimestamp(acts.Read<long>(NpgsqlDbType.TimestampTz));
            yield return new Interaction(user, item, kind, isRead, rating, LogDate.ToDate(date));
        }
    }

    /// <summary>Ids by number. Numbers of rolled back transactions stay empty.</summary>
    private static string[] Ids(NpgsqlConnection connection, string copy)
    {
        var ids = new List<string>();
        using var rows = Export(connection, copy);
        while (rows.StartRow() >= 0)
        {
            var number = rows.Read<int>(NpgsqlDbType.Integer);
            while (ids.Count < number)
                ids.Add("");
            ids.Add(PostgresValues.FromStored(rows.Read<string>(NpgsqlDbType.Text)));
        }

        return [.. ids];
    }

    private static NpgsqlBinaryExporter Export(NpgsqlConnection connection, string copy)
    {
        var export = connection.BeginBinaryExport(copy);

        // The server may sort for long before the first row.
        export.Timeout = System.Threading.Timeout.InfiniteTimeSpan;
        return export;
    }
}
