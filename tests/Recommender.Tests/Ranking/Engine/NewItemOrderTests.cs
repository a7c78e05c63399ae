using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Candidates.Latent;
using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Tests.Candidates;
using BookRecs.Recommender.Training;

namespace BookRecs.Recommender.Tests.Ranking.Engine;

/// <summary>Items that nobody has acted on, ordered among themselves by the best judge of them.</summary>
public sealed class NewItemOrderTests
{
    private const int Places = 10;

    private static readonly Holdout Hidden = Holdout.Make(EngineShop.Undated, 0.1, 0.2, 50, 42)!;

    private static readonly Lazy<EngineTraining> Training =
        new(static () => SourceSet.TrainEngine(Hidden.Train, EngineShop.Options, 2, null, CancellationToken.None));

    [Fact]
    public void Rank_WithASourceForNewItems_TakesItsOrderAmongThem()
    {
        var byColdStart = Fit(ColdStartSource.SourceName);
        var differs = false;
        var byRanker = Fit();
        for (var user = 0; user < 30; user++)
        {
            var history = HistoryItem.Of(Hidden.Train, user);
            var expected = Best(byColdStart[ColdStartSource.SourceName], history);
            Assert.Equal(expected, Best(byColdStart.Engine!, history).Take(expected.Length));
            differs |= !expected.SequenceEqual(Best(byRanker.Engine!, history).Take(expected.Length));
        }

        Assert.True(differs, "the final ranker orders new items as the source does, so that nothing was shown");
    }

    [Fact]
    public void Rank_WithTwoScoresForNewItems_TakesTheSumOfTheirSharesOfTheBest()
    {
        var together = Fit(ColdStartSource.SourceName, LatentFactorsSource.SourceName);
        var (coldStart, latent) = (together.ColdStart!, together.LatentFactors!);
        var differs = false;
        for (var user = 0; user < 30; user++)
        {
            var history = HistoryItem.Of(Hidden.Train, user);
            var factors = new float[latent.Stride];
            latent.FoldInPadded(history, factors);
            var arguments = new ScoreBuffer(Hidden.Train.Items.Count);
            coldStart.Score(history, arguments);
            var scores = Best(together.Engine!, history, Hidden.Train.Items.Count)
                .ToDictionary(item => item, item => (ColdStart: arguments[item], Latent: Product(factors, coldStart.Factors!.OfNew(item))));
            var (most, mostLatent) = (scores.Values.Max(static score => score.ColdStart), scores.Values.Max(static score => score.Latent));
            var found = Best(together.Engine!, history);
            var expected = scores.OrderByDescending(score => (score.Value.ColdStart / most) + (score.Value.Latent / mostLatent)).Select(static score => score.Key);
            Assert.Equal(expected.Take(5), found.Take(5));
            differs |= !Best(coldStart, history).Take(5).SequenceEqual(found.Take(5));
        }

        Assert.True(differs, "cold_start alone orders new items alike, so that nothing was shown");

        static float Product(float[] left, ReadOnlySpan<float> right) => right.IsEmpty ? 0f : FactorKernels.Dot(left, right);
    }

    [Fact]
    public void Rank_WithASourceForNewItems_LeavesTheOthersWhereTheyWere()
    {
        var (byColdStart, byRanker) = (Fit(ColdStartSource.SourceName), Fit());
        for (var user = 0; user < 30; user++)
        {
            var history = HistoryItem.Of(Hidden.Train, user);
            Assert.Equal(ListOf(byRanker, history), ListOf(byColdStart, history));
        }

        // The new items stand for themselves as one kind: only which of them is where may change.
        static int[] ListOf(SourceSet sources, HistoryItem[] history)
        {
            var scores = EngineShop.Scores(sources, history);
            return
            [
                .. Enumerable.Range(0, scores.Length).Where(item => scores[item] > 1f).OrderByDescending(item => scores[item])
                    .Select(static item => Hidden.HiddenItems!.Contains(item) ? -1 : item),
            ];
        }
    }

    [Theory]
    [InlineData(1f, 0f, "cold_start")]
    [InlineData(0f, 1f, "content")]
    [InlineData(0f, 0f, "")]
    public void Choose_WhatIsRightMostOften_Wins(float coldStart, float content, string expected)
    {
        // The ranker knows feature 3; where both sources are constant it is the best.
        string[] names = ["item.is_new", "cold_start", "content", "known"];
        var builder = new RankingDataSetBuilder(names);
        var newItems = new NewItemQueries(names);
        var random = new Random(5);
        for (var query = 0; query < 40; query++)
        {
            var rows = new float[20 * names.Length];
            var labels = new float[20];
            for (var row = 0; row < labels.Length; row++)
            {
                labels[row] = row % 7 == 0 ? 1f : 0f;
                // Rows of items with users contradict the sources, and must not count.
                var isNew = row % 2 == 0;
                var truth = isNew ? labels[row] : -labels[row];
                (rows[row * 4], rows[(row * 4) + 1], rows[(row * 4) + 2]) = (isNew ? 1f : 0f, coldStart * truth, content * truth);
                rows[(row * 4) + 3] = (0.3f * labels[row]) + random.NextSingle();
            }

            builder.AddGroup(rows, labels);
            newItems.Add(rows, labels, ranker: 0);
        }

        var data = builder.Build();
        var ranker = expected.Length == 0
            ? Ranker(data, new LambdaMartOptions { Trees = 5, Leaves = 4, MinRowsInLeaf = 5, FeatureFraction = 1 })
            : Ranker(data, new LambdaMartOptions { Trees = 1, Leaves = 2, MinRowsInLeaf = 1_000_000 });

        Assert.Equal(expected, string.Join('+', NewItemOrder.Choose(newItems.Build().Queries, _ => ranker, Places, 1).Columns));
    }

