using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// <see cref="NeighbourSearch"/> for two weightings in one pass: most of its time goes into visiting the shared users, and a visit can
/// add to two sums as fast as to one. Finds bit for bit what two searches find.
/// </summary>
/// <remarks>Holds 12 bytes an item a thread, and 8 bytes for each neighbour that may be found.</remarks>
internal sealed class PairedNeighbourSearch
{
    private const int RowsPerChunk = 32;

    private readonly CsrMatrix _items;
    private readonly CsrMatrix _users;
    private readonly NeighbourWeighting[] _weightings;

    /// <summary>Both weights of each user side by side, as the two sums of each item are.</summary>
    private readonly float[] _userWeights;
    private readonly float[] _itemScales;

    private PairedNeighbourSearch(CsrMatrix items, CsrMatrix users, NeighbourWeighting first, NeighbourWeighting second)
    {
        (_items, _users, _weightings) = (items, users, [first, second]);
        _userWeights = Interleave(first.UserWeights, second.UserWeights);
        _itemScales = Interleave(first.ItemScales, second.ItemScales);
    }

    /// <summary>Finds the neighbours of all items by both weightings.</summary>
    /// <param name="items">Items × users.</param>
    /// <param name="users">Users × items, the same.</param>
    /// <param name="first">One weighting.</param>
    /// <param name="second">The other.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <returns>Item → neighbours, best first, for each.</returns>
    public static (CsrMatrix First, CsrMatrix Second) Find(
        CsrMatrix items,
        CsrMatrix users,
        NeighbourWeighting first,
        NeighbourWeighting second,
        int threads,
        CancellationToken cancellationToken) =>
        new PairedNeighbourSearch(items, users, first, second).Run(threads, cancellationToken);

    private static float[] Interleave(float[] first, float[] second)
    {
        var both = new float[2 * first.Length];
        for (var index = 0; index < first.Length; index++)
            (both[2 * index], both[(2 * index) + 1]) = (first[index], second[index]);
        return both;
    }

