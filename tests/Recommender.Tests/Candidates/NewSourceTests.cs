using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class NewSourceTests : CandidateSourceBehaviour
{
    protected override string Model => NewSource.SourceName;

    [Fact]
    public void List_OfANewReader_IsByDate()
    {
        var builder = new TrainingDataBuilder();
        builder.Add(ToyShop.Act("a", "fresh", day: 2_000));
        builder.Add(ToyShop.Act("a", "younger", day: 1_900));
        builder.Add(ToyShop.Act("a", "old", day: 10));
        builder.Add(ToyShop.Act("b", "old", day: 1_999));
        var data = builder.Build();
        Assert.Equal(["fresh", "younger"], [.. ((NewSource)Fit(data)[Model]).Ranking.ToArray().Select(item => data.Items[item])]);
    }

    [Fact]
    public void List_OfAReader_BeginsWithNewBooksOfTheAuthor()
    {
        var builder = new TrainingDataBuilder();
        builder.Add(ToyShop.Act("a", "read"));
        builder.Add(Book("read", 1990, "Tove Jansson", "novel"));
        builder.Add(Book("newest", 2004, "Somebody Else", "cookery"));
        builder.Add(Book("by_author", 2003, "Jansson, Tove", "memoir"));
        builder.Add(Book("old_by_author", 1950, "Tove Jansson", "novel"));
        var data = builder.Build();
        Assert.Equal(["by_author", "newest"], ToyShop.List(Fit(data), data, Model, ToyShop.History(data, "read"), 2));
    }

    [Fact]
    public void Ranking_WhereTheYearIsAMisprint_LeavesTheBookOut()
    {
        var builder = new TrainingDataBuilder();
        builder.Add(ToyShop.Act("a", "000"));
        for (var item = 0; item < 200; item++)
            builder.Add(Book(ToyShop.Id(item), 2000 + (item % 5), "Author", "genre"));
        builder.Add(Book("misprint", 2050, "Author", "genre"));
        var data = builder.Build();
        var ranking = ((NewSource)Fit(data)[Model]).Ranking.ToArray().Select(item => data.Items[item]).ToArray();
        Assert.DoesNotContain("misprint", ranking);
        Assert.Equal("004", ranking[0]);
    }

    [Fact]
    public void ApplicableNames_WithoutDatesAndYears_LeaveItOut()
    {
        var builder = new TrainingDataBuilder();
        builder.Add(ToyShop.Act("a", "x"));
        builder.Add(new Book { ItemId = "x", Title = "Undated" });
        Assert.DoesNotContain(Model, SourceSet.ApplicableNames(builder.Build()));
    }

    private static Book Book(string id, int year, string author, string genre) =>
        new() { ItemId = id, Title = id, Year = year, Authors = [author], Genres = [genre] };
}
