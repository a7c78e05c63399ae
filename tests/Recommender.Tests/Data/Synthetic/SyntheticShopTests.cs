using BookRecs.Recommender.Data;
using BookRecs.Recommender.Data.Splits;
using BookRecs.Recommender.Data.Synthetic;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Data.Synthetic;

public sealed class SyntheticShopTests
{
    private static readonly SyntheticShop Shop = new();
    private static readonly Lazy<List<Book>> Books = new(() => [.. Shop.Books()]);
    private static readonly Lazy<List<Interaction>> Interactions = new(() => [.. Shop.Interactions()]);

    [Fact]
    public void Sizes_AreAsAsked()
    {
        Assert.Equal(60_000, Interactions.Value.Count);
        Assert.Equal(2_000, Interactions.Value.Select(row => row.UserId).Distinct().Count());
        Assert.Equal(3_000, Books.Value.Select(book => book.ItemId).Distinct().Count());
        Assert.Subset(
            Books.Value.Select(book => book.ItemId).ToHashSet(), Interactions.Value.Select(row => row.ItemId).ToHashSet());
    }

    [Fact]
    public void SameSeed_GivesTheSameShopAndAnotherSeedAnother()
    {
        var options = new SyntheticShopOptions { Users = 50, Items = 100, Interactions = 400 };
        var first = new SyntheticShop(options);
        var second = new SyntheticShop(options);
        var other = new SyntheticShop(options with { Seed = 43 });

        Assert.Equal(first.Interactions(), second.Interactions());
        Assert.Equal(first.Interactions(), first.Interactions());
        Assert.Equal(Texts(first), Texts(second));
        Assert.NotEqual(first.Interactions(), other.Interactions());
        Assert.NotEqual(Texts(first), Texts(other));

        static IEnumerable<string> Texts(SyntheticShop shop) =>
            shop.Books().Select(book => $"{book.ItemId} {book.Title} {book.Authors[0]} {book.Description} {book.Price} {book.Publisher}");
    }

    [Fact]
    public void AnySmallShop_KeepsItsPromises()
    {
        var options =
            from users in Gen.Choose(1, 40)
            from items in Gen.Choose(20, 120)
            from share in Gen.Choose(0, 100)
            from seed in Gen.Choose(0, 1000)
            from days in Gen.Choose(7, 400)
            let most = Math.Max(users, users * items / 10)
            select new SyntheticShopOptions
            {
                Users = users,
                Items = items,
                Interactions = users + ((most - users) * share / 100),
                Seed = seed,
                Days = days,
            };

        Prop.ForAll(options.ToArbitrary(), option =>
        {
            var shop = new SyntheticShop(option);
            var rows = shop.Interactions().ToList();
            var books = shop.Books().ToDictionary(book => book.ItemId);
            return rows.Count == option.Interactions
                && rows.Select(row => row.UserId).Distinct().Count() == option.Users
                && rows.Select(row => (row.UserId, books[row.ItemId].WorkId)).Distinct().Count() == rows.Count
                && rows.Zip(rows.Skip(1)).All(pair => pair.First.OccurredAt <= pair.Second.OccurredAt)
                && books.Count == option.Items;
        }).Check();
    }

    [Fact]
    public void Volumes_AreReadInOrder()
    {
        var books = Books.Value.ToDictionary(book => book.ItemId);
        var volumesRead = 0;
        foreach (var series in Interactions.Value
            .Where(row => !books[row.ItemId].Series.IsEmpty)
            .GroupBy(row => (row.UserId, books[row.ItemId].Series[0], books[row.ItemId].Authors[0])))
        {
            var volumes = series.Select(row => books[row.ItemId].Volume!.Value).ToList();
            Assert.Equal(Enumerable.Range(1, volumes.Count).Select(volume => (float)volume), volumes);
            volumesRead += volumes.Count - 1;
        }

        Assert.True(volumesRead > 5_000, $"only {volumesRead} acts continue a series: the shop has too little series reading");
    }

    [Fact]
    public void Texts_CarrySeriesGenreAndTheme()
    {
        var volume = Books.Value.First(book => book.Volume == 2);
        Assert.EndsWith($"({volume.Series[0]}, #2)", volume.Title, StringComparison.Ordinal);
        Assert.All(Books.Value, book =>
        {
            Assert.Equal(2, book.Genres.Length);
            Assert.NotEmpty(book.Authors[0]);
            Assert.InRange(book.Price!.Value, 5, 40);
            Assert.InRange(book.Year!.Value, 1970, 2024);
            Assert.StartsWith("Imaginary ", book.Publisher, StringComparison.Ordinal);
            Assert.StartsWith("book-", book.ItemId, StringComparison.Ordinal);
            Assert.StartsWith("work-", book.WorkId, StringComparison.Ordinal);
        });
        var dragons = Books.Value.Where(book => book.Genres[1] == "dragons").ToList();
        Assert.True(
            dragons.Count(book => book.Description!.Contains("wyrm", StringComparison.Ordinal)) > dragons.Count / 3,
            "descriptions hold too few words of their theme");
        Assert.Contains("synthetic", SyntheticShop.Label, StringComparison.Ordinal);
    }

