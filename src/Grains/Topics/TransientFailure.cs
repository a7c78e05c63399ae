using BookRecs.Grains.Log;

namespace BookRecs.Grains.Topics;

/// <summary>Tells errors that pass by themselves from those that a repeat meets again.</summary>
public static class TransientFailure
{
    /// <summary>
    /// True for a store, a grain, a silo or a transport that cannot be reached now. <see cref="ObjectDisposedException"/> is what a process
    /// shows that is going down.
    /// </summary>
    public static bool Is(Exception error) => error is LogUnavailableException or TopicsUnavailableException or TimeoutException
        or OrleansException or ObjectDisposedException or OperationCanceledException;
}
