using System.Collections.Immutable;
using BookRecs.Grains.Interfaces.Books;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Log;

namespace BookRecs.Grains.Books;

/// <summary>
/// What readers did with one book: counts, sales by day, recent readers. Applying acts one by one, in any order and with
/// repeats, gives the same state as building it from the log. One thing waits for the next building: an act of a past date that
/// comes in late does not reach the preceding items of the same user's later acts.
/// </summary>
/// <remarks>Holds about 100 readers × 11 ids and 400 days at the default settings, some 20 kB for a busy book.</remarks>
public sealed class BookState
{
    /// <summary>The days, today among them, over which <see cref="BookCounts.PurchasesLast30Days"/> counts.</summary>
    private const int RecentDays = 30;

    /// <summary>The most items of <see cref="BoughtTogether"/>.</summary>
    private const int TogetherLimit = 10;

    private readonly BookOptions _options;
    private readonly AppliedSequences _applied;
    private readonly RecentReaders _readers;
    private readonly SortedDictionary<DateOnly, int> _purchasesByDay = [];
    private readonly long[] _countByKind = new long[4];

    /// <summary>Builds the state from the log.</summary>
    public BookState(ItemActivity activity, BookOptions options)
    {
        ArgumentNullException.ThrowIfNull(activity);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _applied = new AppliedSequences(activity.LastSequence, options.RememberedSequences);
        _readers = new RecentReaders(activity.RecentReaders, options.RecentReaders);
        _countByKind[(int)TransactionKind.Purchase] = activity.Purchases;
        _countByKind[(int)TransactionKind.Read] = activity.Reads;
        _countByKind[(int)TransactionKind.Rating] = activity.Ratings;
        _countByKind[(int)TransactionKind.Wish] = activity.Wishes;
        foreach (var (day, count) in activity.DailyPurchases)
            _purchasesByDay[day] = count;
    }

    /// <summary>The users who acted on the book last, the latest first.</summary>
    public IEnumerable<string> RecentReaders => _readers.UserIds;

    /// <summary>True when the log holds an act on the book.</summary>
    public bool HasActs => _countByKind.Sum() > 0;

    /// <summary>Makes an act count, once.</summary>
    /// <returns>False when the state cannot tell whether it counts already and must be built from the log again.</returns>
    public bool TryApply(BookAct act)
    {
        ArgumentNullException.ThrowIfNull(act);
        switch (_applied.Add(act.Sequence))
        {
            case SequenceOutcome.Known:
                return true;
            case SequenceOutcome.Unsure:
                return false;
        }

        _countByKind[(int)act.Kind]++;
        if (act.Kind == TransactionKind.Purchase)
        {
            var day = DateOnly.FromDateTime(act.OccurredAt.UtcDateTime);
            _purchasesByDay[day] = _purchasesByDay.GetValueOrDefault(day) + 1;
        }

        _readers.Add(act);
        return true;
    }

    /// <summary>How often readers acted on the book.</summary>
    /// <param name="today">Today (UTC), the last of the recent days.</param>
    public BookCounts Counts(DateOnly today) => new(
        _countByKind[(int)TransactionKind.Purchase],
        _countByKind[(int)TransactionKind.Read],
        _countByKind[(int)TransactionKind.Rating],
        _countByKind[(int)TransactionKind.Wish],
        SalesByDay(today).Where(sale => sale.Key > today.AddDays(-RecentDays)).Sum(sale => (long)sale.Value));

    /// <summary>Purchases by day (UTC) up to today, the oldest first; days further back than the settings hold are forgotten.</summary>
    public IReadOnlyList<KeyValuePair<DateOnly, int>> SalesByDay(DateOnly today)
    {
        var oldest = today.AddDays(1 - _options.SalesDays);
        while (_purchasesByDay.Count > 0 && _purchasesByDay.First().Key < oldest)
            _purchasesByDay.Remove(_purchasesByDay.First().Key);
        return [.. _purchasesByDay.TakeWhile(sale => sale.Key <= today)];
    }

    /// <summary>The items that the recent readers acted on before this one, the most frequent first, ties by item id; at most ten.</summary>
    /// <param name="itemId">This book, which is left out.</param>
    public ImmutableArray<string> BoughtTogether(string itemId) => _readers.MostFrequentItems(itemId, TogetherLimit);
}
