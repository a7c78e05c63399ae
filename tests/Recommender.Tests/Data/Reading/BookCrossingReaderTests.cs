using BookRecs.Recommender.Data;
using BookRecs.Recommender.Data.Reading;

namespace BookRecs.Recommender.Tests.Data.Reading;

public sealed class BookCrossingReaderTests : IDisposable
{
    private const string ItemsHeader =
        "Book_ID\tISBN\tBook-Title\tBook-Author\tYear-Of-Publication\tPublisher\tImage-URL-S\tImage-URL-M\tImage-URL-L\n";

    private const string Pictures = "http://images/1.jpg\thttp://images/2.jpg\thttp://images/3.jpg\t";

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void HistoryAndRatings_AreReadWithHalvedRatings()
    {
        var reader = DataSetReader.Open(DataSetFormat.BookCrossing, new DataSetFiles
        {
            Interactions =
            [
                _folder.Write("book_history.dat", "user\titem\taccessed\n1\t152\t1\n1\t153\t1\n"),
                _folder.Write("book_ratings.dat", "user\titem\trating\n1\t152\t7.000000\n2\t9\t10.000000\n2\t10\t0\n"),
            ],
        });

        Assert.Equal(
            [
                new("1", "152", InteractionKind.Purchase, false, null, null),
                new("1", "153", InteractionKind.Purchase, false, null, null),
                new("1", "152", InteractionKind.Read, true, 3.5f, null),
                new("2", "9", InteractionKind.Read, true, 5f, null),
                new("2", "10", InteractionKind.Purchase, false, null, null),
            ],
            reader.Interactions());
        Assert.Equal(0, reader.Rejects.Count);
    }

    [Fact]
    public void BrokenInteractions_AreRejected()
    {
        var reader = DataFolder.OpenInteractions(
            DataSetFormat.BookCrossing, _folder.Write("r.dat", "user\titem\trating\n1\t2\n1\t2\t11\n1\t2\t3\t\n1\t\t3\n1\t2\t4\r\n"));

        Assert.Equal([2f], reader.Interactions().Select(row => row.Rating!.Value));
        Assert.Equal(
            [(2L, RejectReason.FieldCount), (3, RejectReason.BadRating), (4, RejectReason.FieldCount), (5, RejectReason.IdEmpty)],
            reader.Rejects.First.Select(reject => (reject.Line, reject.Reason)));
    }

    [Theory]
    [InlineData(
        "Decision in Normandy\tCarlo D'Este\t1991\tHarperPerennial", "Decision in Normandy", "Carlo D'Este", "HarperPerennial", false)]
    [InlineData(
        "The Mummies of Urumchi\tE. J. W. Barber\t1991\tW. W. Norton &amp\t Company",
        "The Mummies of Urumchi", "E. J. W. Barber", "W. W. Norton & Company", true)]
    [InlineData(
        "Angels &amp\t Demons\tDan Brown &amp\t Co\t1991\tPocket", "Angels & Demons", "Dan Brown & Co", "Pocket", true)]
    [InlineData(
        "5 Novels : Alan\t Slaves of Spiegel\t The Last Guru\tDaniel Pinkwater\t1991\tFarrar &amp\t Co",
        "5 Novels : Alan; Slaves of Spiegel; The Last Guru", "Daniel Pinkwater", "Farrar & Co", true)]
    [InlineData("Silver Brumby\t\tElyne Mitchell\t1991\tHutchinson", "Silver Brumby", "Elyne Mitchell", "Hutchinson", true)]
    [InlineData("1984\tGeorge Orwell\t1991\tPenguin\t 1950", "1984", "George Orwell", "Penguin; 1950", true)]
    [InlineData("Letters  &#38; Numbers\tA.  B.\t1991\t", "Letters & Numbers", "A. B.", null, false)]
    public void Items_WithSplitFields_AreMended(string fields, string title, string author, string? publisher, bool isMended)
    {
        var reader = DataFolder.OpenBooks(
            DataSetFormat.BookCrossing, _folder.Write("items_info.dat", $"{ItemsHeader}7\t0060973129\t{fields}\t{Pictures}\n"));

        var book = Assert.Single(reader.Books());

        Assert.Equal(("7", title, publisher, 1991), (book.ItemId, book.Title, book.Publisher, book.Year));
        Assert.Equal([author], book.Authors);
        Assert.Equal(isMended, reader.Rejects.RepairsByReason.ContainsKey(RepairReason.SplitField));
        Assert.Equal(0, reader.Rejects.Count);
    }

    [Fact]
    public void Item_WithSeriesSplitFromItsNumber_HasSeriesAndVolume()
    {
        var row = $"5722\t0345336275\tFoundation (Foundation Series \t Bk 1)\tIsaac Asimov\t1986\tDel Rey\t{Pictures}\n";
        var book = Assert.Single(
            DataFolder.OpenBooks(DataSetFormat.BookCrossing, _folder.Write("items_info.dat", ItemsHeader + row)).Books());

        Assert.Equal("Foundation Series", Assert.Single(book.Series));
        Assert.Equal(1f, book.Volume);
    }

    [Fact]
    public void ItemOfUnknownYear_HasNone()
    {
        var row = $"7\t0060973129\tTitle\tAuthor\t0\tPress\t{Pictures}\n";
        var reader = DataFolder.OpenBooks(DataSetFormat.BookCrossing, _folder.Write("items_info.dat", ItemsHeader + row));

        Assert.Null(Assert.Single(reader.Books()).Year);
    }

    [Theory]
    [InlineData("7\t0060973129\tTitle\tAuthor\tnineteen\tPress")]
    [InlineData("7\t0060973129\tTitle\t1990\tPress")]
    [InlineData("7")]
    public void ItemWhoseFieldsCannotBeTold_IsRejected(string row)
    {
        var reader = DataFolder.OpenBooks(
            DataSetFormat.BookCrossing, _folder.Write("items_info.dat", $"{ItemsHeader}{row}\t{Pictures}\n"));

        Assert.Empty(reader.Books());
        Assert.Equal((2, RejectReason.FieldCount), (reader.Rejects.First[0].Line, reader.Rejects.First[0].Reason));
    }

    [Fact]
    public void OtherHeader_IsAnErrorThatNamesTheRule()
    {
        var path = _folder.Write("r.dat", "user,item,rating\n");

        var error = Assert.Throws<DataSetException>(() => DataFolder.OpenInteractions(DataSetFormat.BookCrossing, path));

        Assert.Contains("'accessed' or 'rating'", error.Message, StringComparison.Ordinal);
        Assert.Throws<DataSetException>(() => DataFolder.OpenBooks(DataSetFormat.BookCrossing, path));
    }
}
