namespace Orleans.Runtime.Local;

/// <summary>An object that grains call. It is held weakly, takes one call at a time, and has a bounded mailbox.</summary>
internal sealed class ObserverTarget(IGrainObserver observer, GrainId id, int mailboxLimit, TimeProvider time)
    : CallTarget(mailboxLimit, reentrant: false)
{
    private readonly WeakReference<IGrainObserver> _observer = new(observer);
    private volatile bool _deleted;

    internal override GrainId Callee { get; } = id;

    internal override long Timestamp => time.GetTimestamp();

    internal override object Instance => !_deleted && _observer.TryGetTarget(out var observer)
        ? observer
        : throw new ClientNotAvailableException($"{Callee} is gone: its reference was deleted, or nothing kept the observer alive.");

    protected override bool IsGone => _deleted;

    protected override bool IsOpen => true;

    protected override bool IsClosing => false;

    internal void Delete() => _deleted = true;
}
