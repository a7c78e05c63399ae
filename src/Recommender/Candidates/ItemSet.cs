using System.Numerics;

namespace BookRecs.Recommender.Candidates;

/// <summary>A set of item indexes, one bit an item of the model.</summary>
/// <remarks>Not safe for several threads while one of them changes it.</remarks>
/// <param name="itemCount">Number of items of the model.</param>
public sealed class ItemSet(int itemCount)
{
    private readonly ulong[] _words = new ulong[(itemCount + 63) / 64];

    /// <summary>Number of items of the model.</summary>
    public int ItemCount { get; } = itemCount;

    /// <summary>How many items the set holds; counted on each call.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in _words)
                count += BitOperations.PopCount(word);
            return count;
        }
    }

    /// <summary>Puts an item into the set.</summary>
    public void Add(int item) => _words[item >> 6] |= 1UL << (item & 63);

    /// <summary>Puts the items of a history into the set.</summary>
    public void Add(ReadOnlySpan<HistoryItem> history)
    {
        foreach (var entry in history)
            Add(entry.Item);
    }

    /// <summary>Puts items into the set.</summary>
    public void Add(ReadOnlySpan<int> items)
    {
        foreach (var item in items)
            Add(item);
    }

    /// <summary>Takes an item out of the set.</summary>
    public void Remove(int item) => _words[item >> 6] &= ~(1UL << (item & 63));

    /// <summary>True when the set holds the item.</summary>
    public bool Contains(int item) => (_words[item >> 6] & (1UL << (item & 63))) != 0;

    /// <summary>Takes all items out.</summary>
    public void Clear() => Array.Clear(_words);
}
