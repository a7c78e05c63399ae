namespace BookRecs.Messaging.Consuming;

/// <summary>
/// One assignment of a partition: which of its records are under way, and up to where all are done. Records end in any order; the position
/// moves on when the oldest of them has. Only what is under way is held, so that one record that does not end costs no memory for those that
/// end after it.
/// </summary>
/// <param name="partition">The partition's number.</param>
internal sealed class DeliverySource(int partition) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Delivery> _open = new();
    private readonly CancellationTokenSource _abandoned = new();
    private TaskCompletionSource? _idle;
    private int _running;
    private volatile bool _isClosed;
    private long _end = -1;
    private long _position = -1;
    private long _stored = -1;

    /// <summary>The partition's number.</summary>
    public int Partition => partition;

    /// <summary>Ends the handlers whose records nobody waits for any more.</summary>
    public CancellationToken Abandoned => _abandoned.Token;

    /// <summary>True when records that have not begun must not begin any more.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>The place after the last record before which all are done, or -1.</summary>
    public long Position
    {
        get
        {
            lock (_lock)
                return _position;
        }
    }

    /// <summary>Takes a record in; places rise.</summary>
    public void Add(Delivery delivery)
    {
        lock (_lock)
        {
            _open.AddLast(delivery.Place);
            _end = delivery.Offset + 1;
            if (_position < 0)
                _position = _stored = delivery.Offset;
        }
    }

    /// <summary>Notes that a record is done, once.</summary>
    public void Complete(Delivery delivery)
    {
        lock (_lock)
        {
            _open.Remove(delivery.Place);
            _position = _open.First?.Value.Offset ?? _end;
        }
    }

    /// <summary>Tells the position when it has moved since the last time.</summary>
    public bool TryTakePosition(out long position)
    {
        lock (_lock)
        {
            position = _position;
            if (_position == _stored)
                return false;
            _stored = _position;
            return true;
        }
    }

    /// <summary>Notes that a handler begins with records of this source.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            if (_running++ == 0)
                _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Notes that it has ended.</summary>
    public void End()
    {
        lock (_lock)
        {
            if (--_running == 0)
                _idle!.SetResult();
        }
    }

    /// <summary>Completes when no handler works on records of this source.</summary>
    public Task WhenIdle()
    {
        lock (_lock)
            return _running == 0 ? Task.CompletedTask : _idle!.Task;
    }

    /// <summary>Asks the handlers under way to end, and lets no other begin.</summary>
    public void Abandon()
    {
        _isClosed = true;
        _abandoned.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => _abandoned.Dispose();
}
