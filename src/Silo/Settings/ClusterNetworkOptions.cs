using System.Net;
using BookRecs.Grains;

namespace BookRecs.Silo.Settings;

/// <summary>How silos and frontends of a cluster find and watch each other. Section <c>BookRecs:Cluster</c>; the local runtime ignores it.</summary>
internal sealed record ClusterNetworkOptions
{
    /// <summary>The section these settings are read from.</summary>
    public const string Section = "BookRecs:Cluster";

    private const int MaxName = 150;

    /// <summary>The cluster: processes with the same name and database find each other. Default "bookrecs"; 1 to 150 characters.</summary>
    public string ClusterId { get; init; } = "bookrecs";

    /// <summary>The service that grain state belongs to; it must never change. Default "bookrecs"; 1 to 150 characters.</summary>
    public string ServiceId { get; init; } = "bookrecs";

    /// <summary>The name of this silo in logs and dashboard. Default: the machine's name and the silo port; at most 150 characters.</summary>
    public string SiloName { get; init; } = "";

    /// <summary>
    /// The address at which other processes reach this silo, and on which it listens: an IP address or a host name of this machine.
    /// Whoever reaches its ports can call every grain: keep them inside a private network, and set Tls. Default "127.0.0.1".
    /// </summary>
    public string AdvertisedAddress { get; init; } = "127.0.0.1";

    /// <summary>The port for other silos. Default 11111; 1 to 65,535.</summary>
    public int SiloPort { get; init; } = 11111;

    /// <summary>The port for frontends. Default 30000; 1 to 65,535, another than SiloPort.</summary>
    public int GatewayPort { get; init; } = 30000;

    /// <summary>
    /// Seconds after which a call between processes counts as lost. Default 3; 1 to 300. Commands to the model registry may take longer.
    /// </summary>
    public int ResponseSeconds { get; init; } = 3;

    /// <summary>Milliseconds between two probes of a silo by another, and that a probe may take. Default 500; 100 to 60,000.</summary>
    public int ProbeMilliseconds { get; init; } = 500;

    /// <summary>Probes in a row that a silo may miss before it is voted dead. Default 3; 1 to 100.</summary>
    public int MissedProbes { get; init; } = 3;

    /// <summary>
    /// Seconds between two signs of life in the database. A starting silo does not wait for one whose last sign is three times older.
    /// Default 2; 1 to 600.
    /// </summary>
    public int AliveSeconds { get; init; } = 2;

    /// <summary>Seconds that a starting silo tries to reach all others before it gives up and ends. Default 30; 5 to 3,600.</summary>
    public int JoinSeconds { get; init; } = 30;

    /// <summary>Seconds between two looks of a frontend for silos that came or went. Default 1; 1 to 600.</summary>
    public int GatewayRefreshSeconds { get; init; } = 1;

    /// <summary>
    /// Seconds that a process may take to end: to answer what it was asked, and to hand its grains over. Default 30; 1 to 600; less than
    /// the time after which it is killed.
    /// </summary>
    public int ShutdownSeconds { get; init; } = 30;

    /// <summary>Whether silos collect figures for the dashboard at /dashboard, which needs the admin key. Default true.</summary>
    public bool Dashboard { get; init; } = true;

    /// <summary>Encryption between the processes of the cluster.</summary>
    public ClusterTlsOptions Tls { get; init; } = new();

    /// <summary>Finds every setting that is out of bounds.</summary>
    /// <returns>One message for each, naming setting, value and rule.</returns>
    public IEnumerable<string> Validate()
    {
        var check = new SettingsCheck(Section);
        check.NotBlank(nameof(ClusterId), ClusterId);
        check.NotBlank(nameof(ServiceId), ServiceId);
        check.NotBlank(nameof(AdvertisedAddress), AdvertisedAddress);
        check.Between(nameof(SiloPort), SiloPort, 1, 65_535);
        check.Between(nameof(GatewayPort), GatewayPort, 1, 65_535);
        check.Between(nameof(ResponseSeconds), ResponseSeconds, 1, 300);
        check.Between(nameof(ProbeMilliseconds), ProbeMilliseconds, 100, 60_000);
        check.Between(nameof(MissedProbes), MissedProbes, 1, 100);
        check.Between(nameof(AliveSeconds), AliveSeconds, 1, 600);
        check.Between(nameof(JoinSeconds), JoinSeconds, 5, 3_600);
        check.Between(nameof(GatewayRefreshSeconds), GatewayRefreshSeconds, 1, 600);
        check.Between(nameof(ShutdownSeconds), ShutdownSeconds, 1, 600);
        List<string> failures = [.. check.Failures, .. Tls.Validate()];
        if (GatewayPort == SiloPort)
            failures.Add(FormattableString.Invariant($"{Section}:GatewayPort is {GatewayPort}; it must be another than {Section}:SiloPort"));
        if (AdvertisedAddress.Length > 0 && Uri.CheckHostName(AdvertisedAddress) == UriHostNameType.Unknown)
            failures.Add($"{Section}:AdvertisedAddress is '{AdvertisedAddress}'; it must be an IP address or a host name, without port");
        else if (IPAddress.TryParse(AdvertisedAddress, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
            failures.Add($"{Section}:AdvertisedAddress is '{AdvertisedAddress}'; it must be one address that other processes can reach");
        foreach (var (setting, name) in new[] { (nameof(ClusterId), ClusterId), (nameof(ServiceId), ServiceId), (nameof(SiloName), SiloName) })
        {
            if (name.Length > MaxName)
                failures.Add(FormattableString.Invariant($"{Section}:{setting} has {name.Length} characters; it must have at most {MaxName}"));
        }

        return failures;
    }
}
