using BookRecs.Grains.Log;
using BookRecs.Recommender.Data.Reading;

namespace BookRecs.Cli.Import;

/// <summary>What became of the rows of one kind.</summary>
/// <param name="Kind">"books" or "interactions".</param>
/// <param name="Result">What the shop made of the rows that could be read.</param>
/// <param name="Rejects">The rows that could not be read.</param>
internal sealed record ImportTally(string Kind, ImportResult Result, RejectsReport Rejects)
{
    /// <summary>Rows of the files.</summary>
    public long Read => Accepted + Rejects.Count;

    /// <summary>Rows that were given to the shop.</summary>
    public long Accepted => Result.Added + Result.Replaced + Result.Unchanged;
}
