using BookRecs.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime.Hosting;

namespace BookRecs.Storage;

/// <summary>Registers the storage with a host.</summary>
public static class StorageServices
{
    /// <summary>
    /// Adds the shop file of the section <c>BookRecs:Storage</c> behind the ports of the grains, and as their default storage. The
    /// file is opened when the host starts, which fails with a <see cref="StorageException"/> when it cannot be used, and closed
    /// with the host.
    /// </summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateOnStart();
        services.AddSingleton(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
            return SqliteShop.Open(
                options.Path,
                options,
                provider.GetService<TimeProvider>(),
                provider.GetRequiredService<ILoggerFactory>().CreateLogger("BookRecs.Storage"));
        });
        services.AddSingleton(static provider => provider.GetRequiredService<SqliteShop>().Log);
        services.AddSingleton(static provider => provider.GetRequiredService<SqliteShop>().Catalogue);
        services.AddSingleton(static provider => provider.GetRequiredService<SqliteShop>().Importer);
        services.AddSingleton(static provider => provider.GetRequiredService<SqliteShop>().Probe);
        services.AddGrainStorage("Default", static (provider, _) => provider.GetRequiredService<SqliteShop>().GrainState);
        services.AddSingleton<IHostedService, StorageStartup>();
        return services;
    }

    /// <summary>Asking for the shop opens it; a file that cannot be used stops the start here.</summary>
    private sealed class StorageStartup(SqliteShop shop) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => shop.Probe.PingAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
