using System.Collections.Immutable;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Data.Reading;
using BookRecs.Recommender.Data.Writing;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Data.Writing;

public sealed class CanonicalWriterTests : IDisposable
{
    private static readonly Gen<string> Words = Gen.Elements(
        "plain", "two words", "comma, inside",
        "\"quoted\"", "\"", "line\nend", "carriage\r\nreturn", "Ünïcödé 📚", " space ", ",", "x");

    private static readonly Gen<string> Ids = Gen.Elements("a", "b c", "d,e", "f\"g", "h/i", "📚", "O'Neil", "ünï");

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Interactions_ComeBackFromTheReader()
    {
        var rows =
            from user in Ids
            from item in Ids
            from isRead in Gen.Elements(true, false)
            from rating in Gen.Elements<float?>(null, 0f, 0.5f, 3.7f, 5f)
            from seconds in Gen.Choose(-1_000_000_000, 2_000_000_000)
            from ticks in Gen.Elements(0, 1_234_567)
            from hasDate in Gen.Elements(true, false)
            select new Interaction(
                user,
                item,
                Interaction.KindOf(isRead, rating, InteractionKind.Purchase),
                isRead,
                rating,
                hasDate ? DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(ticks) : null);

        Prop.ForAll(rows.ListOf().ToArbitrary(), expected =>
        {
            var path = _folder["interactions.csv.gz"];
            using (var writer = new CanonicalInteractionWriter(path))
            {
                foreach (var row in expected)
                    writer.Write(row);
            }

            return DataFolder.OpenInteractions(DataSetFormat.Canonical, path).Interactions().SequenceEqual(expected);
        }).Check();
    }

    [Fact]
    public void Books_ComeBackFromTheReader()
    {
        var lists = Words.Select(word => word.Trim()).ListOf().Select(words => words.ToImmutableArray());
        var books =
            from id in Ids
            from title in Words
            from authors in lists
            from genres in lists
            from description in Words.OrNull()
            from year in Gen.Elements<int?>(null, -400, 1999)
            from price in Gen.Elements<decimal?>(null, 0m, 12.50m, 1234567.89m)
            from available in Gen.Elements(true, false)
            select new Book
            {
                ItemId = id,
                Title = title,
                Authors = authors,
                Genres = genres,
                Description = description,
                Year = year,
                Price = price,
                Available = available,
            };

        Prop.ForAll(books.ListOf().ToArbitrary(), expected =>
        {
            var path = _folder["books.csv"];
            using (var writer = new CanonicalBookWriter(path))
            {
                foreach (var book in expected)
                    writer.Write(book);
            }

            var read = DataFolder.OpenBooks(DataSetFormat.Canonical, path).Books();
            return read.Select(Describe).SequenceEqual(expected.Select(Describe));
        }).Check();
    }

    [Fact]
    public void SeparatorWithinAnEntryOfAList_BecomesAComma()
    {
        var path = _folder["books.csv"];
        using (var writer = new CanonicalBookWriter(path))
            writer.Write(new Book { ItemId = "b", Authors = ["Ash; Ann", "Bob"] });

        Assert.Equal(["Ash, Ann", "Bob"], Assert.Single(DataFolder.OpenBooks(DataSetFormat.Canonical, path).Books()).Authors);
    }

    [Fact]
    public void SameRows_GiveTheSameBytes()
    {
        Assert.Equal(Written("1.csv.gz"), Written("2.csv.gz"));
        Assert.Equal(
            "user_id,item_id,is_read,rating,date_added\nann,b1,true,4.5,2023-01-02T12:47:23Z\n",
            System.Text.Encoding.UTF8.GetString(Written("3.csv")));

        byte[] Written(string name)
        {
            using (var writer = new CanonicalInteractionWriter(_folder[name]))
            {
                writer.Write(new(
                    "ann", "b1", InteractionKind.Read, true, 4.5f, new DateTimeOffset(2023, 1, 2, 14, 47, 23, TimeSpan.FromHours(2))));
                Assert.Equal(1, writer.Count);
            }

            return File.ReadAllBytes(_folder[name]);
        }
    }

    [Fact]
    public void TextLongerThanTheBuffer_IsWrittenWhole()
    {
        var description = string.Concat(Enumerable.Repeat("\"long\", ", 60_000)).Trim();
        var path = _folder["books.csv.gz"];
        using (var writer = new CanonicalBookWriter(path))
            writer.Write(new Book { ItemId = "b", Description = description });

        Assert.Equal(description, Assert.Single(DataFolder.OpenBooks(DataSetFormat.Canonical, path).Books()).Description);
    }

    private static string Describe(Book book) => string.Join(
        '|',
        book.ItemId,
        book.Title,
        string.Join(';', book.Authors),
        string.Join(';', book.Genres),
        book.Description,
        book.Year,
        book.Price,
        book.Available);
}
