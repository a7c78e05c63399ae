using Orleans.Runtime;

namespace Orleans;

/// <summary>The base of every interface on which a grain calls back an object that is not a grain.</summary>
public interface IGrainObserver : IAddressable;
