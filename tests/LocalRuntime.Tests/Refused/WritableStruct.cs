using Orleans;

namespace BookRecs.LocalRuntime.Tests.Refused;

[GenerateSerializer, Immutable]
public record struct WritableStruct([property: Id(0)] int Value);
