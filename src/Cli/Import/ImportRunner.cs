using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Generate;
using BookRecs.Cli.Output;
using BookRecs.Cli.Reading;
using BookRecs.Recommender.Data.Reading;
using BookRecs.Storage;

namespace BookRecs.Cli.Import;

/// <summary>Does what <see cref="ImportOptions"/> say.</summary>
internal sealed class ImportRunner(Terminal terminal)
{
    private string? _left;

    public async Task<int> RunAsync(ImportOptions options, CancellationToken cancellationToken)
    {
        options.Check();
        try
        {
            var summary = await terminal.Progress.RunAsync(steps => ImportAsync(options, steps, cancellationToken));
            summary.Write(terminal.Out);
            return ExitCode.Success;
        }
        catch when (_left is not null)
        {
            // Only now, when no bar is drawn any more.
            terminal.Error.WriteLine(_left);
            throw;
        }
    }

    private async Task<ImportSummary> ImportAsync(ImportOptions options, IProgressSteps steps, CancellationToken cancellationToken)
    {
        var began = terminal.Time.GetTimestamp();
        using var progress = new ReadingProgress(steps);
        using var rejects = new RejectsFile(options.Rejects);
        var settings = new DataSetReaderOptions
        {
            Progress = progress,
            ProgressRows = ReadingProgress.ReportRows,
            MaxRejectsKept = RejectsText.Named,
            RejectSink = rejects.Sink,
            CancellationToken = cancellationToken,
        };
        var books = DataSetReader.Open(FormatOf(options), BookFilesOf(options), settings);
        var interactions = DataSetReader.Open(FormatOf(options), InteractionFilesOf(options), settings);
        RefuseRejectedFiles(options, books.Rejects);
        await using var target = await ImportTarget.OpenAsync(options.Into, terminal.Time, cancellationToken);
        await LabelAsync(target.Shop, options, cancellationToken);
        rejects.Begin();
        var committed = new CommittedPart(target.Shop, await target.Shop.Log.GetSummaryAsync(cancellationToken));
        var tallies = new List<ImportTally>();
        try
        {
            if (options.Books is not null)
            {
                var result = await target.Shop.Importer.ImportBooksAsync(committed.Watch(books.Books()), cancellationToken);
                RefuseRejectedFiles(options, books.Rejects);
                tallies.Add(new ImportTally("books", result, books.Rejects));
            }

            if (options.Interactions.Count > 0)
            {
                var rows = progress.FollowedBy(committed.Watch(interactions.Interactions()), "commit and index");
                var result = await target.Shop.Importer.ImportInteractionsAsync(rows, cancellationToken);
                RefuseRejectedFiles(options, interactions.Rejects);
                tallies.Add(new ImportTally("interactions", result, interactions.Rejects));
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _left = await committed.DescribeAsync(options.Into.ToString());
            throw;
        }

        var shop = await target.Shop.Log.GetSummaryAsync(cancellationToken);
        target.Keep();
        return new ImportSummary(options, tallies, shop, terminal.Time.GetElapsedTime(began));
    }

    /// <summary>Keeps generated and real data apart: a shop is one or the other.</summary>
    private static async Task LabelAsync(IShopStore shop, ImportOptions options, CancellationToken cancellationToken)
    {
        if (!options.Interactions.Append(options.Books).OfType<FileInfo>().Any(SyntheticLabel.IsBeside))
            return;
        var summary = await shop.Log.GetSummaryAsync(cancellationToken);
        if (!summary.IsSynthetic && (summary.Transactions > 0 || summary.Items > 0))
        {
            throw new InputException(
                $"--into is '{options.Into}', which holds real data, and the files are generated (see "
                + $"{SyntheticLabel.FileName} beside them); import them into another one");
        }

        await shop.Importer.MarkSyntheticAsync(cancellationToken);
    }

    /// <summary>One file of several may be of another format; the others do not make up for it.</summary>
    private static void RefuseRejectedFiles(ImportOptions options, RejectsReport rejects)
    {
        if (rejects.RejectedFiles is [var file, ..])
        {
            var option = options.Inputs.First(input => input.File.ToString() == file.File).Option;
            CanonicalFiles.RefuseWhenNothingWasRead(option, rejects);
        }
    }

    private static DataSetFormat FormatOf(ImportOptions options) => options.Format switch
    {
        ImportFormats.Canonical => DataSetFormat.Canonical,
        ImportFormats.Goodreads => DataSetFormat.Goodreads,
        ImportFormats.BookCrossing => DataSetFormat.BookCrossing,
        _ => DataSetFormat.MovieLens,
    };

    private static DataSetFiles InteractionFilesOf(ImportOptions options) =>
        new() { Interactions = [.. options.Interactions.Select(file => file.ToString())] };

    private static DataSetFiles BookFilesOf(ImportOptions options) => new()
    {
        Books = options.Books is null ? [] : [options.Books.ToString()],
        Authors = options.Authors?.ToString(),
        Series = options.Series?.ToString(),
        Genres = options.Genres?.ToString(),
    };
}
