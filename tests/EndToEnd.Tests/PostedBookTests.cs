using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;

namespace BookRecs.EndToEnd.Tests;

/// <summary>A book is recommendable as soon as it is posted, and stays.</summary>
public sealed class PostedBookTests(TrainedShop shop)
{
    private const string Reader = "reader-00001";
    private const string Posted = "/v1/items/posted%20book";
    private const int Kills = 5;
    private const int Posters = 4;

    [Fact]
    public async Task PostedBook_IsInTheNextAnswers_UntilItIsOutOfStock_AndSurvivesAKill()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = await shop.CopyAsync();
        await using (var silo = await SiloProcess.StartReadyAsync(folder.Path, cancellation))
        {
            var read = (await silo.HistoryAsync(Reader, cancellation))[0].ItemId;
            var like = await silo.GetJsonAsync($"/v1/items/{Uri.EscapeDataString(read)}", cancellation);
            await silo.GetJsonAsync(Posted, cancellation, HttpStatusCode.NotFound);
            Assert.DoesNotContain("posted book", await silo.RecommendedAsync(Reader, cancellation));
            var book = new
            {
                title = "Posted just now",
                authors = like["authors"],
                genres = like["genres"],
                description = like["description"],
                language = "qaa",
                year = 2026,
                price = 9.5,
            };

            var (status, body) = await silo.PutJsonAsync(Posted, book, cancellation);
            Assert.True(status == HttpStatusCode.Created, body.ToJsonString());
            Assert.Equal(body.ToJsonString(), (await silo.GetJsonAsync(Posted, cancellation)).ToJsonString());
            var place = Assert.Single(await ItemsAsync(silo, $"/v1/recommendations?user_id={Reader}&language=qaa", cancellation))!;
            Assert.Equal(("posted book", "Posted just now"), ((string)place["item_id"]!, (string)place["book"]!["title"]!));
            Assert.NotEmpty(place["reasons"]![0]!["because_of"]!.AsArray());
            var similar = await silo.GetJsonAsync($"{Posted}/similar", cancellation);
            Assert.False((bool)similar["meta"]!["fallback"]!);
            Assert.Equal("posted book", (string)similar["items"]![0]!["reasons"]![0]!["because_of"]![0]!);
            Assert.Equal(HttpStatusCode.OK, (await silo.PutJsonAsync(Posted, book, cancellation)).Status);

            (status, body) = await silo.PutJsonAsync($"{Posted}/availability", new { available = false }, cancellation);
            Assert.Equal((HttpStatusCode.OK, false), (status, (bool)body["available"]!));
            Assert.Empty(await ItemsAsync(silo, $"/v1/recommendations?user_id={Reader}&language=qaa", cancellation));
            await silo.PutJsonAsync($"{Posted}/availability", new { available = true }, cancellation);
            Assert.Single(await ItemsAsync(silo, $"/v1/recommendations?user_id={Reader}&language=qaa", cancellation));
            await silo.KillAsync();
        }

