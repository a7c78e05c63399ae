using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// Scores 64 rows at once, a byte a row. Each value is replaced by how many of its feature's thresholds it exceeds, which fits a byte (as
/// in Ye et al., "RapidScorer: fast tree ensemble evaluation by maximizing compactness in data level parallelization", KDD 2018); then
/// every split of a tree is made for all rows, from the leaves up: a split picks, row by row, the leaf that its right or its left side
/// has come to. No step depends on a row's path, so nothing is mispredicted.
/// </summary>
/// <remarks>Each row's answers are added in the order of the trees, so the bits equal those of walking down the trees.</remarks>
internal sealed class BlockScorer
{
    private const int BlockRows = 64;
    private const int Lanes = 16;
    private const int FeaturesPerPanel = 16;
    private const int MaxLeaves = 2 * Lanes;

    // More than every threshold.
    private const byte MissingRight = byte.MaxValue;

    private readonly int _featureCount;
    private readonly ThresholdTable?[] _tables;
    private readonly Column[] _columns;
    private readonly Pick[] _picks;
    private readonly Tree[] _trees;
    private readonly float[] _answers;

    private BlockScorer(ThresholdTable?[] tables, Column[] columns, Pick[] picks, Tree[] trees, float[] answers)
    {
        _featureCount = tables.Length;
        (_tables, _columns, _picks, _trees, _answers) = (tables, columns, picks, trees, answers);
    }

    /// <summary>Prepares trees, or returns null when one has over 32 leaves or a feature over 255 thresholds.</summary>
    public static BlockScorer? TryBuild(TreeTables trees, int featureCount)
    {
        var thresholds = new List<float>?[featureCount];
        var isUsed = new bool[featureCount, 2];
        var columnOf = new int[featureCount, 2];
        var nodeCount = 0;
        for (var tree = 0; tree < trees.TreeCount; tree++)
        {
            for (var node = 0; node < trees.NodesOf(tree); node++, nodeCount++)
            {
                var (feature, threshold, isMissingLeft, _, _) = trees.Node(tree, node);
                (thresholds[feature] ??= []).Add(threshold);
                isUsed[feature, SideOf(isMissingLeft)] = true;
            }
        }

        var tables = new ThresholdTable?[featureCount];
        var columns = new List<Column>();
        for (var feature = 0; feature < featureCount; feature++)
        {
            if (thresholds[feature] is not { } values)
                continue;
            var distinct = Distinct(values);
            if (distinct.Length > ThresholdTable.MaxThresholds)
                return null;
            tables[feature] = new ThresholdTable(distinct);
            foreach (var isMissingLeft in (ReadOnlySpan<bool>)[false, true])
            {
                if (!isUsed[feature, SideOf(isMissingLeft)])
                    continue;
                columnOf[feature, SideOf(isMissingLeft)] = columns.Count;
                columns.Add(new Column(feature, isMissingLeft));
            }
        }

        var picks = new List<Pick>(nodeCount);
        var answers = new float[trees.TreeCount * MaxLeaves];
        var laidOut = new Tree[trees.TreeCount];
        for (var tree = 0; tree < laidOut.Length; tree++)
        {
            var leaves = trees.LeavesOf(tree);
            if (leaves.Length > MaxLeaves)
                return null;
            leaves.CopyTo(answers.AsSpan(tree * MaxLeaves));
            laidOut[tree] = new Tree(picks.Count, leaves.Length - 1);
            // Nodes come before what hangs below them, so from the last to the first both sides are there already.
            for (var node = leaves.Length - 2; node >= 0; node--)
            {
                var (feature, threshold, isMissingLeft, left, right) = trees.Node(tree, node);
                picks.Add(new Pick(
                    (ushort)(columnOf[feature, SideOf(isMissingLeft)] * BlockRows),
                    PlaceOf(left),
                    PlaceOf(right),
                    PlaceOf(node),
                    tables[feature]!.RankOf(threshold)));
            }
        }

        return new BlockScorer(tables, [.. columns], [.. picks], laidOut, answers);

        static int SideOf(bool isMissingLeft) => isMissingLeft ? 1 : 0;

        static ushort PlaceOf(int child) => (ushort)((child < 0 ? ~child : MaxLeaves + child) * BlockRows);
    }

    /// <summary>Scores rows.</summary>
    [SkipLocalsInit]
    public void Score(ReadOnlySpan<float> rows, float bias, Span<float> scores)
    {
        var ranks = Align(stackalloc byte[(_columns.Length + 1) * BlockRows]);
        // First what each leaf answers for itself, its number, then what each split has picked.
        var leaves = Align(stackalloc byte[((2 * MaxLeaves) + 1) * BlockRows]);
        for (var leaf = 0; leaf < MaxLeaves; leaf++)
            leaves.Slice(leaf * BlockRows, BlockRows).Fill((byte)leaf);
        Span<float> sums = stackalloc float[BlockRows];
        for (var first = 0; first < scores.Length; first += BlockRows)
        {
            var count = Math.Min(BlockRows, scores.Length - first);
            Rank(rows.Slice(first * _featureCount, count * _featureCount), count, ranks);
            AddTrees(bias, ranks, leaves, sums);
            sums[..count].CopyTo(scores[first..]);
        }
    }

