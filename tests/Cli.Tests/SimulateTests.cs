using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Tests.Support;
using static BookRecs.Cli.Tests.Support.CommandLine;

namespace BookRecs.Cli.Tests;

public sealed class SimulateTests : IDisposable
{
    private const string KeyRequired =
        """{"type":"urn:bookrecs:problem:key-required","title":"A key is needed.","status":401,"detail":"Send the key.","request_id":"r1"}""";

    // Far above what the refused replays take, and far below the hour that lies between two acts.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Simulate_MoreActsThanWaitToAServiceThatRefusesTheKey_EndsWithItsWords()
    {
        // All of one user, whose acts wait in one queue.
        var acts = WriteActs(Enumerable.Range(0, 6_000).Select(act => $"u1,b{act},true,,2024-01-01"));
        using var service = new FakeService(_ => (401, KeyRequired));

        var result = await SimulateAsync(service.Url, acts, "--rate", "10000000");

        Assert.Equal(
            (ExitCode.Failed, "bookrecs: 401 A key is needed. Send the key. (request r1)"), (result.Code, result.Error.TrimEnd()));
    }

    [Fact]
    public async Task Simulate_NextActFarAwayToAServiceThatRefusesTheKey_EndsWithoutWaitingForIt()
    {
        var acts = WriteActs(["u1,a,true,,2024-01-01T00:00:00Z", "u1,b,true,,2024-01-01T01:00:00Z"]);
        using var service = new FakeService(_ => (401, KeyRequired));

        var result = await SimulateAsync(service.Url, acts, "--real-time-factor", "1");

        Assert.Equal(
            (ExitCode.Failed, "bookrecs: 401 A key is needed. Send the key. (request r1)"), (result.Code, result.Error.TrimEnd()));
    }

    [Fact]
    public async Task Simulate_WithoutAService_EndsWithTheCause()
    {
        string url;
        using (var service = new FakeService(_ => (200, "{}")))
            url = service.Url;
        var acts = WriteActs(Enumerable.Range(0, 6_000).Select(act => $"u1,b{act},true,,2024-01-01"));

        var result = await RunWithoutWaitingAsync(["simulate", "--from", acts, "--last", "6000", "--to", "http", "--url", url, "--rate", "10000000"])
            .WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.StartsWith("bookrecs: Connection refused", result.Error, StringComparison.Ordinal);
    }

    private static async Task<CommandLineResult> SimulateAsync(string url, string acts, params string[] pace) =>
        await RunAsync(["simulate", "--from", acts, "--last", "6000", "--to", "http", "--url", url, .. pace])
            .WaitAsync(Patience, TestContext.Current.CancellationToken);

    private string WriteActs(IEnumerable<string> rows) => _folder.Write("acts.csv", ["user_id,item_id,is_read,rating,date_added", .. rows]);
}
