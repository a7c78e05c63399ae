using System.Collections.Immutable;
using BookRecs.Grains.Log;

namespace BookRecs.Grains.Books;

/// <summary>The users who acted on a book last, in log order, each once with the items just before; bounded.</summary>
internal sealed class RecentReaders
{
    private readonly int _limit;
    private readonly List<Reader> _readers;

    /// <summary>Takes over what the log says.</summary>
    /// <param name="readers">The latest first.</param>
    /// <param name="lastSequence">None of them acted later than this place in the log.</param>
    /// <param name="limit">How many are held.</param>
    public RecentReaders(IReadOnlyList<ItemReader> readers, long lastSequence, int limit)
    {
        _limit = limit;
        _readers = [.. readers.Take(limit).Select(reader => new Reader(lastSequence, reader.UserId, [.. reader.PrecedingItems]))];
    }

    /// <summary>Puts a reader in place; an earlier act of the same reader gives way.</summary>
    public void Add(long sequence, string userId, ImmutableArray<string> precedingItems)
    {
        var present = _readers.FindIndex(reader => reader.UserId == userId);
        if (present >= 0)
        {
            if (_readers[present].Sequence > sequence)
                return;
            _readers.RemoveAt(present);
        }

        var place = _readers.FindIndex(reader => reader.Sequence < sequence);
        _readers.Insert(place < 0 ? _readers.Count : place, new Reader(sequence, userId, precedingItems));
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

    private readonly record struct Reader(long Sequence, string UserId, ImmutableArray<string> PrecedingItems);
}
