namespace Orleans.Runtime.Local;

/// <summary>
/// A bounded mailbox in front of one object. A call begins when no other runs, unless it may interleave; the rest wait in order.
/// </summary>
internal abstract class CallTarget(int mailboxLimit, bool reentrant) : TurnScheduler, ICallTarget
{
    private Queue<Call>? _waiting;
    private int _exclusive;
    private int _exclusiveWriters;

    /// <summary>How many calls run or wait; read without the gate as a hint.</summary>
    internal int Load => Running + (_waiting?.Count ?? 0);

    /// <summary>The calls that began and have not completed.</summary>
    protected int Running { get; private set; }

    /// <summary>How many calls wait.</summary>
    protected int Waiting => _waiting?.Count ?? 0;

    /// <summary>True when the target has ended and takes no call any more.</summary>
    protected abstract bool IsGone { get; }

    /// <summary>True when calls may begin.</summary>
    protected abstract bool IsOpen { get; }

    /// <summary>True when only calls that may interleave with the running ones begin.</summary>
    protected abstract bool IsClosing { get; }

    /// <summary>The object that the calls are for.</summary>
    /// <exception cref="ClientNotAvailableException">It is gone.</exception>
    internal abstract object Instance { get; }

    /// <summary>What the calls are for, for messages.</summary>
    internal abstract GrainId Callee { get; }

    /// <summary>The clock, in the unit of <see cref="TimeProvider.GetTimestamp"/>.</summary>
    internal abstract long Timestamp { get; }

    public SendOutcome Send(Call call, bool mayInline)
    {
        var inline = false;
        lock (Gate)
        {
            if (IsGone)
                return SendOutcome.Gone;
            if (MayBegin(call) && (Waiting == 0 || call.AlwaysInterleave || reentrant))
            {
                Begin(call);
                inline = mayInline && TryBecomeRunner();
                if (!inline)
                    call.PromiseAnswer();
            }
            else if (call.IsBounded && Waiting >= mailboxLimit)
            {
                return SendOutcome.Full;
            }
            else
            {
                call.PromiseAnswer();
                (_waiting ??= new Queue<Call>(2)).Enqueue(call);
                return SendOutcome.Taken;
            }
        }

        if (inline)
            RunInline(call.CreateTurn());
        else
            call.CreateTurn().Start(this);
        return SendOutcome.Taken;
    }

    /// <summary>Lets the next calls begin after one has completed.</summary>
    internal void Complete(Call call, Exception? error, long timestamp)
    {
        lock (Gate)
        {
            Running--;
            if (!call.AlwaysInterleave)
            {
                _exclusive--;
                if (!call.IsReadOnly)
                    _exclusiveWriters--;
            }

            OnCompleted(call, error, timestamp);
            BeginWaiting();
        }
    }

    /// <summary>Called with the gate held after each completed call, before waiting ones begin.</summary>
    protected virtual void OnCompleted(Call call, Exception? error, long timestamp)
    {
    }

    /// <summary>Called with the gate held when no call runs.</summary>
    protected virtual void OnQuiet()
    {
    }

    /// <summary>Begins the waiting calls that may. Only with the gate held.</summary>
    protected void BeginWaiting()
    {
        while (_waiting is { Count: > 0 } && MayBegin(_waiting.Peek()))
        {
            var call = _waiting.Dequeue();
            if (call.IsAnswered)
                continue;
            Begin(call);
            call.CreateTurn().Start(this);
        }

        if (Running == 0)
            OnQuiet();
    }

    /// <summary>Takes the waiting calls out. Only with the gate held.</summary>
    protected Call[] TakeWaiting()
    {
        var calls = _waiting?.ToArray() ?? [];
        _waiting = null;
        return calls;
    }

    private bool MayBegin(Call call)
    {
        if (!IsOpen)
            return false;
        var interleaves = call.AlwaysInterleave || reentrant;
        if (IsClosing)
            return interleaves && Running > 0;
        return interleaves || _exclusive == 0 || (call.IsReadOnly && _exclusiveWriters == 0);
    }

    private void Begin(Call call)
    {
        call.Target = this;
        Running++;
        if (call.AlwaysInterleave)
            return;
        _exclusive++;
        if (!call.IsReadOnly)
            _exclusiveWriters++;
    }
}
