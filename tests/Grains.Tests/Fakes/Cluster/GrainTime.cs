namespace BookRecs.Grains.Tests.Fakes;

/// <summary>The date of the test's clock, with timers that run: Orleans waits on them too, and would wait for ever on a clock that stands.</summary>
/// <param name="date">Tells the date.</param>
internal sealed class GrainTime(TimeProvider date) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => date.GetUtcNow();
}
