using System.Net;
using BookRecs.Client.Transactions;
using BookRecs.Frontend.Tests.Fakes;

namespace BookRecs.Client.Tests;

public sealed class TransactionSenderTests : IAsyncLifetime
{
    private readonly ManualTime _pauses = new();
    private FrontendServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await FrontendServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task ManyTransactions_GoInBatches_AndAnswerInOrder()
    {
        var acts = Acts(2_500);
        var rows = await Sender(_server.Http).SendAsync(acts, Cancel);
        Assert.Equal(acts.Select(a => a.TransactionId), rows.Select(r => r.TransactionId));
        Assert.All(rows, row => Assert.True(row.IsRecorded));
        Assert.Equal(2_500, _server.Shop.Log.Count);
    }

    [Fact]
    public async Task FailedRows_AreSentAgain_UntilTheyAreRecorded()
    {
        var failures = 2;
        _server.Shop.BeforeRecord = user =>
            user == "u1" && failures-- > 0 ? Task.FromException(new InvalidOperationException("disk full")) : Task.CompletedTask;
        var sending = Sender(_server.Http).SendAsync(Acts(4), Cancel);
        for (var i = 0; i < 2; i++)
            _pauses.Advance(await _pauses.TimerSetAsync(Cancel));
        Assert.All(await sending, row => Assert.Equal(RowStatus.Accepted, row.Status));
        Assert.Equal(4, _server.Shop.Log.Count);
    }

    [Fact]
    public async Task AnswerThatIsLost_IsAskedForAgain_AndCountsOnce()
    {
        using var http = new HttpClient(new LosesTheFirstAnswer()) { BaseAddress = _server.Address };
        var sending = Sender(http).SendAsync(Acts(2), Cancel);
        _pauses.Advance(await _pauses.TimerSetAsync(Cancel));
        Assert.All(await sending, row => Assert.Equal(RowStatus.Duplicate, row.Status));
        Assert.Equal(2, _server.Shop.Log.Count);
    }

    [Fact]
    public async Task ProblemOfAProxyThatTellsNoStatus_IsTakenForThatOfTheAnswer_AndSentAgain()
    {
        using var http = new HttpClient(new ProblemOfAProxy()) { BaseAddress = _server.Address };
        var sending = Sender(http, attempts: 2).SendAsync(Acts(1), Cancel);
        _pauses.Advance(await _pauses.TimerSetAsync(Cancel));
        var problem = (await Assert.ThrowsAsync<BookRecsException>(() => sending)).Problem;
        Assert.Equal(new Problem("about:blank", "Bad Gateway", 502, ""), problem);
    }

    [Fact]
    public async Task ServiceThatStaysDown_LeavesTheRowsFailed()
    {
        _server.Shop.BeforeRecord = _ => throw new InvalidOperationException();
        var sending = Sender(_server.Http, attempts: 3).SendAsync(Acts(1), Cancel);
        Assert.Equal(TimeSpan.FromSeconds(1), await PassPause());
        Assert.Equal(TimeSpan.FromSeconds(1), await PassPause());
        Assert.Equal(RowStatus.Failed, (await sending).Single().Status);

        async Task<TimeSpan> PassPause()
        {
            var pause = await _pauses.TimerSetAsync(Cancel);
            _pauses.Advance(pause);
            return pause;
        }
    }

    [Fact]
    public async Task RefusedBatch_IsNotRepeated()
    {
        await using var closed = await FrontendServer.StartAsync(
            new Dictionary<string, string?> { ["BookRecs:Security:ApiKey"] = "api-key-0123456789" });
        var e = await Assert.ThrowsAsync<BookRecsException>(() => Sender(closed.Http).SendAsync(Acts(1), Cancel));
        Assert.Equal(HttpStatusCode.Unauthorized, e.Status);
    }

    [Theory]
    [InlineData(0, 6)]
    [InlineData(1_001, 6)]
    [InlineData(500, 0)]
    public void OptionsOutOfBounds_AreRefused(int batchSize, int attempts) => Assert.Throws<ArgumentOutOfRangeException>(() =>
        new TransactionSender(
            new BookRecsClient(_server.Http), new TransactionSenderOptions { BatchSize = batchSize, Attempts = attempts }));

    private static Transaction[] Acts(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Transaction("t" + i, "u" + (i % 2), "43", TransactionKind.Purchase))];

    private TransactionSender Sender(HttpClient http, int attempts = 6) =>
        new(new BookRecsClient(http), new TransactionSenderOptions { Attempts = attempts }, _pauses);

    private sealed class ProblemOfAProxy : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadGateway)
            {
                Content = new StringContent("""{"title":"Bad Gateway"}""", null, "application/problem+json"),
            });
    }

    private sealed class LosesTheFirstAnswer() : DelegatingHandler(new HttpClientHandler())
    {
        private bool _lost;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (_lost)
                return response;
            _lost = true;
            response.Dispose();
            throw new HttpRequestException("connection reset");
        }
    }
}
