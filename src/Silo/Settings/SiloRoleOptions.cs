namespace BookRecs.Silo.Settings;

/// <summary>What this process does. Section <c>BookRecs:Silo</c>.</summary>
internal sealed record SiloRoleOptions
{
    /// <summary>The section these settings are read from.</summary>
    public const string Section = "BookRecs:Silo";

    /// <summary>Grains and the HTTP API in one process.</summary>
    public const string All = "all";

    /// <summary>Grains only; HTTP has health, readiness and the dashboard.</summary>
    public const string Silo = "silo";

    /// <summary>The HTTP API only, as a client of the silos.</summary>
    public const string Frontend = "frontend";

    /// <summary>
    /// The role: "all" (grains and the HTTP API), "silo" (grains; HTTP answers health, readiness and the dashboard only) or "frontend"
    /// (the HTTP API, as a client of the silos). The local runtime knows "all" alone. Default "all".
    /// </summary>
    public string Role { get; init; } = All;

    /// <summary>Whether grains live in this process.</summary>
    internal bool HoldsGrains => Role != Frontend;

    /// <summary>Whether this process serves the HTTP API.</summary>
    internal bool ServesApi => Role != Silo;

    /// <summary>Finds a role that this program does not have.</summary>
    /// <param name="isCluster">Whether it was built for the cluster runtime.</param>
    /// <returns>At most one message, naming setting, value and rule.</returns>
    public IEnumerable<string> Validate(bool isCluster)
    {
        if (Role is not (All or Silo or Frontend))
            return [$"{Section}:Role is '{Role}'; it must be '{All}', '{Silo}' or '{Frontend}'"];
        return isCluster || Role == All
            ? []
            : [$"{Section}:Role is '{Role}'; it must be '{All}' on the local runtime: build with -p:BookRecsRuntime=cluster for several processes"];
    }
}
