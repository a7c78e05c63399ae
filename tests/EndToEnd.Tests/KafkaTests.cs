using System.Net;
using System.Text.Json.Nodes;

namespace BookRecs.EndToEnd.Tests;

/// <summary>A silo that talks over Kafka, with a broker in a process of its own; records are written and read past all code of the project.</summary>
public sealed class KafkaTests(TrainedShop shop)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryTopic_Works()
    {
        await using var broker = await KafkaBroker.StartAsync();
        using var folder = await shop.CopyAsync();
        var prefix = ShopTopics.PrefixOf(folder.Path);
        await using var silo = await SiloProcess.StartReadyAsync(
            folder.Path, Cancelled, [.. ShopTopics.SettingsOf(broker, folder.Path), .. SiloProcess.QuickTraining, "--BookRecs:Models:RetrainEveryTransactions=5"]);
        var first = await ActiveVersionAsync(silo);
        var before = await silo.RecommendedAsync("reader-00001", Cancelled);

        // An act changes the next answer, on the topic too.
        await broker.PublishAsync(prefix + "new_transactions", [$"reader-00001|{KafkaRecord.Purchase("topic-1", "reader-00001", before[0])}"]);
        await silo.UntilAsync(async () => (await silo.HistoryAsync("reader-00001", Cancelled)).Any(act => act.TransactionId == "topic-1"), Cancelled);
        await broker.PublishAsync(
            prefix + "requests_for_predictions", ["""reader-00001|{"version":1,"request_id":"q-1","user_id":"reader-00001","limit":3,"later":true}"""]);
        var answer = await AnswerAsync(broker, prefix, update => (string?)update["request_id"] == "q-1", silo);
        var after = await silo.RecommendedAsync("reader-00001", Cancelled);
        Assert.DoesNotContain(before[0], after);
        Assert.Equal(after[..3], answer["items"]!.AsArray().Select(item => (string)item!["item_id"]!));
        Assert.Equal(first, (string)answer["model_version"]!);

        // What cannot be read is put aside with the reason, and what comes after it is taken.
        await broker.PublishAsync(
            prefix + "new_transactions", ["someone|not JSON", $"someone|{KafkaRecord.Purchase("topic-2", "someone", "a book").Replace("purchase", "theft", StringComparison.Ordinal)}", $"someone|{KafkaRecord.Purchase("topic-3", "someone", "a book")}"]);
        await silo.UntilAsync(async () => (await silo.HistoryAsync("someone", Cancelled)).Count == 1, Cancelled);
        IReadOnlyList<string> letters = [];
        await silo.UntilAsync(async () => (letters = await broker.ReadAsync(prefix + "new_transactions.dead_letter", "%s %h\n")).Count == 2, Cancelled);
        Assert.Contains(letters, letter => letter.StartsWith("not JSON reason=the value must be JSON", StringComparison.Ordinal));
        Assert.Contains(letters, letter => letter.Contains("reason=kind is theft; it must be purchase, read, rating or wish", StringComparison.Ordinal));

        // A training is asked for: its model serves, that is told, and the lists of those who asked last are made anew.
        await broker.PublishAsync(prefix + "retrain_model", ["""|{"version":1,"reason":"a person"}"""]);
        await silo.UntilAsync(async () => await ActiveVersionAsync(silo) != first, Cancelled);
        var second = await ActiveVersionAsync(silo);
        await silo.UntilAsync(async () => (await broker.ReadAsync(prefix + "model_updated")).Any(value => value.Contains(second, StringComparison.Ordinal)), Cancelled);
        var refreshed = await AnswerAsync(
            broker, prefix, update => (string)update["user_id"]! == "reader-00001" && update["request_id"] is null && (string?)update["model_version"] == second, silo);
        Assert.Equal(10, refreshed["items"]!.AsArray().Count);

        // So is every fifth act, over HTTP as well.
        var asked = (await RetrainReasonsAsync(broker, prefix)).Count(reason => reason == "transactions");
        var acts = Enumerable.Range(0, 10).Select(number => new { transaction_id = $"http-{number}", user_id = "someone", item_id = $"book {number}", kind = "purchase" });
        Assert.Equal(HttpStatusCode.OK, (await silo.PostTransactionsAsync(acts, Cancelled)).Status);
        await silo.UntilAsync(async () => (await RetrainReasonsAsync(broker, prefix)).Count(reason => reason == "transactions") == asked + 2, Cancelled);
    }

    [Fact]
    public async Task BrokerThatGoesAway_IsToldByReady_WhileReadersAreServed()
    {
        var broker = await KafkaBroker.StartAsync();
        using var folder = await shop.CopyAsync();
        var settings = ShopTopics.SettingsOf(broker, folder.Path);
        await using var silo = await SiloProcess.StartReadyAsync(folder.Path, Cancelled, settings);
        await broker.DisposeAsync();
        await silo.UntilAsync(async () => (await silo.GetJsonAsync("/ready", Cancelled)).ToJsonString().Contains($"Kafka at {broker.Address} cannot be reached", StringComparison.Ordinal), Cancelled);
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

    private static async Task<string> ActiveVersionAsync(SiloProcess silo) => (string)(await silo.GetJsonAsync("/v1/models", Cancelled))["active_version"]!;

    // A training that begins is written to the topic again, with its id.
    private static async Task<IEnumerable<string>> RetrainReasonsAsync(KafkaBroker broker, string prefix) =>
        from value in await broker.ReadAsync(prefix + "retrain_model")
        let request = JsonNode.Parse(value)!
        where request["training_id"] is null
        select (string)request["reason"]!;

    private static async Task<JsonNode> AnswerAsync(KafkaBroker broker, string prefix, Func<JsonNode, bool> isWanted, SiloProcess silo)
    {
        JsonNode? found = null;
        await silo.UntilAsync(
            async () => (found = (await broker.ReadAsync(prefix + "recommendation_updates")).Select(value => JsonNode.Parse(value)!).FirstOrDefault(isWanted)) is not null,
            Cancelled);
        return found!;
    }
}
