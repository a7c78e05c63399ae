using BookRecs.Grains.Books;
using BookRecs.Grains.Models;
using BookRecs.Storage.Postgres;
using BookRecs.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime.Hosting;

namespace BookRecs.Storage;

/// <summary>Registers the storage with a host.</summary>
public static class StorageServices
{
    /// <summary>
    /// Adds the shop of the section <c>BookRecs:Storage</c> behind the ports of the grains, and as their default storage unless silos share
    /// it, whose runtime brings its own. It is opened when the host starts, which fails with a <see cref="StorageException"/> when it cannot be used, and closed with the host.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">Holds the section.</param>
    /// <param name="use">Whether other processes may write to the same database; a SQLite file never has two writers.</param>
    public static IServiceCollection AddShopStorage(this IServiceCollection services, IConfiguration configuration, ShopUse use)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateOnStart();
        services.AddSingleton(provider => Open(provider, use));
        services.AddSingleton(static provider => provider.GetRequiredService<IShopStore>().Log);
        services.AddSingleton(static provider => provider.GetRequiredService<IShopStore>().Catalogue);
        services.AddSingleton(static provider => provider.GetRequiredService<IShopStore>().Importer);
        services.AddSingleton(static provider => provider.GetRequiredService<IShopStore>().Probe);
        services.AddSingleton(FindModels);
        if (use != ShopUse.Shared)
            services.AddGrainStorage("Default", static (provider, _) => provider.GetRequiredService<IShopStore>().GrainState);
        services.AddHostedService<StorageStartup>();
        services.AddHostedService<PostgresUpkeep>();
        return services;
    }

    private static IShopStore Open(IServiceProvider provider, ShopUse use)
    {
        var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        var time = provider.GetRequiredService<TimeProvider>();
        var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger("BookRecs.Storage");

        // Made once, when the host starts, where nothing else can go on without it.
        return options.UsesPostgres
            ? Task.Run(() => PostgresShop.OpenAsync(options, use, time, logger)).GetAwaiter().GetResult()
            : SqliteShop.Open(options.Path, options, time, logger);
    }

    private static IModelStore FindModels(IServiceProvider provider)
    {
        var models = provider.GetRequiredService<ModelOptions>();
        var folder = new FolderModelStore(models, provider.GetRequiredService<ICatalogueStore>());
        return provider.GetRequiredService<IShopStore>() is PostgresShop shop
            && provider.GetRequiredService<IOptions<StorageOptions>>().Value.Postgres.Models == PostgresOptions.ModelsInDatabase
            ? new PostgresModelStore(shop.Source, folder, models.Path)
            : folder;
    }

    /// <summary>Asking for the shop opens it; one that cannot be used stops the start here.</summary>
    private sealed class StorageStartup(IShopStore shop) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => shop.Probe.PingAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
