using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Tests.Candidates;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Tests.Ranking.Engine;

/// <summary>A ranker of its own for items that nobody has acted on.</summary>
public sealed class NewItemRankerTests
{
    private const int Items = 50;
    private static readonly string[] Names = ["cold_start", "latent_factors", "known"];

    // Other items than those that the training hides, which begins with seed 42.
    private static readonly Holdout Hidden = Holdout.Make(EngineShop.Undated, 0.1, 0.2, 50, 5)!;

    private static readonly Lazy<EngineTraining> Training = new(static () => Train(folds: 2));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Learn_Serves_WhereItKnowsWhatTheScoresDoNot(bool areScoresRight)
    {
        var queries = Queries(holdouts: 3, areScoresRight);

        var ranker = NewItemRanker.Learn(queries, ["cold_start", "latent_factors"], Settings, 2, null, TestContext.Current.CancellationToken);

        Assert.Equal(!areScoresRight, ranker.Ranker is not null);
        if (areScoresRight)
            Assert.Equal(1, ranker.OrderNdcg, 1e-9);
        else
            Assert.True(ranker.Ndcg > ranker.OrderNdcg, $"the ranker has {ranker.Ndcg}, the scores {ranker.OrderNdcg}");
        Assert.Equal(["cold_start", "latent_factors"], ranker.Order);
    }

