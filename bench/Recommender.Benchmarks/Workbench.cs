using System.Diagnostics;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Benchmarks;

/// <summary>The pieces of work that are measured.</summary>
internal sealed class Workbench(Lazy<TrainingData> data, BenchmarkOptions options)
{
    private const int UsersPerBatch = 64;
    private const int ListLength = 10;

    /// <summary>Measures a piece of work by its name.</summary>
    public (Measurement Measurement, string Remark) Run(string work) => work switch
    {
        "als_cg" => Iteration(LatentFactorsSolver.ConjugateGradient),
        "als_cholesky" => Iteration(LatentFactorsSolver.Cholesky),
        "item_to_item" => ItemToItem(),
        "lists_item_to_item" => Lists(ItemToItemSource.SourceName),
        "lambda_mart" => new RankingWork(options).LambdaMart(),
        "tree_scores" => new RankingWork(options).TreeScores(),
        _ => Lists(LatentFactorsSource.SourceName),
    };

    private (Measurement Measurement, string Remark) Iteration(LatentFactorsSolver solver)
    {
        var settings = new LatentFactorsOptions { Factors = options.Factors, Solver = solver, Iterations = 8 };
        var clock = new IterationClock();
        var measurement = Measurement.Of(1, () => LatentFactorsSource.Fit(data.Value, settings, options.Threads, clock, CancellationToken.None));
        return (
            measurement with { Seconds = clock.Seconds.Min(), SlowestSeconds = clock.Seconds.Max(), ProcessorSeconds = clock.ProcessorSeconds.Min() },
            $"an iteration of {options.Factors} factors");
    }

    private (Measurement Measurement, string Remark) ItemToItem()
    {
        var settings = new ItemToItemOptions { Weighting = ItemWeighting.Cosine, Neighbours = 100 };
        return (Measurement.Of(2, () => ItemToItemSource.Fit(data.Value, settings, options.Threads, CancellationToken.None)), "cosine, k 100");
    }

    private (Measurement Measurement, string Remark) Lists(string name)
    {
        var settings = new CandidateOptions
        {
            ItemToItem = new ItemToItemOptions { Weighting = ItemWeighting.Cosine, Neighbours = 100 },
            LatentFactors = new LatentFactorsOptions { Factors = options.Factors, Iterations = 2 },
        };
        var sources = SourceSet.Fit(data.Value, settings, [name], options.Threads, null, CancellationToken.None);
        var users = data.Value.Users.Count;
        var measurement = Measurement.Of(3, () => MakeLists(sources, name, users));
        var (rate, processorRate) = (users / measurement.Seconds, users / measurement.ProcessorSeconds);
        return (measurement, $"top {ListLength} of {users:N0} users: {rate:N0} users/s, {processorRate:N0} a processor second");
    }

    private void MakeLists(SourceSet sources, string name, int users)
    {
        var next = -UsersPerBatch;
        Parallel.For(0, options.Threads, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, _ =>
        {
            var maker = sources.CreateListMaker(name);
            var histories = new HistoryItem[UsersPerBatch][];
            var (places, counts) = (new ScoredItem[UsersPerBatch * ListLength], new int[UsersPerBatch]);
            int first;
            while ((first = Interlocked.Add(ref next, UsersPerBatch)) < users)
            {
                var count = Math.Min(UsersPerBatch, users - first);
                for (var index = 0; index < count; index++)
                    histories[index] = HistoryItem.Of(data.Value, first + index);
                maker.Make(histories.AsSpan(0, count), null, ListLength, places, counts);
            }
        });
    }

    private sealed class IterationClock : IProgress<int>
    {
        private long _last;
        private double _lastProcessor;

        /// <summary>The iterations after the first, which also compiles the code.</summary>
        public List<double> Seconds { get; } = [];

        /// <summary>What all threads spent computing on each of them.</summary>
        public List<double> ProcessorSeconds { get; } = [];

        public void Report(int value)
        {
            var processor = Measurement.ProcessorTime();
            if (value > 1)
            {
                Seconds.Add(Stopwatch.GetElapsedTime(_last).TotalSeconds);
                ProcessorSeconds.Add(processor - _lastProcessor);
            }

            (_last, _lastProcessor) = (Stopwatch.GetTimestamp(), processor);
        }
    }
}
