namespace BookRecs.Frontend.Options;

/// <summary>Bounds and deadlines of the HTTP interface: section <c>BookRecs:Http</c>.</summary>
public sealed class HttpOptions
{
    /// <summary>The section that holds these settings.</summary>
    public const string Section = "BookRecs:Http";

    /// <summary>Milliseconds that a personal list may take before the popular list is served instead; 1 to 60,000, default 150.</summary>
    public int DeadlineMilliseconds { get; set; } = 150;

    /// <summary>Milliseconds that the popular list may take when it stands in for a personal one; 1 to 60,000, default 1,000.</summary>
    public int FallbackDeadlineMilliseconds { get; set; } = 1_000;

    /// <summary>Milliseconds that any other read may take before the answer is 503; 1 to 600,000, default 5,000.</summary>
    public int ReadDeadlineMilliseconds { get; set; } = 5_000;

    /// <summary>
    /// Milliseconds that the log may take to confirm a batch before the rows that are left answer failed; 1 to 600,000, default 30,000.
    /// </summary>
    public int WriteDeadlineMilliseconds { get; set; } = 30_000;

    /// <summary>
    /// Milliseconds after which a read other than a list, or a recording, that got no answer is sent once more beside the first; each
    /// further one waits longer by as much. 50 to 600,000, default 250.
    /// </summary>
    public int RepeatMilliseconds { get; set; } = 250;

    /// <summary>The largest request body in bytes; 1,024 to 30,000,000, default 1,048,576 (room for 1,000 transactions of 1 kB).</summary>
    public int MaxRequestBodyBytes { get; set; } = 1_048_576;

    /// <summary>Requests that are worked on at the same time; 1 to 1,000,000, default 2,000.</summary>
    public int MaxConcurrentRequests { get; set; } = 2_000;

    /// <summary>
    /// Requests that wait when <see cref="MaxConcurrentRequests"/> is reached; the next one answers 503. 0 to 100,000, default 200.
    /// </summary>
    public int MaxQueuedRequests { get; set; } = 200;

    /// <summary>Open connections; more are closed at once. 1 to 1,000,000, default 10,000.</summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>Users of one batch whose acts are recorded at the same time; 1 to 1,000, default 32.</summary>
    public int BatchParallelism { get; set; } = 32;

    /// <summary>Trainings that may be asked for within a minute; the next one answers 429. 1 to 1,000, default 6.</summary>
    public int RetrainsPerMinute { get; set; } = 6;

    /// <summary>Hours that an act's date may lie in the future, for clocks that are ahead; 0 to 8,760, default 24.</summary>
    public int MaxFutureHours { get; set; } = 24;

    /// <summary>
    /// Lists whose JSON is kept ready; 0 to 10,000,000, default 16,384. A list of ten books takes about 4 kB, so the default is bounded at
    /// about 64 MB.
    /// </summary>
    public int RenderedLists { get; set; } = 16_384;
}