        await using var again = await SiloProcess.StartReadyAsync(folder.Path, cancellation);
        Assert.Equal("Posted just now", (string)(await again.GetJsonAsync(Posted, cancellation))["title"]!);
        Assert.Single(await ItemsAsync(again, $"/v1/recommendations?user_id={Reader}&language=qaa", cancellation));
    }

    [Fact]
    public async Task BestPlaceOfAList_OutOfStock_IsGoneFromTheVeryNextAnswer()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = await shop.CopyAsync();
        await using var silo = await SiloProcess.StartReadyAsync(folder.Path, cancellation);
        var before = await silo.RecommendedAsync(Reader, cancellation);
        await silo.PutJsonAsync($"/v1/items/{Uri.EscapeDataString(before[0])}/availability", new { available = false }, cancellation);
        var after = await silo.RecommendedAsync(Reader, cancellation);
        Assert.Equal(10, after.Length);
        Assert.DoesNotContain(before[0], after);
        var (status, _) = await silo.PutJsonAsync("/v1/items/no-such-book/availability", new { available = false }, cancellation);
        Assert.Equal(HttpStatusCode.NotFound, status);
    }

    [Fact]
    public async Task KilledWhileBooksStreamIn_KeepsEachAcknowledgedOne()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = await shop.CopyAsync();
        var moments = new Random(20260103);
        var sent = new ConcurrentDictionary<string, bool>();
        var acknowledged = new ConcurrentDictionary<string, bool>();
        for (var round = 0; round < Kills; round++)
        {
            await using var silo = await SiloProcess.StartReadyAsync(folder.Path, cancellation);
            var killAfter = moments.Next(1, 60);
            var acknowledgedInRound = 0;
            var kill = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var posters = Enumerable.Range(0, Posters).Select(poster => Task.Run(
                async () =>
                {
                    for (var number = 0; ; number++)
                    {
                        var id = $"streamed-{round}-{poster}-{number}";
                        sent[id] = true;
                        try
                        {
                            var (status, body) = await silo.PutJsonAsync($"/v1/items/{id}", new { title = $"Title of {id}", language = "qab" }, cancellation);
                            Assert.True(status == HttpStatusCode.Created, body.ToJsonString());
                        }
                        catch (Exception error) when (error is HttpRequestException or IOException)
                        {
                            return;
                        }

                        acknowledged[id] = true;
                        if (Interlocked.Increment(ref acknowledgedInRound) >= killAfter)
                            kill.TrySetResult();
                    }
                },
                cancellation)).ToArray();
            await kill.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellation);
            await silo.KillAsync();
            await Task.WhenAll(posters);
        }

        await using var survivor = await SiloProcess.StartReadyAsync(folder.Path, cancellation);
        foreach (var id in acknowledged.Keys)
            Assert.Equal($"Title of {id}", (string)(await survivor.GetJsonAsync($"/v1/items/{id}", cancellation))["title"]!);
        var shown = await IdsAsync(survivor, "/v1/recommendations?user_id=someone%20new&language=qab&limit=100", cancellation);
        Assert.Equal(Math.Min(100, acknowledged.Count), Math.Min(shown.Length, acknowledged.Count));
        Assert.Empty(shown.Except(sent.Keys));
    }

    [Fact]
    public async Task BooksPostedWhileAModelIsTrainedAndRolledBack_AreInEveryAnswerFromThenOn()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = await shop.CopyAsync();
        await using var silo = await SiloProcess.StartReadyAsync(folder.Path, cancellation, SiloProcess.QuickTraining);
        using var asked = await silo.Http.PostAsync("/v1/models/retrain", null, cancellation);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        var posted = 0;
        string state;
        do
        {
            await PostAsync();
            state = (string)(await silo.GetJsonAsync("/v1/models", cancellation))["training"]!["state"]!;
        }
        while (state is "queued" or "running");
        Assert.Equal("succeeded", state);

        var rollback = silo.Http.PostAsync("/v1/models/rollback", null, cancellation);
        while (!rollback.IsCompleted)
            await PostAsync();
        using var rolledBack = await rollback;
        Assert.Equal(HttpStatusCode.OK, rolledBack.StatusCode);
        for (var number = 0; number < posted; number++)
            await AssertShownAsync(number);

        // A language of its own makes every book the one answer to one question.
        async Task PostAsync()
        {
            var (status, _) = await silo.PutJsonAsync($"/v1/items/while-{posted}", new { title = $"Book {posted}", language = $"q{posted}" }, cancellation);
            Assert.Equal(HttpStatusCode.Created, status);
            await AssertShownAsync(posted++);
        }

        async Task AssertShownAsync(int number) => Assert.Equal(
            [$"while-{number}"], await IdsAsync(silo, $"/v1/recommendations?user_id={Reader}&language=q{number}", cancellation));
    }

    private static async Task<JsonArray> ItemsAsync(SiloProcess silo, string path, CancellationToken cancellation) =>
        (await silo.GetJsonAsync(path, cancellation))["items"]!.AsArray();

    private static async Task<string[]> IdsAsync(SiloProcess silo, string path, CancellationToken cancellation) =>
        [.. (await ItemsAsync(silo, path, cancellation)).Select(static item => (string)item!["item_id"]!)];
}
