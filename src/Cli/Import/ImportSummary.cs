using System.Globalization;
using BookRecs.Cli.Output;
using BookRecs.Cli.Reading;
using BookRecs.Grains.Log;

namespace BookRecs.Cli.Import;

/// <summary>What an import tells in the end.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Tallies">What became of the rows, by kind.</param>
/// <param name="Shop">The shop afterwards.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record ImportSummary(
    ImportOptions Options, IReadOnlyList<ImportTally> Tallies, LogSummary Shop, TimeSpan Elapsed)
{
    private static readonly string[] Columns = ["read", "added", "replaced", "unchanged", "rejected"];

    /// <summary>Writes the summary.</summary>
    public void Write(TextWriter output)
    {
        output.WriteLine($"{"rows",-13}{string.Concat(Columns.Select(column => $"{column,14}"))}");
        foreach (var tally in Tallies)
        {
            long[] counts = [tally.Read, tally.Result.Added, tally.Result.Replaced, tally.Result.Unchanged, tally.Rejects.Count];
            output.WriteLine($"{tally.Kind,-13}{string.Concat(counts.Select(count => $"{Quantities.Count(count),14}"))}");
        }

        foreach (var tally in Tallies)
            RejectsText.Write(output, tally.Rejects, Options.Rejects);
        var rows = Tallies.Sum(tally => tally.Read);
        var seconds = Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        output.WriteLine(
            $"{Quantities.Count(rows)} rows in {seconds} s, {Quantities.Rate(rows, Elapsed)}, peak memory {Quantities.PeakMemory()}");
        output.WriteLine(
            $"{Options.Into} holds {Quantities.Count(Shop.Transactions)} interactions of {Quantities.Count(Shop.Users)} users, "
            + $"{Quantities.Count(Shop.Items)} books{(Shop.IsSynthetic ? "; the data is synthetic" : "")}");
    }
}
