using BookRecs.Recommender.Data;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Data;

public sealed class TrainingDataBuilderTests
{
    [Fact]
    public void Build_OfAnyRows_IsWhatGroupingThemGives()
    {
        var shapes =
            from seed in Gen.Choose(0, int.MaxValue)
            from rows in Gen.Elements(0, 1, 40, 300, 2_000)
            from users in Gen.Choose(1, 60)
            from items in Gen.Choose(1, 150)
            select (seed, rows, users, items);
        Prop.ForAll(shapes.ToArbitrary(), shape =>
        {
            var random = new Random(shape.seed);
            var rows = Enumerable.Range(0, shape.rows).Select(_ => new Interaction(
                $"u{random.Next(shape.users)}",
                $"i{random.Next(shape.items)}",
                InteractionKind.Purchase,
                random.Next(2) == 0,
                random.Next(3) == 0 ? null : random.Next(6),
                random.Next(4) == 0 ? null : DateTimeOffset.UnixEpoch.AddSeconds(random.Next(-1_000, 1_000)))).ToList();
            var builder = new TrainingDataBuilder();
            builder.Add(new Book { ItemId = "i7", Title = "Seven" });
            foreach (var row in rows)
                builder.Add(row);
            AssertIsGrouped(rows, builder.Build());

            var otherOrder = rows.ToArray();
            random.Shuffle(otherOrder);
            var other = new TrainingDataBuilder();
            foreach (var row in otherOrder)
                other.Add(row);
            other.Add(new Book { ItemId = "i7", Title = "Seven" });
            AssertIsGrouped(rows, other.Build());
            AssertIsGrouped(rows, other.Build());
        }).Check();
    }

    [Fact]
    public void Build_OfABookAddedTwice_KeepsTheLast()
    {
        var builder = new TrainingDataBuilder();
        builder.Add(new Book { ItemId = "b", Title = "First" });
        builder.Add(new Book { ItemId = "a", Title = "Other" });
        builder.Add(new Book { ItemId = "b", Title = "Second" });
        var data = builder.Build();
        Assert.Equal(["a", "b"], data.Items.Ids);
        Assert.Equal(["Other", "Second"], data.Books.Select(static book => book!.Title));
        Assert.Equal(0, data.Interactions.EntryCount);
    }

    [Fact]
    public void Build_OfManyRows_TakesLittleMoreThanTheRows()
    {
        const int rows = 1_000_000;
        var builder = new TrainingDataBuilder();
        var users = Enumerable.Range(0, 1_000).Select(static number => $"u{number}").ToArray();
        var items = Enumerable.Range(0, 1_000).Select(static number => $"i{number}").ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var row = 0; row < rows; row++)
            builder.Add(new Interaction(users[row * 7 % 1_000], items[row / 1_000], InteractionKind.Purchase, false, null, null));
        var gathered = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(rows, builder.Build().Interactions.EntryCount);
        Assert.True(gathered < 28 * rows, $"gathering allocated {gathered / rows} bytes a row");
    }

    private static void AssertIsGrouped(List<Interaction> rows, TrainingData data)
    {
        var expected = rows
            .GroupBy(static row => (row.UserId, row.ItemId))
            .OrderBy(static pair => pair.Key.UserId, StringComparer.Ordinal)
            .ThenBy(static pair => pair.Key.ItemId, StringComparer.Ordinal)
            .Select(static pair => (
                pair.Key.UserId,
                pair.Key.ItemId,
                pair.Max(static row => row.Weight),
                pair.Max(static row => row.OccurredAt?.ToUnixTimeSeconds() ?? TrainingData.NoDate)));
        var actual = Enumerable.Range(0, data.Users.Count).SelectMany(user =>
            Enumerable.Range((int)data.Interactions.RowStarts.Span[user], data.Interactions.RowColumns(user).Length).Select(entry => (
                data.Users[user],
                data.Items[data.Interactions.Columns.Span[entry]],
                data.Interactions.Values.Span[entry],
                data.OccurredAt.Span[entry])));
        Assert.Equal(expected, actual);
        Assert.Equal(data.Interactions.EntryCount, data.OccurredAt.Length);
        var ids = rows.Select(static row => row.ItemId).Append("i7").Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(ids, data.Items.Ids);
        Assert.Equal(["Seven"], data.Books.OfType<Book>().Select(static book => book.Title));
    }
}
