using BookRecs.Frontend.Hosting;

namespace BookRecs.Frontend.Calls;

/// <summary>Awaits grain calls within a deadline, without exceptions on the way, and without losing sight of late failures.</summary>
internal sealed class GrainCalls(TimeProvider time, ILogger<GrainCalls> logger)
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(1);
    private long _lastLogged;
    private long _suppressed;

    /// <summary>Makes the call; the answer says whether it came in time.</summary>
    /// <param name="what">The call's name for the log.</param>
    /// <param name="deadline">How long to wait.</param>
    /// <param name="state">What the call needs.</param>
    /// <param name="call">Starts the call.</param>
    public ValueTask<GrainAnswer<T>> TryAsync<TState, T>(string what, TimeSpan deadline, TState state, Func<TState, Task<T>> call)
    {
        Task<T> task;
        try
        {
            task = call(state);
        }
#pragma warning disable CA1031 // A call that cannot even be sent is the same to the caller as one that failed.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return ValueTask.FromResult(Failed<T>(what, e));
        }
        return task.IsCompletedSuccessfully
            ? ValueTask.FromResult(new GrainAnswer<T>(GrainCallOutcome.Answered, task.Result))
            : WaitAsync(what, deadline, task);
    }

    private async ValueTask<GrainAnswer<T>> WaitAsync<T>(string what, TimeSpan deadline, Task<T> task)
    {
        await ((Task)task).WaitAsync(deadline, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (task.IsCompletedSuccessfully)
            return new GrainAnswer<T>(GrainCallOutcome.Answered, task.Result);
        if (task.IsCompleted)
            return Failed<T>(what, task.Exception?.GetBaseException() ?? new TaskCanceledException(task));
        _ = task.ContinueWith(
            static late => _ = late.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        if (MayLog(out var suppressed))
            FrontendLog.GrainLate(logger, what, suppressed);
        return new GrainAnswer<T>(GrainCallOutcome.Late, default);
    }

    private GrainAnswer<T> Failed<T>(string what, Exception exception)
    {
        if (MayLog(out var suppressed))
            FrontendLog.GrainFailed(logger, exception, what, suppressed);
        return new GrainAnswer<T>(GrainCallOutcome.Failed, default);
    }

    // A store that is down fails every request; one line a second tells it as well as thousands.
    private bool MayLog(out long suppressed)
    {
        suppressed = 0;
        var now = time.GetTimestamp();
        var last = Interlocked.Read(ref _lastLogged);
        if ((last != 0 && time.GetElapsedTime(last, now) < LogInterval) || Interlocked.CompareExchange(ref _lastLogged, now, last) != last)
        {
            Interlocked.Increment(ref _suppressed);
            return false;
        }
        suppressed = Interlocked.Exchange(ref _suppressed, 0);
        return true;
    }
}
