namespace BookRecs.Messaging.Tests.Fakes;

/// <summary>Waits for what other threads do.</summary>
internal static class Wait
{
    /// <summary>Looks again and again until it holds, for a minute at most.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(60));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition())
            await poll.WaitForNextTickAsync(bound.Token);
    }
}
