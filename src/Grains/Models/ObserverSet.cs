using System.Collections.Immutable;
using BookRecs.Grains.Interfaces.Models;

namespace BookRecs.Grains.Models;

/// <summary>The observers that subscribed lately.</summary>
/// <param name="lifetime">How long a subscription holds.</param>
/// <param name="time">The clock.</param>
public sealed class ObserverSet(TimeSpan lifetime, TimeProvider time)
{
    private readonly Dictionary<IModelObserver, DateTimeOffset> _subscribedAt = [];

    /// <summary>Adds an observer or renews its subscription.</summary>
    public void Subscribe(IModelObserver observer) => _subscribedAt[observer] = time.GetUtcNow();

    /// <summary>Removes an observer.</summary>
    public void Remove(IModelObserver observer) => _subscribedAt.Remove(observer);

    /// <summary>The observers whose subscription holds; the others are forgotten.</summary>
    public ImmutableArray<IModelObserver> Current()
    {
        var oldest = time.GetUtcNow() - lifetime;
        foreach (var observer in _subscribedAt.Where(pair => pair.Value < oldest).Select(pair => pair.Key).ToArray())
            _subscribedAt.Remove(observer);
        return [.. _subscribedAt.Keys];
    }
}
