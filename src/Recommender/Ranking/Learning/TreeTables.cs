using System.Numerics.Tensors;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// The trees of an ensemble as flat arrays. A tree of n nodes has n + 1 leaves, so the leaves of tree t begin where its nodes begin plus
/// t. A child c of a node is node c of the same tree, or its leaf ~c when c is negative.
/// </summary>
internal sealed class TreeTables
{
    private readonly ReadOnlyMemory<int> _starts;
    private readonly ReadOnlyMemory<int> _features;
    private readonly ReadOnlyMemory<float> _thresholds;
    private readonly ReadOnlyMemory<byte> _missingLeft;
    private readonly ReadOnlyMemory<int> _lefts;
    private readonly ReadOnlyMemory<int> _rights;
    private readonly ReadOnlyMemory<float> _values;

    public TreeTables(int[] starts, TreeNode[] nodes, float[] values)
    {
        _starts = starts;
        _values = values;
        _features = nodes.Select(static node => node.Feature).ToArray();
        _thresholds = nodes.Select(static node => node.Threshold).ToArray();
        _missingLeft = nodes.Select(static node => (byte)(node.IsMissingLeft ? 1 : 0)).ToArray();
        _lefts = nodes.Select(static node => node.Left).ToArray();
        _rights = nodes.Select(static node => node.Right).ToArray();
    }

    private TreeTables(ArtifactReader artifact, string name)
    {
        _starts = artifact.Read<int>($"{name}.tree_starts");
        _features = artifact.Read<int>($"{name}.node_features");
        _thresholds = artifact.Read<float>($"{name}.node_thresholds");
        _missingLeft = artifact.Read<byte>($"{name}.node_missing_left");
        _lefts = artifact.Read<int>($"{name}.node_lefts");
        _rights = artifact.Read<int>($"{name}.node_rights");
        _values = artifact.Read<float>($"{name}.leaf_values");
    }

    private TreeTables(TreeTables[] parts, float factor)
    {
        var starts = new List<int> { 0 };
        foreach (var part in parts)
        {
            var first = starts[^1];
            foreach (var start in part._starts.Span[1..])
                starts.Add(first + start);
        }

        _starts = starts.ToArray();
        _features = Joined(static part => part._features);
        _thresholds = Joined(static part => part._thresholds);
        _missingLeft = Joined(static part => part._missingLeft);
        _lefts = Joined(static part => part._lefts);
        _rights = Joined(static part => part._rights);
        var values = Joined(static part => part._values);
        TensorPrimitives.Multiply(values, factor, values);
        _values = values;

        T[] Joined<T>(Func<TreeTables, ReadOnlyMemory<T>> section) => [.. parts.SelectMany(part => section(part).ToArray())];
    }

    private TreeTables(TreeTables trees, int[] features)
    {
        (_starts, _features, _thresholds, _missingLeft) = (trees._starts, features, trees._thresholds, trees._missingLeft);
        (_lefts, _rights, _values) = (trees._lefts, trees._rights, trees._values);
    }

    public int TreeCount => _starts.Length - 1;

    public int NodeCount => _features.Length;

    /// <summary>The trees of all parts, one after the other, each answer times a factor.</summary>
    public static TreeTables Join(TreeTables[] parts, float factor) => new(parts, factor);

    /// <summary>The same trees over rows in which feature f stands at place <c>places[f]</c>.</summary>
    public TreeTables Over(int[] places) => new(this, Array.ConvertAll(_features.ToArray(), feature => places[feature]));

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The sections do not make trees over that many features.</exception>
    public static TreeTables Load(ArtifactReader artifact, string name, int featureCount)
    {
        var tables = new TreeTables(artifact, name);
        tables.Check(name, featureCount);
        return tables;
    }

    public void Save(ArtifactWriter artifact, string name)
    {
        artifact.Write($"{name}.tree_starts", _starts.Span);
        artifact.Write($"{name}.node_features", _features.Span);
        artifact.Write($"{name}.node_thresholds", _thresholds.Span);
        artifact.Write($"{name}.node_missing_left", _missingLeft.Span);
        artifact.Write($"{name}.node_lefts", _lefts.Span);
        artifact.Write($"{name}.node_rights", _rights.Span);
        artifact.Write($"{name}.leaf_values", _values.Span);
    }

