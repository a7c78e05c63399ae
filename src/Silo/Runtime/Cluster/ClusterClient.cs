using BookRecs.Silo.Settings;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace BookRecs.Silo.Runtime;

/// <summary>The settings of a frontend in Orleans' terms.</summary>
internal static class ClusterClient
{
    private static readonly TimeSpan ConnectInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Sets a client of the silos up.</summary>
    public static void Configure(IClientBuilder client, ClusterNetworkOptions cluster, string database)
    {
        client.UseAdoNetClustering(options =>
        {
            options.Invariant = ClusterDatabase.Invariant;
            options.ConnectionString = database;
        });
        client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(cluster.ResponseSeconds));
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(cluster.GatewayRefreshSeconds));
        client.Configure<ConnectionOptions>(options => Quicken(options, cluster));

        // A frontend may be there first, and waits; /ready tells that it does.
        client.UseConnectionRetryFilter(static async (_, cancellationToken) =>
        {
            await Task.Delay(ConnectInterval, cancellationToken);
            return true;
        });
        if (cluster.Tls.IsOn)
            client.UseTls(ClusterTls.Load(cluster.Tls));
        if (cluster.Dashboard)
            client.AddDashboard();
    }

    /// <summary>Bounds what an address that no longer answers costs.</summary>
    internal static void Quicken(ConnectionOptions options, ClusterNetworkOptions cluster)
    {
        options.OpenConnectionTimeout = TimeSpan.FromMilliseconds(cluster.ProbeMilliseconds * 2);
        options.ConnectionRetryDelay = TimeSpan.FromMilliseconds(cluster.ProbeMilliseconds / 2.0);
    }
}