    [Fact]
    public void Learn_OnOneThreadOrMore_GivesTheSame()
    {
        var (one, two) = (Learn(1), Learn(2));
        float[] row = [0.2f, 0.4f, 0.6f];
        Assert.Equal(one.Ranker!.Walk(row), two.Ranker!.Walk(row));
        Assert.Equal((one.Ndcg, one.OrderNdcg), (two.Ndcg, two.OrderNdcg));

        static NewItemRanker Learn(int threads) =>
            NewItemRanker.Learn(Queries(3, false), ["cold_start"], Settings, threads, null, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Claim_GivesEachHiddenItemToTheFirstHoldoutThatHidesIt()
    {
        var rows = new NewItemRows(Names, Items, EngineShop.Options.Engine, new WorkTeam(1, CancellationToken.None));

        Assert.Equal([1, 2, 3], ItemsOf(rows.Claim(Set(1, 2, 3))));
        Assert.Equal([4], ItemsOf(rows.Claim(Set(2, 3, 4))));
        Assert.Empty(ItemsOf(rows.Claim(Set(1, 4))));

        static int[] ItemsOf(ItemSet set) => [.. Enumerable.Range(0, Items).Where(set.Contains)];

        static ItemSet Set(params int[] items)
        {
            var set = new ItemSet(Items);
            set.Add(items);
            return set;
        }
    }

    [Fact]
    public void RoleOf_NoRanker_LearnsFromTheHoldoutThatValidatesIt()
    {
        var queries = Queries(holdouts: 3, areScoresRight: false);

        Assert.True(queries.CanTeach);
        Assert.Equal(3, queries.Holdouts);
        Assert.Equal(QueryRole.Validate, queries.RoleOf(1, 1));
        Assert.Equal(QueryRole.Learn, queries.RoleOf(1, 0));
        Assert.Equal(QueryRole.Learn, queries.RoleOf(1, 2));
    }

    [Theory]
    [InlineData(0, 30)]
    [InlineData(1, 30)]
    [InlineData(2, 19)]
    public void CanTeach_WithoutAnotherHoldoutOrTooFewQueries_IsFalse(int holdouts, int queriesOfEach) =>
        Assert.False(Queries(holdouts, areScoresRight: false, queriesOfEach).CanTeach);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Train_HoldoutsThatHideItems_TeachOneFromTwoOn(int folds, bool expected)
    {
        var report = (folds == 2 ? Training.Value : Train(folds)).Report;

        Assert.Equal(expected, report.NewItemRankerNdcg is not null);
        Assert.Equal(expected, report.NewItemOrderNdcg is not null);
    }

    [Fact]
    public void Rank_PutsNewItemsInItsOrder_AndLeavesTheOthersWhereTheyWere()
    {
        var ranker = ByLikeness();
        var (with, without) = (Fit(ranker), Fit(null));
        var differs = false;
        for (var user = 0; user < 30; user++)
        {
            var history = HistoryItem.Of(Hidden.Train, user);
            var (list, plain) = (ListOf(with, history), ListOf(without, history));
            var scores = list.Where(IsNew).Select(item => ScoreOf(ranker, with.ColdStart!.Nearest!.FactsOf(item))).ToArray();
            Assert.Equal(scores.OrderDescending(), scores);
            Assert.Equal(plain.Select(OrNew), list.Select(OrNew));
            differs |= !plain.SequenceEqual(list);
        }

        Assert.True(differs, "the scores put new items in the same order, so that nothing was shown");

        static int OrNew(int item) => IsNew(item) ? -1 : item;
    }

    [Fact]
    public void Rank_ABookThatCameAfter_IsSeenAsOneOfTheModelIs()
    {
        var sources = Fit(ByLikeness());
        var (books, hidden) = Posted();
        var modelItems = Hidden.Train.Items.Count;
        var facts = ItemFacts.Of(Hidden.Train).With(books);
        var features = new NewItemFeatures(sources.ColdStart!.Nearest!, new NewItems(books, modelItems, sources.ColdStart), modelItems, facts);
        var (ofModel, posted) = (new float[4], new float[4]);
        for (var index = 0; index < hidden.Length; index++)
        {
            features.Widen(hidden[index], [7f], ofModel);
            features.Widen(modelItems + index, [7f], posted);
            Assert.Equal(ofModel.Select(static fact => MathF.Round(fact, 3)), posted.Select(static fact => MathF.Round(fact, 3)));
        }

        Assert.True(posted[1] > 0, "the last posted book is like none, so that little was compared");
    }

    [Fact]
    public void Rank_BooksThatCameAfter_AreInItsOrderToo()
    {
        var ranker = ByLikeness();
        var sources = Fit(ranker);
        var (books, hidden) = Posted();
        var modelItems = Hidden.Train.Items.Count;
        var engine = sources.Engine!.With(books, new NewItems(books, modelItems, sources.ColdStart!));
        var found = 0;
        for (var user = 0; user < 30; user++)
        {
            var buffer = new ScoreBuffer(books.Length);
            engine.Score(HistoryItem.Of(Hidden.Train, user), buffer);
            var posted = Enumerable.Range(modelItems, hidden.Length).Where(slot => buffer[slot] > 1f).OrderByDescending(slot => buffer[slot]);
            var scores = posted.Select(slot => ScoreOf(ranker, sources.ColdStart!.Nearest!.FactsOf(hidden[slot - modelItems]))).ToArray();
            Assert.Equal(scores.OrderDescending(), scores);
            found += scores.Distinct().Count() > 1 ? 1 : 0;
        }

        Assert.True(found > 5, $"only {found} readers were shown posted books that the ranker tells apart");
    }

    [Fact]
    public void Save_AndLoad_KeepTheRanker()
    {
        var fitted = Fit(ByLikeness());
        var artifact = new MemoryArtifact();
        fitted.Save(artifact);
        using var reader = artifact.OpenReader();
        var loaded = SourceSet.Load(reader);
        for (var user = 0; user < 10; user++)
        {
            var history = HistoryItem.Of(Hidden.Train, user);
            Assert.Equal(ListOf(fitted, history), ListOf(loaded, history));
        }
    }

    [Fact]
    public void Load_AModelOfAnEarlierVersion_OrdersNewItemsByScores()
    {
        var artifact = new MemoryArtifact();
        Fit(null).Save(artifact);
        artifact.Remove("cold_start.nearest");
        using var reader = artifact.OpenReader();

        Assert.Null(SourceSet.Load(reader).Engine!.Rankers!.NewItemRanker);
    }

    [Fact]
    public void Load_ARankerWithoutWhatItSees_IsRefused()
    {
        var artifact = new MemoryArtifact();
        Fit(ByLikeness()).Save(artifact);
        artifact.Remove("cold_start.nearest");
        using var reader = artifact.OpenReader();

        var error = Assert.Throws<InvalidDataException>(() => SourceSet.Load(reader));
        Assert.Contains("cold_start.nearest", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The catalogue with the books of the items without users once more, as books that came after the training.</summary>
    private static (Book?[] Books, int[] Hidden) Posted()
    {
        int[] hidden = [.. Enumerable.Range(0, Hidden.Train.Items.Count).Where(IsNew)];
        return ([.. Hidden.Train.Books, .. hidden.Select(item => Hidden.Train.Books[item]! with { ItemId = $"posted {item}" })], hidden);
    }

    private static LambdaMartOptions Settings => new() { Trees = 10, Leaves = 4, MinRowsInLeaf = 10, FeatureFraction = 1 };

    private static bool IsNew(int item) => !Hidden.Train.Interactions.Columns.Span.Contains(item);

    private static EngineTraining Train(int folds)
    {
        var options = EngineShop.Options with { Engine = EngineShop.Options.Engine with { Folds = folds } };
        return SourceSet.TrainEngine(Hidden.Train, options, 2, null, CancellationToken.None);
    }

    private static SourceSet Fit(TreeEnsemble? ranker)
    {
        var rankers = Training.Value.Rankers! with { NewItemOrder = [ColdStartSource.SourceName], NewItemRanker = ranker };
        return SourceSet.Fit(Hidden.Train, Training.Value with { Rankers = rankers }, 2, null, TestContext.Current.CancellationToken);
    }

    /// <summary>A ranker that sees nothing but how much an item is like those that are nearest to it.</summary>
    private static TreeEnsemble ByLikeness()
    {
        string[] names = [.. Training.Value.Rankers!.FinalRanker.FeatureNames, .. NewItemFeatures.Names];
        var likeness = EngineFeatures.PlaceOf(names, "nearest.sum");
        var nearest = Fit(null).ColdStart!.Nearest!;
        float[] values = [.. Enumerable.Range(0, Hidden.Train.Items.Count).Where(IsNew).Select(item => nearest.FactsOf(item)[1])];
        var middle = values.Order().ElementAt(values.Length / 2);
        var data = new RankingDataSetBuilder(names);
        var random = new Random(3);
        for (var query = 0; query < 40; query++)
        {
            var (rows, labels) = (new float[20 * names.Length], new float[20]);
            for (var row = 0; row < labels.Length; row++)
            {
                var value = rows[(row * names.Length) + likeness] = values[random.Next(values.Length)];
                labels[row] = value > middle ? 1f : 0f;
            }

            data.AddGroup(rows, labels);
        }

        return LambdaMart.Fit(data.Build(), null, Settings, 1, cancellationToken: TestContext.Current.CancellationToken).Model;
    }

    private static float ScoreOf(TreeEnsemble ranker, ReadOnlySpan<float> nearest)
    {
        var row = new float[ranker.FeatureNames.Count];
        nearest.CopyTo(row.AsSpan(row.Length - nearest.Length));
        return ranker.Walk(row);
    }

    /// <summary>What the final ranker saw of a reader, best first.</summary>
    private static int[] ListOf(SourceSet sources, HistoryItem[] history)
    {
        var scores = EngineShop.Scores(sources, history);
        return [.. Enumerable.Range(0, scores.Length).Where(item => scores[item] > 1f).OrderByDescending(item => scores[item])];
    }

    /// <summary>Queries of holdouts in turn, in which the scores are right or mere chance, and another feature is nearly right.</summary>
    private static NewItemRows Queries(int holdouts, bool areScoresRight, int queriesOfEach = 30)
    {
        var queries = new NewItemRows(Names, Items, EngineShop.Options.Engine, new WorkTeam(1, CancellationToken.None));
        var random = new Random(11);
        for (var query = 0; query < queriesOfEach * holdouts; query++)
        {
            var (rows, labels) = (new float[20 * Names.Length], new float[20]);
            for (var row = 0; row < labels.Length; row++)
            {
                labels[row] = row % 9 == 0 ? 1f : 0f;
                for (var score = 0; score < 2; score++)
                    rows[(row * Names.Length) + score] = areScoresRight ? labels[row] : random.NextSingle();
                rows[(row * Names.Length) + 2] = labels[row] + (0.8f * random.NextSingle());
            }

            queries.Add(rows, labels, query % holdouts);
        }

        return queries;
    }
}
