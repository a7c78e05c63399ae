using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class BlendSourceTests : CandidateSourceBehaviour
{
    protected override string Model => BlendSource.SourceName;

    protected override CandidateOptions Options { get; } = new()
    {
        ItemToItem = new ItemToItemOptions { Neighbours = 50 },
        Content = new ContentOptions { WarmNeighbours = 49 },
    };

    [Fact]
    public void List_OnTheCheckerboard_BeginsWithTheMissingSquare()
    {
        var data = ToyShop.Checkerboard();
        var sources = Fit(data);
        for (var user = 0; user < 50; user++)
            Assert.Equal(ToyShop.Id(user), ToyShop.List(sources, data, Model, HistoryItem.Of(data, user))[0]);
    }

    [Fact]
    public void Score_IsTheWeightedSumOfScoresOverTheBestUnseen()
    {
        var data = ToyShop.Random(21);
        var sources = Fit(data);
        var history = HistoryItem.Of(data, 4);
        var expected = new double[data.Items.Count];
        foreach (var (source, weight) in sources.Blend!.Sources)
        {
            var part = new ScoreBuffer(data.Items.Count);
            source.Score(history, part);
            var unseen = part.Touched.ToArray().Except(history.Select(entry => entry.Item)).ToArray();
            var best = unseen.Max(item => part[item]);
            foreach (var item in unseen)
            {
                var isCold = source is ContentSource && !data.Interactions.Columns.Span.Contains(item);
                expected[item] += (isCold ? new BlendOptions().ColdContent : weight) * part[item] / best;
            }
        }

        var scores = new ScoreBuffer(data.Items.Count);
        sources.Blend.Score(history, scores);
        for (var item = 0; item < expected.Length; item++)
            Assert.Equal(expected[item], scores[item], 1e-5);
    }

    [Fact]
    public void List_ReachesBooksWithoutAnyInteraction()
    {
        var data = ToyShop.Random(22);
        var sources = Fit(data);
        var cold = Enumerable.Range(80, 10).Select(ToyShop.Id).ToArray();
        var reached = Enumerable.Range(0, data.Users.Count)
            .SelectMany(user => ToyShop.List(sources, data, Model, HistoryItem.Of(data, user), length: data.Items.Count))
            .Intersect(cold);
        Assert.NotEmpty(reached);
    }

    [Fact]
    public void Score_WithAHigherColdWeight_RaisesOnlyBooksWithoutInteractions()
    {
        var data = ToyShop.Random(25);
        var history = HistoryItem.Of(data, 2);
        var (low, high) = (ScoresAt(0.1f), ScoresAt(10f));
        for (var item = 0; item < data.Items.Count; item++)
        {
            var isCold = !data.Interactions.Columns.Span.Contains(item);
            Assert.Equal(isCold ? low[item] * 100 : low[item], high[item], 1e-3);
        }

        Assert.Contains(Enumerable.Range(0, data.Items.Count), item => high[item] > low[item]);

        ScoreBuffer ScoresAt(float coldWeight)
        {
            var options = new CandidateOptions { Blend = new BlendOptions { ColdContent = coldWeight } };
            var scores = new ScoreBuffer(data.Items.Count);
            SourceSet.Fit(data, options, [Model], 1, null, TestContext.Current.CancellationToken).Blend!.Score(history, scores);
            return scores;
        }
    }

    [Fact]
    public void List_OfAnEmptyHistory_IsThePopularOne()
    {
        var data = ToyShop.Random(23);
        var sources = Fit(data);
        Assert.Equal(ToyShop.List(sources, data, PopularSource.SourceName, []), ToyShop.List(sources, data, Model, []));
    }

    [Fact]
    public void Fit_WithAWeightOfZero_LeavesTheSourceOut()
    {
        var data = ToyShop.Random(24);
        var options = new CandidateOptions { Blend = new BlendOptions { ItemToItem = 0f, Content = 0f, Popular = 1f } };
        var blend = SourceSet.Fit(data, options, [Model], 1, null, TestContext.Current.CancellationToken).Blend!;
        Assert.Equal([PopularSource.SourceName], blend.Sources.Select(part => part.Source.Name));
    }
}
