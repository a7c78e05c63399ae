namespace BookRecs.Client.Recommendations;

/// <summary>What a list shows of a book.</summary>
/// <param name="Title">The title, or null when the catalogue does not hold it.</param>
/// <param name="Authors">The authors' names.</param>
/// <param name="Year">The year of publication.</param>
public sealed record BookCard(string? Title, IReadOnlyList<string> Authors, int? Year);
