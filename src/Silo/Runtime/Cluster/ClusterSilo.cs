using System.Net;
using System.Net.Sockets;
using BookRecs.Silo.Settings;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace BookRecs.Silo.Runtime;

/// <summary>The settings of a silo in Orleans' terms.</summary>
internal static class ClusterSilo
{
    /// <summary>How many signs of life a row may lack before a starting silo passes it over.</summary>
    public const int MissedSigns = 3;

    /// <summary>Seconds after which a silo reads the list of silos even if nobody told it of a change.</summary>
    private const int TableRefreshSeconds = 5;

    /// <summary>Sets a silo up; without a database it is alone.</summary>
    public static void Configure(ISiloBuilder silo, ClusterNetworkOptions cluster, string? database)
    {
        var address = Resolve(cluster.AdvertisedAddress);
        if (database is null)
        {
            silo.UseLocalhostClustering(cluster.SiloPort, cluster.GatewayPort, null, cluster.ServiceId, cluster.ClusterId);
        }
        else
        {
            silo.UseAdoNetClustering(options =>
            {
                options.Invariant = ClusterDatabase.Invariant;
                options.ConnectionString = database;
            });
            silo.AddAdoNetGrainStorage("Default", options =>
            {
                options.Invariant = ClusterDatabase.Invariant;
                options.ConnectionString = database;
                options.DeleteStateOnClear = true;
                options.GrainStorageSerializer = new StableStateSerializer();
            });
            silo.ConfigureEndpoints(address, cluster.SiloPort, cluster.GatewayPort);
        }

        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        silo.Configure<SiloOptions>(options => options.SiloName = NameOf(cluster));
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(cluster.ResponseSeconds));
        silo.Configure<ConnectionOptions>(options => ClusterClient.Quicken(options, cluster));
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromMilliseconds(cluster.ProbeMilliseconds);
            // A slow silo's probes may take longer, but a message within MaxProbeTimeout × NumMissedProbesLimit saves even one that is cut off.
            options.MaxProbeTimeout = options.ProbeTimeout * 2;
            options.NumMissedProbesLimit = cluster.MissedProbes;
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(cluster.AliveSeconds);
            options.NumMissedTableIAmAliveLimit = MissedSigns;
            options.MaxJoinAttemptTime = TimeSpan.FromSeconds(cluster.JoinSeconds);
            options.TableRefreshTimeout = TimeSpan.FromSeconds(TableRefreshSeconds);
        });
        if (cluster.Tls.IsOn)
            silo.UseTls(ClusterTls.Load(cluster.Tls));
        if (cluster.Dashboard)
            silo.AddDashboard();
    }

    /// <summary>The name of the silo in logs and dashboard.</summary>
    internal static string NameOf(ClusterNetworkOptions cluster) => cluster.SiloName.Length > 0
        ? cluster.SiloName
        : FormattableString.Invariant($"{Environment.MachineName}-{cluster.SiloPort}");

    /// <summary>The address, or that of the host name.</summary>
    /// <exception cref="SettingsException">The name leads nowhere.</exception>
    private static IPAddress Resolve(string address)
    {
        if (IPAddress.TryParse(address, out var given))
            return given;
        try
        {
            // IPv4 first: it is what most private networks run.
            return Dns.GetHostAddresses(address).OrderBy(found => found.AddressFamily != AddressFamily.InterNetwork).First();
        }
        catch (SocketException error)
        {
            throw new SettingsException(
                [$"{ClusterNetworkOptions.Section}:AdvertisedAddress is '{address}'; it must be a host name that leads to this machine: {error.Message}"]);
        }
    }
}
