using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Tests.Candidates;

/// <summary>What every model must do, whatever it is made of. A model's test class derives from this and adds its known answers.</summary>
public abstract class CandidateSourceBehaviour
{
    protected abstract string Model { get; }

    protected virtual CandidateOptions Options { get; } = new();

    [Fact]
    public void Lists_OfUsers_NeverHoldASeenItem()
    {
        var data = ToyShop.Random(1);
        var sources = Fit(data);
        for (var user = 0; user < data.Users.Count; user++)
        {
            var list = ToyShop.List(sources, data, Model, HistoryItem.Of(data, user), length: data.Items.Count);
            var seen = data.Interactions.RowColumns(user).ToArray().Select(item => data.Items[item]);
            Assert.Empty(list.Intersect(seen));
            Assert.Equal(list.Length, list.Distinct().Count());
        }
    }

    [Fact]
    public void Lists_WithExcludedAndAllowedItems_KeepToThem()
    {
        var data = ToyShop.Random(2);
        var sources = Fit(data);
        var allowed = new ItemSet(data.Items.Count);
        for (var item = 0; item < data.Items.Count; item += 2)
            allowed.Add(item);
        var list = new ScoredItem[data.Items.Count];
        var count = sources.CreateListMaker(Model).Make(HistoryItem.Of(data, 0), [0, 2, 4], allowed, list);
        Assert.All(list[..count], place => Assert.True(place.Item % 2 == 0 && place.Item > 4, $"item {place.Item} was not to be listed"));
    }

    [Fact]
    public void Lists_OfManyUsersAtOnce_AreThoseOfOneByOne()
    {
        foreach (var (seed, length, isFiltered) in new[] { (10, 10, false), (11, 1, true), (12, 25, true) })
        {
            var data = ToyShop.Random(seed, users: 150, items: 200);
            var sources = Fit(data);
            var histories = Enumerable.Range(0, data.Users.Count).Select(user => HistoryItem.Of(data, user)).Append([]).ToArray();
            var allowed = new ItemSet(data.Items.Count);
            for (var item = 0; item < data.Items.Count; item += 3)
                allowed.Add(item);
            var (places, counts) = (new ScoredItem[histories.Length * length], new int[histories.Length]);
            sources.CreateListMaker(Model).Make(histories, isFiltered ? allowed : null, length, places, counts);
            var maker = sources.CreateListMaker(Model);
            var list = new ScoredItem[length];
            for (var user = 0; user < histories.Length; user++)
            {
                var count = maker.Make(histories[user], [], isFiltered ? allowed : null, list);
                Assert.Equal(list[..count], places.AsSpan(user * length, counts[user]).ToArray());
            }
        }
    }

    [Fact]
    public void Fit_OnAnyNumberOfThreads_GivesTheSameBits()
    {
        var data = ToyShop.Random(3, users: 150, items: 200);
        var once = Bits(Fit(data, threads: 1));
        foreach (var threads in new[] { 1, 2, 5 })
            Assert.Equal(once, Bits(Fit(data, threads)));
    }

    [Fact]
    public void Fit_OnRowsInAnotherOrder_GivesTheSameBits()
    {
        var rows = Enumerable.Range(0, 200)
            .Select(row => ToyShop.Act($"u{row * 7 % 23}", ToyShop.Id(row * 11 % 31), row % 6, row)).ToArray();
        Assert.Equal(Bits(Fit(Build(rows))), Bits(Fit(Build(rows.Reverse()))));

        static TrainingData Build(IEnumerable<Interaction> rows)
        {
            var builder = new TrainingDataBuilder();
            foreach (var row in rows)
                builder.Add(row);
            return builder.Build();
        }
    }

    [Fact]
    public void SaveAndLoad_ChangeNothing()
    {
        var data = ToyShop.Random(4);
        var sources = Fit(data);
        var artifact = new MemoryArtifact();
        sources.Save(artifact);
        using var reader = artifact.OpenReader();
        var loaded = SourceSet.Load(reader);
        Assert.Equal(Bits(sources), Bits(loaded));
        for (var user = 0; user < data.Users.Count; user++)
        {
            var history = HistoryItem.Of(data, user);
            Assert.Equal(Scores(sources[Model], history, data), Scores(loaded[Model], history, data));
        }
    }

    [Fact]
    public void Lists_OfAnEmptyHistory_AreServed()
    {
        var data = ToyShop.Random(5);
        Assert.Equal(10, ToyShop.List(Fit(data), data, Model, []).Length);
    }

    [Fact]
    public void Scores_AreAboveZeroAndDoNotDependOnTheBufferBefore()
    {
        var data = ToyShop.Random(6);
        var source = Fit(data)[Model];
        var history = HistoryItem.Of(data, 7);
        var buffer = new ScoreBuffer(data.Items.Count);
        source.Score(HistoryItem.Of(data, 8), buffer);
        buffer.Clear();
        source.Score(history, buffer);
        Assert.All(buffer.Touched.ToArray(), item => Assert.True(buffer[item] > 0f, $"item {item} has the score {buffer[item]}"));
        Assert.Equal(Scores(source, history, data), AllScores(buffer));
    }

    [Fact]
    public async Task Score_OnManyThreadsAtOnce_GivesTheSameScores()
    {
        var data = ToyShop.Random(7);
        var source = Fit(data)[Model];
        var expected = Enumerable.Range(0, data.Users.Count).Select(user => Scores(source, HistoryItem.Of(data, user), data)).ToArray();
        await Parallel.ForAsync(0, 400, TestContext.Current.CancellationToken, (call, _) =>
        {
            var user = call % data.Users.Count;
            Assert.Equal(expected[user], Scores(source, HistoryItem.Of(data, user), data));
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public void Lists_AfterTheFirst_AllocateNothing()
    {
        var data = ToyShop.Random(8);
        var maker = Fit(data).CreateListMaker(Model);
        var history = HistoryItem.Of(data, 3);
        var list = new ScoredItem[10];
        for (var warmUp = 0; warmUp < 200; warmUp++)
            maker.Make(history, [], null, list);

        // The runtime allocates tables of its own on whichever thread needs them: what lists allocate is there in every round.
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var call = 0; call < 100; call++)
                maker.Make(history, [], null, list);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.True(least == 0, $"100 lists of {Model} allocated {least} bytes");
    }

    [Fact]
    public void Fit_OnNothing_ServesEmptyLists()
    {
        var data = new TrainingDataBuilder().Build();
        Assert.Empty(ToyShop.List(Fit(data), data, Model, []));
    }

    protected SourceSet Fit(TrainingData data, int threads = 2) =>
        SourceSet.Fit(data, Options, [Model], threads, null, TestContext.Current.CancellationToken);

    private static string Bits(SourceSet sources)
    {
        var artifact = new MemoryArtifact();
        sources.Save(artifact);
        return artifact.Dump();
    }

    private static float[] Scores(ICandidateSource source, HistoryItem[] history, TrainingData data)
    {
        var buffer = new ScoreBuffer(data.Items.Count);
        source.Score(history, buffer);
        return AllScores(buffer);
    }

    private static float[] AllScores(ScoreBuffer buffer) => [.. Enumerable.Range(0, buffer.ItemCount).Select(item => buffer[item])];
}
