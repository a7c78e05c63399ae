using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BookRecs.Frontend.Tests.Fakes;

/// <summary>The real front end on Kestrel, on a free loopback port, before a fake shop.</summary>
public sealed class FrontendServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FrontendServer(WebApplication app, FakeShop shop, ManualTime time)
    {
        _app = app;
        Shop = shop;
        Time = time;
        Address = new Uri(app.Urls.First());
        Http = new HttpClient { BaseAddress = Address };
    }

    public FakeShop Shop { get; }

    public ManualTime Time { get; }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<FrontendServer> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<IServiceCollection>? services = null,
        string url = "http://127.0.0.1:0",
        bool servesApi = true)
    {
        var shop = new FakeShop();
        var time = new ManualTime();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.WebHost.UseUrls(url);
        builder.Services.AddSingleton(shop.Factory);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddBookRecsFrontend(builder.Configuration);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseBookRecsFrontend(servesApi);
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
        return new FrontendServer(app, shop, time);
    }

    /// <summary>A client that sends a key.</summary>
    public HttpClient WithKey(string key)
    {
        var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
