using System.Collections.Immutable;
using BookRecs.Recommender.Ranking.Learning;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// The queries that the final rankers learn from. Users are in parts, and so are the items that are hidden on purpose: ranker p is
/// validated by the users of part p, asked about the hidden items of part p where they are asked about those, and learns from the users of
/// the other parts and the hidden items of the other parts. No hidden item is on both sides, as trees can recognise an item by its
/// features.
/// </summary>
/// <param name="featureNames">The features of a row.</param>
/// <param name="scoreNames">Those that are scores, which come first.</param>
/// <param name="options">How many rankers there are, and their settings.</param>
/// <param name="team">Who does the work.</param>
internal sealed class EngineRows(IReadOnlyList<string> featureNames, IReadOnlyList<string> scoreNames, EngineOptions options, WorkTeam team)
{
    /// <summary>Stands for a query about items that are not hidden.</summary>
    public const int NotHidden = -1;

    private readonly BinnedDataSetBuilder _builder = new(featureNames, options.FinalRanker.MaxBins, team);
    private readonly ScoreNdcg _scores = new(scoreNames, options.FinalRanker.ValidationPlaces);
    private readonly NewItemQueries _newItems = new(featureNames);
    private readonly List<(int User, int Hidden)> _parts = [];
    private readonly List<bool> _teaches = [];

    /// <summary>How many queries there are.</summary>
    public int Count => _parts.Count;

    /// <summary>Whether every ranker has a query to learn from: one whose rows differ in their labels.</summary>
    public bool CanTeachAll => Enumerable.Range(0, options.FinalRankers)
        .All(ranker => Enumerable.Range(0, Count).Any(query => _teaches[query] && RoleOf(ranker, query) == QueryRole.Learn));

    /// <summary>What each score is worth alone, by the queries that validate a ranker.</summary>
    public ImmutableSortedDictionary<string, double> ScoreNdcg => _scores.Means();

    /// <summary>The queries that validate a ranker, without those about hidden items.</summary>
    public HeldOutQueries HeldOut { get; } = new(featureNames, scoreNames, options.FinalRanker.ValidationPlaces);

    /// <summary>Adds a query.</summary>
    /// <param name="rows">Features row by row.</param>
    /// <param name="labels">How relevant each row is; one at least is.</param>
    /// <param name="userPart">The part of the user.</param>
    /// <param name="hiddenPart">The part of the hidden items that the rows are of, or <see cref="NotHidden"/>.</param>
    public void Add(float[] rows, float[] labels, int userPart, int hiddenPart)
    {
        var firstRow = _builder.RowCount;
        _builder.AddGroup(rows, labels);
        _parts.Add((userPart, hiddenPart));
        _teaches.Add(labels.AsSpan().ContainsAnyExcept(labels[0]));
        if (ValidatedBy(_parts.Count - 1) is not { } ranker)
            return;
        _scores.Add(rows, labels);
        _newItems.Add(rows, labels, ranker);
        if (hiddenPart == NotHidden)
            HeldOut.Add(firstRow, rows, labels);
    }

    /// <summary>The queries as a data set; no more must be added.</summary>
    public BinnedDataSet Build() => _builder.Build();

    /// <summary>The new items of queries that validate a ranker, and the number of that ranker for each; no more must be added.</summary>
    public (RankingDataSet Queries, IReadOnlyList<int> Rankers) BuildNewItems() => _newItems.Build();

    /// <summary>What a query does for a ranker.</summary>
    public QueryRole RoleOf(int ranker, int query)
    {
        var (user, hidden) = _parts[query];
        if (user == ranker)
            return hidden == ranker || hidden == NotHidden ? QueryRole.Validate : QueryRole.LeaveOut;
        return hidden == ranker ? QueryRole.LeaveOut : QueryRole.Learn;
    }

    /// <summary>The ranker that a query validates, or null when it validates none.</summary>
    public int? ValidatedBy(int query)
    {
        var user = _parts[query].User;
        return user < options.FinalRankers && RoleOf(user, query) == QueryRole.Validate ? user : null;
    }
}
