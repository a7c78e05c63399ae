using System.Net;
using BookRecs.Frontend.Metrics;
using BookRecs.Frontend.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BookRecs.Frontend.Tests;

[Collection(MetricsCollection.Name)]
public sealed class MetricsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http.server.request.duration", "s", false, "http_server_request_duration_seconds")]
    [InlineData("bookrecs.transactions", "{transaction}", true, "bookrecs_transactions_total")]
    [InlineData("bookrecs.ready", null, false, "bookrecs_ready")]
    [InlineData("dotnet.gc.heap.total_allocated", "By", true, "dotnet_gc_heap_total_allocated_bytes_total")]
    [InlineData("orleans-runtime.cpu-usage", "%", false, "orleans_runtime_cpu_usage_percent")]
    [InlineData("bookrecs.wait_seconds", "s", false, "bookrecs_wait_seconds")]
    [InlineData("bookrecs.sent_total", "", true, "bookrecs_sent_total")]
    [InlineData("4xx", null, false, "_4xx")]
    public void Name_IsPrometheusName(string instrument, string? unit, bool isCounter, string name) =>
        Assert.Equal(name, PrometheusName.Of(instrument, unit, isCounter));

    [Fact]
    public async Task Requests_AreCountedByRoute_AndProbesAreNot()
    {
        await using var server = await FrontendServer.StartAsync();
        await server.Http.GetAsync("/v1/recommendations?user_id=7", Cancel);
        await server.Http.GetAsync("/health", Cancel);
        var text = await ReadAsync(server.Http);
        var buckets = Values(text, "http_server_request_duration_seconds_bucket", "http_route=\"/v1/recommendations\"");
        Assert.True(buckets.Count > 3, $"There must be buckets of the route:\n{text}");
        Assert.Equal(buckets.Order(), buckets);
        Assert.Equal(
            buckets[^1], Values(text, "http_server_request_duration_seconds_count", "http_route=\"/v1/recommendations\"").Single());
        Assert.DoesNotContain("http_route=\"/health\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("user_id", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListsAndTransactions_AreCountedByWhatBecameOfThem()
    {
        await using var server = await FrontendServer.StartAsync();
        var before = await ReadAsync(server.Http);
        await server.Http.GetAsync("/v1/recommendations?user_id=nobody", Cancel);
        const string Act = """{"transaction_id":"t1","user_id":"7","item_id":"43","kind":"purchase"}""";
        using var content = new StringContent($$"""{"transactions":[{{Act}},{{Act}},{"transaction_id":""}]}""", null, "application/json");
        using var answer = await server.Http.PostAsync("/v1/transactions", content, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var after = await ReadAsync(server.Http);
        // Other tests of this process count into the same metrics, so only growth can be told.
        foreach (var (name, label) in ((string, string)[])
        [
            ("bookrecs_recommendation_lists_total", "fallback=\"unknown_user\""),
            ("bookrecs_transactions_total", "status=\"accepted\""),
            ("bookrecs_transactions_total", "status=\"duplicate\""),
            ("bookrecs_transactions_total", "status=\"invalid\""),
        ])
        {
            var grown = Values(after, name, label).Sum() - Values(before, name, label).Sum();
            Assert.True(grown >= 1, $"{name}{{{label}}} grew by {grown}:\n{after}");
        }
    }

    [Fact]
    public async Task Readiness_IsAMetricOfEachCheck()
    {
        await using var server = await FrontendServer.StartAsync();
        var report = new HealthReport(
            new Dictionary<string, HealthReportEntry>
            {
                ["held"] = new(HealthStatus.Degraded, null, TimeSpan.Zero, null, null),
                ["broken"] = new(HealthStatus.Unhealthy, null, TimeSpan.Zero, null, null),
            },
            TimeSpan.Zero);
        await server.Services.GetRequiredService<IHealthCheckPublisher>().PublishAsync(report, Cancel);
        var text = await ReadAsync(server.Http);
        Assert.Equal(1, Values(text, "bookrecs_ready", "check=\"held\"").Single());
        Assert.Equal(0, Values(text, "bookrecs_ready", "check=\"broken\"").Single());
    }

    [Fact]
    public async Task Metrics_NeedTheKey_WhereOneIsSet()
    {
        const string Key = "0123456789abcdef";
        await using var server = await FrontendServer.StartAsync(new Dictionary<string, string?> { ["BookRecs:Security:ApiKey"] = Key });
        using var refused = await server.Http.GetAsync("/metrics", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using var http = server.WithKey(Key);
        Assert.Contains("# TYPE dotnet_gc_collections_total counter", await ReadAsync(http), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SiloWithoutTheApi_HasProbesAndMetrics()
    {
        await using var server = await FrontendServer.StartAsync(servesApi: false);
        Assert.Contains("dotnet_gc_collections_total", await ReadAsync(server.Http), StringComparison.Ordinal);
        using var health = await server.Http.GetAsync("/health", Cancel);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        using var ready = await server.Http.GetAsync("/ready", Cancel);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        using var list = await server.Http.GetAsync("/v1/recommendations?user_id=7", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, list.StatusCode);
    }

    [Fact]
    public async Task EveryLine_IsAMetric_AndEveryNameHasOneType()
    {
        await using var server = await FrontendServer.StartAsync();
        await server.Http.GetAsync("/v1/recommendations?user_id=7", Cancel);
        var lines = (await ReadAsync(server.Http)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Matches(
            """^(# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .+|[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*",?)+\})? [-+.0-9EeNaInf]+)$""", line));
        var types = lines.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToArray();
        Assert.Equal(types.Distinct(), types);
    }

    private static async Task<string> ReadAsync(HttpClient http)
    {
        using var response = await http.GetAsync("/metrics", Cancel);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        return await response.Content.ReadAsStringAsync(Cancel);
    }

    private static List<double> Values(string text, string name, string label) => [.. text.Split('\n')
        .Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture))];
}
