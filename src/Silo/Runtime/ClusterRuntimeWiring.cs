using BookRecs.Grains.Models;
using Orleans.Hosting;

namespace BookRecs.Silo.Runtime;

/// <summary>Runs the grains on Orleans: one silo for now, with the registry in memory until there is a database for grain state.</summary>
internal static class RuntimeWiring
{
    /// <summary>Sets the runtime up.</summary>
    public static void UseGrainRuntime(this WebApplicationBuilder builder) => builder.UseOrleans(static silo =>
    {
        silo.UseLocalhostClustering();
        silo.AddMemoryGrainStorage(ModelRegistryGrain.StorageName);
    });
}
