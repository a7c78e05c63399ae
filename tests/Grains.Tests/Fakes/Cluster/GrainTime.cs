using System.Diagnostics;

namespace BookRecs.Grains.Tests.Fakes;

/// <summary>
/// A clock that begins at the date of the test's and is moved with it, but runs: Orleans reads the same clock and waits on its timers, and
/// would wait for ever on one that stands.
/// </summary>
/// <param name="date">Tells the date.</param>
internal sealed class GrainTime(TimeProvider date) : TimeProvider
{
    private readonly long _started = Stopwatch.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => date.GetUtcNow() + Stopwatch.GetElapsedTime(_started);
}
