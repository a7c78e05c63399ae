using BookRecs.Recommender.Ranking.Learning;

namespace BookRecs.Recommender.Tests.Ranking.Learning;

/// <summary>Small generated data sets whose relevance follows from some of the features.</summary>
internal static class RankingRows
{
    /// <summary>Queries of 5 to 40 rows; relevance grows with features 0 and 1 together, with the missing of feature 2, and with nothing else.</summary>
    public static RankingDataSet Random(int seed, int groups = 60, int features = 5, bool isWeighted = false)
    {
        var random = new Random(seed);
        var builder = new RankingDataSetBuilder(Names(features));
        for (var group = 0; group < groups; group++)
        {
            var count = random.Next(5, 40);
            var rows = new float[count * features];
            var labels = new float[count];
            var weights = new float[isWeighted ? count : 0];
            for (var row = 0; row < count; row++)
            {
                var values = rows.AsSpan(row * features, features);
                for (var feature = 0; feature < features; feature++)
                    values[feature] = feature % 2 == 0 ? random.NextSingle() : random.Next(6);
                var evidence = values[0] + (features > 1 ? values[1] / 5 : 0);
                if (features > 2 && random.Next(3) == 0)
                    (values[2], evidence) = (float.NaN, evidence + 0.4f);
                labels[row] = evidence + (random.NextSingle() * 0.4f) > 1.7f ? 1 + random.Next(2) : 0;
                if (isWeighted)
                    weights[row] = random.Next(1, 5) * 0.5f;
            }

            builder.AddGroup(rows, labels, weights);
        }

        return builder.Build();
    }

    /// <summary>Names of features.</summary>
    public static string[] Names(int features) => [.. Enumerable.Range(0, features).Select(static feature => $"f{feature}")];

    /// <summary>A data set cut into bins.</summary>
    public static BinnedDataSet Binned(RankingDataSet data, LambdaMartOptions options)
    {
        var team = new WorkTeam(1, CancellationToken.None);
        return BinnedDataSet.Of(data, FeatureBins.Of(data, options.MaxBins, team), team);
    }

    /// <summary>All rows of a data set, one after the other.</summary>
    public static float[] AllRows(RankingDataSet data)
    {
        var rows = new List<float>();
        for (var row = 0; row < data.RowCount; row++)
            rows.AddRange(data.Row(row));
        return [.. rows];
    }

    /// <summary>A model's scores of all rows of a data set.</summary>
    public static float[] Score(TreeEnsemble model, RankingDataSet data)
    {
        var scores = new float[data.RowCount];
        model.Score(AllRows(data), data.FeatureCount, scores);
        return scores;
    }
}
