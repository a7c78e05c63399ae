namespace Orleans.Runtime.Local;

/// <summary>
/// Calls that are waited for, by deadline. All have the same time to answer, so the order of entry is the order of deadlines and
/// looking for late ones costs nothing for those in time.
/// </summary>
internal sealed class DeadlineList
{
    private readonly Lock _gate = new();
    private PendingCall? _first;
    private PendingCall? _last;

    internal void Add(PendingCall call, long deadline)
    {
        lock (_gate)
        {
            if (call.IsAnswered)
                return;
            call.Deadline = deadline;
            call.Deadlines = this;
            call.Earlier = _last;
            if (_last is null)
                _first = call;
            else
                _last.Later = call;
            _last = call;
        }
    }

    internal void Remove(PendingCall call)
    {
        lock (_gate)
        {
            if (call.Deadlines != this)
                return;
            Unlink(call);
        }
    }

    /// <summary>Takes out the calls whose deadline has come.</summary>
    internal void TakeLate(long now, List<PendingCall> late)
    {
        lock (_gate)
        {
            while (_first is { } call && call.Deadline <= now)
            {
                Unlink(call);
                late.Add(call);
            }
        }
    }

    private void Unlink(PendingCall call)
    {
        if (call.Earlier is null)
            _first = call.Later;
        else
            call.Earlier.Later = call.Later;
        if (call.Later is null)
            _last = call.Earlier;
        else
            call.Later.Earlier = call.Earlier;
        call.Earlier = null;
        call.Later = null;
        call.Deadlines = null;
    }
}
