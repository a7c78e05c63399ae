using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// Scores 16 rows at once by feature instead of by tree: each split whose test fails clears the leaves it cuts off, and the lowest leaf
/// left is the answer of its tree (Lucchese et al., "QuickScorer", SIGIR 2015; "Exploiting CPU SIMD extensions to speed-up document
/// scoring with tree ensembles", SIGIR 2016). For trees of up to 32 leaves.
/// </summary>
/// <remarks>Each row's answers are added in the order of the trees, so the bits equal those of walking down the trees.</remarks>
internal sealed class QuickScorer
{
    private const int Lanes = 16;
    private const int MaxLeaves = 32;

    // The leaf sets of a chunk stay in the first-level cache.
    private const int TreesPerChunk = 256;

    private readonly int _featureCount;
    private readonly int _treeCount;
    private readonly Test[] _tests;
    private readonly Run[][] _chunks;
    private readonly float[] _leaves;

    private QuickScorer(int featureCount, int treeCount, Test[] tests, Run[][] chunks, float[] leaves)
    {
        (_featureCount, _treeCount, _tests, _chunks, _leaves) = (featureCount, treeCount, tests, chunks, leaves);
    }

    /// <summary>Prepares trees, or returns null when one has too many leaves.</summary>
    public static QuickScorer? TryBuild(TreeTables trees, int featureCount)
    {
        var leaves = new float[trees.TreeCount * MaxLeaves];
        var tests = new List<Test>(trees.NodeCount);
        var chunks = new Run[(trees.TreeCount + TreesPerChunk - 1) / TreesPerChunk][];
        for (var tree = 0; tree < trees.TreeCount; tree++)
        {
            var values = trees.LeavesOf(tree);
            if (values.Length > MaxLeaves)
                return null;
            values.CopyTo(leaves.AsSpan(tree * MaxLeaves));
        }

        for (var chunk = 0; chunk < chunks.Length; chunk++)
        {
            var first = chunk * TreesPerChunk;
            var last = Math.Min(first + TreesPerChunk, trees.TreeCount);
            var runs = new List<Run>();
            foreach (var run in Enumerable.Range(first, last - first)
                .SelectMany(tree => TestsOf(trees, tree, tree - first))
                .GroupBy(static test => (test.Node.Feature, test.Node.IsMissingLeft))
                .OrderBy(static run => run.Key))
            {
                runs.Add(new Run(run.Key.Feature, run.Key.IsMissingLeft, tests.Count, tests.Count + run.Count()));
                tests.AddRange(run.Select(static test => test.Test).OrderBy(static test => test.Threshold));
            }

            chunks[chunk] = [.. runs];
        }

        return new QuickScorer(featureCount, trees.TreeCount, [.. tests], chunks, leaves);
    }

    /// <summary>Scores rows.</summary>
    [SkipLocalsInit]
    public void Score(ReadOnlySpan<float> rows, float bias, Span<float> scores)
    {
        Span<float> columns = stackalloc float[_featureCount * Lanes];
        Span<uint> sets = stackalloc uint[Math.Min(_treeCount, TreesPerChunk) * Lanes];
        Span<float> answers = stackalloc float[Lanes];
        columns.Clear();
        for (var first = 0; first < scores.Length; first += Lanes)
        {
            var count = Math.Min(Lanes, scores.Length - first);
            Transpose(rows.Slice(first * _featureCount, count * _featureCount), columns);
            var sum = Vector512.Create(bias);
            for (var chunk = 0; chunk < _chunks.Length; chunk++)
            {
                var trees = Math.Min(TreesPerChunk, _treeCount - (chunk * TreesPerChunk));
                sets[..(trees * Lanes)].Fill(uint.MaxValue);
                foreach (ref readonly var run in _chunks[chunk].AsSpan())
                    Clear(run, columns, sets);
                sum = AddAnswers(sum, sets[..(trees * Lanes)], _leaves.AsSpan(chunk * TreesPerChunk * MaxLeaves));
            }

            sum.CopyTo(answers);
            answers[..count].CopyTo(scores[first..]);
        }
    }

