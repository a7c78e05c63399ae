using BookRecs.Recommender.Candidates.Latent;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// Finds items that few have acted on by those that are like them: a cold item takes the users of its nearest items by content, weighted
/// by likeness, and an item of the history argues for those that it often goes with as well (content-based filling of the matrix before
/// collaborative filtering, after Melville, Mooney and Nagarajan, "Content-boosted collaborative filtering for improved
/// recommendations", AAAI 2002). The two steps are multiplied out beforehand, so that an answer costs one look-up an item of the history.
/// A book that came after the training is placed in the same way from its record alone: <see cref="Place"/>. Beside that, items without
/// users get factors among those of the others by a regression from content to factors: <see cref="TryPlace"/>.
/// </summary>
/// <remarks>
/// Scores no item but cold ones. Holds 8 bytes for each of at most <see cref="ColdStartOptions.MaxArguments"/> arguments of a cold item,
/// 8 bytes a term of the items with users (at most <see cref="ContentOptions.MaxTermsPerItem"/> each), and the catalogue's terms; with
/// factors, 4 bytes for each of an item, and once more of an item without users; and 12 bytes an item.
/// </remarks>
public sealed class ColdStartSource : ICandidateSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "cold_start";

    private const string FactorsSection = $"{SourceName}.factors";
    private const string NearestSection = $"{SourceName}.nearest";

    private readonly BookPlacer _placer;

    private ColdStartSource(CsrMatrix arguments, BookPlacer placer, ContentFactors? factors, NearestItems? nearest)
    {
        Arguments = arguments;
        _placer = placer;
        Factors = factors;
        Nearest = nearest;
    }

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <summary>The cold items that each item of a history argues for, in their order, with the weight.</summary>
    public CsrMatrix Arguments { get; }

    /// <summary>Factors by content, or null where the model has none.</summary>
    internal ContentFactors? Factors { get; }

    /// <summary>What is like each cold item; null in a model of an earlier version.</summary>
    internal NearestItems? Nearest { get; }

    /// <summary>Items with users that a book learns from at most.</summary>
    public int Neighbours => _placer.Neighbours;

    /// <summary>Compares the books of the catalogue and finds what argues for the cold ones.</summary>
    /// <param name="data">Interactions and books to learn from; without books there is nothing to find.</param>
    /// <param name="options">Settings.</param>
    /// <param name="content">How books are compared.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public static ColdStartSource Fit(
        TrainingData data, ColdStartOptions options, ContentOptions content, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Fit(data, new SharedFit(data.Interactions), options, content, null, threads, cancellationToken);
    }

    internal static ColdStartSource Fit(
        TrainingData data,
        SharedFit shared,
        ColdStartOptions options,
        ContentOptions content,
        LatentFactorsSource? factors,
        int threads,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        content.Validate();
        var counts = new int[data.Items.Count];
        foreach (var item in data.Interactions.Columns.Span)
            counts[item]++;
        var (vectors, vocabulary) = ContentVectors.BuildWithVocabulary(data.Books, content, threads, cancellationToken);
        var postings = CsrRows.Keep(vectors, item => counts[item] > 0).Transpose();
        var nearest = NeighbourSearch.Find(
            CsrRows.Keep(vectors, item => counts[item] < options.ColdBelow),
            postings,
            options.Neighbours,
            includeSelf: false,
            threads,
            cancellationToken);
        var placer = new BookPlacer(
            postings, Companions(shared, options, threads, cancellationToken), vocabulary, content, options.Neighbours, options.Normalization);
        var ofContent = factors is null
            ? null
            : ContentFactors.Fit(
                vectors, postings, Array.ConvertAll(counts, static count => count > 0), factors, options.FactorRidge, threads, cancellationToken);
        return new ColdStartSource(Argue(nearest, placer, options, threads, cancellationToken), placer, ofContent, NearestItems.Of(nearest, counts));
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The sections do not fit each other; the message names them.</exception>
    public static ColdStartSource Load(ArtifactReader artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        var arguments = CsrSections.Load(artifact, SourceName);
        return new ColdStartSource(
            arguments,
            BookPlacer.Load(artifact, SourceName),
            ContentFactors.Load(artifact, FactorsSection, arguments.RowCount),
            NearestItems.Load(artifact, NearestSection, arguments.RowCount));
    }

    /// <inheritdoc/>
    public void Save(ArtifactWriter artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        CsrSections.Save(artifact, SourceName, Arguments);
        _placer.Save(artifact, SourceName);
        ContentFactors.Save(artifact, FactorsSection, Factors);
        Nearest?.Save(artifact, NearestSection);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<HistoryItem> history, ScoreBuffer scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        foreach (var (item, weight, _) in history)
            scores.AddRow(Arguments, item, weight);
    }

    /// <summary>
    /// Places a book that the model need not hold. Its score for a user is the sum, over the history, of an item's weight there times its
    /// weight here; it stands beside the scores of <see cref="Score"/>.
    /// </summary>
    /// <param name="book">The book as the catalogue holds it.</param>
    /// <param name="arguments">Where the items that argue for it go, strongest first.</param>
    /// <returns>How many there are; 0 when nothing like it has users.</returns>
    public int Place(Book book, Span<ScoredItem> arguments)
    {
        ArgumentNullException.ThrowIfNull(book);
        return _placer.FindArguments(book, arguments);
    }

    /// <summary>Finds the items with users that are most like a book that the model need not hold.</summary>
    /// <param name="book">The book as the catalogue holds it.</param>
    /// <param name="nearest">Where they go with their likeness from 0 to 1, best first.</param>
    /// <returns>How many there are.</returns>
    public int FindNearest(Book book, Span<ScoredItem> nearest)
    {
        ArgumentNullException.ThrowIfNull(book);
        return _placer.FindNearest(book, nearest);
    }

    /// <summary>
    /// Gives a book that the model need not hold factors among those of the items with users. Its score for a user is the product with the
    /// user's factors.
    /// </summary>
    /// <param name="book">The book as the catalogue holds it.</param>
    /// <param name="place">Where the factors go, padded to whole vectors of 16.</param>
    /// <returns>False when nothing like it has users, or the model has no factors; the factors are then 0.</returns>
    public bool TryPlace(Book book, Span<float> place)
    {
        ArgumentNullException.ThrowIfNull(book);
        if (Factors is null)
        {
            place.Clear();
            return false;
        }

        if (place.Length != Factors.Stride)
            throw new ArgumentException($"place is {place.Length} long, but must be {Factors.Stride}", nameof(place));
        return _placer.PlaceFactors(book, Factors, place);
    }

    /// <summary>Item → the items of a history that stand for it: itself with 1, and those that it often goes with.</summary>
    private static CsrMatrix Companions(SharedFit shared, ColdStartOptions options, int threads, CancellationToken cancellationToken)
    {
        var together = shared.Nearest(options.Search, includeSelf: true, threads, cancellationToken);
        var starts = new List<long>(together.RowCount + 1) { 0 };
        var columns = new List<int>();
        var values = new List<float>();
        for (var item = 0; item < together.RowCount; item++)
        {
            var others = together.RowColumns(item);
            var own = others.IndexOf(item);
            for (var rank = 0; rank < others.Length && own >= 0; rank++)
            {
                var weight = rank == own ? 1f : options.CompanionWeight * together.RowValues(item)[rank] / together.RowValues(item)[own];
                if (weight > 0f)
                {
                    columns.Add(others[rank]);
                    values.Add(weight);
                }
            }

            starts.Add(columns.Count);
        }

        return new CsrMatrix(together.ColumnCount, starts.ToArray(), columns.ToArray(), values.ToArray()).Transpose();
    }

    /// <summary>Item of the history → cold items.</summary>
    private static CsrMatrix Argue(
        CsrMatrix nearest, BookPlacer placer, ColdStartOptions options, int threads, CancellationToken cancellationToken)
    {
        var rows = new ScoredItem[nearest.RowCount][];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, rows.Length, parallel, item =>
        {
            var columns = nearest.RowColumns(item);
            var alike = new ScoredItem[columns.Length];
            for (var rank = 0; rank < alike.Length; rank++)
                alike[rank] = new ScoredItem(columns[rank], nearest.RowValues(item)[rank]);
            var arguments = alike.Length == 0 ? [] : new ScoredItem[options.MaxArguments];
            rows[item] = arguments[..placer.FindArguments(alike, arguments)];
        });
        var starts = new long[rows.Length + 1];
        for (var item = 0; item < rows.Length; item++)
            starts[item + 1] = starts[item] + rows[item].Length;
        var all = rows.SelectMany(static row => row).ToArray();
        return new CsrMatrix(
            nearest.ColumnCount,
            starts,
            Array.ConvertAll(all, static argument => argument.Item),
            Array.ConvertAll(all, static argument => argument.Score)).Transpose();
    }
}