    private (CsrMatrix First, CsrMatrix Second) Run(int threads, CancellationToken cancellationToken)
    {
        var lists = Array.ConvertAll(
            _weightings, weighting => new NeighbourLists(_items.RowCount, CapacityOf(weighting), _items.RowCount));
        var next = -RowsPerChunk;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, threads, parallel, _ =>
        {
            var workspace = new Workspace(_items.RowCount, CapacityOf(_weightings[0]), CapacityOf(_weightings[1]));
            int first;
            while ((first = Interlocked.Add(ref next, RowsPerChunk)) < _items.RowCount)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var row = first; row < Math.Min(first + RowsPerChunk, _items.RowCount); row++)
                {
                    FindInRow(row, workspace);
                    for (var kind = 0; kind < lists.Length; kind++)
                        lists[kind].Set(row, workspace.Heaps[kind].AsSpan(0, workspace.Counts[kind]));
                }
            }
        });
        return (lists[0].Join(), lists[1].Join());
    }

    private int CapacityOf(NeighbourWeighting weighting) => Math.Min(weighting.Neighbours, _items.RowCount);

    private void FindInRow(int row, Workspace workspace)
    {
        workspace.Counts.AsSpan().Clear();
        var starts = _users.RowStarts.Span;
        var work = 0L;
        foreach (var user in _items.RowColumns(row))
            work += starts[user + 1] - starts[user];
        if (work == 0)
            return;
        if (work < _items.RowCount / 8)
            FindInSparseRow(row, workspace);
        else
            FindInDenseRow(row, workspace);
    }

    /// <summary>Few items have a sum: remembers which.</summary>
    private void FindInSparseRow(int row, Workspace workspace)
    {
        ref var pairs = ref PairsOf(workspace);
        var touchedCount = 0;
        foreach (var user in _items.RowColumns(row))
        {
            var weights = WeightsOf(user);
            if (weights == Vector128<float>.Zero)
                continue;
            foreach (var item in _users.RowColumns(user))
            {
                ref var pair = ref Unsafe.Add(ref pairs, item);
                if (pair == 0)
                    workspace.Touched[touchedCount++] = item;
                pair = Add(pair, weights);
            }
        }

        foreach (var item in workspace.Touched.AsSpan(0, touchedCount))
        {
            for (var kind = 0; kind < _weightings.Length; kind++)
            {
                var weighting = _weightings[kind];
                var score = workspace.Sums[(2 * item) + kind] * weighting.ItemScales[item] * weighting.RowScales[row];
                if (score > 0f && (weighting.IncludeSelf || item != row))
                    TopItems.Offer(workspace.Heaps[kind], ref workspace.Counts[kind], new ScoredItem(item, score));
            }

            Unsafe.Add(ref pairs, item) = 0;
        }
    }

    /// <summary>Many items have a sum: adds without asking, then looks at all of them, several at a time.</summary>
    private void FindInDenseRow(int row, Workspace workspace)
    {
        ref var pairs = ref PairsOf(workspace);
        foreach (var user in _items.RowColumns(row))
        {
            var weights = WeightsOf(user);
            foreach (var item in _users.RowColumns(user))
            {
                ref var pair = ref Unsafe.Add(ref pairs, item);
                pair = Add(pair, weights);
            }
        }

        for (var kind = 0; kind < _weightings.Length; kind++)
        {
            if (!_weightings[kind].IncludeSelf)
                workspace.Sums[(2 * row) + kind] = 0f;
        }

        SelectAbove(row, workspace);
        workspace.Sums.AsSpan().Clear();
    }

    private static ref long PairsOf(Workspace workspace) =>
        ref Unsafe.As<float, long>(ref MemoryMarshal.GetArrayDataReference(workspace.Sums));

    private Vector128<float> WeightsOf(int user) =>
        Vector64.Create(_userWeights[2 * user], _userWeights[(2 * user) + 1]).ToVector128();

    /// <summary>Raises both sums of an item, which are read and written as one number of 64 bits.</summary>
    private static long Add(long pair, Vector128<float> weights) =>
        (Vector128.CreateScalar(pair).AsSingle() + weights).AsInt64().ToScalar();

    /// <summary>Offers all items to the two heaps, several sums at a time.</summary>
    private void SelectAbove(int row, Workspace workspace)
    {
        var sums = workspace.Sums;
        Span<float> thresholds = stackalloc float[Vector<float>.Count];
        Span<float> rowScales = stackalloc float[Vector<float>.Count];
        thresholds.Clear();
        for (var lane = 0; lane < rowScales.Length; lane++)
            rowScales[lane] = _weightings[lane & 1].RowScales[row];
        var (scales, limits) = (new Vector<float>(rowScales), new Vector<float>(thresholds));
        var place = 0;
        for (; place <= sums.Length - Vector<float>.Count; place += Vector<float>.Count)
        {
            var scores = new Vector<float>(sums, place) * new Vector<float>(_itemScales, place) * scales;
            if (!Vector.GreaterThanAny(scores, limits))
                continue;
            for (var lane = 0; lane < Vector<float>.Count; lane++)
                Offer(place + lane, scores[lane], workspace, thresholds);
            for (var lane = 2; lane < thresholds.Length; lane++)
                thresholds[lane] = thresholds[lane & 1];
            limits = new Vector<float>(thresholds);
        }

        for (; place < sums.Length; place++)
            Offer(place, sums[place] * _itemScales[place] * rowScales[place & 1], workspace, thresholds);
    }

    private static void Offer(int place, float score, Workspace workspace, Span<float> thresholds)
    {
        var kind = place & 1;
        if (score <= thresholds[kind])
            return;
        var heap = workspace.Heaps[kind];
        TopItems.Offer(heap, ref workspace.Counts[kind], new ScoredItem(place >> 1, score));
        if (workspace.Counts[kind] == heap.Length)
            thresholds[kind] = heap[0].Score;
    }

    private sealed class Workspace(int itemCount, int firstCapacity, int secondCapacity)
    {
        public float[] Sums { get; } = new float[2 * itemCount];

        public int[] Touched { get; } = new int[itemCount];

        public ScoredItem[][] Heaps { get; } = [new ScoredItem[firstCapacity], new ScoredItem[secondCapacity]];

        public int[] Counts { get; } = new int[2];
    }
}
