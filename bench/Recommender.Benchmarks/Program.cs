using System.Globalization;
using BookRecs.Recommender.Benchmarks;
using BookRecs.Recommender.Data;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is [LoadBenchmark.Argument, var modelsPath, var items, var seed])
{
    LoadBenchmark.Load(modelsPath, int.Parse(items), int.Parse(seed));
    return 0;
}

BenchmarkOptions options;
try
{
    options = BenchmarkOptions.Parse(args);
}
catch (FormatException exception)
{
    Console.Error.WriteLine(exception.Message);
    Console.Error.WriteLine(BenchmarkOptions.Usage);
    return 2;
}

if (options.Work is [BenchmarkOptions.LoadWork])
{
    LoadBenchmark.Run(options);
    return 0;
}

if (options.Work is [BenchmarkOptions.RankWork])
{
    RankBenchmark.Run(options);
    return 0;
}

if (options.Work is [BenchmarkOptions.PostWork])
{
    PostBenchmark.Run(options);
    return 0;
}

var data = new Lazy<TrainingData>(() => MatrixData.Make(options.Matrix));
Console.WriteLine(
    $"{options.Users:N0} users, {options.Items:N0} items, {options.Interactions:N0} interactions; " +
    $"{options.Queries:N0} queries, {options.Candidates:N0} candidates each, {options.Features:N0} features " +
    $"(synthetic, seed {options.Seed}); {options.Threads} threads");
Console.WriteLine();
Console.WriteLine("| work | seconds | slowest | processor seconds | allocated MB | peak resident MB | |");
Console.WriteLine("|---|---|---|---|---|---|---|");
foreach (var work in options.Work)
{
    var (measurement, remark) = new Workbench(data, options).Run(work);
    Console.WriteLine(
        $"| {work} | {measurement.Seconds:F2} | {measurement.SlowestSeconds:F2} | {measurement.ProcessorSeconds:F2} | {measurement.AllocatedMegabytes:F0} | {measurement.PeakMegabytes:F0} | {remark} |");
}

return 0;
