using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>Fitted regression trees whose answers add up to a score.</summary>
/// <remarks>Safe for any number of threads at once. A loaded ensemble reads its trees in place, so the artifact must stay open.</remarks>
public sealed class TreeEnsemble
{
    private readonly string[] _features;
    private readonly float _bias;
    private readonly TreeTables _trees;
    private readonly double[] _gains;
    private readonly BlockScorer? _scorer;

    internal TreeEnsemble(string[] features, float bias, TreeTables trees, double[] gains)
    {
        (_features, _bias, _trees, _gains) = (features, bias, trees, gains);
        _scorer = BlockScorer.TryBuild(trees, features.Length);
    }

    /// <summary>What the values of a row are called, in their order.</summary>
    public IReadOnlyList<string> FeatureNames => _features;

    /// <summary>How many trees add up.</summary>
    public int TreeCount => _trees.TreeCount;

    /// <summary>One ensemble whose score is the mean of the scores of several.</summary>
    /// <param name="members">At least one, all over the same features.</param>
    /// <exception cref="ArgumentException">There is none, or the features differ.</exception>
    public static TreeEnsemble MeanOf(IReadOnlyList<TreeEnsemble> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0)
            throw new ArgumentException("members is empty, but must have an ensemble", nameof(members));
        var first = members[0];
        if (members.Any(member => !member._features.SequenceEqual(first._features, StringComparer.Ordinal)))
            throw new ArgumentException($"members must all have the features {string.Join(", ", first._features)}", nameof(members));
        var gains = new double[first._features.Length];
        for (var feature = 0; feature < gains.Length; feature++)
            gains[feature] = members.Sum(member => member._gains[feature]) / members.Count;
        return new TreeEnsemble(
            first._features,
            (float)(members.Sum(static member => (double)member._bias) / members.Count),
            TreeTables.Join([.. members.Select(static member => member._trees)], 1f / members.Count),
            gains);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="artifact">Where the sections are; must stay open while the ensemble is used.</param>
    /// <param name="name">The prefix of the sections.</param>
    /// <exception cref="InvalidDataException">The sections do not make trees; the message names them.</exception>
    public static TreeEnsemble Load(ArtifactReader artifact, string name)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        var features = artifact.ReadStrings($"{name}.features");
        if (features.Length is < 1 or > RankingDataSetBuilder.MaxFeatures)
            throw new InvalidDataException($"{name}.features has {features.Length} names, but must have 1 to {RankingDataSetBuilder.MaxFeatures}");
        var bias = artifact.Read<float>($"{name}.bias").Span;
        if (bias.Length != 1 || !float.IsFinite(bias[0]))
            throw new InvalidDataException($"{name}.bias is not one finite number");
        var gains = artifact.Read<double>($"{name}.gains").Span;
        if (gains.Length != features.Length)
            throw new InvalidDataException($"{name}.gains has {gains.Length} numbers, but must have {features.Length}");
        return new TreeEnsemble(features, bias[0], TreeTables.Load(artifact, name, features.Length), gains.ToArray());
    }

    /// <summary>Writes the trees.</summary>
    /// <param name="artifact">Where to.</param>
    /// <param name="name">The prefix of the sections, such as "final_ranker".</param>
    public void Save(ArtifactWriter artifact, string name)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        artifact.WriteStrings($"{name}.features", _features);
        artifact.Write<float>($"{name}.bias", [_bias]);
        artifact.Write<double>($"{name}.gains", _gains);
        _trees.Save(artifact, name);
    }

    /// <summary>Scores rows; allocates nothing.</summary>
    /// <param name="rows">Features row by row; NaN is missing.</param>
    /// <param name="featureCount">Values of a row: must be those that the trees were fitted on.</param>
    /// <param name="scores">One a row, higher is better.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public void Score(ReadOnlySpan<float> rows, int featureCount, Span<float> scores)
    {
        if (featureCount != _features.Length)
            throw new ArgumentException($"featureCount is {featureCount}, but must be {_features.Length}", nameof(featureCount));
        if (rows.Length != (long)scores.Length * featureCount)
        {
            throw new ArgumentException(
                $"rows has {rows.Length} values, but {scores.Length} rows of {featureCount} must have {(long)scores.Length * featureCount}", nameof(rows));
        }

        if (_scorer is not null)
        {
            _scorer.Score(rows, _bias, scores);
            return;
        }

        for (var row = 0; row < scores.Length; row++)
            scores[row] = Walk(rows.Slice(row * featureCount, featureCount));
    }

    /// <summary>What each feature contributes, the greatest gain first.</summary>
    public IReadOnlyList<FeatureImportance> FeatureImportance()
    {
        var splits = new int[_features.Length];
        for (var tree = 0; tree < _trees.TreeCount; tree++)
        {
            for (var node = 0; node < _trees.NodesOf(tree); node++)
                splits[_trees.Node(tree, node).Feature]++;
        }

        var all = _gains.Sum();
        return
        [
            .. Enumerable.Range(0, _features.Length)
                .Select(feature => new FeatureImportance(_features[feature], all > 0 ? _gains[feature] / all : 0, splits[feature]))
                .OrderByDescending(static importance => importance.Gain)
                .ThenByDescending(static importance => importance.Splits)
                .ThenBy(static importance => importance.Feature, StringComparer.Ordinal),
        ];
    }

    /// <summary>The same ensemble for rows of more features, which its trees do not ask for; itself where there are none.</summary>
    /// <param name="features">The features of a row.</param>
    /// <returns>Null when a feature of the ensemble is not among them.</returns>
    internal TreeEnsemble? Over(IReadOnlyList<string> features)
    {
        if (_features.SequenceEqual(features, StringComparer.Ordinal))
            return this;
        string[] names = [.. features];
        var places = Array.ConvertAll(_features, feature => Array.IndexOf(names, feature));
        if (places.Contains(-1))
            return null;
        var gains = new double[names.Length];
        for (var feature = 0; feature < places.Length; feature++)
            gains[places[feature]] = _gains[feature];
        return new TreeEnsemble(names, _bias, _trees.Over(places), gains);
    }

    /// <summary>The same ensemble with one more tree, which counts for no feature's gain.</summary>
    /// <param name="nodes">The splits of the tree.</param>
    /// <param name="leafValues">What its leaves answer: one more than there are splits.</param>
    internal TreeEnsemble Plus(TreeNode[] nodes, float[] leafValues) =>
        new(_features, _bias, TreeTables.Join([_trees, new TreeTables([0, nodes.Length], nodes, leafValues)], 1f), _gains);

    /// <summary>The score of one row by walking down each tree: what <see cref="Score"/> must equal.</summary>
    internal float Walk(ReadOnlySpan<float> row) => _trees.Walk(_bias, row);
}
