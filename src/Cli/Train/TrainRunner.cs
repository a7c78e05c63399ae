using System.Globalization;
using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;
using BookRecs.Grains.Log;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Training;
using BookRecs.Storage;

namespace BookRecs.Cli.Train;

/// <summary>Does what <see cref="TrainOptions"/> say.</summary>
internal sealed class TrainRunner(Terminal terminal)
{
    private const int ReportRows = 20_000;

    public async Task<int> RunAsync(TrainOptions options, CancellationToken cancellationToken)
    {
        var began = terminal.Time.GetTimestamp();
        await using var shop = await options.Data.OpenReadOnlyAsync(cancellationToken);
        var summary = await shop.Log.GetSummaryAsync(cancellationToken);
        if (summary.Transactions == 0)
            throw new InputException($"--data is '{options.Data}'; it must hold at least one interaction: import some first");
        var modelsWereThere = options.Out.Exists;
        ModelManifest manifest;
        try
        {
            manifest = await terminal.Progress.RunAsync(
                steps => Task.Run(() => Train(shop, summary, options, steps, cancellationToken), cancellationToken));
        }
        catch when (!modelsWereThere && Directory.Exists(options.Out.FullName))
        {
            DeleteWhenEmpty(options.Out.FullName);
            throw;
        }

        Write(manifest, options, terminal.Time.GetElapsedTime(began));
        return ExitCode.Success;
    }

    private ModelManifest Train(
        IShopStore shop, LogSummary summary, TrainOptions options, IProgressSteps steps, CancellationToken cancellationToken)
    {
        var data = Read(shop, summary.Transactions, steps, cancellationToken);
        using var progress = new TrainingSteps(steps, data.Interactions.EntryCount);
        return TrainingPipeline.Train(
            data,
            new TrainingOptions { Seed = options.Seed, Threads = options.Threads },
            options.Out.FullName,
            terminal.Time,
            progress,
            summary.IsSynthetic,
            cancellationToken);
    }

    private static TrainingData Read(IShopStore shop, long transactions, IProgressSteps steps, CancellationToken cancellationToken)
    {
        using var step = steps.Begin("read the shop", ProgressUnit.Rows, transactions);
        var builder = new TrainingDataBuilder();
        var rows = 0L;
        foreach (var interaction in shop.Log.ReadInteractions(cancellationToken))
        {
            builder.Add(interaction);
            if (++rows % ReportRows == 0)
                step.Report(rows, rows);
        }

        foreach (var book in shop.Catalogue.ReadAll(cancellationToken))
            builder.Add(book);
        return builder.Build();
    }

    private static void DeleteWhenEmpty(string folder)
    {
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    private void Write(ModelManifest manifest, TrainOptions options, TimeSpan elapsed)
    {
        var output = terminal.Out;
        var data = manifest.Data;
        output.WriteLine(
            $"trained on {Quantities.Count(data.Interactions)} interactions of {Quantities.Count(data.Users)} users and "
            + $"{Quantities.Count(data.Items)} books{(data.IsSynthetic ? "; the data is synthetic" : "")}");
        ContentLiftText.Write(output, data.ContentLift);
        foreach (var stage in manifest.Stages)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {stage.Stage,-24}{stage.Seconds,8:0.00} s"));
        HoldoutTable.Write(output, manifest.Holdout);
        output.WriteLine($"{Quantities.Duration(elapsed)}, peak memory {Quantities.PeakMemory()}");
        output.WriteLine($"version {manifest.Version}");
        output.WriteLine($"folder {Path.Combine(options.Out.ToString(), manifest.Version)}");
    }
}
