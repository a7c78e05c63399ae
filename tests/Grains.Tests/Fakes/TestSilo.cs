using System.Net;
using System.Net.Sockets;
using BookRecs.Grains.Books;
using BookRecs.Grains.Interfaces.Books;
using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Interfaces.Users;
using BookRecs.Grains.Log;
using BookRecs.Grains.Models;
using BookRecs.Grains.Recommendations;
using BookRecs.Grains.Topics;
using BookRecs.Grains.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BookRecs.Grains.Tests.Fakes;

/// <summary>The grains on the local runtime, with ports in memory.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private TestSilo(IHost host, ManualTime time)
    {
        _host = host;
        Time = time;
    }

    public ManualTime Time { get; }

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public ModelHost Models => _host.Services.GetRequiredService<ModelHost>();

    public MemoryShop Shop => _host.Services.GetRequiredService<MemoryShop>();

    public ModelFolderScan Scan => _host.Services.GetRequiredService<ModelFolderScan>();

    public FakeTopics Topics => _host.Services.GetRequiredService<FakeTopics>();

    public IModelRegistryGrain Registry => Grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.Key);

    public static async Task<TestSilo> StartAsync(
        Func<TimeProvider, MemoryShop> shop, IModelStore store, ModelOptions? options = null, Action<IServiceCollection>? configure = null)
    {
        var time = new ManualTime();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton(shop(time));
        services.AddSingleton<ITransactionLog>(provider => provider.GetRequiredService<MemoryShop>());
        services.AddSingleton<ICatalogueStore>(provider => provider.GetRequiredService<MemoryShop>());
        services.AddSingleton(store);
        services.AddSingleton(options ?? new ModelOptions());
        services.AddSingleton(new UserOptions());
        services.AddSingleton(new BookOptions());
        services.AddSingleton<FakeTopics>();
        services.AddSingleton<ITopics>(provider => provider.GetRequiredService<FakeTopics>());
        services.AddSingleton<ModelHost>();
        services.AddSingleton<PopularList>();
        services.AddSingleton<UserRanker>();
        services.AddSingleton(new RefreshOptions());
        services.AddSingleton<RecentUsers>();
        services.AddSingleton<RetrainTrigger>();
        services.AddSingleton<ModelFolderScan>();
        configure?.Invoke(services);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePort(), FreePort()).AddMemoryGrainStorageAsDefault());
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new TestSilo(host, time);
    }

    /// <summary>A silo over the trained shop, with its first model loaded.</summary>
    public static async Task<TestSilo> StartAsync(TrainedShop trained)
    {
        ArgumentNullException.ThrowIfNull(trained);
        MemoryShop? catalogue = null;
        var silo = await StartAsync(
            time => catalogue = trained.ToShop(time),
            new LateStore(() => new FolderModelStore(trained.Options, catalogue!)),
            trained.Options);
        await silo.Models.OnActivatedAsync(trained.First.Version);
        return silo;
    }

    public IUserGrain User(string userId) => Grains.GetGrain<IUserGrain>(userId);

    public IBookGrain Book(string itemId) => Grains.GetGrain<IBookGrain>(itemId);

    /// <summary>Ends all activations, so that the next call rebuilds from the log.</summary>
    public Task DeactivateAllAsync() => Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);

    public static Transaction Buy(string transactionId, string userId, string itemId) =>
        new(transactionId, userId, itemId, TransactionKind.Purchase, null, false, null, null);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }

    /// <summary>A cluster runtime listens, and the tests run several silos at once.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class LateStore(Func<IModelStore> make) : IModelStore
    {
        private readonly Lazy<IModelStore> _store = new(make);

        public IServingModel Load(string version) => _store.Value.Load(version);

        public void Verify(string version) => _store.Value.Verify(version);

        public IReadOnlyList<string> ListVersions() => _store.Value.ListVersions();

        public ModelEntry Describe(string version) => _store.Value.Describe(version);

        public void Delete(IReadOnlyCollection<string> versions)
        {
            // The trained models are shared by all tests.
        }
    }
}
