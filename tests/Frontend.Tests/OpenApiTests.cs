using System.Text.Json;
using System.Text.Json.Nodes;
using BookRecs.Frontend.Tests.Fakes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BookRecs.Frontend.Tests;

public sealed class OpenApiTests : IAsyncLifetime
{
    private const string UpdateVariable = "BOOKRECS_UPDATE_OPENAPI";
    private FrontendServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await FrontendServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Document_EqualsTheCheckedInCopy()
    {
        var served = await _server.Http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        served = served.ReplaceLineEndings("\n") + "\n";
        var path = RepositoryFiles.Path("docs", "openapi.v1.json");
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            await File.WriteAllTextAsync(path, served, TestContext.Current.CancellationToken);
        var kept = File.Exists(path) ? await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken) : "";
        if (kept == served)
            return;
        var (old, now) = (kept.Split('\n'), served.Split('\n'));
        var shorter = Math.Min(old.Length, now.Length);
        var at = Enumerable.Range(0, shorter).FirstOrDefault(i => old[i] != now[i], shorter);
        var lines = (string[] all) => string.Join('\n', all.Skip(Math.Max(0, at - 2)).Take(6));
        Assert.Fail(
            $"The HTTP contract changed: docs/openapi.v1.json differs from line {at + 1} on.\n"
            + $"--- checked in\n{lines(old)}\n+++ served\n{lines(now)}\n"
            + $"If the change is meant, run the tests once with {UpdateVariable}=1 and commit the file.");
    }

    [Fact]
    public async Task Document_IsOpenApi31_AndListsEveryRoute()
    {
        var document = await _server.Http.GetJsonAsync("/openapi/v1.json");
        Assert.StartsWith("3.1.", (string)document["openapi"]!);
        var routes = _server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(e => (Method: e.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Single(), Path: e.RoutePattern.RawText))
            .Select(e => $"{e.Method} {e.Path}".ToLowerInvariant());
        var listed = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(m => $"{m.Key} {p.Key}"));
        Assert.Equal(routes.Order(), listed.Order());
    }

    [Fact]
    public async Task EveryOperation_IsDescribedWhole()
    {
        var document = await _server.Http.GetJsonAsync("/openapi/v1.json");
        var ids = new HashSet<string>();
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in methods!.AsObject())
            {
                var name = $"{method} {path}";
                Assert.True(ids.Add((string)operation!["operationId"]!), $"{name}: the operation id is used twice");
                Assert.False(string.IsNullOrEmpty((string?)operation["summary"]), $"{name} has no summary");
                Assert.False(string.IsNullOrEmpty((string?)operation["description"]), $"{name} has no description");
                var inPath = path.Split('/').Count(s => s.StartsWith('{'));
                Assert.Equal(inPath, operation["parameters"]?.AsArray().Count(p => (string)p!["in"]! == "path") ?? 0);
                foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
                {
                    var isWhole = parameter!["schema"] is not null && parameter["example"] is not null;
                    Assert.True(isWhole, $"{name}: {parameter["name"]} lacks schema or example");
                }
                foreach (var (status, response) in operation["responses"]!.AsObject())
                {
                    var (type, media) = response!["content"]!.AsObject().Single();
                    Assert.True(media!["schema"] is not null, $"{name} {status} has no schema");
                    Assert.True(media["example"] is not null || media["examples"] is not null, $"{name} {status} has no example");
                    Assert.Equal(status[0] is '4' or '5', type == "application/problem+json");
                }
            }
        }
    }

    [Fact]
    public async Task EveryReference_PointsToASchema()
    {
        var document = await _server.Http.GetJsonAsync("/openapi/v1.json");
        var schemas = document["components"]!["schemas"]!.AsObject();
        var references = References(document).Distinct().ToArray();
        Assert.NotEmpty(references);
        Assert.All(references, r => Assert.True(schemas.ContainsKey(r.Replace("#/components/schemas/", "")), $"{r} is not there"));
    }

    [Fact]
    public async Task Null_MatchesOneChoiceAtMost()
    {
        var document = await _server.Http.GetJsonAsync("/openapi/v1.json");
        var enumerations = document["components"]!["schemas"]!.AsObject().Where(static schema => schema.Value!["enum"] is not null).ToArray();
        Assert.Contains(enumerations, static schema => schema.Key == "FallbackReason");
        Assert.All(enumerations, static schema => Assert.DoesNotContain(null, schema.Value!["enum"]!.AsArray()));
    }

    [Fact]
    public async Task Names_AreSnakeCase()
    {
        var document = await _server.Http.GetJsonAsync("/openapi/v1.json");
        var names = document["components"]!["schemas"]!.AsObject()
            .SelectMany(s => s.Value!["properties"]?.AsObject().Select(p => p.Key) ?? []);
        Assert.All(names, name => Assert.Matches("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", name));
    }

    [Fact]
    public async Task Index_PointsToTheDocument()
    {
        Assert.Contains("/openapi/v1.json", await _server.Http.GetStringAsync("/", TestContext.Current.CancellationToken));
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p =>
            p.Key == "$ref" && p.Value?.GetValueKind() == JsonValueKind.String ? [(string)p.Value!] : References(p.Value)),
        JsonArray a => a.SelectMany(References),
        _ => [],
    };
}
