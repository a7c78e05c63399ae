using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class SeriesAuthorSourceTests : CandidateSourceBehaviour
{
    protected override string Model => SeriesAuthorSource.SourceName;

    [Fact]
    public void List_BeginsWithTheNextVolumeThenTheSeriesThenTheAuthor()
    {
        var data = Shop();
        Assert.Equal(["v2", "v3", "essay"], ToyShop.List(Fit(data), data, Model, ToyShop.History(data, "v1")));
    }

    [Fact]
    public void NextVolume_IsTheLowestAbove()
    {
        var data = Shop();
        var source = (SeriesAuthorSource)Fit(data)[Model];
        var indexes = ToyShop.History(data, "v1", "v2", "v3", "essay").Select(entry => entry.Item).ToArray();
        Assert.Equal([indexes[1], indexes[2], -1, -1], indexes.Select(source.NextVolume));
    }

    [Fact]
    public void List_AmongBooksOfOneAuthor_PrefersTheOneWithMoreUsers()
    {
        var builder = new TrainingDataBuilder();
        foreach (var item in new[] { "a", "b", "c" })
            builder.Add(new Book { ItemId = item, Title = item, Authors = ["Same"] });
        builder.Add(ToyShop.Act("u", "c"));
        var data = builder.Build();
        Assert.Equal(["c", "b"], ToyShop.List(Fit(data), data, Model, ToyShop.History(data, "a")));
    }

    private static TrainingData Shop()
    {
        var builder = new TrainingDataBuilder();
        builder.Add(new Book { ItemId = "v1", Title = "One", Authors = ["Le Guin, Ursula"], Series = ["Earthsea"], Volume = 1 });
        builder.Add(new Book { ItemId = "v3", Title = "Three", Authors = ["Ursula Le Guin"], Series = ["EARTHSEA"], Volume = 2.5f });
        builder.Add(new Book { ItemId = "v2", Title = "Two", Authors = ["Ursula Le Guin"], Series = ["Earthsea"], Volume = 2 });
        builder.Add(new Book { ItemId = "essay", Title = "Essays", Authors = ["Ursula Le Guin"] });
        builder.Add(new Book { ItemId = "other", Title = "Other", Authors = ["Nobody"] });
        return builder.Build();
    }
}
