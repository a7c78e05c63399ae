using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>State of a grain that outlives its activation. It is read before <see cref="IGrainBase.OnActivateAsync"/>.</summary>
/// <typeparam name="TState">The type of the state; a class with a constructor without parameters, or a value type.</typeparam>
public interface IPersistentState<TState> : IStorage<TState>;
