using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class TrendingSourceTests : CandidateSourceBehaviour
{
    protected override string Model => TrendingSource.SourceName;

    [Fact]
    public void Score_OneHalfLifeBeforeTheLatestDate_IsHalf()
    {
        var builder = new TrainingDataBuilder();
        builder.Add(ToyShop.Act("a", "new", day: 60));
        builder.Add(ToyShop.Act("a", "old", day: 30));
        builder.Add(ToyShop.Act("b", "older", day: 0));
        var data = builder.Build();
        var scores = new ScoreBuffer(data.Items.Count);
        Fit(data).Trending!.Score([], scores);
        Assert.Equal([1f, 0.5f, 0.25f], ToyShop.History(data, "new", "old", "older").Select(entry => scores[entry.Item]));
    }

    [Fact]
    public void List_PrefersTheLatelyPopularToTheOnceMorePopular()
    {
        var builder = new TrainingDataBuilder();
        foreach (var user in new[] { "a", "b", "c", "d" })
            builder.Add(ToyShop.Act(user, "classic", day: 0));
        foreach (var user in new[] { "e", "f" })
            builder.Add(ToyShop.Act(user, "fresh", day: 300));
        var data = builder.Build();
        var sources = Fit(data);
        Assert.Equal(["fresh", "classic"], ToyShop.List(sources, data, Model, []));
        Assert.Equal(["classic", "fresh"], ToyShop.List(sources, data, PopularSource.SourceName, []));
    }

    [Fact]
    public void Fit_OnUndatedData_IsEmptyAndServesThePopular()
    {
        var builder = new TrainingDataBuilder();
        builder.Add(ToyShop.Act("a", "x"));
        var data = builder.Build();
        var sources = Fit(data);
        Assert.True(sources.Trending!.IsEmpty);
        Assert.Equal(["x"], ToyShop.List(sources, data, Model, []));
        Assert.DoesNotContain(Model, SourceSet.ApplicableNames(data));
    }
}
