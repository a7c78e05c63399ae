namespace BookRecs.Client.Items;

/// <summary>A book as the catalogue is to hold it; what is null or empty here is so in the catalogue afterwards.</summary>
/// <param name="Title">The full title as published, with any series in parentheses; 1 to 1,000 characters.</param>
public sealed record Book(string Title)
{
    /// <summary>The authors' names; at most 100 of 1 to 300 characters.</summary>
    public IReadOnlyList<string>? Authors { get; init; }

    /// <summary>The series it belongs to; null for the one that the title names. At most 100 of 1 to 300 characters.</summary>
    public IReadOnlyList<string>? Series { get; init; }

    /// <summary>Genres or subjects, the most important first; at most 100 of 1 to 300 characters.</summary>
    public IReadOnlyList<string>? Genres { get; init; }

    /// <summary>The blurb; at most 20,000 characters.</summary>
    public string? Description { get; init; }

    /// <summary>The language code; 1 to 35 letters, digits, - or _.</summary>
    public string? Language { get; init; }

    /// <summary>The year of publication; -5,000 to 2,200, not 0.</summary>
    public int? Year { get; init; }

    /// <summary>The publisher; at most 300 characters.</summary>
    public string? Publisher { get; init; }

    /// <summary>The work of which it is an edition; at most 200 UTF-8 bytes.</summary>
    public string? WorkId { get; init; }

    /// <summary>The price in the shop's currency; 0 to below 1,000,000,000 with at most 4 decimals.</summary>
    public decimal? Price { get; init; }

    /// <summary>False when the shop cannot sell it now.</summary>
    public bool Available { get; init; } = true;
}
