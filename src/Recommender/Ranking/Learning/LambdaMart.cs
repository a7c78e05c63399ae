namespace BookRecs.Recommender.Ranking.Learning;

/// <summary>
/// Learns a ranking by gradient-boosted trees: LambdaMART (Burges, "From RankNet to LambdaRank to LambdaMART: an overview",
/// MSR-TR-2010-82) on histograms of binned features (Ke et al., "LightGBM", NeurIPS 2017), or the same trees on binary cross-entropy.
/// </summary>
/// <remarks>
/// The same data, options and seed give the same trees, bit for bit, on any number of threads: rows are summed as whole numbers. Beside
/// the data, training holds 2 bytes a value and about 40 bytes a row.
/// </remarks>
public static class LambdaMart
{
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
        var training = new BoostedTraining(train, validation, options, new WorkTeam(threads, cancellationToken));
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

        var kept = validation is null ? training.Trees.Count : best;
        return new LambdaMartFit(training.Build(kept), history, done < options.Trees);
    }
}
