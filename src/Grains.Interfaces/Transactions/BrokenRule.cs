namespace BookRecs.Grains.Interfaces.Transactions;

/// <summary>The rule that a field breaks.</summary>
/// <param name="Field">The field, such as "rating".</param>
/// <param name="Value">What was sent, of any length; null when it was missing.</param>
/// <param name="Rule">The rule, such as "must be a number from 0 to 5".</param>
public readonly record struct BrokenRule(string Field, string? Value, string Rule);
