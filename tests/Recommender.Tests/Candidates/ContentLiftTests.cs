using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;
using BookRecs.Recommender.Tests.Training;

namespace BookRecs.Recommender.Tests.Candidates;

/// <summary>
/// A shop of 40 authors with 5 books each, and 400 users who act on two books each of three authors, so that books are alike by their author
/// alone.
/// </summary>
public sealed class ContentLiftTests
{
    private const int Authors = 40;
    private const int BooksPerAuthor = 5;
    private const int Users = 400;

    [Fact]
    public void Measure_EqualsTheFiguresByHand()
    {
        var data = Shop(static item => item / BooksPerAuthor);

        var lift = Measure(data);

        var counts = new int[data.Items.Count];
        foreach (var item in data.Interactions.Columns.Span)
            counts[item]++;
        var byCount = Enumerable.Range(0, counts.Length).OrderByDescending(item => counts[item]).ToArray();
        var popular = 0;
        for (var acts = 0; acts < 0.2 * data.Interactions.EntryCount; popular++)
            acts += counts[byCount[popular]];
        Assert.Equal(ByHand(data, counts, byCount[..popular]), lift.Popular!.Value, 1e-9);
        Assert.Equal(ByHand(data, counts, byCount[popular..]), lift.Others!.Value, 1e-9);
        Assert.InRange(lift.Popular.Value, 4, 40);
        Assert.False(lift.IsFaint);
    }

    [Fact]
    public void Measure_RecordsOfOtherBooks_AreFaint()
    {
        // Books of one author are by eight apart in truth, as when ids are joined wrongly.
        var lift = Measure(Shop(static item => item % Authors));

        Assert.InRange(lift.Popular!.Value, 0.5, 1.2);
        Assert.InRange(lift.Others!.Value, 0.5, 1.2);
        Assert.True(lift.IsFaint);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Measure_EditionsDoNotCount(bool byWork)
    {
        // Only editions are alike: nothing is left to compare.
        var data = Shop(
            static item => item / BooksPerAuthor,
            (book, author) => byWork
                ? book with { WorkId = $"w{author}" }
                : book with { Title = book.ItemId[^1] % 2 == 0 ? Word(author) : Word(author).ToUpperInvariant() });

        Assert.Equal(new ContentLift(null, null), Measure(data));
    }

    [Fact]
    public void Measure_DoesNotDependOnThreads()
    {
        var data = Shop(static item => item / BooksPerAuthor);

        Assert.Equal(Measure(data, threads: 1), Measure(data, threads: 4));
    }

    [Fact]
    public void Measure_TooLittleToTell_IsUnknown()
    {
        Assert.Equal(new ContentLift(null, null), Measure(Shop(static item => item / BooksPerAuthor, users: 4)));
        Assert.Equal(new ContentLift(null, null), Measure(Shops.Build([ToyShop.Act("u", "a"), ToyShop.Act("u", "b")], [])));
    }

    private static ContentLift Measure(TrainingData data, int threads = 2) =>
        ContentLift.Measure(data, new ContentOptions { Subwords = 0 }, threads, TestContext.Current.CancellationToken);

    private static double ByHand(TrainingData data, int[] counts, int[] items)
    {
        var (shared, expected) = (0d, 0d);
        foreach (var item in items)
        {
            var users = Enumerable.Range(0, data.Users.Count).Where(user => data.Interactions.RowColumns(user).Contains(item)).ToArray();
            var others = Enumerable.Range(0, counts.Length)
                .Where(other => other != item && data.Books[other]!.Authors[0] == data.Books[item]!.Authors[0]);
            foreach (var other in others)
            {
                shared += users.Count(user => data.Interactions.RowColumns(user).Contains(other));
                expected += users.Sum(user => data.Interactions.RowColumns(user).Length - 1d)
                    / (data.Interactions.EntryCount - users.Length) * counts[other];
            }
        }

        return shared / expected;
    }

    private static TrainingData Shop(Func<int, int> authorOf, Func<Book, int, Book>? change = null, int users = Users)
    {
        var books = Enumerable.Range(0, Authors * BooksPerAuthor).Select(item =>
        {
            var book = new Book { ItemId = ToyShop.Id(item), Title = Word(1_000 + item), Authors = [Word(authorOf(item))] };
            return change is null ? book : change(book, authorOf(item));
        });
        var random = new Random(17);
        var acts = new List<Interaction>();
        for (var user = 0; user < users; user++)
        {
            for (var choice = 0; choice < 3; choice++)
            {
                var first = random.Next(Authors) * BooksPerAuthor;
                acts.Add(ToyShop.Act(ToyShop.Id(user), ToyShop.Id(first + random.Next(BooksPerAuthor))));
                acts.Add(ToyShop.Act(ToyShop.Id(user), ToyShop.Id(first + random.Next(BooksPerAuthor))));
            }
        }

        return Shops.Build(acts, books);
    }

    /// <summary>A word for each number.</summary>
    private static string Word(int number) => string.Concat(
        Enumerable.Range(0, 4).Select(place => (char)('a' + (number / (int)Math.Pow(26, place) % 26))));
}
