using BookRecs.Cli.CommandLine;
using BookRecs.Recommender.Data.Reading;

namespace BookRecs.Cli.Reading;

/// <summary>Opens canonical files for the verbs that read nothing else.</summary>
internal static class CanonicalFiles
{
    /// <summary>Opens one file of interactions, of books, or both.</summary>
    public static DataSetReader Open(
        FileInfo? interactions, FileInfo? books, ReadingProgress progress, CancellationToken cancellationToken) => DataSetReader.Open(
        DataSetFormat.Canonical,
        new DataSetFiles
        {
            Interactions = interactions is null ? [] : [interactions.ToString()],
            Books = books is null ? [] : [books.ToString()],
        },
        new DataSetReaderOptions
        {
            Progress = progress,
            ProgressRows = ReadingProgress.ReportRows,
            MaxRejectsKept = RejectsText.Named,
            CancellationToken = cancellationToken,
        });

    /// <summary>Refuses a file none of whose rows could be taken over: it is not what the option says it is.</summary>
    /// <param name="option">The option that names the file.</param>
    /// <param name="rejects">What was rejected, after the reading.</param>
    /// <exception cref="InputException">There were rows and all of them were rejected.</exception>
    public static void RefuseWhenNothingWasRead(string option, RejectsReport rejects)
    {
        if (rejects.RejectedFiles is [var file, ..])
            throw new InputException($"{option}: {RejectsText.Describe(file)}");
    }
}