    [Fact]
    public void Choose_TwoScoresThatEachKnowHalf_AreTakenTogether()
    {
        string[] names = ["item.is_new", "cold_start", "content", "latent_factors"];
        var builder = new RankingDataSetBuilder(names);
        for (var query = 0; query < 20; query++)
        {
            // Two relevant items, each favoured by one of the scores, on scales of their own; both scores find every other item middling.
            var rows = new List<float>();
            for (var item = 0; item < 6; item++)
                rows.AddRange([1f, item == 0 ? 100f : item == 1 ? 49f : 50f, 1f, item == 1 ? 0.01f : item == 0 ? 0.0049f : 0.005f]);
            builder.AddGroup([.. rows], [1f, 1f, 0f, 0f, 0f, 0f]);
        }

        var data = builder.Build();
        var ranker = Ranker(data, new LambdaMartOptions { Trees = 1, Leaves = 2, MinRowsInLeaf = 1_000_000 });
        var (columns, ndcg) = NewItemOrder.Choose(data, _ => ranker, Places, 1);
        Assert.Equal(["cold_start", "latent_factors"], columns);
        Assert.Equal(1, ndcg["cold_start+latent_factors"], 1e-9);
        Assert.InRange(ndcg["cold_start"], 0.1, 0.9);
    }

    [Theory]
    [InlineData(6, 4, "cold_start")]
    [InlineData(4, 6, "cold_start")]
    [InlineData(1, 9, "content")]
    public void Choose_ALaterOrder_MustBeBetterByMoreThanChance(int queriesOfColdStart, int queriesOfContent, string expected)
    {
        string[] names = ["item.is_new", "cold_start", "content"];
        var builder = new RankingDataSetBuilder(names);
        for (var query = 0; query < queriesOfColdStart + queriesOfContent; query++)
        {
            var sign = query < queriesOfColdStart ? 1f : -1f;
            builder.AddGroup([1f, sign, -sign, 1f, -sign, sign], [1f, 0f]);
        }

        var data = builder.Build();
        var ranker = Ranker(data, new LambdaMartOptions { Trees = 1, Leaves = 2, MinRowsInLeaf = 1_000_000 });
        Assert.Equal([expected], NewItemOrder.Choose(data, _ => ranker, 1, 1).Columns);
    }

    [Theory]
    [InlineData(4, "cold_start")]
    [InlineData(0, "")]
    public void Choose_TheRanker_MustBeBetterByMoreThanChance(int queriesWhereItErrs, string expected)
    {
        // cold_start is right in the first half of the queries, the ranker in all but the first few.
        string[] names = ["item.is_new", "cold_start", "known"];
        var builder = new RankingDataSetBuilder(names);
        for (var query = 0; query < 10; query++)
        {
            var (byColdStart, byRanker) = (query < 5 ? 1f : -1f, query >= queriesWhereItErrs ? 1f : -1f);
            builder.AddGroup([1f, byColdStart, byRanker, 1f, -byColdStart, -byRanker], [1f, 0f]);
        }

        var data = builder.Build();
        var ranker = Ranker(data, new LambdaMartOptions { Trees = 1, Leaves = 2, MinRowsInLeaf = 1, FeatureFraction = 1, QueryFraction = 1 });
        var (columns, ndcg) = NewItemOrder.Choose(data, _ => ranker, 1, 1);
        Assert.True(ndcg["engine"] > ndcg["cold_start"], $"the ranker has {ndcg["engine"]}, cold_start {ndcg["cold_start"]}: the case tests nothing");
        Assert.Equal(expected, string.Join('+', columns));
    }

    [Fact]
    public void Save_AndLoad_KeepTheOrder()
    {
        var artifact = new MemoryArtifact();
        Fit(ColdStartSource.SourceName).Save(artifact);
        using var reader = artifact.OpenReader();
        Assert.Equal([ColdStartSource.SourceName], SourceSet.Load(reader).Engine!.Rankers!.NewItemOrder);
    }

    [Fact]
    public void Load_AnOrderThatIsNoScore_IsRefused()
    {
        var artifact = new MemoryArtifact();
        Fit(ColdStartSource.SourceName).Save(artifact);
        artifact.Replace<string>("engine.new_item_order", ["telepathy"]);
        using var reader = artifact.OpenReader();
        var error = Assert.Throws<InvalidDataException>(() => SourceSet.Load(reader));
        Assert.Contains("engine.new_item_order is telepathy", error.Message, StringComparison.Ordinal);
    }

    private static SourceSet Fit(params string[] order)
    {
        var training = Training.Value with { Rankers = Training.Value.Rankers! with { NewItemOrder = [.. order] } };
        return SourceSet.Fit(Hidden.Train, training, 2, null, TestContext.Current.CancellationToken);
    }

    /// <summary>The best new items by a source that scores nothing but those that are allowed.</summary>
    private static int[] Best(ICandidateSource source, HistoryItem[] history, int count = Places)
    {
        var buffer = new ScoreBuffer(Hidden.Train.Items.Count);
        if (source is IFilteredSource filtered)
            filtered.Score(history, Hidden.HiddenItems, buffer);
        else
            source.Score(history, buffer);
        return
        [
            .. buffer.Touched.ToArray().Where(item => Hidden.HiddenItems!.Contains(item) && buffer[item] > 0f)
                .OrderByDescending(item => buffer[item]).Take(count),
        ];
    }

    private static TreeEnsemble Ranker(RankingDataSet data, LambdaMartOptions options) =>
        LambdaMart.Fit(data, null, options, 1, cancellationToken: TestContext.Current.CancellationToken).Model;
}
