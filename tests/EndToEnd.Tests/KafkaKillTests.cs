using System.Globalization;

namespace BookRecs.EndToEnd.Tests;

/// <summary>A silo that is killed again and again while it takes records from Kafka; they are written, and the log read, past all code of the project.</summary>
public sealed class KafkaKillTests(TrainedShop shop)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task KilledWhileRecordsStreamIn_TakesEachRecordExactlyOnce()
    {
        const int Kills = 10;
        const int Readers = 50;
        const int Books = 8;
        await using var broker = await KafkaBroker.StartAsync();
        using var folder = await shop.CopyAsync();
        var settings = ShopTopics.SettingsOf(broker, folder.Path);
        var topic = ShopTopics.PrefixOf(folder.Path) + "new_transactions";
        var moments = new Random(20260103);
        string[] books;
        long[] countsBefore;
        await using (var silo = await SiloProcess.StartReadyAsync(folder.Path, Cancelled, settings))
        {
            books = (await silo.RecommendedAsync("someone new", Cancelled))[..Books];
            countsBefore = await CountsAsync(silo, books);

            // Only a member can leave its group, and one that is gone without leaving keeps the next one waiting.
            await silo.WaitUntilPrintedAsync("of topic new_transactions to this consumer", Cancelled);
            await silo.StopAsync(Cancelled);
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
            await silo.UntilAsync(() => HasTakenAsync(killAfter), Cancelled);
            await silo.KillAsync();
        }

        await enough.CancelAsync();
        await producing;
        await using var survivor = await SiloProcess.StartReadyAsync(folder.Path, Cancelled, settings);
        await survivor.UntilAsync(() => Taken() >= sent, Cancelled);
        var ids = ShopStore.TransactionIds(folder.Path, "record-");
        Assert.Equal(sent, ids.Count);
        Assert.Equal(Enumerable.Range(0, sent).Select(Id).Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
        Assert.Empty(await broker.ReadAsync(topic + ".dead_letter"));

        var added = Enumerable.Range(0, sent).CountBy(number => number % Books).ToDictionary();
        await survivor.UntilAsync(
            async () => (await CountsAsync(survivor, books)).SequenceEqual(countsBefore.Select((count, book) => count + added[book])), Cancelled);

        // The order of a reader's records is that of the history.
        var history = await survivor.HistoryAsync("record reader 7", Cancelled);
        var expected = Enumerable.Range(0, sent).Where(number => number % Readers == 7).Reverse().Select(Id);
        Assert.Equal(expected, history.Select(act => act.TransactionId));

        async Task<bool> HasTakenAsync(int count)
        {
            // What keeps records from being written is the reason why none come.
            if (producing.IsFaulted)
                await producing;
            return Taken() >= count;
        }

        int Taken()
        {
            var count = ShopStore.TransactionIds(folder.Path, "record-").Count;
            Volatile.Write(ref taken, count);
            return count;
        }
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"record-{number}");

    private static string Line(int number, int readers, string[] books)
    {
        var userId = string.Create(CultureInfo.InvariantCulture, $"record reader {number % readers}");
        return $"{userId}|{KafkaRecord.Purchase(Id(number), userId, books[number % books.Length])}";
    }

    private static async Task<long[]> CountsAsync(SiloProcess silo, string[] books)
    {
        var counts = new long[books.Length];
        for (var book = 0; book < books.Length; book++)
            counts[book] = (long)(await silo.GetJsonAsync($"/v1/items/{Uri.EscapeDataString(books[book])}", Cancelled))["counts"]!["purchases"]!;
        return counts;
    }
}
