using System.Collections.Immutable;
using BookRecs.Grains.Books;
using BookRecs.Grains.Interfaces.Books;
using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Interfaces.Users;
using BookRecs.Grains.Log;
using BookRecs.Grains.Models;
using BookRecs.Grains.Recommendations;
using BookRecs.Recommender.Data;
using Microsoft.Extensions.Logging;

namespace BookRecs.Grains.Users;

/// <summary>One user: a living cache of the log. Whatever goes wrong, the state is built from the log again.</summary>
/// <param name="log">The truth.</param>
/// <param name="ranker">Makes the lists.</param>
/// <param name="recentUsers">Hears that this user's list was asked for.</param>
/// <param name="retrain">Hears of what the log took.</param>
/// <param name="options">How much history is held.</param>
/// <param name="bookOptions">How much history a book hears of.</param>
/// <param name="time">Tells how long ago this user was noted.</param>
/// <param name="logger">Hears of errors, without personal data.</param>
public sealed class UserGrain(
    ITransactionLog log,
    UserRanker ranker,
    RecentUsers recentUsers,
    RetrainTrigger retrain,
    UserOptions options,
    BookOptions bookOptions,
    TimeProvider time,
    ILogger<UserGrain> logger) : Grain, IUserGrain
{
    private const int BooksToldAtOnce = 64;

    // To note somebody takes a lock, which answers from the cache shall not wait for.
    private static readonly TimeSpan NotedFor = TimeSpan.FromMinutes(1);

    private readonly RecommendationCache _cache = new();
    private UserHistory? _history;
    private bool _mayBeBehind;
    private long? _notedAt;

    private string UserId => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RebuildAsync(cancellationToken);
        }
        catch (LogUnavailableException)
        {
            // The first call tries again, and its caller then gets the log's own error.
        }
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<TransactionResult>> RecordAsync(ImmutableArray<Transaction> transactions)
    {
        if (HasOthers(transactions))
            throw new ArgumentException("every transaction must be of the user whose grain records it", nameof(transactions));
        var history = _history ?? await RebuildAsync();
        var results = await AppendAsync(transactions);
        try
        {
            var isBehind = _mayBeBehind || IsBehind(history, results, transactions);
            if (isBehind)
                history = await RebuildAsync();
            var acts = ActsOf(transactions, results, history, isApplied: isBehind);
            if (_cache.IsUsed && _cache.Find(ranker.Serving, history.Revision) is null)
                await RefreshAsync(history);
            await TellBooksAsync(acts);
        }
        catch (Exception error)
        {
            Forget(error);
            throw;
        }

        var answers = ImmutableArray.CreateBuilder<TransactionResult>(results.Count);
        for (var place = 0; place < results.Count; place++)
            answers.Add(new TransactionResult(transactions[place].TransactionId, results[place].Status, results[place].InCatalogue));
        return answers.MoveToImmutable();
    }

    /// <inheritdoc/>
    public Task<RecommendationList> GetRecommendationsAsync(RecommendationQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (_history is { } history && Requests.IsPlain(query) && _cache.Find(ranker.Serving, history.Revision) is { } list)
        {
            if (_notedAt is not { } notedAt || time.GetElapsedTime(notedAt) >= NotedFor)
                Note(query);
            return list;
        }

        return RankAsync(query);
    }

    /// <inheritdoc/>
    public Task<HistoryPage?> GetHistoryAsync(string? cursor, int limit) => log.ReadHistoryAsync(UserId, cursor, limit);

    // A repeat of an act that this activation never saw: another activation took it, so this history is behind the log.
    private static bool IsBehind(UserHistory history, IReadOnlyList<AppendResult> results, ImmutableArray<Transaction> transactions)
    {
        for (var place = 0; place < results.Count; place++)
        {
            if (results[place].Status == TransactionStatus.Duplicate && !history.HasSeen(transactions[place].ItemId))
                return true;
        }

        return false;
    }

    private bool HasOthers(ImmutableArray<Transaction> transactions)
    {
        var userId = UserId;
        foreach (var transaction in transactions)
        {
            if (transaction.UserId != userId)
                return true;
        }

        return false;
    }

    private async Task<IReadOnlyList<AppendResult>> AppendAsync(ImmutableArray<Transaction> transactions)
    {
        try
        {
            var results = await log.AppendAsync(transactions);
            retrain.Note(results);
            return results;
        }
        catch
        {
            // The acts may have reached the disk although the call failed. Lists are served from memory meanwhile.
            _mayBeBehind = true;
            throw;
        }
    }

    private async Task<RecommendationList> RankAsync(RecommendationQuery query)
    {
        var history = _history ?? await RebuildAsync();
        Note(query);
        if (!Requests.IsPlain(query))
            return await ranker.RankAsync(history, query);
        return await RefreshAsync(history);
    }

    private void Note(RecommendationQuery query)
    {
        if (query.IsAheadOfTime)
            return;
        _notedAt = time.GetTimestamp();
        recentUsers.Note(UserId);
    }

    private async Task<RecommendationList> RefreshAsync(UserHistory history)
    {
        var serving = ranker.Serving;
        var list = await ranker.RankAsync(history, RecommendationQuery.Default);
        if (list.ModelVersion is not null)
            return await _cache.Keep(list, serving, history.Revision);
        _cache.Clear();
        return list;
    }

    private List<(string ItemId, BookAct Act)> ActsOf(
        ImmutableArray<Transaction> transactions, IReadOnlyList<AppendResult> results, UserHistory history, bool isApplied)
    {
        var acts = new List<(string, BookAct)>(transactions.Length);
        for (var place = 0; place < transactions.Length; place++)
        {
            var (transaction, result) = (transactions[place], results[place]);
            if (result.Status == TransactionStatus.Conflict || result.OccurredAt is not { } occurredAt)
                continue;
            var kind = (InteractionKind)transaction.Kind;
            ImmutableArray<string> preceding;
            if (result.Status == TransactionStatus.Accepted && !isApplied)
            {
                preceding = history.ItemsBefore(occurredAt, bookOptions.PrecedingItems);
                history.Add(new Interaction(UserId, transaction.ItemId, kind, transaction.IsRead, transaction.Rating, occurredAt));
            }
            else
            {
                preceding = history.ItemsBefore(transaction.ItemId, kind, occurredAt, bookOptions.PrecedingItems);
            }

            acts.Add((transaction.ItemId, new BookAct(result.Sequence, UserId, transaction.Kind, occurredAt, preceding)));
        }

        return acts;
    }

    private async Task TellBooksAsync(List<(string ItemId, BookAct Act)> acts)
    {
        if (acts.Count == 1)
        {
            await GrainFactory.GetGrain<IBookGrain>(acts[0].ItemId).RecordAsync([acts[0].Act]);
            return;
        }

        foreach (var books in acts.GroupBy(act => act.ItemId, act => act.Act, StringComparer.Ordinal).Chunk(BooksToldAtOnce))
            await Task.WhenAll(books.Select(book => GrainFactory.GetGrain<IBookGrain>(book.Key).RecordAsync([.. book])));
    }

    private async Task<UserHistory> RebuildAsync(CancellationToken cancellationToken = default)
    {
        _history = null;
        _cache.Clear();
        var activity = await log.ReadUserAsync(UserId, options.HistoryLimit, cancellationToken);
        _mayBeBehind = false;
        return _history = new UserHistory(activity, options.HistoryLimit);
    }

    private void Forget(Exception error)
    {
        GrainsLog.UserReset(logger, error.GetType().Name);
        _history = null;
        _cache.Clear();
        DeactivateOnIdle();
    }
}
