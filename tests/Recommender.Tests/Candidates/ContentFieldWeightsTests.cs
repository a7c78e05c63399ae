using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class ContentFieldWeightsTests
{
    [Fact]
    public void Learn_WhereUsersFollowAuthors_RaisesThemAndLowersWhatSaysNothing()
    {
        var data = Shop();
        var learned = ContentFieldWeights.Learn(data, new ContentOptions(), 1, 2, TestContext.Current.CancellationToken);
        var before = new ContentOptions().Author / new ContentOptions().Publisher;
        Assert.True(
            learned.Author / learned.Publisher > 1.3 * before,
            $"author has {learned.Author} and publisher {learned.Publisher}, but only authors tell who reads what");
        Assert.Equal(0f, ContentFieldWeights.Learn(data, new ContentOptions { Genre = 0 }, 1, 1, TestContext.Current.CancellationToken).Genre);
    }

    [Fact]
    public void Learn_OnAnyNumberOfThreads_GivesTheSameBits()
    {
        var data = Shop();
        var once = ContentFieldWeights.Learn(data, new ContentOptions(), 7, 1, TestContext.Current.CancellationToken);
        foreach (var threads in new[] { 1, 2, 5 })
            Assert.Equal(once, ContentFieldWeights.Learn(data, new ContentOptions(), 7, threads, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Learn_WithoutPairs_LeavesTheSettings()
    {
        var builder = new TrainingDataBuilder();
        builder.Add(ToyShop.Act("a", "x"));
        var options = new ContentOptions { Title = 3f };
        Assert.Equal(options, ContentFieldWeights.Learn(builder.Build(), options, 1, 1, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Fit_WithEnoughInteractions_ReportsTheLearnedWeights()
    {
        var data = Shop();
        var options = new CandidateOptions { Content = new ContentOptions { LearnWeightsFrom = 100 } };
        var set = SourceSet.Fit(data, options, [ContentSource.SourceName], 1, null, TestContext.Current.CancellationToken);
        Assert.NotEqual(new ContentOptions().Author, set.Options.Content.Author);
        Assert.Equal(0, set.Options.Content.LearnWeightsFrom);
    }

    /// <summary>Every user reads one author; publishers and genres are strewn over the books.</summary>
    private static TrainingData Shop()
    {
        var random = new Random(5);
        var builder = new TrainingDataBuilder();
        for (var item = 0; item < 400; item++)
        {
            builder.Add(new Book
            {
                ItemId = ToyShop.Id(item),
                Authors = [$"Author{item % 20} Name{item % 20}"],
                Publisher = $"House{random.Next(20)}",
                Genres = [$"genre{random.Next(20)}"],
            });
        }

        for (var user = 0; user < 300; user++)
        {
            for (var act = 0; act < 10; act++)
                builder.Add(ToyShop.Act($"u{user}", ToyShop.Id((random.Next(20) * 20) + (user % 20))));
        }

        return builder.Build();
    }
}
