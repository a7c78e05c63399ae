using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Generate;
using BookRecs.Cli.Output;
using BookRecs.Cli.Reading;
using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Data.Reading;
using BookRecs.Recommender.Data.Synthetic;
using BookRecs.Recommender.Evaluation;

namespace BookRecs.Cli.Evaluate;

/// <summary>Does what <see cref="EvaluateOptions"/> say.</summary>
internal sealed class EvaluateRunner(Terminal terminal)
{
    public async Task<int> RunAsync(EvaluateOptions options, CancellationToken cancellationToken)
    {
        if (options.ColdCandidatesOnly && options.Models.Contains(EvaluationOptions.Served))
            throw new InputException($"--models names {EvaluationOptions.Served}, whose lists are of all books; leave it out with --candidates cold");
        var began = terminal.Time.GetTimestamp();
        using var folder = new StagedFolder(options.Out);
        var (report, ablation) = await terminal.Progress.RunAsync(
            steps => Task.Run(() => Evaluate(options, steps, cancellationToken), cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();

        // The figures took long; what goes wrong when they are saved must not lose them.
        terminal.Out.Write(ReportTable.Render(report));
        terminal.Out.WriteLine();
        terminal.Out.Write(EngineComparison.Render(report));
        ContentLiftText.Write(terminal.Out, report.ContentLift);
        EngineText.Write(terminal.Out, report.Engine);
        if (ablation.Count > 0)
            terminal.Out.WriteLine(Ablation.Render(ablation, options.Cutoffs[0]));
        if (SyntheticLabel.IsBeside(options.Train))
            terminal.Out.WriteLine(SyntheticShop.Label);
        Save(report, options, folder);
        terminal.Out.WriteLine($"metrics.json, metrics.csv and recommendations/ are in {options.Out}");
        terminal.Out.WriteLine($"{Quantities.Duration(terminal.Time.GetElapsedTime(began))}, peak memory {Quantities.PeakMemory()}");
        return ExitCode.Success;
    }

    private (EvaluationReport Report, IReadOnlyList<AblationRow> Ablation) Evaluate(
        EvaluateOptions options, IProgressSteps steps, CancellationToken cancellationToken)
    {
        var data = Read(options, steps, cancellationToken);
        var applicable = ModelsFor(data, options);
        var settings = new EvaluationOptions
        {
            Models = options.Models.Count > 0 ? options.Models : applicable,
            Ks = options.Cutoffs,
            Candidates = options.ColdCandidatesOnly ? CandidateFilter.Cold : CandidateFilter.All,
            Seed = options.Seed,
            Threads = options.Threads,
        };

        // EASE does not lack anything when it is left out: it is refused by its bounds, with a message of its own.
        var silent = options.Models.Except(applicable).Where(static model => model != EaseSource.SourceName);
        foreach (var model in silent)
        {
            var missing = model switch
            {
                TrendingSource.SourceName or CoPurchaseSource.SourceName => "dates",
                NewSource.SourceName => "dates and years of publication",
                _ => "books (--books FILE)",
            };
            terminal.Error.WriteLine($"{model} learns from {missing}, and there are none: its lists are those of popular");
        }

        using var progress = new EvaluationSteps(steps);
        var report = Evaluator.Evaluate(data, settings, progress, cancellationToken) with
        {
            ContentLift = ContentLift.Measure(data.Train, settings.Sources.Content, settings.Threads, cancellationToken),
        };
        return (report, options.Ablation ? Ablation.Measure(data, settings, progress, cancellationToken) : []);
    }

    private static IReadOnlyList<string> ModelsFor(EvaluationData data, EvaluateOptions options) =>
        [.. SourceSet.ApplicableNames(data.Train), .. options.ColdCandidatesOnly ? [] : new[] { EvaluationOptions.Served }];

    private EvaluationData Read(EvaluateOptions options, IProgressSteps steps, CancellationToken cancellationToken)
    {
        using var progress = new ReadingProgress(steps);
        var train = CanonicalFiles.Open(options.Train, null, progress, cancellationToken);
        var books = CanonicalFiles.Open(null, options.Books, progress, cancellationToken);
        var test = CanonicalFiles.Open(options.Test, null, progress, cancellationToken);
        var builder = new TrainingDataBuilder();
        var interactions = 0L;
        foreach (var interaction in train.Interactions())
        {
            interactions++;
            builder.Add(interaction);
        }

        CanonicalFiles.RefuseWhenNothingWasRead("--train", train.Rejects);
        foreach (var book in books.Books())
            builder.Add(book);
        CanonicalFiles.RefuseWhenNothingWasRead("--books", books.Rejects);
        var data = EvaluationData.Create(builder.Build(), options.Books is not null, test.Interactions());
        CanonicalFiles.RefuseWhenNothingWasRead("--test", test.Rejects);
        foreach (var reader in (DataSetReader[])[train, books, test])
            RejectsText.Write(terminal.Error, reader.Rejects);
        if (interactions == 0)
            throw new InputException($"--train is '{options.Train}'; it must hold at least one interaction");
        if (data.TestPairs == 0)
            throw new InputException($"--test is '{options.Test}'; it must hold at least one interaction");
        if (options.ColdCandidatesOnly && !data.HasColdItems)
            throw new InputException("--candidates is 'cold'; --books must then name an item without train interactions, which alone is ranked");
        return data;
    }

    private static void Save(EvaluationReport report, EvaluateOptions options, StagedFolder folder)
    {
        ReportWriter.WriteAll(report, folder.StagingPath);
        folder.Commit();

        // Lists of an earlier run would stand beside figures that they do not belong to.
        foreach (var other in EvaluationOptions.KnownModels.Except(report.Options.Models))
            File.Delete(Path.Combine(options.Out.FullName, "recommendations", $"{other}.csv"));
    }
}
