namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// Learns a ranking by gradient-boosted trees: LambdaMART (Burges, "From RankNet to LambdaRank to LambdaMART: an overview",
/// MSR-TR-2010-82) on histograms of binned features (Ke et al., "LightGBM", NeurIPS 2017), or the same trees on binary cross-entropy.
/// </summary>
/// <remarks>
/// The same data, options and seed give the same trees, bit for bit, on any number of threads: rows are summed as whole numbers. Beside
/// the data, training holds a byte a value, one more of the features that a tree draws, and about 40 bytes a row.
/// </remarks>
public static class LambdaMart
{
    // A prime, so that the draws of rankers do not meet those of seeds that follow each other.
    private const int SeedStep = 7_919;

    /// <summary>Learns from queries.</summary>
    /// <param name="train">What to learn from.</param>
    /// <param name="validation">Decides how many trees are kept; null keeps all.</param>
    /// <param name="options">Settings.</param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="progress">Is told after each tree; may be null.</param>
    /// <param name="shouldStop">Is asked after each tree; true ends the training with the best trees so far. May be null.</param>
    /// <param name="cancellationToken">Stops the work without a result.</param>
    /// <exception cref="ArgumentException">
    /// A setting is out of bounds, the features of the two data sets differ, or there is no query to learn from.
    /// </exception>
    public static LambdaMartFit Fit(
        RankingDataSet train,
        RankingDataSet? validation,
        LambdaMartOptions options,
        int threads,
        IProgress<LambdaMartProgress>? progress = null,
        Func<bool>? shouldStop = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        validation?.RequireFeatures(train.FeatureNames, nameof(validation));
        var team = new WorkTeam(threads, cancellationToken);
        var binned = BinnedDataSet.Of(train, FeatureBins.Of(train, options.MaxBins, team), team);
        return Fit(
            new BoostedTraining(
                BoostingQueries.All(binned),
                validation is null ? null : BoostingQueries.All(BinnedDataSet.Of(validation, binned.Cuts, team)),
                options,
                team),
            options,
            progress,
            shouldStop,
            cancellationToken);
    }

    /// <summary>
    /// Learns several rankers from the same queries, each leaving other ones out to validate by, so that together they learn from all.
    /// Their mean (<see cref="TreeEnsemble.MeanOf"/>) errs less than each alone (Breiman, "Bagging predictors", Machine Learning 1996;
    /// cross-validation committees: Parmanto, Munro and Doyle, NeurIPS 1995).
    /// </summary>
    /// <param name="data">All queries.</param>
    /// <param name="rankers">How many rankers, at least 1. Each draws queries and features by a seed of its own.</param>
    /// <param name="roleOf">What a query (the second argument) does for a ranker (the first).</param>
    /// <param name="options">Settings of each; the data are cut into bins already.</param>
    /// <param name="heldOutScores">
    /// One a row: is given the score of each row by the ranker that it validates, and keeps the others; empty when not wanted.
    /// </param>
    /// <param name="threads">How many threads to use; the result does not depend on it.</param>
    /// <param name="progress">Is told after each tree, counted over all rankers; may be null.</param>
    /// <param name="cancellationToken">Stops the work without a result.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds, or a ranker has no query to learn from.</exception>
    internal static IReadOnlyList<LambdaMartFit> FitParts(
        BinnedDataSet data,
        int rankers,
        Func<int, int, QueryRole> roleOf,
        LambdaMartOptions options,
        float[] heldOutScores,
        int threads,
        IProgress<LambdaMartProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(rankers, 1);
        ArgumentNullException.ThrowIfNull(roleOf);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options.Validate();
        var team = new WorkTeam(threads, cancellationToken);
        var all = BoostingQueries.All(data);
        var fits = new List<LambdaMartFit>(rankers);
        for (var ranker = 0; ranker < rankers; ranker++)
        {
            var settings = options with { Seed = unchecked(options.Seed + (ranker * SeedStep)) };
            var validation = With(ranker, QueryRole.Validate);
            var training = new BoostedTraining(
                With(ranker, QueryRole.Learn), validation.Groups.Length == 0 ? null : validation, settings, team);
            fits.Add(Fit(training, settings, Counting(progress, ranker * options.Trees), null, cancellationToken));
            if (heldOutScores.Length > 0)
                training.WriteValidationScores(fits[^1].Model.TreeCount, heldOutScores);
        }

        return fits;

        BoostingQueries With(int ranker, QueryRole role) => all with { Groups = [.. all.Groups.Where(group => roleOf(ranker, group) == role)] };
    }

    private static LambdaMartFit Fit(
        BoostedTraining training,
        LambdaMartOptions options,
        IProgress<LambdaMartProgress>? progress,
        Func<bool>? shouldStop,
        CancellationToken cancellationToken)
    {
        var history = new List<double>();
        var (best, bestNdcg, bestAt) = (0, double.NegativeInfinity, 0);
        var done = 0;
        while (done < options.Trees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            training.AddTree(done++);
            var ndcg = training.ValidationNdcg(options.ValidationPlaces);
            if (ndcg is { } value)
            {
                history.Add(value);
                var mean = history.Skip(history.Count - options.ValidationSmoothing).Average();
                if (mean > bestNdcg)
                    (best, bestNdcg, bestAt) = (training.Trees.Count, mean, done);
            }

            progress?.Report(new LambdaMartProgress(done, ndcg));
            var isWorse = ndcg is not null && options.EarlyStoppingRounds > 0 && done - bestAt >= options.EarlyStoppingRounds;
            if (isWorse || shouldStop?.Invoke() == true)
                break;
        }

        var kept = history.Count == 0 ? training.Trees.Count : best;
        return new LambdaMartFit(training.Build(kept), history, done < options.Trees);
    }

    private static LambdaMartProgressOffset? Counting(IProgress<LambdaMartProgress>? progress, int treesBefore) =>
        progress is null ? null : new LambdaMartProgressOffset(progress, treesBefore);
}
