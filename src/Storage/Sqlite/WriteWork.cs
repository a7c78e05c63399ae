namespace BookRecs.Storage.Sqlite;

/// <summary>A piece of work for the writer.</summary>
/// <param name="mode">How it is committed.</param>
/// <param name="weight">How many rows it stands for.</param>
internal abstract class WriteWork(WriteMode mode, int weight)
{
    /// <summary>How it is committed.</summary>
    public WriteMode Mode { get; } = mode;

    /// <summary>How many rows it stands for, at least 1.</summary>
    public int Weight { get; } = Math.Max(1, weight);

    /// <summary>Does the work inside a transaction; runs again when the transaction had to be given up.</summary>
    public abstract void Execute(SqliteDatabase database);

    /// <summary>Tells the caller that the work is durable.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that nothing of the work was done.</summary>
    public abstract void Fail(Exception error);
}

/// <summary>A piece of work with a result.</summary>
/// <param name="work">The work; its effects outside the database must bear a second run.</param>
/// <param name="mode">How it is committed.</param>
/// <param name="weight">How many rows it stands for.</param>
internal sealed class WriteWork<T>(Func<SqliteDatabase, T> work, WriteMode mode, int weight) : WriteWork(mode, weight)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    /// <summary>Completes when the work is durable, or failed.</summary>
    public Task<T> Task => _completion.Task;

    /// <inheritdoc/>
    public override void Execute(SqliteDatabase database) => _result = work(database);

    /// <inheritdoc/>
    public override void Complete() => _completion.TrySetResult(_result!);

    /// <inheritdoc/>
    public override void Fail(Exception error) => _completion.TrySetException(error);
}
