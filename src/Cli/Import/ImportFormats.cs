namespace BookRecs.Cli.Import;

/// <summary>The data sets that <c>import</c> reads, as the command line names them.</summary>
internal static class ImportFormats
{
    public const string Canonical = "canonical";
    public const string Goodreads = "goodreads";
    public const string BookCrossing = "bookcrossing";
    public const string MovieLens = "movielens";

    public static readonly IReadOnlyList<string> All = [Canonical, Goodreads, BookCrossing, MovieLens];
}
