namespace BookRecs.Messaging.Consuming;

/// <summary>How often and how fast a record is tried again.</summary>
/// <param name="options">The settings.</param>
internal sealed class RetryPolicy(MessagingOptions options)
{
    /// <summary>How often a record is tried that meets an unexpected error.</summary>
    public int Attempts => options.Attempts;

    /// <summary>The wait after an attempt: doubled each time, up to a bound.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    public TimeSpan DelayAfter(int attempt)
    {
        var doublings = Math.Min(attempt - 1, 20);
        return TimeSpan.FromMilliseconds(
            Math.Min((double)options.RetryDelayMilliseconds * (1L << doublings), options.LongestRetryDelayMilliseconds));
    }
}
