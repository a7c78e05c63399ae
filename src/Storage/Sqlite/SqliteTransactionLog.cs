using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Interfaces.Users;
using BookRecs.Grains.Log;
using BookRecs.Recommender.Data;

namespace BookRecs.Storage.Sqlite;

/// <summary>The transaction log in a shop file.</summary>
/// <param name="writer">The writer, or null when the file was opened only to read it.</param>
/// <param name="readers">The connections that read.</param>
/// <param name="time">Dates the acts that name no date.</param>
internal sealed class SqliteTransactionLog(SqliteWriter? writer, SqliteReaders readers, TimeProvider time) : ITransactionLog
{
    private const int MaxPage = 1_000;

    /// <inheritdoc/>
    public Task<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<Transaction> transactions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactions);
        foreach (var transaction in transactions)
            TransactionRules.Check(transaction);
        if (transactions.Count == 0)
            return Task.FromResult<IReadOnlyList<AppendResult>>([]);
        if (writer is null)
            throw new LogUnavailableException("The store was opened only to read it.");
        return writer.RunAsync<IReadOnlyList<AppendResult>>(
            database => database.Appender.Append(transactions, time.GetUtcNow()),
            weight: transactions.Count,
            cancellationToken: cancellationToken);
    }

    /// <inheritdoc/>
    public Task<UserActivity> ReadUserAsync(string userId, int recentLimit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userId);
        ArgumentOutOfRangeException.ThrowIfNegative(recentLimit);
        return readers.ReadAsync(database => SqliteUserReads.Activity(database, userId, recentLimit), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<HistoryPage?> ReadHistoryAsync(
        string userId, string? cursor, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userId);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxPage);
        var after = new HistoryCursor(long.MaxValue, long.MaxValue);
        if (cursor is not null && !HistoryCursor.TryDecode(userId, cursor, out after))
            return null;
        return await readers.ReadAsync(database => SqliteUserReads.History(database, userId, after, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ItemActivity> ReadItemAsync(
        string itemId, int recentReaders, int precedingItems, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(itemId);
        ArgumentOutOfRangeException.ThrowIfNegative(recentReaders);
        ArgumentOutOfRangeException.ThrowIfNegative(precedingItems);
        return readers.ReadAsync(
            database => SqliteItemReads.Activity(database, itemId, recentReaders, precedingItems), cancellationToken);
    }

    /// <inheritdoc/>
    public IEnumerable<Interaction> ReadInteractions(CancellationToken cancellationToken = default) =>
        SqliteLogStream.Read(readers, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ReadPopularItemsAsync(int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return readers.ReadAsync(database => SqliteItemReads.Popular(database, limit), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<LogSummary> GetSummaryAsync(CancellationToken cancellationToken = default) =>
        readers.ReadAsync(Summary, cancellationToken);

    /// <summary>The sizes as the shop's row holds them.</summary>
    internal static LogSummary Summary(SqliteDatabase database)
    {
        using var shop = database.Prepare("SELECT acts, users, items, is_synthetic FROM shop");
        shop.Step();
        return new LogSummary(shop.Int64(0), shop.Int64(1), shop.Int64(2), shop.Int32(3) != 0);
    }
}
