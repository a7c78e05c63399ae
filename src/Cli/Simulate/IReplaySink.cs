namespace BookRecs.Cli.Simulate;

/// <summary>Takes acts to the service.</summary>
internal interface IReplaySink : IAsyncDisposable
{
    /// <summary>How far the acts are.</summary>
    ReplayTotals Totals { get; }

    /// <summary>Is cancelled when no act can be sent any more; <see cref="SendAsync"/> then throws what went wrong.</summary>
    CancellationToken Broken => CancellationToken.None;

    /// <summary>Sends an act, waiting while too many are on their way. Acts of one user keep their order.</summary>
    ValueTask SendAsync(ReplayAct act, CancellationToken cancellationToken);

    /// <summary>Waits until what was sent is acknowledged or has failed.</summary>
    Task FlushAsync(CancellationToken cancellationToken);
}
