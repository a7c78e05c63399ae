using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// Finds the k items with the highest dot product for every item, row by row through the postings of its terms (Gustavson, "Two fast
/// algorithms for sparse matrices", 1978), never holding more than one row of all pairs a thread.
/// </summary>
/// <remarks>
/// One thread computes a whole row, in the order of the stored entries, so the number of threads cannot change a sum.
/// Holds 8 bytes an item a thread, and 8 bytes for each neighbour that may be found.
/// </remarks>
internal sealed class NeighbourSearch
{
    private const int RowsPerChunk = 32;
    private const int PrefetchDistance = 3;
    private const int PrefetchedPostings = 256;
    private const int PostingsPerLine = 16;

    private readonly CsrMatrix _rows;
    private readonly CsrMatrix _postings;

    /// <summary>When given, every stored value counts 1 and a term adds this much: the postings' values need not be read.</summary>
    private readonly float[]? _termWeights;

    /// <summary>Factor of a row's similarities.</summary>
    private readonly float[]? _rowScales;

    /// <summary>Factor of a neighbour's similarities.</summary>
    private readonly float[]? _itemScales;
    private readonly int _neighbours;
    private readonly bool _includeSelf;

    private NeighbourSearch(
        CsrMatrix rows,
        CsrMatrix postings,
        float[]? termWeights,
        float[]? rowScales,
        float[]? itemScales,
        int neighbours,
        bool includeSelf)
    {
        _rows = rows;
        _postings = postings;
        _termWeights = termWeights;
        _rowScales = rowScales;
        _itemScales = itemScales;
        _neighbours = neighbours;
        _includeSelf = includeSelf;
    }

    /// <summary>Finds neighbours where the similarity is the plain dot product.</summary>
    /// <param name="rows">Item → terms.</param>
    /// <param name="postings">Term → the items that may be neighbours.</param>
    /// <param name="neighbours">How many to keep of each item.</param>
    /// <param name="includeSelf">Whether an item may be its own neighbour.</param>
    /// <param name="threads">How many threads to use.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <returns>Item → neighbours, best first.</returns>
    public static CsrMatrix Find(
        CsrMatrix rows, CsrMatrix postings, int neighbours, bool includeSelf, int threads, CancellationToken cancellationToken) =>
        new NeighbourSearch(rows, postings, null, null, null, neighbours, includeSelf).Run(threads, cancellationToken);

    /// <summary>Finds neighbours by the users that items share.</summary>
    /// <param name="items">Items × users.</param>
    /// <param name="users">Users × items, the same.</param>
    /// <param name="weighting">How items are compared.</param>
    /// <param name="threads">How many threads to use.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <returns>Item → neighbours, best first.</returns>
    public static CsrMatrix Find(
        CsrMatrix items, CsrMatrix users, NeighbourWeighting weighting, int threads, CancellationToken cancellationToken) =>
        new NeighbourSearch(
            items, users, weighting.UserWeights, weighting.RowScales, weighting.ItemScales, weighting.Neighbours, weighting.IncludeSelf)
            .Run(threads, cancellationToken);

