namespace BookRecs.Messaging.Consuming;

/// <summary>Waiting that can be given up without an exception.</summary>
internal static class Delays
{
    /// <summary>Waits.</summary>
    /// <returns>False when the wait was given up.</returns>
    public static async Task<bool> TryDelayAsync(this TimeProvider time, TimeSpan delay, CancellationToken cancellationToken)
    {
        await Task.Delay(delay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }
}
