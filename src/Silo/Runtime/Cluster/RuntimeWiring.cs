using BookRecs.Frontend;
using BookRecs.Silo.Settings;
using BookRecs.Storage;
using BookRecs.Storage.Postgres;
using Orleans.Dashboard;
using Orleans.Runtime.Hosting;

namespace BookRecs.Silo.Runtime;

/// <summary>Runs the grains on Orleans: a cluster on PostgreSQL, or one process alone on SQLite.</summary>
internal static class RuntimeWiring
{
    /// <summary>Whether this program was built for several processes.</summary>
    public static bool IsCluster => true;

    /// <summary>The silos of a cluster agree on where each grain lives, so all of them may write.</summary>
    public const ShopUse StoreUse = ShopUse.Shared;

    /// <summary>Sets up what the role needs: a silo, or a client of the silos.</summary>
    /// <exception cref="SettingsException">The storage cannot be shared, or a setting cannot be used.</exception>
    public static void UseGrainRuntime(this WebApplicationBuilder builder, ProcessSettings settings)
    {
        var database = ClusterDatabase.Find(builder.Configuration, settings.Role);
        if (!settings.Role.HoldsGrains)
        {
            // HTTP answers /health while the silos are not there yet.
            builder.Services.Configure<HostOptions>(static host => host.ServicesStartConcurrently = true);
            builder.UseOrleansClient(client => ClusterClient.Configure(client, settings.Cluster, database!));
            builder.Services.AddFrontendStart();
            return;
        }

        if (database is null)
        {
            builder.Services.AddGrainStorage(
                "Default", static (provider, _) => provider.GetRequiredService<IShopStore>().GrainState);
        }
        else
        {
            builder.Services.AddHostedService(provider => ActivatorUtilities.CreateInstance<ClusterEntry>(provider, settings.Cluster, database));
        }

        builder.UseOrleans(silo => ClusterSilo.Configure(silo, settings.Cluster, database));
    }

    /// <summary>Shows the figures of the cluster to who has the admin key.</summary>
    public static void MapDashboard(this WebApplication app, ProcessSettings settings)
    {
        if (settings.Cluster.Dashboard)
            app.MapOrleansDashboard("/dashboard").RequireAdminKeyOfBrowser();
    }
}
