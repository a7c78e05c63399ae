namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>The state of a boosted training between two trees.</summary>
internal sealed class BoostedTraining
{
    private readonly BoostingQueries _train;
    private readonly BoostingQueries? _validation;
    private readonly LambdaMartOptions _options;
    private readonly WorkTeam _team;
    private readonly GradientStep _gradients;
    private readonly TreeGrower _grower;
    private readonly RowPartition _rows;
    private readonly int[] _groups;
    private readonly int[] _features;
    private readonly RowRanges _rest = new();
    private readonly RowRanges _validationRows;
    private readonly float[] _scores;
    private readonly float[] _validationScores;
    private readonly float _start;

    public BoostedTraining(BoostingQueries train, BoostingQueries? validation, LambdaMartOptions options, WorkTeam team)
    {
        (_train, _validation, _options, _team) = (train, validation, options, team);
        var (names, queries) = (train.Data.FeatureNames, train.Data.Queries);
        _gradients = new GradientStep(train, options, team);
        _groups = _gradients.UsefulGroups();
        if (_groups.Length == 0)
            throw new ArgumentException("train has no query whose rows differ in their labels, but must have one", nameof(train));
        _features = [.. Enumerable.Range(0, names.Count).Where(Varies)];
        _grower = new TreeGrower(train.Data.Rows, train.Data.Cuts, options, options.DirectionsOf(names), team);
        var useful = _groups.Sum(group => queries.GroupStarts[group + 1] - queries.GroupStarts[group]);
        _rows = new RowPartition(useful, team);
        _start = _gradients.StartScore();
        _scores = StartScores(queries.RowCount);
        _validationRows = validation?.Rows() ?? new RowRanges();
        _validationScores = StartScores(validation?.Data.Queries.RowCount ?? 0);
    }

    /// <summary>The trees so far; those that found nothing to split are left out.</summary>
    public List<GrownTree> Trees { get; } = [];

    /// <summary>Grows one more tree.</summary>
    public void AddTree(int number)
    {
        var groups = DrawGroups(number);
        if (groups.Length == 0)
            return;
        _gradients.Compute(groups, _rows.Count, _scores);
        var tree = _grower.Grow(_rows, _gradients.Packed, DrawFeatures(number), _scores);
        if (tree.Nodes.Count == 0)
            return;
        Trees.Add(tree);
        tree.AddTo(_scores, _train.Data.Rows, _rest, _team);
        if (_validation is not null)
            tree.AddTo(_validationScores, _validation.Data.Rows, _validationRows, _team);
    }

    /// <summary>NDCG of the validation data, or null without such data.</summary>
    public double? ValidationNdcg(int places) =>
        _validation is null ? null : RankingMetrics.Ndcg(_validation.Data.Queries, _validation.Groups, _validationScores, places, _team);

    /// <summary>Writes the scores of the validation rows, if there are any, by the first trees.</summary>
    public void WriteValidationScores(int trees, float[] scores)
    {
        if (_validation is null)
            return;
        for (var range = 0; range < _validationRows.Count; range++)
            scores.AsSpan(_validationRows[range].First, _validationRows[range].End - _validationRows[range].First).Fill(_start);
        foreach (var tree in Trees.Take(trees))
            tree.AddTo(scores, _validation.Data.Rows, _validationRows, _team);
    }

    /// <summary>A model of the first trees.</summary>
    public TreeEnsemble Build(int trees) => TreeEnsembleBuilder.Build(_train.Data.FeatureNames, _start, Trees.Take(trees), _train.Data.Cuts);

    /// <summary>A feature that has the same bin in every row decides nothing.</summary>
    private bool Varies(int feature)
    {
        var bins = _train.Data.Rows.Columns[feature].AsSpan(0, _train.Data.Rows.RowCount);
        return bins.ContainsAnyExcept(bins[0]);
    }

    private float[] StartScores(int rows)
    {
        var scores = new float[rows];
        Array.Fill(scores, _start);
        return scores;
    }

    /// <summary>Takes the rows of some queries for a tree; those of the others are the rest.</summary>
    private int[] DrawGroups(int tree)
    {
        _rows.Clear();
        _rest.Clear();
        var drawn = new List<int>(_groups.Length);
        foreach (var group in _groups)
        {
            var (first, end) = (_train.Data.Queries.GroupStarts[group], _train.Data.Queries.GroupStarts[group + 1]);
            if (SeededDraw.Share(_options.Seed, tree, group) < _options.QueryFraction)
            {
                drawn.Add(group);
                _rows.AddRange(first, end);
            }
            else
            {
                _rest.Add(first, end);
            }
        }

        return [.. drawn];
    }

    private int[] DrawFeatures(int tree)
    {
        var count = Math.Max(1, (int)Math.Round(_features.Length * _options.FeatureFraction));
        if (count >= _features.Length)
            return _features;
        var drawn = _features
            .OrderBy(feature => SeededDraw.Share(~_options.Seed, tree, feature))
            .ThenBy(static feature => feature)
            .Take(count)
            .ToArray();
        Array.Sort(drawn);
        return drawn;
    }
}
