using System.Globalization;
using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Output;
using BookRecs.Recommender.Data;
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
        if (books > 0)
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

        if (!options.IsMatrix && options.PopularityExponent is { } exponent)
        {
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture, $"--popularity-exponent is '{exponent}'; it must be left out unless --shape is 'matrix'"));
        }
    }

    private static (long Books, long Interactions) Generate(
        GenerateOptions options, StagedFolder folder, IProgressSteps steps, CancellationToken cancellationToken)
    {
        var (books, interactions) = Rows(options);
        var booksWritten = 0L;
        if (books is not null)
        {
            using var bookWriter = new CanonicalBookWriter(folder.PathOf("books.csv.gz"));
            WriteAll(books, options.Items, "books", book => bookWriter.Write(book), steps, cancellationToken);
            booksWritten = bookWriter.Count;
        }

        using var writer = new CanonicalInteractionWriter(folder.PathOf("interactions.csv.gz"));
        WriteAll(interactions, options.Interactions, "interactions", act => writer.Write(act), steps, cancellationToken);
        return (booksWritten, writer.Count);
    }

    private static (IEnumerable<Book>? Books, IEnumerable<Interaction> Interactions) Rows(GenerateOptions options)
    {
        if (options.IsMatrix)
        {
            var plain = new SyntheticMatrixOptions
            {
                Users = options.Users,
                Items = options.Items,
                Interactions = options.Interactions,
                Days = options.Days ?? 0,
                Seed = options.Seed,
            };
            var matrix = new SyntheticMatrix(
                options.PopularityExponent is { } exponent ? plain with { PopularityExponent = exponent } : plain);
            return (options.HasCatalogue ? matrix.Books() : null, matrix.Interactions());
        }

        var usual = new SyntheticShopOptions
        {
            Users = options.Users,
            Items = options.Items,
            Interactions = options.Interactions,
            Seed = options.Seed,
        };
        var shop = new SyntheticShop(options.Days is { } days ? usual with { Days = days } : usual);
        return (shop.Books(), shop.Interactions());
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
