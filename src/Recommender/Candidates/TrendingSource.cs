using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// The items that most users acted on lately: each user counts 1 at the latest date of the data and half for every half-life before it,
/// the exponential decay of Koren ("Collaborative filtering with temporal dynamics", KDD 2009) without a user's part. Acts without a
/// date do not count: fitted on undated data the source is empty.
/// </summary>
public sealed class TrendingSource : ICandidateSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "trending";

    private const double SecondsPerDay = 86_400;

    private readonly RankedItems _ranking;

    private TrendingSource(RankedItems ranking) => _ranking = ranking;

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <summary>True when no act of the data had a date.</summary>
    public bool IsEmpty => _ranking.Items.IsEmpty;

    /// <summary>The items with a dated act, the most trending first, as many as the settings keep.</summary>
    public ReadOnlySpan<int> Ranking => _ranking.Items;

    /// <summary>Adds up the decayed acts of each item.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public static TrendingSource Fit(TrainingData data, TrendingOptions options, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        var dates = data.OccurredAt.Span;
        var latest = TrainingData.NoDate;
        foreach (var date in dates)
            latest = Math.Max(latest, date);
        var sums = new double[data.Items.Count];
        var items = data.Interactions.Columns.Span;
        for (var entry = 0; entry < items.Length; entry++)
        {
            if (dates[entry] != TrainingData.NoDate)
                sums[items[entry]] += Math.Pow(0.5, (latest - dates[entry]) / (options.HalfLifeDays * SecondsPerDay));
        }

        return new TrendingSource(RankedItems.Rank(sums, data.Items, options.MaxItems));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static TrendingSource Load(ArtifactReader artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        return new TrendingSource(RankedItems.Load(artifact, SourceName));
    }

    /// <inheritdoc/>
    public void Save(ArtifactWriter artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        _ranking.Save(artifact, SourceName);
    }

    /// <summary>Adds to every ranked item the decayed number of users who acted on it; the history does not matter.</summary>
    public void Score(ReadOnlySpan<HistoryItem> history, ScoreBuffer scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        _ranking.AddTo(scores, _ranking.Items.Length);
    }
}
