namespace BookRecs.Grains.Interfaces;

/// <summary>What callers of grains know of the errors that the runtime itself throws.</summary>
public static class RuntimeErrors
{
    /// <summary>Whether a call failed because of the silo it went to, and not because of what it does: another try may succeed.</summary>
    public static bool IsOfSilo(Exception error) =>
        // Grains cancel nothing; Orleans does so to all calls that wait for a place of their grain when the oldest of them expires.
        error is TimeoutException or OperationCanceledException or (OrleansException and not LimitExceededException);

    /// <summary>Whether the text of an error may hold a grain's key, which can be the id of a reader.</summary>
    public static bool NamesAGrain(Exception error) => error is TimeoutException or OrleansException;
}
