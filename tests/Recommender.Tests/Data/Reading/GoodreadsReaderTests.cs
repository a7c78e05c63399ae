using BookRecs.Recommender.Data;
using BookRecs.Recommender.Data.Reading;

namespace BookRecs.Recommender.Tests.Data.Reading;

public sealed class GoodreadsReaderTests : IDisposable
{
    private const string Book =
        """
        {"isbn": "", "series": ["100", "101"], "language_code": "eng",
         "popular_shelves": [{"count": "900", "name": "to-read"}, {"count": "30", "name": "science-fiction"},
           {"count": "80", "name": "dragons"}, {"count": "5", "name": "favorites"}],
         "average_rating": "4.00", "similar_books": ["1"], "description": "A \u201cfine\u201d book.",
         "authors": [{"author_id": "7", "role": ""}, {"author_id": "8", "role": "Illustrator"}],
         "publisher": "Tor", "publication_year": "1984", "image_url": "x", "book_id": "5333265", "work_id": "5400751",
         "title": "Sky (Sky Saga, #2)", "title_without_series": "Sky"}
        """;

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Interactions_OfThePublishedForm_AreRead()
    {
        var reader = Interactions(
            """
            {"user_id": "8842281e", "book_id": "130580", "review_id": "330f", "is_read": true, "rating": 4,
             "review_text_incomplete": "a \"b\"", "date_added": "Thu Aug 17 15:15:28 -0700 2017",
             "date_updated": "x", "read_at": "", "started_at": ""}
            {"user_id": "8842281e", "book_id": 99, "review_id": "330f", "is_read": false, "rating": 0,
             "review_text_incomplete": "", "date_added": "", "tags": [{"a": 1}]}
            {"user_id": "\u0061nn", "book_id": "5", "is_read": false, "rating": 3, "date_added": null}
            """);

        Assert.Equal(
            [
                new(
                    "8842281e",
                    "130580",
                    InteractionKind.Read,
                    true,
                    4f,
                    new DateTimeOffset(2017, 8, 17, 15, 15, 28, TimeSpan.FromHours(-7))),
                new("8842281e", "99", InteractionKind.Wish, false, null, null),
                new("ann", "5", InteractionKind.Rating, false, 3f, null),
            ],
            reader.Interactions());
        Assert.Equal(0, reader.Rejects.Count);
    }

    [Fact]
    public void BrokenJson_IsRejectedWithTheByteWhereItBreaks()
    {
        var reader = Interactions("""{"user_id": u}""");

        Assert.Empty(reader.Interactions());
        Assert.StartsWith("byte 13: ", reader.Rejects.First[0].Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", reader.Rejects.First[0].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"user_id": "u", "book_id": "b" """, RejectReason.BadJson)]
    [InlineData("""{"user_id": "u", "book_id": "b"} x""", RejectReason.BadJson)]
    [InlineData("""["u", "b"]""", RejectReason.BadJson)]
    [InlineData("not json", RejectReason.BadJson)]
    [InlineData("""{"user_id": {"a": 1}, "book_id": "b"}""", RejectReason.BadJson)]
    [InlineData("""{"book_id": "b"}""", RejectReason.IdEmpty)]
    [InlineData("""{"user_id": "u", "book_id": null}""", RejectReason.IdEmpty)]
    [InlineData("""{"user_id": "u\u0000", "book_id": "b"}""", RejectReason.IdControlCharacter)]
    [InlineData("""{"user_id": "u\ud800", "book_id": "b"}""", RejectReason.BadEncoding)]
    [InlineData("""{"user_id": "u", "book_id": "b", "rating": 9}""", RejectReason.BadRating)]
    [InlineData("""{"user_id": "u", "book_id": "b", "is_read": "so"}""", RejectReason.BadReadFlag)]
    [InlineData("""{"user_id": "u", "book_id": "b", "date_added": "2017-08-17"}""", RejectReason.BadDate)]
    [InlineData("""{"user_id": "u", "book_id": "b", "date_added": "Thu Aug 37 15:15:28 -0700 2017"}""", RejectReason.BadDate)]
    public void BrokenLine_IsRejectedWithItsNumberAndTheRestIsRead(string line, string reason)
    {
        const string good = """{"user_id": "u", "book_id": "good"}""";
        var reader = Interactions($"{good}\n{line}\n{good}\n");

        Assert.Equal(2, reader.Interactions().Count());
        Assert.Equal((2, reason), (reader.Rejects.First[0].Line, reader.Rejects.First[0].Reason));
    }

