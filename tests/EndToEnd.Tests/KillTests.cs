using System.Collections.Concurrent;
using System.Net;

namespace BookRecs.EndToEnd.Tests;

/// <summary>Nothing acknowledged is lost or counted twice, whenever the process dies.</summary>
public sealed class KillTests(TrainedShop shop)
{
    private const int Kills = 10;
    private const int Posters = 4;
    private const int Readers = 24;
    private const int Books = 8;

    [Fact]
    public async Task KilledWhileTransactionsStreamIn_KeepsEachAcknowledgedOneExactlyOnce()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var folder = await shop.CopyAsync();
        var moments = new Random(20260102);
        var sent = new ConcurrentDictionary<string, Act>();
        var acknowledged = new ConcurrentDictionary<string, bool>();
        string[] books;
        long[] countsBefore;
        await using (var silo = await SiloProcess.StartReadyAsync(folder.Path, cancellation))
        {
            books = (await silo.RecommendedAsync("someone new", cancellation))[..Books];
            countsBefore = await CountsAsync(silo, books, cancellation);
        }

        for (var round = 0; round < Kills; round++)
        {
            await using var silo = await SiloProcess.StartReadyAsync(folder.Path, cancellation);
            var killAfter = moments.Next(1, 400);
            var acknowledgedInRound = 0;
            var kill = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var posters = Enumerable.Range(0, Posters).Select(poster => Task.Run(
                async () =>
                {
                    for (var number = 0; ; number++)
                    {
                        var batch = Enumerable.Range(0, 1 + (number % 5)).Select(row => new Act(
                            $"kill-{round}-{poster}-{number}-{row}",
                            $"killed reader {((poster * 7) + number + row) % Readers}",
                            books[(number + row) % Books])).ToArray();
                        foreach (var act in batch)
                            sent[act.TransactionId] = act;
                        try
                        {
                            var (status, _) = await silo.PostTransactionsAsync(batch.Select(act => act.ToJson()), cancellation);
                            Assert.Equal(HttpStatusCode.OK, status);
                        }
                        catch (Exception error) when (error is HttpRequestException or IOException)
                        {
                            return;
                        }

                        foreach (var act in batch)
                            acknowledged[act.TransactionId] = true;
                        if (Interlocked.Add(ref acknowledgedInRound, batch.Length) >= killAfter)
                            kill.TrySetResult();
                    }
                },
                cancellation)).ToArray();
            await kill.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellation);
            await silo.KillAsync();
            await Task.WhenAll(posters);
        }

        await using var survivor = await SiloProcess.StartReadyAsync(folder.Path, cancellation);
        var histories = new List<(string TransactionId, string ItemId)>();
        for (var reader = 0; reader < Readers; reader++)
            histories.AddRange(await survivor.HistoryAsync($"killed reader {reader}", cancellation));
        var found = histories.Select(act => act.TransactionId).ToHashSet();
        Assert.Equal(found.Count, histories.Count);
        Assert.Empty(acknowledged.Keys.Except(found));
        Assert.Empty(found.Except(sent.Keys));
        Assert.All(histories, act => Assert.Equal(sent[act.TransactionId].ItemId, act.ItemId));
        Assert.Equal(found, LogIds(folder.Path));
        Assert.Equal(Expected(books, countsBefore, histories.Select(act => act.ItemId)), await CountsAsync(survivor, books, cancellation));

        // Every poster would now repeat what it got no answer for: all of it ends up once.
        foreach (var batch in sent.Values.Chunk(500))
        {
            var (status, body) = await survivor.PostTransactionsAsync(batch.Select(act => act.ToJson()), cancellation);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.All(body["transactions"]!.AsArray(), row => Assert.Equal(
                found.Contains((string)row!["transaction_id"]!) ? "duplicate" : "accepted", (string)row["status"]!));
        }

        Assert.Equal(sent.Keys.ToHashSet(), LogIds(folder.Path));
        Assert.Equal(Expected(books, countsBefore, sent.Values.Select(act => act.ItemId)), await CountsAsync(survivor, books, cancellation));
    }

    private static async Task<long[]> CountsAsync(SiloProcess silo, string[] books, CancellationToken cancellation)
    {
        var counts = new long[books.Length];
        for (var book = 0; book < books.Length; book++)
            counts[book] = (long)(await silo.GetJsonAsync($"/v1/items/{Uri.EscapeDataString(books[book])}", cancellation))["counts"]!["purchases"]!;
        return counts;
    }

    private static long[] Expected(string[] books, long[] before, IEnumerable<string> items)
    {
        var added = items.CountBy(item => item).ToDictionary();
        return [.. books.Select((book, index) => before[index] + added.GetValueOrDefault(book))];
    }

    private static HashSet<string> LogIds(string folder)
    {
        var ids = ShopStore.TransactionIds(folder, "kill-");
        Assert.Equal(ids.Count, ids.Distinct().Count());
        return [.. ids];
    }

    private sealed record Act(string TransactionId, string UserId, string ItemId)
    {
        public object ToJson() => new { transaction_id = TransactionId, user_id = UserId, item_id = ItemId, kind = "purchase" };
    }
}
