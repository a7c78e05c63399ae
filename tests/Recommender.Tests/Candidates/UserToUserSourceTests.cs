using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class UserToUserSourceTests : CandidateSourceBehaviour
{
    protected override string Model => UserToUserSource.SourceName;

    protected override CandidateOptions Options { get; } =
        new() { UserToUser = new UserToUserOptions { Neighbours = 15, RarityExponent = 0.7f, SimilarityExponent = 2 } };

    [Fact]
    public void List_OnTheCheckerboard_BeginsWithTheMissingSquare()
    {
        var data = ToyShop.Checkerboard();
        var sources = Fit(data);
        for (var user = 0; user < 50; user++)
            Assert.Equal(ToyShop.Id(user), ToyShop.List(sources, data, Model, HistoryItem.Of(data, user))[0]);
    }

    [Fact]
    public void Scores_AgreeWithTheDirectComputation()
    {
        var data = ToyShop.Random(41, users: 70, items: 60);
        var source = (UserToUserSource)Fit(data)[Model];
        for (var user = 0; user < data.Users.Count; user++)
        {
            var scores = new ScoreBuffer(data.Items.Count);
            source.Score(HistoryItem.Of(data, user), scores);
            var expected = Direct(data, data.Interactions.RowColumns(user).ToArray());
            for (var item = 0; item < expected.Length; item++)
                Assert.Equal(expected[item], scores[item], 1e-4);
        }
    }

    [Fact]
    public void Score_OfAHistoryThatCoversAnother_PassesThatUserOver()
    {
        var builder = new TrainingDataBuilder();
        foreach (var (user, items) in new[] { ("same", "abc"), ("part", "ab"), ("other", "cd") })
        {
            foreach (var item in items)
                builder.Add(ToyShop.Act(user, item.ToString()));
        }

        var data = builder.Build();
        var options = new UserToUserOptions { Neighbours = 1 };
        var source = UserToUserSource.Fit(data, options, 1, TestContext.Current.CancellationToken);
        var scores = new ScoreBuffer(data.Items.Count);
        source.Score(ToyShop.History(data, "a", "b", "c"), scores);
        Assert.Equal(["c", "d"], scores.Touched.ToArray().Select(item => data.Items[item]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Fit_WithRoomForSome_KeepsTheUsersWhoActedLast()
    {
        var data = ToyShop.Random(42, users: 50);
        var source = UserToUserSource.Fit(
            data, new UserToUserOptions { MaxInteractions = 100 }, 1, TestContext.Current.CancellationToken);
        var starts = data.Interactions.RowStarts.Span.ToArray();
        var latest = Enumerable.Range(0, data.Users.Count)
            .OrderByDescending(user => data.OccurredAt.Span[(int)starts[user]..(int)starts[user + 1]].ToArray().Max()).ToArray();
        var room = 100;
        var kept = latest.TakeWhile(user => (room -= data.Interactions.RowColumns(user).Length) >= 0).ToArray();
        Assert.Equal(kept.Length, source.UserCount);
        Assert.InRange(source.UserCount, 5, 45);
        var rows = UserSample.Choose(data, 100);
        Assert.Equal(kept.Order(), rows);
        Assert.Equal(data.Users.Count, UserSample.Choose(data, 1_000_000).Length);
    }

    [Fact]
    public void UsersOfItems_WhereThereAreTooMany_AreAFixedSampleOfThem()
    {
        var data = ToyShop.Random(43, users: 80);
        var all = data.Interactions.Transpose();
        var some = UserSample.UsersOfItems(data.Interactions, 7);
        for (var item = 0; item < data.Items.Count; item++)
        {
            var users = some.RowColumns(item).ToArray();
            Assert.Equal(Math.Min(7, all.RowColumns(item).Length), users.Length);
            Assert.Equal(users.Order().Distinct(), users);
            Assert.Empty(users.Except(all.RowColumns(item).ToArray()));
        }

        Assert.Equal(some.Columns.ToArray(), UserSample.UsersOfItems(data.Interactions, 7).Columns.ToArray());
        Assert.Contains(Enumerable.Range(0, data.Items.Count), item => some.RowColumns(item).Length == 7 && some.RowColumns(item)[0] > 0);
    }

    [Theory]
    [InlineData("user_to_user.item_starts")]
    [InlineData("user_to_user.user_starts")]
    public void Load_SectionsThatDoNotFit_AreRefusedByName(string section)
    {
        var artifact = new MemoryArtifact();
        Fit(ToyShop.Random(1)).Save(artifact);
        artifact.Replace<long>(section, [0, 1]);
        using var reader = artifact.OpenReader();
        Assert.Contains(section, Assert.Throws<InvalidDataException>(() => SourceSet.Load(reader)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AnItemBeyondTheModel_IsRefusedByName()
    {
        var data = ToyShop.Random(1);
        var artifact = new MemoryArtifact();
        Fit(data).Save(artifact);
        artifact.Replace("user_to_user.user_items", [.. data.Interactions.Columns.Span[1..], data.Items.Count]);
        using var reader = artifact.OpenReader();
        var error = Assert.Throws<InvalidDataException>(() => SourceSet.Load(reader));
        Assert.Contains("user_to_user.user_items", error.Message, StringComparison.Ordinal);
    }

    private double[] Direct(TrainingData data, int[] history)
    {
        var options = Options.UserToUser;
        var rows = Enumerable.Range(0, data.Users.Count).Select(user => data.Interactions.RowColumns(user).ToArray()).ToArray();
        var counts = Enumerable.Range(0, data.Items.Count).Select(item => rows.Count(row => row.Contains(item))).ToArray();
        var nearest = rows
            .Select((row, user) => (Row: row, User: user, Similarity: Cosine(row)))
            .Where(neighbour => neighbour.Similarity > 0 && neighbour.Row.Except(history).Any())
            .OrderByDescending(neighbour => (float)neighbour.Similarity).ThenBy(neighbour => neighbour.User)
            .Take(options.Neighbours);
        var scores = new double[data.Items.Count];
        foreach (var (row, _, similarity) in nearest)
        {
            foreach (var item in row)
                scores[item] += Math.Pow(similarity, options.SimilarityExponent);
        }

        return scores;

        double Cosine(int[] row) => row.Intersect(history).Sum(Square) / Math.Sqrt(row.Sum(Square) * history.Sum(Square));

        double Square(int item) => Math.Pow(Math.Log(1 + ((double)rows.Length / counts[item])), 2 * options.RarityExponent);
    }
}
