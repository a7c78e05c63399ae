using System.Numerics;

namespace BookRecs.Recommender.Data.Synthetic;

/// <summary>A set of (reader, work) by open addressing: 12 to 24 bytes for each of the pairs it is made for.</summary>
internal sealed class PairSet(int capacity)
{
    private readonly ulong[] _slots = new ulong[BitOperations.RoundUpToPowerOf2((ulong)capacity + ((ulong)capacity / 2) + 16)];

    /// <summary>Adds a pair; false when it is there already.</summary>
    public bool Add(int user, int work)
    {
        var index = Find(user, work, out var key);
        if (_slots[index] == key)
            return false;
        _slots[index] = key;
        return true;
    }

    public bool Contains(int user, int work)
    {
        var index = Find(user, work, out var key);
        return _slots[index] == key;
    }

    private int Find(int user, int work, out ulong key)
    {
        key = ((ulong)(uint)user << 32) | ((uint)work + 1u);
        var mask = _slots.Length - 1;
        var index = (int)(Splits.StableHash.Mix(key) & (uint)mask);
        while (_slots[index] != 0 && _slots[index] != key)
            index = (index + 1) & mask;
        return index;
    }
}
