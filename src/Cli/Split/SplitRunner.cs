using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Generate;
using BookRecs.Cli.Output;
using BookRecs.Cli.Reading;
using BookRecs.Recommender.Data.Reading;
using BookRecs.Recommender.Data.Splits;
using BookRecs.Recommender.Data.Writing;

namespace BookRecs.Cli.Split;

/// <summary>Does what <see cref="SplitOptions"/> say.</summary>
internal sealed class SplitRunner(Terminal terminal)
{
    public async Task<int> RunAsync(SplitOptions options, CancellationToken cancellationToken)
    {
        var began = terminal.Time.GetTimestamp();
        using var folder = new StagedFolder(options.Out);
        var (plan, counts) = await terminal.Progress.RunAsync(
            steps => Task.Run(() => Split(options, folder, steps, cancellationToken), cancellationToken));
        if (SyntheticLabel.IsBeside(options.Data))
            File.Copy(SyntheticLabel.PathBeside(options.Data), folder.PathOf(SyntheticLabel.FileName));
        folder.Commit();
        var output = terminal.Out;
        output.WriteLine($"train.csv.gz {Quantities.Count(counts[SplitSide.Train]),14} interactions");
        output.WriteLine($"test.csv.gz  {Quantities.Count(counts[SplitSide.Test]),14} interactions");
        if (counts[SplitSide.Repeat] is > 0 and var repeats)
            output.WriteLine($"left out     {Quantities.Count(repeats),14} later acts on a pair that is in train or test already");
        if (plan.Cut is { } cut)
            output.WriteLine($"test begins at {cut:yyyy-MM-dd HH:mm:ss} UTC");
        if (plan.UsersOnlyInTest > 0)
            output.WriteLine($"{Quantities.Count(plan.UsersOnlyInTest)} users are in test alone");
        output.WriteLine($"both files are in {options.Out}; {Quantities.Duration(terminal.Time.GetElapsedTime(began))}");
        return ExitCode.Success;
    }

    private (SplitPlan Plan, Dictionary<SplitSide, long> Counts) Split(
        SplitOptions options, StagedFolder folder, IProgressSteps steps, CancellationToken cancellationToken)
    {
        using var progress = new ReadingProgress(steps);
        var reader = CanonicalFiles.Open(options.Data, null, progress, cancellationToken);
        var plan = Plan(reader, options);
        CanonicalFiles.RefuseWhenNothingWasRead("--data", reader.Rejects);
        RejectsText.Write(terminal.Error, reader.Rejects);
        var counts = new Dictionary<SplitSide, long> { [SplitSide.Train] = 0, [SplitSide.Test] = 0, [SplitSide.Repeat] = 0 };
        using var train = new CanonicalInteractionWriter(folder.PathOf("train.csv.gz"));
        using var test = new CanonicalInteractionWriter(folder.PathOf("test.csv.gz"));
        foreach (var interaction in reader.Interactions())
        {
            var side = plan.SideOf(interaction);
            counts[side]++;
            if (side == SplitSide.Train)
                train.Write(interaction);
            else if (side == SplitSide.Test)
                test.Write(interaction);
        }

        return (plan, counts);
    }

    private static SplitPlan Plan(DataSetReader reader, SplitOptions options)
    {
        var interactions = reader.Interactions();
        try
        {
            return options.By switch
            {
                SplitCommand.ByTime => Splitter.ByTime(interactions, options.Fraction),
                SplitCommand.ByUser => Splitter.ByUser(interactions, options.Fraction, options.Seed),
                _ => Splitter.ByItem(interactions, options.Fraction, options.Seed),
            };
        }
        catch (SplitException error)
        {
            CanonicalFiles.RefuseWhenNothingWasRead("--data", reader.Rejects);
            throw new InputException($"--data is '{options.Data}', --by is '{options.By}'; {error.Message}");
        }
    }
}
