using System.Collections.Immutable;
using BookRecs.Frontend.Calls;
using BookRecs.Frontend.Options;
using BookRecs.Frontend.Problems;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Interfaces.Users;
using Microsoft.Extensions.Options;

namespace BookRecs.Frontend.Transactions;

/// <summary>
/// Sends the valid rows of a batch to their users' grains: one user's in order and in one call, several users at the same time.
/// </summary>
internal sealed class TransactionRecorder(IGrainFactory grains, GrainCalls calls, TimeProvider time, IOptions<HttpOptions> options)
{
    private readonly RepeatPolicy _policy = RepeatPolicy.Until(
        TimeSpan.FromMilliseconds(options.Value.WriteDeadlineMilliseconds), TimeSpan.FromMilliseconds(options.Value.RepeatMilliseconds));
    private readonly int _parallelism = options.Value.BatchParallelism;

    /// <summary>Fills in every answer that is still open, by the deadline of the whole batch.</summary>
    public async Task RecordAsync(TransactionBatch batch)
    {
        var started = time.GetTimestamp();
        var (users, repeats) = Group(batch.Transactions);
        if (users.Count == 1)
        {
            foreach (var (user, places) in users)
                await RecordAsync(batch, user, places, started);
        }
        else
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = _parallelism };
            await Parallel.ForEachAsync(users, parallel, (group, _) => new ValueTask(RecordAsync(batch, group.Key, group.Value, started)));
        }
        foreach (var place in repeats)
            await RecordAsync(batch, batch.Transactions[place]!.UserId, [place], started);
    }

    /// <summary>
    /// The places of each user's rows, and those of rows whose id an earlier row uses for another user: sent at the same time, chance would
    /// decide which of the two is the conflict, so they go last.
    /// </summary>
    private static (Dictionary<string, List<int>> Users, List<int> Repeats) Group(Transaction?[] transactions)
    {
        var users = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        var repeats = new List<int>();
        for (var place = 0; place < transactions.Length; place++)
        {
            if (transactions[place] is not { } transaction)
                continue;
            if (!owners.TryAdd(transaction.TransactionId, transaction.UserId) && owners[transaction.TransactionId] != transaction.UserId)
                repeats.Add(place);
            else if (users.TryGetValue(transaction.UserId, out var places))
                places.Add(place);
            else
                users.Add(transaction.UserId, [place]);
        }
        return (users, repeats);
    }

    private async Task RecordAsync(TransactionBatch batch, string user, List<int> places, long started)
    {
        var left = _policy.Deadline - time.GetElapsedTime(started);
        if (left <= TimeSpan.Zero)
        {
            foreach (var place in places)
                batch.Rows[place] = Failed(batch.Transactions[place]!);
            return;
        }

        var acts = ImmutableArray.CreateBuilder<Transaction>(places.Count);
        foreach (var place in places)
            acts.Add(batch.Transactions[place]!);
        // The log knows each transaction_id, so whatever a lost call has done is a duplicate to the next one.
        var answer = await calls.RepeatAsync(
            "transactions",
            _policy with { Deadline = left },
            (grains, user, acts: acts.MoveToImmutable()),
            static s => s.grains.GetGrain<IUserGrain>(s.user).RecordAsync(s.acts));
        for (var i = 0; i < places.Count; i++)
        {
            var sent = batch.Transactions[places[i]]!;
            batch.Rows[places[i]] = answer.IsAnswered && i < answer.Value.Length
                ? Row(sent, answer.Value[i])
                : Failed(sent);
        }
    }

    private static TransactionRow Failed(Transaction sent) => new(sent.TransactionId, RowStatus.Failed);

    private static TransactionRow Row(Transaction sent, TransactionResult result)
    {
        var status = result.Status switch
        {
            TransactionStatus.Accepted => RowStatus.Accepted,
            TransactionStatus.Duplicate => RowStatus.Duplicate,
            _ => RowStatus.Conflict,
        };
        return new TransactionRow(sent.TransactionId, status)
        {
            Error = status == RowStatus.Conflict
                ? FieldError.Of("transaction_id", sent.TransactionId, "must not name a transaction of other content in the log")
                : null,
            Warning = result.InCatalogue || status == RowStatus.Conflict ? null : "item_not_in_catalogue",
        };
    }
}
