using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Ranking.Engine;
using BookRecs.Recommender.Tests.Candidates;
using BookRecs.Recommender.Tests.Training;

namespace BookRecs.Recommender.Tests.Ranking.Engine;

public sealed class ItemFactsTests
{
    private static readonly Book[] Books =
    [
        new() { ItemId = "a", Authors = ["Eve Even", "EVE EVEN", "Otto Odd"], Series = ["White", "Omnibus"], Genres = ["crime"], Publisher = "House", Year = 1999, Volume = 2 },
        new() { ItemId = "b", Authors = ["eve even"], Series = ["white"], Genres = ["Crime", "sea"], Publisher = "HOUSE", Language = "en" },
        new() { ItemId = "cold", Authors = ["Otto Odd"], Publisher = "", Year = 2024 },
    ];

    [Fact]
    public void Of_DatedActs_CountsUsersAndDays()
    {
        var data = Data();
        var facts = ItemFacts.Of(data);
        Assert.Equal(ToyShop.Start.AddDays(100).ToUnixTimeSeconds(), facts.Latest);

        // a is bought on the days 0, 50 and 100, b on day 10, and c by one without a date.
        var (a, b, c, cold) = (Item(data, "a"), Item(data, "b"), Item(data, "c"), Item(data, "cold"));
        Assert.Equal([MathF.Log(4), MathF.Log(2), MathF.Log(2), 0f], Of(facts.LogUsers, a, b, c, cold));
        Assert.Equal([100f, 90f, float.NaN, float.NaN], Of(facts.Age, a, b, c, cold));
        Assert.Equal([0f, 90f, float.NaN, float.NaN], Of(facts.Idle, a, b, c, cold));
        Assert.Equal([2 / 3f, 0f, float.NaN, float.NaN], Of(facts.Trend, a, b, c, cold));
        Assert.Equal([1999f, float.NaN, float.NaN, 2024f], Of(facts.Year, a, b, c, cold));
        Assert.Equal([2f, float.NaN, float.NaN, float.NaN], Of(facts.Volume, a, b, c, cold));
    }

    [Fact]
    public void Of_RatedActs_MeansTheirWeights()
    {
        var data = Shops.Build([ToyShop.Act("u", "a", rating: 4), ToyShop.Act("v", "a"), ToyShop.Act("v", "b", rating: 1)], Books);
        var facts = ItemFacts.Of(data);

        // An act weighs 1, and a quarter of each star more.
        Assert.Equal([1.5f, 1.25f, float.NaN], Of(facts.Weight, Item(data, "a"), Item(data, "b"), Item(data, "cold")));
    }

    [Fact]
    public void With_BooksThatCameLater_KnowsTheirRecordAlone()
    {
        var data = Data();
        var later = new Book { ItemId = "later", Authors = ["Eve Even"], Year = 2030, Volume = 3 };
        var facts = ItemFacts.Of(data);
        var grown = facts.With([.. data.Books, later]);
        var item = data.Items.Count;
        Assert.Equal(
            [0f, 2030f, 3f, float.NaN, float.NaN, float.NaN, float.NaN],
            [grown.LogUsers[item], grown.Year[item], grown.Volume[item], grown.Age[item], grown.Idle[item], grown.Trend[item], grown.Weight[item]]);
        Assert.Equal(facts.Weight.ToArray(), grown.Weight[..item].ToArray());
        Assert.True(grown.IsNew(item) && grown.IsCold(item));
    }

    [Fact]
    public void Of_Books_NumbersGroupsWithoutCaseAndTakesTheFirstSeries()
    {
        var data = Data();
        var facts = ItemFacts.Of(data);
        var (a, b, c, cold) = (Item(data, "a"), Item(data, "b"), Item(data, "c"), Item(data, "cold"));
        Assert.Equal((2, 1, 2, 1, 1), (facts.Authors.Count, facts.Series.Count, facts.Genres.Count, facts.Publishers.Count, facts.Languages.Count));
        Assert.Equal(2, facts.Authors.Of(a).Length);
        Assert.Equal(facts.Authors.Of(a)[0], Assert.Single(facts.Authors.Of(b).ToArray()));
        Assert.Equal(facts.Authors.Of(a)[1], Assert.Single(facts.Authors.Of(cold).ToArray()));
        Assert.Equal(Assert.Single(facts.Series.Of(a).ToArray()), Assert.Single(facts.Series.Of(b).ToArray()));
        Assert.Equal(facts.Genres.Of(a)[0], facts.Genres.Of(b)[0]);
        Assert.Equal(facts.Publishers.Of(a).ToArray(), facts.Publishers.Of(b).ToArray());
        Assert.True(facts.Publishers.Of(cold).IsEmpty && facts.Languages.Of(a).IsEmpty && facts.Authors.Of(c).IsEmpty);
    }

