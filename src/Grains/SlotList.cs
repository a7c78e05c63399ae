using System.Collections;

namespace BookRecs.Grains;

/// <summary>
/// A bounded list whose elements stay where they are: to put one in between moves the numbers of their slots. References that move about
/// in long-lived arrays would give every garbage collection all of them to look at.
/// </summary>
/// <typeparam name="T">What a slot holds; a removed element stays in its slot until the slot is used again.</typeparam>
/// <param name="limit">How many elements at most.</param>
internal sealed class SlotList<T>(int limit) : IReadOnlyList<T>
{
    private const int SmallestCapacity = 4;

    // The first _count places are the list, the rest are free: together they name every slot once.
    private int[] _slotAt = [];
    private T[] _slots = [];
    private int _count;

    /// <inheritdoc/>
    public int Count => _count;

    /// <summary>The element at a place.</summary>
    public ref T this[int place] => ref _slots[_slotAt.AsSpan(0, _count)[place]];

    T IReadOnlyList<T>.this[int index] => this[index];

    /// <summary>Makes room at a place; in a full list the last element gives way.</summary>
    /// <param name="place">From 0 to the count, and below the limit.</param>
    /// <returns>The slot to fill, which may hold an element that was removed.</returns>
    public ref T Insert(int place)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(place, _count);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, limit);
        if (_count < limit)
        {
            if (_count == _slots.Length)
                Grow();
            _count++;
        }

        var slot = _slotAt[_count - 1];
        _slotAt.AsSpan(place, _count - 1 - place).CopyTo(_slotAt.AsSpan(place + 1));
        _slotAt[place] = slot;
        return ref _slots[slot];
    }

    /// <summary>Takes an element out.</summary>
    public void RemoveAt(int place)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, _count);
        var slot = _slotAt[place];
        _slotAt.AsSpan(place + 1, _count - 1 - place).CopyTo(_slotAt.AsSpan(place));
        _slotAt[--_count] = slot;
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (var place = 0; place < _count; place++)
            yield return this[place];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Grow()
    {
        var capacity = Math.Min(limit, Math.Max(SmallestCapacity, _slots.Length * 2));
        Array.Resize(ref _slots, capacity);
        Array.Resize(ref _slotAt, capacity);
        for (var slot = _count; slot < capacity; slot++)
            _slotAt[slot] = slot;
    }
}
