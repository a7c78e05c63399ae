using BookRecs.Recommender.Ranking.Learning;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// The queries that the final rankers learn from. Users are in parts, and so are the items that are hidden on purpose: ranker p is validated by the
/// users of part p, asked about the hidden items of part p where they are asked about those, and learns from the users of the other parts and the
/// hidden items of the other parts. No hidden item is on both sides, as trees can recognise an item by its features.
/// </summary>
/// <param name="featureNames">The features of a row.</param>
internal sealed class EngineRows(IEnumerable<string> featureNames)
{
    /// <summary>Stands for a query about items that are not hidden.</summary>
    public const int NotHidden = -1;

    private readonly RankingDataSetBuilder _builder = new(featureNames);
    private readonly List<(int User, int Hidden)> _parts = [];

    /// <summary>Adds a query.</summary>
    /// <param name="rows">Features row by row.</param>
    /// <param name="labels">How relevant each row is.</param>
    /// <param name="userPart">The part of the user.</param>
    /// <param name="hiddenPart">The part of the hidden items that the rows are of, or <see cref="NotHidden"/>.</param>
    public void Add(float[] rows, float[] labels, int userPart, int hiddenPart)
    {
        _builder.AddGroup(rows, labels);
        _parts.Add((userPart, hiddenPart));
    }

    /// <summary>The queries as a data set; no more must be added.</summary>
    public RankingDataSet Build() => _builder.Build();

    /// <summary>What a query does for a ranker.</summary>
    public QueryRole RoleOf(int ranker, int query)
    {
        var (user, hidden) = _parts[query];
        if (user == ranker)
            return hidden == ranker || hidden == NotHidden ? QueryRole.Validate : QueryRole.LeaveOut;
        return hidden == ranker ? QueryRole.LeaveOut : QueryRole.Learn;
    }

    /// <summary>The ranker that a query validates, or null when it validates none of that many.</summary>
    public int? ValidatedBy(int query, int rankers)
    {
        var user = _parts[query].User;
        return user < rankers && RoleOf(user, query) == QueryRole.Validate ? user : null;
    }
}
