using System.Collections.Immutable;

namespace BookRecs.Recommender.Data.Reading;

/// <summary>Small steps that the readers of catalogues share.</summary>
internal static class BookParts
{
    public static ImmutableArray<string> List(string text) =>
        text.Length == 0
            ? []
            : [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    public static string? OrNull(string text) => text.Length == 0 ? null : text;
}
