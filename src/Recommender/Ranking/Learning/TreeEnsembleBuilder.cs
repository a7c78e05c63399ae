namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>Lays grown trees out for scoring: nodes in depth-first order, leaves from left to right.</summary>
internal static class TreeEnsembleBuilder
{
    public static TreeEnsemble Build(IReadOnlyList<string> features, float bias, IEnumerable<GrownTree> trees, FeatureBins cuts)
    {
        var nodes = new List<TreeNode>();
        var values = new List<float>();
        var starts = new List<int> { 0 };
        var gains = new double[features.Count];
        foreach (var tree in trees)
        {
            var first = nodes.Count;
            Add(tree, 0, first);
            starts.Add(nodes.Count);
        }

        return new TreeEnsemble([.. features], bias, new TreeTables(starts.ToArray(), nodes.ToArray(), values.ToArray()), gains);

        int Add(GrownTree tree, int child, int first)
        {
            if (child < 0)
            {
                values.Add(tree.LeafValues[~child]);
                return ~(values.Count - 1 - first - (starts.Count - 1));
            }

            var (split, left, right) = tree.Nodes[child];
            gains[split.Feature] += split.Gain;
            var place = nodes.Count;
            nodes.Add(default);
            var leftPlace = Add(tree, left, first);
            var rightPlace = Add(tree, right, first);
            nodes[place] = new TreeNode(
                split.Feature, cuts.UpperBoundOf(split.Feature, split.Bin), split.IsMissingLeft, leftPlace, rightPlace);
            return place - first;
        }
    }
}
