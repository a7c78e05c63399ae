using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Candidates.Latent;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Candidates.Latent;

/// <summary>The search of many users at once against scoring and sorting every item.</summary>
public sealed class FactorSearchTests
{
    /// <summary>Skew is how steeply the norms of items fall: 0 leaves a search nothing to skip.</summary>
    private static readonly Arbitrary<(int Seed, int Items, int Factors, int Users, int Length, double Skew)> Shapes = Arb.From(
        from seed in Gen.Choose(0, int.MaxValue)
        from items in Gen.Choose(0, 400)
        from factors in Gen.Choose(1, 70)
        from users in Gen.Choose(0, FactorSearch.MaxUsers)
        from length in Gen.Choose(1, 30)
        from skew in Gen.Elements(0d, 0.7, 2d)
        select (seed, items, factors, users, length, skew));

    [Fact]
    public void Run_OfAnyShape_FindsWhatScoringEveryItemFinds() => Prop.ForAll(Shapes, shape =>
    {
        var random = new System.Random(shape.Seed);
        var items = RandomItems(random, shape.Items, shape.Factors, shape.Skew);
        var users = new FactorMatrix(shape.Users, shape.Factors);
        users.FillNormal(shape.Seed, 0.2);
        var seen = Enumerable.Range(0, shape.Users).Select(_ => Draw(random, shape.Items, random.Next(40)).Order().ToArray()).ToArray();
        var allowed = shape.Seed % 3 == 0 ? null : new ItemSet(shape.Items);
        foreach (var item in Draw(random, shape.Items, shape.Items / 2))
            allowed?.Add(item);

        var search = new FactorSearch(new FactorPanels(items.Values.Span, shape.Items, shape.Factors));
        var places = new ScoredItem[shape.Users * shape.Length];
        var counts = new int[shape.Users];
        for (var repeat = 0; repeat < 2; repeat++)
        {
            search.Clear();
            for (var user = 0; user < shape.Users; user++)
                search.Add(users.Row(user), seen[user]);
            search.Run(items.Values.Span, allowed, shape.Length, places, counts);
            for (var user = 0; user < shape.Users; user++)
            {
                var expected = Enumerable.Range(0, shape.Items)
                    .Where(item => !seen[user].Contains(item) && allowed?.Contains(item) != false)
                    .Select(item => new ScoredItem(item, FactorKernels.Dot(items.Row(item), users.Row(user))))
                    .Where(static place => place.Score > 0f)
                    .OrderByDescending(static place => place.Score).ThenBy(static place => place.Item).Take(shape.Length);
                Assert.Equal(expected, places.AsSpan(user * shape.Length, counts[user]).ToArray());
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public void Run_OfTinyAndHugeFactors_FindsWhatScoringEveryItemFinds()
    {
        foreach (var scale in new[] { 1e-22f, 1e-12f, 1e12f })
        {
            var items = RandomItems(new System.Random(8), 300, 20, 0.5);
            foreach (ref var value in items.Values.Span)
                value *= scale;
            var search = new FactorSearch(new FactorPanels(items.Values.Span, 300, 20));
            search.Clear();
            search.Add(items.Row(7), [7]);
            var (places, counts) = (new ScoredItem[5], new int[1]);
            search.Run(items.Values.Span, null, 5, places, counts);
            var expected = Enumerable.Range(0, 300).Where(static item => item != 7)
                .Select(item => new ScoredItem(item, FactorKernels.Dot(items.Row(item), items.Row(7))))
                .Where(static place => place.Score > 0f)
                .OrderByDescending(static place => place.Score).ThenBy(static place => place.Item).Take(5);
            Assert.Equal(expected, places.AsSpan(0, counts[0]).ToArray());
        }
    }

    [Fact]
    public void Compare_OnEitherTile_GivesTheAnswerOfPlainLoops() => Prop.ForAll(Shapes, shape =>
    {
        var random = new System.Random(shape.Seed);
        var panel = Numbers(random, shape.Factors * PanelKernels.Items);
        var stride = FactorMatrix.StrideOf(shape.Factors);
        var users = Numbers(random, PanelKernels.Users * stride);
        var limits = Numbers(random, PanelKernels.Users);
        var (wide, narrow) = (new uint[PanelKernels.Users], new uint[PanelKernels.Users]);
        PanelKernels.Compare(panel, users, stride, limits, wide, isWide: true);
        PanelKernels.Compare(panel, users, stride, limits, narrow, isWide: false);
        Assert.Equal(wide, narrow);
        for (var user = 0; user < PanelKernels.Users; user++)
        {
            for (var item = 0; item < PanelKernels.Items; item++)
            {
                var score = 0f;
                for (var factor = 0; factor < shape.Factors; factor++)
                    score = MathF.FusedMultiplyAdd(users[(user * stride) + factor], panel[(factor * PanelKernels.Items) + item], score);
                Assert.Equal(score >= limits[user], (wide[user] & (1u << item)) != 0);
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void Compare_OfSizesThatDoNotFit_IsRefused()
    {
        var (panel, users, limits, hits) = (new float[64], new float[128], new float[8], new uint[8]);
        Assert.Throws<ArgumentException>(() => PanelKernels.Compare(panel, users.AsSpan(1), 16, limits, hits));
        Assert.Throws<ArgumentException>(() => PanelKernels.Compare(panel.AsSpan(1), users, 16, limits, hits));
        Assert.Throws<ArgumentException>(() => PanelKernels.Compare(panel, users, 1, limits, hits));
        Assert.Throws<ArgumentException>(() => PanelKernels.Compare(panel, users, 16, limits.AsSpan(1), hits));
        Assert.Throws<ArgumentException>(() => PanelKernels.Compare(panel, users, 16, limits, hits.AsSpan(1)));
    }

    /// <summary>Items of falling norm in a random order; some are the same as another, some are nothing.</summary>
    private static FactorMatrix RandomItems(System.Random random, int count, int factors, double skew)
    {
        var items = new FactorMatrix(count, factors);
        items.FillNormal(random.Next(), 1);
        for (var item = 0; item < count; item++)
        {
            var scale = (float)Math.Pow(1 + random.Next(count), -skew);
            foreach (ref var value in items.Row(item))
                value *= scale;
            if (random.Next(5) == 0)
                items.Row(random.Next(count)).CopyTo(items.Row(item));
            if (random.Next(10) == 0)
                items.Row(item).Clear();
        }

        return items;
    }

    private static IEnumerable<int> Draw(System.Random random, int below, int count)
    {
        var numbers = Enumerable.Range(0, below).ToArray();
        random.Shuffle(numbers);
        return numbers.Take(count);
    }

    private static float[] Numbers(System.Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
}
