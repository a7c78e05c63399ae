using BookRecs.Grains.Models;

namespace BookRecs.Silo.Runtime;

/// <summary>Runs the grains in this process.</summary>
internal static class RuntimeWiring
{
    /// <summary>Sets the runtime up.</summary>
    public static void UseGrainRuntime(this WebApplicationBuilder builder) => builder.UseOrleans(static silo =>
    {
        silo.UseLocalhostClustering();
        silo.AddSqliteGrainStorage(ModelRegistryGrain.StorageName);
    });
}
