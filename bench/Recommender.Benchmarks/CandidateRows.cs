using BookRecs.Recommender.Ranking.Learning;

namespace BookRecs.Recommender.Benchmarks;

/// <summary>
/// Candidates without meaning but of a realistic shape: skewed features, a fifth of them mostly missing, and about 2 % relevant rows,
/// which some of the features foretell in part.
/// </summary>
internal static class CandidateRows
{
    private const double RelevantShare = 0.02;

    public static RankingDataSet Generate(int groups, int rowsPerGroup, int features, int seed)
    {
        var random = new Random(seed);
        var builder = new RankingDataSetBuilder(Enumerable.Range(0, features).Select(static feature => $"feature_{feature:D2}"));
        var rows = new float[rowsPerGroup * features];
        var labels = new float[rowsPerGroup];
        for (var group = 0; group < groups; group++)
        {
            for (var row = 0; row < rowsPerGroup; row++)
                labels[row] = Fill(rows.AsSpan(row * features, features), random) ? 1f : 0f;
            builder.AddGroup(rows, labels);
        }

        return builder.Build();
    }

    private static bool Fill(Span<float> row, Random random)
    {
        var evidence = 0d;
        for (var feature = 0; feature < row.Length; feature++)
        {
            var value = (float)-Math.Log(1 - random.NextDouble());
            evidence += feature % 4 == 0 ? value : 0;
            row[feature] = feature % 5 == 1 && random.NextDouble() < 0.8 ? float.NaN : value;
        }

        evidence /= (row.Length + 3) / 4;
        return random.NextDouble() < RelevantShare * Math.Pow(Math.Min(evidence, 2), 4);
    }
}
