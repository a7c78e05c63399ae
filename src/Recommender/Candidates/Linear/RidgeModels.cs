using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Candidates.Linear;

/// <summary>
/// The ridge regressions of one set of interactions with different settings. Adding up which users the neighbours share takes most of the
/// time, and does not depend on the ridge: regressions that differ in nothing else are solved from the same sums. Nothing here changes a
/// result.
/// </summary>
/// <remarks>For one thread at a time. Holds 8 bytes for each neighbour and setting.</remarks>
/// <param name="shared">Finds the neighbours.</param>
internal sealed class RidgeModels(SharedFit shared)
{
    private const int ItemsPerChunk = 64;

    private readonly Dictionary<SparseLinearOptions, double[]> _solved = [];
    private float[] _planned = [];

    /// <summary>Notes ridges that will be tried: the next regressions that are not known yet are solved with all of them.</summary>
    public void Plan(IEnumerable<float> regularizations) => _planned = [.. regularizations];

    /// <summary>Predicts every item from its nearest items.</summary>
    /// <param name="options">Settings; the exponent of popularity does not count here.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Item → nearest items, and what each weighs in the item's prediction, entry by entry.</returns>
    public (CsrMatrix Nearest, double[] Weights) Solve(SparseLinearOptions options, int threads, CancellationToken cancellationToken)
    {
        var nearest = shared.Nearest(options.Search, includeSelf: false, threads, cancellationToken);
        if (!_solved.TryGetValue(KeyOf(options, options.Regularization), out var weights))
        {
            float[] ridges = [options.Regularization, .. _planned.Where(ridge => !_solved.ContainsKey(KeyOf(options, ridge)))];
            ridges = [.. ridges.Distinct()];
            _planned = [];
            var solved = Solve(nearest, options, ridges, threads, cancellationToken);
            for (var index = 0; index < ridges.Length; index++)
                _solved.Add(KeyOf(options, ridges[index]), solved[index]);
            weights = solved[0];
        }

        return (nearest, weights);
    }

    private static SparseLinearOptions KeyOf(SparseLinearOptions options, float regularization) =>
        options with { Regularization = regularization, PopularityExponent = 0 };

    private double[][] Solve(
        CsrMatrix nearest, SparseLinearOptions options, float[] ridges, int threads, CancellationToken cancellationToken)
    {
        var items = shared.Items;
        var userWeights = UserWeights(shared.Users, options.UserExponent);
        var solved = Array.ConvertAll(ridges, _ => new double[nearest.EntryCount]);
        var next = -ItemsPerChunk;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, threads, parallel, _ =>
        {
            var regression = new NeighbourRegression(items, userWeights);
            int first;
            while ((first = Interlocked.Add(ref next, ItemsPerChunk)) < items.RowCount)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var item = first; item < Math.Min(first + ItemsPerChunk, items.RowCount); item++)
                {
                    var columns = nearest.RowColumns(item);
                    if (columns.IsEmpty)
                        continue;
                    regression.AddUp(item, columns);
                    for (var index = 0; index < ridges.Length; index++)
                    {
                        var weights = solved[index].AsSpan((int)nearest.RowStarts.Span[item], columns.Length);
                        regression.Solve(ridges[index], options.DropoutOdds, weights);
                    }
                }
            }
        });
        return solved;
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
