using Orleans;

namespace BookRecs.LocalRuntime.Tests.Refused;

internal sealed class FirstGrain : Grain, ISharedGrain;
