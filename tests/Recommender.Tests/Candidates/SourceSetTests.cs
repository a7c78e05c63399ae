using BookRecs.Recommender.Candidates;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class SourceSetTests
{
    [Fact]
    public void Fit_AModelMadeOfOthers_FitsThemToo()
    {
        var set = SourceSet.Fit(ToyShop.Random(1), new(), [BlendSource.SourceName], 1, null, TestContext.Current.CancellationToken);
        Assert.Equal(["popular", "item_to_item", "content", "blend"], set.Names);
        Assert.Null(set.Trending);
        Assert.True(set.FitTime("blend") >= set.FitTime("item_to_item") + set.FitTime("content"));
    }

    [Fact]
    public void Fit_AnUnknownName_NamesItAndTheKnownOnes()
    {
        var error = Assert.Throws<ArgumentException>(
            () => SourceSet.Fit(ToyShop.Random(1), new(), ["als"], 1, null, TestContext.Current.CancellationToken));
        Assert.Contains("model als is not known: use popular, trending, item_to_item", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KnownNames_BeyondThoseOfATrainedModel_OnlyFitWhenNamed()
    {
        var data = ToyShop.Random(1);
        string[] extra = ["rp3beta", "sparse_linear", "latent_factors", "ease", "user_to_user", "cold_start", "engine"];
        Assert.Equal(extra, SourceSet.KnownNames.Except(SourceSet.BaseNames));
        var set = SourceSet.Fit(data, new(), ["rp3beta"], 1, null, TestContext.Current.CancellationToken);
        Assert.Equal(["popular", "rp3beta"], set.Names);
        Assert.Null(set.LatentFactors);
    }

    [Fact]
    public void Load_ANameFromANewerVersion_IsRefused()
    {
        var artifact = new MemoryArtifact();
        SourceSet.Fit(ToyShop.Random(1), new(), ["popular"], 1, null, TestContext.Current.CancellationToken).Save(artifact);
        artifact.Replace<string>("sources.names", ["popular", "telepathy"]);
        using var reader = artifact.OpenReader();
        var error = Assert.Throws<InvalidDataException>(() => SourceSet.Load(reader));
        Assert.Contains("telepathy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SectionsThatDoNotFit_AreRefusedByName()
    {
        var artifact = new MemoryArtifact();
        SourceSet.Fit(ToyShop.Random(1), new(), ["item_to_item"], 1, null, TestContext.Current.CancellationToken).Save(artifact);
        artifact.Replace<float>("item_to_item.values", [1f]);
        using var reader = artifact.OpenReader();
        var error = Assert.Throws<InvalidDataException>(() => SourceSet.Load(reader));
        Assert.Contains("item_to_item", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_WhenCancelled_Stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => SourceSet.Fit(ToyShop.Random(1), new(), ["blend"], 2, null, cancelled.Token));
    }

    [Fact]
    public void ApplicableNames_OfUndescribedUndatedData_LeaveOutWhatNeedsMore()
    {
        var builder = new BookRecs.Recommender.Data.TrainingDataBuilder();
        builder.Add(ToyShop.Act("a", "x"));
        Assert.Equal(["popular", "item_to_item", "blend", "rp3beta", "sparse_linear", "latent_factors", "ease", "user_to_user", "engine"], SourceSet.ApplicableNames(builder.Build()));
        Assert.Equal(SourceSet.KnownNames, SourceSet.ApplicableNames(ToyShop.Random(1)));
    }
}
