using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class ColdStartSourceTests : CandidateSourceBehaviour
{
    protected override string Model => ColdStartSource.SourceName;

    protected override CandidateOptions Options { get; } = new()
    {
        ColdStart = new ColdStartOptions { ColdBelow = 3, Neighbours = 25, Companions = 6, CompanionWeight = 0.4f, MaxArguments = 40, Normalization = 0.7f },
    };

    [Fact]
    public void Scores_AreOfColdItemsOnly()
    {
        var data = ToyShop.Random(51);
        var counts = Counts(data);
        var source = Fit(data).ColdStart!;
        var scores = new ScoreBuffer(data.Items.Count);
        for (var user = 0; user < data.Users.Count; user++)
            source.Score(HistoryItem.Of(data, user), scores);
        Assert.All(scores.Touched.ToArray(), item => Assert.True(counts[item] < 3, $"item {item} has {counts[item]} users"));
        Assert.Contains(scores.Touched.ToArray(), item => counts[item] == 0);
    }

    [Fact]
    public void Arguments_AgreeWithTheDirectComputation()
    {
        var data = ToyShop.Random(52);
        var options = Options with { ColdStart = Options.ColdStart with { MaxArguments = 1_000 } };
        var found = ColdStartSource.Fit(data, options.ColdStart, options.Content, 2, TestContext.Current.CancellationToken).Arguments.Transpose();
        var counts = Counts(data);
        var vectors = ContentVectors.Build(data.Books, options.Content, 1, TestContext.Current.CancellationToken);
        var together = ItemToItemSource.Fit(
            data, new ItemToItemOptions { Neighbours = 7 }, 1, TestContext.Current.CancellationToken).Neighbours;
        for (var cold = 0; cold < counts.Length; cold++)
        {
            var expected = new double[counts.Length];
            var nearest = Enumerable.Range(0, counts.Length)
                .Where(item => item != cold && counts[item] > 0 && counts[cold] < 3)
                .Select(item => (Item: item, Similarity: Cosine(vectors, cold, item)))
                .OrderByDescending(other => (float)other.Similarity).ThenBy(other => other.Item).Take(25).ToArray();
            var scale = Math.Pow(Math.Max(nearest.Sum(other => other.Similarity), 1e-9), -0.7);
            foreach (var (near, similarity) in nearest)
            {
                for (var item = 0; item < counts.Length; item++)
                    expected[item] += scale * similarity * (item == near ? 1 : 0.4 * Share(together, item, near));
            }

            var actual = new double[counts.Length];
            for (var entry = 0; entry < found.RowColumns(cold).Length; entry++)
                actual[found.RowColumns(cold)[entry]] = found.RowValues(cold)[entry];
            for (var item = 0; item < counts.Length; item++)
                Assert.Equal(expected[item], actual[item], 2e-4);
        }
    }

    [Fact]
    public void Place_ABookOfTheCatalogue_FindsTheArgumentsOfTheModel()
    {
        var data = ToyShop.Random(53);
        var source = Fit(data).ColdStart!;
        var trained = source.Arguments.Transpose();
        var counts = Counts(data);
        var places = new ScoredItem[40];
        var compared = 0;
        for (var item = 0; item < counts.Length; item++)
        {
            if (counts[item] > 0)
                continue;
            var count = source.Place(data.Books[item]!, places);
            Assert.Equal(trained.RowColumns(item).Length, count);
            foreach (var (argument, weight) in places[..count])
            {
                var entry = trained.RowColumns(item).IndexOf(argument);
                if (entry >= 0)
                    Assert.Equal(trained.RowValues(item)[entry], weight, 1e-4);
                compared += entry >= 0 ? 1 : 0;
            }
        }

        Assert.True(compared > 200, $"only {compared} arguments were compared");
    }

    [Fact]
    public void Nearest_OfAnItemOfTheModel_IsWhatIsMeasuredOfABookThatCameAfter()
    {
        var data = ToyShop.Random(53);
        var source = Fit(data).ColdStart!;
        var counts = Counts(data);
        float[] logUsers = [.. counts.Select(static count => MathF.Log(1 + count))];
        var (places, measured, compared) = (new ScoredItem[40], new float[3], 0);
        for (var item = 0; item < counts.Length; item++)
        {
            var facts = source.Nearest!.FactsOf(item).ToArray();
            if (counts[item] > 0)
                continue;
            NearestItems.Measure(places.AsSpan(0, source.FindNearest(data.Books[item]!, places)), logUsers, measured);
            for (var fact = 0; fact < facts.Length; fact++)
                Assert.Equal(facts[fact], measured[fact], 1e-3);
            compared += facts[0] > 0 ? 1 : 0;
        }

        Assert.True(compared > 10, $"only {compared} items are like another");
    }

    [Fact]
    public void Measure_KnownItems_GivesTheHighestTheSumAndTheWeightedMean()
    {
        var facts = new float[3];
        NearestItems.Measure([new ScoredItem(1, 0.6f), new ScoredItem(0, 0.2f)], [1f, 3f], facts);
        Assert.Equal([0.6f, 0.8f, 2.5f], facts.Select(static fact => MathF.Round(fact, 5)));
        NearestItems.Measure([], [1f, 3f], facts);
        Assert.Equal([0f, 0f, 0f], facts);
    }

    [Fact]
    public void Place_ABookThatIsNew_FindsTheBooksOfItsAuthor()
    {
        var data = ToyShop.Checkerboard();
        var source = Fit(data).ColdStart!;
        var book = new Book { ItemId = "new", Title = "Unheard of", Authors = ["Eve Even"], Genres = ["white"] };
        var places = new ScoredItem[50];
        var count = source.FindNearest(book, places);
        Assert.Equal(25, count);
        Assert.All(places[..count], place => Assert.Equal(0, place.Item % 2));
        Assert.All(places[..count], static place => Assert.InRange(place.Score, 0.01f, 1f));
        count = source.Place(book, places);
        Assert.All(places[..count], place => Assert.Equal(0, place.Item % 2));
        Assert.Equal(0, source.Place(new Book { ItemId = "alien", Title = "Xyzzy", Authors = ["Nobody"] }, places));
    }

    [Fact]
    public void TryPlace_ANewBook_IsNearTheReadersOfBooksLikeIt()
    {
        var data = ToyShop.Checkerboard();
        var sources = FitWithFactors(data);
        var (source, factors) = (sources.ColdStart!, sources.LatentFactors!);
        var (place, user) = (new float[factors.Stride], new float[factors.Factors]);
        Assert.True(source.TryPlace(new Book { ItemId = "new", Title = "Unheard of", Authors = ["Otto Odd"] }, place));

        factors.FoldIn(ToyShop.History(data, ToyShop.Id(1), ToyShop.Id(3)), user);
        var odd = user.Zip(place, static (left, right) => left * right).Sum();
        factors.FoldIn(ToyShop.History(data, ToyShop.Id(2), ToyShop.Id(4)), user);
        var even = user.Zip(place, static (left, right) => left * right).Sum();
        Assert.True(odd > even + 0.05, $"a reader of Odd has {odd}, one of Even {even}");
        Assert.False(source.TryPlace(new Book { ItemId = "alien", Title = "Xyzzy" }, place));
        Assert.All(place, static factor => Assert.Equal(0f, factor));
    }

    [Fact]
    public void TryPlace_WithoutFactors_IsRefusedAndAWrongLengthToo()
    {
        var book = new Book { ItemId = "new", Authors = ["Otto Odd"] };
        var place = new float[16];
        Assert.False(Fit(ToyShop.Checkerboard()).ColdStart!.TryPlace(book, place));
        var error = Assert.Throws<ArgumentException>(() => FitWithFactors(ToyShop.Checkerboard()).ColdStart!.TryPlace(book, new float[9]));
        Assert.Contains("place is 9 long, but must be 16", error.Message, StringComparison.Ordinal);
    }

    private static SourceSet FitWithFactors(TrainingData data) => SourceSet.Fit(
        data,
        new CandidateOptions { LatentFactors = new LatentFactorsOptions { Factors = 9, Iterations = 4 } },
        [ColdStartSource.SourceName, LatentFactorsSource.SourceName],
        1,
        null,
        TestContext.Current.CancellationToken);

    [Fact]
    public async Task Place_OnManyThreadsAndAfterLoading_GivesTheSame()
    {
        var data = ToyShop.Random(54);
        var source = Fit(data);
        var artifact = new MemoryArtifact();
        source.Save(artifact);
        using var reader = artifact.OpenReader();
        var loaded = SourceSet.Load(reader).ColdStart!;
        var expected = data.Books.Select(book => Place(source.ColdStart!, book!)).ToArray();
        await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken, (call, _) =>
        {
            var item = call % expected.Length;
            Assert.Equal(expected[item], Place(loaded, data.Books[item]!));
            return ValueTask.CompletedTask;
        });

        static ScoredItem[] Place(ColdStartSource source, Book book)
        {
            var places = new ScoredItem[30];
            return places[..source.Place(book, places)];
        }
    }

    [Fact]
    public void Load_SectionsThatDoNotFit_AreRefusedByName()
    {
        foreach (var section in new[] { "cold_start.document_counts", "cold_start.described" })
        {
            var artifact = new MemoryArtifact();
            Fit(ToyShop.Random(1)).Save(artifact);
            artifact.Replace<int>(section, [1, 2]);
            using var reader = artifact.OpenReader();
            Assert.Contains(section, Assert.Throws<InvalidDataException>(() => SourceSet.Load(reader)).Message, StringComparison.Ordinal);
        }
    }

    private static int[] Counts(TrainingData data)
    {
        var counts = new int[data.Items.Count];
        foreach (var item in data.Interactions.Columns.Span)
            counts[item]++;
        return counts;
    }

    private static double Cosine(CsrMatrix vectors, int left, int right)
    {
        var sum = 0d;
        for (var entry = 0; entry < vectors.RowColumns(left).Length; entry++)
        {
            var other = vectors.RowColumns(right).IndexOf(vectors.RowColumns(left)[entry]);
            sum += other < 0 ? 0 : vectors.RowValues(left)[entry] * vectors.RowValues(right)[other];
        }

        return sum;
    }

    /// <summary>How often an item goes with another, as a share of itself.</summary>
    private static double Share(CsrMatrix together, int item, int other)
    {
        var (own, rank) = (together.RowColumns(item).IndexOf(item), together.RowColumns(item).IndexOf(other));
        return own < 0 || rank < 0 ? 0 : together.RowValues(item)[rank] / together.RowValues(item)[own];
    }
}
