using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Tests.Candidates;

namespace BookRecs.Recommender.Tests.Ranking.Engine;

public sealed class EngineSourceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Fit_OnEnoughData_HasRankersThatSeeEveryPersonalSource()
    {
        var rankers = EngineShop.Fitted.Engine!.Rankers!;
        string[] personal = ["sparse_linear", "item_to_item", "content", "cold_start", "latent_factors"];
        string[] recent = ["sparse_linear.recent", "item_to_item.recent", "content.recent"];
        foreach (var name in personal.Concat(recent))
        {
            Assert.Contains(name, rankers.PreRanker.FeatureNames);
            Assert.Contains($"{name}.relative", rankers.PreRanker.FeatureNames);
        }

        Assert.Equal(rankers.PreRanker.FeatureNames, rankers.FinalRanker.FeatureNames.Take(rankers.PreRanker.FeatureNames.Count));
        Assert.Equal(rankers.FinalRanker.FeatureNames.Count, rankers.FinalRanker.FeatureNames.Distinct().Count());
        Assert.Contains("book.same_series", rankers.FinalRanker.FeatureNames);
        Assert.Equal([.. SourceSet.BaseNames, .. SourceSet.OptionalNames, EngineSource.SourceName], EngineShop.Fitted.Names);
    }

    [Fact]
    public void Report_TellsHowTheEngineWasTrained()
    {
        var (report, rankers) = (EngineShop.Fitted.EngineReport!, EngineShop.Fitted.Engine!.Rankers!);
        Assert.InRange(report.Users, 50, EngineShop.Data.Users.Count);
        Assert.InRange(report.Trees, 1, EngineShop.Options.Engine.ForUsers(report.Users).FinalRankers * EngineShop.Options.Engine.FinalRanker.Trees);
        Assert.Equal(rankers.FinalRanker.TreeCount, report.Trees);
        Assert.InRange(report.ValidationNdcg!.Value, 0.01, 1);
        Assert.Equal(
            rankers.PreRanker.FeatureNames.TakeWhile(static name => !name.EndsWith(".relative", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            report.ScoreNdcg.Keys);
        Assert.All(report.ScoreNdcg.Values, ndcg => Assert.InRange(ndcg, 0, 1));
        Assert.Equal(1, report.FeatureImportance.Sum(static feature => feature.Gain), 1e-6);
        Assert.All(report.FeatureImportance, feature => Assert.Contains(feature.Feature, rankers.FinalRanker.FeatureNames));
        Assert.Equal(report.FeatureImportance.OrderByDescending(static feature => feature.Gain), report.FeatureImportance);
    }

    [Fact]
    public void Lists_NeverHoldASeenItemAndKeepToWhatIsAllowed()
    {
        var data = EngineShop.Data;
        var allowed = new ItemSet(data.Items.Count);
        for (var item = 0; item < data.Items.Count; item += 3)
            allowed.Add(item);
        var maker = EngineShop.Fitted.CreateListMaker(EngineSource.SourceName);
        var list = new ScoredItem[data.Items.Count];
        for (var user = 0; user < data.Users.Count; user++)
        {
            var history = HistoryItem.Of(data, user);
            var seen = history.Select(static item => item.Item).ToHashSet();
            foreach (var within in new[] { null, allowed })
            {
                var items = list[..maker.Make(history, [], within, list)].Select(static place => place.Item).ToArray();
                var eligible = Enumerable.Range(0, data.Items.Count).Count(item => !seen.Contains(item) && within?.Contains(item) != false);
                Assert.InRange(items.Length, Math.Min(EngineShop.Options.Engine.PreRanked, eligible), eligible);
                Assert.Equal(items.Length, items.Distinct().Count());
                Assert.All(items, item => Assert.True(!seen.Contains(item) && within?.Contains(item) != false, $"item {item} was not to be listed"));
            }
        }
    }

    [Fact]
    public void Score_WithAFewItemsAllowed_FindsThemBeyondTheBestOfAll()
    {
        // Fewer items than a source may bring: filtering what was found without knowing the filter would lose most.
        var data = EngineShop.Data;
        var history = HistoryItem.Of(data, 0);
        var unfiltered = EngineShop.Scores(EngineShop.Fitted, history);
        var missed = Enumerable.Range(0, data.Items.Count)
            .Where(item => unfiltered[item] == 0f && !history.Any(seen => seen.Item == item)).ToArray();
        var allowed = new ItemSet(data.Items.Count);
        foreach (var item in missed)
            allowed.Add(item);
        var scores = new ScoreBuffer(data.Items.Count);
        EngineShop.Fitted.Engine!.Score(history, allowed, scores);
        Assert.NotEmpty(missed);
        Assert.Contains(missed, item => scores[item] > 0f);
    }

    [Fact]
    public void Scores_PutWhatTheFinalRankerSawBeforeTheRest()
    {
        var scores = EngineShop.Scores(EngineShop.Fitted, HistoryItem.Of(EngineShop.Data, 5));
        Assert.Equal(EngineShop.Options.Engine.PreRanked, scores.Count(static score => score > 1f));
        Assert.InRange(scores.Count(static score => score is > 0f and <= 1f), 1, EngineShop.Options.Engine.Candidates);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fit_OnAnyNumberOfThreads_GivesTheSameBitsAndReport(bool isDated)
    {
        var data = isDated ? EngineShop.Data : EngineShop.Undated;
        var engine = EngineShop.Options.Engine;
        var options = EngineShop.Options with { Engine = engine with { Folds = 2, FinalRanker = engine.FinalRanker with { Trees = 5 } } };
        var once = EngineShop.Fit(data, options, 1, null, Cancellation);
        Assert.NotNull(once.Engine!.Rankers);
        foreach (var threads in new[] { 2, 5 })
        {
            var again = EngineShop.Fit(data, options, threads, null, Cancellation);
            Assert.True(Bits(once) == Bits(again), $"{threads} threads gave other bits");
            Assert.Equal(once.EngineReport!.ValidationNdcg, again.EngineReport!.ValidationNdcg);
            Assert.Equal(once.EngineReport.ScoreNdcg, again.EngineReport.ScoreNdcg);
        }
    }

    [Fact]
    public void SaveAndLoad_ChangeNothing()
    {
        using var reader = Save(EngineShop.Fitted).OpenReader();
        var loaded = SourceSet.Load(reader);
        Assert.True(Bits(EngineShop.Fitted) == Bits(loaded), "what was loaded saves as other bits");
        for (var user = 0; user < 50; user++)
        {
            var history = HistoryItem.Of(EngineShop.Data, user);
            Assert.Equal(EngineShop.Scores(EngineShop.Fitted, history), EngineShop.Scores(loaded, history));
        }
    }

    [Fact]
    public void Load_AModelFromBeforeVolumesWereKnown_RanksAsItDid()
    {
        string[] later = ["book.volume", "book.volumes_ahead"];
        var engine = EngineShop.Options.Engine with { ExcludedFeatures = ["book"] };
        var sources = EngineShop.Fit(EngineShop.Data, EngineShop.Options with { Engine = engine }, 2, null, Cancellation);
        var names = sources.Engine!.Rankers!.FinalRanker.FeatureNames.ToList();
        string[] earlier = [.. names.Except(later)];
        var artifact = Save(sources);
        artifact.Remove("engine.items.volume");
        artifact.Replace("engine.final_ranker.features", earlier);
        artifact.Replace("engine.final_ranker.gains", new double[earlier.Length]);
        using (var whole = Save(sources).OpenReader())
        {
            var nodes = whole.Read<int>("engine.final_ranker.node_features").ToArray();
            artifact.Replace("engine.final_ranker.node_features", Array.ConvertAll(nodes, node => Array.IndexOf(earlier, names[node])));
        }

        using var reader = artifact.OpenReader();
        var loaded = SourceSet.Load(reader);
        for (var user = 0; user < 50; user++)
        {
            var history = HistoryItem.Of(EngineShop.Data, user);
            Assert.Equal(EngineShop.Scores(sources, history), EngineShop.Scores(loaded, history));
        }
    }

    [Theory]
    [InlineData("final_ranker")]
    [InlineData("pre_ranker")]
    public void Load_ARankerOfOtherFeatures_IsRefusedByName(string ranker)
    {
        var artifact = Save(EngineShop.Fitted);
        var rankers = EngineShop.Fitted.Engine!.Rankers!;
        var names = (ranker == "pre_ranker" ? rankers.PreRanker.FeatureNames : rankers.FinalRanker.FeatureNames).ToArray();
        names[0] = "telepathy";
        artifact.Replace($"engine.{ranker}.features", names);
        Refuse(artifact, $"engine.{ranker} was trained on other features than those of the model's sources");
    }

    [Fact]
    public void Load_BrokenSettings_AreRefusedByName()
    {
        var artifact = Save(EngineShop.Fitted);
        artifact.Replace("engine.sizes", new[] { 1, 2, 3 });
        Refuse(artifact, "engine.sizes has 3 numbers, but must have 4");
        artifact.Replace("engine.sizes", new[] { 60, 250, 0, 1_000 });
        Refuse(artifact, "Engine.PreRanked is 0, but must be 10 to 5000");
    }

    [Fact]
    public void Fit_OnTooLittle_IsTheBlend()
    {
        var data = ToyShop.Random(1);
        var sources = EngineShop.Fit(data, EngineShop.Options, 2, null, Cancellation);
        Assert.Null(sources.Engine!.Rankers);
        Assert.Null(sources.EngineReport!.ValidationNdcg);
        for (var user = 0; user < data.Users.Count; user++)
        {
            var blend = new ScoreBuffer(data.Items.Count);
            sources.Blend!.Score(HistoryItem.Of(data, user), blend);
            Assert.False(blend.Touched.IsEmpty);
            Assert.Equal(Enumerable.Range(0, data.Items.Count).Select(item => blend[item]), EngineShop.Scores(sources, HistoryItem.Of(data, user)));
        }
    }

    /// <summary>All that a user has not is then what was held out; with a gap, one user has candidates of both kinds.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void Fit_WhereUsersHaveEverything_IsTheBlend(int missing)
    {
        var builder = new TrainingDataBuilder();
        for (var user = 0; user < 40; user++)
        {
            for (var item = user == 0 ? missing : 0; item < 60; item++)
                builder.Add(ToyShop.Act($"u{user}", ToyShop.Id(item)));
        }

        Assert.Null(EngineShop.Fit(builder.Build(), EngineShop.Options, 2, null, Cancellation).Engine!.Rankers);
    }

    [Fact]
    public void Fit_BesideASourceThatTheDataHasNothingFor_RanksWithoutIt()
    {
        var data = EngineShop.Data with { Books = new Book?[EngineShop.Data.Items.Count] };
        Assert.DoesNotContain(ColdStartSource.SourceName, SourceSet.ApplicableNames(data));
        var sources = SourceSet.Fit(data, EngineShop.Options, [ColdStartSource.SourceName, EngineSource.SourceName], 2, null, Cancellation);
        Assert.True(sources.Has(ColdStartSource.SourceName));
        Assert.DoesNotContain(ColdStartSource.SourceName, sources.Engine!.Rankers!.FinalRanker.FeatureNames);
    }

    [Fact]
    public void Fit_WithoutASource_RanksWithoutIt()
    {
        var engine = EngineShop.Options.Engine with { ExcludedSources = [LatentFactorsSource.SourceName] };
        var sources = EngineShop.Fit(EngineShop.Data, EngineShop.Options with { Engine = engine }, 2, null, Cancellation);
        Assert.False(sources.Has(LatentFactorsSource.SourceName));
        Assert.DoesNotContain(LatentFactorsSource.SourceName, sources.Engine!.Rankers!.FinalRanker.FeatureNames);
    }

    [Theory]
    [InlineData("recent", "content.recent", "content")]
    [InlineData("item", "item.age", "content.recent")]
    [InlineData("user", "user.log_items", "item.age")]
    [InlineData("book", "book.same_author", "item.age")]
    [InlineData("support", "support.sparse_linear", "item.age")]
    [InlineData("usual", "usual.sparse_linear.times", "item.age")]
    public void Fit_WithoutAGroupOfFeatures_LearnsNothingFromIt(string group, string excluded, string kept)
    {
        var engine = EngineShop.Options.Engine with { ExcludedFeatures = [group] };
        var sources = EngineShop.Fit(EngineShop.Data, EngineShop.Options with { Engine = engine }, 2, null, Cancellation);

        var splits = sources.EngineReport!.FeatureImportance.ToDictionary(static feature => feature.Feature, static feature => feature.Splits);
        Assert.Equal(0, splits[excluded]);
        Assert.True(splits[kept] + splits[$"{kept}.relative".Replace("item.age.relative", "item.age", StringComparison.Ordinal)] > 0);
        Assert.Equal(0, sources.Engine!.Rankers!.PreRanker.Coefficients().SingleOrDefault(weight => weight.Feature == excluded)?.Weight ?? 0);
    }

    [Fact]
    public void Fit_WithoutAnUnknownGroupOfFeatures_IsRefused()
    {
        var engine = EngineShop.Options.Engine with { ExcludedFeatures = ["weather"] };
        var error = Assert.Throws<ArgumentException>(engine.Validate);
        Assert.StartsWith("Engine.ExcludedFeatures is weather, but must be of recent, item, user, book", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_WithoutASourceOfTheBlend_IsRefused()
    {
        var engine = EngineShop.Options.Engine with { ExcludedSources = ["popular"] };
        var error = Assert.Throws<ArgumentException>(
            () => EngineShop.Fit(EngineShop.Data, EngineShop.Options with { Engine = engine }, 2, null, Cancellation));
        Assert.StartsWith("Engine.ExcludedSources is popular, but must be of sparse_linear, latent_factors, cold_start", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_OfATrainedEngineOnMoreData_KeepsItsSettingsAndRankers()
    {
        var training = SourceSet.TrainEngine(EngineShop.Data, EngineShop.Options, 2, null, Cancellation);
        var again = SourceSet.Fit(EngineShop.Data, training, 2, null, Cancellation);
        Assert.Same(training.Rankers, again.Engine!.Rankers);
        Assert.Equal(training.Options, again.Options);
        var history = HistoryItem.Of(EngineShop.Data, 3);
        Assert.Equal(EngineShop.Scores(EngineShop.Fitted, history), EngineShop.Scores(again, history));
    }

    [Theory]
    [InlineData("fit the sources")]
    [InlineData("train the pre-ranker")]
    [InlineData("find the candidates")]
    [InlineData("popular")]
    public void Fit_WhenCancelled_Stops(string step)
    {
        using var cancelled = new CancellationTokenSource();
        var listener = new Listener(text =>
        {
            if (text.StartsWith(step, StringComparison.Ordinal))
                cancelled.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => EngineShop.Fit(EngineShop.Data, EngineShop.Options, 2, listener, cancelled.Token));
        Assert.True(cancelled.IsCancellationRequested);
    }

    private static void Refuse(MemoryArtifact artifact, string message)
    {
        using var reader = artifact.OpenReader();
        var error = Assert.Throws<InvalidDataException>(() => SourceSet.Load(reader));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static MemoryArtifact Save(SourceSet sources)
    {
        var artifact = new MemoryArtifact();
        sources.Save(artifact);
        return artifact;
    }

    private static string Bits(SourceSet sources) => Save(sources).Dump();

    private sealed class Listener(Action<string> report) : IProgress<string>
    {
        public void Report(string value) => report(value);
    }
}
