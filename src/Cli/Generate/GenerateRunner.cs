using System.Globalization;
using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;
using BookRecs.Recommender.Data.Synthetic;
using BookRecs.Recommender.Data.Writing;

namespace BookRecs.Cli.Generate;

/// <summary>Does what <see cref="GenerateOptions"/> say.</summary>
internal sealed class GenerateRunner(Terminal terminal)
{
    private const int ReportRows = 10_000;

    public async Task<int> RunAsync(GenerateOptions options, CancellationToken cancellationToken)
    {
        var began = terminal.Time.GetTimestamp();
        Check(options);
        using var folder = new StagedFolder(options.Out);
        var (books, interactions) = await terminal.Progress.RunAsync(
            steps => Task.Run(() => Generate(options, folder, steps, cancellationToken), cancellationToken));
        await File.WriteAllTextAsync(folder.PathOf(SyntheticLabel.FileName), SyntheticLabel.Text(options), cancellationToken);
        folder.Commit();
        terminal.Out.WriteLine($"books.csv.gz        {Quantities.Count(books),14}");
        terminal.Out.WriteLine($"interactions.csv.gz {Quantities.Count(interactions),14}");
        terminal.Out.WriteLine($"{SyntheticShop.Label}; {SyntheticLabel.FileName} says so beside the files");
        terminal.Out.WriteLine($"all files are in {options.Out}; {Quantities.Duration(terminal.Time.GetElapsedTime(began))}");
        return ExitCode.Success;
    }

    private static void Check(GenerateOptions options)
    {
        var most = Math.Max(options.Users, (long)options.Users * options.Items / 10);
        if (options.Interactions < options.Users || options.Interactions > most)
        {
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"--interactions is '{options.Interactions}'; it must be at least one a user ({options.Users}) and at most a tenth of "
                + $"users times items ({most})"));
        }
    }

    private static (long Books, long Interactions) Generate(
        GenerateOptions options, StagedFolder folder, IProgressSteps steps, CancellationToken cancellationToken)
    {
        var shop = new SyntheticShop(new SyntheticShopOptions
        {
            Users = options.Users,
            Items = options.Items,
            Interactions = options.Interactions,
            Seed = options.Seed,
        });
        using var books = new CanonicalBookWriter(folder.PathOf("books.csv.gz"));
        using var interactions = new CanonicalInteractionWriter(folder.PathOf("interactions.csv.gz"));
        WriteAll(shop.Books(), options.Items, "books", book => books.Write(book), steps, cancellationToken);
        WriteAll(shop.Interactions(), options.Interactions, "interactions", act => interactions.Write(act), steps, cancellationToken);
        return (books.Count, interactions.Count);
    }

    private static void WriteAll<T>(
        IEnumerable<T> rows, long total, string title, Action<T> write, IProgressSteps steps, CancellationToken cancellationToken)
    {
        using var step = steps.Begin(title, ProgressUnit.Rows, total);
        var written = 0L;
        foreach (var row in rows)
        {
            write(row);
            if (++written % ReportRows != 0)
                continue;
            cancellationToken.ThrowIfCancellationRequested();
            step.Report(written, written);
        }
    }
}
