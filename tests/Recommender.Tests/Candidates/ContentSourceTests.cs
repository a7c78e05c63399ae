using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Data.Synthetic;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class ContentSourceTests : CandidateSourceBehaviour
{
    protected override string Model => ContentSource.SourceName;

    [Fact]
    public void List_OnTheCheckerboard_HoldsTheMissingSquareOnly()
    {
        var data = ToyShop.Checkerboard();
        var sources = SourceSet.Fit(
            data,
            new CandidateOptions { Content = new ContentOptions { WarmNeighbours = 49 } },
            [Model],
            2,
            null,
            TestContext.Current.CancellationToken);
        for (var user = 0; user < 50; user++)
            Assert.Equal([ToyShop.Id(user)], ToyShop.List(sources, data, Model, HistoryItem.Of(data, user)));
    }

    [Fact]
    public void Vectors_InChunksOfAnySize_HaveTheSameBits()
    {
        var books = new SyntheticShop(new SyntheticShopOptions { Users = 1, Interactions = 1, Items = 400 })
            .Books().Select((book, item) => item % 9 == 0 ? null : book).ToArray();
        var once = Build(400, 1);
        Assert.True(once.Columns.Length > 4_000, $"only {once.Columns.Length} entries are no test");
        foreach (var (booksPerChunk, threads) in new[] { (1, 3), (7, 2), (60, 5), (512, 2) })
            Assert.Equal(once, Build(booksPerChunk, threads));

        (string Starts, string Columns, string Values) Build(int booksPerChunk, int threads)
        {
            var matrix = ContentVectors.Build(books, new ContentOptions(), threads, TestContext.Current.CancellationToken, booksPerChunk);
            return (
                string.Join(' ', matrix.RowStarts.ToArray()),
                string.Join(' ', matrix.Columns.ToArray()),
                string.Join(' ', matrix.Values.ToArray().Select(BitConverter.SingleToInt32Bits)));
        }
    }

    [Fact]
    public void List_HoldsBooksWithoutAnyInteraction()
    {
        var builder = new TrainingDataBuilder();
        builder.Add(ToyShop.Act("a", "read"));
        builder.Add(Book("read", "The Long Winter", "Jansson, Tove"));
        builder.Add(Book("new", "Summer", "Tove Jansson"));
        builder.Add(Book("other", "Gardening", "Someone Else"));
        var data = builder.Build();
        Assert.Equal(["new"], ToyShop.List(Fit(data), data, Model, ToyShop.History(data, "read")));
    }

    [Theory]
    [InlineData("Ночной дозор", "Дневной ДОЗОР", "Пикник")]
    [InlineData("雪国の記憶", "遠い記憶", "砂の女")]
    [InlineData("Émile et les détectives", "Les DETECTIVES", "Candide")]
    [InlineData("गोदान की कहानी", "एक कहानी", "मैला आँचल")]
    [InlineData("ความสุขของกะทิ", "ตามหากะทิ", "คำพิพากษา")]
    [InlineData("서울의 봄", "서울은 깊다", "채식주의자")]
    [InlineData("Der Rosengarten", "Wilde Rosen", "Zauberberg")]
    [InlineData("Les détectives sauvages", "Un détective", "Candide")]
    [InlineData("The Alchemist", "Alchemsit", "Dune")]
    [InlineData("Братья Карамазовы", "Записки о Карамазове", "Обломов")]
    public void List_OfAnyScript_FindsTheTitleThatSharesAWord(string read, string alike, string different)
    {
        var builder = new TrainingDataBuilder();
        builder.Add(ToyShop.Act("a", "1"));
        builder.Add(Book("1", read, "A"));
        builder.Add(Book("2", different, "B"));
        builder.Add(Book("3", alike, "C"));
        var data = builder.Build();
        Assert.Equal(["3"], ToyShop.List(Fit(data), data, Model, ToyShop.History(data, "1")));
    }

    [Fact]
    public void Neighbours_OfColdBooks_AreNotPushedOutByWarmOnes()
    {
        var builder = new TrainingDataBuilder();
        for (var item = 0; item < 40; item++)
        {
            builder.Add(Book(ToyShop.Id(item), "Collected stories", "One Author"));
            if (item < 39)
                builder.Add(ToyShop.Act("a", ToyShop.Id(item)));
        }

        var data = builder.Build();
        var content = Fit(data).Content!;
        Assert.Equal([39], content.ColdNeighbours.RowColumns(0).ToArray());
        Assert.Equal(new ContentOptions().WarmNeighbours, content.WarmNeighbours.RowColumns(0).Length);
    }

    [Fact]
    public void Score_OfABookWithoutMetadata_IsNone()
    {
        var builder = new TrainingDataBuilder();
        builder.Add(ToyShop.Act("a", "bare"));
        builder.Add(Book("described", "A title", "An author"));
        var data = builder.Build();
        var scores = new ScoreBuffer(data.Items.Count);
        Fit(data).Content!.Score(ToyShop.History(data, "bare"), scores);
        Assert.Equal(0, scores.Touched.Length);
    }

    private static Book Book(string id, string title, string author) => new() { ItemId = id, Title = title, Authors = [author] };
}
