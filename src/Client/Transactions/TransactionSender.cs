namespace BookRecs.Client.Transactions;

/// <summary>
/// Sends any number of transactions in batches and repeats what was not confirmed, with growing pauses. Repeating is safe, because the
/// service counts a transaction id once.
/// </summary>
/// <param name="client">The client.</param>
/// <param name="options">Batch size and patience, or null for the defaults.</param>
/// <param name="time">The clock of the pauses, or null for the system's.</param>
public sealed class TransactionSender(BookRecsClient client, TransactionSenderOptions? options = null, TimeProvider? time = null)
{
    private readonly TransactionSenderOptions _options = (options ?? new TransactionSenderOptions()).Checked();
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Sends the transactions in order.</summary>
    /// <param name="transactions">The acts.</param>
    /// <param name="cancellationToken">Ends the work; what was recorded stays, and sending all again is safe.</param>
    /// <returns>One row for each, in the same order; failed only where every attempt failed.</returns>
    /// <exception cref="BookRecsException">The service refused a batch as a whole, for instance for want of a key.</exception>
    public async Task<IReadOnlyList<TransactionRow>> SendAsync(
        IEnumerable<Transaction> transactions, CancellationToken cancellationToken = default)
    {
        var rows = new List<TransactionRow>();
        foreach (var batch in transactions.Chunk(_options.BatchSize))
            rows.AddRange(await SendBatchAsync(batch, cancellationToken));
        return rows;
    }

    private async Task<TransactionRow[]> SendBatchAsync(Transaction[] batch, CancellationToken cancellationToken)
    {
        var rows = batch.Select(t => new TransactionRow(t.TransactionId, RowStatus.Failed)).ToArray();
        var pause = _options.FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            var open = Enumerable.Range(0, rows.Length).Where(i => rows[i].Status == RowStatus.Failed).ToArray();
            var retryAfter = await AttemptAsync(batch, rows, open, attempt == _options.Attempts, cancellationToken);
            if (attempt == _options.Attempts || rows.All(r => r.Status != RowStatus.Failed))
                return rows;
            await Task.Delay(retryAfter > pause ? retryAfter.Value : pause, _time, cancellationToken);
            pause = pause * 2 < _options.LongestPause ? pause * 2 : _options.LongestPause;
        }
    }

    private async Task<TimeSpan?> AttemptAsync(
        Transaction[] batch, TransactionRow[] rows, int[] open, bool last, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await client.PostTransactionsAsync([.. open.Select(i => batch[i])], cancellationToken);
            for (var i = 0; i < open.Length; i++)
                rows[open[i]] = answer.Transactions[i];
            return answer.RetryAfter;
        }
        catch (BookRecsException e) when (!last && (e.Problem.Status is 429 or >= 500))
        {
            return e.RetryAfter;
        }
        catch (HttpRequestException) when (!last)
        {
            return null;
        }
        catch (TaskCanceledException) when (!last && !cancellationToken.IsCancellationRequested)
        {
            // The client's own timeout: whether the service recorded the batch is unknown, and a repeat tells.
            return null;
        }
    }
}
