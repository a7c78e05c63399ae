namespace BookRecs.Client;

/// <summary>One broken rule.</summary>
/// <param name="Field">The parameter, member or header.</param>
/// <param name="Value">What was sent, cut when it is long; null when it was missing.</param>
/// <param name="Rule">The rule that it breaks.</param>
public sealed record FieldError(string Field, string? Value, string Rule);