    private void Transpose(ReadOnlySpan<float> rows, Span<float> columns)
    {
        ref var target = ref MemoryMarshal.GetReference(columns);
        var (feature, lane) = (0, 0);
        foreach (var value in rows)
        {
            Unsafe.Add(ref target, (feature * Lanes) + lane) = value;
            if (++feature == _featureCount)
                (feature, lane) = (0, lane + 1);
        }
    }

    /// <summary>Makes the tests on one feature whose thresholds a row exceeds.</summary>
    private void Clear(in Run run, ReadOnlySpan<float> columns, Span<uint> sets)
    {
        var values = Vector512.Create(columns.Slice(run.Feature * Lanes, Lanes));
        // A missing value exceeds no threshold where it goes left, and every one where it goes right.
        var missing = Vector512.Create(run.IsMissingLeft ? float.NegativeInfinity : float.PositiveInfinity);
        values = Vector512.ConditionalSelect(Vector512.Equals(values, values), values, missing);
        var greatest = GreatestOf(values);
        ref var set = ref MemoryMarshal.GetReference(sets);
        ref var test = ref MemoryMarshal.GetArrayDataReference(_tests);
        for (var index = run.First; index < run.End; index++)
        {
            ref readonly var next = ref Unsafe.Add(ref test, index);
            if (next.Threshold >= greatest)
                return;
            var place = (nuint)next.Place;
            var leaves = Vector512.LoadUnsafe(ref set, place);
            var isRight = Vector512.GreaterThan(values, Vector512.Create(next.Threshold)).AsUInt32();
            Vector512.ConditionalSelect(isRight, leaves & Vector512.Create(next.RightLeaves), leaves).StoreUnsafe(ref set, place);
        }
    }

    private static Vector512<float> AddAnswers(Vector512<float> sum, ReadOnlySpan<uint> sets, ReadOnlySpan<float> leaves)
    {
        ref var set = ref MemoryMarshal.GetReference(sets);
        ref var leaf = ref MemoryMarshal.GetReference(leaves);
        for (var place = 0; place < sets.Length; place += Lanes)
        {
            var left = Vector512.LoadUnsafe(ref set, (nuint)place).AsInt32();
            // The lowest set bit alone is a power of two, whose exponent as a float is the number of the leaf.
            var exponent = Vector512.ConvertToSingle(left & -left).AsInt32() >>> 23;
            var number = (exponent & Vector512.Create(0xff)) - Vector512.Create(127);
            var table = (nuint)(place / Lanes * MaxLeaves);
            var low = Vector512.ShuffleNative(Vector512.LoadUnsafe(ref leaf, table), number & Vector512.Create(Lanes - 1));
            var high = Vector512.ShuffleNative(Vector512.LoadUnsafe(ref leaf, table + Lanes), number & Vector512.Create(Lanes - 1));
            sum += Vector512.ConditionalSelect(Vector512.GreaterThan(number, Vector512.Create(Lanes - 1)).AsSingle(), high, low);
        }

        return sum;
    }

    private static float GreatestOf(Vector512<float> values)
    {
        var eight = Vector256.Max(values.GetLower(), values.GetUpper());
        var four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        four = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    private static List<(TreeNode Node, Test Test)> TestsOf(TreeTables trees, int tree, int slot)
    {
        var tests = new List<(TreeNode Node, Test Test)>();
        LeavesBelow(0);
        return tests;

        uint LeavesBelow(int child)
        {
            if (child < 0)
                return 1u << ~child;
            var node = trees.Node(tree, child);
            var left = LeavesBelow(node.Left);
            tests.Add((node, new Test(node.Threshold, ~left, slot * Lanes)));
            return left | LeavesBelow(node.Right);
        }
    }

    /// <summary>A split: rows whose value exceeds the threshold lose the leaves on its left.</summary>
    private readonly record struct Test(float Threshold, uint RightLeaves, int Place);

    /// <summary>The splits of a chunk on one feature, by rising threshold.</summary>
    private readonly record struct Run(int Feature, bool IsMissingLeft, int First, int End);
}