    [Fact]
    public void LineOverTheLimit_IsRejected()
    {
        var options = new DataSetReaderOptions { MaxRowBytes = 1024 };
        var longLine = $$"""{"user_id": "u", "book_id": "b", "review_text_incomplete": "{{new string('x', 4000)}}"}""";
        var path = _folder.Write("i.json", $"{longLine}\n{{\"user_id\": \"u\", \"book_id\": \"good\"}}");
        var reader = DataFolder.OpenInteractions(DataSetFormat.Goodreads, path, options);

        Assert.Equal(["good"], reader.Interactions().Select(row => row.ItemId));
        Assert.Equal((1, RejectReason.RowTooLong), (reader.Rejects.First[0].Line, reader.Rejects.First[0].Reason));
    }

    [Fact]
    public void Book_WithoutOtherFiles_TakesSeriesFromTitleAndGenresFromShelves()
    {
        var book = Assert.Single(DataFolder.OpenBooks(DataSetFormat.Goodreads, _folder.Write("b.json", OneLine(Book))).Books());

        Assert.Equal(("5333265", "5400751", "Sky (Sky Saga, #2)"), (book.ItemId, book.WorkId, book.Title));
        Assert.Equal(["Sky Saga"], book.Series);
        Assert.Equal(2f, book.Volume);
        Assert.Equal(["dragons", "science fiction"], book.Genres);
        Assert.Equal(["author 7"], book.Authors);
        Assert.Equal(("A “fine” book.", "eng", 1984, "Tor"), (book.Description, book.Language, book.Year, book.Publisher));
    }

    [Fact]
    public void Book_WithTheOtherFiles_HasTheirNames()
    {
        var files = new DataSetFiles
        {
            Books = [_folder.Write("b.json.gz", DataFolder.Gzip(OneLine(Book)))],
            Authors = _folder.Write("a.json", """{"author_id": "7", "name": "Ann Ash", "ratings_count": "1"}"""),
            Series = _folder.Write("s.json", """{"series_id": "101", "title": "Sky Cycle", "numbered": "true"}"""),
            Genres = _folder.Write(
                "g.json", """{"book_id": "5333265", "genres": {"fantasy, paranormal": 10, "young-adult": 40, "fantasy": 2}}"""),
        };

        var book = Assert.Single(DataSetReader.Open(DataSetFormat.Goodreads, files).Books());

        Assert.Equal(["Ann Ash"], book.Authors);
        Assert.Equal(["Sky Cycle"], book.Series);
        Assert.Equal(2f, book.Volume);
        Assert.Equal(["young-adult", "fantasy", "paranormal"], book.Genres);
    }

    [Fact]
    public void BookWithSenselessYear_IsKeptWithoutItAndReported()
    {
        var reader = DataFolder.OpenBooks(
            DataSetFormat.Goodreads, _folder.Write("b.json", """{"book_id": "1", "title": "T", "publication_year": "20134"}"""));

        Assert.Null(Assert.Single(reader.Books()).Year);
        Assert.Equal(new Dictionary<string, long> { [RepairReason.YearDropped] = 1 }, reader.Rejects.RepairsByReason);
    }

    private DataSetReader Interactions(string text) =>
        DataFolder.OpenInteractions(DataSetFormat.Goodreads, _folder.Write("i.json", OneLine(text)));

    /// <summary>The files have one object a line; the objects here go on over indented lines.</summary>
    private static string OneLine(string text) => text.Replace("\n ", " ", StringComparison.Ordinal);
}
