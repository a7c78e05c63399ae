using System.Collections.Immutable;
using BookRecs.Grains.Interfaces.Books;
using BookRecs.Grains.Log;

namespace BookRecs.Grains.Books;

/// <summary>The users who acted on a book last, by date and then place in the log, each once with the items just before; bounded.</summary>
internal sealed class RecentReaders
{
    private readonly int _limit;
    private readonly List<Reader> _readers;

    /// <summary>Takes over what the log says.</summary>
    /// <param name="readers">The latest first.</param>
    /// <param name="limit">How many are held.</param>
    public RecentReaders(IReadOnlyList<ItemReader> readers, int limit)
    {
        _limit = limit;
        _readers =
        [
            .. readers.Take(limit).Select(
                reader => new Reader(reader.OccurredAt, reader.Sequence, reader.UserId, [.. reader.PrecedingItems])),
        ];
    }

    /// <summary>The readers, the latest first.</summary>
    public IEnumerable<string> UserIds => _readers.Select(reader => reader.UserId);

    /// <summary>Puts a reader in place; an earlier act of the same reader gives way.</summary>
    public void Add(BookAct act)
    {
        var added = new Reader(act.OccurredAt, act.Sequence, act.UserId, act.PrecedingItems);
        var present = _readers.FindIndex(reader => reader.UserId == act.UserId);
        if (present >= 0)
        {
            if (_readers[present].IsLaterThan(added))
                return;
            _readers.RemoveAt(present);
        }

        var place = _readers.FindIndex(added.IsLaterThan);
        _readers.Insert(place < 0 ? _readers.Count : place, added);
        if (_readers.Count > _limit)
            _readers.RemoveAt(_limit);
    }

    /// <summary>The items most readers have in common with the book, ties by item id.</summary>
    public ImmutableArray<string> MostFrequentItems(string otherThan, int limit)
    {
        var readersByItem = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var reader in _readers)
        {
            foreach (var item in reader.PrecedingItems.Distinct(StringComparer.Ordinal))
                readersByItem[item] = readersByItem.GetValueOrDefault(item) + 1;
        }

        readersByItem.Remove(otherThan);
        return
        [
            .. readersByItem
                .OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Take(limit)
                .Select(pair => pair.Key),
        ];
    }

    private sealed record Reader(DateTimeOffset? OccurredAt, long Sequence, string UserId, ImmutableArray<string> PrecedingItems)
    {
        public bool IsLaterThan(Reader other)
        {
            var byDate = Nullable.Compare(OccurredAt, other.OccurredAt);
            return byDate != 0 ? byDate > 0 : Sequence > other.Sequence;
        }
    }
}
