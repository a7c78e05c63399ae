using System.Net;
using BookRecs.Frontend.Security;
using BookRecs.Frontend.Tests.Fakes;
using Microsoft.Extensions.Options;

namespace BookRecs.Frontend.Tests;

public sealed class SecurityTests
{
    private const string ApiKey = "api-key-0123456789";
    private const string AdminKey = "admin-key-0123456789";

    private static readonly Dictionary<string, string?> BothKeys = new()
    {
        ["BookRecs:Security:ApiKey"] = ApiKey,
        ["BookRecs:Security:AdminKey"] = AdminKey,
    };

    [Fact]
    public async Task WithKeys_EveryCallNeedsOne_ButHealthAndReadyDoNot()
    {
        await using var server = await FrontendServer.StartAsync(BothKeys);
        using (var response = await server.Http.GetAsync("/v1/models", TestContext.Current.CancellationToken))
        {
            await response.ReadJsonAsync(HttpStatusCode.Unauthorized);
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        }
        using var wrong = server.WithKey(ApiKey + "x");
        await wrong.GetJsonAsync("/v1/models", HttpStatusCode.Unauthorized);
        await wrong.GetJsonAsync("/v1/nothing", HttpStatusCode.Unauthorized);
        await server.Http.GetJsonAsync("/health");
        await server.Http.GetJsonAsync("/ready");
        using var right = server.WithKey(ApiKey);
        await right.GetJsonAsync("/v1/models");
    }

    [Fact]
    public async Task ChangingModels_NeedsTheAdminKey_WhichOpensTheRestToo()
    {
        await using var server = await FrontendServer.StartAsync(BothKeys);
        using var api = server.WithKey(ApiKey);
        foreach (var path in new[] { "/v1/models/retrain", "/v1/models/v1/activate", "/v1/models/rollback" })
            await api.PostJsonAsync(path, null, HttpStatusCode.Forbidden);
        using var admin = server.WithKey(AdminKey);
        await admin.PostJsonAsync("/v1/models/retrain", null, HttpStatusCode.Accepted);
        await admin.GetJsonAsync("/v1/models");
    }

    [Fact]
    public async Task ChangingTheCatalogue_NeedsTheAdminKey()
    {
        await using var server = await FrontendServer.StartAsync(BothKeys);
        using var api = server.WithKey(ApiKey);
        await api.PutJsonAsync("/v1/items/new", """{"title":"T"}""", HttpStatusCode.Forbidden);
        await api.PutJsonAsync("/v1/items/new/availability", """{"available":false}""", HttpStatusCode.Forbidden);
        Assert.Empty(server.Shop.Put);
        using var admin = server.WithKey(AdminKey);
        await admin.PutJsonAsync("/v1/items/new", """{"title":"T"}""", HttpStatusCode.Created);
        await admin.PutJsonAsync("/v1/items/new/availability", """{"available":false}""");
        await api.GetJsonAsync("/v1/items/new");
    }

    [Fact]
    public async Task AdminKeyAlone_GuardsOnlyTheModelsAndTheCatalogue()
    {
        await using var server = await FrontendServer.StartAsync(
            new Dictionary<string, string?> { ["BookRecs:Security:AdminKey"] = AdminKey });
        await server.Http.GetJsonAsync("/v1/models");
        await server.Http.PostJsonAsync("/v1/models/rollback", null, HttpStatusCode.Unauthorized);
        await server.Http.PutJsonAsync("/v1/items/new", """{"title":"T"}""", HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:5080", HttpStatusCode.OK)]
    [InlineData("[::1]:5080", HttpStatusCode.OK)]
    [InlineData("shop.example", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.evil.example", HttpStatusCode.MisdirectedRequest)]
    public async Task WithoutKeys_OnlyKnownHostsAreAnswered(string host, HttpStatusCode expected)
    {
        await using var server = await FrontendServer.StartAsync(
            new Dictionary<string, string?> { ["BookRecs:Security:AllowedHosts:0"] = "shop.example" });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Host = host;
        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        await response.ReadJsonAsync(expected);
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost:3000", HttpStatusCode.Accepted)]
    public async Task WithoutKeys_PagesOfOtherSitesCannotPost(string origin, HttpStatusCode expected)
    {
        await using var server = await FrontendServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/models/retrain");
        request.Headers.TryAddWithoutValidation("Origin", origin);
        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        await response.ReadJsonAsync(expected);
    }

    [Fact]
    public async Task WithoutKeys_PagesOfOtherSitesCannotChangeTheCatalogue()
    {
        await using var server = await FrontendServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/items/new");
        request.Content = new StringContent("""{"title":"T"}""", System.Text.Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Origin", "https://evil.example");
        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        await response.ReadJsonAsync(HttpStatusCode.Forbidden);
        Assert.Empty(server.Shop.Put);
    }

    [Fact]
    public async Task OpenAddressWithoutKeys_StopsTheStart_NamingSettingAndRule()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => FrontendServer.StartAsync(url: "http://0.0.0.0:0"));
        Assert.Contains("BookRecs:Security:ApiKey is not set", failure.Message);
        Assert.Contains("BookRecs:Security:AdminKey is not set", failure.Message);
        Assert.Contains("http://0.0.0.0:0 is not a loopback address", failure.Message);
    }

    [Fact]
    public async Task OpenAddressWithKeys_Starts()
    {
        await using var server = await FrontendServer.StartAsync(BothKeys, url: "http://0.0.0.0:0");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Address.Port}") };
        await http.GetJsonAsync("/health");
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://127.9.9.9", true)]
    [InlineData("http://localhost:0", true)]
    [InlineData("https://[::1]:1", true)]
    [InlineData("http://unix:/tmp/s.sock", true)]
    [InlineData("http://0.0.0.0:80", false)]
    [InlineData("http://[::]:80", false)]
    [InlineData("http://*:80", false)]
    [InlineData("http://+:80", false)]
    [InlineData("http://192.168.1.2", false)]
    [InlineData("http://shop.example:80", false)]
    public void Loopback_IsToldFromOpenAddresses(string url, bool loopback) => Assert.Equal(loopback, ListenGuard.IsLoopback(url));

    [Theory]
    [InlineData("BookRecs:Security:ApiKey", "short", "ApiKey has 5 characters; it must have 16 to 512")]
    [InlineData("BookRecs:Security:AdminKey", "with space 0123456789", "not visible ASCII")]
    [InlineData("BookRecs:Security:AllowedHosts:0", "http://x", "host name or address")]
    [InlineData("BookRecs:Http:DeadlineMilliseconds", "0", "BookRecs:Http:DeadlineMilliseconds is 0; it must be 1 to 60000")]
    [InlineData("BookRecs:Http:MaxRequestBodyBytes", "-1", "MaxRequestBodyBytes is -1; it must be 1024 to 30000000")]
    public async Task BadSetting_StopsTheStart(string setting, string value, string message)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            FrontendServer.StartAsync(new Dictionary<string, string?> { [setting] = value }));
        Assert.Contains(message, failure.Message);
    }

    [Theory]
    [InlineData("BookRecs:Http:DeadlineMiliseconds", "150")]
    [InlineData("BookRecs:Http:DeadlineMilliseconds", "soon")]
    public async Task MisspeltSetting_StopsTheStart(string setting, string value)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() =>
            FrontendServer.StartAsync(new Dictionary<string, string?> { [setting] = value }));
        Assert.Contains(setting.Split(':')[2], failure.ToString());
    }
}
