using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Utilities;

/// <summary>The observers of one grain. Not safe for several threads: use it in the grain's turns.</summary>
/// <typeparam name="TObserver">The observer's interface.</typeparam>
/// <param name="expiration">How long a subscription lasts without being renewed.</param>
/// <param name="log">Hears of dropped observers.</param>
public class ObserverManager<TObserver>(TimeSpan expiration, ILogger log) : ObserverManager<IAddressable, TObserver>(expiration, log);
