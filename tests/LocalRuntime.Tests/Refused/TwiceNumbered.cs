using Orleans;

namespace BookRecs.LocalRuntime.Tests.Refused;

[GenerateSerializer, Immutable]
public sealed record TwiceNumbered([property: Id(0)] int First, [property: Id(0)] int Second);
