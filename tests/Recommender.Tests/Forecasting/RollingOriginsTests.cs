using BookRecs.Recommender.Forecasting;

namespace BookRecs.Recommender.Tests.Forecasting;

public sealed class RollingOriginsTests
{
    /// <summary>The last origin is points less horizon; origins lie half a horizon apart.</summary>
    [Theory]
    [InlineData(400, 28, 0, 274, 8)]
    [InlineData(60, 28, 0, 31, 3)]
    [InlineData(208, 26, 0, 104, 7)]
    [InlineData(208, 26, 108, 117, 6)]
    [InlineData(400, 26, 108, 283, 8)]
    [InlineData(173, 26, 108, 108, 4)]
    [InlineData(172, 26, 108, 94, 5)]
    [InlineData(172, 26, 500, 94, 5)]
    [InlineData(3, 26, 0, 0, 0)]
    public void ForSelection_LeavesOriginsOutThatKnowTooLittle_WhenFourRemain(int points, int horizon, int needed, int first, int count)
    {
        var origins = RollingOrigins.ForSelection(points, horizon, 8, needed);

        Assert.Equal((first, count), (origins.First, origins.Count));
    }

    [Fact]
    public void ForSelection_OfFewerThanFour_LeavesOutWhatIsAskedFor()
    {
        var origins = RollingOrigins.ForSelection(140, 26, 2, 100);

        Assert.Equal((101, 13, 2), (origins.First, origins.Step, origins.Count));
    }
}
