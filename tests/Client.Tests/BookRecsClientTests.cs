using System.Net;
using BookRecs.Client.Items;
using BookRecs.Client.Recommendations;
using BookRecs.Client.Transactions;
using BookRecs.Frontend.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BookRecs.Client.Tests;

public sealed class BookRecsClientTests : IAsyncLifetime
{
    private readonly List<string> _waiting = [];
    private FrontendServer _server = null!;
    private BookRecsClient _client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await FrontendServer.StartAsync(services: s => s.AddHealthChecks().AddCheck(
            "model", () => _waiting.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(_waiting[0]), tags: ["ready"]));
        _client = new BookRecsClient(_server.Http);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Purchase_ChangesTheList_AndIsInTheHistory()
    {
        const string User = "a/b ü📚";
        var act = new Transaction("order/1", User, "43", TransactionKind.Purchase)
        {
            Price = 12.5m,
            OccurredAt = new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero),
        };
        var answer = await _client.PostTransactionsAsync([act], Cancel);
        Assert.Equal([new TransactionRow("order/1", RowStatus.Accepted)], answer.Transactions);

        var list = await _client.GetRecommendationsAsync(
            User, new RecommendationOptions { Limit = 5, Exclude = ["44"], Language = "en", Context = "cart" }, Cancel);
        Assert.Equal(["45", "46", "47", "48", "49"], list.Items.Select(i => i.ItemId));
        Assert.Equal("same_author", list.Items[0].Reasons.Single().Code);
        Assert.False(list.Meta.Fallback);

        var history = await _client.GetHistoryAsync(User, cancellationToken: Cancel);
        Assert.Equal([act with { IsRead = false }], history.Transactions);
        Assert.Equal(1, history.Total);
    }

    [Fact]
    public async Task History_IsPagedByCursor()
    {
        var acts = Enumerable.Range(0, 3).Select(i => new Transaction("t" + i, "7", "43", TransactionKind.Wish)).ToArray();
        await _client.PostTransactionsAsync(acts, Cancel);
        var first = await _client.GetHistoryAsync("7", 2, cancellationToken: Cancel);
        var second = await _client.GetHistoryAsync("7", 2, first.NextCursor, Cancel);
        Assert.Equal(["t2", "t1", "t0"], first.Transactions.Concat(second.Transactions).Select(t => t.TransactionId));
        Assert.Null(second.NextCursor);
    }

    [Fact]
    public async Task UnknownUser_GetsAMarkedFallback()
    {
        var list = await _client.GetRecommendationsAsync("nobody", cancellationToken: Cancel);
        Assert.Equal((true, "unknown_user"), (list.Meta.Fallback, list.Meta.FallbackReason));
    }

    [Fact]
    public async Task ItemAndSimilar_AreRead()
    {
        var item = await _client.GetItemAsync("42", Cancel);
        Assert.Equal("Die größte Lampe", item.Title);
        Assert.Equal(3, item.Counts.PurchasesLast30Days);
        var similar = await _client.GetSimilarAsync("42", 2, Cancel);
        Assert.Equal([1, 2], similar.Items.Select(i => i.Rank));
    }

    [Fact]
    public async Task Book_IsPut_TakenOutOfStock_AndRead()
    {
        var book = new Book("Lamps & \"piers\" 📚")
        {
            Authors = ["Ada Moor"],
            Genres = ["mystery"],
            Description = "Two\nlines.",
            Language = "de",
            Year = 2001,
            Publisher = "North Pier",
            WorkId = "w-1",
            Price = 12.5m,
        };
        var put = await _client.PutItemAsync("a/b ü", book, Cancel);
        Assert.Equal(("a/b ü", book.Title, "w-1", 12.5m, true), (put.ItemId, put.Title, put.WorkId, put.Price, put.Available));
        Assert.Equal(book.Authors, put.Authors);

        Assert.False((await _client.SetAvailabilityAsync("a/b ü", false, Cancel)).Available);
        Assert.Equal((false, book.Description), ((await _client.GetItemAsync("a/b ü", Cancel)).Available, put.Description));
        Assert.Empty((await _client.PutItemAsync("a/b ü", new Book("Bare"), Cancel)).Authors);
    }

    [Fact]
    public async Task BookThatBreaksARule_OrIsUnknown_ThrowsWithTheProblem()
    {
        var e = await Assert.ThrowsAsync<BookRecsException>(() => _client.PutItemAsync("new", new Book("T") { Year = 0 }, Cancel));
        Assert.Equal((HttpStatusCode.BadRequest, "year"), (e.Status, e.Problem.Errors!.Single().Field));
        e = await Assert.ThrowsAsync<BookRecsException>(() => _client.SetAvailabilityAsync("nothing", true, Cancel));
        Assert.Equal((HttpStatusCode.NotFound, "urn:bookrecs:problem:unknown-book"), (e.Status, e.Problem.Type));
    }

    [Fact]
    public async Task UnknownItem_ThrowsWithTheProblem()
    {
        var e = await Assert.ThrowsAsync<BookRecsException>(() => _client.GetItemAsync("a/b", Cancel));
        Assert.Equal(HttpStatusCode.NotFound, e.Status);
        Assert.Equal("urn:bookrecs:problem:unknown-item", e.Problem.Type);
        Assert.Equal("a/b", e.Problem.Errors!.Single().Value);
        Assert.Contains(e.Problem.RequestId!, e.Message);
        Assert.Null(e.RetryAfter);
    }

    [Fact]
    public async Task BatchOfWhichNothingWasTaken_ReturnsItsRows()
    {
        var answer = await _client.PostTransactionsAsync([new Transaction("import:1", "7", "42", TransactionKind.Wish)], Cancel);
        Assert.Equal(RowStatus.Invalid, answer.Transactions.Single().Status);
        Assert.Equal("transaction_id", answer.Transactions.Single().Error!.Field);
    }

    [Fact]
    public async Task EmptyBatch_Throws()
    {
        var e = await Assert.ThrowsAsync<BookRecsException>(() => _client.PostTransactionsAsync([], Cancel));
        Assert.Equal("urn:bookrecs:problem:invalid-batch", e.Problem.Type);
    }

    [Fact]
    public async Task Models_AreListedTrainedActivatedAndRolledBack()
    {
        Assert.Equal("queued", (await _client.RetrainAsync(Cancel)).State);
        var models = await _client.GetModelsAsync(Cancel);
        Assert.Equal(("v2", "t1"), (models.ActiveVersion, models.Training!.TrainingId));
        Assert.Equal(0.125, models.Models[0].Metrics["overall.ndcg@10"]);
        Assert.Equal("v2", (await _client.ActivateAsync("v2", Cancel)).ActiveVersion);
        Assert.Equal("v1", (await _client.RollbackAsync(Cancel)).ActiveVersion);
        var e = await Assert.ThrowsAsync<BookRecsException>(() => _client.RollbackAsync(Cancel));
        Assert.Equal(HttpStatusCode.Conflict, e.Status);
    }

    [Fact]
    public async Task Readiness_TellsWhatTheServiceWaitsFor()
    {
        Assert.True(await _client.IsHealthyAsync(Cancel));
        Assert.True((await _client.GetReadinessAsync(Cancel)).IsReady);
        _waiting.Add("training");
        var readiness = await _client.GetReadinessAsync(Cancel);
        Assert.False(readiness.IsReady);
        Assert.Equal("training", readiness.Checks.Single().Reason);
    }
}
