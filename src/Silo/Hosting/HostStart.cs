namespace BookRecs.Silo.Hosting;

/// <summary>Waits for the start of the host.</summary>
internal static class HostStart
{
    /// <summary>Ends when everything is started and the service listens.</summary>
    public static async Task WaitForStartAsync(this IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }
}
