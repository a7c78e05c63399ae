using BookRecs.Cli.Output;
using BookRecs.Recommender.Data.Reading;

namespace BookRecs.Cli.Reading;

/// <summary>Tells people which rows were not taken over, and why.</summary>
internal static class RejectsText
{
    /// <summary>How many rejected rows are named.</summary>
    public const int Named = 5;

    /// <summary>Writes the counts by reason and the first rows; nothing when every row was taken over as it is.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="rejects">The rows.</param>
    /// <param name="file">Where all of them are, if anywhere.</param>
    public static void Write(TextWriter output, RejectsReport rejects, FileInfo? file = null)
    {
        if (rejects.RepairsByReason.Count > 0)
            output.WriteLine($"repaired and taken over: {Counts(rejects.RepairsByReason)}");
        if (rejects.Count == 0)
            return;
        output.WriteLine($"rejected: {Counts(rejects.CountByReason)}");
        foreach (var reject in rejects.First.Take(Named))
            output.WriteLine($"  {Describe(reject)}");
        if (rejects.Count > Named)
            output.WriteLine($"  and {Quantities.Count(rejects.Count - Named)} more{(file is null ? "" : $", all of them in {file}")}");
    }

    /// <summary>Such as "books.csv:17: bad_year: year 'abc'".</summary>
    public static string Describe(Reject reject) => $"{reject.File}:{reject.Line}: {reject.Reason}: {reject.Detail}";

    /// <summary>Such as "all 2 rows are rejected, the first as books.csv:2: bad_year: year is 'abc'".</summary>
    public static string Describe(RejectedFile file) =>
        $"all {Quantities.Count(file.Rows)} rows are rejected, the first as {Describe(file.First)}";

    private static string Counts(IReadOnlyDictionary<string, long> byReason) =>
        string.Join(", ", byReason.Select(pair => $"{Quantities.Count(pair.Value)} {pair.Key}"));
}
