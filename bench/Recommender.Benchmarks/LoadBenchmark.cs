using System.Diagnostics;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Data.Synthetic;
using BookRecs.Recommender.Ranking;
using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Benchmarks;

/// <summary>
/// How long a model takes from its folder to its first list, and what memory one and two versions take. Trains a version first and copies it,
/// then loads both in a process of its own, which has done nothing else.
/// </summary>
internal static class LoadBenchmark
{
    /// <summary>The argument by which the process is started that loads.</summary>
    public const string Argument = "--load";

    private const double Megabyte = 1_000_000;

    /// <summary>Trains and has both versions loaded.</summary>
    public static void Run(BenchmarkOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("bookrecs-load-");
        try
        {
            var matrix = new SyntheticMatrix(options.Matrix);
            var builder = new TrainingDataBuilder();
            foreach (var interaction in matrix.Interactions())
                builder.Add(interaction);
            foreach (var book in matrix.Books())
                builder.Add(book);
            var training = new TrainingOptions
            {
                HoldoutFraction = 0,
                Threads = options.Threads,
                Candidates = new CandidateOptions { Engine = new EngineOptions { TuningBudget = TimeSpan.Zero } },
            };
            var manifest = TrainingPipeline.Train(builder.Build(), training, folder.FullName, TimeProvider.System, isSynthetic: true);
            Copy(folder.FullName, manifest.Version);
            string[] arguments = [typeof(LoadBenchmark).Assembly.Location, Argument, folder.FullName, $"{options.Items}", $"{options.Seed}"];
            using var process = Process.Start("dotnet", arguments);
            process.WaitForExit();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Loads the versions of a folder one after the other, keeping each.</summary>
    public static void Load(string modelsPath, int items, int seed)
    {
        var books = new SyntheticMatrix(new SyntheticMatrixOptions { Items = items, Users = 1, Interactions = 1, Seed = seed }).Books().ToArray();
        var held = new List<RankingEngine>();
        var before = ResidentMegabytes();
        Console.WriteLine($"{items:N0} items, books in memory already: {before:F0} MB resident before the first version");
        Console.WriteLine();
        Console.WriteLine("| version | file MB | load ms | first list ms | ready to serve ms | processor ms | resident MB above the start |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var version in ModelFolder.ListVersions(modelsPath))
        {
            var folder = ModelFolder.PathOf(modelsPath, version);
            var processorBefore = Measurement.ProcessorTime();
            var start = Stopwatch.GetTimestamp();
            held.Add(RankingEngine.Load(folder, books));
            var loaded = Stopwatch.GetElapsedTime(start);
            var list = held[^1].Rank(new RankingRequest { History = [new RankingHistoryItem(books[0].ItemId)], Count = 10 });
            var ready = Stopwatch.GetElapsedTime(start);
            var processor = (Measurement.ProcessorTime() - processorBefore) * 1_000;
            var size = new FileInfo(Path.Combine(folder, TrainedModel.FileName)).Length / Megabyte;
            Console.WriteLine(
                $"| {held.Count} | {size:F0} | {loaded.TotalMilliseconds:F0} | {(ready - loaded).TotalMilliseconds:F0} | {ready.TotalMilliseconds:F0} | {processor:F0} | {ResidentMegabytes() - before:F0} |");
            if (list.Count != 10)
                throw new InvalidOperationException($"a list has {list.Count} items");
        }

        GC.KeepAlive(held);
    }

    /// <summary>Makes a second version of files of its own.</summary>
    private static void Copy(string modelsPath, string version)
    {
        var path = ModelFolder.PathOf(modelsPath, version);
        var copy = ModelFolder.PathOf(modelsPath, "99991231T235959Z-00000000");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(path))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
    }

    private static double ResidentMegabytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / Megabyte;
    }
}