    private CsrMatrix Run(int threads, CancellationToken cancellationToken)
    {
        var rowCapacity = Math.Min(_neighbours, _postings.ColumnCount);
        var lists = new NeighbourLists(_rows.RowCount, rowCapacity, _postings.ColumnCount);
        var next = -RowsPerChunk;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, threads, parallel, _ =>
        {
            var workspace = new Workspace(_postings.ColumnCount, rowCapacity);
            int first;
            while ((first = Interlocked.Add(ref next, RowsPerChunk)) < _rows.RowCount)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var row = first; row < Math.Min(first + RowsPerChunk, _rows.RowCount); row++)
                    lists.Set(row, workspace.Heap.AsSpan(0, FindInRow(row, workspace)));
            }
        });
        return lists.Join();
    }

    private int FindInRow(int row, Workspace workspace)
    {
        var work = Work(row);
        return work == 0 ? 0
            : work < _postings.ColumnCount / 8 ? FindInSparseRow(row, workspace)
            : FindInDenseRow(row, workspace);
    }

    private long Work(int row)
    {
        var starts = _postings.RowStarts.Span;
        var work = 0L;
        foreach (var term in _rows.RowColumns(row))
            work += starts[term + 1] - starts[term];
        return work;
    }

    /// <summary>Few items have a sum: remembers which.</summary>
    private int FindInSparseRow(int row, Workspace workspace)
    {
        var sums = workspace.Sums;
        var touched = workspace.Touched;
        var touchedCount = 0;
        var terms = _rows.RowColumns(row);
        var values = _rows.RowValues(row);
        for (var entry = 0; entry < terms.Length; entry++)
        {
            var weight = _termWeights is null ? values[entry] : _termWeights[terms[entry]];
            if (weight <= 0f)
                continue;
            var items = _postings.RowColumns(terms[entry]);
            var itemValues = _termWeights is null ? _postings.RowValues(terms[entry]) : default;
            for (var posting = 0; posting < items.Length; posting++)
            {
                ref var sum = ref sums[items[posting]];
                if (sum == 0f)
                    touched[touchedCount++] = items[posting];
                sum += itemValues.IsEmpty ? weight : weight * itemValues[posting];
            }
        }

        var rowScale = _rowScales is null ? 1f : _rowScales[row];
        var count = 0;
        foreach (var item in touched.AsSpan(0, touchedCount))
        {
            var score = _itemScales is null ? sums[item] : sums[item] * _itemScales[item] * rowScale;
            sums[item] = 0f;
            if (score > 0f && (_includeSelf || item != row))
                TopItems.Offer(workspace.Heap, ref count, new ScoredItem(item, score));
        }

        return count;
    }

    /// <summary>Many items have a sum: adds without asking, then looks at all of them, several at a time.</summary>
    private int FindInDenseRow(int row, Workspace workspace)
    {
        var sums = workspace.Sums.AsSpan();
        var terms = _rows.RowColumns(row);
        var values = _rows.RowValues(row);
        for (var entry = 0; entry < terms.Length; entry++)
        {
            if (entry + PrefetchDistance < terms.Length)
                Prefetch(_postings.RowColumns(terms[entry + PrefetchDistance]));
            if (_termWeights is not null)
                AddUnits(sums, _postings.RowColumns(terms[entry]), _termWeights[terms[entry]]);
            else
                AddProducts(sums, _postings.RowColumns(terms[entry]), _postings.RowValues(terms[entry]), values[entry]);
        }

        if (!_includeSelf)
            sums[row] = 0f;
        var rowScale = _rowScales is null ? 1f : _rowScales[row];
        var count = SelectAbove(sums, rowScale, workspace.Heap);
        sums.Clear();
        return count;
    }

    private int SelectAbove(ReadOnlySpan<float> sums, float rowScale, ScoredItem[] heap)
    {
        var scales = _itemScales.AsSpan();
        var count = 0;
        var threshold = 0f;
        var item = 0;
        for (; item <= sums.Length - Vector<float>.Count; item += Vector<float>.Count)
        {
            var scores = new Vector<float>(sums[item..]);
            if (!scales.IsEmpty)
                scores = scores * new Vector<float>(scales[item..]) * rowScale;
            if (Vector.GreaterThanAny(scores, new Vector<float>(threshold)))
            {
                for (var lane = 0; lane < Vector<float>.Count; lane++)
                    Offer(item + lane, scores[lane], heap, ref count, ref threshold);
            }
        }

        for (; item < sums.Length; item++)
            Offer(item, scales.IsEmpty ? sums[item] : sums[item] * scales[item] * rowScale, heap, ref count, ref threshold);
        return count;
    }

    private static void Offer(int item, float score, ScoredItem[] heap, ref int count, ref float threshold)
    {
        if (score <= threshold)
            return;
        TopItems.Offer(heap, ref count, new ScoredItem(item, score));
        if (count == heap.Length)
            threshold = heap[0].Score;
    }

    /// <summary>Asks for the beginning of postings that are needed soon: terms are scattered over more memory than a cache holds.</summary>
    private static unsafe void Prefetch(ReadOnlySpan<int> items)
    {
        if (!Sse.IsSupported)
            return;
        ref var start = ref MemoryMarshal.GetReference(items);
        for (var posting = 0; posting < Math.Min(items.Length, PrefetchedPostings); posting += PostingsPerLine)
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref start, posting)));
    }

    private static void AddUnits(Span<float> sums, ReadOnlySpan<int> items, float weight)
    {
        ref var sum = ref MemoryMarshal.GetReference(sums);
        foreach (var item in items)
            Unsafe.Add(ref sum, item) += weight;
    }

    private static void AddProducts(Span<float> sums, ReadOnlySpan<int> items, ReadOnlySpan<float> values, float weight)
    {
        ref var sum = ref MemoryMarshal.GetReference(sums);
        for (var entry = 0; entry < items.Length; entry++)
            Unsafe.Add(ref sum, items[entry]) += weight * values[entry];
    }

    private sealed class Workspace(int itemCount, int heapSize)
    {
        public float[] Sums { get; } = new float[itemCount];

        public int[] Touched { get; } = new int[itemCount];

        public ScoredItem[] Heap { get; } = new ScoredItem[heapSize];
    }
}
