namespace BookRecs.LocalRuntime.Tests.Refused;

public sealed class PlainClass;
