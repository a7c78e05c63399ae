using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Ranking.Learning;
using BookRecs.Recommender.Tests.Ranking.Learning;

namespace BookRecs.Recommender.Tests.Ranking.Engine;

/// <summary>Which queries a final ranker learns from, and which it is validated by.</summary>
public sealed class EngineRowsTests
{
    private const int Parts = 5;

    [Theory]
    [InlineData(2, 2, EngineRows.NotHidden, QueryRole.Validate)]
    [InlineData(2, 1, EngineRows.NotHidden, QueryRole.Learn)]
    [InlineData(2, 2, 2, QueryRole.Validate)]
    [InlineData(2, 2, 1, QueryRole.LeaveOut)]
    [InlineData(2, 1, 2, QueryRole.LeaveOut)]
    [InlineData(2, 1, 1, QueryRole.Learn)]
    [InlineData(2, 1, 3, QueryRole.Learn)]
    public void RoleOf_TheUsersPartAndTheHiddenItemsPart_Decide(int ranker, int userPart, int hiddenPart, QueryRole expected)
    {
        var rows = Rows();
        rows.Add([1f, 0f, 0f, 2f, 0f, 0f], [0f, 1f], userPart, hiddenPart);
        Assert.Equal(expected, rows.RoleOf(ranker, 0));
    }

    [Fact]
    public void RoleOf_NoRanker_LearnsFromAUserOrAHiddenItemThatValidatesIt()
    {
        var (rows, queries) = All();
        for (var ranker = 0; ranker < Parts; ranker++)
        {
            var learned = queries.Where((_, query) => rows.RoleOf(ranker, query) == QueryRole.Learn).ToArray();
            var validating = queries.Where((_, query) => rows.RoleOf(ranker, query) == QueryRole.Validate).ToArray();
            Assert.NotEmpty(learned);
            Assert.NotEmpty(validating);
            Assert.False(learned.Select(static query => query.User).Intersect(validating.Select(static query => query.User)).Any());
            Assert.DoesNotContain(
                learned.Select(static query => query.Hidden).Intersect(validating.Select(static query => query.Hidden)), static part => part >= 0);
        }
    }

    [Fact]
    public void ValidatedBy_IsTheOneRankerThatTheQueryValidates()
    {
        var (rows, queries) = All();
        var (rowsOfTwo, _) = All(rankers: 2);
        for (var query = 0; query < queries.Length; query++)
        {
            var validated = Enumerable.Range(0, Parts).Where(ranker => rows.RoleOf(ranker, query) == QueryRole.Validate).ToArray();
            Assert.Equal(validated.Length == 0 ? null : Assert.Single(validated), rows.ValidatedBy(query));
            Assert.Equal(validated is [< 2] ? validated[0] : null, rowsOfTwo.ValidatedBy(query));
        }
    }

    [Fact]
    public void CanTeachAll_AQueryWhoseRowsAreAllRelevant_TeachesNoRanker()
    {
        var rows = Rows(rankers: 2);
        rows.Add([1f, 0f, 0f, 2f, 0f, 0f], [1f, 1f], userPart: 3, EngineRows.NotHidden);
        Assert.False(rows.CanTeachAll);
        rows.Add([1f, 0f, 0f, 2f, 0f, 0f], [0f, 1f], userPart: 1, EngineRows.NotHidden);
        Assert.False(rows.CanTeachAll);
        rows.Add([1f, 0f, 0f, 2f, 0f, 0f], [0f, 1f], userPart: 0, EngineRows.NotHidden);
        Assert.True(rows.CanTeachAll);
    }

    [Fact]
    public void Add_OnlyAQueryThatValidatesARanker_JudgesScoresAndNewAndColdItems()
    {
        var rows = Rows(rankers: 2);
        // The score puts the relevant item first where the query validates, last where it does not.
        rows.Add([9f, 1f, 1f, 1f, 1f, 1f, 3f, 0f, 0f], [1f, 0f, 0f], userPart: 1, EngineRows.NotHidden);
        rows.Add([1f, 1f, 1f, 9f, 1f, 1f, 3f, 0f, 0f], [1f, 0f, 0f], userPart: 3, EngineRows.NotHidden);
        rows.Add([1f, 1f, 1f, 9f, 1f, 1f, 3f, 0f, 0f], [1f, 0f, 0f], userPart: 1, hiddenPart: 0);
        // No new item is relevant.
        rows.Add([1f, 1f, 1f, 2f, 1f, 1f, 3f, 0f, 0f], [0f, 0f, 1f], userPart: 0, EngineRows.NotHidden);
        // Hidden items alone.
        rows.Add([1f, 1f, 1f, 2f, 1f, 1f], [0f, 1f], userPart: 0, hiddenPart: 0);

        var (newItems, rankers) = rows.BuildNewItems();

        Assert.Equal(5, rows.Count);
        Assert.Equal(1d, rows.ScoreNdcg["score"], 1e-9);
        Assert.Equal([1, 0], rankers);
        Assert.Equal([9f, 1f, 1f, 1f, 1f, 1f, 1f, 1f, 1f, 2f, 1f, 1f], RankingRows.AllRows(newItems));
        Assert.Equal([1f, 0f, 0f, 1f], newItems.Labels.ToArray());
        Assert.True(rows.HeldOut.HaveNewItems);
        // The scores of all rows, in which the last query that validates about all items begins at the tenth.
        float[] scores = [0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 1f, 2f, 3f, 0f, 0f];
        Assert.Equal(2, rows.HeldOut.All.Count);
        Assert.Equal([1, 1, -1], rows.HeldOut.All[1].Ndcg(scores, 0f, 10));
    }

    private static (EngineRows Rows, (int User, int Hidden)[] Queries) All(int rankers = Parts)
    {
        (int User, int Hidden)[] queries =
        [
            .. from user in Enumerable.Range(0, Parts) from hidden in Enumerable.Range(-1, Parts + 1) select (user, hidden),
        ];
        var rows = Rows(rankers);
        foreach (var (user, hidden) in queries)
            rows.Add([1f, 0f, 0f, 2f, 0f, 0f], [0f, 1f], user, hidden);
        return (rows, queries);
    }

    private static EngineRows Rows(int rankers = Parts) =>
        new(
            ["score", EngineFeatures.IsNewName, EngineFeatures.IsColdName],
            ["score"],
            new EngineOptions { FinalRankers = rankers },
            new WorkTeam(1, CancellationToken.None));
}
