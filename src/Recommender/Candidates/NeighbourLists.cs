using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Candidates;

/// <summary>Collects the best neighbours of each row, from any number of threads that have different rows. Holds 8 bytes a place.</summary>
internal sealed class NeighbourLists
{
    private readonly int _capacity;
    private readonly int _columnCount;
    private readonly int[] _columns;
    private readonly float[] _values;
    private readonly int[] _counts;

    /// <param name="rows">How many rows there are.</param>
    /// <param name="capacity">The most neighbours of a row.</param>
    /// <param name="columnCount">How many items may be neighbours.</param>
    public NeighbourLists(int rows, int capacity, int columnCount)
    {
        (_capacity, _columnCount) = (capacity, columnCount);
        _columns = GC.AllocateUninitializedArray<int>(checked(rows * capacity));
        _values = GC.AllocateUninitializedArray<float>(_columns.Length);
        _counts = new int[rows];
    }

    /// <summary>Sets what was found for a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="heap">Its neighbours as <see cref="TopItems.Offer"/> keeps them; sorted on the way.</param>
    public void Set(int row, Span<ScoredItem> heap)
    {
        TopItems.SortHeap(heap);
        _counts[row] = heap.Length;
        for (var place = 0; place < heap.Length; place++)
            (_columns[(row * _capacity) + place], _values[(row * _capacity) + place]) = heap[place];
    }

    /// <summary>Moves the rows together, and into arrays of their size when most of the room was not needed. To be called once.</summary>
    public CsrMatrix Join()
    {
        var starts = new long[_counts.Length + 1];
        for (var row = 0; row < _counts.Length; row++)
        {
            var (from, to) = (row * _capacity, (int)starts[row]);
            if (from != to)
            {
                _columns.AsSpan(from, _counts[row]).CopyTo(_columns.AsSpan(to));
                _values.AsSpan(from, _counts[row]).CopyTo(_values.AsSpan(to));
            }

            starts[row + 1] = to + _counts[row];
        }

        var total = (int)starts[^1];
        return total > _columns.Length / 2
            ? new CsrMatrix(_columnCount, starts, _columns.AsMemory(0, total), _values.AsMemory(0, total))
            : new CsrMatrix(_columnCount, starts, _columns[..total], _values[..total]);
    }
}
