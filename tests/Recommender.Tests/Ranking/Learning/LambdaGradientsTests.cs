using BookRecs.Recommender.Ranking.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Ranking.Learning;

public sealed class LambdaGradientsTests
{
    [Fact]
    public void Compute_OfThreeRows_EqualsTheSumDoneByHand()
    {
        // Rows in the order of their scores: 2 (irrelevant), 1 (relevant), 0 (irrelevant). The ideal DCG is 1.
        // Pair (1, 0): exchanging places 1 and 2 changes 1 − 1/log2(3) = 0.36907; the wrong order has probability 1/(1+e^−1) = 0.73106.
        // Pair (1, 2): exchanging places 2 and 3 changes 1/log2(3) − 1/2 = 0.13093; the wrong order has probability 1/(1+e) = 0.26894.
        var (gradients, hessians) = Compute([2f, 1f, 0f], [0f, 1f, 0f], truncation: 3, normalize: false);

        Assert.Equal([0.26981f, -0.30502f, 0.03521f], gradients.Select(value => MathF.Round(value, 5)));
        Assert.Equal([0.07256f, 0.09831f, 0.02574f], hessians.Select(value => MathF.Round(value, 5)));
    }

    [Fact]
    public void Compute_BelowTheTruncation_CountsNoPair()
    {
        // Only place 1 counts: the relevant row on place 2 pulls on the first row alone.
        var (gradients, _) = Compute([2f, 1f, 0f], [0f, 1f, 0f], truncation: 1, normalize: false);

        Assert.Equal([0.73106f, -0.73106f, 0f], gradients.Select(value => MathF.Round(value, 5)));
    }

    [Fact]
    public void Compute_OfAnyQuery_AgreesWithPlainLoops() => Prop.ForAll(
        Arb.From(
            from seed in Gen.Choose(0, 1_000_000)
            from rows in Gen.Choose(1, 70)
            from truncation in Gen.Choose(1, 40)
            from normalize in Gen.Elements(false, true)
            from scores in Gen.Elements(1, 3, 1_000)
            select (seed, rows, truncation, normalize, scores)),
        query =>
        {
            var random = new System.Random(query.seed);
            var scores = Enumerable.Range(0, query.rows).Select(_ => random.Next(query.scores) * 5f / query.scores).ToArray();
            var labels = Enumerable.Range(0, query.rows).Select(_ => (float)Math.Max(0, random.Next(6) - 3)).ToArray();

            var (gradients, hessians) = Compute(scores, labels, query.truncation, query.normalize);
            var (expected, curves) = Plain(scores, labels, query.truncation, query.normalize);

            for (var row = 0; row < query.rows; row++)
            {
                Assert.Equal(expected[row], gradients[row], 1e-4 * (1 + Math.Abs(expected[row])));
                Assert.Equal(curves[row], hessians[row], 1e-4 * (1 + Math.Abs(curves[row])));
            }

            Assert.Equal(0, gradients.Sum(value => (double)value), 1e-4);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Sigmoid_OfAnyNumber_IsWithinTwoUnitsOfTheLastPlace()
    {
        for (var x = -60f; x < 60f; x += 0.0137f)
        {
            var expected = 1 / (1 + Math.Exp(-x));
            Assert.Equal(1, SigmoidKernel.Of(x) / expected, 4e-7);
        }

        Assert.Equal(0, SigmoidKernel.Of(-500f), 1e-30);
        Assert.Equal(1f, SigmoidKernel.Of(500f));
    }

    private static (float[] Gradients, float[] Hessians) Compute(float[] scores, float[] labels, int truncation, bool normalize)
    {
        var (gradients, hessians) = (new float[scores.Length], new float[scores.Length]);
        var ideal = RankingMetrics.IdealOf(labels, truncation);
        var kernel = new LambdaGradients(truncation, normalize);
        // A longer query before must leave nothing behind.
        kernel.Compute(new float[90], Enumerable.Range(0, 90).Select(row => row % 2f).ToArray(), 1, new float[90], new float[90]);
        kernel.Compute(scores, labels.Select(RankingMetrics.GainOf).ToArray(), ideal > 0 ? 1 / ideal : 0, gradients, hessians);
        return (gradients, hessians);
    }

    /// <summary>All pairs in double precision, as the definition has them.</summary>
    private static (double[] Gradients, double[] Hessians) Plain(float[] scores, float[] labels, int truncation, bool normalize)
    {
        var order = Enumerable.Range(0, scores.Length).OrderByDescending(row => scores[row]).ToArray();
        var discounts = new double[scores.Length];
        for (var place = 0; place < Math.Min(truncation, order.Length); place++)
            discounts[order[place]] = 1 / Math.Log2(place + 2);
        var ideal = labels.OrderDescending().Take(truncation).Select((label, place) => (Math.Pow(2, label) - 1) / Math.Log2(place + 2)).Sum();
        var (gradients, hessians, pulls) = (new double[scores.Length], new double[scores.Length], 0d);
        for (var high = 0; high < scores.Length; high++)
        {
            for (var low = 0; low < scores.Length; low++)
            {
                if (labels[high] <= labels[low])
                    continue;
                var difference = (double)scores[high] - scores[low];
                var change = (Math.Pow(2, labels[high]) - Math.Pow(2, labels[low])) * Math.Abs(discounts[high] - discounts[low]) / ideal;
                if (normalize && scores.Max() != scores.Min())
                    change /= 0.01 + Math.Abs(difference);
                var wrong = 1 / (1 + Math.Exp(difference));
                gradients[high] -= wrong * change;
                gradients[low] += wrong * change;
                hessians[high] += wrong * (1 - wrong) * change;
                hessians[low] += wrong * (1 - wrong) * change;
                pulls += 2 * wrong * change;
            }
        }

        var scale = normalize && pulls > 0 ? Math.Log2(1 + pulls) / pulls : 1;
        return ([.. gradients.Select(value => value * scale)], [.. hessians.Select(value => value * scale)]);
    }
}
