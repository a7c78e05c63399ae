using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>A tree over bins, of at most 256 leaves. Nodes come before what hangs below them; a child c below 0 is leaf ~c.</summary>
internal sealed class GrownTree
{
    /// <summary>The splits, in the order in which they were made.</summary>
    public List<(Split Split, int Left, int Right)> Nodes { get; } = [];

    /// <summary>What each leaf answers, the learning rate included.</summary>
    public float[] LeafValues { get; set; } = [];

    /// <summary>
    /// Adds the tree's answers to the scores of some rows, 64 rows at once, as <see cref="BlockScorer"/> does: from the last split to the
    /// first, each picks, row by row, the leaf that its left or its right side has come to.
    /// </summary>
    public void AddTo(float[] scores, BinnedRows bins, RowRanges rows, WorkTeam team)
    {
        if (Nodes.Count == 0)
            return;
        var picks = Nodes.Select(static node => new Pick(node.Split, node.Left, node.Right)).ToArray();
        team.Run(rows.Count, range =>
        {
            for (var first = rows[range].First; first < rows[range].End; first += BinnedRows.BlockRows)
                AddTo(scores.AsSpan(first, Math.Min(BinnedRows.BlockRows, rows[range].End - first)), bins.Columns, first, picks);
        });
    }

    [SkipLocalsInit]
    private void AddTo(Span<float> scores, byte[][] columns, int first, Pick[] picks)
    {
        Span<Vector512<byte>> reached = stackalloc Vector512<byte>[picks.Length];
        for (var node = picks.Length - 1; node >= 0; node--)
        {
            ref readonly var pick = ref picks[node];
            var bins = Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(columns[pick.Feature]), (nuint)first);
            var goesLeft = Vector512.LessThanOrEqual(bins - Vector512.Create(pick.Shift), Vector512.Create(pick.Bin));
            reached[node] = Vector512.ConditionalSelect(goesLeft, LeavesOf(reached, pick.Left), LeavesOf(reached, pick.Right));
        }

        var leaves = MemoryMarshal.AsBytes(reached[..1]);
        for (var row = 0; row < scores.Length; row++)
            scores[row] += LeafValues[leaves[row]];
    }

    private static Vector512<byte> LeavesOf(ReadOnlySpan<Vector512<byte>> reached, int child) =>
        child >= 0 ? reached[child] : Vector512.Create((byte)~child);

    private readonly record struct Pick(int Feature, byte Shift, byte Bin, int Left, int Right)
    {
        // Missing values are bin 0: left of every split as they are, right of it when one is taken from every bin.
        public Pick(Split split, int left, int right)
            : this(split.Feature, (byte)(split.IsMissingLeft ? 0 : 1), (byte)(split.Bin - (split.IsMissingLeft ? 0 : 1)), left, right)
        {
        }
    }
}
