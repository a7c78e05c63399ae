using Orleans;

namespace BookRecs.LocalRuntime.Tests.Refused;

public interface ISharedGrain : IGrainWithStringKey;
