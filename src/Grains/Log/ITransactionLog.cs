using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Interfaces.Users;
using BookRecs.Recommender.Data;

namespace BookRecs.Grains.Log;

/// <summary>
/// The log of all acts: the truth of which grains are living caches. Appends of many callers are committed together.
/// Safe for any number of callers at once. Every method throws <see cref="LogUnavailableException"/> when the store cannot be
/// reached or written; nothing of the call is then in the log, or its repeat is recognised as a duplicate.
/// </summary>
public interface ITransactionLog
{
    /// <summary>Appends acts. When the task completes, every accepted act survives a crash of the process and of the machine.</summary>
    /// <param name="transactions">The acts, of any users; an id that occurs twice in them is judged in order.</param>
    /// <param name="cancellationToken">Stops the wait, not a commit under way.</param>
    /// <returns>One result for each act, in the same order.</returns>
    Task<IReadOnlyList<AppendResult>> AppendAsync(IReadOnlyList<Transaction> transactions, CancellationToken cancellationToken = default);

    /// <summary>What an activation of a user needs.</summary>
    /// <param name="userId">The user; an unknown one gives an empty answer.</param>
    /// <param name="recentLimit">How many acts at most, the newest.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<UserActivity> ReadUserAsync(string userId, int recentLimit, CancellationToken cancellationToken = default);

    /// <summary>A page of a user's history: newest first by date, acts without a date last, ties by place in the log.</summary>
    /// <param name="userId">The user; an unknown one gives an empty page.</param>
    /// <param name="cursor">The cursor of the page before, or null.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <returns>The page, or null when the cursor is not one of ours.</returns>
    Task<HistoryPage?> ReadHistoryAsync(string userId, string? cursor, int limit, CancellationToken cancellationToken = default);

    /// <summary>What an activation of a book needs.</summary>
    /// <param name="itemId">The item; an unknown one gives an empty answer.</param>
    /// <param name="recentReaders">How many distinct users at most, those who acted on it last.</param>
    /// <param name="precedingItems">How many of each such user's acts just before that one at most.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<ItemActivity> ReadItemAsync(string itemId, int recentReaders, int precedingItems, CancellationToken cancellationToken = default);

    /// <summary>Every act in log order, for training; one consistent snapshot, streamed, with ids shared between rows.</summary>
    IEnumerable<Interaction> ReadInteractions(CancellationToken cancellationToken = default);

    /// <summary>The items with the most acts, the most popular first, ties by item id.</summary>
    Task<IReadOnlyList<string>> ReadPopularItemsAsync(int limit, CancellationToken cancellationToken = default);

    /// <summary>The size of the log.</summary>
    Task<LogSummary> GetSummaryAsync(CancellationToken cancellationToken = default);
}
