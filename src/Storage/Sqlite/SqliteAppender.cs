using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Log;

namespace BookRecs.Storage.Sqlite;

/// <summary>
/// Writes acts inside transactions of the writer. What the acts of one transaction have in common is done once for all of them: users and
/// items are looked up once, and the counts of the shop and of each item are written at the end.
/// </summary>
/// <param name="database">The writer's connection.</param>
internal sealed class SqliteAppender(SqliteDatabase database)
{
    private const string FindAct =
        """
        SELECT a.sequence, u.user_id, i.item_id, a.kind, a.rating, a.is_read, a.price, a.occurred_at, b.title <> ''
        FROM act a JOIN user u ON u.user_no = a.user_no JOIN item i ON i.item_no = a.item_no
        LEFT JOIN book b ON b.item_no = a.item_no
        WHERE a.transaction_id = ?1
        """;

    private const string FindUser = "SELECT user_no FROM user WHERE user_id = ?1";
    private const string AddUser = "INSERT INTO user(user_id) VALUES (?1)";

    private const string FindItem =
        "SELECT i.item_no, b.title <> '' FROM item i LEFT JOIN book b ON b.item_no = i.item_no WHERE i.item_id = ?1";

    private const string AddItem = "INSERT INTO item(item_id) VALUES (?1)";
    private const string CountActs = "UPDATE item SET act_count = act_count + ?2 WHERE item_no = ?1";

    private const string AddAct =
        """
        INSERT INTO act(sequence, transaction_id, user_no, item_no, kind, rating, is_read, price, occurred_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        """;

    private const string Grow =
        "UPDATE shop SET last_sequence = ?1, acts = acts + ?2, users = users + ?3, items = items + ?4";

    private readonly Dictionary<string, long> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AppendedItem> _items = new(StringComparer.Ordinal);
    private long? _sequence;
    private int _newActs;
    private int _newUsers;
    private int _newItems;

    /// <summary>Appends acts in order.</summary>
    /// <param name="transactions">The acts.</param>
    /// <param name="now">The date of acts that name none.</param>
    public AppendResult[] Append(IReadOnlyList<Transaction> transactions, DateTimeOffset now)
    {
        var results = new AppendResult[transactions.Count];
        var sequence = _sequence ?? database.Scalar("SELECT last_sequence FROM shop");
        for (var index = 0; index < results.Length; index++)
        {
            var transaction = transactions[index];
            if (TryFind(transaction, out results[index]))
                continue;
            var user = FindOrAddUser(transaction.UserId);
            var item = FindOrAddItem(transaction.ItemId);
            var occurredAt = LogDate.ToMilliseconds(transaction.OccurredAt ?? now);
            Insert(++sequence, transaction, user, item.Number, occurredAt);
            item.NewActs++;
            _newActs++;
            _sequence = sequence;
            results[index] = new AppendResult(
                TransactionStatus.Accepted, sequence, LogDate.ToDate(occurredAt), item.InCatalogue);
        }

        return results;
    }

    /// <summary>Writes what the acts of this transaction count for, just before its commit.</summary>
    public void Finish()
    {
        if (_newActs > 0)
        {
            foreach (var item in _items.Values)
            {
                if (item.NewActs > 0)
                    database.Prepare(CountActs).Bind(1, item.Number).Bind(2, item.NewActs).Run();
            }

            database.Prepare(Grow).Bind(1, _sequence!.Value).Bind(2, _newActs).Bind(3, _newUsers).Bind(4, _newItems).Run();
        }

        Forget();
    }

    /// <summary>Forgets a transaction that ended or was given up: the next one may find users and items otherwise.</summary>
    public void Forget()
    {
        _users.Clear();
        _items.Clear();
        _sequence = null;
        (_newActs, _newUsers, _newItems) = (0, 0, 0);
    }

    /// <summary>The number of a user, who is added when unknown.</summary>
    public static (long Number, bool IsNew) UserNumber(SqliteDatabase database, string userId)
    {
        using (var find = database.Prepare(FindUser).Bind(1, userId))
        {
            if (find.Step())
                return (find.Int64(0), false);
        }

        database.Prepare(AddUser).Bind(1, userId).Run();
        return (database.LastInsertRowId, true);
    }

    /// <summary>The number of an item, which is added when unknown.</summary>
    public static (long Number, bool IsNew, bool InCatalogue) ItemNumber(SqliteDatabase database, string itemId)
    {
        using (var find = database.Prepare(FindItem).Bind(1, itemId))
        {
            if (find.Step())
                return (find.Int64(0), false, find.Int32(1) != 0);
        }

        database.Prepare(AddItem).Bind(1, itemId).Run();
        return (database.LastInsertRowId, true, false);
    }

    private long FindOrAddUser(string userId)
    {
        if (_users.TryGetValue(userId, out var known))
            return known;
        var (number, isNew) = UserNumber(database, userId);
        _newUsers += isNew ? 1 : 0;
        return _users[userId] = number;
    }

    private AppendedItem FindOrAddItem(string itemId)
    {
        if (_items.TryGetValue(itemId, out var known))
            return known;
        var (number, isNew, inCatalogue) = ItemNumber(database, itemId);
        _newItems += isNew ? 1 : 0;
        return _items[itemId] = new AppendedItem(number, inCatalogue);
    }

    private bool TryFind(Transaction transaction, out AppendResult result)
    {
        using var find = database.Prepare(FindAct).Bind(1, transaction.TransactionId);
        if (!find.Step())
        {
            result = default;
            return false;
        }

        var occurredAt = find.Int64(7);
        var isSame = find.Text(1) == transaction.UserId
            && find.Text(2) == transaction.ItemId
            && find.Int32(3) == (int)transaction.Kind
            && find.Single(4) == transaction.Rating
            && find.Int32(5) != 0 == transaction.IsRead
            && SqliteValues.ToPrice(find.TextOrNull(6)) == transaction.Price
            && (transaction.OccurredAt is not { } date || LogDate.ToMilliseconds(date) == occurredAt);
        result = new AppendResult(
            isSame ? TransactionStatus.Duplicate : TransactionStatus.Conflict,
            find.Int64(0),
            LogDate.ToDate(occurredAt),
            find.Int32(8) != 0);
        return true;
    }

    private void Insert(long sequence, Transaction transaction, long user, long item, long occurredAt)
    {
        database.Prepare(AddAct)
            .Bind(1, sequence)
            .Bind(2, transaction.TransactionId)
            .Bind(3, user)
            .Bind(4, item)
            .Bind(5, (int)transaction.Kind)
            .Bind(6, transaction.Rating)
            .Bind(7, transaction.IsRead ? 1 : 0)
            .Bind(8, SqliteValues.ToStored(transaction.Price))
            .Bind(9, occurredAt)
            .Run();
    }

    private sealed class AppendedItem(long number, bool inCatalogue)
    {
        public long Number => number;

        public bool InCatalogue => inCatalogue;

        public long NewActs { get; set; }
    }
}
