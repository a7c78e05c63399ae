using System.Runtime.InteropServices;
using BookRecs.Grains.Log;
using BookRecs.Recommender.Data;

namespace BookRecs.Storage.Sqlite;

/// <summary>
/// One import of acts. While one batch is written, the next is gathered. Holds two batches of rows and the ids of the users and
/// items that occur, about 100 bytes an id.
/// </summary>
/// <param name="writer">Writes the batches.</param>
/// <param name="batchRows">How many rows a batch holds.</param>
/// <param name="isEmpty">True when the log held no act at the start: only acts of this import can then be repeated.</param>
internal sealed class SqliteInteractionImport(SqliteWriter writer, int batchRows, bool isEmpty)
{
    // The date before the kind and the item, as in the index.
    private const string FindAct =
        """
        SELECT sequence, rating, is_read FROM act
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
    private readonly ActFilter? _written = isEmpty ? new ActFilter() : null;
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
                filling.Sort();
                await pending;
                (filling, writing) = (writing, filling);
                pending = Post(writing);
                filling.Clear();
            }

            filling.Sort();
            await pending;
            pending = Post(filling);
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
        var (added, replaced) = (0, 0);
        var find = database.Prepare(FindAct);
        var add = database.Prepare(AddAct);
        for (var place = 0; place < batch.Count; place++)
        {
            ref readonly var row = ref batch[place];
            var user = _userNumbers[row.User];
            var item = _itemNumbers[row.Item];
            if (_written?.Add(row) != false)
            {
                using var found = find.Bind(1, user).Bind(2, row.OccurredAt).Bind(3, item).Bind(4, row.Kind);
                if (found.Step())
                {
                    replaced += Replace(database, found, row) ? 1 : 0;
                    continue;
                }
            }

            add.Bind(1, ++sequence).Bind(2, user).Bind(3, item).Bind(4, row.Kind).Bind(5, row.Rating)
                .Bind(6, row.IsRead ? 1 : 0).Bind(7, row.OccurredAt).Run();
            _newActs[row.Item]++;
            added++;
        }

        CountNewActs(database, batch);
        database.Prepare(Grow).Bind(1, sequence).Bind(2, added).Bind(3, users).Bind(4, items).Run();
        _added += added;
        _replaced += replaced;
        _unchanged += batch.Count - added - replaced;
        return added;
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

    private static bool Replace(SqliteDatabase database, SqliteStatement found, in InteractionBatch.Row row)
    {
        if (found.Single(1) == (float?)row.Rating && found.Int32(2) != 0 == row.IsRead)
            return false;
        database.Prepare(ChangeAct).Bind(1, found.Int64(0)).Bind(2, row.Rating).Bind(3, row.IsRead ? 1 : 0).Run();
        return true;
    }

    private void CountNewActs(SqliteDatabase database, InteractionBatch batch)
    {
        for (var place = 0; place < batch.Count; place++)
        {
            var item = batch[place].Item;
            if (_newActs[item] == 0)
                continue;
            database.Prepare(CountActs).Bind(1, _itemNumbers[item]).Bind(2, _newActs[item]).Run();
            _newActs[item] = 0;
        }
    }
}
