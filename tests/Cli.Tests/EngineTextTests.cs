using BookRecs.Cli.Evaluate;
using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Training;

namespace BookRecs.Cli.Tests;

public sealed class EngineTextTests
{
    [Theory]
    [InlineData(0.8, "raised by 0.8,")]
    [InlineData(0, null)]
    public void Write_TellsHowFarColdBooksAreRaised_WhereTheyAre(double boost, string? expected)
    {
        using var output = new StringWriter();

        EngineText.Write(output, new EngineReport { ColdBoost = boost, FeatureImportance = [new FeatureImportance("item.is_cold", 1, 1)] });

        Assert.Contains("item.is_cold", output.ToString(), StringComparison.Ordinal);
        if (expected is null)
            Assert.DoesNotContain("raised", output.ToString(), StringComparison.Ordinal);
        else
            Assert.Contains(expected, output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HoldoutKind.Time, "the latest acts of all")]
    [InlineData(HoldoutKind.UserLatest, "the latest acts of each user")]
    [InlineData(HoldoutKind.UserRandom, "a random part of each user's acts")]
    public void Write_TellsWhatRankersLearnedToForetell(HoldoutKind kind, string expected)
    {
        using var output = new StringWriter();

        EngineText.Write(output, new EngineReport { HoldoutBy = kind, FeatureImportance = [new FeatureImportance("item.is_cold", 1, 1)] });

        Assert.Contains($"its rankers learned to foretell {expected}{Environment.NewLine}", output.ToString(), StringComparison.Ordinal);
    }
}
