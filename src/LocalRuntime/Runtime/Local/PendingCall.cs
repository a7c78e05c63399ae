namespace Orleans.Runtime.Local;

/// <summary>A call that someone waits for: it has a deadline and may be cancelled.</summary>
internal abstract class PendingCall(GrainReference callee) : Call
{
    // Boxed, since few calls can be cancelled: it keeps the others small.
    private volatile object? _cancellation;

    internal abstract GrainMethod Method { get; }

    internal sealed override bool AlwaysInterleave => Method.AlwaysInterleave;

    internal sealed override bool IsReadOnly => Method.IsReadOnly;

    internal sealed override bool IsBounded => true;

    internal sealed override bool CountsAsUse => true;

    /// <summary>The list of deadlines that the call is in, with its neighbours there; guarded by the list's lock.</summary>
    internal DeadlineList? Deadlines { get; set; }

    internal PendingCall? Earlier { get; set; }

    internal PendingCall? Later { get; set; }

    internal long Deadline { get; set; }

    /// <summary>Who is called, for messages.</summary>
    internal GrainId Callee => callee.GrainId;

    /// <summary>Answers with an error at the deadline.</summary>
    internal void TimeOut(TimeSpan timeout)
    {
        var where = Target is null ? "the call waited in its mailbox" : "the call was running";
        Fail(new TimeoutException(
            $"Response did not arrive on time in {timeout} for {Method} of a {Callee.Type} grain: {where}. A grain that waits for itself through " +
            "others, or that is busy for longer, causes this."));
    }

    /// <summary>Answers at once when the caller gives up.</summary>
    internal void CancelBy(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
            return;
        _cancellation = cancellationToken.UnsafeRegister(static (state, token) => ((PendingCall)state!).Cancel(token), this);
        if (IsAnswered)
            Unregister();
    }

    protected abstract void Cancel(CancellationToken cancellationToken);

    protected void StopWaiting()
    {
        Deadlines?.Remove(this);
        Unregister();
    }

    private void Unregister() => (_cancellation as CancellationTokenRegistration?)?.Unregister();
}
