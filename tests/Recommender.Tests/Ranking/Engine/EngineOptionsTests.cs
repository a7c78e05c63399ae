using BookRecs.Recommender.Ranking.Engine;

namespace BookRecs.Recommender.Tests.Ranking.Engine;

public sealed class EngineOptionsTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(119, 3)]
    [InlineData(120, 6)]
    [InlineData(499, 6)]
    [InlineData(500, 3)]
    [InlineData(1_000, 3)]
    public void ForUsers_FewerThanHalfOfTheMost_TeachTwiceTheRankers_IfEnoughValidateEach(int users, int rankers) =>
        Assert.Equal(rankers, new EngineOptions { FinalRankers = 3, MaxUsers = 1_000 }.ForUsers(users).FinalRankers);
}
