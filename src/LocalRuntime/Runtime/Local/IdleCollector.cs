namespace Orleans.Runtime.Local;

/// <summary>Ends activations that nobody used for long, and the least recently used ones when there are too many.</summary>
internal sealed class IdleCollector(Silo silo)
{
    private ITimer? _timer;
    private int _trimming;
    private volatile bool _stopped;

    internal void Start()
    {
        using (ExecutionContext.SuppressFlow())
        {
            _timer = silo.Time.CreateTimer(
                static state => ((IdleCollector)state!).CollectIdle(),
                this,
                silo.Collection.CollectionQuantum,
                silo.Collection.CollectionQuantum);
        }
    }

    internal void Stop()
    {
        _stopped = true;
        _timer?.Dispose();
    }

    /// <summary>Ends what was not used for some time; null means each class's own time. Gives what it ended.</summary>
    internal IReadOnlyList<Activation> Collect(TimeSpan? age)
    {
        var now = silo.Time.GetTimestamp();
        var all = silo.Directory.GetActivations();
        var units = age is { } given ? silo.ToTimestampUnits(given) : (long?)null;
        var collected = all.Where(one => one.TryCollect(now - (units ?? one.Class.CollectionAge), now)).ToArray();
        if (collected.Length > 0)
            RuntimeLog.Collected(silo.Logger, collected.Length, all.Count);
        return collected;
    }

    /// <summary>Brings the number of activations under its bound, off the caller's thread.</summary>
    internal void TrimSoon()
    {
        if (!_stopped && Interlocked.Exchange(ref _trimming, 1) == 0)
            ThreadPool.UnsafeQueueUserWorkItem(static collector => collector.Trim(), this, preferLocal: false);
    }

    private void CollectIdle()
    {
        if (!_stopped)
            Collect(null);
    }

    private void Trim()
    {
        try
        {
            // Some more than needed, so that the next activations do not each look through all.
            var target = silo.Local.MaxActivations - (silo.Local.MaxActivations / 20);
            var excess = silo.Activations - target;
            var now = silo.Time.GetTimestamp();
            foreach (var activation in silo.Directory.GetActivations().OrderBy(one => one.LastUsed))
            {
                if (excess <= 0)
                    break;
                if (activation.TryCollect(long.MaxValue, now))
                    excess--;
            }
        }
        finally
        {
            Volatile.Write(ref _trimming, 0);
        }
    }
}
