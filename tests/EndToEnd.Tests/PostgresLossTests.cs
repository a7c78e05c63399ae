using System.Net;

namespace BookRecs.EndToEnd.Tests;

/// <summary>What readers and operators see while the PostgreSQL server is away, and afterwards.</summary>
public sealed class PostgresLossTests
{
    [Fact]
    public async Task ServerThatGoesAwayAndComesBack_IsToldByReady_AndServedAgain()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = await PostgresServer.StartAsync();
        await server.SqlAsync("postgres", "CREATE DATABASE shop");
        using var folder = new TemporaryFolder();
        await using var silo = await SiloProcess.StartReadyAsync(
            folder.Path, cancellation,
            [
                "--BookRecs:Storage:Provider=postgres", $"--BookRecs:Storage:Postgres:ConnectionString={server.Address("shop")};Password=S3cret",
                "--BookRecs:Storage:Postgres:RetryDelayMilliseconds=1", "--BookRecs:SyntheticShop:Users=200", "--BookRecs:SyntheticShop:Items=300",
                "--BookRecs:SyntheticShop:Interactions=4000", .. SiloProcess.QuickTraining,
            ]);
        Assert.Equal(HttpStatusCode.OK, (await silo.PostTransactionsAsync([Purchase("before")], cancellation)).Status);

        await server.StopAsync("immediate");
        var ready = await silo.GetJsonAsync("/ready", cancellation, HttpStatusCode.ServiceUnavailable);
        Assert.Contains($"PostgreSQL database \\u0022shop\\u0022 at 127.0.0.1:{server.Port} cannot be reached", ready.ToJsonString(), StringComparison.Ordinal);
        await silo.GetJsonAsync("/health", cancellation);
        Assert.NotEqual(HttpStatusCode.OK, (await silo.PostTransactionsAsync([Purchase("while away")], cancellation)).Status);

        await server.ResumeAsync();
        await silo.GetJsonAsync("/ready", cancellation);
        var (status, body) = await silo.PostTransactionsAsync([Purchase("before"), Purchase("while away"), Purchase("after")], cancellation);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["duplicate", "accepted", "accepted"], body["transactions"]!.AsArray().Select(row => (string)row!["status"]!));
        Assert.Equal(3, (await silo.HistoryAsync("a reader", cancellation)).Count);
        Assert.DoesNotContain("S3cret", silo.Console, StringComparison.Ordinal);
    }

    private static object Purchase(string transactionId) =>
        new { transaction_id = transactionId, user_id = "a reader", item_id = "a book", kind = "purchase" };
}
