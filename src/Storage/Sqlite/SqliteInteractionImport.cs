using System.Runtime.InteropServices;
using BookRecs.Grains.Log;
using BookRecs.Recommender.Data;

namespace BookRecs.Storage.Sqlite;

/// <summary>
/// One import of acts. While one batch is written, the next is gathered. Into an empty log the rows are appended without indexes,
/// and those that may repeat a row of this import are set aside until the index is there to tell. Holds two batches of rows, the
/// rows set aside (three batches at most, then the index is built for them), and the ids of users and items, about 100 bytes an id.
/// </summary>
/// <param name="writer">Writes the batches.</param>
/// <param name="batchRows">How many rows a batch holds.</param>
/// <param name="isEmpty">True when the log held no act at the start: only acts of this import can then be repeated.</param>
internal sealed class SqliteInteractionImport(SqliteWriter writer, int batchRows, bool isEmpty)
{
    // By the index of users, whose neighbours are written together; the planner would also take the one of items.
    private const string FindAct =
        """
        SELECT sequence, rating, is_read FROM act INDEXED BY act_user
        WHERE user_no = ?1 AND occurred_at = ?2 AND item_no = ?3 AND kind = ?4 AND transaction_id IS NULL
        """;

    private const string AddAct =
        "INSERT INTO act(sequence, user_no, item_no, kind, rating, is_read, occurred_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

    private const string ChangeAct = "UPDATE act SET rating = ?2, is_read = ?3 WHERE sequence = ?1";
    private const string CountActs = "UPDATE item SET act_count = act_count + ?2 WHERE item_no = ?1";

    private const string Grow =
        "UPDATE shop SET last_sequence = ?1, acts = acts + ?2, users = users + ?3, items = items + ?4";

    private readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _items = new(StringComparer.Ordinal);
    private readonly List<long> _userNumbers = [];
    private readonly List<long> _itemNumbers = [];
    private readonly List<int> _newActs = [];
    private readonly List<InteractionBatch.Row> _aside = [];
    private ActFilter? _appended = isEmpty ? new ActFilter() : null;
    private long _added;
    private long _replaced;
    private long _unchanged;

    /// <summary>Writes all rows; call it once.</summary>
    public async Task<ImportResult> RunAsync(IEnumerable<Interaction> interactions, CancellationToken cancellationToken)
    {
        var filling = new InteractionBatch(batchRows);
        var writing = new InteractionBatch(batchRows);
        var pending = Task.FromResult(0);
        try
        {
            foreach (var interaction in interactions)
            {
                cancellationToken.ThrowIfCancellationRequested();
                TransactionRules.Check(interaction);
                var user = Number(_users, filling.NewUsers, interaction.UserId);
                var item = Number(_items, filling.NewItems, interaction.ItemId);
                filling.Add(user, item, interaction);
                if (!filling.IsFull)
                    continue;
                await pending;
                (filling, writing) = (writing, filling);
                pending = Post(writing);
                filling.Clear();
            }

            await pending;
            pending = Post(filling);
            await pending;
            pending = writer.RunAsync(WriteAside, WriteMode.Alone, cancellationToken: CancellationToken.None);
        }
        finally
        {
            await pending;
        }

        return new ImportResult(_added, _replaced, _unchanged);
    }

