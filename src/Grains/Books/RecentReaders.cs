using System.Collections.Immutable;
using BookRecs.Grains.Interfaces.Books;
using BookRecs.Grains.Log;

namespace BookRecs.Grains.Books;

/// <summary>The users who acted on a book last, by date and then place in the log, each once with the items just before; bounded.</summary>
internal sealed class RecentReaders
{
    private readonly int _limit;
    private readonly SlotList<Reader> _readers;

    /// <summary>Takes over what the log says.</summary>
    /// <param name="readers">The latest first.</param>
    /// <param name="limit">How many are held.</param>
    public RecentReaders(IReadOnlyList<ItemReader> readers, int limit)
    {
        _limit = limit;
        _readers = new SlotList<Reader>(limit);
        foreach (var reader in readers.Take(limit))
            _readers.Insert(_readers.Count).Set(reader.OccurredAt, reader.Sequence, reader.UserId, [.. reader.PrecedingItems]);
    }

    /// <summary>The readers, the latest first.</summary>
    public IEnumerable<string> UserIds => _readers.Select(reader => reader.UserId);

    /// <summary>Puts a reader in place; an earlier act of the same reader gives way.</summary>
    public void Add(BookAct act)
    {
        var present = PlaceOf(act.UserId);
        if (present >= 0)
        {
            if (_readers[present].IsLaterThan(act.OccurredAt, act.Sequence))
                return;
            _readers.RemoveAt(present);
        }

        var place = 0;
        while (place < _readers.Count && _readers[place].IsLaterThan(act.OccurredAt, act.Sequence))
            place++;
        if (place < _limit)
            _readers.Insert(place).Set(act.OccurredAt, act.Sequence, act.UserId, act.PrecedingItems.AsSpan());
    }

    /// <summary>The items most readers have in common with the book, ties by item id.</summary>
    public ImmutableArray<string> MostFrequentItems(string otherThan, int limit)
    {
        var readersByItem = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var reader in _readers)
        {
            foreach (var item in reader.PrecedingItems.ToArray().Distinct(StringComparer.Ordinal))
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

    private int PlaceOf(string userId)
    {
        var hash = userId.GetHashCode(StringComparison.Ordinal);
        for (var place = 0; place < _readers.Count; place++)
        {
            if (_readers[place].IsOf(userId, hash))
                return place;
        }

        return -1;
    }

    /// <summary>A reader in a slot, whose memory for the items is used again by the next one there.</summary>
    private struct Reader
    {
        private DateTimeOffset? _occurredAt;
        private long _sequence;
        private string[] _items;
        private int _itemCount;
        private int _userHash;

        public string UserId { get; private set; }

        public readonly ReadOnlySpan<string> PrecedingItems => _items.AsSpan(0, _itemCount);

        public readonly bool IsOf(string userId, int userHash) => _userHash == userHash && UserId == userId;

        public readonly bool IsLaterThan(DateTimeOffset? occurredAt, long sequence)
        {
            var byDate = Nullable.Compare(_occurredAt, occurredAt);
            return byDate != 0 ? byDate > 0 : _sequence > sequence;
        }

        public void Set(DateTimeOffset? occurredAt, long sequence, string userId, ReadOnlySpan<string> precedingItems)
        {
            (_occurredAt, _sequence, UserId) = (occurredAt, sequence, userId);
            _userHash = userId.GetHashCode(StringComparison.Ordinal);
            _itemCount = precedingItems.Length;
            if (_items is null || _items.Length < _itemCount)
                _items = new string[_itemCount];
            for (var index = 0; index < _itemCount; index++)
                _items[index] = ItemIds.Shared(precedingItems[index]);
        }
    }
}
