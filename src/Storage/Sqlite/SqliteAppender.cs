using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Log;

namespace BookRecs.Storage.Sqlite;

/// <summary>Writes acts inside a transaction of the writer.</summary>
internal static class SqliteAppender
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
    private const string CountAct = "UPDATE item SET act_count = act_count + 1 WHERE item_no = ?1";

    private const string AddAct =
        """
        INSERT INTO act(sequence, transaction_id, user_no, item_no, kind, rating, is_read, price, occurred_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        """;

    private const string Grow =
        "UPDATE shop SET last_sequence = ?1, acts = acts + ?2, users = users + ?3, items = items + ?4";

    /// <summary>Appends acts in order.</summary>
    /// <param name="database">The writer's connection, in a transaction.</param>
    /// <param name="transactions">The acts.</param>
    /// <param name="now">The date of acts that name none.</param>
    public static AppendResult[] Append(SqliteDatabase database, IReadOnlyList<Transaction> transactions, DateTimeOffset now)
    {
        var results = new AppendResult[transactions.Count];
        var (acts, users, items) = (0, 0, 0);
        var sequence = database.Scalar("SELECT last_sequence FROM shop");
        for (var index = 0; index < results.Length; index++)
        {
            var transaction = transactions[index];
            if (TryFind(database, transaction, out results[index]))
                continue;
            var (user, isNewUser) = UserNumber(database, transaction.UserId);
            var (item, isNewItem, inCatalogue) = ItemNumber(database, transaction.ItemId);
            users += isNewUser ? 1 : 0;
            items += isNewItem ? 1 : 0;
            acts++;
            var occurredAt = LogDate.ToMilliseconds(transaction.OccurredAt ?? now);
            Insert(database, ++sequence, transaction, user, item, occurredAt);
            results[index] = new AppendResult(
                TransactionStatus.Accepted, sequence, LogDate.ToDate(occurredAt), inCatalogue);
        }

        if (acts > 0)
            database.Prepare(Grow).Bind(1, sequence).Bind(2, acts).Bind(3, users).Bind(4, items).Run();
        return results;
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

    private static bool TryFind(SqliteDatabase database, Transaction transaction, out AppendResult result)
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

    private static void Insert(
        SqliteDatabase database, long sequence, Transaction transaction, long user, long item, long occurredAt)
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
        database.Prepare(CountAct).Bind(1, item).Run();
    }
}
