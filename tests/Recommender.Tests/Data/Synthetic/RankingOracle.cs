using BookRecs.Recommender.Data;

namespace BookRecs.Recommender.Tests.Data.Synthetic;

/// <summary>Two plain rankings, to see whether generated data can be learned: independent of the engine's models.</summary>
internal sealed class RankingOracle
{
    private const int ListLength = 10;
    private const int UsersTried = 60;

    private readonly CsrMatrix _users;
    private readonly CsrMatrix _items;
    private readonly List<(int User, HashSet<int> Items)> _test = [];

    public RankingOracle(IEnumerable<Interaction> train, IEnumerable<Interaction> test)
    {
        var builder = new TrainingDataBuilder();
        foreach (var row in train)
            builder.Add(row);
        var data = builder.Build();
        _users = data.Interactions;
        _items = _users.Transpose();
        foreach (var user in test.GroupBy(row => row.UserId).OrderBy(user => user.Key, StringComparer.Ordinal).Take(UsersTried))
        {
            data.Users.TryGetIndex(user.Key, out var index);
            _test.Add((index, [.. user.Select(row => data.Items.TryGetIndex(row.ItemId, out var item) ? item : -1)]));
        }
    }

    public double HitRateOfPopular()
    {
        var counts = Enumerable.Range(0, _items.RowCount).Select(item => (double)_items.RowColumns(item).Length).ToArray();
        return HitRate(_ => (double[])counts.Clone());
    }

    public double HitRateOfNeighbours() => HitRate(user =>
    {
        var scores = new double[_items.RowCount];
        foreach (var item in _users.RowColumns(user))
        {
            var weight = 1 / Math.Sqrt(_items.RowColumns(item).Length);
            foreach (var reader in _items.RowColumns(item))
            {
                foreach (var other in _users.RowColumns(reader))
                    scores[other] += weight;
            }
        }

        for (var item = 0; item < scores.Length; item++)
            scores[item] /= Math.Sqrt(_items.RowColumns(item).Length);
        return scores;
    });

    private double HitRate(Func<int, double[]> score)
    {
        var hits = 0;
        foreach (var (user, wanted) in _test)
        {
            var scores = score(user);
            foreach (var seen in _users.RowColumns(user))
                scores[seen] = double.NegativeInfinity;
            hits += Enumerable.Range(0, scores.Length).OrderByDescending(item => scores[item]).Take(ListLength).Count(wanted.Contains);
        }

        return hits / (double)_test.Sum(user => user.Items.Count);
    }
}
