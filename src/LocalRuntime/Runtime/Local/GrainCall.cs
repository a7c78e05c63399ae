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
    private static readonly Action<Task, object?> Completed = static (work, state) =>
    {
        var call = (GrainCall<TInterface, TArguments, TResult>)state!;
        call.Complete(work, call.Target!.Timestamp);
    };

    // A promise once the call may be answered from another thread; otherwise the method's own task. One field keeps calls small.
    private object? _answer;

    /// <summary>What the caller gets; only after the call was taken.</summary>
    internal Task Answer => _answer is TaskCompletionSource<TResult> promise ? promise.Task : (Task)_answer!;

    internal override GrainMethod Method => method;

    internal override bool IsAnswered => _answer is TaskCompletionSource<TResult> { Task.IsCompleted: true };

    internal override void PromiseAnswer() =>
        _answer ??= new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);

    internal override void Fail(Exception error)
    {
        if (_answer is TaskCompletionSource<TResult> promise && promise.TrySetException(error))
            StopWaiting();
    }

    protected override void Cancel(CancellationToken cancellationToken)
    {
        if (_answer is TaskCompletionSource<TResult> promise && promise.TrySetCanceled(cancellationToken))
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
                ?? throw new InvalidOperationException($"{method} of a {target.Callee.Type} grain returned null instead of a task.");
        }
        catch (Exception error)
        {
            work = Task.FromException<TResult>(error);
        }

        var ended = target.Timestamp;
        method.NoteFirstTurn(ended - started);
        if (work.IsCompleted)
        {
            _answer ??= work;
            Complete(work, ended);
            return;
        }

        PromiseAnswer();

        // What follows touches no state of the grain, so it needs no turn: it runs where the work ends.
        work.ContinueWith(
            Completed, this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Complete(Task work, long timestamp)
    {
        var error = work.IsFaulted ? work.Exception!.InnerException : null;
        Target!.Complete(this, error, timestamp);
        if (_answer is not TaskCompletionSource<TResult> promise)
            return;
        var answered = work.Status switch
        {
            TaskStatus.RanToCompletion => promise.TrySetResult(work is Task<TResult> { Result: var result } ? result : default!),
            TaskStatus.Faulted => promise.TrySetException(work.Exception!.InnerExceptions),
            _ => promise.TrySetCanceled(TokenOf(work)),
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
