using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// Content-based nearest neighbours: books are alike when they share rare words, authors, series, genres or a publisher, and a book's
/// score is the sum of its similarities to the history (Lops, de Gemmis and Semeraro, "Content-based recommender systems: state of the
/// art and trends", Recommender Systems Handbook, 2011). Needs no interaction with the book it recommends: the nearest books are kept
/// apart for books with and without interactions, so that a new book never competes with the old ones for a place.
/// </summary>
public sealed class ContentSource : ICandidateSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "content";

    private ContentSource(CsrMatrix warm, CsrMatrix cold)
    {
        WarmNeighbours = warm;
        ColdNeighbours = cold;
    }

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <summary>Each item's nearest items that have interactions, with their similarity, best first, without the item itself.</summary>
    public CsrMatrix WarmNeighbours { get; }

    /// <summary>Each item's nearest items without any interaction, with their similarity, best first, without the item itself.</summary>
    public CsrMatrix ColdNeighbours { get; }

    /// <summary>Compares the books of the catalogue and keeps the nearest of each.</summary>
    /// <param name="data">Books to compare; interactions only tell which of them are new.</param>
    /// <param name="options">Settings.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public static ContentSource Fit(TrainingData data, ContentOptions options, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        var vectors = ContentVectors.Build(data.Books, options, threads, cancellationToken);
        var warm = new ItemSet(data.Items.Count);
        warm.Add(data.Interactions.Columns.Span);
        return new ContentSource(
            Find(vectors, warm, true, options.WarmNeighbours, threads, cancellationToken),
            Find(vectors, warm, false, options.ColdNeighbours, threads, cancellationToken));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static ContentSource Load(ArtifactReader artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        return new ContentSource(CsrSections.Load(artifact, $"{SourceName}.warm"), CsrSections.Load(artifact, $"{SourceName}.cold"));
    }

    /// <inheritdoc/>
    public void Save(ArtifactWriter artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        CsrSections.Save(artifact, $"{SourceName}.warm", WarmNeighbours);
        CsrSections.Save(artifact, $"{SourceName}.cold", ColdNeighbours);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<HistoryItem> history, ScoreBuffer scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        foreach (var (item, weight, _) in history)
        {
            Add(WarmNeighbours, item, weight, scores);
            Add(ColdNeighbours, item, weight, scores);
        }
    }

    private static void Add(CsrMatrix neighbours, int item, float weight, ScoreBuffer scores)
    {
        var items = neighbours.RowColumns(item);
        var similarities = neighbours.RowValues(item);
        for (var rank = 0; rank < items.Length; rank++)
            scores.Add(items[rank], weight * similarities[rank]);
    }

    private static CsrMatrix Find(
        CsrMatrix vectors, ItemSet warm, bool wantWarm, int neighbours, int threads, CancellationToken cancellationToken)
    {
        var targets = CsrRows.Keep(vectors, item => neighbours > 0 && warm.Contains(item) == wantWarm);
        return NeighbourSearch.Find(vectors, targets.Transpose(), neighbours, includeSelf: false, threads, cancellationToken);
    }
}
