using BookRecs.Grains.Interfaces;

namespace BookRecs.Grains;

/// <summary>
/// Calls to grains by what runs in the background: a silo that goes away or is busy must not end a start or a training. Only for calls
/// that do the same when done twice.
/// </summary>
public static class RepeatedCall
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>After this long something is wrong that does not mend itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Calls until there is an answer, or an error of the grain itself.</summary>
    /// <param name="call">The call.</param>
    /// <param name="time">Measures pauses and patience.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<T> RunAsync<T>(Func<Task<T>> call, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(time);
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception error) when (RuntimeErrors.IsOfSilo(error) && time.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(Func<Task> call, TimeProvider time, CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            await call();
            return true;
        },
        time,
        cancellationToken);
}
