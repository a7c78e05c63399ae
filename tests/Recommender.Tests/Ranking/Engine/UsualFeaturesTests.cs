using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking.Engine;

namespace BookRecs.Recommender.Tests.Ranking.Engine;

/// <summary>What is usual for an item: asked user by user, it must be what the features say.</summary>
public sealed class UsualFeaturesTests
{
    [Fact]
    public void Rows_TellTheMeanOfTheItemAndHowManyTimesThatItsScoreIs()
    {
        var (data, sources) = (EngineShop.Data, EngineShop.Fitted);
        var facts = ItemFacts.Of(data);
        var scales = EngineScales.Measure(data, sources, facts, EngineShop.Options.Engine, 3, TestContext.Current.CancellationToken);
        var stages = EngineSource.StagesOf(sources, facts, scales, EngineShop.Options.Engine);
        var scratch = new EngineScratch(stages.Features, facts, EngineShop.Options.Engine, data.Items.Count);
        var (names, width) = (stages.Features.Columns.Names, stages.Features.Names.Count);
        var expected = MeanShares(data, stages, scratch);
        var looked = 0;
        for (var user = 0; user < 40; user++)
        {
            EngineShop.Keep(stages, HistoryItem.Of(data, user), scratch);
            for (var place = 0; place < scratch.KeptCount; place++)
            {
                var item = scratch.Pool[scratch.Kept[place].Item];
                var row = scratch.Rows.AsSpan(place * width, width).ToArray();
                for (var column = 0; column < names.Count; column++)
                {
                    var mean = (float)expected[item, column];
                    var share = row[IndexOf(stages, $"{names[column]}.relative")];
                    Assert.Equal(mean, row[IndexOf(stages, $"usual.{names[column]}")], 1e-6f);
                    var times = share / (mean + 0.002f);
                    Assert.Equal(times, row[IndexOf(stages, $"usual.{names[column]}.times")], 1e-3f * (1f + Math.Abs(times)));
                    looked += share > 0f ? 1 : 0;
                }
            }
        }

        Assert.True(looked > 1_000, $"only {looked} scores were looked at");
    }

    [Fact]
    public void Means_OfABookThatCameAfterTheTraining_AreThoseOfItemsWithoutUsers()
    {
        var builder = new TrainingDataBuilder();
        builder.Add(new Interaction("u", "a", InteractionKind.Purchase, false, null, null));
        foreach (var item in new[] { "a", "b", "c" })
            builder.Add(new Book { ItemId = item, Title = item });
        var facts = ItemFacts.Of(builder.Build());

        var means = ItemMeans.Of([10, 20, 1, 2, 3, 4], 2, 2, facts);

        Assert.Equal([5f, 10f], means.Of(0));
        Assert.Equal([1.5f, 2f], means.Of(2));
        Assert.Equal([1f, 1.5f], means.Of(3));
        Assert.Equal([1f, 1.5f], means.Of(99));
    }

    private static double[,] MeanShares(TrainingData data, EngineStages stages, EngineScratch scratch)
    {
        var names = stages.Features.Columns.Names;
        var means = new double[data.Items.Count, names.Count];
        var users = Enumerable.Range(0, data.Users.Count).Where(user => data.Interactions.RowColumns(user).Length > 0).ToArray();
        foreach (var user in users)
        {
            EngineShop.Keep(stages, HistoryItem.Of(data, user), scratch);
            for (var place = 0; place < scratch.PoolCount; place++)
            {
                for (var column = 0; column < names.Count; column++)
                {
                    var share = scratch.PreRows[(place * stages.Features.PreNames.Count) + IndexOf(stages, $"{names[column]}.relative")];
                    means[scratch.Pool[place], column] += Math.Max(0f, share) / users.Length;
                }
            }
        }

        return means;
    }

    private static int IndexOf(EngineStages stages, string feature) => stages.Features.Names.ToList().IndexOf(feature);
}
