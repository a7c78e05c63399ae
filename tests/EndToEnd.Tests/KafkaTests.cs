using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BookRecs.EndToEnd.Tests;

/// <summary>A silo that talks over Kafka, with a broker in a process of its own; records are written and read past all code of the project.</summary>
public sealed class KafkaTests(TrainedShop shop)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KilledWhileRecordsStreamIn_TakesEachRecordExactlyOnce()
    {
        const int Kills = 10;
        const int Readers = 50;
        const int Books = 8;
        await using var broker = await KafkaBroker.StartAsync();
        using var folder = shop.Copy();
        var settings = ShopTopics.SettingsOf(broker, folder.Path);
        var topic = ShopTopics.PrefixOf(folder.Path) + "new_transactions";
        var moments = new Random(20260103);
        string[] books;
        long[] countsBefore;
        await using (var silo = await SiloProcess.StartReadyAsync(folder.Path, Cancelled, settings))
        {
            books = (await silo.RecommendedAsync("someone new", Cancelled))[..Books];
            countsBefore = await CountsAsync(silo, books);
        }

        // Records flow in whether a silo runs or not; the broker keeps only some megabytes, so they never run far ahead.
        const int Ahead = 1_000;
        var (sent, taken) = (0, 0);
        using var enough = new CancellationTokenSource();
        var producing = Task.Run(
            async () =>
            {
                using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
                while (!enough.IsCancellationRequested)
                {
                    await poll.WaitForNextTickAsync(Cancelled);
                    var first = sent;
                    if (first - Volatile.Read(ref taken) >= Ahead)
                        continue;
                    await broker.PublishAsync(topic, Enumerable.Range(first, 200).Select(number => Line(number, Readers, books)));
                    Volatile.Write(ref sent, first + 200);
                }
            },
            Cancelled);
        for (var round = 0; round < Kills; round++)
        {
            await using var silo = SiloProcess.Start(folder.Path, settings);
            var killAfter = Taken() + moments.Next(1, 400);
            await UntilAsync(() => Taken() >= killAfter, silo);
            await silo.KillAsync();
        }

        await enough.CancelAsync();
        await producing;
        await using var survivor = await SiloProcess.StartReadyAsync(folder.Path, Cancelled, settings);
        await UntilAsync(() => Taken() >= sent, survivor);
        var ids = ShopStore.TransactionIds(folder.Path, "record-");
        Assert.Equal(sent, ids.Count);
        Assert.Equal(Enumerable.Range(0, sent).Select(Id).Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
        Assert.Empty(await broker.ReadAsync(topic + ".dead_letter"));

        var added = Enumerable.Range(0, sent).CountBy(number => number % Books).ToDictionary();
        await UntilAsync(async () => (await CountsAsync(survivor, books)).SequenceEqual(countsBefore.Select((count, book) => count + added[book])), survivor);

        // The order of a reader's records is that of the history.
        var history = await survivor.HistoryAsync("record reader 7", Cancelled);
        var expected = Enumerable.Range(0, sent).Where(number => number % Readers == 7).Reverse().Select(Id);
        Assert.Equal(expected, history.Select(act => act.TransactionId));

        int Taken()
        {
            var count = ShopStore.TransactionIds(folder.Path, "record-").Count;
            Volatile.Write(ref taken, count);
            return count;
        }
    }

    [Fact]
    public async Task EveryTopic_Works()
    {
        await using var broker = await KafkaBroker.StartAsync();
        using var folder = shop.Copy();
        var prefix = ShopTopics.PrefixOf(folder.Path);
        await using var silo = await SiloProcess.StartReadyAsync(
            folder.Path, Cancelled, [.. ShopTopics.SettingsOf(broker, folder.Path), .. SiloProcess.QuickTraining, "--BookRecs:Models:RetrainEveryTransactions=5"]);
        var first = await ActiveVersionAsync(silo);
        var before = await silo.RecommendedAsync("reader-00001", Cancelled);

        // An act changes the next answer, on the topic too.
        await broker.PublishAsync(prefix + "new_transactions", [$"reader-00001|{Act("topic-1", "reader-00001", before[0])}"]);
        await UntilAsync(async () => (await silo.HistoryAsync("reader-00001", Cancelled)).Any(act => act.TransactionId == "topic-1"), silo);
        await broker.PublishAsync(
            prefix + "requests_for_predictions", ["""reader-00001|{"version":1,"request_id":"q-1","user_id":"reader-00001","limit":3,"later":true}"""]);
        var answer = await AnswerAsync(broker, prefix, update => (string?)update["request_id"] == "q-1", silo);
        var after = await silo.RecommendedAsync("reader-00001", Cancelled);
        Assert.DoesNotContain(before[0], after);
        Assert.Equal(after[..3], answer["items"]!.AsArray().Select(item => (string)item!["item_id"]!));
        Assert.Equal(first, (string)answer["model_version"]!);

        // What cannot be read is put aside with the reason, and what comes after it is taken.
        await broker.PublishAsync(
            prefix + "new_transactions", ["someone|not JSON", $"someone|{Act("topic-2", "someone", "a book").Replace("purchase", "theft", StringComparison.Ordinal)}", $"someone|{Act("topic-3", "someone", "a book")}"]);
        await UntilAsync(async () => (await silo.HistoryAsync("someone", Cancelled)).Count == 1, silo);
        IReadOnlyList<string> letters = [];
        await UntilAsync(async () => (letters = await broker.ReadAsync(prefix + "new_transactions.dead_letter", "%s %h\n")).Count == 2, silo);
        Assert.Contains(letters, letter => letter.StartsWith("not JSON reason=the value must be JSON", StringComparison.Ordinal));
        Assert.Contains(letters, letter => letter.Contains("reason=kind is theft; it must be purchase, read, rating or wish", StringComparison.Ordinal));

        // A training is asked for: its model serves, that is told, and the lists of those who asked last are made anew.
        await broker.PublishAsync(prefix + "retrain_model", ["""|{"version":1,"reason":"a person"}"""]);
        await UntilAsync(async () => await ActiveVersionAsync(silo) != first, silo);
        var second = await ActiveVersionAsync(silo);
        await UntilAsync(async () => (await broker.ReadAsync(prefix + "model_updated")).Any(value => value.Contains(second, StringComparison.Ordinal)), silo);
        var refreshed = await AnswerAsync(
            broker, prefix, update => (string)update["user_id"]! == "reader-00001" && update["request_id"] is null && (string?)update["model_version"] == second, silo);
        Assert.Equal(10, refreshed["items"]!.AsArray().Count);

        // So is every fifth act, over HTTP as well.
        var asked = (await RetrainReasonsAsync(broker, prefix)).Count(reason => reason == "transactions");
        var acts = Enumerable.Range(0, 10).Select(number => new { transaction_id = $"http-{number}", user_id = "someone", item_id = $"book {number}", kind = "purchase" });
        Assert.Equal(HttpStatusCode.OK, (await silo.PostTransactionsAsync(acts, Cancelled)).Status);
        await UntilAsync(async () => (await RetrainReasonsAsync(broker, prefix)).Count(reason => reason == "transactions") == asked + 2, silo);
    }

    [Fact]
    public async Task BrokerThatGoesAway_IsToldByReady_WhileReadersAreServed()
    {
        var broker = await KafkaBroker.StartAsync();
        using var folder = shop.Copy();
        var settings = ShopTopics.SettingsOf(broker, folder.Path);
        await using var silo = await SiloProcess.StartReadyAsync(folder.Path, Cancelled, settings);
        await broker.DisposeAsync();
        await UntilAsync(async () => (await silo.GetJsonAsync("/ready", Cancelled)).ToJsonString().Contains($"Kafka at {broker.Address} cannot be reached", StringComparison.Ordinal), silo);
        Assert.Equal(10, (await silo.RecommendedAsync("reader-00001", Cancelled)).Length);
        var act = new { transaction_id = "alone", user_id = "reader-00001", item_id = "a book", kind = "purchase" };
        Assert.Equal(HttpStatusCode.OK, (await silo.PostTransactionsAsync([act], Cancelled)).Status);
        await silo.StopAsync(Cancelled);

        // A silo that never reached its broker is not ready.
        await using var next = SiloProcess.Start(folder.Path, settings);
        await next.WaitUntilPrintedAsync("Stop with Ctrl+C", Cancelled);
        var ready = await next.GetJsonAsync("/ready", Cancelled, HttpStatusCode.ServiceUnavailable);
        Assert.Contains($"Kafka at {broker.Address} cannot be reached", ready.ToJsonString(), StringComparison.Ordinal);
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"record-{number}");

    private static string Line(int number, int readers, string[] books)
    {
        var userId = string.Create(CultureInfo.InvariantCulture, $"record reader {number % readers}");
        return $"{userId}|{Act(Id(number), userId, books[number % books.Length])}";
    }

    private static string Act(string transactionId, string userId, string itemId) =>
        JsonSerializer.Serialize(new { version = 1, transaction_id = transactionId, user_id = userId, item_id = itemId, kind = "purchase" });

    private static async Task<string> ActiveVersionAsync(SiloProcess silo) => (string)(await silo.GetJsonAsync("/v1/models", Cancelled))["active_version"]!;

    // A training that begins is written to the topic again, with its id.
    private static async Task<IEnumerable<string>> RetrainReasonsAsync(KafkaBroker broker, string prefix) =>
        from value in await broker.ReadAsync(prefix + "retrain_model")
        let request = JsonNode.Parse(value)!
        where request["training_id"] is null
        select (string)request["reason"]!;

    private static async Task<long[]> CountsAsync(SiloProcess silo, string[] books)
    {
        var counts = new long[books.Length];
        for (var book = 0; book < books.Length; book++)
            counts[book] = (long)(await silo.GetJsonAsync($"/v1/items/{Uri.EscapeDataString(books[book])}", Cancelled))["counts"]!["purchases"]!;
        return counts;
    }

    private static async Task<JsonNode> AnswerAsync(KafkaBroker broker, string prefix, Func<JsonNode, bool> isWanted, SiloProcess silo)
    {
        JsonNode? found = null;
        await UntilAsync(
            async () => (found = (await broker.ReadAsync(prefix + "recommendation_updates")).Select(value => JsonNode.Parse(value)!).FirstOrDefault(isWanted)) is not null,
            silo);
        return found!;
    }

    private static Task UntilAsync(Func<bool> condition, SiloProcess silo) => UntilAsync(() => Task.FromResult(condition()), silo);

    private static async Task UntilAsync(Func<Task<bool>> condition, SiloProcess silo)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        bound.CancelAfter(Patience);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (!await condition())
                await poll.WaitForNextTickAsync(bound.Token);
        }
        catch (OperationCanceledException) when (!Cancelled.IsCancellationRequested)
        {
            Assert.Fail($"What was waited for did not come within {Patience.TotalSeconds} s. The silo printed:\n{silo.Console}");
        }
    }
}
