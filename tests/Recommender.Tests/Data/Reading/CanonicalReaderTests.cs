using BookRecs.Recommender.Data;
using BookRecs.Recommender.Data.Reading;

namespace BookRecs.Recommender.Tests.Data.Reading;

public sealed class CanonicalReaderTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Interactions_OfEveryKind_AreRead()
    {
        var reader = Interactions(
            """
            user_id,item_id,is_read,rating,date_added
            ann,b1,true,4.5,2023-01-02T12:47:23Z
            ann,b2,false,3,2023-01-02
            "o""neil, bob",b1,,,
            """);

        Assert.Equal(
            [
                new("ann", "b1", InteractionKind.Read, true, 4.5f, new DateTimeOffset(2023, 1, 2, 12, 47, 23, TimeSpan.Zero)),
                new("ann", "b2", InteractionKind.Rating, false, 3f, new DateTimeOffset(2023, 1, 2, 0, 0, 0, TimeSpan.Zero)),
                new("o\"neil, bob", "b1", InteractionKind.Purchase, false, null, null),
            ],
            reader.Interactions());
        Assert.Equal(0, reader.Rejects.Count);
    }

    [Fact]
    public void Columns_InAnyOrderWithUnknownOnes_AreFoundByName()
    {
        var reader = Interactions("shelf,rating,Item_ID,user_id\nx,5,b1,ann\n");

        Assert.Equal([new("ann", "b1", InteractionKind.Rating, false, 5f, null)], reader.Interactions());
    }

    [Theory]
    [InlineData("\uFEFFuser_id,item_id\nann,b1\n")]
    [InlineData("user_id,item_id\r\nann,b1\r\n")]
    [InlineData("user_id,item_id\nann,b1")]
    [InlineData("user_id,item_id\r\nann,b1\r")]
    [InlineData("user_id,item_id\n\n\nann,b1\n\n")]
    [InlineData("\"user_id\",\"item_id\"\r\n\"ann\",\"b1\"\r\n")]
    [InlineData("\uFEFF\"user_id\",item_id\n\"ann\",\"b1\"")]
    public void ByteOrderMarkLineEndsAndQuotes_AreTolerated(string text)
    {
        var reader = Interactions(text);

        Assert.Equal([new("ann", "b1", InteractionKind.Purchase, false, null, null)], reader.Interactions());
        Assert.Equal(0, reader.Rejects.Count);
    }

    [Theory]
    [InlineData("ann,b1,,", RejectReason.FieldCount)]
    [InlineData("ann,b1,,,,", RejectReason.FieldCount)]
    [InlineData(",b1,,,", RejectReason.IdEmpty)]
    [InlineData("  ,b1,,,", RejectReason.IdEmpty)]
    [InlineData("ann,,,,", RejectReason.IdEmpty)]
    [InlineData("a\u0007nn,b1,,,", RejectReason.IdControlCharacter)]
    [InlineData("\"a\nnn\",b1,,,", RejectReason.IdControlCharacter)]
    [InlineData("ann,b1,maybe,,", RejectReason.BadReadFlag)]
    [InlineData("ann,b1,,6,", RejectReason.BadRating)]
    [InlineData("ann,b1,,-1,", RejectReason.BadRating)]
    [InlineData("ann,b1,,NaN,", RejectReason.BadRating)]
    [InlineData("ann,b1,,4 stars,", RejectReason.BadRating)]
    [InlineData("ann,b1,,,yesterday", RejectReason.BadDate)]
    [InlineData("ann,b1,,,2023-02-30", RejectReason.BadDate)]
    [InlineData("ann,b1,,,0023-02-03", RejectReason.BadDate)]
    [InlineData("\"ann\"x,b1,,,", RejectReason.BadQuotes)]
    public void BrokenRow_IsRejectedWithItsLineAndTheRestIsRead(string row, string reason)
    {
        var reader = Interactions($"user_id,item_id,is_read,rating,date_added\ngood,b1,,,\n{row}\ngood,b2,,,\n");

        Assert.Equal(["b1", "b2"], reader.Interactions().Select(interaction => interaction.ItemId));
        var reject = Assert.Single(reader.Rejects.First);
        Assert.Equal((_folder["i.csv"], 3L, reason), (reject.File, reject.Line, reject.Reason));
        Assert.Equal(new Dictionary<string, long> { [reason] = 1 }, reader.Rejects.CountByReason);
        Assert.DoesNotContain(reject.Detail, char.IsControl);
    }

    [Fact]
    public void Ids_MayHaveTwoHundredBytesAndNoMore()
    {
        var longest = new string('é', 100);
        var reader = Interactions($"user_id,item_id\n{longest},b1\n{longest}x,b1\nann,📚 / b\n");

        Assert.Equal([(longest, "b1"), ("ann", "📚 / b")], reader.Interactions().Select(row => (row.UserId, row.ItemId)));
        Assert.Equal(RejectReason.IdTooLong, Assert.Single(reader.Rejects.First).Reason);
    }

    [Fact]
    public void InvalidUtf8_IsRejected()
    {
        var path = _folder.Write("i.csv", [.. "user_id,item_id\n"u8, 0xff, 0xfe, .. ",b1\nann,b1\n"u8]);
        var reader = DataFolder.OpenInteractions(DataSetFormat.Canonical, path);

        Assert.Single(reader.Interactions());
        Assert.Equal((2, RejectReason.BadEncoding), (reader.Rejects.First[0].Line, reader.Rejects.First[0].Reason));
    }

    [Fact]
    public void UnclosedQuote_CostsOneRowAndNotTheFile()
    {
        var reader = Interactions("user_id,item_id\n\"ann,b1\nbob,b2\nbob,b3\n");

        Assert.Equal(["b2", "b3"], reader.Interactions().Select(row => row.ItemId));
        Assert.Equal((2, RejectReason.BadQuotes), (reader.Rejects.First[0].Line, reader.Rejects.First[0].Reason));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"")]
    public void RowOverTheLimit_IsRejectedWithoutBeingHeld(string quote)
    {
        var options = new DataSetReaderOptions { MaxRowBytes = 1024 };
        var text = $"user_id,item_id\nann,b1\n{quote}{new string('x', 5000)}{quote},b2\nann,b3\n";
        var reader = DataFolder.OpenInteractions(DataSetFormat.Canonical, _folder.Write("i.csv", text), options);

        Assert.Equal(["b1", "b3"], reader.Interactions().Select(row => row.ItemId));
        Assert.Equal((3, RejectReason.RowTooLong), (reader.Rejects.First[0].Line, reader.Rejects.First[0].Reason));
    }

    [Fact]
    public void LineNumbers_CountTheLinesWithinQuotes()
    {
        var path = _folder.Write("b.csv", "item_id,title,description\nb1,One,\"one\ntwo\r\nthree\"\nb2,Two,ok\n,,nothing\n");
        var reader = DataFolder.OpenBooks(DataSetFormat.Canonical, path);

        Assert.Equal(["one\ntwo\r\nthree", "ok"], reader.Books().Select(book => book.Description));
        Assert.Equal(6, Assert.Single(reader.Rejects.First).Line);
    }

    [Fact]
    public void Books_WithEveryColumn_AreRead()
    {
        var path = _folder.Write(
            "b.csv",
            """
            item_id,title,authors,series,genres,description,language,year,publisher,work_id,price,available
            b1,"The ""Fall"", again (Sky, #2)",Ann Ash; Bob Birch;,Sky Saga,Fantasy;Epic,A text.,eng,2004,Tor,w1,12.50,false
            b2,Plain,,,,,,,,,,
            b3,Name (Sky #1.5),,,,,,0,,,,
            """);
        var books = DataFolder.OpenBooks(DataSetFormat.Canonical, path).Books().ToList();

        var book = books[0];
        Assert.Equal("The \"Fall\", again (Sky, #2)", book.Title);
        Assert.Equal(["Ann Ash", "Bob Birch"], book.Authors);
        Assert.Equal(["Sky Saga"], book.Series);
        Assert.Equal(2f, book.Volume);
        Assert.Equal(["Fantasy", "Epic"], book.Genres);
        Assert.Equal(("A text.", "eng", 2004, "Tor", "w1"), (book.Description, book.Language, book.Year, book.Publisher, book.WorkId));
        Assert.Equal((12.50m, false), (book.Price, book.Available));
        Assert.Equal(new Book { ItemId = "b2", Title = "Plain" }, books[1]);
        Assert.Equal(["Sky"], books[2].Series);
        Assert.Equal((1.5f, null), (books[2].Volume, books[2].Year));
    }

    [Theory]
    [InlineData("b1,One,199x,,", RejectReason.BadYear)]
    [InlineData("b1,One,99999,,", RejectReason.BadYear)]
    [InlineData("b1,One,,-3,", RejectReason.BadPrice)]
    [InlineData("b1,One,,free,", RejectReason.BadPrice)]
    [InlineData("b1,One,,,perhaps", RejectReason.BadAvailability)]
    public void BrokenBook_IsRejected(string row, string reason)
    {
        var reader = DataFolder.OpenBooks(
            DataSetFormat.Canonical, _folder.Write("b.csv", $"item_id,title,year,price,available\n{row}\n"));

        Assert.Empty(reader.Books());
        Assert.Equal((2, reason), (reader.Rejects.First[0].Line, reader.Rejects.First[0].Reason));
    }

    [Theory]
    [InlineData("user_id,item_id,is_read", "the column 'user_id' is there, as in a file of interactions")]
    [InlineData("user_id,item_id,title", "the column 'user_id' is there, as in a file of interactions")]
    [InlineData("item_id,rating", "the column 'title' is missing")]
    [InlineData("item_id,year,price", "the column 'title' is missing")]
    public void BooksWithoutTheirColumns_AreRefused(string header, string problem)
    {
        var path = _folder.Write("b.csv", $"{header}\na,b,c\n");

        var error = Assert.Throws<DataSetException>(() => DataFolder.OpenBooks(DataSetFormat.Canonical, path));

        Assert.StartsWith($"{path}: line 1: {problem}", error.Message, StringComparison.Ordinal);
    }

    private DataSetReader Interactions(string text) =>
        DataFolder.OpenInteractions(DataSetFormat.Canonical, _folder.Write("i.csv", text));
}
