using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Benchmarks;

/// <summary>
/// Interactions without meaning but of a realistic shape: item popularity falls as (rank + 20)^-0.8, the activity of users is log-normal
/// with a deviation of 0.8, and a seed decides everything.
/// </summary>
internal static class PowerLawMatrix
{
    private const double Exponent = 0.8;
    private const double Shift = 20;
    private const double ActivityDeviation = 0.8;

    public static TrainingData Generate(int users, int items, int interactions, int seed)
    {
        var random = new Random(seed);
        var cumulative = PopularityOf(items, random, out var itemAtRank);
        var counts = ActivityOf(users, interactions, random);
        var starts = new long[users + 1];
        var columns = new List<int>(interactions);
        var seen = new HashSet<int>();
        for (var user = 0; user < users; user++)
        {
            seen.Clear();
            while (seen.Count < Math.Min(counts[user], items / 4))
            {
                var rank = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
                seen.Add(itemAtRank[Math.Min(rank < 0 ? ~rank : rank, items - 1)]);
            }

            columns.AddRange(seen.Order());
            starts[user + 1] = columns.Count;
        }

        var values = new float[columns.Count];
        Array.Fill(values, 1f);
        var matrix = new CsrMatrix(items, starts, columns.ToArray(), values);
        return new TrainingData(Ids("u", users), Ids("i", items), matrix, new long[columns.Count], new Book?[items]);
    }

    private static double[] PopularityOf(int items, Random random, out int[] itemAtRank)
    {
        itemAtRank = [.. Enumerable.Range(0, items)];
        random.Shuffle(itemAtRank);
        var cumulative = new double[items];
        var sum = 0d;
        for (var rank = 0; rank < items; rank++)
            cumulative[rank] = sum += Math.Pow(rank + Shift, -Exponent);
        return cumulative;
    }

    private static int[] ActivityOf(int users, int interactions, Random random)
    {
        var activity = new double[users];
        for (var user = 0; user < users; user++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            activity[user] = Math.Exp(ActivityDeviation * normal);
        }

        var scale = interactions / activity.Sum();
        var counts = new int[users];
        var (given, wanted) = (0, 0d);
        for (var user = 0; user < users; user++)
        {
            wanted += activity[user] * scale;
            counts[user] = Math.Max(0, (int)Math.Round(wanted) - given);
            given += counts[user];
        }

        return counts;
    }

    private static Vocabulary Ids(string prefix, int count) => new([.. Enumerable.Range(0, count).Select(number => $"{prefix}{number:D7}")]);
}
