using BookRecs.Frontend.Models;
using BookRecs.Frontend.Options;

namespace BookRecs.Frontend.Tests;

public sealed class RetrainLimitTests
{
    [Theory]
    [InlineData(1, 60)]
    [InlineData(7, 9)]
    [InlineData(1_000, 1)]
    public void AMinutesTrainings_MayBeAskedForAtOnce_AndNoMore(int perMinute, int seconds)
    {
        var limit = new RetrainLimit(Microsoft.Extensions.Options.Options.Create(new HttpOptions { RetrainsPerMinute = perMinute }), new ManualTime());
        Assert.All(Enumerable.Range(0, perMinute), _ => Assert.Null(limit.SecondsToWait()));
        Assert.Equal(seconds, limit.SecondsToWait());
    }
}
