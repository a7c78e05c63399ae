using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking;
using BookRecs.Recommender.Tests.Candidates;
using BookRecs.Recommender.Tests.Ranking.Engine;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Tests.Training;

public sealed class TrainingPipelineTests : IDisposable
{
    private readonly TemporaryFolder _models = new();
    private readonly FixedTime _time = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public void Train_AnyNumberOfThreads_WritesTheSameBytes()
    {
        var one = Train(Shops.BuildTwoTastes(), new TrainingOptions { Threads = 1 });
        var four = Train(Shops.BuildTwoTastes(), new TrainingOptions { Threads = 4 });

        Assert.Equal(one.Files[0].Sha256, four.Files[0].Sha256);
        Assert.Equal(one.Version[^8..], four.Version[^8..]);
        Assert.Equal(one.Holdout!.Metrics["blend"], four.Holdout!.Metrics["blend"]);
    }

    [Fact]
    public void Train_RowsInAnotherOrder_WritesTheSameBytesAndDataHash()
    {
        var (acts, books) = Shops.TwoTastes();
        var straight = Train(Shops.Build(acts, books));
        acts.Reverse();
        books.Reverse();

        var reversed = Train(Shops.Build(acts, books));

        Assert.Equal(straight.Data, reversed.Data);
        Assert.Equal(straight.Files[0].Sha256, reversed.Files[0].Sha256);
    }

    [Fact]
    public void Train_ANamedMoment_NamesTheVersionByIt()
    {
        var manifest = Train(Shops.BuildTwoTastes());

        Assert.Equal($"20260102T030405Z-{manifest.Files[0].Sha256[..8]}", manifest.Version);
        Assert.Equal([manifest.Version], ModelFolder.ListVersions(_models.Path));
    }

    [Fact]
    public void Train_TwiceWithinASecond_MakesTwoVersionsInOrder()
    {
        var first = Train(Shops.BuildTwoTastes());
        var second = Train(Shops.BuildTwoTastes());

        Assert.Equal([first.Version, second.Version], ModelFolder.ListVersions(_models.Path));
    }

    [Fact]
    public void Train_DatedData_HoldsTheLatestOut()
    {
        var holdout = Train(Shops.BuildTwoTastes(dated: true)).Holdout;

        Assert.Equal("time", holdout!.SplitBy);
        Assert.Equal(["blend", "content", "engine", "item_to_item", "popular", "served"], holdout.Metrics.Keys);
        Assert.InRange(holdout.Metrics["item_to_item"]["overall.recall@10"], 0.5, 1);
        Assert.True(holdout.Metrics["item_to_item"]["overall.ndcg@10"] > holdout.Metrics["popular"]["overall.ndcg@10"]);
    }

    [Fact]
    public void Train_EnoughInteractions_MeasuresAndServesTheEnginesRankers()
    {
        var options = new TrainingOptions { Candidates = EngineShop.Options };
        var manifest = Train(EngineShop.Data, options);

        Assert.Contains("sparse_linear", manifest.Sources);
        Assert.Equal("engine", manifest.Sources[^1]);
        Assert.True(manifest.MetricsOf("engine")["overall.ndcg@10"] > manifest.MetricsOf("popular")["overall.ndcg@10"]);
        Assert.True(manifest.Engine!.Trees > 0);
        var read = ModelManifest.Read(ModelFolder.PathOf(_models.Path, manifest.Version));
        Assert.Equal(manifest.Engine.FeatureImportance, read.Engine!.FeatureImportance);
        using var model = TrainedModel.Load(ModelFolder.PathOf(_models.Path, manifest.Version));
        Assert.NotNull(model.Sources.Engine!.Rankers);
        Assert.Equal(manifest.Files[0].Sha256, Train(EngineShop.Data, options with { Threads = 1 }).Files[0].Sha256);
    }

    [Fact]
    public void Train_WithTimeToTune_WritesWhatWasTriedAndWhatWasChosen()
    {
        var engine = EngineShop.Options.Engine with { TuningBudget = TimeSpan.FromHours(1), TuningUsers = 50 };
        var manifest = Train(EngineShop.Data, new TrainingOptions { Candidates = EngineShop.Options with { Engine = engine } });

        var trials = manifest.Engine!.Trials.Where(static trial => trial.Setting == "SparseLinear.Regularization").ToArray();
        Assert.NotEmpty(trials);
        Assert.False(manifest.Engine.IsTuningCutShort);
        Assert.Equal(trials.Last(static trial => trial.IsChosen).Value, manifest.Options.Candidates.SparseLinear.Regularization, 1e-3);
    }

    [Fact]
    public void Train_UndatedData_HoldsARandomPartOfEachUserOut() =>
        Assert.Equal("user", Train(Shops.BuildTwoTastes(dated: false)).Holdout!.SplitBy);

