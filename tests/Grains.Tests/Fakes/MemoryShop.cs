using System.Globalization;
using BookRecs.Grains.Books;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Interfaces.Users;
using BookRecs.Grains.Log;
using BookRecs.Recommender.Data;

namespace BookRecs.Grains.Tests.Fakes;

/// <summary>Log and catalogue in memory, by the rules of the ports.</summary>
public sealed class MemoryShop(TimeProvider time) : ITransactionLog, ICatalogueStore
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];
    private readonly SortedDictionary<string, Book> _books = new(StringComparer.Ordinal);

    /// <summary>Throws this on the next appends, before anything is written.</summary>
    public Exception? FailAppends { get; set; }

    /// <summary>Throws this after the next append has been written, once.</summary>
    public Exception? FailAfterNextAppend { get; set; }

    /// <summary>Throws this on reads.</summary>
    public Exception? FailReads { get; set; }

    public int UserReads { get; private set; }

    public int ItemReads { get; private set; }

    public void Add(params ReadOnlySpan<Book> books)
    {
        foreach (var book in books)
            _books[book.ItemId] = book;
    }

    public void Add(Interaction act)
    {
        lock (_lock)
            _entries.Add(new Entry(_entries.Count + 1, null, act));
    }

    public Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<Transaction> transactions, CancellationToken cancellationToken = default)
    {
        if (FailAppends is not null)
            throw FailAppends;
        lock (_lock)
        {
            IReadOnlyList<AppendResult> results = [.. transactions.Select(Append)];
            if (FailAfterNextAppend is { } error)
            {
                FailAfterNextAppend = null;
                throw error;
            }

            return Task.FromResult(results);
        }
    }

    public Task<UserActivity> ReadUserAsync(string userId, int recentLimit, CancellationToken cancellationToken = default)
    {
        UserReads++;
        if (FailReads is not null)
            throw FailReads;
        lock (_lock)
        {
            var acts = Ordered(_entries.Where(entry => entry.Act.UserId == userId)).ToList();
            return Task.FromResult(new UserActivity(
                [.. acts.Take(recentLimit).Select(entry => entry.Act)], [.. acts.Select(entry => entry.Act.ItemId).Distinct()], acts.Count));
        }
    }

    public Task<HistoryPage?> ReadHistoryAsync(string userId, string? cursor, int limit, CancellationToken cancellationToken = default)
    {
        var start = 0;
        if (cursor is not null && !int.TryParse(cursor, CultureInfo.InvariantCulture, out start))
            return Task.FromResult<HistoryPage?>(null);
        lock (_lock)
        {
            var acts = Ordered(_entries.Where(entry => entry.Act.UserId == userId)).ToList();
            var next = start + limit < acts.Count ? (start + limit).ToString(CultureInfo.InvariantCulture) : null;
            return Task.FromResult<HistoryPage?>(new HistoryPage([.. acts.Skip(start).Take(limit).Select(ToTransaction)], next, acts.Count));
        }
    }

    public Task<ItemActivity> ReadItemAsync(string itemId, int recentReaders, int precedingItems, CancellationToken cancellationToken = default)
    {
        ItemReads++;
        if (FailReads is not null)
            throw FailReads;
        lock (_lock)
        {
            var acts = _entries.Where(entry => entry.Act.ItemId == itemId).ToList();
            var days = acts
                .Where(entry => entry.Act.Kind == InteractionKind.Purchase && entry.Act.OccurredAt is not null)
                .GroupBy(entry => DateOnly.FromDateTime(entry.Act.OccurredAt!.Value.UtcDateTime))
                .OrderBy(day => day.Key)
                .Select(day => KeyValuePair.Create(day.Key, day.Count()));
            var readers = Ordered(acts).DistinctBy(entry => entry.Act.UserId).Take(recentReaders).Select(entry => new ItemReader(
                entry.Act.UserId,
                [.. Ordered(_entries.Where(other => other.Act.UserId == entry.Act.UserId)).SkipWhile(other => other != entry).Skip(1).Take(precedingItems).Select(other => other.Act.ItemId)])
            {
                OccurredAt = entry.Act.OccurredAt,
                Sequence = entry.Sequence,
            });
            return Task.FromResult(new ItemActivity(
                _entries.Count, Count(InteractionKind.Purchase), Count(InteractionKind.Read), Count(InteractionKind.Rating), Count(InteractionKind.Wish), [.. days], [.. readers]));

            int Count(InteractionKind kind) => acts.Count(entry => entry.Act.Kind == kind);
        }
    }

    public IEnumerable<Interaction> ReadInteractions(CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return [.. _entries.Select(entry => entry.Act)];
    }

    public Task<IReadOnlyList<string>> ReadPopularItemsAsync(int limit, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<string>>(
            [
                .. _entries.GroupBy(entry => entry.Act.ItemId)
                    .OrderByDescending(item => item.Count())
                    .ThenBy(item => item.Key, StringComparer.Ordinal)
                    .Select(item => item.Key)
                    .Take(limit),
            ]);
        }
    }

    public Task<LogSummary> GetSummaryAsync(CancellationToken cancellationToken = default) => Task.FromResult(new LogSummary(
        _entries.Count, _entries.Select(entry => entry.Act.UserId).Distinct().Count(), _books.Count, true));

    public Task<Book?> FindAsync(string itemId, CancellationToken cancellationToken = default) => Task.FromResult(_books.GetValueOrDefault(itemId));

    public IEnumerable<Book> ReadAll(CancellationToken cancellationToken = default) => [.. _books.Values];

    private static IEnumerable<Entry> Ordered(IEnumerable<Entry> entries) => entries
        .OrderByDescending(entry => entry.Act.OccurredAt ?? DateTimeOffset.MinValue)
        .ThenByDescending(entry => entry.Sequence);

    private static Transaction ToTransaction(Entry entry) => new(
        entry.TransactionId ?? $"imported-{entry.Sequence}",
        entry.Act.UserId,
        entry.Act.ItemId,
        (TransactionKind)entry.Act.Kind,
        entry.Act.Rating,
        entry.Act.IsRead,
        null,
        entry.Act.OccurredAt);

    private AppendResult Append(Transaction transaction)
    {
        var inCatalogue = _books.ContainsKey(transaction.ItemId);
        if (_entries.FirstOrDefault(entry => entry.TransactionId == transaction.TransactionId) is { } present)
        {
            var isSame = present.Act.UserId == transaction.UserId && present.Act.ItemId == transaction.ItemId;
            return new AppendResult(
                isSame ? TransactionStatus.Duplicate : TransactionStatus.Conflict, present.Sequence, present.Act.OccurredAt, inCatalogue);
        }

        var occurredAt = transaction.OccurredAt ?? time.GetUtcNow();
        _entries.Add(new Entry(_entries.Count + 1, transaction.TransactionId, new Interaction(
            transaction.UserId, transaction.ItemId, (InteractionKind)transaction.Kind, transaction.IsRead, transaction.Rating, occurredAt)));
        return new AppendResult(TransactionStatus.Accepted, _entries.Count, occurredAt, inCatalogue);
    }

    private sealed record Entry(long Sequence, string? TransactionId, Interaction Act);
}
