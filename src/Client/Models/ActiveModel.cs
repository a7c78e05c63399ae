namespace BookRecs.Client.Models;

/// <summary>Which model serves after activate or rollback.</summary>
/// <param name="ActiveVersion">The version that serves.</param>
public sealed record ActiveModel(string? ActiveVersion);