    private static int Number(Dictionary<string, int> numbers, List<string> added, string id)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, id, out var exists);
        if (!exists)
        {
            number = numbers.Count - 1;
            added.Add(id);
        }

        return number;
    }

    private Task<int> Post(InteractionBatch batch) => batch.Count == 0
        ? Task.FromResult(0)
        : writer.RunAsync(database => Write(database, batch), WriteMode.Alone);

    private int Write(SqliteDatabase database, InteractionBatch batch)
    {
        var (users, items) = Resolve(database, batch);
        var sequence = database.Scalar("SELECT last_sequence FROM shop");
        var added = 0;
        if (_appended is { } appended)
        {
            foreach (ref readonly var row in batch.Rows)
            {
                if (appended.Add(row))
                    _aside.Add(row);
                else
                    Add(database, row, sequence + ++added);
            }

            _added += added;
        }
        else
        {
            batch.Sort();
            for (var place = 0; place < batch.Count; place++)
                added += Merge(database, batch[place], sequence + added + 1);
        }

        Count(database, batch.Rows);
        database.Prepare(Grow).Bind(1, sequence + added).Bind(2, added).Bind(3, users).Bind(4, items).Run();
        return _aside.Count > 2 * batchRows ? WriteAside(database) : added;
    }

    /// <summary>Writes the rows that were set aside, in their order, and from then on goes by the index.</summary>
    private int WriteAside(SqliteDatabase database)
    {
        _appended = null;
        if (_aside.Count == 0)
            return 0;
        database.Execute(SqliteSchema.CreateUserIndex);
        var sequence = database.Scalar("SELECT last_sequence FROM shop");
        var rows = CollectionsMarshal.AsSpan(_aside);
        var added = 0;
        foreach (ref readonly var row in rows)
            added += Merge(database, row, sequence + added + 1);
        Count(database, rows);
        database.Prepare(Grow).Bind(1, sequence + added).Bind(2, added).Bind(3, 0).Bind(4, 0).Run();
        _aside.Clear();
        return added;
    }

    private int Merge(SqliteDatabase database, in InteractionBatch.Row row, long nextSequence)
    {
        using var found = database.Prepare(FindAct)
            .Bind(1, _userNumbers[row.User]).Bind(2, row.OccurredAt).Bind(3, _itemNumbers[row.Item]).Bind(4, row.Kind);
        if (!found.Step())
        {
            Add(database, row, nextSequence);
            _added++;
            return 1;
        }

        if (found.Single(1) == (float?)row.Rating && found.Int32(2) != 0 == row.IsRead)
        {
            _unchanged++;
            return 0;
        }

        database.Prepare(ChangeAct).Bind(1, found.Int64(0)).Bind(2, row.Rating).Bind(3, row.IsRead ? 1 : 0).Run();
        _replaced++;
        return 0;
    }

    private void Add(SqliteDatabase database, in InteractionBatch.Row row, long sequence)
    {
        database.Prepare(AddAct)
            .Bind(1, sequence)
            .Bind(2, _userNumbers[row.User])
            .Bind(3, _itemNumbers[row.Item])
            .Bind(4, row.Kind)
            .Bind(5, row.Rating)
            .Bind(6, row.IsRead ? 1 : 0)
            .Bind(7, row.OccurredAt)
            .Run();
        _newActs[row.Item]++;
    }

    private (int Users, int Items) Resolve(SqliteDatabase database, InteractionBatch batch)
    {
        var (users, items) = (0, 0);
        foreach (var id in batch.NewUsers)
        {
            var (number, isNew) = SqliteAppender.UserNumber(database, id);
            _userNumbers.Add(number);
            users += isNew ? 1 : 0;
        }

        foreach (var id in batch.NewItems)
        {
            var (number, isNew, _) = SqliteAppender.ItemNumber(database, id);
            _itemNumbers.Add(number);
            _newActs.Add(0);
            items += isNew ? 1 : 0;
        }

        return (users, items);
    }

    /// <summary>Brings the acts per item up to date, for the items of these rows.</summary>
    private void Count(SqliteDatabase database, ReadOnlySpan<InteractionBatch.Row> rows)
    {
        foreach (ref readonly var row in rows)
        {
            ref var newActs = ref CollectionsMarshal.AsSpan(_newActs)[row.Item];
            if (newActs == 0)
                continue;
            database.Prepare(CountActs).Bind(1, _itemNumbers[row.Item]).Bind(2, newActs).Run();
            newActs = 0;
        }
    }
}
