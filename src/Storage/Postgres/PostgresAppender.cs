using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Log;
using Npgsql;
using NpgsqlTypes;

namespace BookRecs.Storage.Postgres;

/// <summary>Sends acts to the function <c>append_acts</c>: one statement, one round trip, one commit for all of them.</summary>
internal static class PostgresAppender
{
    private const string Append =
        "SELECT status, sequence, occurred_at, in_catalogue FROM bookrecs.append_acts($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

    private static readonly TransactionStatus[] Statuses =
        [TransactionStatus.Accepted, TransactionStatus.Duplicate, TransactionStatus.Conflict];

    /// <summary>Appends the acts of some calls, in order.</summary>
    /// <param name="connection">The writer's connection.</param>
    /// <param name="writer">The writer.</param>
    /// <param name="batch">The number of this group; a repeat has the same number.</param>
    /// <param name="calls">The calls.</param>
    /// <returns>The results of each call.</returns>
    public static async Task<List<AppendResult[]>> AppendAsync(
        NpgsqlConnection connection, Guid writer, long batch, IReadOnlyList<AppendCall> calls)
    {
        var count = calls.Sum(static call => call.Acts.Count);
        var columns = new Columns(count);
        foreach (var call in calls)
        {
            foreach (var act in call.Acts)
                columns.Add(act, call.Now);
        }

        await using var command = new NpgsqlCommand(Append, connection);
        command.Parameters.Add(new() { Value = writer });
        command.Parameters.Add(new() { Value = batch });
        columns.AddTo(command.Parameters);
        var results = new List<AppendResult[]>(calls.Count);
        await using var rows = await command.ExecuteReaderAsync();
        foreach (var call in calls)
        {
            var judged = new AppendResult[call.Acts.Count];
            for (var place = 0; place < judged.Length; place++)
            {
                if (!await rows.ReadAsync())
                    throw new InvalidDataException("append_acts answered for fewer acts than it was given.");
                judged[place] = new AppendResult(
                    Statuses[rows.GetInt16(0)],
                    rows.GetInt64(1),
                    LogDate.ToDate(PostgresValues.FromTimestamp(rows.GetFieldValue<long>(2))),
                    rows.GetBoolean(3));
            }

            results.Add(judged);
        }

        // The statement is committed when its last message has come.
        while (await rows.NextResultAsync())
        {
        }

        return results;
    }

    private sealed class Columns(int count)
    {
        private readonly string[] _ids = new string[count];
        private readonly string[] _users = new string[count];
        private readonly string[] _items = new string[count];
        private readonly short[] _kinds = new short[count];
        private readonly float?[] _ratings = new float?[count];
        private readonly bool[] _reads = new bool[count];
        private readonly decimal?[] _prices = new decimal?[count];
        private readonly long[] _dates = new long[count];
        private readonly bool[] _dated = new bool[count];
        private int _next;

        public void Add(Transaction act, DateTimeOffset now)
        {
            var place = _next++;
            _ids[place] = PostgresValues.ToStored(act.TransactionId);
            _users[place] = PostgresValues.ToStored(act.UserId);
            _items[place] = PostgresValues.ToStored(act.ItemId);
            _kinds[place] = (short)act.Kind;
            _ratings[place] = act.Rating;
            _reads[place] = act.IsRead;
            _prices[place] = act.Price;
            _dates[place] = PostgresValues.ToTimestamp(LogDate.ToMilliseconds(act.OccurredAt ?? now));
            _dated[place] = act.OccurredAt is not null;
        }

        public void AddTo(NpgsqlParameterCollection parameters)
        {
            Add(_ids, NpgsqlDbType.Text);
            Add(_users, NpgsqlDbType.Text);
            Add(_items, NpgsqlDbType.Text);
            Add(_kinds, NpgsqlDbType.Smallint);
            Add(_ratings, NpgsqlDbType.Real);
            Add(_reads, NpgsqlDbType.Boolean);
            Add(_prices, NpgsqlDbType.Numeric);
            Add(_dates, NpgsqlDbType.TimestampTz);
            Add(_dated, NpgsqlDbType.Boolean);

            void Add<T>(T[] column, NpgsqlDbType type) =>
                parameters.Add(new NpgsqlParameter<T[]> { TypedValue = column, NpgsqlDbType = NpgsqlDbType.Array | type });
        }
    }
}