    /// <summary>The values rising, each once.</summary>
    private static float[] Distinct(List<float> values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var count = 0;
        foreach (var value in sorted)
        {
            if (count == 0 || value != sorted[count - 1])
                sorted[count++] = value;
        }

        return sorted[..count];
    }

    /// <summary>Replaces the values of up to 64 rows by the numbers of thresholds that they exceed.</summary>
    [SkipLocalsInit]
    private void Rank(ReadOnlySpan<float> rows, int count, Span<byte> ranks)
    {
        Span<float> panel = stackalloc float[FeaturesPerPanel * BlockRows];
        panel.Clear();
        var (column, panelStart) = (0, -FeaturesPerPanel);
        while (column < _columns.Length)
        {
            var feature = _columns[column].Feature;
            if (feature >= panelStart + FeaturesPerPanel)
            {
                panelStart = feature;
                Transpose(rows, count, panelStart, panel);
            }

            var values = panel.Slice((feature - panelStart) * BlockRows, BlockRows);
            for (; column < _columns.Length && _columns[column].Feature == feature; column++)
                Rank(_tables[feature]!, values, _columns[column].IsMissingLeft, ranks.Slice(column * BlockRows, BlockRows));
        }
    }

    private void Transpose(ReadOnlySpan<float> rows, int count, int firstFeature, Span<float> panel)
    {
        ref var target = ref MemoryMarshal.GetReference(panel);
        var features = Math.Min(FeaturesPerPanel, _featureCount - firstFeature);
        for (var row = 0; row < count; row++)
        {
            var values = rows.Slice((row * _featureCount) + firstFeature, features);
            for (var feature = 0; feature < values.Length; feature++)
                Unsafe.Add(ref target, (feature * BlockRows) + row) = values[feature];
        }
    }

    private static void Rank(ThresholdTable table, ReadOnlySpan<float> values, bool isMissingLeft, Span<byte> ranks)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        var missing = Vector512.Create(isMissingLeft ? 0 : (int)MissingRight);
        var low = Vector512.Narrow(Ranks(ref value, 0), Ranks(ref value, Lanes));
        var high = Vector512.Narrow(Ranks(ref value, 2 * Lanes), Ranks(ref value, 3 * Lanes));
        Vector512.Narrow(low.AsUInt16(), high.AsUInt16()).CopyTo(ranks);

        Vector512<int> Ranks(ref float start, nuint place)
        {
            var sixteen = Vector512.LoadUnsafe(ref start, place);
            return Vector512.ConditionalSelect(Vector512.Equals(sixteen, sixteen).AsInt32(), table.CountBelow(sixteen), missing);
        }
    }

    private void AddTrees(float bias, ReadOnlySpan<byte> ranks, Span<byte> leaves, Span<float> sums)
    {
        ref var rank = ref MemoryMarshal.GetReference(ranks);
        ref var leaf = ref MemoryMarshal.GetReference(leaves);
        ref var answer = ref MemoryMarshal.GetArrayDataReference(_answers);
        var sum0 = Vector512.Create(bias);
        var (sum1, sum2, sum3) = (sum0, sum0, sum0);
        foreach (ref readonly var tree in _trees.AsSpan())
        {
            var picked = Vector512<byte>.Zero;
            foreach (ref readonly var pick in _picks.AsSpan(tree.FirstPick, tree.Picks))
            {
                var isRight = Vector512.GreaterThan(Vector512.LoadUnsafe(ref rank, (nuint)pick.Ranks), Vector512.Create(pick.Threshold));
                picked = Vector512.ConditionalSelect(
                    isRight, Vector512.LoadUnsafe(ref leaf, (nuint)pick.Right), Vector512.LoadUnsafe(ref leaf, (nuint)pick.Left));
                picked.StoreUnsafe(ref leaf, (nuint)pick.Target);
            }

            var (low, high) = Vector512.Widen(picked);
            var (place0, place1) = Vector512.Widen(low);
            var (place2, place3) = Vector512.Widen(high);
            sum0 += ThresholdTable.Read32(ref answer, place0.AsInt32());
            sum1 += ThresholdTable.Read32(ref answer, place1.AsInt32());
            sum2 += ThresholdTable.Read32(ref answer, place2.AsInt32());
            sum3 += ThresholdTable.Read32(ref answer, place3.AsInt32());
            answer = ref Unsafe.Add(ref answer, MaxLeaves);
        }

        sum0.CopyTo(sums);
        sum1.CopyTo(sums[Lanes..]);
        sum2.CopyTo(sums[(2 * Lanes)..]);
        sum3.CopyTo(sums[(3 * Lanes)..]);
    }

    /// <summary>The part of a buffer that begins on a cache line: a vector then never lies on two.</summary>
    private static unsafe Span<byte> Align(Span<byte> onStack) =>
        onStack[(int)(-(nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(onStack)) & (BlockRows - 1))..];

    /// <summary>The ranks of a feature's values, with missing ones below or above all thresholds.</summary>
    private readonly record struct Column(int Feature, bool IsMissingLeft);

    /// <summary>
    /// A split: where its ranks, the leaves of both sides and its own are, in bytes; ranks above the threshold pick the right.
    /// </summary>
    private readonly record struct Pick(ushort Ranks, ushort Left, ushort Right, ushort Target, byte Threshold);

    private readonly record struct Tree(int FirstPick, int Picks);
}
