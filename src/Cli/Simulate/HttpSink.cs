using System.Net.Http.Headers;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using BookRecs.Client;
using BookRecs.Client.Transactions;

namespace BookRecs.Cli.Simulate;

/// <summary>Posts acts over HTTP, those that wait together; each user's go through one of several senders, in order.</summary>
internal sealed class HttpSink : IReplaySink
{
    private const int Senders = 8;
    private const int Waiting = 2_000;

    private readonly HttpClient _http;
    private readonly Channel<Transaction>[] _queues;
    private readonly Task[] _loops;
    private readonly CancellationTokenSource _stopping = new();
    private long _sent;
    private long _acknowledged;
    private long _failed;

    public HttpSink(ReplayTarget target, TimeProvider time)
    {
        _http = new HttpClient { BaseAddress = target.Url };
        if (target.Key is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", target.Key);
        var sender = new TransactionSender(new BookRecsClient(_http), time: time);
        _queues = [.. Enumerable.Range(0, Senders).Select(_ => Channel.CreateBounded<Transaction>(Waiting))];
        _loops = [.. _queues.Select(queue => Task.Run(() => RunAsync(queue.Reader, sender)))];
    }

    public ReplayTotals Totals
    {
        get
        {
            var (acknowledged, failed) = (Interlocked.Read(ref _acknowledged), Interlocked.Read(ref _failed));

            // Over HTTP the service is done with an act when it acknowledges it.
            return new ReplayTotals(Interlocked.Read(ref _sent), acknowledged, failed, 0);
        }
    }

    public CancellationToken Broken => _stopping.Token;

    public async ValueTask SendAsync(ReplayAct act, CancellationToken cancellationToken)
    {
        var (id, interaction) = act;
        var queue = _queues[(uint)string.GetHashCode(interaction.UserId, StringComparison.Ordinal) % Senders];
        try
        {
            await queue.Writer.WriteAsync(
                new Transaction(id, interaction.UserId, interaction.ItemId, (TransactionKind)interaction.Kind)
                {
                    Rating = interaction.Rating,
                    IsRead = interaction.IsRead,
                },
                cancellationToken);
        }
        catch (ChannelClosedException closed) when (closed.InnerException is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        Interlocked.Increment(ref _sent);
    }

    public Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var queue in _queues)
            queue.Writer.TryComplete();
        return Task.WhenAll(_loops).WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var queue in _queues)
            queue.Writer.TryComplete();
        await _stopping.CancelAsync();
        await Task.WhenAll(_loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync(ChannelReader<Transaction> queue, TransactionSender sender)
    {
        try
        {
            await PostAsync(queue, sender);
        }
        catch (Exception error) when (!_stopping.IsCancellationRequested)
        {
            // Nobody takes acts from this queue any more, and what one batch met all would.
            var told = error is OperationCanceledException
                ? new HttpRequestException($"{_http.BaseAddress} did not answer in time", error)
                : error;
            foreach (var other in _queues)
                other.Writer.TryComplete(told);
            await _stopping.CancelAsync();
            throw told;
        }
    }

    private async Task PostAsync(ChannelReader<Transaction> queue, TransactionSender sender)
    {
        var batch = new List<Transaction>();
        while (await queue.WaitToReadAsync(_stopping.Token))
        {
            batch.Clear();
            while (batch.Count < BookRecsClient.MaxBatch && queue.TryRead(out var act))
                batch.Add(act);
            var taken = 0;
            foreach (var row in await sender.SendAsync(batch, _stopping.Token))
                taken += row.Status is RowStatus.Accepted or RowStatus.Duplicate ? 1 : 0;
            Interlocked.Add(ref _acknowledged, taken);
            Interlocked.Add(ref _failed, batch.Count - taken);
        }
    }
}
