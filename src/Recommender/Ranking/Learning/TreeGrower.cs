namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// Grows one tree leaf by leaf, always where the loss falls most; of two new leaves the smaller one's histogram is summed and the other's
/// is what remains of the parent's (Ke et al., "LightGBM: a highly efficient gradient boosting decision tree", NeurIPS 2017).
/// </summary>
internal sealed class TreeGrower(BinnedRows bins, FeatureBins cuts, LambdaMartOptions options, sbyte[] directions, WorkTeam team)
{
    private readonly Histograms _histograms = new(team);
    private readonly SplitSearch _search = new(cuts, options, directions);
    private readonly byte[] _goesLeft = new byte[HistogramKernel.BinsPerFeature];
    private DrawnRows _drawn = DrawnRows.None;

    /// <summary>Grows a tree over the rows of a partition and adds its answers to their scores.</summary>
    public GrownTree Grow(RowPartition rows, PackedGradients gradients, int[] features, float[] scores)
    {
        _drawn = _drawn.Of(bins, rows.Slice(0, rows.Count), features, team);
        var tree = new GrownTree();
        var leaves = new List<TreeLeaf>(options.Leaves) { Root(rows, gradients) };
        Search(leaves[0], features, gradients);
        while (leaves.Count < options.Leaves)
        {
            var chosen = 0;
            for (var leaf = 1; leaf < leaves.Count; leaf++)
                chosen = leaves[leaf].Best.Gain > leaves[chosen].Best.Gain ? leaf : chosen;
            if (leaves[chosen].Best.Gain <= 0)
                break;
            var parent = leaves[chosen];
            var lefts = Partition(rows, parent);
            if (lefts < options.MinRowsInLeaf || parent.Count - lefts < options.MinRowsInLeaf)
            {
                parent.Refused.Add(parent.Best.Feature);
                parent.Best = _search.Find(parent, features, gradients);
                continue;
            }

            var (left, right) = Children(parent, lefts, tree.Nodes.Count);
            Link(tree, parent, leaves.Count, chosen);
            leaves[chosen] = left;
            leaves.Add(right);
            if (leaves.Count < options.Leaves)
            {
                Divide(parent, left, right, rows, gradients);
                Search(left, features, gradients);
                Search(right, features, gradients);
            }
        }

        foreach (var leaf in leaves)
            Release(leaf);
        tree.LeafValues = [.. leaves.Select(leaf => (float)(leaf.Value * options.LearningRate))];
        if (tree.Nodes.Count > 0)
            AddScores(rows, leaves, tree.LeafValues, scores);
        return tree;
    }

    private TreeLeaf Root(RowPartition rows, PackedGradients gradients)
    {
        var histogram = _histograms.Build(_drawn, rows.Slice(0, rows.Count), gradients.Values);
        var sum = 0L;
        foreach (var bin in histogram.AsSpan(0, HistogramKernel.BinsPerFeature))
            sum += bin;
        return new TreeLeaf
        {
            First = 0,
            Count = rows.Count,
            Sum = sum,
            Value = _search.ValueOf(
                gradients.GradientOf(sum), gradients.HessianOf(sum), double.NegativeInfinity, double.PositiveInfinity),
            LowerBound = double.NegativeInfinity,
            UpperBound = double.PositiveInfinity,
            Parent = (-1, false),
            Histogram = histogram,
        };
    }

    private void Search(TreeLeaf leaf, ReadOnlySpan<int> features, PackedGradients gradients)
    {
        if (leaf.Histogram is null)
            return;
        leaf.Best = _search.Find(leaf, features, gradients);
        if (leaf.Best.Gain <= 0)
            Release(leaf);
    }

    private int Partition(RowPartition rows, TreeLeaf leaf)
    {
        for (var bin = 0; bin < _goesLeft.Length; bin++)
            _goesLeft[bin] = (byte)((bin == 0 ? leaf.Best.IsMissingLeft : bin <= leaf.Best.Bin) ? 1 : 0);
        return rows.Split(leaf.First, leaf.Count, bins.Columns[leaf.Best.Feature], _goesLeft);
    }

    private (TreeLeaf Left, TreeLeaf Right) Children(TreeLeaf parent, int lefts, int node)
    {
        var split = parent.Best;
        var direction = directions[split.Feature];
        // What grows below a monotone split stays on its side of the middle, so the order of the sides holds for all rows.
        var middle = (split.LeftValue + split.RightValue) / 2;
        var left = new TreeLeaf
        {
            First = parent.First,
            Count = lefts,
            Sum = split.LeftSum,
            Value = split.LeftValue,
            LowerBound = direction < 0 ? middle : parent.LowerBound,
            UpperBound = direction > 0 ? middle : parent.UpperBound,
            Parent = (node, false),
        };
        var right = new TreeLeaf
        {
            First = parent.First + lefts,
            Count = parent.Count - lefts,
            Sum = parent.Sum - split.LeftSum,
            Value = split.RightValue,
            LowerBound = direction > 0 ? middle : parent.LowerBound,
            UpperBound = direction < 0 ? middle : parent.UpperBound,
            Parent = (node, true),
        };
        return (left, right);
    }

    /// <summary>Adds the node; the left child keeps the number of the leaf that was split.</summary>
    private static void Link(GrownTree tree, TreeLeaf parent, int rightLeaf, int leftLeaf)
    {
        var (above, isRight) = parent.Parent;
        if (above >= 0)
        {
            var (split, left, right) = tree.Nodes[above];
            tree.Nodes[above] = isRight ? (split, left, tree.Nodes.Count) : (split, tree.Nodes.Count, right);
        }

        tree.Nodes.Add((parent.Best, ~leftLeaf, ~rightLeaf));
    }

    private void Divide(TreeLeaf parent, TreeLeaf left, TreeLeaf right, RowPartition rows, PackedGradients gradients)
    {
        var (smaller, larger) = left.Count <= right.Count ? (left, right) : (right, left);
        if (larger.Count < 2L * options.MinRowsInLeaf)
        {
            Release(parent);
            return;
        }

        smaller.Histogram = _histograms.Build(_drawn, rows.Slice(smaller.First, smaller.Count), gradients.Values);
        larger.Histogram = parent.Histogram!;
        parent.Histogram = null;
        Histograms.Subtract(larger.Histogram, smaller.Histogram);
        if (smaller.Count < 2L * options.MinRowsInLeaf)
            Release(smaller);
    }

    private void Release(TreeLeaf leaf)
    {
        if (leaf.Histogram is { } histogram)
            _histograms.Return(histogram);
        leaf.Histogram = null;
    }

    private void AddScores(RowPartition rows, List<TreeLeaf> leaves, float[] values, float[] scores) => team.Run(leaves.Count, leaf =>
    {
        var value = values[leaf];
        foreach (var row in rows.Slice(leaves[leaf].First, leaves[leaf].Count).Span)
            scores[row] += value;
    });
}
