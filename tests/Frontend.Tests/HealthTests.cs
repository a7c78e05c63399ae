using System.Net;
using BookRecs.Frontend.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BookRecs.Frontend.Tests;

public sealed class HealthTests
{
    [Fact]
    public async Task Health_NeverCallsAGrain()
    {
        await using var server = await FrontendServer.StartAsync();
        Assert.Equal("ok", (string)(await server.Http.GetJsonAsync("/health"))["status"]!);
        Assert.Equal(0, server.Shop.Calls);
    }

    [Fact]
    public async Task Ready_TellsEachCheckAndItsReason()
    {
        var model = HealthCheckResult.Unhealthy("training the first model, 40 %");
        await using var server = await FrontendServer.StartAsync(services: s => s.AddHealthChecks()
            .AddCheck("storage", () => HealthCheckResult.Healthy(), tags: ["ready"])
            .AddCheck("model", () => model, tags: ["ready"])
            .AddCheck("other", () => HealthCheckResult.Unhealthy("must not count"), tags: ["live"]));

        var waiting = await server.Http.GetJsonAsync("/ready", HttpStatusCode.ServiceUnavailable);
        Assert.Equal("urn:bookrecs:problem:not-ready", (string)waiting["type"]!);
        Assert.Contains("training the first model, 40 %", (string)waiting["detail"]!);
        Assert.Equal(["model", "storage"], waiting["checks"]!.AsArray().Select(c => (string)c!["name"]!));
        Assert.Equal(["not_ready", "ready"], waiting["checks"]!.AsArray().Select(c => (string)c!["state"]!));

        model = HealthCheckResult.Healthy("20260501-183000");
        var ready = await server.Http.GetJsonAsync("/ready");
        Assert.Equal("ready", (string)ready["status"]!);

        model = HealthCheckResult.Degraded("an old model");
        Assert.Equal("degraded", (string)(await server.Http.GetJsonAsync("/ready"))["status"]!);
    }

    [Fact]
    public async Task Ready_WithACheckThatThrows_HidesTheException()
    {
        await using var server = await FrontendServer.StartAsync(services: s => s.AddHealthChecks()
            .AddCheck("storage", () => throw new InvalidOperationException("file /srv/shop.db"), tags: ["ready"]));
        var json = await server.Http.GetJsonAsync("/ready", HttpStatusCode.ServiceUnavailable);
        Assert.Equal("the check failed", (string)json["checks"]![0]!["reason"]!);
        Assert.DoesNotContain("/srv", json.ToJsonString());
    }
}
