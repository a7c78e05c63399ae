namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>The queries that validate a final ranker, without those about hidden items alone.</summary>
/// <param name="featureNames">The features of a row.</param>
/// <param name="scoreNames">Those that are scores, which come first.</param>
/// <param name="places">How many places of a list count.</param>
internal sealed class HeldOutQueries(IReadOnlyList<string> featureNames, IReadOnlyList<string> scoreNames, int places)
{
    private readonly List<HeldOutQuery> _queries = [];
    private readonly int _isCold = EngineFeatures.PlaceOf(featureNames, EngineFeatures.IsColdName);
    private readonly int _isNew = EngineFeatures.PlaceOf(featureNames, EngineFeatures.IsNewName);
    private readonly int[] _sources = [.. Enumerable.Range(0, scoreNames.Count).Where(score => !EngineFeatures.IsRecent(scoreNames[score]))];

    /// <summary>The queries.</summary>
    public IReadOnlyList<HeldOutQuery> All => _queries;

    /// <summary>How many single sources each is compared with.</summary>
    public int SourceCount => _sources.Length;

    /// <summary>Whether items without any user were among the candidates.</summary>
    public bool HaveNewItems { get; private set; }

    /// <summary>Adds a query.</summary>
    /// <param name="firstRow">The place of its first row among the rows of all queries.</param>
    /// <param name="rows">Features row by row.</param>
    /// <param name="labels">How relevant each row is.</param>
    public void Add(int firstRow, ReadOnlySpan<float> rows, ReadOnlySpan<float> labels)
    {
        var count = labels.Length;
        var (isRelevant, isCold) = (new bool[count], new bool[count]);
        var scores = Array.ConvertAll(_sources, _ => new float[count]);
        for (var row = 0; row < count; row++)
        {
            var features = rows.Slice(row * featureNames.Count, featureNames.Count);
            (isRelevant[row], isCold[row]) = (labels[row] > 0f, features[_isCold] > 0f);
            HaveNewItems |= features[_isNew] > 0f;
            for (var source = 0; source < scores.Length; source++)
                scores[source][row] = features[_sources[source]];
        }

        _queries.Add(new HeldOutQuery(firstRow, isRelevant, isCold, scores, places));
    }
}
