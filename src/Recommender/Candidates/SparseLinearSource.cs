using BookRecs.Recommender.Candidates.Linear;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Candidates;

/// <summary>
/// A sparse linear item model: each item is predicted by ridge regression from its nearest items alone, which is EASE's closed form
/// (Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019) on the neighbourhoods that fsSLIM selects (Ning and Karypis,
/// "SLIM: sparse linear methods for top-N recommender systems", ICDM 2011). Unlike EASE it needs no matrix of all item pairs, and its
/// cost grows with the catalogue, not with its cube.
/// </summary>
/// <remarks>Weights of interactions do not count. Weights of the model may be below 0; items whose sum is not above 0 get no score.</remarks>
public sealed class SparseLinearSource : ICandidateSource
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "sparse_linear";

    private const int ItemsPerChunk = 64;

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
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        var users = data.Interactions;
        var items = users.Transpose();
        var cosine = new ItemToItemOptions { Weighting = ItemWeighting.Cosine };
        var (userWeights, itemScales) = ItemWeights.Factors(items, cosine);
        var neighbours = NeighbourSearch.FindScaled(
            items, users, userWeights, (itemScales, itemScales), options.Neighbours, threads, cancellationToken);
        var values = new float[neighbours.EntryCount];
        var weightsOfUsers = UserWeights(users, options.UserExponent);
        var next = -ItemsPerChunk;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, threads, parallel, _ =>
        {
            var regression = new NeighbourRegression(items, weightsOfUsers, options.Regularization);
            Span<double> weights = stackalloc double[SparseLinearOptions.MaxNeighbours];
            int first;
            while ((first = Interlocked.Add(ref next, ItemsPerChunk)) < items.RowCount)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var item = first; item < Math.Min(first + ItemsPerChunk, items.RowCount); item++)
                {
                    var columns = neighbours.RowColumns(item);
                    if (columns.IsEmpty)
                        continue;
                    regression.Solve(item, columns, weights);
                    var discount = Math.Pow(items.RowColumns(item).Length, -options.PopularityExponent);
                    var row = values.AsSpan((int)neighbours.RowStarts.Span[item], columns.Length);
                    for (var place = 0; place < row.Length; place++)
                        row[place] = (float)(weights[place] * discount);
                }
            }
        });

        // Found by target item, stored by item of the history.
        return new SparseLinearSource(
            new CsrMatrix(neighbours.ColumnCount, neighbours.RowStarts, neighbours.Columns, values).Transpose());
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

    /// <summary>1 on average over the users with an item.</summary>
    private static float[] UserWeights(CsrMatrix users, float exponent)
    {
        var weights = new float[users.RowCount];
        var (sum, count) = (0d, 0);
        for (var user = 0; user < weights.Length; user++)
        {
            var length = users.RowColumns(user).Length;
            if (length == 0)
                continue;
            weights[user] = (float)Math.Pow(length, -exponent);
            sum += weights[user];
            count++;
        }

        var scale = sum > 0 ? (float)(count / sum) : 1f;
        for (var user = 0; user < weights.Length; user++)
            weights[user] *= scale;
        return weights;
    }
}
