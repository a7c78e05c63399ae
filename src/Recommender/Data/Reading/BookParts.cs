using System.Collections.Immutable;
using BookRecs.Recommender.Data.Titles;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>Small steps that the readers of catalogues share.</summary>
internal static class BookParts
{
    public static ImmutableArray<string> List(string text) =>
        text.Length == 0
            ? []
            : [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    public static string? OrNull(string text) => text.Length == 0 ? null : text;

    /// <summary>Takes the volume, and the series where the file gives none, from the title.</summary>
    public static Book WithSeries(Book book)
    {
        var parsed = TitleParser.Parse(book.Title);
        if (parsed.Series is null)
            return book;
        return book with { Series = book.Series.IsEmpty ? [parsed.Series] : book.Series, Volume = parsed.Volume };
    }
}
