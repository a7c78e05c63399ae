using Orleans;

namespace BookRecs.LocalRuntime.Tests.Refused;

[GenerateSerializer, Immutable]
public sealed record Settable
{
    [Id(0)]
    public string Name { get; set; } = "";
}
