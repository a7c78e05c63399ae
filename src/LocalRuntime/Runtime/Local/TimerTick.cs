namespace Orleans.Runtime.Local;

/// <summary>A tick of a grain timer. There is at most one of each timer, so the mailbox's bound does not count for it.</summary>
internal sealed class TimerTick(GrainTimer timer) : Call
{
    internal override bool AlwaysInterleave => timer.Interleave;

    internal override bool IsReadOnly => false;

    internal override bool IsBounded => false;

    internal override bool CountsAsUse => timer.KeepAlive;

    internal override bool IsAnswered => false;

    internal override void PromiseAnswer()
    {
    }

    internal override void Fail(Exception error)
    {
    }

    protected override void Run()
    {
        var work = timer.TickAsync();
        if (work.IsCompleted)
            Complete();
        else
            work.GetAwaiter().UnsafeOnCompleted(Complete);
    }

    private void Complete()
    {
        Target!.Complete(this, null, Target.Timestamp);
        timer.ScheduleNext();
    }
}
