using System.Runtime.InteropServices;
using BookRecs.Grains.Log;
using Npgsql;

namespace BookRecs.Storage.Postgres;

/// <summary>Merges imported acts into a log that may hold them already.</summary>
/// <param name="connection">The import's connection, in a transaction that has locked the shop.</param>
internal sealed class PostgresMerge(NpgsqlConnection connection)
{
    private const int CommandTimeout = 600;

    private const string Begin =
        """
        CREATE TEMPORARY TABLE IF NOT EXISTS import_acts (
            place integer, user_no integer, item_no integer, kind smallint, occurred_at timestamptz,
            is_read boolean, rating real, first_is_read boolean, first_rating real
        ) ON COMMIT DELETE ROWS
        """;

    private const string Copy =
        """
        COPY pg_temp.import_acts (place, user_no, item_no, kind, occurred_at, is_read, rating, first_is_read, first_rating)
        FROM STDIN (FORMAT binary)
        """;

    private const string Merge = "SELECT added, replaced, unchanged FROM bookrecs.merge_acts()";

    /// <summary>Merges rows as if one after the other.</summary>
    /// <param name="rows">The rows in their order.</param>
    /// <param name="userNumbers">The database's number of each user.</param>
    /// <param name="itemNumbers">The database's number of each item.</param>
    public async Task<ImportResult> RunAsync(InteractionBatch.Row[] rows, List<int> userNumbers, List<int> itemNumbers)
    {
        var (acts, replaced, unchanged) = Fold(rows);
        await using (var begin = new NpgsqlCommand(Begin, connection))
            await begin.ExecuteNonQueryAsync();
        await using (var stream = await connection.BeginRawBinaryCopyAsync(Copy))
        {
            stream.WriteTimeout = CommandTimeout * 1_000;
            var copy = new BinaryCopy(stream);
            copy.WriteHeader();
            foreach (var act in acts)
                Add(copy, act, userNumbers[act.Last.User], itemNumbers[act.Last.Item]);
            copy.WriteTrailer();
        }

        await using var merge = new NpgsqlCommand(Merge, connection) { CommandTimeout = CommandTimeout };
        await using var counts = await merge.ExecuteReaderAsync();
        await counts.ReadAsync();
        return new ImportResult(counts.GetInt64(0), replaced + counts.GetInt64(1), unchanged + counts.GetInt64(2));
    }

    /// <summary>
    /// Brings the rows of one act together: its last row is written, its first row meets what the log holds, and each row in between
    /// is judged by the one before it. Ordered by user, whose neighbours in the index are then read together.
    /// </summary>
    private static (Act[] Acts, long Replaced, long Unchanged) Fold(InteractionBatch.Row[] rows)
    {
        var acts = new Dictionary<(int User, int Item, long OccurredAt, byte Kind), Act>(rows.Length);
        var (replaced, unchanged) = (0L, 0L);
        for (var place = 0; place < rows.Length; place++)
        {
            var row = rows[place];
            ref var act = ref CollectionsMarshal.GetValueRefOrAddDefault(
                acts, (row.User, row.Item, row.OccurredAt, row.Kind), out var isRepeat);
            if (!isRepeat)
                act = new Act(place, row, row);
            else if (act.Last.Rating == row.Rating && act.Last.IsRead == row.IsRead)
                unchanged++;
            else
                (act, replaced) = (act with { Last = row }, replaced + 1);
        }

        var folded = acts.Values.ToArray();
        Array.Sort(folded, static (left, right) =>
            left.Last.User != right.Last.User ? left.Last.User.CompareTo(right.Last.User) : left.Place.CompareTo(right.Place));
        return (folded, replaced, unchanged);
    }

    private static void Add(BinaryCopy copy, in Act act, int user, int item)
    {
        copy.StartRow(9);
        copy.Write(act.Place);
        copy.Write(user);
        copy.Write(item);
        copy.Write((short)act.Last.Kind);
        copy.Write(PostgresValues.ToTimestamp(act.Last.OccurredAt));
        copy.Write(act.Last.IsRead);
        copy.WriteOrNull(act.Last.RatingOrNaN);
        copy.Write(act.First.IsRead);
        copy.WriteOrNull(act.First.RatingOrNaN);
    }

    private readonly record struct Act(int Place, InteractionBatch.Row First, InteractionBatch.Row Last);
}
