using System.Diagnostics;

namespace BookRecs.EndToEnd.Tests;

/// <summary><c>bookrecs simulate</c> against a running silo.</summary>
public sealed class SimulateTests(TrainedShop shop)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Simulate_SendsTheLastActs_OverKafkaAndHttp_AndTellsExactTotals()
    {
        await using var broker = await KafkaBroker.StartAsync();
        using var folder = await shop.CopyAsync();
        var prefix = ShopTopics.PrefixOf(folder.Path);
        await using var silo = await SiloProcess.StartReadyAsync(folder.Path, Cancelled, ShopTopics.SettingsOf(broker, folder.Path));
        var file = Path.Combine(folder.Path, "acts.csv");
        await File.WriteAllLinesAsync(
            file,
            ["user_id,item_id,is_read,rating,date_added", .. Enumerable.Range(0, 500).Select(Act), "reader-undated,book-00001,0,,"],
            Cancelled);

        string[] kafka = ["--to", "kafka", "--brokers", broker.Address, "--topic-prefix", prefix, "--group", $"{prefix}silo.transactions"];
        var (code, output, errors) = await RunAsync(["simulate", "--from", file, "--last", "300", "--rate", "1000", "--run", "replay", .. kafka]);
        Assert.True(code == 0, $"{output}{errors}{silo.Console}");
        Assert.StartsWith("sent 300, acknowledged 300, failed 0, lag 0, in ", output, StringComparison.Ordinal);
        Assert.Contains("left out: 1 acts without a date", errors, StringComparison.Ordinal);
        Assert.Equal(300, ShopStore.TransactionIds(folder.Path, "replay-").Count);

        // The last by date, whose readers are those with the highest numbers; the same run again changes nothing.
        Assert.Empty(await silo.HistoryAsync("reader of act 199", Cancelled));
        Assert.Equal([("replay-000001", "book-00200")], await silo.HistoryAsync("reader of act 200", Cancelled));
        (code, output, errors) = await RunAsync(
            ["simulate", "--from", file, "--last", "300", "--real-time-factor", "1000", "--run", "replay", "--to", "http", "--url", silo.Url]);
        Assert.True(code == 0, $"{output}{errors}{silo.Console}");
        Assert.StartsWith("sent 300, acknowledged 300, failed 0, lag 0, in ", output, StringComparison.Ordinal);
        Assert.Equal(300, ShopStore.TransactionIds(folder.Path, "replay-").Count);
    }

    [Fact]
    public async Task Simulate_WithoutABroker_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "acts.csv");
        await File.WriteAllLinesAsync(file, ["user_id,item_id,is_read,rating,date_added", Act(1)], Cancelled);
        var config = Path.Combine(folder.Path, "client.properties");
        await File.WriteAllLinesAsync(config, ["# short, for a test", "message.timeout.ms=500"], Cancelled);
        var (code, output, errors) = await RunAsync(
            ["simulate", "--from", file, "--last", "1", "--rate", "1", "--to", "kafka", "--brokers", "127.0.0.1:1", "--kafka-config", config]);
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("bookrecs: no broker took a record: ", errors, StringComparison.Ordinal);
    }

    // A second apart, in no order.
    private static string Act(int place)
    {
        var number = (place * 7) % 500;
        var date = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(number);
        return FormattableString.Invariant($"reader of act {number},book-{number:00000},1,4,{date:yyyy-MM-ddTHH:mm:ssZ}");
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [BuiltPrograms.Cli, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancelled);
        var errors = process.StandardError.ReadToEndAsync(Cancelled);
        await process.WaitForExitAsync(Cancelled);
        return (process.ExitCode, await output, await errors);
    }
}
