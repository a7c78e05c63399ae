using System.Collections.Immutable;
using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Interfaces.Transactions;

namespace BookRecs.Grains.Interfaces.Users;

/// <summary>One user, by user id: recent history, all seen items, and the cached list.</summary>
[Alias("bookrecs.user")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>Appends the user's acts to the log and makes them count; when it returns, the next list reflects them.</summary>
    /// <param name="transactions">1 to 1,000 acts, all of this user.</param>
    /// <returns>One result for each act, in the same order.</returns>
    [Alias("record")]
    Task<ImmutableArray<TransactionResult>> RecordAsync(ImmutableArray<Transaction> transactions);

    /// <summary>What the user might like next; ranked anew when the model or the history changed since the last time.</summary>
    [Alias("recommend")]
    Task<RecommendationList> GetRecommendationsAsync(RecommendationQuery query);

    /// <summary>The user's acts, newest first.</summary>
    /// <param name="cursor">The cursor of the page before, or null for the first page; one that is not ours gives null back.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("history")]
    Task<HistoryPage?> GetHistoryAsync(string? cursor, int limit);
}
