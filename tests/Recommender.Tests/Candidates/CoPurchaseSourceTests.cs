using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class CoPurchaseSourceTests : CandidateSourceBehaviour
{
    protected override string Model => CoPurchaseSource.SourceName;

    protected override CandidateOptions Options { get; } = new()
    {
        CoPurchase = new CoPurchaseOptions { WindowDays = 10, HalfLifeDays = 100, Shrinkage = 0.5f },
    };

    [Fact]
    public void Neighbours_CountPairsWithinTheWindowByTheirAge()
    {
        var builder = new TrainingDataBuilder();
        builder.Add(ToyShop.Act("a", "x", day: 0));
        builder.Add(ToyShop.Act("a", "y", day: 0));
        builder.Add(ToyShop.Act("b", "x", day: 90));
        builder.Add(ToyShop.Act("b", "z", day: 100));
        builder.Add(ToyShop.Act("c", "w", day: 60));
        builder.Add(ToyShop.Act("c", "x", day: 71));
        var data = builder.Build();
        var scores = new ScoreBuffer(data.Items.Count);
        Fit(data)[Model].Score(ToyShop.History(data, "x"), scores);
        var worthOfX = 0.5 + Math.Pow(0.5, 0.1) + Math.Pow(0.5, 0.29);
        Assert.Equal(1 / (Math.Sqrt(worthOfX) + 0.5), Score("z"), 1e-5);
        Assert.Equal(0.5 / (Math.Sqrt(worthOfX * 0.5) + 0.5), Score("y"), 1e-5);
        Assert.Equal(0, Score("w"));

        double Score(string id) => scores[ToyShop.History(data, id)[0].Item];
    }

    [Fact]
    public void List_PrefersWhatIsBoughtTogetherNowToWhatOnceWas()
    {
        var builder = new TrainingDataBuilder();
        for (var user = 0; user < 4; user++)
        {
            builder.Add(ToyShop.Act($"then{user}", "book", day: user));
            builder.Add(ToyShop.Act($"then{user}", "once", day: user));
            builder.Add(ToyShop.Act($"now{user}", "book", day: 400 + user));
            builder.Add(ToyShop.Act($"now{user}", "lately", day: 400 + user));
        }

        var data = builder.Build();
        Assert.Equal(["lately", "once"], ToyShop.List(Fit(data), data, Model, ToyShop.History(data, "book")));
    }

    [Fact]
    public void Fit_OnUndatedData_IsEmpty()
    {
        var builder = new TrainingDataBuilder();
        builder.Add(ToyShop.Act("a", "x"));
        builder.Add(ToyShop.Act("a", "y"));
        var data = builder.Build();
        Assert.Equal(0, ((CoPurchaseSource)Fit(data)[Model]).Neighbours.EntryCount);
        Assert.DoesNotContain(Model, SourceSet.ApplicableNames(data));
    }
}
