using System.Collections.Immutable;
using BookRecs.Recommender.Data.Titles;

namespace BookRecs.Recommender.Data;

/// <summary>One item of the catalogue. Empty lists and nulls mean "not known".</summary>
public sealed record Book
{
    /// <summary>The item's id, never empty.</summary>
    public required string ItemId { get; init; }

    /// <summary>The full title as published, with any series in parentheses; empty when not known.</summary>
    public string Title { get; init; } = "";

    /// <summary>Author names in the order of the title page.</summary>
    public ImmutableArray<string> Authors { get; init; } = [];

    /// <summary>The names of the series the book belongs to.</summary>
    public ImmutableArray<string> Series { get; init; } = [];

    /// <summary>The position in the first series, such as 1 or 2.5.</summary>
    public float? Volume { get; init; }

    /// <summary>Genres or subjects, the most important first.</summary>
    public ImmutableArray<string> Genres { get; init; } = [];

    /// <summary>The blurb.</summary>
    public string? Description { get; init; }

    /// <summary>The language code as the shop writes it, such as "eng" or "fr".</summary>
    public string? Language { get; init; }

    /// <summary>The year of publication.</summary>
    public int? Year { get; init; }

    /// <summary>The publisher's name.</summary>
    public string? Publisher { get; init; }

    /// <summary>Groups the editions of one work: items with the same id are the same book to a reader.</summary>
    public string? WorkId { get; init; }

    /// <summary>The price in the shop's currency.</summary>
    public decimal? Price { get; init; }

    /// <summary>False when the shop cannot sell it now.</summary>
    public bool Available { get; init; } = true;

    /// <summary>The same book with the volume, and the series where it names none, that its title tells in parentheses.</summary>
    public Book WithSeriesOfTitle()
    {
        var parsed = TitleParser.Parse(Title);
        return parsed.Series is null ? this : this with { Series = Series.IsDefaultOrEmpty ? [parsed.Series] : Series, Volume = parsed.Volume };
    }
}
