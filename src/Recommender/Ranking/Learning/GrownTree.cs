namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>A tree over bins. Nodes come before what hangs below them; a child c below 0 is leaf ~c.</summary>
internal sealed class GrownTree
{
    private const int RowsPerPiece = 4_096;

    /// <summary>The splits, in the order in which they were made.</summary>
    public List<(Split Split, int Left, int Right)> Nodes { get; } = [];

    /// <summary>What each leaf answers, the learning rate included.</summary>
    public float[] LeafValues { get; set; } = [];

    /// <summary>Adds the tree's answers to the scores of some rows.</summary>
    public void AddTo(float[] scores, BinnedRows bins, ReadOnlyMemory<int> rows, WorkTeam team)
    {
        if (Nodes.Count == 0)
            return;
        var steps = StepsOf(bins.Stride);
        var depth = Depth();
        team.Run((rows.Length + RowsPerPiece - 1) / RowsPerPiece, piece =>
        {
            var first = piece * RowsPerPiece;
            Walk(steps, depth, scores, bins, rows.Span[first..Math.Min(first + RowsPerPiece, rows.Length)]);
        });
    }

    // A walk of the same number of steps for each row lets the processor take several rows at once: a leaf leads to itself.
    private void Walk(Step[] steps, int depth, float[] scores, BinnedRows bins, ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
        {
            var values = bins.Rows.AsSpan(row * bins.Stride, bins.Stride);
            var place = 0;
            for (var level = 0; level < depth; level++)
            {
                ref readonly var step = ref steps[place];
                place = (byte)(values[step.Feature] - step.Shift) <= step.Bin ? step.Left : step.Right;
            }

            scores[row] += LeafValues[steps[place].Leaf];
        }
    }

    private Step[] StepsOf(int stride)
    {
        var steps = new Step[Nodes.Count + LeafValues.Length];
        for (var node = 0; node < Nodes.Count; node++)
        {
            var (split, left, right) = Nodes[node];
            // Missing values are bin 0: left of every split as they are, right of it when one is taken from every bin.
            var shift = (byte)(split.IsMissingLeft ? 0 : 1);
            steps[node] = new Step((ushort)split.Feature, shift, (byte)(split.Bin - shift), PlaceOf(left), PlaceOf(right), 0);
        }

        for (var leaf = 0; leaf < LeafValues.Length; leaf++)
            steps[Nodes.Count + leaf] = new Step(0, 0, 0, PlaceOf(~leaf), PlaceOf(~leaf), (ushort)leaf);
        return steps;
    }

    private ushort PlaceOf(int child) => (ushort)(child >= 0 ? child : Nodes.Count + ~child);

    private int Depth()
    {
        var depths = new int[Nodes.Count];
        var deepest = 0;
        for (var node = 0; node < Nodes.Count; node++)
        {
            deepest = Math.Max(deepest, depths[node] + 1);
            foreach (var child in (ReadOnlySpan<int>)[Nodes[node].Left, Nodes[node].Right])
            {
                if (child >= 0)
                    depths[child] = depths[node] + 1;
            }
        }

        return deepest;
    }

    private readonly record struct Step(ushort Feature, byte Shift, byte Bin, ushort Left, ushort Right, ushort Leaf);
}