    /// <summary>How many nodes a tree has; it has one leaf more.</summary>
    public int NodesOf(int tree) => _starts.Span[tree + 1] - _starts.Span[tree];

    /// <summary>A node of a tree.</summary>
    public TreeNode Node(int tree, int node)
    {
        var place = _starts.Span[tree] + node;
        return new TreeNode(
            _features.Span[place], _thresholds.Span[place], _missingLeft.Span[place] != 0, _lefts.Span[place], _rights.Span[place]);
    }

    /// <summary>What the leaves of a tree answer, from left to right.</summary>
    public ReadOnlySpan<float> LeavesOf(int tree) => _values.Span.Slice(_starts.Span[tree] + tree, NodesOf(tree) + 1);

    /// <summary>Walks one row down each tree and adds the answers, in the order of the trees.</summary>
    public float Walk(float bias, ReadOnlySpan<float> row)
    {
        var starts = _starts.Span;
        var features = _features.Span;
        var thresholds = _thresholds.Span;
        var missingLeft = _missingLeft.Span;
        var lefts = _lefts.Span;
        var rights = _rights.Span;
        var values = _values.Span;
        var score = bias;
        for (var tree = 0; tree + 1 < starts.Length; tree++)
        {
            var first = starts[tree];
            var node = 0;
            while (node >= 0)
            {
                var place = first + node;
                var value = row[features[place]];
                var isLeft = float.IsNaN(value) ? missingLeft[place] != 0 : value <= thresholds[place];
                node = isLeft ? lefts[place] : rights[place];
            }

            score += values[first + tree + ~node];
        }

        return score;
    }

    private void Check(string name, int featureCount)
    {
        var starts = _starts.Span;
        Require(starts.Length > 0 && starts[0] == 0, $"{name}.tree_starts does not begin with 0");
        for (var tree = 0; tree < TreeCount; tree++)
            Require(starts[tree + 1] > starts[tree], $"{name}.tree_starts does not rise at tree {tree}");
        Require(starts[^1] == NodeCount, $"{name}.node_features has {NodeCount} entries, which does not fit {name}.tree_starts");
        foreach (var (section, length) in new[]
            {
                ("node_thresholds", _thresholds.Length), ("node_missing_left", _missingLeft.Length),
                ("node_lefts", _lefts.Length), ("node_rights", _rights.Length),
            })
        {
            Require(length == NodeCount, $"{name}.{section} has {length} entries, but must have {NodeCount}");
        }

        Require(_values.Length == NodeCount + TreeCount, $"{name}.leaf_values has {_values.Length} entries, but must have {NodeCount + TreeCount}");
        foreach (var feature in _features.Span)
            Require(feature >= 0 && feature < featureCount, $"{name}.node_features has {feature}, but there are {featureCount} features");
        foreach (var threshold in _thresholds.Span)
            Require(float.IsFinite(threshold), $"{name}.node_thresholds has a number that is not finite");
        foreach (var value in _values.Span)
            Require(float.IsFinite(value), $"{name}.leaf_values has a number that is not finite");
        for (var tree = 0; tree < TreeCount; tree++)
            CheckTree(name, tree);
    }

    /// <summary>Depth-first, nodes and leaves must come one after the other: then each is reached exactly once.</summary>
    private void CheckTree(string name, int tree)
    {
        var count = NodesOf(tree);
        var open = new Stack<int>();
        open.Push(0);
        var (nodes, leaves) = (0, 0);
        while (open.TryPop(out var child))
        {
            Require(
                child >= 0 ? child == nodes && child < count : ~child == leaves,
                $"{name}.node_lefts and {name}.node_rights do not make tree {tree}");
            if (child < 0)
            {
                leaves++;
                continue;
            }

            nodes++;
            var node = Node(tree, child);
            open.Push(node.Right);
            open.Push(node.Left);
        }

        Require(nodes == count, $"{name}.node_lefts and {name}.node_rights leave nodes of tree {tree} out");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw new InvalidDataException(message);
    }
}
