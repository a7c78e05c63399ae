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
    private readonly Dictionary<string, long> _revisions = new(StringComparer.Ordinal);
    private long _revision;

    /// <summary>Throws this on the next appends, before anything is written.</summary>
    public Exception? FailAppends { get; set; }

    /// <summary>Throws this after the next append has been written, once.</summary>
    public Exception? FailAfterNextAppend { get; set; }

    /// <summary>Throws this on reads.</summary>
    public Exception? FailReads { get; set; }

    public int UserReads { get; private set; }

    public int ItemReads { get; private set; }

    /// <summary>How often changes of the catalogue were read.</summary>
    public int ChangeReads { get; private set; }

    public void Add(params ReadOnlySpan<Book> books)
    {
        lock (_lock)
        {
            foreach (var book in books)
                _books[book.ItemId] = book;
        }
    }

    public void Add(Interaction act)
    {
        lock (_lock)
            _entries.Add(new Entry(_entries.Count + 1, null, act));
    }

    public Task<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<Transaction> transactions, CancellationToken cancellationToken = default)
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
                [.. acts.Take(recentLimit).Select(entry => entry.Act)],
                [.. acts.Select(entry => entry.Act.ItemId).Distinct()],
                acts.Count));
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
            var page = acts.Skip(start).Take(limit).Select(ToTransaction);
            return Task.FromResult<HistoryPage?>(new HistoryPage([.. page], next, acts.Count));
        }
    }

    public Task<ItemActivity> ReadItemAsync(
        string itemId, int recentReaders, int precedingItems, CancellationToken cancellationToken = default)
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
                entry.Act.UserId, [.. ItemsBefore(entry).Take(precedingItems)])
            {
                OccurredAt = entry.Act.OccurredAt,
                Sequence = entry.Sequence,
            });
            return Task.FromResult(new ItemActivity(
                _entries.Count,
                Count(InteractionKind.Purchase),
                Count(InteractionKind.Read),
                Count(InteractionKind.Rating),
                Count(InteractionKind.Wish),
                [.. days],
                [.. readers]));

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

    public Task<Book?> FindAsync(string itemId, CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return Task.FromResult(_books.GetValueOrDefault(itemId));
    }

    public IEnumerable<Book> ReadAll(CancellationToken cancellationToken = default)
    {
        lock (_lock)
            return [.. _books.Values];
    }

    public Task<BookWrite> PutAsync(Book book, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            var isNew = !_books.ContainsKey(book.ItemId);
            _books[book.ItemId] = book;
            return Task.FromResult(new BookWrite(_revisions[book.ItemId] = ++_revision, isNew));
        }
    }

    public Task<long?> SetAvailableAsync(string itemId, bool available, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            if (!_books.TryGetValue(itemId, out var book))
                return Task.FromResult<long?>(null);
            _books[itemId] = book with { Available = available };
            return Task.FromResult<long?>(_revisions[itemId] = ++_revision);
        }
    }

    public Task<long> GetRevisionAsync(CancellationToken cancellationToken = default)
    {
        if (FailReads is not null)
            throw FailReads;
        lock (_lock)
            return Task.FromResult(_revision);
    }

    public IEnumerable<Book> ReadChanges(long revision, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            ChangeReads++;
            return [.. _revisions.Where(change => change.Value > revision).OrderBy(change => change.Value).Select(change => _books[change.Key])];
        }
    }

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

    private IEnumerable<string> ItemsBefore(Entry entry) => Ordered(_entries.Where(other => other.Act.UserId == entry.Act.UserId))
        .SkipWhile(other => other != entry)
        .Skip(1)
        .Select(other => other.Act.ItemId);

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
        var kind = (InteractionKind)transaction.Kind;
        var act = new Interaction(transaction.UserId, transaction.ItemId, kind, transaction.IsRead, transaction.Rating, occurredAt);
        _entries.Add(new Entry(_entries.Count + 1, transaction.TransactionId, act));
        return new AppendResult(TransactionStatus.Accepted, _entries.Count, occurredAt, inCatalogue);
    }

    private sealed record Entry(long Sequence, string? TransactionId, Interaction Act);
}
