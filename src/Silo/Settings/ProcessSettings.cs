namespace BookRecs.Silo.Settings;

/// <summary>The settings that decide what a process is made of.</summary>
/// <param name="Role">What it does.</param>
/// <param name="Cluster">How it finds others.</param>
internal sealed record ProcessSettings(SiloRoleOptions Role, ClusterNetworkOptions Cluster);
