using BookRecs.Grains.Books;
using BookRecs.Grains.Interfaces.Books;
using BookRecs.Grains.Interfaces.Models;
using BookRecs.Grains.Interfaces.Recommendations;
using BookRecs.Grains.Interfaces.Transactions;
using BookRecs.Grains.Interfaces.Users;
using BookRecs.Grains.Log;
using BookRecs.Grains.Models;
using BookRecs.Grains.Recommendations;
using BookRecs.Grains.Topics;
using BookRecs.Grains.Users;
using Microsoft.Extensions.DependencyInjection;

namespace BookRecs.Grains.Tests.Fakes;

/// <summary>The grains on the runtime that the tests were built for, with ports in memory that all silos share.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    private readonly SiloHost _host;

    private TestSilo(SiloHost host, ManualTime time)
    {
        _host = host;
        Time = time;
    }

    public ManualTime Time { get; }

    public IGrainFactory Grains => Get<IGrainFactory>();

    /// <summary>The model of the first silo; a change for all is <see cref="ActivateAsync"/>.</summary>
    public ModelHost Models => Get<ModelHost>();

    public MemoryShop Shop => Get<MemoryShop>();

    public ModelFolderScan Scan => Get<ModelFolderScan>();

    public FakeTopics Topics => Get<FakeTopics>();

    public IModelRegistryGrain Registry => Grains.GetGrain<IModelRegistryGrain>(IModelRegistryGrain.Key);

    /// <summary>The version that every silo serves; an error when they differ.</summary>
    public string? Version => Assert.Single(_host.Silos.Select(silo => silo.GetRequiredService<ModelHost>().Version).Distinct());

    internal SiloHost Host => _host;

    public static async Task<TestSilo> StartAsync(
        Func<TimeProvider, MemoryShop> shop, IModelStore store, ModelOptions? options = null, Action<IServiceCollection>? configure = null)
    {
        var time = new ManualTime();
        var stock = shop(time);
        var topics = new FakeTopics();
        return new TestSilo(
            await SiloHost.StartAsync(services =>
            {
                services.AddSingleton(SiloHost.TimeOf(time));
                services.AddSingleton(stock);
                services.AddSingleton<ITransactionLog>(stock);
                services.AddSingleton<ICatalogueStore>(stock);
                services.AddSingleton(store);
                services.AddSingleton(options ?? new ModelOptions());
                services.AddSingleton(new UserOptions());
                services.AddSingleton(new BookOptions());
                services.AddSingleton(topics);
                services.AddSingleton<ITopics>(topics);
                services.AddSingleton<ModelHost>();
                services.AddSingleton<PopularList>();
                services.AddSingleton<UserRanker>();
                services.AddSingleton(new RefreshOptions());
                services.AddSingleton<RecentUsers>();
                services.AddSingleton<RetrainTrigger>();
                services.AddSingleton<ModelFolderScan>();
                configure?.Invoke(services);
            }),
            time);
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
        await silo.ActivateAsync(trained.First.Version);
        return silo;
    }

    /// <summary>Every silo loads the version.</summary>
    public Task ActivateAsync(string version) =>
        Task.WhenAll(_host.Silos.Select(silo => silo.GetRequiredService<ModelHost>().OnActivatedAsync(version)));

    /// <summary>Every silo hears of activations.</summary>
    public Task SubscribeAsync() => Task.WhenAll(_host.Silos.Select(silo => Registry.SubscribeAsync(
        silo.GetRequiredService<IGrainFactory>().CreateObjectReference<IModelObserver>(silo.GetRequiredService<ModelHost>()))));

    public IUserGrain User(string userId) => Grains.GetGrain<IUserGrain>(userId);

    public IBookGrain Book(string itemId) => Grains.GetGrain<IBookGrain>(itemId);

    /// <summary>Posts a book; when the task completes, the lists of every silo hold it.</summary>
    public async Task<BookWritten> PutAsync(string itemId, BookRecord book)
    {
        var written = await Book(itemId).PutAsync(book);
        await AwaitCatalogueAsync(itemId, written.Revision);
        return written;
    }

    /// <summary>Says whether a book can be sold; when the task completes, the lists of every silo reflect it.</summary>
    public async Task<BookWritten?> SetAvailableAsync(string itemId, bool available)
    {
        var written = await Book(itemId).SetAvailableAsync(available);
        if (written is not null)
            await AwaitCatalogueAsync(itemId, written.Revision);
        return written;
    }

    /// <summary>Ends all activations, so that the next call rebuilds from the log.</summary>
    public Task DeactivateAllAsync() => Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);

    public static Transaction Buy(string transactionId, string userId, string itemId) =>
        new(transactionId, userId, itemId, TransactionKind.Purchase, null, false, null, null);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>A grain that did nothing new gives the same instance again, which a call between silos copies.</summary>
    public static void AssertSame(RecommendationList expected, RecommendationList? actual)
    {
        if (!SiloHost.HasSeveralSilos)
            Assert.Same(expected, actual);
        Assert.Equal(expected.ModelVersion, actual?.ModelVersion);
        Assert.Equal(expected.Items.Select(item => (item.ItemId, item.Score)), actual?.Items.Select(item => (item.ItemId, item.Score)));
    }

    // The silo of the book's grain takes the change in at once, the others by their timers.
    private async Task AwaitCatalogueAsync(string itemId, long revision)
    {
        await Book(itemId).AwaitCatalogueAsync(revision);
        if (SiloHost.HasSeveralSilos)
            await Task.WhenAll(_host.Silos.Select(silo => silo.GetRequiredService<ModelHost>().CheckCatalogueAsync()));
    }

    private T Get<T>()
        where T : notnull => _host.Silos[0].GetRequiredService<T>();

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
