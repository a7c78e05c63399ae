using BookRecs.Silo.Settings;
using BookRecs.Storage.Postgres;

namespace BookRecs.Silo.Runtime;

/// <summary>Runs the grains in this process.</summary>
internal static class RuntimeWiring
{
    /// <summary>Whether this program was built for several processes.</summary>
    public static bool IsCluster => false;

    /// <summary>Grains live in this process alone, so no other may change what they hold in memory.</summary>
    public const ShopUse StoreUse = ShopUse.Alone;

    /// <summary>Sets the runtime up; grain state is stored by the storage, which registers itself.</summary>
    public static void UseGrainRuntime(this WebApplicationBuilder builder, ProcessSettings settings) =>
        builder.UseOrleans(static silo => silo.UseLocalhostClustering());

    /// <summary>The dashboard is Orleans' own.</summary>
    public static void MapDashboard(this WebApplication app, ProcessSettings settings)
    {
    }
}
