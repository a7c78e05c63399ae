using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// New books, those first that share rare authors, series and genres with the history (content-based: Lops, de Gemmis and Semeraro,
/// Recommender Systems Handbook, 2011), then by how new they are. A book is as new as the first act on it and its year of publication
/// say; one without either is not new. Where no act has a date, the year alone tells.
/// </summary>
public sealed class NewSource : ICandidateSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "new";

    private const double SecondsPerDay = 86_400;
    private const double DaysPerYear = 365;
    private const double LeastFreshness = 1d / 32;
    private const double BelievedYears = 0.99;

    private readonly CsrMatrix _likeness;
    private readonly RankedItems _ranking;

    private NewSource(CsrMatrix likeness, RankedItems ranking) => (_likeness, _ranking) = (likeness, ranking);

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <summary>The new books, newest first.</summary>
    public ReadOnlySpan<int> Ranking => _ranking.Items;

    /// <summary>True when something in the data tells how new a book is.</summary>
    public static bool Fits(TrainingData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.OccurredAt.Span.ContainsAnyExcept(TrainingData.NoDate) || data.Books.Any(static book => book?.Year is not null);
    }

    /// <summary>Finds the new books and what in a history argues for them.</summary>
    /// <param name="data">Books, and interactions with dates.</param>
    /// <param name="options">Settings.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public static NewSource Fit(TrainingData data, NewOptions options, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        var worth = Freshness(data, options);
        for (var item = 0; item < worth.Length; item++)
            worth[item] *= options.Anybody;
        var ranking = RankedItems.Rank(worth, data.Items, options.MaxItems);
        var isNew = new ItemSet(data.Items.Count);
        isNew.Add(ranking.Items);
        var names = new ContentOptions { Title = 0f, Words = 0f, Subwords = 0f, Description = 0f, Publisher = 0f };
        var vectors = ContentVectors.Build(data.Books, names, threads, cancellationToken);
        var alike = NeighbourSearch.Find(
            vectors, CsrRows.Keep(vectors, isNew.Contains).Transpose(), options.Neighbours, includeSelf: false, threads, cancellationToken);
        var values = alike.Values.ToArray();
        for (var entry = 0; entry < values.Length; entry++)
            values[entry] *= (float)(worth[alike.Columns.Span[entry]] / options.Anybody);
        return new NewSource(new CsrMatrix(alike.ColumnCount, alike.RowStarts, alike.Columns, values), ranking);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The sections do not fit each other; the message names them.</exception>
    public static NewSource Load(ArtifactReader artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        return new NewSource(CsrSections.Load(artifact, $"{SourceName}.likeness"), RankedItems.Load(artifact, SourceName));
    }

    /// <inheritdoc/>
    public void Save(ArtifactWriter artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        CsrSections.Save(artifact, $"{SourceName}.likeness", _likeness);
        _ranking.Save(artifact, SourceName);
    }

    /// <summary>Adds to every new book how new it is, and how much it is like the books of the history.</summary>
    public void Score(ReadOnlySpan<HistoryItem> history, ScoreBuffer scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        _ranking.AddTo(scores, _ranking.Items.Length);
        foreach (var (item, weight, _) in history)
            scores.AddRow(_likeness, item, weight);
    }

    /// <summary>1 for what is newest, half with every half-life; 0 for what is old or of unknown age.</summary>
    private static double[] Freshness(TrainingData data, NewOptions options)
    {
        var (first, latest) = FirstActs(data);
        var year = latest == TrainingData.NoDate ? LatestYear(data.Books) : DateTimeOffset.FromUnixTimeSeconds(latest).Year;
        var freshness = new double[data.Items.Count];
        for (var item = 0; item < freshness.Length; item++)
        {
            var isDated = first[item] != TrainingData.NoDate;
            var published = data.Books[item]?.Year;
            if (!isDated && published is null)
                continue;
            var days = Math.Max(
                isDated ? (latest - first[item]) / SecondsPerDay : 0,
                published is null ? 0 : (year - published.Value) * DaysPerYear);
            // A year beyond the next one is a misprint.
            var value = published > year + 1 && !isDated ? 0 : Math.Pow(0.5, Math.Max(days, 0) / options.HalfLifeDays);
            freshness[item] = value < LeastFreshness ? 0 : value;
        }

        return freshness;
    }

    private static (long[] First, long Latest) FirstActs(TrainingData data)
    {
        var first = new long[data.Items.Count];
        Array.Fill(first, TrainingData.NoDate);
        var latest = TrainingData.NoDate;
        var items = data.Interactions.Columns.Span;
        var dates = data.OccurredAt.Span;
        for (var entry = 0; entry < items.Length; entry++)
        {
            if (dates[entry] == TrainingData.NoDate)
                continue;
            ref var date = ref first[items[entry]];
            date = date == TrainingData.NoDate ? dates[entry] : Math.Min(date, dates[entry]);
            latest = Math.Max(latest, dates[entry]);
        }

        return (first, latest);
    }

    /// <summary>The year that 99 of 100 books are not later than, so that a few misprints do not make all others old.</summary>
    private static int LatestYear(IReadOnlyList<Book?> books)
    {
        var years = books.Where(static book => book?.Year is not null).Select(static book => book!.Year!.Value).Order().ToArray();
        return years.Length == 0 ? 0 : years[(int)((years.Length - 1) * BelievedYears)];
    }
}
