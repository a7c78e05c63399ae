using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Interfaces.Users;
using BookRecs.Grains.Log;
using BookRecs.Recommender.Data;
using Npgsql;

namespace BookRecs.Storage.Postgres;

/// <summary>The transaction log in a PostgreSQL database.</summary>
/// <param name="writer">The writer, or null when the shop was opened only to read it.</param>
/// <param name="source">Connections that read.</param>
/// <param name="time">Dates the acts that name no date.</param>
internal sealed class PostgresTransactionLog(PostgresWriter? writer, PostgresSource source, TimeProvider time) : ITransactionLog
{
    private const int MaxPage = 1_000;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<Transaction> transactions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactions);
        foreach (var transaction in transactions)
        {
            TransactionRules.Check(transaction);
            PostgresValues.ToStoredId(transaction.UserId, "user_id");
            PostgresValues.ToStoredId(transaction.ItemId, "item_id");
        }

        if (transactions.Count == 0)
            return [];
        if (writer is null)
            throw new LogUnavailableException("The store was opened only to read it.");
        return await writer.AppendAsync(transactions, time.GetUtcNow(), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<UserActivity> ReadUserAsync(string userId, int recentLimit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userId);
        ArgumentOutOfRangeException.ThrowIfNegative(recentLimit);
        return source.RunAsync(
            (connection, token) => PostgresUserReads.ActivityAsync(connection, userId, recentLimit, token), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<HistoryPage?> ReadHistoryAsync(
        string userId, string? cursor, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userId);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxPage);
        HistoryCursor? after = null;
        if (cursor is not null)
        {
            if (!HistoryCursor.TryDecode(userId, cursor, out var place))
                return null;
            after = place;
        }

        return await source.RunAsync(
            (connection, token) => PostgresUserReads.HistoryAsync(connection, userId, after, limit, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ItemActivity> ReadItemAsync(
        string itemId, int recentReaders, int precedingItems, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(itemId);
        ArgumentOutOfRangeException.ThrowIfNegative(recentReaders);
        ArgumentOutOfRangeException.ThrowIfNegative(precedingItems);
        return source.RunAsync(
            (connection, token) => PostgresItemReads.ActivityAsync(connection, itemId, recentReaders, precedingItems, token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public IEnumerable<Interaction> ReadInteractions(CancellationToken cancellationToken = default) =>
        source.Stream(PostgresLogStream.Read, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ReadPopularItemsAsync(int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return source.RunAsync((connection, token) => PostgresItemReads.PopularAsync(connection, limit, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<LogSummary> GetSummaryAsync(CancellationToken cancellationToken = default) =>
        source.RunAsync(SummaryAsync, cancellationToken);

    /// <summary>The sizes as the shop's row holds them.</summary>
    internal static async Task<LogSummary> SummaryAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT acts, users, items, is_synthetic FROM bookrecs.shop", connection);
        await using var shop = await command.ExecuteReaderAsync(cancellationToken);
        await shop.ReadAsync(cancellationToken);
        return new LogSummary(shop.GetInt64(0), shop.GetInt64(1), shop.GetInt64(2), shop.GetBoolean(3));
    }
}
