namespace BookRecs.LocalRuntime.Tests.Refused;

public sealed record Unmarked(string Name);
