using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Log;
using BookRecs.Grains.Users;
using BookRecs.Storage;
using Microsoft.Extensions.Options;

namespace BookRecs.Silo.Startup;

/// <summary>
/// Makes lists for readers before the silo says that it is ready, and keeps none of them: code is compiled, the database plans its statements and the
/// model's pages are read now, and not while the readers of a silo that leaves wait for this one.
/// </summary>
internal sealed class WarmUp(ITransactionLog log, UserRanker ranker, UserOptions users, IOptions<StorageOptions> storage, TimeProvider time)
{
    private const int Items = 32;
    private const int ReadersOfItem = 8;

    /// <summary>No start takes longer for it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>Makes up to 256 lists, for the latest readers of the most popular books.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            // As many at once as the database has sessions for, so that each of them is warm.
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = storage.Value.Postgres.PoolSize, CancellationToken = cancellationToken };
            var items = await log.ReadPopularItemsAsync(Items, cancellationToken);
            await Parallel.ForEachAsync(
                items,
                parallel,
                async (itemId, token) =>
                {
                    var item = await log.ReadItemAsync(itemId, ReadersOfItem, precedingItems: 1, token);
                    foreach (var reader in item.RecentReaders)
                    {
                        if (time.GetElapsedTime(started) > Longest)
                            return;
                        var activity = await log.ReadUserAsync(reader.UserId, users.HistoryLimit, token);
                        await ranker.RankAsync(new UserHistory(activity, users.HistoryLimit), RecommendationQuery.Default);
                    }
                });
        }
        catch (LogUnavailableException)
        {
            // Colder than it could be, but /ready says itself whether the log answers.
        }
    }
}
