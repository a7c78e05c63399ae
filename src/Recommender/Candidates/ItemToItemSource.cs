using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// Item-based nearest neighbours: items are alike when the same users acted on them, and an item's score is the sum of its
/// similarities to the history (Sarwar, Karypis, Konstan and Riedl, "Item-based collaborative filtering recommendation algorithms",
/// WWW 2001; top-N form by Deshpande and Karypis, TOIS 2004). BM25 weighting as benfred/implicit computes it.
/// </summary>
public sealed class ItemToItemSource : ICandidateSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "item_to_item";

    private readonly bool _useWeights;

    private ItemToItemSource(CsrMatrix neighbours, bool useWeights)
    {
        Neighbours = neighbours;
        _useWeights = useWeights;
    }

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <summary>Each item's nearest items with their similarity, best first, the item itself among them.</summary>
    public CsrMatrix Neighbours { get; }

    /// <summary>Compares all items that share a user and keeps the nearest of each.</summary>
    /// <param name="data">Interactions to learn from.</param>
    /// <param name="options">Settings.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public static ItemToItemSource Fit(
        TrainingData data, ItemToItemOptions options, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Fit(new SharedFit(data.Interactions), options, threads, cancellationToken);
    }

    internal static ItemToItemSource Fit(SharedFit shared, ItemToItemOptions options, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        if (!options.UseWeights)
            return new ItemToItemSource(shared.Nearest(options, includeSelf: true, threads, cancellationToken), useWeights: false);
        var weighted = ItemWeights.Apply(shared.Items, options);
        var neighbours = NeighbourSearch.Find(
            weighted, weighted.Transpose(), options.Neighbours, includeSelf: true, threads, cancellationToken);
        return new ItemToItemSource(neighbours, useWeights: true);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static ItemToItemSource Load(ArtifactReader artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        return new ItemToItemSource(
            CsrSections.Load(artifact, SourceName), artifact.Read<byte>($"{SourceName}.use_weights").Span[0] != 0);
    }

    /// <inheritdoc/>
    public void Save(ArtifactWriter artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        CsrSections.Save(artifact, SourceName, Neighbours);
        artifact.Write<byte>($"{SourceName}.use_weights", [_useWeights ? (byte)1 : (byte)0]);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<HistoryItem> history, ScoreBuffer scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        foreach (var (item, weight, _) in history)
            scores.AddRow(Neighbours, item, _useWeights ? weight : 1f);
    }
}
