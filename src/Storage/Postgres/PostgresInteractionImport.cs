using System.Numerics;
using System.Runtime.InteropServices;
using BookRecs.Grains.Log;
using BookRecs.Recommender.Data;
using Npgsql;
using NpgsqlTypes;

namespace BookRecs.Storage.Postgres;

/// <summary>
/// One import of acts. While one batch is written, the next is gathered. Into an empty log the rows are copied as they are, without
/// indexes, and those that may repeat a row of this import are set aside until the indexes are there to tell; into any other log they
/// are merged from a temporary table. Holds two batches of rows, the rows set aside (three batches at most, then the indexes are
/// built for them), and the ids of users and items, about 100 bytes an id.
/// </summary>
/// <param name="source">Where the indexes are built.</param>
/// <param name="connection">Holds the turn of the import.</param>
/// <param name="batchRows">How many rows a batch holds.</param>
/// <param name="isEmpty">True when the log held no act at the start: only acts of this import can then be repeated.</param>
internal sealed class PostgresInteractionImport(PostgresSource source, NpgsqlConnection connection, int batchRows, bool isEmpty)
{
    private const int CommandTimeout = 600;
    private const int PartitionBits = 11;
    private const int FirstMonth = (1990 * 12) + 1;
    private const string Lock = "SELECT last_sequence FROM bookrecs.shop FOR UPDATE";

    private const string CopyActs =
        "COPY bookrecs.acts (sequence, occurred_at, user_no, item_no, kind, is_read, rating) FROM STDIN (FORMAT binary)";

    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _items = new(StringComparer.Ordinal);
    private readonly List<int> _userNumbers = [];
    private readonly List<int> _itemNumbers = [];
    private readonly List<long> _itemActs = [];
    private readonly List<InteractionBatch.Row> _aside = [];
    private readonly HashSet<int> _months = [];
    private readonly PostgresMerge _merge = new(connection);
    private ActFilter? _appended = isEmpty ? new ActFilter() : null;
    private ImportResult _total = new(0, 0, 0);

    /// <summary>Writes all rows; call it once.</summary>
    public async Task<ImportResult> RunAsync(IEnumerable<Interaction> interactions, CancellationToken cancellationToken)
    {
        var filling = new InteractionBatch(batchRows);
        var writing = new InteractionBatch(batchRows);
        var pending = Task.CompletedTask;
        try
        {
            foreach (var interaction in interactions)
            {
                cancellationToken.ThrowIfCancellationRequested();
                TransactionRules.Check(interaction);
                var user = Number(_users, filling.NewUsers, interaction.UserId, "user_id");
                var item = Number(_items, filling.NewItems, interaction.ItemId, "item_id");
                filling.Add(user, item, interaction);
                if (!filling.IsFull)
                    continue;
                await pending;
                (filling, writing) = (writing, filling);
                pending = PostAsync(writing);
                filling.Clear();
            }

            await pending;
            pending = PostAsync(filling);
            await pending;
            pending = MergeAsideAsync();
        }
        finally
        {
            await pending;
        }

        return _total;
    }

