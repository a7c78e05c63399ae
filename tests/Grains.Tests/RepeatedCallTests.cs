namespace BookRecs.Grains.Tests;

public sealed class RepeatedCallTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<Exception, bool> Errors => new()
    {
        { new TimeoutException(), true },
        { new SiloUnavailableException(), true },
        { new OperationCanceledException("with others that waited for the grain"), true },
        { new LimitExceededException("too many calls"), false },
        { new InvalidOperationException("the grain's own"), false },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Call_ThatFailedByItsSilo_IsRepeated(Exception error, bool isRepeated)
    {
        var time = new ManualTime();
        var tries = 0;
        var call = RepeatedCall.RunAsync(() => ++tries == 1 ? Task.FromException<int>(error) : Task.FromResult(tries), time, Cancelled);
        time.Advance(TimeSpan.FromSeconds(1));
        if (isRepeated)
            Assert.Equal(2, await call);
        else
            Assert.Same(error, await Record.ExceptionAsync(() => call));
    }

    [Fact]
    public async Task Call_ThatIsGivenUp_IsNotRepeated()
    {
        using var given = new CancellationTokenSource();
        await given.CancelAsync();
        var tries = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RepeatedCall.RunAsync(
            () =>
            {
                tries++;
                return Task.FromCanceled<int>(given.Token);
            },
            new ManualTime(),
            given.Token));
        Assert.Equal(1, tries);
    }
}
