namespace BookRecs.Client.Transactions;

/// <summary>Batch size and patience of a <see cref="TransactionSender"/>.</summary>
public sealed record TransactionSenderOptions
{
    /// <summary>Transactions of one request; 1 to 1,000, default 500.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>How often a batch is sent at most; 1 to 100, default 6.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>
    /// The pause after the first attempt, doubled after each further one; default 200 ms. The service's Retry-After may lengthen it.
    /// </summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause that doubling leads to; default 10 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>These options, or an exception that names the one out of bounds.</summary>
    internal TransactionSenderOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1, nameof(BatchSize));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BatchSize, BookRecsClient.MaxBatch, nameof(BatchSize));
        ArgumentOutOfRangeException.ThrowIfLessThan(Attempts, 1, nameof(Attempts));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Attempts, 100, nameof(Attempts));
        ArgumentOutOfRangeException.ThrowIfLessThan(FirstPause, TimeSpan.Zero, nameof(FirstPause));
        ArgumentOutOfRangeException.ThrowIfLessThan(LongestPause, FirstPause, nameof(LongestPause));
        return this;
    }
}
