namespace Orleans.Runtime.Local;

/// <summary>
/// Runs tasks one at a time, in order. Code that awaits inside such a task continues on the same scheduler, so whatever runs here
/// needs no locks of its own.
/// </summary>
internal abstract class TurnScheduler : TaskScheduler, IThreadPoolWorkItem
{
    private const int QuantumMilliseconds = 100;

    [ThreadStatic]
    private static TurnScheduler? _onThisThread;

    [ThreadStatic]
    private static int _inlineDepth;

    private Queue<Task>? _turns;
    private bool _busy;

    /// <summary>How many inline turns the current thread is in.</summary>
    internal static int InlineDepth => _inlineDepth;

    /// <summary>True when the current code is a turn.</summary>
    internal static bool IsInTurn => _onThisThread is not null;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Guards all state of the scheduler and of what derives from it.</summary>
    protected Lock Gate { get; } = new();

    void IThreadPoolWorkItem.Execute()
    {
        _onThisThread = this;
        try
        {
            var started = Environment.TickCount64;
            while (TryTakeTurn(out var turn))
            {
                TryExecuteTask(turn);
                if (Environment.TickCount64 - started <= QuantumMilliseconds)
                    continue;

                // Others wait for this thread: go to the end of their queue.
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }
        }
        finally
        {
            _onThisThread = null;
        }
    }

    /// <summary>Makes the current thread the one that runs turns, if none does and none waits. Only with the gate held.</summary>
    protected bool TryBecomeRunner()
    {
        if (_busy)
            return false;
        _busy = true;
        return true;
    }

    /// <summary>Runs a turn on the current thread, which <see cref="TryBecomeRunner"/> made the one that runs turns.</summary>
    protected void RunInline(Task turn)
    {
        var outer = _onThisThread;
        var outerContext = SynchronizationContext.Current;
        _onThisThread = this;
        _inlineDepth++;
        if (outerContext is not null)
            SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            turn.RunSynchronously(this);
        }
        finally
        {
            _inlineDepth--;
            _onThisThread = outer;
            if (outerContext is not null)
                SynchronizationContext.SetSynchronizationContext(outerContext);
            HandOver();
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (Gate)
        {
            (_turns ??= new Queue<Task>(2)).Enqueue(task);
            if (!TryBecomeRunner())
                return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && _onThisThread == this && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (Gate)
            return _turns?.ToArray() ?? [];
    }

    private bool TryTakeTurn([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Task? turn)
    {
        turn = null;
        lock (Gate)
        {
            if (_turns is not null && _turns.TryDequeue(out turn))
                return true;
            _busy = false;
            return false;
        }
    }

    private void HandOver()
    {
        lock (Gate)
        {
            if (_turns is not { Count: > 0 })
            {
                _busy = false;
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }
}
