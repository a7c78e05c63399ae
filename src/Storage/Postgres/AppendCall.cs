using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Log;

namespace BookRecs.Storage.Postgres;

/// <summary>Acts of one caller that wait for their commit.</summary>
/// <param name="acts">The acts, checked.</param>
/// <param name="now">The date of acts that name none.</param>
internal sealed class AppendCall(IReadOnlyList<Transaction> acts, DateTimeOffset now)
{
    private readonly TaskCompletionSource<AppendResult[]> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The acts.</summary>
    public IReadOnlyList<Transaction> Acts => acts;

    /// <summary>The date of acts that name none.</summary>
    public DateTimeOffset Now => now;

    /// <summary>How many rows of the queue it takes, at least 1.</summary>
    public int Weight => Math.Max(1, acts.Count);

    /// <summary>Completes when the acts are durable, or failed.</summary>
    public Task<AppendResult[]> Task => _completion.Task;

    /// <summary>Tells the caller that the acts are durable.</summary>
    public void Complete(AppendResult[] results) => _completion.TrySetResult(results);

    /// <summary>Tells the caller that the acts could not be appended.</summary>
    public void Fail(Exception error) => _completion.TrySetException(error);
}