    [Fact]
    public void Of_UndatedActs_KnowsNoDays()
    {
        var facts = ItemFacts.Of(Shops.Build([ToyShop.Act("u", "a"), ToyShop.Act("v", "a")], []));
        Assert.Equal(TrainingData.NoDate, facts.Latest);
        Assert.Equal([MathF.Log(3), float.NaN, float.NaN, float.NaN], [facts.LogUsers[0], facts.Age[0], facts.Idle[0], facts.Trend[0]]);
    }

    [Fact]
    public void SaveAndLoad_ChangeNothing()
    {
        var artifact = Save();
        using var reader = artifact.OpenReader();
        var again = new MemoryArtifact();
        ItemFacts.Load(reader, 4).Save(again);
        Assert.Equal(artifact.Dump(), again.Dump());
    }

    [Fact]
    public void Load_BrokenSections_AreRefusedByName()
    {
        Refuse(static artifact => artifact.Replace("engine.items.idle", new float[3]), "engine.items.idle has 3 entries, but must have 4");
        Refuse(static artifact => artifact.Replace("engine.items.authors.groups", new[] { 0, 1, 0, 2 }), "engine.items.authors");
        Refuse(static artifact => artifact.Replace("engine.items.authors.groups", new[] { 0 }), "engine.items.authors");
        Refuse(static artifact => artifact.Replace("engine.items.genres.starts", new[] { 0, 3, 1, 3, 3 }), "engine.items.genres");
        Refuse(static artifact => artifact.Replace("engine.items.genres.starts", new[] { 0, 1, 3, 3 }), "engine.items.genres");
        Refuse(
            static artifact =>
            {
                artifact.Replace("engine.items.languages.count", new[] { -1 });
                artifact.Replace("engine.items.languages.starts", new int[5]);
                artifact.Replace("engine.items.languages.groups", Array.Empty<int>());
            },
            "engine.items.languages");
    }

    [Fact]
    public void Scales_AreMeansOverItemsAndUsersThatAct()
    {
        var data = Data();
        var sources = SourceSet.Fit(data, new CandidateOptions(), [ItemToItemSource.SourceName], 1, null, TestContext.Current.CancellationToken);
        var scales = EngineScales.Measure(data, sources, ItemFacts.Of(data), new EngineOptions(), 2, TestContext.Current.CancellationToken);

        // a has 3 users, b and c have 1; u has a and b, v has a and c, w has a.
        Assert.Equal((Math.Log(4) + (2 * Math.Log(2))) / 3, scales.LogUsers, 1e-6);
        Assert.Equal(((2 * Math.Log(3)) + Math.Log(2)) / 3, scales.LogItems, 1e-6);
        Assert.Equal(2, scales.Scores.Length);
        Assert.All(scales.Scores, score => Assert.True(score > 0f));
    }

    [Fact]
    public void Scales_RoundTripAndRefuseAnotherNumberOfColumns()
    {
        var artifact = new MemoryArtifact();
        var means = ItemMeans.Of([2, 4, 8, 1, 0, 0, 1, 1], 2, 4, ItemFacts.Of(Data()));
        new EngineScales([3f, 0.5f], means, 1.25f, 2.5f).Save(artifact);
        using var reader = artifact.OpenReader();
        var loaded = EngineScales.Load(reader, 4, 2);
        Assert.Equal((1.25f, 2.5f), (loaded.LogUsers, loaded.LogItems));
        Assert.Equal([3f, 0.5f], loaded.Scores);
        Assert.Equal([2f, 0.25f], loaded.Items.Of(1));
        var error = Assert.Throws<InvalidDataException>(() => EngineScales.Load(reader, 4, 3));
        Assert.Contains("engine.scales has 4 numbers, but must have 5", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<InvalidDataException>(() => EngineScales.Load(reader, 5, 2));
        Assert.Contains("engine.item_means has 10 numbers, but must have 12", error.Message, StringComparison.Ordinal);
    }

    private static void Refuse(Action<MemoryArtifact> breakIt, string message)
    {
        var artifact = Save();
        breakIt(artifact);
        using var reader = artifact.OpenReader();
        var error = Assert.Throws<InvalidDataException>(() => ItemFacts.Load(reader, 4));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static MemoryArtifact Save()
    {
        var artifact = new MemoryArtifact();
        ItemFacts.Of(Data()).Save(artifact);
        return artifact;
    }

    private static TrainingData Data() => Shops.Build(
        [
            ToyShop.Act("u", "a", day: 0), ToyShop.Act("v", "a", day: 50), ToyShop.Act("w", "a", day: 100), ToyShop.Act("u", "b", day: 10),
            ToyShop.Act("v", "c"),
        ],
        Books);

    private static int Item(TrainingData data, string id) => data.Items.TryGetIndex(id, out var item) ? item : throw new ArgumentException(id);

    private static float[] Of(ReadOnlySpan<float> values, params int[] items)
    {
        var found = new float[items.Length];
        for (var index = 0; index < found.Length; index++)
            found[index] = values[items[index]];
        return found;
    }
}
