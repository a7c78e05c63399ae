using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Interfaces.Users;
using BookRecs.Grains.Topics;
using Microsoft.Extensions.Hosting;

namespace BookRecs.Grains.Transactions;

/// <summary>
/// Consumes <see cref="TopicNames.NewTransactions"/>: hands the acts of a user to the user's grain in order, acts of different users at
/// the same time, so that the log commits them together. A record is done when its act is in the log and counts.
/// </summary>
/// <param name="topics">Where acts come from.</param>
/// <param name="grains">Finds the users.</param>
/// <param name="time">The clock.</param>
public sealed class TransactionConsumer(ITopics topics, IGrainFactory grains, TimeProvider time) : IHostedService
{
    /// <summary>The consumer group.</summary>
    public const string Group = "transactions";

    private IAsyncDisposable? _subscription;

    /// <summary>Joins the consumer group.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = topics.SubscribeByKey(TopicNames.NewTransactions, Group, HandleAsync);
        return Task.CompletedTask;
    }

    /// <summary>Leaves the group when the acts under way are done.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_subscription is not null)
            await _subscription.DisposeAsync();
    }

    private async Task<IReadOnlyList<RefusedRecord>> HandleAsync(IReadOnlyList<TopicRecord> records, CancellationToken cancellationToken)
    {
        List<RefusedRecord>? refused = null;
        var acts = new List<(int Place, Transaction Act)>(records.Count);
        var now = time.GetUtcNow();
        for (var place = 0; place < records.Count; place++)
        {
            try
            {
                acts.Add((place, TransactionRecord.Parse(records[place], now)));
            }
            catch (InvalidDataException error)
            {
                (refused ??= []).Add(new RefusedRecord(place, error.Message));
            }
        }

        // Records of one key are those of one user, unless a producer chose its keys otherwise.
        for (var first = 0; first < acts.Count;)
        {
            var userId = acts[first].Act.UserId;
            var end = first + 1;
            while (end < acts.Count && acts[end].Act.UserId == userId)
                end++;
            await RecordAsync(userId, acts[first..end]);
            first = end;
        }

        return refused ?? (IReadOnlyList<RefusedRecord>)[];

        async Task RecordAsync(string userId, List<(int Place, Transaction Act)> ofUser)
        {
            var results = await grains.GetGrain<IUserGrain>(userId)
                .RecordAsync([.. ofUser.Select(static act => act.Act)])
                .WaitAsync(cancellationToken);
            for (var index = 0; index < results.Length; index++)
            {
                if (results[index].Status == TransactionStatus.Conflict)
                {
                    const string Reason = "transaction_id must not name a transaction of other content in the log";
                    (refused ??= []).Add(new RefusedRecord(ofUser[index].Place, Reason));
                }
            }
        }
    }
}
