using Orleans;

namespace BookRecs.LocalRuntime.Tests.Refused;

internal sealed class SecondGrain : Grain, ISharedGrain;
