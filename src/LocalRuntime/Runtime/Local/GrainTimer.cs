namespace Orleans.Runtime.Local;

/// <summary>Ticks as calls of its grain; the next tick is scheduled when one has completed.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Lock _gate = new();
    private readonly ITimer _clock;
    private TimeSpan _period;
    private bool _ticking;
    private bool _changed;
    private bool _dueAgain;
    private bool _disposed;

    internal GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        Validate(options.DueTime, nameof(options.DueTime));
        Validate(options.Period, nameof(options.Period));
        _activation = activation;
        _callback = callback;
        _options = options;

        // The timer outlives the call that starts it and must not carry that call's context along.
        using (ExecutionContext.SuppressFlow())
        {
            _clock = activation.Silo.Time.CreateTimer(
                static state => ((GrainTimer)state!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    internal bool Interleave => _options.Interleave;

    internal bool KeepAlive => _options.KeepAlive;

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, nameof(dueTime));
        Validate(period, nameof(period));
        lock (_gate)
        {
            if (_disposed)
                return;
            _period = period;
            _changed = true;
            _clock.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
        }

        _clock.Dispose();
        _activation.Forget(this);
        _stopped.Cancel();
    }

    internal async Task TickAsync()
    {
        if (_stopped.IsCancellationRequested)
            return;
        try
        {
            await _callback(_stopped.Token);
        }
        catch (Exception error) when (error is not OperationCanceledException || !_stopped.IsCancellationRequested)
        {
            RuntimeLog.TimerFailed(_activation.Silo.Logger, error, _activation.GrainId.Type);
        }
        catch (OperationCanceledException)
        {
            // Stopped while it ran, as asked.
        }
    }

    internal void ScheduleNext()
    {
        lock (_gate)
        {
            _ticking = false;
            if (_disposed)
                return;
            if (_dueAgain)
                _clock.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            else if (!_changed && _period != Timeout.InfiniteTimeSpan)
                _clock.Change(_period, Timeout.InfiniteTimeSpan);
            _dueAgain = false;
        }
    }

    private static void Validate(TimeSpan value, string name)
    {
        if (value != Timeout.InfiniteTimeSpan && (value < TimeSpan.Zero || value.TotalMilliseconds >= uint.MaxValue))
            throw new ArgumentOutOfRangeException(name, value, "A timer's time must be infinite, or between 0 and 49 days.");
    }

    private void OnDue()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            if (_ticking)
            {
                // Due again by Change while a tick runs: tick once more after it.
                _dueAgain = true;
                return;
            }

            _ticking = true;
            _changed = false;
        }

        _activation.Send(new TimerTick(this), mayInline: false);
    }
}
