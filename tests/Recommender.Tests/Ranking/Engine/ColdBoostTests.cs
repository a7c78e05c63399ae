using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Tests.Ranking.Learning;

namespace BookRecs.Recommender.Tests.Ranking.Engine;

/// <summary>Items with few users, raised as far as the rule of admission asks and the cost allows.</summary>
public sealed class ColdBoostTests
{
    private const int Places = 10;
    private const int Items = 12;

    private static readonly string[] Names = ["source", "source.recent", EngineFeatures.IsColdName, EngineFeatures.IsNewName];

    private static readonly WorkTeam Team = new(2, CancellationToken.None);

    [Fact]
    public void Choose_WhereASourceFindsColdItemsBetter_RaisesThemNoFurtherThanNeeded()
    {
        // With 1 and 1.2 the rule would hold as well.
        var (queries, scores) = Queries(warmFirst: true, coldGap: 0.75f);
        Assert.Equal(0.8f, ColdBoost.Choose(queries, scores, 0.5, Places, Team));
    }

    [Fact]
    public void Choose_WhereRaisingColdItemsCostsMoreThanAllowed_LeavesThem()
    {
        // Where no cold item is relevant the warm one that is falls from the first place to the second, which costs a quarter overall.
        var (queries, scores) = Queries(warmFirst: true, coldGap: 0.75f);
        Assert.Equal(0f, ColdBoost.Choose(queries, scores, 0.2, Places, Team));
    }

    [Fact]
    public void Choose_WhereNoSourceFindsColdItemsBetter_LeavesThem()
    {
        var (queries, scores) = Queries(warmFirst: true, coldGap: -0.042f);
        Assert.Equal(0f, ColdBoost.Choose(queries, scores, 0.5, Places, Team));
    }

    [Fact]
    public void Choose_WhereWarmItemsAreFoundBetterByASource_DoesNotMakeThemWorse()
    {
        // The ranker puts the relevant warm item last of the warm ones: no boost of cold ones mends that.
        var (queries, scores) = Queries(warmFirst: false, coldGap: 0.75f);
        Assert.Equal(0f, ColdBoost.Choose(queries, scores, 0.5, Places, Team));
    }

    [Fact]
    public void Choose_OfFewQueriesAboutColdItems_LeavesThem()
    {
        var (queries, scores) = Queries(warmFirst: true, coldGap: 0.75f, count: 8 * 19);
        Assert.Equal(0f, ColdBoost.Choose(queries, scores, 0.5, Places, Team));
    }

    [Fact]
    public void Choose_OnAnyNumberOfThreads_IsTheSame()
    {
        var (queries, scores) = Queries(warmFirst: true, coldGap: 0.4f);
        Assert.Equal(
            ColdBoost.Choose(queries, scores, 0.5, Places, Team),
            ColdBoost.Choose(queries, scores, 0.5, Places, new WorkTeam(1, CancellationToken.None)));
    }

    [Theory]
    [InlineData(true, 0.5f)]
    [InlineData(false, 0f)]
    public void Apply_RaisesColdItems_AndNewOnesWhereTheyWereMet(bool includesNew, float ofNew)
    {
        var data = RankingRows.Random(1, features: 2);
        string[] names = [EngineFeatures.IsColdName, EngineFeatures.IsNewName];
        var builder = new RankingDataSetBuilder(names);
        for (var query = 0; query < data.GroupCount; query++)
        {
            var (first, end) = (data.GroupStarts[query], data.GroupStarts[query + 1]);
            builder.AddGroup(RankingRows.AllRows(data).AsSpan()[(2 * first)..(2 * end)], data.Labels[first..end]);
        }

        var ranker = LambdaMart.Fit(builder.Build(), null, new LambdaMartOptions { Trees = 3 }, 1, cancellationToken: TestContext.Current.CancellationToken).Model;
        float[] rows = [0f, 0f, 1f, 0f, 1f, 1f];
        var (before, after) = (new float[3], new float[3]);
        ranker.Score(rows, 2, before);

        var raised = ColdBoost.Apply(ranker, 0.5f, includesNew);
        raised.Score(rows, 2, after);

        Assert.Equal(ranker.TreeCount + 1, raised.TreeCount);
        Assert.Equal(before[0], after[0], 1e-5f);
        Assert.Equal(before[1] + 0.5f, after[1], 1e-5f);
        Assert.Equal(before[2] + ofNew, after[2], 1e-5f);
        Assert.Same(ranker, ColdBoost.Apply(ranker, 0f, includesNew));
    }

    [Fact]
    public void HeldOutQuery_OfEachSlice_CountsItsRelevantItemsAlone()
    {
        var queries = new HeldOutQueries(Names, ["source", "source.recent"], Places);
        // A relevant warm item at the second place of the source, a relevant cold one at its third.
        queries.Add(0, [3f, 0f, 0f, 0f, 2f, 9f, 0f, 0f, 1f, 9f, 1f, 0f], [0f, 1f, 1.6f]);

        var query = Assert.Single(queries.All);
        var (second, third) = (1 / Math.Log2(3), 1 / Math.Log2(4));
        Assert.Equal(1, queries.SourceCount);
        Assert.Equal((second + third) / (1 + second), query.NdcgOf(0, QuerySlice.Overall), 1e-9);
        Assert.Equal(second, query.NdcgOf(0, QuerySlice.Warm), 1e-9);
        Assert.Equal(third, query.NdcgOf(0, QuerySlice.Cold), 1e-9);
        Assert.Equal([1, 1, second], query.Ndcg([3f, 5f, 4f], 0f, Places), new Within(1e-9));
        Assert.Equal([1, second, 1], query.Ndcg([3f, 5f, 4f], 2f, Places), new Within(1e-9));
    }

    /// <summary>
    /// Queries of nine warm and three cold items, whose source puts the relevant item third. In every eighth that is a cold one: the ranker puts it first
    /// of the cold ones, below 0 by the gap, and the next by 0.5 more each, where warm ones have 0 to 0.04. In the others it is a warm one, first or last of those.
    /// </summary>
    private static (HeldOutQueries Queries, float[] Scores) Queries(bool warmFirst, float coldGap, int count = 400)
    {
        const int Cold = 9;
        var queries = new HeldOutQueries(Names, ["source", "source.recent"], Places);
        var random = new Random(3);
        var scores = new float[count * Items];
        for (var query = 0; query < count; query++)
        {
            var (rows, labels) = (new float[Items * Names.Length], new float[Items]);
            var relevant = query % 8 == 7 ? Cold : 0;
            labels[relevant] = 1f;
            for (var item = 0; item < Items; item++)
            {
                var row = rows.AsSpan(item * Names.Length, Names.Length);
                row[0] = item == relevant ? 2f : item is 5 or 6 ? 3f : 1f / (2 + item);
                row[2] = item >= Cold ? 1f : 0f;
                scores[(query * Items) + item] = item >= Cold ? -coldGap - (0.5f * (item - Cold)) : 0.04f * random.NextSingle();
            }

            if (relevant == 0)
                scores[query * Items] = warmFirst ? 0.045f : -0.1f;
            queries.Add(query * Items, rows, labels);
        }

        return (queries, scores);
    }

    private sealed class Within(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double obj) => 0;
    }
}
