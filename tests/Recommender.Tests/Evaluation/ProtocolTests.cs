using BookRecs.Recommender.Data;
using BookRecs.Recommender.Evaluation;
using BookRecs.Recommender.Tests.Candidates;
using FsCheck;
using FsCheck.Fluent;

namespace BookRecs.Recommender.Tests.Evaluation;

/// <summary>The whole protocol on random sets against a plain second implementation that knows ids, sets and written lists only.</summary>
public sealed class ProtocolTests
{
    private const int ColdBelow = 3;

    private static readonly int[] Ks = [1, 3, 10];

    [Fact]
    public void Evaluate_RandomSets_AgreesWithThePlainProtocol() => Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), static seed =>
    {
        var random = new Random(seed);
        var train = Rows(random, random.Next(1, 60), users: 8, items: 12);
        var test = Rows(random, random.Next(1, 30), users: 11, items: 15);
        var books = random.Next(2) == 0 ? null : Enumerable.Range(3, 10).Select(Book).ToArray();
        var options = new EvaluationOptions { Models = ["popular", "item_to_item", "blend"], Ks = Ks, ColdBelow = ColdBelow, Threads = 2 };
        var report = Evaluator.Evaluate(EvaluationData.Create(train, test, books), options, null, CancellationToken.None);
        return report.Models.All(model => Agrees(report, model, train, test, books));
    }).QuickCheckThrowOnFailure();

    private static bool Agrees(
        EvaluationReport report, ModelEvaluation model, Interaction[] train, Interaction[] test, Book[]? books)
    {
        var lists = ReadBack(report, model);
        var pairs = train.Select(row => (row.UserId, row.ItemId)).ToHashSet();
        var users = pairs.CountBy(pair => pair.ItemId).ToDictionary(count => count.Key, count => count.Value);
        var catalogue = (books?.Select(book => book.ItemId) ?? train.Concat(test).Select(row => row.ItemId)).ToHashSet();
        (SliceMetrics Slice, Func<string, bool> Keep)[] slices =
        [
            (model.Overall, static _ => true),
            (model.Warm, item => users.GetValueOrDefault(item) >= ColdBelow),
            (model.Cold, item => users.GetValueOrDefault(item) < ColdBelow),
        ];
        foreach (var (slice, keep) in slices)
        {
            var relevant = test.Where(row => keep(row.ItemId)).GroupBy(row => row.UserId, row => row.ItemId)
                .ToDictionary(group => group.Key, group => group.ToHashSet());
            if (slice.Users != relevant.Count)
                return false;
            for (var index = 0; index < Ks.Length; index++)
            {
                var expected = Means(relevant, lists, pairs, Ks[index]);
                var recommended = lists.Values.SelectMany(list => list.Take(Ks[index])).Where(catalogue.Contains).Distinct().Count();
                if (!IsClose(expected.Ndcg, slice.ByK[index].Ndcg)
                    || !IsClose(expected.Recall, slice.ByK[index].Recall)
                    || !IsClose(expected.Capped, slice.ByK[index].RecallCapped)
                    || !IsClose((double)recommended / catalogue.Count, slice.CoverageByK[index]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static (double Ndcg, double Recall, double Capped) Means(
        Dictionary<string, HashSet<string>> relevant, Dictionary<string, List<string>> lists, HashSet<(string, string)> train, int k)
    {
        var (ndcg, recall, capped) = (0d, 0d, 0d);
        foreach (var (user, items) in relevant)
        {
            var top = lists.GetValueOrDefault(user, []).Take(k).ToList();
            var isHit = top.Select(item => items.Contains(item) && !train.Contains((user, item))).ToList();
            var ideal = Enumerable.Range(0, Math.Min(k, items.Count)).Sum(rank => 1 / Math.Log2(rank + 2));
            ndcg += isHit.Select((hit, rank) => hit ? 1 / Math.Log2(rank + 2) : 0).Sum() / ideal;
            recall += (double)isHit.Count(hit => hit) / items.Count;
            capped += (double)isHit.Count(hit => hit) / Math.Min(k, items.Count);
        }

        var users = Math.Max(1, relevant.Count);
        return (ndcg / users, recall / users, capped / users);
    }

    private static Dictionary<string, List<string>> ReadBack(EvaluationReport report, ModelEvaluation model)
    {
        var csv = new StringWriter();
        ReportWriter.WriteRecommendations(report, model, csv);
        return csv.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))
            .GroupBy(fields => fields[0], fields => fields[1]).ToDictionary(group => group.Key, group => group.ToList());
    }

    private static Interaction[] Rows(Random random, int count, int users, int items) =>
        [.. Enumerable.Range(0, count).Select(_ => ToyShop.Act($"u{random.Next(users)}", ToyShop.Id(random.Next(items))))];

    private static Book Book(int item) => new() { ItemId = ToyShop.Id(item), Title = $"Title {item % 3}" };

    private static bool IsClose(double left, double right) => Math.Abs(left - right) < 1e-9;
}
