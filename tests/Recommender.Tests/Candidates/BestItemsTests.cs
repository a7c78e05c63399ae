using BookRecs.Recommender.Candidates;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class BestItemsTests
{
    [Fact]
    public void Take_AnyScoresAndLength_AreThoseThatASortPutsFirst()
    {
        var arbitrary = Gen.Choose(-6, 6).Select(number => number / 4f).ListOf().ToArbitrary();
        Prop.ForAll(arbitrary, Gen.Choose(1, 9).ToArbitrary(), (values, length) =>
        {
            var best = new BestItems(new ScoredItem[2 * length]);
            for (var item = 0; item < values.Count; item++)
            {
                if (best.IsWanted(values[item]))
                    best.Add(new ScoredItem(item, values[item]));
            }

            var taken = best.Take();
            TopItems.Sort(taken);
            return taken.SequenceEqual(Sorted(values).Take(length).ToArray());
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(250)]
    [InlineData(999)]
    [InlineData(1000)]
    public void MoveBestToFront_ManyItems_PutsTheLastOfTheBestInTheLastPlace(int count)
    {
        var random = new Random(7);
        var scores = Enumerable.Range(0, 1000).Select(_ => random.Next(200) / 8f).ToArray();
        foreach (var order in new[] { scores, [.. scores.Order()], [.. scores.OrderDescending()], new float[1000] })
        {
            var items = order.Select((score, item) => new ScoredItem(item, score)).ToArray();
            TopItems.MoveBestToFront(items, count);
            var expected = Sorted(order).Take(count).ToArray();
            Assert.Equal(expected[^1], items[count - 1]);
            Assert.Equal(expected.ToHashSet(), items[..count].ToHashSet());
        }
    }

    private static IEnumerable<ScoredItem> Sorted(IEnumerable<float> scores) => scores.Select((score, item) => new ScoredItem(item, score))
        .OrderByDescending(place => place.Score).ThenBy(place => place.Item);
}
