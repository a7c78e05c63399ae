using System.Text;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Data.Reading;

namespace BookRecs.Recommender.Tests.Data.Reading;

public sealed class MovieLensReaderTests : IDisposable
{
    private static readonly DateTimeOffset Moment = new(2000, 12, 31, 22, 12, 40, TimeSpan.Zero);

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("userId,movieId,rating,timestamp\n1,1193,4.5,978300760\n")]
    [InlineData("1::1193::4.5::978300760\n")]
    [InlineData("1\t1193\t4.5\t978300760\r\n")]
    public void Ratings_OfEveryLayout_AreRead(string text)
    {
        var reader = DataFolder.OpenInteractions(DataSetFormat.MovieLens, _folder.Write("ratings", DataFolder.Gzip(text)));

        Assert.Equal([new("1", "1193", InteractionKind.Rating, false, 4.5f, Moment)], reader.Interactions());
    }

    [Theory]
    [InlineData("userId,movieId,rating,timestamp\n1,2,3,4\n", "1,2,,4", RejectReason.BadRating)]
    [InlineData("userId,movieId,rating,timestamp\n1,2,3,4\n", "1,2,3,soon", RejectReason.BadDate)]
    [InlineData("userId,movieId,rating,timestamp\n1,2,3,4\n", "1,2,3", RejectReason.FieldCount)]
    [InlineData("1::2::3::4\n", "1::2::9::4", RejectReason.BadRating)]
    [InlineData("1::2::3::4\n", "1::2::3::99999999999999", RejectReason.BadDate)]
    [InlineData("1\t2\t3\t4\n", "1\t2\t3", RejectReason.FieldCount)]
    [InlineData("1\t2\t3\t4\n", "1\t\t3\t4", RejectReason.IdEmpty)]
    public void BrokenRatings_AreRejected(string start, string row, string reason)
    {
        var reader = DataFolder.OpenInteractions(DataSetFormat.MovieLens, _folder.Write("ratings", $"{start}{row}\n"));

        Assert.Single(reader.Interactions());
        Assert.Equal((start.Count(c => c == '\n') + 1L, reason), (reader.Rejects.First[0].Line, reader.Rejects.First[0].Reason));
    }

    [Fact]
    public void Films_OfTheCsvLayout_AreRead()
    {
        var path = _folder.Write(
            "movies.csv",
            "movieId,title,genres\n11,\"American President, The (1995)\",Comedy|Drama\n12,Untitled,(no genres listed)\n");
        var films = DataFolder.OpenBooks(DataSetFormat.MovieLens, path).Books().ToList();

        Assert.Equal(("11", "American President, The (1995)", 1995), (films[0].ItemId, films[0].Title, films[0].Year));
        Assert.Equal(["Comedy", "Drama"], films[0].Genres);
        Assert.Equal(("12", "Untitled", null), (films[1].ItemId, films[1].Title, films[1].Year));
        Assert.Empty(films[1].Genres);
    }

    [Fact]
    public void Films_OfTheDatLayoutInLatin1_AreRead()
    {
        var path = _folder.Write("movies.dat", Encoding.Latin1.GetBytes("1::Misérables, Les (1995)::Drama|Musical\n2::Broken\n"));
        var reader = DataFolder.OpenBooks(DataSetFormat.MovieLens, path);

        var film = Assert.Single(reader.Books());
        Assert.Equal(("Misérables, Les (1995)", 1995), (film.Title, film.Year));
        Assert.Equal(["Drama", "Musical"], film.Genres);
        Assert.Equal((2, RejectReason.FieldCount), (reader.Rejects.First[0].Line, reader.Rejects.First[0].Reason));
    }

    [Fact]
    public void Films_OfTheFlagLayout_AreRead()
    {
        var path = _folder.Write(
            "u.item", "1|Toy Story (1995)|01-Jan-1995||http://x|0|0|0|1|1|1|0|0|0|0|0|0|0|0|0|0|0|0|0\n");
        var film = Assert.Single(DataFolder.OpenBooks(DataSetFormat.MovieLens, path).Books());

        Assert.Equal(["Animation", "Children's", "Comedy"], film.Genres);
    }

    [Fact]
    public void OtherLayout_IsAnErrorThatNamesTheRule()
    {
        var path = _folder.Write("x.csv", "a;b;c\n");

        Assert.Contains("userId,movieId", Assert.Throws<DataSetException>(
            () => DataFolder.OpenInteractions(DataSetFormat.MovieLens, path)).Message, StringComparison.Ordinal);
        Assert.Throws<DataSetException>(() => DataFolder.OpenBooks(DataSetFormat.MovieLens, path));
    }
}
