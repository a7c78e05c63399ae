using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// A sparse linear item model: each item is predicted by ridge regression from its nearest items alone, which is EASE's closed form
/// (Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019) on the neighbourhoods that fsSLIM selects (Ning and Karypis,
/// "SLIM: sparse linear methods for top-N recommender systems", ICDM 2011). Unlike EASE it needs no matrix of all item pairs, and its
/// cost grows with the catalogue, not with its cube. Neighbours drop out with odds that rise with their place, in expectation and not by
/// draws (Wager, Wang and Liang, "Dropout training as adaptive regularization", NIPS 2013).
/// </summary>
/// <remarks>
/// Weights of interactions do not count. Weights of the model may be below 0; items whose sum is not above 0 get no score.
/// </remarks>
public sealed class SparseLinearSource : ICandidateSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "sparse_linear";

    private SparseLinearSource(CsrMatrix weights) => Weights = weights;

    /// <inheritdoc/>
    public string Name => SourceName;

    /// <summary>What having an item (row) adds to the score of others (columns).</summary>
    public CsrMatrix Weights { get; }

    /// <summary>Fits one regression an item.</summary>
    /// <param name="data">Interactions to learn from.</param>
    /// <param name="options">Settings.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public static SparseLinearSource Fit(TrainingData data, SparseLinearOptions options, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Fit(new SharedFit(data.Interactions), options, threads, cancellationToken);
    }

    internal static SparseLinearSource Fit(SharedFit shared, SparseLinearOptions options, int threads, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        var (nearest, weights) = shared.RidgeModels.Solve(options, threads, cancellationToken);
        var values = new float[weights.Length];
        for (var item = 0; item < nearest.RowCount; item++)
        {
            var discount = Math.Pow(shared.Items.RowColumns(item).Length, -options.PopularityExponent);
            for (var entry = (int)nearest.RowStarts.Span[item]; entry < (int)nearest.RowStarts.Span[item + 1]; entry++)
                values[entry] = (float)(weights[entry] * discount);
        }

        // Found by target item, stored by item of the history.
        return new SparseLinearSource(new CsrMatrix(nearest.ColumnCount, nearest.RowStarts, nearest.Columns, values).Transpose());
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static SparseLinearSource Load(ArtifactReader artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        return new SparseLinearSource(CsrSections.Load(artifact, SourceName));
    }

    /// <inheritdoc/>
    public void Save(ArtifactWriter artifact)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        CsrSections.Save(artifact, SourceName, Weights);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<HistoryItem> history, ScoreBuffer scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        foreach (var (item, _, _) in history)
            scores.AddRow(Weights, item);
        scores.RemoveWithoutScore();
    }
}