    [Fact]
    public void Train_FewInteractions_SkipsTheMeasuring()
    {
        var (acts, books) = Shops.TwoTastes();

        Assert.Null(Train(Shops.Build(acts.Take(49), books)).Holdout);
    }

    [Fact]
    public void Train_OneUserAndOneItem_MakesAModelThatLoads()
    {
        var manifest = Train(Shops.Build([new Interaction("u", "b", InteractionKind.Read, true, 5, null)], []));

        using var model = TrainedModel.Load(ModelFolder.PathOf(_models.Path, manifest.Version));
        Assert.Equal("b", Assert.Single(new RankingEngine(model, []).Popular(10)).ItemId);
    }

    [Fact]
    public void Train_NoInteraction_SaysWhatToDo()
    {
        var error = Assert.Throws<InvalidDataException>(() => Train(Shops.Build([], [new Book { ItemId = "b" }])));

        Assert.Contains("import data or let readers act first", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_models.Path));
    }

    [Theory]
    [InlineData(0, "Training.Threads is 0, but must be 1 to 1024")]
    [InlineData(2000, "Training.Threads is 2000, but must be 1 to 1024")]
    public void Train_ThreadsOutOfBounds_NamesSettingValueAndRule(int threads, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => Train(Shops.BuildTwoTastes(), new TrainingOptions { Threads = threads }));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(0.6)]
    [InlineData(double.NaN)]
    public void Validate_HoldoutFractionOutOfBounds_IsRefused(double fraction) =>
        Assert.Contains(
            "Training.HoldoutFraction",
            Assert.Throws<ArgumentException>(() => new TrainingOptions { HoldoutFraction = fraction }.Validate()).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Train_Progress_RisesToOneAndNamesTheStages()
    {
        var steps = new List<TrainingProgress>();

        var recorder = new Recorder(steps);

        TrainingPipeline.Train(
            Shops.BuildTwoTastes(), new TrainingOptions(), _models.Path, _time, recorder, false, TestContext.Current.CancellationToken);

        Assert.Equal(steps.Select(step => step.Fraction).Order(), steps.Select(step => step.Fraction));
        Assert.Equal(new TrainingProgress("done", 1), steps[^1]);
        Assert.Contains(steps, step => step.Stage == "fit item_to_item");
        Assert.Contains(steps, step => step.Stage == "measure blend");
    }

    [Fact]
    public void Train_Cancelled_LeavesNothingBehind()
    {
        using var source = new CancellationTokenSource();
        var steps = new Canceller(source, "write");

        Assert.ThrowsAny<OperationCanceledException>(() =>
            TrainingPipeline.Train(Shops.BuildTwoTastes(), new TrainingOptions(), _models.Path, _time, steps, false, source.Token));

        Assert.Empty(Directory.GetFileSystemEntries(_models.Path));
    }

    [Fact]
    public void Train_BesideAnAbandonedFolder_CleansItUp()
    {
        var abandoned = _models[".training-0123"];
        Directory.CreateDirectory(abandoned);
        File.WriteAllText(Path.Combine(abandoned, "model.bin"), "half");
        File.WriteAllText(abandoned + ".lock", "");

        var manifest = Train(Shops.BuildTwoTastes());

        Assert.Equal([_models[manifest.Version]], Directory.GetFileSystemEntries(_models.Path));
    }

    [Fact]
    public void Train_SyntheticData_IsLabelled()
    {
        var data = Shops.BuildTwoTastes();

        var manifest = TrainingPipeline.Train(
            data, new TrainingOptions(), _models.Path, _time, null, isSynthetic: true, TestContext.Current.CancellationToken);

        Assert.True(ModelManifest.Read(_models[manifest.Version]).Data.IsSynthetic);
    }

    [Fact]
    public void Train_ManifestTellsHowFarRecordsTellWhoActs()
    {
        var data = ToyShop.Checkerboard();

        var manifest = Train(data);

        var options = new TrainingOptions();
        var expected = ContentLift.Measure(data, options.Candidates.Content, options.Threads, TestContext.Current.CancellationToken);
        Assert.NotNull(expected.Popular);
        Assert.Equal(expected, ModelManifest.Read(_models[manifest.Version]).Data.ContentLift);
    }

    private ModelManifest Train(TrainingData data, TrainingOptions? options = null) => TrainingPipeline.Train(
        data, options ?? new TrainingOptions(), _models.Path, _time, null, false, TestContext.Current.CancellationToken);

    private sealed class Recorder(List<TrainingProgress> steps) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => steps.Add(value);
    }

    private sealed class Canceller(CancellationTokenSource source, string stage) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Stage == stage)
                source.Cancel();
        }
    }
}