    [Fact]
    public void SomeWorks_HaveTwoEditions()
    {
        var twice = Books.Value.GroupBy(book => book.WorkId).Where(work => work.Count() == 2).ToList();

        Assert.InRange(twice.Count, 30, 300);
        Assert.All(twice, work => Assert.Single(work.Select(book => book.Title).Distinct()));
    }

    [Fact]
    public void Popularity_HasALongTail()
    {
        var counts = Interactions.Value.GroupBy(row => row.ItemId).Select(item => item.Count()).OrderDescending().ToList();

        var topShare = counts.Take(Books.Value.Count / 10).Sum() / (double)Interactions.Value.Count;
        Assert.InRange(topShare, 0.3, 0.8);
        Assert.InRange(counts.Count(count => count < 5), 100, 1_500);
    }

    [Fact]
    public void Dates_FollowTheWeekAndTheGrowth()
    {
        var byWeekday = Interactions.Value.CountBy(row => row.OccurredAt!.Value.DayOfWeek).ToDictionary();
        var byYear = Interactions.Value.CountBy(row => row.OccurredAt!.Value.Year).ToDictionary();

        Assert.True(byWeekday[DayOfWeek.Saturday] > 1.3 * byWeekday[DayOfWeek.Monday], "Saturdays must be busier than Mondays");
        Assert.True(byYear[2024] > 1.02 * byYear[2023], "the second year must be busier than the first");
    }

    [Fact]
    public void NewBooks_ArriveToTheEnd()
    {
        var first = Interactions.Value.GroupBy(row => row.ItemId).Select(item => item.Min(row => row.OccurredAt!.Value)).ToList();

        Assert.InRange(first.Count(date => date.Year == 2024) / (double)first.Count, 0.15, 0.5);
        Assert.InRange(first.Count(date => date > new DateTimeOffset(2024, 12, 1, 0, 0, 0, TimeSpan.Zero)), 5, 200);
    }

    [Fact]
    public void NeighboursByCooccurrence_BeatThePopularByFar()
    {
        var plan = Splitter.ByUser(Interactions.Value, 0.2, 42);
        var oracle = new RankingOracle(
            plan.Select(Interactions.Value, SplitSide.Train), plan.Select(Interactions.Value, SplitSide.Test));

        var popular = oracle.HitRateOfPopular();
        var neighbours = oracle.HitRateOfNeighbours();

        Assert.True(
            neighbours > 2 * popular, $"neighbours reach {neighbours:f4} and popular {popular:f4}: the tastes are too weak to learn");
    }

    [Fact]
    public void AuthorAndTheme_TellWhoBuysAColdBook()
    {
        var plan = Splitter.ByItem(Interactions.Value, 0.1, 42);
        var books = Books.Value.ToDictionary(book => book.ItemId);
        var train = plan.Select(Interactions.Value, SplitSide.Train).ToLookup(row => row.UserId, row => books[row.ItemId]);
        var test = plan.Select(Interactions.Value, SplitSide.Test).ToList();

        var known = test.Count(row => KnowsTheme(row.UserId, row.ItemId));
        var byChance = test.Zip(test.Skip(1)).Count(pair => KnowsTheme(pair.First.UserId, pair.Second.ItemId));

        Assert.True(known > 1.25 * byChance, $"{known} cold buys are of a theme the reader knows, {byChance} by chance: too little signal");

        bool KnowsTheme(string user, string item) => train[user].Any(book => book.Genres[1] == books[item].Genres[1]);
    }

    [Theory]
    [InlineData(0, 100, 100, 730, "Users is 0")]
    [InlineData(10, 19, 10, 730, "Items is 19")]
    [InlineData(10, 100, 9, 730, "Interactions is 9")]
    [InlineData(10, 100, 101, 730, "Interactions is 101")]
    [InlineData(10, 100, 50, 6, "Days is 6")]
    public void OptionOutOfRange_IsRefusedByName(int users, int items, int interactions, int days, string message)
    {
        var options = new SyntheticShopOptions { Users = users, Items = items, Interactions = interactions, Days = days };

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new SyntheticShop(options));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }
}
