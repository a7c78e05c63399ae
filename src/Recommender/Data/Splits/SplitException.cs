namespace BookRecs.Recommender.Data.Splits;

/// <summary>The data cannot be split as asked; the message names the rule.</summary>
public sealed class SplitException(string message) : Exception(message);
