using BookRecs.Recommender.Candidates;
using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Ranking.Engine;

/// <summary>What the score columns give a sample of users: each user's best scores, and how much of them each item gets.</summary>
internal sealed class ScoreSample
{
    private const int MaxUsers = 20_000;

    // Shares are summed as whole numbers: their sum does not depend on who adds first.
    private const double SharesOfOne = 1L << 32;

    private readonly float[] _best;
    private readonly int _columns;

    private ScoreSample(float[] best, long[] shares, int users, int columns)
    {
        (_best, Users, _columns) = (best, users, columns);
        Shares = Array.ConvertAll(shares, static sum => sum / SharesOfOne);
    }

    /// <summary>How many users there are.</summary>
    public int Users { get; }

    /// <summary>
    /// Item by item, the sum over the users of its score in each column, as a share of the user's best; 0 where it is no candidate.
    /// </summary>
    public double[] Shares { get; }

    /// <summary>
    /// Finds the candidates of every so many users, at most 20,000 of them; holds 8 bytes for each item and column a thread.
    /// </summary>
    public static ScoreSample Take(
        TrainingData data, EngineStages stages, ItemFacts facts, EngineOptions options, int threads, CancellationToken cancellationToken)
    {
        var step = Math.Max(1, (data.Users.Count + MaxUsers - 1) / MaxUsers);
        int[] users = [.. Enumerable.Range(0, data.Users.Count).Where(user => user % step == 0 && data.Interactions.RowColumns(user).Length > 0)];
        var columns = stages.Features.Columns.Names.Count;
        var best = new float[users.Length * columns];
        var all = new long[data.Items.Count * columns];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, threads, parallel, thread =>
        {
            var scratch = new EngineScratch(stages.Features, facts, options, data.Items.Count);
            var shares = new long[all.Length];
            for (var index = thread; index < users.Length; index += threads)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var history = HistoryItem.Of(data, users[index]);
                scratch.Clear();
                scratch.Seen.Clear();
                scratch.Seen.Add(history);
                stages.FindCandidates(history, new UnseenItems(scratch.Seen, null), scratch);
                scratch.Best.CopyTo(best.AsSpan(index * columns));
                AddShares(scratch, stages.Features.PreNames.Count, columns, shares);
            }

            lock (all)
            {
                for (var sum = 0; sum < all.Length; sum++)
                    all[sum] += shares[sum];
            }
        });
        return new ScoreSample(best, all, users.Length, columns);
    }

    /// <summary>Each column's best score, averaged over the users; 1 where no user has any.</summary>
    public float[] MeanBest()
    {
        var means = new float[_columns];
        for (var column = 0; column < means.Length; column++)
        {
            var sum = 0d;
            for (var place = column; place < _best.Length; place += _columns)
                sum += _best[place];
            means[column] = sum > 0 ? (float)(sum / Users) : 1f;
        }

        return means;
    }

    private static void AddShares(EngineScratch scratch, int width, int columns, long[] shares)
    {
        for (var place = 0; place < scratch.PoolCount; place++)
        {
            var ofBest = scratch.PreRows.AsSpan((place * width) + columns, columns);
            for (var column = 0; column < columns; column++)
                shares[(scratch.Pool[place] * columns) + column] += (long)(Math.Max(0f, ofBest[column]) * SharesOfOne);
        }
    }
}
