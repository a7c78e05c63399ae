using System.Diagnostics;
using BookRecs.Recommender.Ranking.Learning;

namespace BookRecs.Recommender.Benchmarks;

/// <summary>Training and scoring of the learned rankers.</summary>
internal sealed class RankingWork(BenchmarkOptions options)
{
    private const int Rounds = 2_000;

    /// <summary>Fits a forest of the full number of trees; binning is part of it.</summary>
    public (Measurement Measurement, string Remark) LambdaMart()
    {
        var train = CandidateRows.Generate(options.Queries, options.Candidates, options.Features, options.Seed);
        var validation = CandidateRows.Generate(options.Queries / 5, options.Candidates, options.Features, options.Seed + 1);
        var ndcg = 0d;
        var measurement = Measurement.Of(1, () =>
        {
            var settings = new LambdaMartOptions { Trees = options.Trees, EarlyStoppingRounds = 0 };
            var fit = Recommender.Ranking.Learning.LambdaMart.Fit(train, validation, settings, options.Threads);
            ndcg = fit.ValidationNdcg.Max();
        });
        var rate = (double)train.RowCount * options.Trees / measurement.Seconds / 1e6;
        return (measurement, $"{train.RowCount:N0} rows, {options.Trees} trees of 31 leaves: {rate:F1} M rows · trees/s, NDCG@10 {ndcg:F4}");
    }

    /// <summary>Scores the candidates of one query after another on one thread.</summary>
    public (Measurement Measurement, string Remark) TreeScores()
    {
        var train = CandidateRows.Generate(Math.Min(options.Queries, 500), options.Candidates, options.Features, options.Seed);
        var settings = new LambdaMartOptions { Trees = options.Trees, EarlyStoppingRounds = 0, MinRowsInLeaf = 20 };
        var model = Recommender.Ranking.Learning.LambdaMart.Fit(train, null, settings, options.Threads).Model;
        var queries = Enumerable.Range(0, 64).Select(query => RowsOf(train, query)).ToArray();
        var scores = new float[options.Candidates];
        var times = new List<double>(Rounds);
        var measurement = Measurement.Of(3, () =>
        {
            times.Clear();
            for (var round = 0; round < Rounds; round++)
            {
                var start = Stopwatch.GetTimestamp();
                model.Score(queries[round % queries.Length], options.Features, scores);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }
        });
        times.Sort();
        return (measurement, $"{model.TreeCount} trees, {options.Candidates} rows: p50 {times[Rounds / 2]:F1} µs, p99 {times[Rounds * 99 / 100]:F1} µs a query");
    }

    private static float[] RowsOf(RankingDataSet data, int query)
    {
        var rows = new List<float>();
        for (var row = data.GroupStarts[query]; row < data.GroupStarts[query + 1]; row++)
            rows.AddRange(data.Row(row));
        return [.. rows];
    }
}
