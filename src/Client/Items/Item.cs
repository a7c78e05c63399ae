namespace BookRecs.Client.Items;

/// <summary>A book with its catalogue data and what readers did with it.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Title">The title, or null when only the log knows the item.</param>
/// <param name="Authors">The authors' names.</param>
/// <param name="Series">The series it belongs to.</param>
/// <param name="Volume">Its position in the first series.</param>
/// <param name="Genres">Genres or subjects.</param>
/// <param name="Description">The blurb.</param>
/// <param name="Language">The language code.</param>
/// <param name="Year">The year of publication.</param>
/// <param name="Publisher">The publisher.</param>
/// <param name="WorkId">The work of which it is an edition.</param>
/// <param name="Price">The price in the shop's currency.</param>
/// <param name="Available">False when the shop cannot sell it now.</param>
/// <param name="Counts">What readers did with it.</param>
/// <param name="BoughtTogether">Items that its recent readers also acted on.</param>
public sealed record Item(
    string ItemId,
    string? Title,
    IReadOnlyList<string> Authors,
    IReadOnlyList<string> Series,
    float? Volume,
    IReadOnlyList<string> Genres,
    string? Description,
    string? Language,
    int? Year,
    string? Publisher,
    string? WorkId,
    decimal? Price,
    bool Available,
    ItemCounts Counts,
    IReadOnlyList<string> BoughtTogether);
