using System.Collections.Immutable;
using System.Globalization;
using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Interfaces.Users;

namespace BookRecs.Frontend.Tests.Fakes;

/// <summary>A user whose list is the books 43 and up that the user has not acted on.</summary>
public sealed class FakeUserGrain(FakeShop shop, string userId) : IUserGrain
{
    private readonly Lock _gate = new();
    private readonly List<Transaction> _acts = [];
    private RecommendationList? _list;

    public int RecordCalls { get; private set; }

    public async Task<ImmutableArray<TransactionResult>> RecordAsync(ImmutableArray<Transaction> transactions)
    {
        if (shop.BeforeRecord is { } before)
            await before(userId);
        lock (_gate)
        {
            RecordCalls++;
            _list = null;
            return [.. transactions.Select(Record)];
        }
    }

    public Task<RecommendationList> GetRecommendationsAsync(RecommendationQuery query)
    {
        shop.Queries.Enqueue(query);
        if (shop.Recommend is { } recommend)
            return recommend(query);
        lock (_gate)
        {
            if (_acts.Count == 0)
                return Task.FromResult(FakeShop.List("43", "44") with { FallbackReason = FallbackReason.UnknownUser });
            var seen = _acts.Select(a => a.ItemId).Concat(query.Exclude).ToHashSet();
            _list ??= FakeShop.List([.. Enumerable.Range(43, 12).Select(i => i.ToString(CultureInfo.InvariantCulture)).Where(i => !seen.Contains(i))]);
            return Task.FromResult(_list.Items.Length <= query.Limit ? _list : _list with { Items = _list.Items[..query.Limit] });
        }
    }

    public Task<HistoryPage?> GetHistoryAsync(string? cursor, int limit)
    {
        lock (_gate)
        {
            var skip = 0;
            if (cursor is not null && !int.TryParse(cursor, CultureInfo.InvariantCulture, out skip))
                return Task.FromResult<HistoryPage?>(null);
            var newest = _acts.AsEnumerable().Reverse().Skip(skip).Take(limit).ToImmutableArray();
            var next = skip + newest.Length < _acts.Count ? (skip + newest.Length).ToString(CultureInfo.InvariantCulture) : null;
            return Task.FromResult<HistoryPage?>(new HistoryPage(newest, next, _acts.Count));
        }
    }

    private TransactionResult Record(Transaction act)
    {
        var held = shop.Log.GetOrAdd(act.TransactionId, act);
        var status = ReferenceEquals(held, act) ? TransactionStatus.Accepted
            : held == act ? TransactionStatus.Duplicate
            : TransactionStatus.Conflict;
        if (status == TransactionStatus.Accepted)
            _acts.Add(act);
        return new TransactionResult(act.TransactionId, status, act.ItemId != "not-in-catalogue");
    }
}
