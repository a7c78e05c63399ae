namespace Orleans.Runtime.Local;

/// <summary>A call of a grain's or an observer's method.</summary>
/// <remarks>
/// A call whose first turn runs on the caller's thread and completes there answers with the method's own task; only one that
/// outlives that turn pays for a promise.
/// </remarks>
internal sealed class GrainCall<TInterface, TArguments, TResult>(
    GrainMethod<TInterface, TArguments> method, TArguments arguments, GrainReference callee)
    : PendingCall(callee)
    where TInterface : class
{
    private static readonly Action<Task, object?> Completed =
        static (_, state) => ((GrainCall<TInterface, TArguments, TResult>)state!).CompleteNow();

    private TaskCompletionSource<TResult>? _promise;
    private Task? _work;

    /// <summary>What the caller gets; only after the call was taken.</summary>
    internal Task Answer => _promise?.Task ?? _work!;

    internal override GrainMethod Method => method;

    internal override bool IsAnswered => _promise is { Task.IsCompleted: true };

    internal override void PromiseAnswer() => _promise ??= new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal override void Fail(Exception error)
    {
        if (_promise!.TrySetException(error))
            StopWaiting();
    }

    protected override void Cancel(CancellationToken cancellationToken)
    {
        if (_promise!.TrySetCanceled(cancellationToken))
            StopWaiting();
    }

    protected override void Run()
    {
        var target = Target!;
        var started = target.Timestamp;
        Task work;
        try
        {
            work = method.Invoke((TInterface)target.Instance, arguments)
                ?? throw new InvalidOperationException($"{method} of {target.Callee} returned null instead of a task.");
        }
        catch (Exception error)
        {
            work = Task.FromException<TResult>(error);
        }

        _work = work;
        var ended = target.Timestamp;
        method.NoteFirstTurn(ended - started);
        if (work.IsCompleted)
        {
            Complete(ended);
            return;
        }

        PromiseAnswer();

        // What follows touches no state of the grain, so it needs no turn: it runs where the work ends.
        work.ContinueWith(
            Completed, this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void CompleteNow() => Complete(Target!.Timestamp);

    private void Complete(long timestamp)
    {
        var work = _work!;
        var error = work.IsFaulted ? work.Exception!.InnerException : null;
        Target!.Complete(this, error, timestamp);
        if (_promise is null)
            return;
        var answered = work.Status switch
        {
            TaskStatus.RanToCompletion => _promise.TrySetResult(work is Task<TResult> { Result: var result } ? result : default!),
            TaskStatus.Faulted => _promise.TrySetException(work.Exception!.InnerExceptions),
            _ => _promise.TrySetCanceled(TokenOf(work)),
        };
        if (answered)
            StopWaiting();
    }

    private static CancellationToken TokenOf(Task cancelled)
    {
        try
        {
            cancelled.GetAwaiter().GetResult();
            return default;
        }
        catch (OperationCanceledException error)
        {
            return error.CancellationToken;
        }
    }
}
