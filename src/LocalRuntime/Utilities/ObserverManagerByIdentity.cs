using System.Collections;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Local;

namespace Orleans.Utilities;

/// <summary>
/// The observers of one grain, by an identity of the caller's choice. One that fails, or whose subscription was not renewed in
/// time, is dropped. Not safe for several threads: use it in the grain's turns.
/// </summary>
/// <typeparam name="TIdentity">The identity.</typeparam>
/// <typeparam name="TObserver">The observer's interface.</typeparam>
/// <param name="expiration">How long a subscription lasts without being renewed.</param>
/// <param name="log">Hears of dropped observers.</param>
public class ObserverManager<TIdentity, TObserver>(TimeSpan expiration, ILogger log) : IEnumerable<TObserver>
    where TIdentity : notnull
{
    private readonly Dictionary<TIdentity, (TObserver Observer, DateTime Seen)> _observers = [];

    /// <summary>The clock; UTC.</summary>
    public Func<DateTime> GetDateTime { get; set; } = static () => DateTime.UtcNow;

    /// <summary>How long a subscription lasts without being renewed.</summary>
    public TimeSpan ExpirationDuration { get; set; } = expiration;

    /// <summary>The number of observers, expired ones included until they are dropped.</summary>
    public int Count => _observers.Count;

    /// <summary>A copy of the observers.</summary>
    public IReadOnlyDictionary<TIdentity, TObserver> Observers => _observers.ToDictionary(pair => pair.Key, pair => pair.Value.Observer);

    /// <summary>Drops all observers.</summary>
    public void Clear() => _observers.Clear();

    /// <summary>Adds an observer or renews its subscription.</summary>
    /// <param name="id">Its identity.</param>
    /// <param name="observer">The observer.</param>
    public void Subscribe(TIdentity id, TObserver observer) => _observers[id] = (observer, GetDateTime());

    /// <summary>Drops an observer.</summary>
    /// <param name="id">Its identity.</param>
    public void Unsubscribe(TIdentity id) => _observers.Remove(id);

    /// <summary>Calls each observer in turn and waits for its answer.</summary>
    /// <param name="notification">The call.</param>
    /// <param name="predicate">Chooses observers; null for all.</param>
    public async Task Notify(Func<TObserver, Task> notification, Func<TObserver, bool>? predicate = null)
    {
        ClearExpired();
        foreach (var (id, entry) in _observers.ToArray())
        {
            if (predicate is not null && !predicate(entry.Observer))
                continue;
            try
            {
                await notification(entry.Observer);
            }
            catch (Exception error)
            {
                Drop(id, error);
            }
        }
    }

    /// <summary>Calls each observer in turn.</summary>
    /// <param name="notification">The call.</param>
    /// <param name="predicate">Chooses observers; null for all.</param>
    public void Notify(Action<TObserver> notification, Func<TObserver, bool>? predicate = null)
    {
        ClearExpired();
        foreach (var (id, entry) in _observers.ToArray())
        {
            if (predicate is not null && !predicate(entry.Observer))
                continue;
            try
            {
                notification(entry.Observer);
            }
            catch (Exception error)
            {
                Drop(id, error);
            }
        }
    }

    /// <summary>Drops the observers whose subscription was not renewed in time.</summary>
    public void ClearExpired()
    {
        var now = GetDateTime();
        foreach (var (id, entry) in _observers.ToArray())
        {
            if (entry.Seen + ExpirationDuration < now)
                Drop(id, null);
        }
    }

    /// <summary>The observers, expired ones included until they are dropped.</summary>
    public IEnumerator<TObserver> GetEnumerator() => Observers.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Drop(TIdentity id, Exception? error)
    {
        _observers.Remove(id);
        RuntimeLog.ObserverDropped(log, error, id.ToString() ?? "");
    }
}
