using System.Net;

namespace BookRecs.EndToEnd.Tests;

/// <summary>An act has changed the answer by the time it is acknowledged.</summary>
public sealed class LiveAnswerTests(TrainedShop shop)
{
    [Fact]
    public async Task Purchase_ChangesTheVeryNextAnswer_AndSurvivesARestart()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = await shop.CopyAsync();
        string[] after;
        await using (var silo = await SiloProcess.StartReadyAsync(folder.Path, cancellation))
        {
            var reader = await KnownReaderAsync(silo, cancellation);
            var before = await silo.RecommendedAsync(reader, cancellation);
            var had = (await silo.HistoryAsync(reader, cancellation)).Select(act => act.ItemId).ToHashSet();
            Assert.Equal(10, before.Distinct().Count());
            Assert.DoesNotContain(before, had.Contains);

            var (status, _) = await silo.PostTransactionsAsync([Purchase("live-1", reader, before[0])], cancellation);
            Assert.Equal(HttpStatusCode.OK, status);
            after = await silo.RecommendedAsync(reader, cancellation);
            Assert.DoesNotContain(before[0], after);
            Assert.Equal(10, after.Length);
            Assert.NotEqual(before[1..], after[..^1]);
            Assert.Equal(("live-1", before[0]), (await silo.HistoryAsync(reader, cancellation))[0]);
            await silo.KillAsync();
        }

        await using (var silo = await SiloProcess.StartReadyAsync(folder.Path, cancellation))
            Assert.Equal(after, await silo.RecommendedAsync(await KnownReaderAsync(silo, cancellation), cancellation));
    }

    [Fact]
    public async Task EveryPlaceOfAList_HasATitleAndATrueReason()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = await shop.CopyAsync();
        await using var silo = await SiloProcess.StartReadyAsync(folder.Path, cancellation);
        var reader = await KnownReaderAsync(silo, cancellation);
        var had = (await silo.HistoryAsync(reader, cancellation)).Select(act => act.ItemId).ToHashSet();
        var answer = await silo.GetJsonAsync($"/v1/recommendations?user_id={reader}", cancellation);
        Assert.False((bool)answer["meta"]!["fallback"]!);
        Assert.All(answer["items"]!.AsArray(), item =>
        {
            Assert.False(string.IsNullOrEmpty((string?)item!["book"]!["title"]));
            Assert.NotEmpty(item["reasons"]!.AsArray());
            Assert.All(
                item["reasons"]!.AsArray().SelectMany(reason => reason!["because_of"]!.AsArray()),
                cause => Assert.Contains((string)cause!, had));
        });
    }

    [Fact]
    public async Task Retrain_RunsBesideServing_AndItsModelServes()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = await shop.CopyAsync();
        await using var silo = await SiloProcess.StartReadyAsync(folder.Path, cancellation);
        var first = (string)(await silo.GetJsonAsync("/v1/models", cancellation))["active_version"]!;
        using var asked = await silo.Http.PostAsync("/v1/models/retrain", null, cancellation);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);

        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        string? state;
        var fractions = new List<double>();
        do
        {
            Assert.Equal(10, (await silo.RecommendedAsync("reader-00001", cancellation)).Length);
            await poll.WaitForNextTickAsync(cancellation);
            var training = (await silo.GetJsonAsync("/v1/models", cancellation))["training"]!;
            fractions.Add((double)training["fraction"]!);
            state = (string)training["state"]!;
        }
        while (state is "queued" or "running");
        Assert.Equal("succeeded", state);
        Assert.Contains(fractions, fraction => fraction is > 0 and < 1);

        var models = await silo.GetJsonAsync("/v1/models", cancellation);
        var second = (string)models["active_version"]!;
        Assert.NotEqual(first, second);
        Assert.Equal([second, first], models["models"]!.AsArray().Select(model => (string)model!["version"]!));
        Assert.Equal(second, await ServingVersionAsync(silo, cancellation));

        using var rolledBack = await silo.Http.PostAsync("/v1/models/rollback", null, cancellation);
        Assert.Equal(HttpStatusCode.OK, rolledBack.StatusCode);
        Assert.Equal(first, await ServingVersionAsync(silo, cancellation));
    }

    private static async Task<string> ServingVersionAsync(SiloProcess silo, CancellationToken cancellation) =>
        (string)(await silo.GetJsonAsync("/v1/recommendations?user_id=reader-00001", cancellation))["meta"]!["model_version"]!;

    private static async Task<string> KnownReaderAsync(SiloProcess silo, CancellationToken cancellation)
    {
        const string Reader = "reader-00001";
        Assert.NotEmpty(await silo.HistoryAsync(Reader, cancellation));
        return Reader;
    }

    private static object Purchase(string transactionId, string userId, string itemId) =>
        new { transaction_id = transactionId, user_id = userId, item_id = itemId, kind = "purchase" };
}
