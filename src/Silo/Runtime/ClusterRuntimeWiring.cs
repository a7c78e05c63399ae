using BookRecs.Storage.Postgres;

namespace BookRecs.Silo.Runtime;

/// <summary>Runs the grains on Orleans; one silo until membership has a database.</summary>
internal static class RuntimeWiring
{
    /// <summary>Whether this program was built for several processes.</summary>
    public static bool IsCluster => true;

    /// <summary>The silos of a cluster agree on where each grain lives, so all of them may write.</summary>
    public const ShopUse StoreUse = ShopUse.Shared;

    /// <summary>Sets the runtime up; grain state is stored by the storage, which registers itself.</summary>
    public static void UseGrainRuntime(this WebApplicationBuilder builder) =>
        builder.UseOrleans(static silo => silo.UseLocalhostClustering());
}
