using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Tests.Candidates;

public abstract class ItemToItemSourceTests(ItemWeighting weighting, bool useWeights, float damping = 0) : CandidateSourceBehaviour
{
    protected override string Model => ItemToItemSource.SourceName;

    protected override CandidateOptions Options { get; } =
        new() { ItemToItem = new ItemToItemOptions { Weighting = weighting, UseWeights = useWeights, Damping = damping, Neighbours = 50 } };

    [Fact]
    public void List_OnTheCheckerboard_BeginsWithTheMissingSquare()
    {
        var data = ToyShop.Checkerboard();
        var sources = Fit(data);
        for (var user = 0; user < 50; user++)
            Assert.Equal(ToyShop.Id(user), ToyShop.List(sources, data, Model, HistoryItem.Of(data, user))[0]);
    }

    [Fact]
    public void Neighbours_AgreeWithTheDirectComputation()
    {
        var data = ToyShop.Random(11, users: 40, items: 70);
        var neighbours = Fit(data).ItemToItem!.Neighbours;
        var vectors = DirectVectors(data);
        for (var item = 0; item < data.Items.Count; item++)
        {
            var expected = Enumerable.Range(0, data.Items.Count).Select(other => Dot(vectors[item], vectors[other])).ToArray();
            var items = neighbours.RowColumns(item);
            var similarities = neighbours.RowValues(item);
            Assert.Equal(Math.Min(50, expected.Count(similarity => similarity > 0)), items.Length);
            for (var rank = 0; rank < items.Length; rank++)
                Assert.Equal(expected[items[rank]], similarities[rank], 1e-4 * Math.Max(1, expected[item]));
            Assert.True(IsFalling(similarities), $"the neighbours of item {item} are not in order");
        }
    }

    private static bool IsFalling(ReadOnlySpan<float> values)
    {
        for (var rank = 1; rank < values.Length; rank++)
        {
            if (values[rank] > values[rank - 1])
                return false;
        }

        return true;
    }

    private static double Dot(double[] left, double[] right) => left.Zip(right, (l, r) => l * r).Sum();

    private double[][] DirectVectors(TrainingData data)
    {
        var (users, items) = (data.Users.Count, data.Items.Count);
        var counts = new double[items][];
        for (var item = 0; item < items; item++)
            counts[item] = new double[users];
        for (var user = 0; user < users; user++)
        {
            var columns = data.Interactions.RowColumns(user);
            for (var entry = 0; entry < columns.Length; entry++)
                counts[columns[entry]][user] = useWeights ? data.Interactions.RowValues(user)[entry] : 1;
        }

        var known = counts.Count(row => row.Any(value => value > 0));
        var averageLength = counts.Sum(row => row.Sum()) / known;
        var frequency = Enumerable.Range(0, users).Select(user => counts.Count(row => row[user] > 0)).ToArray();
        return [.. counts.Select(row => Weigh(row, known, averageLength, frequency))];
    }

    private double[] Weigh(double[] row, int known, double averageLength, int[] frequency)
    {
        var (k1, b, length) = (Options.ItemToItem.K1, Options.ItemToItem.B, row.Sum());
        var weighted = row.Select((value, user) =>
        {
            var idf = Math.Log(known) - Math.Log(1 + frequency[user]);
            return weighting switch
            {
                ItemWeighting.Cosine => value,
                ItemWeighting.TfIdf => Math.Sqrt(value) * idf,
                _ => value * (k1 + 1) / ((k1 * (1 - b + (b * length / averageLength))) + value) * idf,
            };
        }).ToArray();
        var norm = weighting == ItemWeighting.Bm25 ? 1 : Math.Sqrt(damping + weighted.Sum(value => value * value));
        return [.. weighted.Select(value => norm > 0 ? value / norm : 0)];
    }
}
