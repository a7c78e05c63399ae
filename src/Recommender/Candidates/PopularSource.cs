using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// The items that the most users acted on, the same for everybody: the baseline of Cremonesi, Koren and Turrin ("Performance of
/// recommender algorithms on top-N recommendation tasks", RecSys 2010) and what an unknown user is served.
/// </summary>
public sealed class PopularSource : ICandidateSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "popular";

    private const string ScoredItemsSection = $"{SourceName}.scored_items";

    private readonly RankedItems _ranking;
    private readonly int _scoredItems;

    private PopularSource(RankedItems ranking, int scoredItems)
    {
        _ranking = ranking;
        _scoredItems = scoredItems;
    }

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <summary>The items that have an interaction, the most popular first, as many as the settings keep.</summary>
    public ReadOnlySpan<int> Ranking => _ranking.Items;

    /// <summary>Counts the users of each item.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public static PopularSource Fit(TrainingData data, PopularOptions options, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        var counts = new double[data.Items.Count];
        foreach (var item in data.Interactions.Columns.Span)
            counts[item]++;
        return new PopularSource(RankedItems.Rank(counts, data.Items, options.MaxItems), options.ScoredItems);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static PopularSource Load(ArtifactReader artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        return new PopularSource(RankedItems.Load(artifact, SourceName), artifact.Read<int>(ScoredItemsSection).Span[0]);
    }

    /// <inheritdoc/>
    public void Save(ArtifactWriter artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        _ranking.Save(artifact, SourceName);
        artifact.Write<int>(ScoredItemsSection, [_scoredItems]);
    }

    /// <summary>Adds to each of the first ranked items the number of users who acted on it; the history does not matter.</summary>
    public void Score(ReadOnlySpan<HistoryItem> history, ScoreBuffer scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        _ranking.AddTo(scores, _scoredItems);
    }

    /// <summary>Fills a list with the most popular items, without scoring the others. Allocates nothing.</summary>
    /// <param name="excluded">Items that must not be in the list, or null for none.</param>
    /// <param name="allowed">The only items that may be in the list, or null for all.</param>
    /// <param name="list">Where the list goes; its length is the most that is wanted.</param>
    /// <returns>How many items the list got.</returns>
    public int Top(ItemSet? excluded, ItemSet? allowed, Span<ScoredItem> list) => _ranking.Top(excluded, allowed, list);
}
