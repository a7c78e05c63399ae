using BookRecs.Recommender.Candidates;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Candidates;

public sealed class TopItemsTests
{
    [Fact]
    public void Select_AnyScoresAndLength_EqualsASortOfThemAll()
    {
        var arbitrary = Gen.Choose(0, 12).Select(number => number / 4f).ListOf().ToArbitrary();
        Prop.ForAll(arbitrary, Gen.Choose(0, 20).ToArbitrary(), (values, length) =>
        {
            var scores = new ScoreBuffer(values.Count);
            for (var item = values.Count - 1; item >= 0; item--)
                scores.Add(item, values[item]);
            var list = new ScoredItem[length];
            var count = TopItems.Select(scores, null, null, list);
            var expected = values.Select((score, item) => new ScoredItem(item, score))
                .Where(place => place.Score > 0)
                .OrderByDescending(place => place.Score)
                .ThenBy(place => place.Item)
                .Take(length);
            return list[..count].SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Select_ExcludedOrNotAllowedItems_LeavesThemOut()
    {
        var scores = new ScoreBuffer(4);
        for (var item = 0; item < 4; item++)
            scores.Add(item, 1f + item);
        var excluded = new ItemSet(4);
        excluded.Add(3);
        var allowed = new ItemSet(4);
        allowed.Add([1, 3]);
        var list = new ScoredItem[4];
        Assert.Equal(1, TopItems.Select(scores, excluded, allowed, list));
        Assert.Equal(new ScoredItem(1, 2f), list[0]);
    }

    [Fact]
    public void ItemSet_AddRemoveClear_HoldsWhatItWasGiven()
    {
        var set = new ItemSet(130);
        set.Add([0, 64, 129]);
        set.Remove(64);
        Assert.Equal((true, false, true, 2), (set.Contains(0), set.Contains(64), set.Contains(129), set.Count));
        set.Clear();
        Assert.Equal(0, set.Count);
    }
}
