using System.Text;
using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Models;
using BookRecs.Grains.Recommendations;
using BookRecs.Grains.Tests.Fakes;
using BookRecs.Grains.Topics;
using BookRecs.Grains.Transactions;
using Microsoft.Extensions.DependencyInjection;

namespace BookRecs.Grains.Tests.Transactions;

/// <summary>What comes in over topics reaches log and grains, and is answered.</summary>
public sealed class TransactionConsumerTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_AreInTheLogOnce_InOrder_AndCount()
    {
        await using var silo = await StartAsync();
        foreach (var id in new[] { "t1", "t2", "t1", "t3" })
            await PublishAsync(silo, TestSilo.Buy(id, "u1", $"book of {id}"));
        await UntilAsync(async () => (await silo.User("u1").GetHistoryAsync(null, 10))!.Total == 3);
        var history = (await silo.User("u1").GetHistoryAsync(null, 10))!;
        Assert.Equal(["t3", "t2", "t1"], history.Transactions.Select(act => act.TransactionId));
        Assert.Equal(1, (await silo.Book("book of t1").GetAsync())!.Counts.Purchases);
        Assert.Empty(silo.Topics.Failures);
    }

    [Fact]
    public async Task RecordOfOtherContentUnderAKnownId_IsRefused()
    {
        await using var silo = await StartAsync();
        await PublishAsync(silo, TestSilo.Buy("t1", "u1", "b1"));
        await PublishAsync(silo, TestSilo.Buy("t1", "u1", "b2"));
        await UntilAsync(() => Task.FromResult(silo.Topics.Failures.Count == 1));
        Assert.Equal(
            "transaction_id must not name a transaction of other content in the log", Assert.Single(silo.Topics.Failures).Message);
    }

    [Fact]
    public async Task EverySoManyActs_ATrainingIsAskedFor_ByThePlaceInTheLog()
    {
        await using var silo = await StartAsync(new ModelOptions { RetrainEveryTransactions = 3 });
        for (var number = 1; number <= 7; number++)
            await silo.User($"u{number % 2}").RecordAsync([TestSilo.Buy($"t{number}", $"u{number % 2}", "b1")]);
        await silo.User("u0").RecordAsync([TestSilo.Buy("t6", "u0", "b1")]);
        await UntilAsync(() => Task.FromResult(Asked(silo).Count() == 2));
        Assert.All(Asked(silo), record => Assert.Equal(new RetrainRequest("transactions", null), RetrainRequest.Parse(record)));
    }

    [Fact]
    public async Task Questions_AreAnswered_AndWrongOnesRefused()
    {
        await using var silo = await StartAsync();
        await PublishAsync(silo, TestSilo.Buy("t1", "u1", "b1"));
        foreach (var value in new[] { """{"version":1,"request_id":"q1","user_id":"u1","limit":1}""", """{"version":1,"limit":1}""" })
            await silo.Topics.PublishAsync(TopicNames.RequestsForPredictions, new TopicRecord("u1", Encoding.UTF8.GetBytes(value)), Cancelled);
        await silo.Topics.PublishAsync(TopicNames.RefreshRecommendations, RefreshRequest.ToRecord("u2"), Cancelled);
        await UntilAsync(() => Task.FromResult(Answers(silo).Count() == 2 && silo.Topics.Failures.Count == 1));
        var answers = Answers(silo).Select(record => (record.Key, Text: Encoding.UTF8.GetString(record.Value.Span))).ToList();
        Assert.Contains(answers, answer => answer.Key == "u1" && answer.Text.Contains("\"request_id\":\"q1\"", StringComparison.Ordinal));
        Assert.Contains(answers, answer => answer.Key == "u2" && answer.Text.Contains("\"request_id\":null", StringComparison.Ordinal));
        Assert.StartsWith("user_id ", Assert.Single(silo.Topics.Failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherModel_AsksForNewLists_OfThoseWhoAskedLast()
    {
        await using var silo = await StartAsync(store: StoreOfTwo(), consume: false);
        foreach (var user in new[] { "u1", "u2", "u1" })
            await silo.User(user).GetRecommendationsAsync(RecommendationQuery.Default with { Limit = 3 });
        await silo.ActivateAsync("v1");
        await UntilAsync(() => Task.FromResult(Refreshes(silo).Count() == 2));
        AssertInOrder(["u1", "u2"], Refreshes(silo));
    }

    [Fact]
    public async Task ListMadeAheadOfTime_IsNoAsk_ByWhichTheNextOnesAreChosen()
    {
        await using var silo = await StartAsync(store: StoreOfTwo());

        // Before any model, whose loading may be heard of at any time after it.
        foreach (var user in new[] { "u1", "u2", "u3" })
            await silo.User(user).GetRecommendationsAsync(RecommendationQuery.Default);
        await silo.ActivateAsync("v1");
        await UntilAsync(() =>
        {
            // Lists are made at a bounded rate.
            silo.Time.Advance(TimeSpan.FromMilliseconds(10));
            return Task.FromResult(Answers(silo).Count() == 3);
        });
        await silo.ActivateAsync("v2");
        await UntilAsync(() => Task.FromResult(Refreshes(silo).Count() == 6));
        AssertInOrder(["u3", "u2", "u1"], Refreshes(silo).TakeLast(3));
    }

    [Fact]
    public async Task AskThatTheCacheAnswers_IsAnAsk()
    {
        await using var silo = await StartAsync(store: StoreOfTwo(), consume: false);
        await silo.ActivateAsync("v1");
        foreach (var user in new[] { "u1", "u2" })
            await silo.User(user).GetRecommendationsAsync(RecommendationQuery.Default);
        silo.Time.Advance(TimeSpan.FromMinutes(1));
        await silo.User("u1").GetRecommendationsAsync(RecommendationQuery.Default);
        await silo.ActivateAsync("v2");

        // Those of v1 may be asked for late, and stand before.
        await UntilAsync(() => Task.FromResult(IsInOrder(["u1", "u2"], Refreshes(silo).TakeLast(2))));
    }

    private static FakeModelStore StoreOfTwo()
    {
        var store = new FakeModelStore();
        foreach (var version in new[] { "v1", "v2" })
            store.Add(version);
        return store;
    }

    /// <summary>Each silo asks for those who asked there; between silos there is no order.</summary>
    private static bool IsInOrder(string[] expected, IEnumerable<string> asked) => SiloHost.HasSeveralSilos
        ? expected.Order(StringComparer.Ordinal).SequenceEqual(asked.Order(StringComparer.Ordinal))
        : expected.SequenceEqual(asked);

    private static void AssertInOrder(string[] expected, IEnumerable<string> asked) =>
        Assert.True(IsInOrder(expected, asked), $"new lists must be asked for {string.Join(", ", expected)}, and were for {string.Join(", ", asked)}");

    /// <summary>
    /// Consumers of one group rebalance together: what one does while another leaves is not committed, and is repeated. The names are known to
    /// brokers, which keep offsets under them.
    /// </summary>
    [Fact]
    public async Task EachTopic_IsReadByAGroupOfItsOwn()
    {
        await using var silo = await StartAsync();
        Assert.Equal(
            [
                (TopicNames.NewTransactions, "transactions"), (TopicNames.RefreshRecommendations, "refreshes"),
                (TopicNames.RequestsForPredictions, "predictions"),
            ],
            silo.Topics.Read.Order());
    }

    private static async Task<TestSilo> StartAsync(ModelOptions? options = null, FakeModelStore? store = null, bool consume = true) => await TestSilo.StartAsync(
        time => new MemoryShop(time),
        store ?? new FakeModelStore(),
        options,
        services =>
        {
            services.AddHostedService<RefreshService>();

            // A transport gives the records of a user to one consumer of a group; these topics know no groups, so one silo consumes.
            if (!consume)
                return;
            consume = false;
            services.AddHostedService<TransactionConsumer>();
            services.AddHostedService<PredictionService>();
        });

    private static ValueTask PublishAsync(TestSilo silo, Transaction transaction) =>
        silo.Topics.PublishAsync(TopicNames.NewTransactions, TransactionRecord.ToRecord(transaction), Cancelled);

    private static IEnumerable<TopicRecord> Asked(TestSilo silo) => Published(silo, TopicNames.RetrainModel);

    private static IEnumerable<TopicRecord> Answers(TestSilo silo) => Published(silo, TopicNames.RecommendationUpdates);

    private static IEnumerable<string> Refreshes(TestSilo silo) => Published(silo, TopicNames.RefreshRecommendations).Select(RefreshRequest.Parse);

    private static IEnumerable<TopicRecord> Published(TestSilo silo, string topic) =>
        silo.Topics.Published.Where(record => record.Topic == topic).Select(record => record.Record);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        bound.CancelAfter(TimeSpan.FromSeconds(30));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!await condition())
            await poll.WaitForNextTickAsync(bound.Token);
    }
}
