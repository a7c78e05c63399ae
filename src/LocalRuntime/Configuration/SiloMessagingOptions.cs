namespace Orleans.Configuration;

/// <summary>How long a caller waits, and how many calls may wait.</summary>
public class SiloMessagingOptions
{
    /// <summary>How long a caller waits for an answer. Default 30 seconds; more than 0.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many calls may wait in an activation's mailbox; the next one is refused. Default 1,000 (Orleans: 0, unbounded); at
    /// least 1.
    /// </summary>
    public int MaxEnqueuedRequestsHardLimit { get; set; } = 1_000;

    /// <summary>The same for each activation of a stateless worker. Default 1,000; at least 1.</summary>
    public int MaxEnqueuedRequestsHardLimit_StatelessWorker { get; set; } = 1_000;
}