    private static int Number(Dictionary<string, int> numbers, List<string> added, string id, string field)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, id, out var exists);
        if (!exists)
        {
            number = numbers.Count - 1;
            added.Add(PostgresValues.ToStoredId(id, field));
        }

        return number;
    }

    private Task PostAsync(InteractionBatch batch) => batch.Count == 0 ? Task.CompletedTask : Task.Run(() => WriteAsync(batch));

    private async Task WriteAsync(InteractionBatch batch)
    {
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            var sequence = await ScalarAsync(Lock);
            await NumberAsync("SELECT * FROM bookrecs.number_users($1)", batch.NewUsers, _userNumbers);
            await NumberAsync("SELECT * FROM bookrecs.number_items($1)", batch.NewItems, _itemNumbers);
            await MakeMonthsAsync(batch);
            if (_appended is { } appended)
            {
                var added = await CopyAsync(batch, appended, sequence);
                await CountAsync(added);
                _total = _total with { Added = _total.Added + added };
            }
            else
            {
                Tally(await _merge.RunAsync(batch.Rows.ToArray(), _userNumbers, _itemNumbers));
            }

            await transaction.CommitAsync();
        }

        if (_aside.Count > 2 * batchRows)
            await MergeAsideAsync();
    }

    /// <summary>Merges the rows that were set aside, in their order; from then on every row is merged.</summary>
    private async Task MergeAsideAsync()
    {
        if (_appended is not null)
            await PostgresIndexes.BuildAsync(source, new ItemCounts([.. _itemNumbers], [.. _itemActs]), CancellationToken.None);
        _appended = null;
        foreach (var rows in _aside.Chunk(batchRows))
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await ScalarAsync(Lock);
            Tally(await _merge.RunAsync(rows, _userNumbers, _itemNumbers));
            await transaction.CommitAsync();
        }

        _aside.Clear();
    }

    /// <summary>
    /// Copies the rows that surely repeat none. Month by month, so that the server fills one table after the other; in each by user, and of a
    /// user the last first, which is the order of the index: where a month comes in one batch, there is nothing left to sort.
    /// </summary>
    private async Task<int> CopyAsync(InteractionBatch batch, ActFilter appended, long sequence)
    {
        while (_itemActs.Count < _itemNumbers.Count)
            _itemActs.Add(0);
        var indexBits = BitsOf(batch.Count - 1);
        var userBits = Math.Min(BitsOf(_userNumbers.Max()), 63 - PartitionBits - indexBits);
        var userShift = BitsOf(_userNumbers.Max()) - userBits;
        var order = new long[batch.Count];
        var places = new long[batch.Count];
        var count = 0;
        for (var index = 0; index < batch.Count; index++)
        {
            ref readonly var row = ref batch.Rows[index];
            if (appended.Add(row))
            {
                _aside.Add(row);
                continue;
            }

            var user = (long)_userNumbers[row.User] >> userShift;
            var fromLast = batch.Count - 1 - index;
            order[count++] = (((Partition(row.OccurredAt) << userBits) | user) << indexBits) | (long)fromLast;
            places[index] = sequence + count;
            _itemActs[row.Item]++;
        }

        Array.Sort(order, 0, count);
        await using var stream = await connection.BeginRawBinaryCopyAsync(CopyActs);
        stream.WriteTimeout = CommandTimeout * 1_000;
        var copy = new BinaryCopy(stream);
        copy.WriteHeader();
        for (var place = 0; place < count; place++)
        {
            var index = batch.Count - 1 - (int)(order[place] & ((1L << indexBits) - 1));
            Add(copy, batch.Rows[index], places[index]);
        }

        copy.WriteTrailer();
        return count;
    }

    private void Add(BinaryCopy copy, in InteractionBatch.Row row, long sequence)
    {
        copy.StartRow(7);
        copy.Write(sequence);
        copy.Write(PostgresValues.ToTimestamp(row.OccurredAt));
        copy.Write(_userNumbers[row.User]);
        copy.Write(_itemNumbers[row.Item]);
        copy.Write((short)row.Kind);
        copy.Write(row.IsRead);
        copy.WriteOrNull(row.RatingOrNaN);
    }

    /// <summary>Brings the size of the log up to date; the acts of each item are counted when the indexes are built.</summary>
    private async Task CountAsync(int added)
    {
        await using var command = new NpgsqlCommand("SELECT bookrecs.count_acts($1)", connection) { CommandTimeout = CommandTimeout };
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = added });
        await command.ExecuteNonQueryAsync();
    }

    private async Task MakeMonthsAsync(InteractionBatch batch)
    {
        var dates = new List<long>();
        foreach (ref readonly var row in batch.Rows)
        {
            if (row.OccurredAt != LogDate.None && _months.Add(Month(row.OccurredAt)))
                dates.Add(PostgresValues.ToTimestamp(row.OccurredAt));
        }

        if (dates.Count == 0)
            return;
        await using var command = new NpgsqlCommand("SELECT bookrecs.create_months($1)", connection) { CommandTimeout = CommandTimeout };
        command.Parameters.Add(
            new NpgsqlParameter<long[]> { TypedValue = [.. dates], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        await command.ExecuteNonQueryAsync();
    }

    private async Task NumberAsync(string sql, List<string> ids, List<int> numbers)
    {
        if (ids.Count == 0)
            return;
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = CommandTimeout };
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. ids] });
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            numbers.Add(rows.GetInt32(0));
    }

    private async Task<long> ScalarAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = CommandTimeout };
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private void Tally(ImportResult part) => _total = new ImportResult(
        _total.Added + part.Added, _total.Replaced + part.Replaced, _total.Unchanged + part.Unchanged);

    private static int BitsOf(int value) => 32 - BitOperations.LeadingZeroCount((uint)value);

    /// <summary>Orders the partitions: acts without a date, before 1990, the months up to 2099, and later.</summary>
    private static long Partition(long milliseconds) =>
        milliseconds == LogDate.None ? 0 : Math.Clamp(Month(milliseconds) - FirstMonth + 2, 1, (1 << PartitionBits) - 1);

    private static int Month(long milliseconds)
    {
        if (milliseconds == LogDate.None)
            return -1;
        var date = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime;
        return (date.Year * 12) + date.Month;
    }
}
