namespace BookRecs.Recommender.Data.Titles;

/// <summary>A title taken apart.</summary>
/// <param name="Title">The title without series, volume and notes on the binding; never empty unless the whole title was.</param>
/// <param name="Series">The series, or null when the title names none.</param>
/// <param name="Volume">The position in the series, the first of a range, or null when the title gives none.</param>
public readonly record struct ParsedTitle(string Title, string? Series, float? Volume);
