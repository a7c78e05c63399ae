using BookRecs.Frontend.Hosting;
using BookRecs.Grains.Interfaces;

namespace BookRecs.Frontend.Calls;

/// <summary>
/// Calls to grains that end by their deadline and never throw: what failed becomes an answer, and is logged at most once a second.
/// </summary>
internal sealed class GrainCalls(TimeProvider time, ILogger<GrainCalls> logger)
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(1);
    private long _lastLogged;
    private long _suppressed;

    /// <summary>Calls once and waits at most the deadline. A late answer is dropped; the call itself goes on.</summary>
    /// <param name="what">What was asked for, for the log; no personal data.</param>
    /// <param name="deadline">How long to wait.</param>
    /// <param name="state">Passed to the call, so that it needs no closure.</param>
    /// <param name="call">The grain call.</param>
    public ValueTask<GrainAnswer<T>> TryAsync<TState, T>(string what, TimeSpan deadline, TState state, Func<TState, Task<T>> call) =>
        RepeatAsync(what, new RepeatPolicy(deadline, deadline, 1), state, call);

    /// <summary>
    /// Calls, and calls again where a silo went away or does not answer; the first answer counts. Only for calls that do the same when
    /// done twice, also at the same time.
    /// </summary>
    /// <inheritdoc cref="TryAsync"/>
    public ValueTask<GrainAnswer<T>> RepeatAsync<TState, T>(string what, RepeatPolicy policy, TState state, Func<TState, Task<T>> call)
    {
        var task = Send(state, call);
        return task.IsCompletedSuccessfully
            ? ValueTask.FromResult(new GrainAnswer<T>(GrainCallOutcome.Answered, task.Result))
            : WaitAsync(what, policy, state, call, task);
    }

    private async ValueTask<GrainAnswer<T>> WaitAsync<TState, T>(
        string what, RepeatPolicy policy, TState state, Func<TState, Task<T>> call, Task<T> first)
    {
        var started = time.GetTimestamp();
        var tries = new List<Task<T>>(1) { first };
        for (var sent = 1; ; sent++)
        {
            var maySend = sent < policy.MaxTries;
            var left = policy.Deadline - time.GetElapsedTime(started);
            await AnyAsync(tries).WaitAsync(Shorter(left, maySend ? policy.Patience * sent : left), time)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (tries.Find(static task => task.IsCompletedSuccessfully) is { } answered)
            {
                tries.ForEach(Forget);
                return new GrainAnswer<T>(GrainCallOutcome.Answered, answered.Result);
            }
            var failed = tries.Find(static task => task.IsCompleted);
            var error = failed is null ? null : failed.Exception?.GetBaseException() ?? new TaskCanceledException(failed);
            tries.RemoveAll(static task => task.IsCompleted);
            left = policy.Deadline - time.GetElapsedTime(started);
            if (error is not null && (!RuntimeErrors.IsOfSilo(error) || (tries.Count == 0 && (!maySend || left <= TimeSpan.Zero))))
            {
                tries.ForEach(Forget);
                return Failed<T>(what, error);
            }
            if (left <= TimeSpan.Zero)
            {
                tries.ForEach(Forget);
                return Late<T>(what);
            }
            if (!maySend)
                continue;
            if (error is not null)
                await Task.Delay(Shorter(left, RepeatPolicy.PauseAfter(sent)), time);
            tries.Add(Send(state, call));
        }
    }

    private static Task<T> Send<TState, T>(TState state, Func<TState, Task<T>> call)
    {
        try
        {
            return call(state);
        }
#pragma warning disable CA1031 // A call that cannot even be sent is the same to the caller as one that failed.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Task.FromException<T>(e);
        }
    }

    // Most calls are waited for alone; no list of tasks is made for them.
    private static Task AnyAsync<T>(List<Task<T>> tries) => tries.Count == 1 ? tries[0] : Task.WhenAny(tries);

    // The deadline may have passed since the last look.
    private static TimeSpan Shorter(TimeSpan left, TimeSpan wanted) => left <= TimeSpan.Zero ? TimeSpan.Zero : left < wanted ? left : wanted;

    // Nobody waits for it any more, so nobody else would look at its failure.
    private static void Forget(Task task) => _ = task.ContinueWith(
        static late => _ = late.Exception,
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    private GrainAnswer<T> Late<T>(string what)
    {
        if (MayLog(out var suppressed))
            FrontendLog.GrainLate(logger, what, suppressed);
        return new GrainAnswer<T>(GrainCallOutcome.Late, default);
    }

    private GrainAnswer<T> Failed<T>(string what, Exception exception)
    {
        if (MayLog(out var suppressed))
            FrontendLog.GrainFailed(logger, RuntimeErrors.NamesAGrain(exception) ? null : exception, what, exception.GetType().Name, suppressed);
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
