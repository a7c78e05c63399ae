using BookRecs.Grains.Interfaces.Transactions;
using FsCheck;
using FsCheck.Fluent;
using static BookRecs.Storage.Tests.Suite.Acts;

namespace BookRecs.Storage.Tests.Suite;

/// <summary>Random runs of appends against the simplest thing that does the same: a dictionary by transaction id.</summary>
public abstract class ModelSuite : ShopSuite
{
    private static readonly Gen<Transaction> AnyAct =
        from id in Gen.Choose(0, 12)
        from user in Gen.Choose(0, 2)
        from item in Gen.Choose(0, 2)
        from kind in Gen.Choose(0, 3)
        from rating in Gen.Elements<float?>(null, 0, 2.5f)
        from price in Gen.Elements<decimal?>(null, 1, 1.5m)
        from day in Gen.Elements<int?>(null, 0, 1)
        select Act($"t{id}", $"u{user}", $"i{item}", (TransactionKind)kind, rating, rating > 0, price,
            day is { } days ? Day.AddDays(days) : null);

    private static readonly Gen<(string Prefix, Transaction[][] Calls)> AnyRun =
        from calls in Gen.NonEmptyListOf(Gen.NonEmptyListOf(AnyAct).Select(acts => acts.ToArray()))
        from prefix in Gen.Choose(0, int.MaxValue)
        select ($"{prefix}:", calls.ToArray());

    [Fact]
    public void Append_AnyRunOfActs_AnswersLikeADictionary() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(60),
        Prop.ForAll(AnyRun.ToArbitrary(), run => RunAsync(run.Prefix, run.Calls).GetAwaiter().GetResult()));

    private async Task<bool> RunAsync(string prefix, Transaction[][] calls)
    {
        // Ids of their own keep the runs apart in one store.
        var model = new Dictionary<string, Transaction>(StringComparer.Ordinal);
        foreach (var call in calls)
        {
            var acts = call.Select(act => act with
            {
                TransactionId = prefix + act.TransactionId,
                UserId = prefix + act.UserId,
                ItemId = prefix + act.ItemId,
            }).ToList();
            var results = await Shop.Log.AppendAsync(acts, CancellationToken.None);
            foreach (var (act, result) in acts.Zip(results))
                Assert.Equal(Judge(model, act), result.Status);
        }

        foreach (var user in model.Values.GroupBy(act => act.UserId))
        {
            var page = await Shop.Log.ReadHistoryAsync(user.Key, null, 1_000, CancellationToken.None);
            Assert.Equal(
                user.OrderBy(act => act.TransactionId, StringComparer.Ordinal),
                page!.Transactions.OrderBy(act => act.TransactionId, StringComparer.Ordinal));
            Assert.Equal(user.Count(), page.Total);
        }

        foreach (var item in model.Values.GroupBy(act => act.ItemId))
        {
            var activity = await Shop.Log.ReadItemAsync(item.Key, 10, 10, CancellationToken.None);
            Assert.Equal(item.Count(), activity.Purchases + activity.Reads + activity.Ratings + activity.Wishes);
            Assert.Equal(item.Count(act => act.Kind == TransactionKind.Purchase), activity.DailyPurchases.Sum(day => day.Value));
            Assert.Equal(
                item.Select(act => act.UserId).Distinct().Order(StringComparer.Ordinal),
                activity.RecentReaders.Select(reader => reader.UserId).Order(StringComparer.Ordinal));
        }

        return true;
    }

    private TransactionStatus Judge(Dictionary<string, Transaction> model, Transaction act)
    {
        if (!model.TryGetValue(act.TransactionId, out var known))
        {
            model.Add(act.TransactionId, act with { OccurredAt = act.OccurredAt ?? Time.Now });
            return TransactionStatus.Accepted;
        }

        return known == act with { OccurredAt = act.OccurredAt ?? known.OccurredAt }
            ? TransactionStatus.Duplicate
            : TransactionStatus.Conflict;
    }
}
