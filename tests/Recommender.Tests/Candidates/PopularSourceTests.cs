using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class PopularSourceTests : CandidateSourceBehaviour
{
    protected override string Model => PopularSource.SourceName;

    [Fact]
    public void List_IsOrderedByUsersAndThenByNaturalId()
    {
        var data = Build(("a", "10"), ("b", "10"), ("a", "9"), ("b", "9"), ("a", "100"), ("a", "2"), ("c", "10"));
        Assert.Equal(["10", "9", "2", "100"], ToyShop.List(Fit(data), data, Model, []));
    }

    [Fact]
    public void Fit_RepeatedActs_CountAUserOnce()
    {
        var data = Build(("a", "x"), ("a", "x"), ("a", "x"), ("a", "y"), ("b", "y"));
        Assert.Equal(["y", "x"], ToyShop.List(Fit(data), data, Model, []));
    }

    [Fact]
    public void Score_OfAnItemWithoutInteraction_IsNone()
    {
        var data = ToyShop.Random(1);
        var popular = Fit(data).Popular;
        Assert.True(data.Items.TryGetIndex("089", out var cold));
        Assert.DoesNotContain(cold, popular.Ranking.ToArray());
    }

    [Fact]
    public void Score_OfEquals_RanksLikeTheRanking()
    {
        var data = ToyShop.Random(2);
        var popular = Fit(data).Popular;
        var scores = new ScoreBuffer(data.Items.Count);
        popular.Score([], scores);
        var list = new ScoredItem[data.Items.Count];
        var count = TopItems.Select(scores, null, null, list);
        Assert.Equal(popular.Ranking.ToArray(), list[..count].Select(place => place.Item));
    }

    [Fact]
    public void Fit_WithMaxItems_KeepsTheMostPopular()
    {
        var data = ToyShop.Random(3);
        var options = new PopularOptions { MaxItems = 5 };
        var few = PopularSource.Fit(data, options, 1, TestContext.Current.CancellationToken);
        Assert.Equal(Fit(data).Popular.Ranking[..5].ToArray(), few.Ranking.ToArray());
    }

    [Fact]
    public void Score_WithScoredItems_AddsTheFirstOnly()
    {
        var data = ToyShop.Random(4);
        var few = PopularSource.Fit(data, new PopularOptions { ScoredItems = 3 }, 1, TestContext.Current.CancellationToken);
        var scores = new ScoreBuffer(data.Items.Count);
        few.Score([], scores);
        Assert.Equal(few.Ranking[..3].ToArray(), scores.Touched.ToArray());
    }

    private static TrainingData Build(params (string User, string Item)[] rows)
    {
        var builder = new TrainingDataBuilder();
        foreach (var (user, item) in rows)
            builder.Add(ToyShop.Act(user, item));
        return builder.Build();
    }
}
