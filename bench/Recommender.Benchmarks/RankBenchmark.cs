using System.Diagnostics;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Data.Synthetic;
using BookRecs.Recommender.Ranking;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Benchmarks;

/// <summary>
/// How long the whole engine takes to rank one user, from the history to ten books with their reasons, on one thread with a model that is
/// loaded and warm. Trains on a synthetic shop first, without tuning.
/// </summary>
internal static class RankBenchmark
{
    private const int WarmUpUsers = 3_000;
    private const int MeasuredUsers = 5_000;
    private const int Rounds = 8;

    /// <summary>Trains, loads and ranks.</summary>
    public static void Run(BenchmarkOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("bookrecs-rank-");
        try
        {
            var (data, books) = MakeShop(options);
            using var model = Train(data, options, folder.FullName);
            var engine = new RankingEngine(model, books);
            var requests = RequestsOf(data);
            Rank(engine, requests.AsSpan(0, Math.Min(requests.Length, WarmUpUsers)), null);
            Rank(engine, requests.AsSpan(0, Math.Min(requests.Length, WarmUpUsers)), null);
            Console.WriteLine(
                $"{options.Users:N0} users, {options.Items:N0} items, {options.Interactions:N0} interactions (synthetic shop, seed {options.Seed}); " +
                $"histories of {requests.Average(static request => request.History.Count):F1} on average; one thread");
            Console.WriteLine();
            Console.WriteLine("| round | p50 µs | p90 µs | p99 µs | allocated bytes a list |");
            Console.WriteLine("|---|---|---|---|---|");
            for (var round = 1; round <= Rounds; round++)
            {
                var times = new List<double>(requests.Length);
                var before = GC.GetAllocatedBytesForCurrentThread();
                Rank(engine, requests, times);
                var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / requests.Length;
                times.Sort();
                Console.WriteLine($"| {round} | {At(times, 0.5):F0} | {At(times, 0.9):F0} | {At(times, 0.99):F0} | {bytes:N0} |");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Trains on a shop without tuning, and loads the model.</summary>
    internal static TrainedModel Train(TrainingData data, BenchmarkOptions options, string folder)
    {
        var training = new TrainingOptions { HoldoutFraction = 0, Threads = options.Threads, Seed = options.Seed };
        training = training with
        {
            Candidates = training.Candidates with { Engine = training.Candidates.Engine with { TuningBudget = TimeSpan.Zero } },
        };
        var manifest = TrainingPipeline.Train(data, training, folder, TimeProvider.System, isSynthetic: true);
        var model = TrainedModel.Load(ModelFolder.PathOf(folder, manifest.Version));
        if (model.Sources.Engine?.Rankers is not null)
            return model;
        model.Dispose();
        throw new InvalidOperationException("too few interactions to train the rankers on");
    }

    /// <summary>Makes a synthetic shop.</summary>
    internal static (TrainingData Data, Book[] Books) MakeShop(BenchmarkOptions options)
    {
        var shop = new SyntheticShop(new SyntheticShopOptions
        {
            Users = options.Users,
            Items = options.Items,
            Interactions = options.Interactions,
            Seed = options.Seed,
        });
        var builder = new TrainingDataBuilder();
        foreach (var interaction in shop.Interactions())
            builder.Add(interaction);
        var books = shop.Books().ToArray();
        foreach (var book in books)
            builder.Add(book);
        return (builder.Build(), books);
    }

    private static RankingRequest[] RequestsOf(TrainingData data)
    {
        var step = Math.Max(1, data.Users.Count / MeasuredUsers);
        return
        [
            .. Enumerable.Range(0, data.Users.Count / step)
                .Select(place => HistoryItem.Of(data, place * step))
                .Where(static history => history.Length > 0)
                .Select(history => new RankingRequest
                {
                    History = [.. history.Take(RankingRequest.MaxHistory).Select(item => new RankingHistoryItem(
                        data.Items[item.Item],
                        item.Weight,
                        OccurredAt: item.OccurredAt is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null))],
                    Count = 10,
                }),
        ];
    }

    private static void Rank(RankingEngine engine, ReadOnlySpan<RankingRequest> requests, List<double>? times)
    {
        foreach (var request in requests)
        {
            var start = Stopwatch.GetTimestamp();
            var list = engine.Rank(request);
            times?.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            if (list.Count != request.Count)
                throw new InvalidOperationException($"a list has {list.Count} items");
        }
    }

    private static double At(List<double> sorted, double part) => sorted[(int)(part * (sorted.Count - 1))];
}
