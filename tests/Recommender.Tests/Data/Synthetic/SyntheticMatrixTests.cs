using BookRecs.Recommender.Data;
using BookRecs.Recommender.Data.Synthetic;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Data.Synthetic;

public sealed class SyntheticMatrixTests
{
    [Fact]
    public void AnySmallMatrix_KeepsItsPromises()
    {
        var options =
            from users in Gen.Choose(1, 60)
            from items in Gen.Choose(20, 120)
            from share in Gen.Choose(0, 100)
            from exponent in Gen.Elements(0, 0.8, 1.5, 3)
            from deviation in Gen.Elements(0, 0.8, 3)
            from seed in Gen.Choose(0, 1000)
            from days in Gen.Elements(0, 1, 30)
            let most = Math.Max(users, users * items / 10)
            select new SyntheticMatrixOptions
            {
                Users = users,
                Items = items,
                Interactions = users + ((most - users) * share / 100),
                PopularityExponent = exponent,
                ActivityDeviation = deviation,
                Seed = seed,
                Days = days,
            };

        Prop.ForAll(options.ToArbitrary(), option =>
        {
            var matrix = new SyntheticMatrix(option);
            var rows = matrix.Interactions().ToList();
            var pairs = matrix.Rows().SelectMany((row, user) => row.ToArray().Select(item => (matrix.UserId(user), matrix.ItemId(item))));
            var end = option.Start.AddDays(option.Days).ToDateTime(TimeOnly.MinValue);
            return rows.Count == option.Interactions
                && rows.Select(row => row.UserId).Distinct().Count() == option.Users
                && rows.Select(row => (row.UserId, row.ItemId)).Distinct().Count() == rows.Count
                && rows.Select(row => (row.UserId, row.ItemId)).SequenceEqual(pairs)
                && rows.Zip(rows.Skip(1)).All(two => Compare(two.First, two.Second) < 0)
                && rows.All(row => option.Days == 0 ? row.OccurredAt is null : row.OccurredAt < end)
                && rows.SequenceEqual(matrix.Interactions())
                && rows.SequenceEqual(new SyntheticMatrix(option).Interactions());
        }).Check();

        static int Compare(in Interaction first, in Interaction second) =>
            (first.UserId, first.ItemId).CompareTo((second.UserId, second.ItemId));
    }

    [Fact]
    public void AnotherSeed_GivesAnotherMatrix()
    {
        var options = new SyntheticMatrixOptions { Users = 50, Items = 100, Interactions = 400 };
        Assert.NotEqual(new SyntheticMatrix(options).Interactions(), new SyntheticMatrix(options with { Seed = 43 }).Interactions());
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(1.2)]
    public void Popularity_FollowsThePowerLaw(double exponent)
    {
        var options = new SyntheticMatrixOptions { Users = 20_000, Items = 2_000, Interactions = 200_000, PopularityExponent = exponent };
        var counts = new int[options.Items];
        foreach (var row in new SyntheticMatrix(options).Rows())
        {
            foreach (var item in row.Span)
                counts[item]++;
        }

        Array.Sort(counts);
        Array.Reverse(counts);
        var weights = Enumerable.Range(0, options.Items).Select(rank => Math.Pow(rank + 20, -exponent)).ToArray();
        var scale = options.Interactions / weights.Sum();
        foreach (var (from, to) in new[] { (50, 150), (400, 600), (1_500, 2_000) })
            Assert.Equal(1, counts[from..to].Sum() / (weights[from..to].Sum() * scale), 0.1);
    }

    [Fact]
    public void Activity_VariesAsAsked()
    {
        var counts = new SyntheticMatrix(new SyntheticMatrixOptions { Users = 5_000, Items = 20_000, Interactions = 500_000 })
            .Rows().Select(row => Math.Log(row.Length)).ToArray();
        var mean = counts.Average();
        Assert.Equal(0.8, Math.Sqrt(counts.Average(value => (value - mean) * (value - mean))), 0.05);
    }

    [Fact]
    public void Rows_TakeMemoryForItemsAndUsersAlone()
    {
        var rows = new SyntheticMatrix(new SyntheticMatrixOptions { Users = 4_000, Items = 2_000, Interactions = 400_000 }).Rows();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var count = 0L;
        foreach (var row in rows)
            count += row.Length;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(400_000, count);
        Assert.True(allocated < 1_000_000, $"{allocated} bytes were allocated for rows that need {4 * count} if they are kept");
    }

    [Fact]
    public void Books_AreOneForEachItemById()
    {
        var matrix = new SyntheticMatrix(new SyntheticMatrixOptions { Users = 5, Items = 300, Interactions = 20 });
        var books = matrix.Books().ToList();
        Assert.Equal(Enumerable.Range(0, 300).Select(matrix.ItemId), books.Select(book => book.ItemId));
        Assert.Contains(books, book => !book.Series.IsEmpty);
        Assert.All(books, book => Assert.False(book.Authors.IsEmpty || book.Genres.IsEmpty));
    }

    [Theory]
    [InlineData(0, 100, 10, 0.8, "Users is 0, it must be from 1 to 10000000")]
    [InlineData(5, 19, 10, 0.8, "Items is 19, it must be from 20 to 10000000")]
    [InlineData(5, 100, 51, 0.8, "Interactions is 51, it must be at least Users, at most a tenth of Users × Items")]
    [InlineData(5, 100, 10, 3.5, "PopularityExponent is 3.5, it must be from 0 to 3")]
    public void OptionsOutOfRange_AreRefusedByName(int users, int items, int interactions, double exponent, string message)
    {
        var options = new SyntheticMatrixOptions
        {
            Users = users,
            Items = items,
            Interactions = interactions,
            PopularityExponent = exponent,
        };
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new SyntheticMatrix(options));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }
}
