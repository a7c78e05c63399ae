using System.Collections;
using System.Numerics;

namespace BookRecs.Recommender.Ranking;

/// <summary>
/// Every item a user ever acted on, as 64-bit hashes in one open-addressed array (linear probing). Takes 9 to 19 bytes an item
/// and never less than 128 bytes; items are only ever added. Not safe for a writer beside readers.
/// </summary>
public sealed class SeenSet : ISeenItems, IEnumerable<ulong>
{
    private const int SmallestTable = 16;

    private ulong[] _table;
    private bool _holdsZero;
    private int _inTable;

    /// <summary>Makes an empty set.</summary>
    /// <param name="capacity">How many items it should hold without growing.</param>
    public SeenSet(int capacity = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        var needed = Math.Max(SmallestTable, (capacity * 8L / 7) + 1);
        _table = new ulong[BitOperations.RoundUpToPowerOf2((ulong)needed)];
    }

    /// <summary>Makes a set of the given item ids.</summary>
    public SeenSet(IEnumerable<string> itemIds)
        : this(itemIds.TryGetNonEnumeratedCount(out var count) ? count : 0)
    {
        foreach (var itemId in itemIds)
            Add(itemId);
    }

    /// <inheritdoc/>
    public int Count => _inTable + (_holdsZero ? 1 : 0);

    /// <summary>The memory of the table in bytes.</summary>
    public long Bytes => _table.LongLength * sizeof(ulong);

    /// <summary>Adds an item.</summary>
    /// <returns>False when it was there already.</returns>
    public bool Add(string itemId) => Add(StableHash.Of(itemId));

    /// <summary>Adds an item by its <see cref="StableHash"/>.</summary>
    /// <returns>False when it was there already.</returns>
    public bool Add(ulong itemHash)
    {
        if (itemHash == 0)
        {
            var isNew = !_holdsZero;
            _holdsZero = true;
            return isNew;
        }

        var place = Place(_table, itemHash);
        if (_table[place] != 0)
            return false;
        if ((_inTable + 1) * 8L > _table.Length * 7L)
        {
            Grow();
            place = Place(_table, itemHash);
        }

        _table[place] = itemHash;
        _inTable++;
        return true;
    }

    /// <summary>Tells whether the item is in the set.</summary>
    public bool Contains(string itemId) => Contains(StableHash.Of(itemId));

    /// <inheritdoc/>
    public bool Contains(ulong itemHash) => itemHash == 0 ? _holdsZero : _table[Place(_table, itemHash)] != 0;

    /// <summary>The hashes, in no particular order.</summary>
    public IEnumerator<ulong> GetEnumerator()
    {
        if (_holdsZero)
            yield return 0;
        foreach (var hash in _table)
        {
            if (hash != 0)
                yield return hash;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int Place(ulong[] table, ulong hash)
    {
        var mask = table.Length - 1;
        var place = (int)hash & mask;
        while (table[place] != 0 && table[place] != hash)
            place = (place + 1) & mask;
        return place;
    }

    private void Grow()
    {
        var larger = new ulong[_table.Length * 2];
        foreach (var hash in _table)
        {
            if (hash != 0)
                larger[Place(larger, hash)] = hash;
        }

        _table = larger;
    }
}
