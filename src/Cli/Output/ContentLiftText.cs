using System.Globalization;
using BookRecs.Recommender.Candidates;

namespace BookRecs.Cli.Output;

/// <summary>How far the records of books tell who acts on them.</summary>
internal static class ContentLiftText
{
    /// <summary>Writes a line, and a second one where it is hardly more than chance; nothing where nothing is known.</summary>
    public static void Write(TextWriter output, ContentLift? lift)
    {
        string[] known = [.. Known(lift)];
        if (known.Length == 0)
            return;
        output.WriteLine($"records: users act on books like theirs {string.Join(", ", known)} as often as by chance");
        if (lift!.IsFaint)
        {
            output.WriteLine(
                "warning: the records of the most popular books hardly tell who acts on them, so content can find little; "
                + "check that the ids of books and of interactions mean the same books");
        }
    }

    private static IEnumerable<string> Known(ContentLift? lift)
    {
        if (lift?.Popular is { } popular)
            yield return string.Create(CultureInfo.InvariantCulture, $"{popular:0.00} times (the most popular books)");
        if (lift?.Others is { } others)
            yield return string.Create(CultureInfo.InvariantCulture, $"{others:0.00} times (the others)");
    }
}
