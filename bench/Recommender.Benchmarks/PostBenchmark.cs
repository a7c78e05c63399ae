using System.Diagnostics;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking;

namespace BookRecs.Recommender.Benchmarks;

/// <summary>
/// How long it takes until lists may show a book that was just posted, with none and with many posted before, and how long an engine of the
/// whole catalogue would take to make. Trains on a synthetic shop first, without tuning.
/// </summary>
internal static class PostBenchmark
{
    private const int Rounds = 20;

    private static readonly int[] PostedBefore = [0, 100, 1_000, 5_000];

    /// <summary>Trains, loads and posts.</summary>
    public static void Run(BenchmarkOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("bookrecs-post-");
        try
        {
            var (data, books) = RankBenchmark.MakeShop(options);
            using var model = RankBenchmark.Train(data, options, folder.FullName);
            Console.WriteLine(
                $"{options.Users:N0} users, {options.Items:N0} items, {options.Interactions:N0} interactions (synthetic shop, seed {options.Seed})");
            Console.WriteLine();
            Console.WriteLine("| posted before | one more: median ms | slowest ms | allocated MB | whole catalogue: ms |");
            Console.WriteLine("|---|---|---|---|---|");
            foreach (var before in PostedBefore)
            {
                Book[] posted = [.. Enumerable.Range(0, before).Select(number => Posted(books, number))];
                Book[] catalogue = [.. books, .. posted];
                var start = Stopwatch.GetTimestamp();
                var engine = new RankingEngine(model, catalogue);
                var whole = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                var times = new List<double>(Rounds);
                var bytes = 0L;
                for (var round = 0; round < Rounds + 2; round++)
                {
                    var allocated = GC.GetTotalAllocatedBytes(precise: true);
                    start = Stopwatch.GetTimestamp();
                    engine = engine.With([Posted(books, before + round)]);
                    var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                    bytes = GC.GetTotalAllocatedBytes(precise: true) - allocated;
                    if (round >= 2)
                        times.Add(time);
                }

                times.Sort();
                Console.WriteLine($"| {before:N0} | {times[Rounds / 2]:F1} | {times[^1]:F1} | {bytes / 1e6:F1} | {whole:F0} |");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Book Posted(Book[] books, int number) =>
        books[number * 7 % books.Length] with { ItemId = $"posted {number}", WorkId = null, Series = [], Volume = null };
}
