using Orleans;

namespace BookRecs.LocalRuntime.Tests.Refused;

[GenerateSerializer, Immutable]
public sealed record Nested([property: Id(0)] object Inner);
