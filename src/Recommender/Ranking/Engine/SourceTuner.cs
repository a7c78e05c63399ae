using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Evaluation;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>
/// Chooses the settings of the sources one after the other (coordinate search), each by the NDCG@10 of its source alone on the inner
/// holdout, until all are tried or the time is over.
/// </summary>
/// <remarks>The order of the trials is fixed, so that only the time limit can make two runs differ; the report says when it did.</remarks>
/// <param name="holdout">What settings are judged by.</param>
/// <param name="shared">What is found out about the holdout's interactions on the way, for this and for later fits.</param>
/// <param name="threads">How many threads to use; the choice does not depend on it.</param>
/// <param name="time">What the limit is measured by.</param>
/// <param name="cancellationToken">Stops the search.</param>
internal sealed class SourceTuner(
    Holdout holdout, SharedFit shared, int threads, TimeProvider time, CancellationToken cancellationToken)
{
    private const int Places = 10;
    private const int UsersPerChunk = 32;

    private readonly List<TuningTrial> _trials = [];

    public IReadOnlyList<TuningTrial> Trials => _trials;

    public bool IsCutShort { get; private set; }

    /// <summary>Returns the options with the best values found.</summary>
    /// <param name="options">Where the search begins.</param>
    /// <param name="begin">Is told what is tried next, and the part that is done.</param>
    public CandidateOptions Choose(CandidateOptions options, Action<string, double> begin)
    {
        var budget = options.Engine.TuningBudget;
        if (budget == TimeSpan.Zero)
            return options;
        var start = time.GetTimestamp();
        var users = holdout.SampleUsers(options.Engine.TuningUsers);
        var best = new Dictionary<string, double>(StringComparer.Ordinal);
        var axes = TuningAxis.All.Where(axis => !options.Engine.ExcludedSources.Contains(axis.Source)).ToArray();
        shared.RidgeModels.Plan(
            axes.Where(static axis => axis.IsRidge).SelectMany(static axis => axis.Values).Select(static value => (float)value));
        foreach (var axis in axes)
        {
            var known = axis.Read(options);
            IEnumerable<double> values = best.ContainsKey(axis.Source) ? axis.Values : axis.Values.Prepend(known).Distinct();
            foreach (var value in values)
            {
                if (best.ContainsKey(axis.Source) && Math.Abs(value - known) < 1e-6)
                    continue;
                var elapsed = time.GetElapsedTime(start);
                if (elapsed > budget)
                {
                    IsCutShort = true;
                    return options;
                }

                var done = Math.Max(elapsed / budget, (double)Array.IndexOf(axes, axis) / axes.Length);
                begin(FormattableString.Invariant($"{axis.Setting} {value:0.##}"), done);
                var tried = axis.With(options, value);
                var ndcg = Measure(axis.Source, tried, users);
                var isBetter = !best.TryGetValue(axis.Source, out var before) || ndcg > before;
                _trials.Add(new TuningTrial(axis.Setting, value, ndcg, isBetter));
                if (isBetter)
                    (best[axis.Source], options) = (ndcg, tried);
            }
        }

        return options;
    }

    private double Measure(string source, CandidateOptions options, int[] users)
    {
        var sources = SourceSet.Fit(holdout.Train, shared, options, [source], threads, cancellationToken);
        var ndcgs = new double[users.Length];
        var next = -UsersPerChunk;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, _ =>
        {
            var maker = sources.CreateListMaker(source);
            var list = new ScoredItem[Places];
            int first;
            while ((first = Interlocked.Add(ref next, UsersPerChunk)) < users.Length)
            {
                for (var index = first; index < Math.Min(first + UsersPerChunk, users.Length); index++)
                {
                    var count = maker.Make(HistoryItem.Of(holdout.Train, users[index]), [], null, list);
                    ndcgs[index] = Metrics.Score(list.AsSpan(0, count), holdout.ItemsOf(users[index]), 0, Places).Ndcg;
                }
            }
        });
        return ndcgs.Sum() / Math.Max(1, users.Length);
    }
}
