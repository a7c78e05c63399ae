using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Tests.Candidates;

public abstract class LatentFactorsSourceTests(LatentFactorsSolver solver, bool useWeights) : CandidateSourceBehaviour
{
    protected override string Model => LatentFactorsSource.SourceName;

    protected override CandidateOptions Options { get; } = new()
    {
        LatentFactors = new LatentFactorsOptions
        {
            Factors = 10,
            Iterations = 8,
            Regularization = 1,
            Solver = solver,
            UseWeights = useWeights,
        },
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
    public void Fit_OnAnotherSeed_GivesOtherFactorsButTheSameTaste()
    {
        var data = ToyShop.Checkerboard();
        var other = Options with { LatentFactors = Options.LatentFactors with { Seed = 7 } };
        var sources = SourceSet.Fit(data, other, [Model], 2, null, TestContext.Current.CancellationToken);
        Assert.NotEqual(FactorsOf(Fit(data), data, 0), FactorsOf(sources, data, 0));
        Assert.Equal(ToyShop.Id(0), ToyShop.List(sources, data, Model, HistoryItem.Of(data, 0))[0]);
    }

    [Fact]
    public void FoldIn_OfAHistoryInAnotherOrder_GivesTheSameFactors()
    {
        var data = ToyShop.Random(21);
        var source = Fit(data).LatentFactors!;
        var history = HistoryItem.Of(data, 4);
        var (forward, backward) = (new float[10], new float[10]);
        source.FoldIn(history, forward);
        Array.Reverse(history);
        source.FoldIn(history, backward);
        Assert.Equal(forward, backward);
    }

    [Fact]
    public void FoldIn_OfAnItemNobodyActedOn_LeavesNoTaste()
    {
        var data = ToyShop.Random(22);
        var scores = new ScoreBuffer(data.Items.Count);
        Fit(data)[Model].Score(ToyShop.History(data, ToyShop.Id(89)), scores);
        Assert.True(scores.Touched.IsEmpty, "an item without factors must not give any item a score");
    }

    [Fact]
    public void FoldIn_IntoAnotherNumberOfFactors_IsRefused()
    {
        var source = Fit(ToyShop.Random(23)).LatentFactors!;
        var error = Assert.Throws<ArgumentException>(() => source.FoldIn([], new float[9]));
        Assert.StartsWith("user is 9 long, but must be 10", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("latent_factors.shape", "latent_factors.shape is not")]
    [InlineData("latent_factors.gram", "latent_factors.items or latent_factors.gram does not fit latent_factors.shape")]
    [InlineData("latent_factors.settings", "latent_factors.settings has 1 numbers")]
    public void Load_OfASectionThatDoesNotFit_NamesIt(string section, string message)
    {
        var artifact = new MemoryArtifact();
        Fit(ToyShop.Random(24)).Save(artifact);
        if (section.EndsWith("shape", StringComparison.Ordinal))
            artifact.Replace<int>(section, [1]);
        else
            artifact.Replace<float>(section, [1f]);
        using var reader = artifact.OpenReader();
        var error = Assert.Throws<InvalidDataException>(() => SourceSet.Load(reader));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static float[] FactorsOf(SourceSet sources, TrainingData data, int user)
    {
        var factors = new float[sources.LatentFactors!.Factors];
        sources.LatentFactors.FoldIn(HistoryItem.Of(data, user), factors);
        return factors;
    }
}
