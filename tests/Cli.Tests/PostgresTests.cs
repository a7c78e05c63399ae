using BookRecs.Cli.CommandLine;
using BookRecs.Cli.Tests.Support;
using static BookRecs.Cli.Tests.Support.CommandLine;

namespace BookRecs.Cli.Tests;

/// <summary>The verbs on a PostgreSQL database in place of a file.</summary>
public sealed class PostgresTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task MigrateImportTrainForecast_OnADatabase_WorkAsOnAFile()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.SqlAsync("postgres", "CREATE DATABASE shop");
        var uri = $"postgresql://postgres:S3cret@127.0.0.1:{server.Port}/shop";
        var place = $"PostgreSQL database \"shop\" at 127.0.0.1:{server.Port}";
        var data = _folder["data"];
        await SucceedAsync("generate", "--users", "100", "--items", "200", "--interactions", "1000", "--out", data);
        string[] import =
        [
            "import", "--format", "canonical", "--interactions", Path.Combine(data, "interactions.csv.gz"), "--books",
            Path.Combine(data, "books.csv.gz"), "--into", uri,
        ];

        var migrated = await SucceedAsync("migrate", "--data", uri);
        var again = await SucceedAsync("migrate", "--data", uri, "--retention-months", "0");
        var first = await SucceedAsync(import);
        var second = await SucceedAsync(import);
        var trained = await SucceedAsync("train", "--data", uri, "--out", _folder["models"]);
        var forecast = await SucceedAsync("forecast", "--data", uri, "--shop", "--horizon", "3", "--out", _folder["database"]);
        await SucceedAsync([.. import[..^1], _folder["shop.db"]]);
        await SucceedAsync("forecast", "--data", _folder["shop.db"], "--shop", "--horizon", "3", "--out", _folder["file"]);

        Assert.StartsWith($"{place}: format 0 became ", migrated.Out, StringComparison.Ordinal);
        Assert.EndsWith("already", again.Out.TrimEnd(), StringComparison.Ordinal);
        Assert.Matches(@"(?m)^interactions +1,000 +1,000 +0 +0 +0\r?$", first.Out);
        Assert.Matches(@"(?m)^interactions +1,000 +0 +0 +1,000 +0\r?$", second.Out);
        Assert.Contains($"{place} holds 1,000 interactions of 100 users, 200 books; the data is synthetic", second.Out, StringComparison.Ordinal);
        Assert.Contains("trained on 1,000 interactions", trained.Out, StringComparison.Ordinal);
        Assert.StartsWith("sales are purchases; the data is synthetic", forecast.Out, StringComparison.Ordinal);
        Assert.Equal(_folder.Lines("file/forecast.csv"), _folder.Lines("database/forecast.csv"));
        Assert.All([migrated, again, first, second, trained, forecast], result =>
            Assert.DoesNotContain("S3cret", result.Out + result.Error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("migrate")]
    [InlineData("forecast", "--shop")]
    public async Task DatabaseThatCannotBeReached_IsToldInOneLineWithoutTheSecret(params string[] verb)
    {
        // Below the 30 s for which a silo waits: whoever asks may have mistyped the address.
        var result = await RunAsync([.. verb, "--data", "postgresql://u:S3cret@127.0.0.1:1/shop"])
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.StartsWith("bookrecs: PostgreSQL database \"shop\" at 127.0.0.1:1 cannot be reached", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("migrate", "--data", "postgresql://u:S3cret@db")]
    [InlineData("migrate", "--data", "shop-S3cret.db")]
    [InlineData("train", "--data", "postgres://u:S3cret@db/d?sslmode=maybe")]
    [InlineData("forecast", "--data", "postgresql://u:S3cret@db/d?sslmode=maybe")]
    [InlineData("train", "--data", "Host=db;Pasword=S3cret;Database=d")]
    public async Task AddressThatCannotBeUsed_IsRefusedWithoutRepeatingIt(string verb, string option, string value)
    {
        var line = await RefuseAsync(verb, option, value);

        Assert.Contains($"{option} ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret", line, StringComparison.Ordinal);
    }
}
