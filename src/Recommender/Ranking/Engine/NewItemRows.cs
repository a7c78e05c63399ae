using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Ranking.Learning;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// The queries that the rankers of new items learn from: users' candidates among the items that each inner holdout hides, and nothing else.
/// Ranker h is validated by the queries of holdout h and learns from those of the others, which hide other items, as trees can recognise an
/// item by its features.
/// </summary>
/// <remarks>Holds a byte a feature and 12 bytes more of each row, of which a query has at most <see cref="NewItemRanker.RowsPerQuery"/>.</remarks>
/// <param name="featureNames">The features of a row.</param>
/// <param name="itemCount">How many items there are.</param>
/// <param name="options">Settings of the final rankers.</param>
/// <param name="team">Who does the work.</param>
internal sealed class NewItemRows(IReadOnlyList<string> featureNames, int itemCount, EngineOptions options, WorkTeam team)
{
    private const int MinQueries = 20;

    private readonly BinnedDataSetBuilder _builder = new(featureNames, options.FinalRanker.MaxBins, team);
    private readonly RankingDataSetBuilder _orders = new(NewItemOrder.ColumnsOf(featureNames));
    private readonly int[] _columns = [.. NewItemOrder.ColumnsOf(featureNames).Select(column => EngineFeatures.PlaceOf(featureNames, column))];
    private readonly ItemSet _claimed = new(itemCount);
    private readonly List<int> _holdouts = [];
    private readonly List<bool> _teaches = [];

    /// <summary>How many holdouts there are queries of.</summary>
    public int Holdouts => _holdouts.Count == 0 ? 0 : _holdouts.Max() + 1;

    /// <summary>
    /// Whether every ranker has queries to be validated by, enough to tell more than chance, and one to learn from: one whose rows differ in
    /// their labels.
    /// </summary>
    public bool CanTeach => Holdouts > 1 && Enumerable.Range(0, Holdouts).All(holdout =>
        _holdouts.Count(one => one == holdout) >= MinQueries
        && Enumerable.Range(0, _holdouts.Count).Any(query => _holdouts[query] != holdout && _teaches[query]));

    /// <summary>Those of the items that a holdout hides that none before it hid.</summary>
    public ItemSet Claim(ItemSet hidden)
    {
        var claimed = new ItemSet(itemCount);
        for (var item = 0; item < itemCount; item++)
        {
            if (!hidden.Contains(item) || _claimed.Contains(item))
                continue;
            claimed.Add(item);
            _claimed.Add(item);
        }

        return claimed;
    }

    /// <summary>Adds a query.</summary>
    /// <param name="rows">Features row by row.</param>
    /// <param name="labels">How relevant each row is; one at least is.</param>
    /// <param name="holdout">The number of the holdout that hides the items.</param>
    public void Add(ReadOnlySpan<float> rows, ReadOnlySpan<float> labels, int holdout)
    {
        var scores = new float[labels.Length * _columns.Length];
        for (var row = 0; row < labels.Length; row++)
        {
            for (var column = 0; column < _columns.Length; column++)
                scores[(row * _columns.Length) + column] = rows[(row * featureNames.Count) + _columns[column]];
        }

        _builder.AddGroup(rows, labels);
        _orders.AddGroup(scores, labels);
        _holdouts.Add(holdout);
        _teaches.Add(labels.ContainsAnyExcept(labels[0]));
    }

    /// <summary>The queries, and the score columns alone of the same rows; no more must be added.</summary>
    public (BinnedDataSet Rows, RankingDataSet Orders) Build() => (_builder.Build(), _orders.Build());

    /// <summary>What a query does for a ranker.</summary>
    public QueryRole RoleOf(int ranker, int query) => _holdouts[query] == ranker ? QueryRole.Validate : QueryRole.Learn;
}
